"""What happened to a complaint: each event as a row, and for people on one line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from aduan_cli.column_words import NO_LEVELS, head
from aduan_cli.complaint.attachments import files_of
from aduan_cli.complaint.events import (
    ANONYMISED,
    ANSWERED,
    ANSWERS_ADDED,
    ATTACHED,
    CALLED_BACK,
    CODE_ANSWERED,
    CODE_LEFT_OUT,
    CORRECTED,
    DUPLICATE_ADDED,
    DUPLICATE_REMOVED,
    EDITED,
    ERASED,
    FILES_REMOVED,
    FOLLOWED,
    IMPORTED,
    LINKED,
    LOGGED,
    MERGED,
    MESSAGE_BOUNCED,
    MESSAGE_QUEUED,
    MESSAGE_SKIPPED,
    NOTED,
    PLUGIN_FAILED,
    PUSHED,
    RECEIVED,
    REPORTED_BACK,
    ROUTED,
    SECOND_NAMED,
    UNLINKED,
    UNMERGED,
)
from aduan_cli.complaint.fields import PRIVATE
from aduan_cli.complaint.history import Event, Told
from aduan_cli.desk_time import Zone
from aduan_cli.i18n import _
from aduan_cli.render.edits import corrected, gist_of_answers, gist_of_edit
from aduan_cli.render.moved import MOVES
from aduan_cli.render.moved import gist as gist_of_move
from aduan_cli.render.records import encode
from aduan_cli.render.table import short_time
from aduan_cli.render.timed import OF_CLOCKS, gist_of_clock, with_times
from aduan_cli.value_words import label

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_GONE = (ERASED, ANONYMISED, FILES_REMOVED)
"""Events that tell that something went: what they say of it are digests, for verifying."""
COLUMNS = ("ticket", "at", "actor", "type", "unit", "data", "number")
TOLD = ("at", "actor", "event", "said")
TOLD_OF_ALL = ("number", "ticket", *TOLD)


def rows(told: Iterable[Told], zone: Zone, levels: Mapping[str, str] = NO_LEVELS) -> Iterator[dict[str, Any]]:
    """Yield each event in the order of `COLUMNS`, and what people read of it, with the city's words for `levels`.

    What belongs to the caller isn't in `data`.
    """
    for ticket, event, unit in told:
        data = {**event.data, **{name: v for name, v in (event.private or {}).items() if _is_shown(event, name)}}
        if event.type in (LINKED, UNLINKED):
            data = {"linked": data.get("to")}  # `to` is a unit everywhere else
        if event.type in _GONE:
            data = {name: data[name] for name in ("why",) if name in data}  # The rest is digests, for verifying.
        if event.type == EDITED and (mended := corrected(event, zone)):
            data["corrected"] = mended
        data = with_times(event.type, data, zone)
        data |= {name: zone.iso(data[name]) for name in ("until", "said_at") if name in data}
        yield {
            "ticket": ticket,
            "at": zone.iso(event.at),
            "actor": event.actor,
            "type": event.type,
            "unit": unit,
            "data": data,
            "number": event.id,
            "event": _word(event),
            "said": gist(event, zone, levels),
        }


def _is_shown(event: Event, name: str) -> bool:
    if event.type in (EDITED, ANSWERS_ADDED):
        return False  # It may be the caller's, before and after.
    return name not in PRIVATE or (name == "answer" and event.type == ANSWERED)


def _word(event: Event) -> str:
    """Return what people read for the type of an event: what a person corrected and left at its unit went nowhere."""
    data = event.data
    is_there = event.type == ROUTED and data.get("corrected") and data.get("from") == data.get("to")
    return label("event", CORRECTED if is_there else event.type)


def is_shown(event: Event) -> bool:
    """Say whether an event tells people anything: a unit's code that leaves all as it is does not."""
    return event.type != CODE_ANSWERED or bool(event.data.get("answer"))


def event_line(event: Event, zone: Zone, levels: Mapping[str, str] = NO_LEVELS) -> str:
    """Return one event on one line: when, what, who, and the gist of it."""
    parts = [short_time(event.at, zone), _word(event), event.actor or "", gist(event, zone, levels)]
    return "  ".join(" ".join(part.split()) for part in parts if part)


def gist(event: Event, zone: Zone, levels: Mapping[str, str] = NO_LEVELS) -> str:
    """Return what an event says, on one line; `levels` is what the city calls the levels of places."""
    data = event.data
    if event.type in (ROUTED, CORRECTED):
        parts = _mended(data.get("corrected") or {}, levels)
        if event.type == ROUTED:
            parts += _way(data, bool(parts))
        if "support_was" in data:
            parts.append(support_changed(data["support_was"], data.get("support") or ()))
        reason = (event.private or {}).get("reason")
        return "; ".join(parts) + (f": {reason}" if reason else "")
    if event.type in (LOGGED, IMPORTED):
        by = data.get("rule") or label("step", data.get("step") or "")
        told = [f"→ {_unit(data.get('unit'))} ({by})"] if by else []  # What is still to be decided waits nowhere yet.
        return "; ".join((*told, *data.get("notes", ())))
    if event.type == ATTACHED:
        return names_of(event)
    if event.type == REPORTED_BACK:
        return _done({**data, **(event.private or {})})
    if event.type in (LINKED, UNLINKED):
        return _("with {ticket}").format(ticket=data.get("to") or "-")
    if event.type in _GONE:
        return str(data.get("why") or "")
    if event.type == SECOND_NAMED:
        return _("also named: {units}").format(units=", ".join(data.get("units") or ()))
    if event.type == EDITED:
        return gist_of_edit(event, zone)
    if event.type == ANSWERS_ADDED:
        return gist_of_answers(event)
    if event.type == RECEIVED or event.type in MOVES:
        all_told = {**data, **(event.private or {})}
        late = _("{move}: nothing to move any more").format(move=data["move"]) if data.get("move") else ""
        return "; ".join(part for part in (gist_of_move(all_told, zone), late, names_of(event)) if part)
    if event.type in _OF_CALLERS:
        return _gist_of_callers(event.type, {**data, **(event.private or {})})
    if event.type in OF_CLOCKS:
        return gist_of_clock(event.type, data, zone)
    if event.type in (MESSAGE_QUEUED, MESSAGE_SKIPPED, MESSAGE_BOUNCED):
        return f"{data.get('unit')} ({data.get('notifier')}): {label('message', str(data.get('event')))}"
    if event.type == PUSHED:
        return _pushed({**data, **(event.private or {})})
    if event.type in _OF_CODE:
        return _gist_of_code(event.type, {**data, **(event.private or {})})
    return encode(data) if data else ""


def _pushed(told: Mapping[str, Any]) -> str:
    """Return where a complaint was posted to, and what is known of it there."""
    where = f"{told.get('unit') or '-'} ({told.get('notifier')})"
    known = [str(told["request"])] if "request" in told else []
    known += [_("token {token}: no number yet").format(token=told["token"])] if "token" in told else []
    known += [_("no answer")] if told.get("lost") else []
    return "; ".join((": ".join((where, *known)), *((str(told["notice"]),) if told.get("notice") else ())))


def _done(told: Mapping[str, Any]) -> str:
    """Return which unit did what, and how long that took, as a file says it."""
    took = in_largest_unit(told["took"]) if "took" in told else told.get("took_text")
    done = "; ".join(part for part in (told.get("result"), took and _("took {time}").format(time=took)) if part)
    return ": ".join(part for part in (told.get("unit"), done) if part)


def in_largest_unit(seconds: int) -> str:
    """Return a length of time in the largest unit that it is whole in, as in `36 h`."""
    for unit, length in ((_("{count} d"), 86_400), (_("{count} h"), 3_600), (_("{count} min"), 60)):
        if seconds and seconds % length == 0:
            return unit.format(count=seconds // length)
    return _("{count} s").format(count=seconds)


def names_of(event: Event) -> str:
    """Return what the files that an event brought were called; of one that was erased the beginning of its hash."""
    return ", ".join(file.name or file.sha256[:12] for file in files_of([event]))


def _unit(unit: str | None) -> str:
    return label("unit", unit) if unit else "-"


def _way(data: Mapping[str, Any], is_mended: bool) -> list[str]:
    """Return from where to where a decision sent a complaint, and what decided; of one that stayed, that it did."""
    by = data.get("rule") or label("step", data.get("step") or "")
    before, after = data.get("from"), data.get("to")
    if before == after and is_mended:
        return []
    way = _("stays with {unit}").format(unit=_unit(after)) if before == after else f"{_unit(before)} → {_unit(after)}"
    return [way + (f" ({by})" if by else "")]


def support_changed(before: Sequence[str], after: Sequence[str]) -> str:
    """Return who helped and who helps now."""
    return f"{head('support')} {', '.join(before) or '-'} → {', '.join(after) or '-'}"


def _mended(corrected: dict[str, list[str | None]], levels: Mapping[str, str]) -> list[str]:
    """Return what a person said of how a call was understood, old → new."""
    return [
        f"{head(name, levels)} {label(name, new or '-')}"
        if old == new
        else f"{head(name, levels)} {label(name, old or '-')} → {label(name, new or '-')}"
        for name, (old, new) in corrected.items()
    ]


_OF_CALLERS = (MERGED, UNMERGED, FOLLOWED, DUPLICATE_ADDED, DUPLICATE_REMOVED, CALLED_BACK)


def _gist_of_callers(type_: str, data: dict[str, Any]) -> str:
    """Return with which complaint another one was joined, what became of that, or what was said on the phone."""
    into, status = data.get("into") or "-", label("status", str(data.get("state") or data.get("status") or "-"))
    if type_ == MERGED:
        return _("into {ticket}").format(ticket=into)
    if type_ == UNMERGED:
        return _("out of {ticket}: {status}").format(ticket=into, status=status)
    if type_ == FOLLOWED:
        return f"{into}: {status}"
    return str(data.get("duplicate") or data.get("note") or "")


_OF_CODE = (CODE_ANSWERED, CODE_LEFT_OUT, NOTED, PLUGIN_FAILED)


def _gist_of_code(type_: str, data: dict[str, Any]) -> str:
    """Return what a unit's code said, noted, or how it failed; an officer's note."""
    if type_ == NOTED and "plugin" not in data:
        return "; ".join(data.get("notes", ()))
    plugin = data["plugin"]
    if type_ in (CODE_ANSWERED, CODE_LEFT_OUT):
        from aduan_cli.render.steps import code_answer

        return f"{plugin} {code_answer({'left_out': data.get('why'), **data})}"
    if type_ == NOTED:
        return f"{plugin}: {'; '.join(data.get('notes', ()))}"
    return f"{plugin}, {data['hook']}, {data['kind']}: {data.get('message') or '-'}"
