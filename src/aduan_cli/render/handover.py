"""What the next shift must know: on one screen, in Markdown, as data."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence

from aduan_cli.i18n import _
from aduan_cli.render.account import moves_line
from aduan_cli.render.calls import gists
from aduan_cli.render.cells import shown_in_line
from aduan_cli.render.records import FOR_PEOPLE, write_json
from aduan_cli.render.rows import write_rows
from aduan_cli.render.table import day_and_time, in_markdown, short_time, write_text
from aduan_cli.render.widths import cut, terminal_rows, terminal_width, width, wrapped
from aduan_cli.value_words import label

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.desk_time import Zone
    from aduan_cli.figures import Handover, Item, Section, Signed

COLUMNS = ("section", "ticket", "at", "clock", "unit", "text")
SIGNED = ("at", "actor", "to", "shift", "open", "counts", "tickets", "number")
SIGNED_TABLE = ("at", "actor", "to", "shift", "open", "counts")
SHOWN = 5
"""Lines of a section on a screen, where all of it fits."""
_UNIT = 16
"""Columns of a unit: the words need the others."""
_WIDE = 80
"""Columns of what is no terminal."""
_GAP = "  "


def write_handover(told: Handover, format_: str, zone: Zone, fits: bool) -> None:
    """Print what the next shift must know; on a terminal, if it is so wished, as much as `fits` there."""
    if format_ in ("csv", "tsv"):
        write_rows(list(_rows(told, zone)), format_, COLUMNS)
    elif format_ not in FOR_PEOPLE:
        write_json([_whole(told, zone)], format_, one=True)
    elif format_ == "md":
        write_text(sys.stdout, "\n".join(_in_markdown(told, zone)) + "\n")
    else:
        write_text(sys.stdout, "\n".join(_screen(told, zone, sys.stdout, fits)) + "\n")


def signed_row(signed: Signed, moment: Callable[[int], str]) -> dict[str, object]:
    """Return a hand-over that was signed, in the order of `SIGNED`."""
    return {
        "at": moment(signed.at),
        "actor": signed.actor,
        "to": signed.to,
        "shift": signed.shift,
        "open": len(signed.tickets),
        "counts": dict(signed.counts),
        "tickets": list(signed.tickets),
        "number": signed.event,
    }


def signed_for_people(signed: Signed, zone: Zone) -> dict[str, object]:
    """Return the same for a table: of the counts those alone that are not nothing."""
    names, counts = _names(), signed.counts
    told = [f"{names[name]}: {counts[name]}" for name in names if name != "open" and counts.get(name)]
    return {**signed_row(signed, lambda at: short_time(at, zone)), "counts": " · ".join(told) or _("none")}


def _whole(told: Handover, zone: Zone) -> dict[str, object]:
    signed = signed_row(told.signed, zone.iso) if told.signed else None
    return {
        "at": zone.iso(told.at),
        "shift": told.shift,
        "next_shift": told.next_shift,
        "until": zone.iso(told.until),
        "counts": told.counts,
        "lines": list(_rows(told, zone)),
        "signed": signed and {name: signed[name] for name in ("at", "actor", "to", "shift", "open", "number")},
        "still_open": told.still_open if signed else None,
        "moved": dict(told.moved),
    }


def _rows(told: Handover, zone: Zone) -> Iterator[dict[str, object]]:
    for section in told.sections:
        for one in section.items:
            values = (section.name, one.ticket, zone.iso(one.at), one.clock, one.unit, one.words)
            yield dict(zip(COLUMNS, values, strict=True))


# -- for people


def _screen(told: Handover, zone: Zone, stream: object, fits: bool) -> list[str]:
    """Return the lines of a screen: with fewer of each section where a terminal has no more rows."""
    columns, rows = terminal_width(stream) or _WIDE, terminal_rows(stream) if fits else None
    head = [
        *wrapped(_title(told, zone), stream).split("\n"),
        *(line for sentence in _since(told, zone) for line in wrapped(sentence, stream).split("\n")),
        "",
        *_folded(_counts(told), columns),
    ]
    most, apart = max(len(section.items) for section in told.sections), True
    lines = _sections(told, zone, columns, most, apart)
    while rows and most > 1 and len(head) + (not apart) + len(lines) >= rows:  # the prompt wants one as well
        most, apart = most - (not apart), False
        lines = _sections(told, zone, columns, most, apart)
    return [*head, *([] if apart or not lines else [""]), *lines]


def _sections(told: Handover, zone: Zone, columns: int, most: int, apart: bool) -> list[str]:
    """Return the lines of all sections with so many of each; `apart`: an empty line before each."""
    lines = []
    words = [shown_in_line(one.words) for section in told.sections for one in section.items]
    shorter = dict(zip(words, gists(words), strict=True))
    for section in filter(lambda one: one.items, told.sections):
        lines += [*([""] if apart else []), _heading(section, most)]
        cells = [_cells(one, told, zone) for one in section.items[:most]]
        widths = [max(map(width, column)) for column in zip(*cells, strict=True)]
        room = columns - sum(most_ + len(_GAP) for most_ in widths[:-1]) - len(_GAP)
        for *row, text in cells:
            row.append(text if width(text) <= room else shorter[text])
            line = _GAP.join(cell + " " * (most_ - width(cell)) for cell, most_ in zip(row, widths, strict=True))
            lines.append(cut(_GAP + line.rstrip(), columns))
    return lines


def _heading(section: Section, most: int) -> str:
    name = _names()[section.name]
    if section.count <= most:
        return f"{name}: {section.count}"
    return _("{name}: {count}, the first {shown}").format(name=name, count=section.count, shown=most)


def _cells(one: Item, told: Handover, zone: Zone) -> Sequence[str]:
    clock = _GAP + label("clock", one.clock) if one.clock else ""
    unit = label("unit", one.unit) if one.unit else "-"
    unit = cut(shown_in_line(unit), _UNIT)
    return [one.ticket, _time(one.at, told.at, zone) + clock, unit, shown_in_line(one.words)]


def _time(at: int, now: int, zone: Zone) -> str:
    """Return the hour of what is of today, else with the day, of what is of another year with that as well."""
    text, today = short_time(at, zone), short_time(now, zone)
    if text[:4] != today[:4]:
        return text
    return text[11:] if text[:10] == today[:10] else day_and_time(at, zone)


def _in_markdown(told: Handover, zone: Zone) -> Iterator[str]:
    yield f"# {in_markdown(_title(told, zone))}"
    for sentence in _since(told, zone):
        yield f"\n{in_markdown(sentence)}"
    yield ""
    for count in _counts(told):
        yield f"- {count}"
    for section in filter(lambda one: one.items, told.sections):
        yield f"\n## {_heading(section, len(section.items))}\n"
        for one in section.items:
            yield "- " + in_markdown(" · ".join(_cells(one, told, zone)))


def _title(told: Handover, zone: Zone) -> str:
    shift = " → ".join(name for name in (told.shift, told.next_shift) if name)
    sentence = _("Hand-over {time} · {shift} until {until}") if shift else _("Hand-over {time} · until {until}")
    return shown_in_line(
        sentence.format(time=short_time(told.at, zone), shift=shift, until=_time(told.until, told.at, zone))
    )


def _since(told: Handover, zone: Zone) -> list[str]:
    """Return what changed since the last signature."""
    last = told.signed
    if last is None:
        return [_("Nobody has signed a hand-over yet.")]
    sentence = _("Since {time} ({actor} → {to}): {moves}; of {count} that were open {open} still are.")
    return [
        shown_in_line(
            sentence.format(
                time=_time(last.at, told.at, zone),
                actor=last.actor,
                to=last.to,
                moves=moves_line(told.moved),
                count=len(last.tickets),
                open=told.still_open,
            )
        )
    ]


def _counts(told: Handover) -> list[str]:
    names, none = _names(), _("none")
    return [f"{names[name]}: {count or none}" for name, count in told.counts.items()]


def _folded(parts: Sequence[str], columns: int) -> list[str]:
    """Return parts as lines, none of them broken."""
    lines = [parts[0]]
    for part in parts[1:]:
        joined = f"{lines[-1]} · {part}"
        if width(joined) <= columns:
            lines[-1] = joined
        else:
            lines.append(part)
    return lines


def _names() -> dict[str, str]:
    """Return what each section is called."""
    return {
        "emergency": _("Emergencies"),
        "late": _("Late"),
        "due": _("Due soon"),
        "unacknowledged": _("Not acknowledged"),
        "triage": _("In triage"),
        "returned": _("Returned"),
        "held": _("Holds that end"),
        "callbacks": _("To ring back"),
        "incidents": _("Incidents"),
        "messages": _("Messages that failed"),
        "inbox": _("Answers in quarantine"),
        "plugins": _("Plugins set aside"),
        "open": _("Open in all"),
    }
