"""One complaint whole, for people: every field that has a value, then what happened to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TextIO

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.events import (
    ANSWERS_ADDED,
    CODE_ANSWERED,
    CODE_LEFT_OUT,
    CORRECTED,
    IMPORTED,
    LOGGED,
    NOTED,
    PLUGIN_FAILED,
    ROUTED,
)
from aduan_cli.complaint.history import Event
from aduan_cli.desk_time import Zone
from aduan_cli.i18n import _
from aduan_cli.render import colour
from aduan_cli.render.moved import MOVES, gist
from aduan_cli.render.records import as_record, encode, place
from aduan_cli.render.rows import write_block
from aduan_cli.render.table import short_time
from aduan_cli.value_words import head, said

Line = tuple[str, Any]


def write_whole(
    complaint: Complaint,
    events: Iterable[Event],
    zone: Zone,
    unit_name: Callable[[str], str],
    reveal: bool = False,
    stream: TextIO | None = None,
) -> None:
    """Print a complaint with its history. `unit_name` gives what a unit is called."""
    history = [("", "\n" + _("History"))]
    history += [("", "  " + event_line(event, zone)) for event in events]
    colours = {
        _("Status"): colour.of("status", complaint.status),
        _("Priority"): colour.of("priority", complaint.priority),
    }
    write_block([*lines(complaint, zone, unit_name, reveal), *history], stream, colours)


def lines(complaint: Complaint, zone: Zone, unit_name: Callable[[str], str], reveal: bool = False) -> list[Line]:
    """Return label and value of each line, labels in the user's language."""
    c = complaint
    record = as_record(c, zone, reveal)
    caller = record["caller"]
    decided = " · ".join(str(part) for part in (said("step", c.step or ""), c.rule, c.revision) if part)
    return [
        (_("Ticket"), c.ticket),
        (_("Status"), said("status", c.status)),
        (_("Kind"), said("kind", c.kind)),
        (_("Category"), c.category),
        (_("Priority"), said("priority", c.priority)),
        (_("Unit"), unit_name(c.unit) if c.unit else None),
        (_("Support"), ", ".join(unit_name(unit) for unit in c.support)),
        (_("Decided by"), decided),
        (_("Text"), c.text),
        (_("Answer"), c.answer),
        (_("Details"), _pairs(record["answers"])),
        (_("Place"), place(record)),
        (_("Address"), c.address),
        (_("Reported"), short_time(c.reported_at, zone)),
        (_("Logged"), " · ".join(part for part in (short_time(c.logged_at, zone), c.actor, c.shift) if part)),
        (_("Channel"), said("channel", c.channel or "")),
        (_("Caller"), caller["name"]),
        (_("Phone"), caller["phone"]),
        (_("Caller's address"), ", ".join(v for k, v in caller.items() if v and k not in ("name", "phone"))),
        (_("Linked"), ", ".join(c.linked)),
        (_("Recorded unit"), c.recorded_unit),
        (_("Fields"), _pairs(record["fields"])),
        (_("Key"), record["key"]),
        (_("Source"), " · ".join(str(part) for part in (c.source_file, c.source_row) if part is not None)),
        (_("Version"), str(c.version)),
    ]


def _pairs(values: dict[str, Any]) -> str:
    return "\n".join(f"{name} = {v if isinstance(v, str) else encode(v)}" for name, v in values.items())


def event_line(event: Event, zone: Zone) -> str:
    """Return one event on one line: when, what, who, and the gist of it."""
    parts = [short_time(event.at, zone), said("event", event.type), event.actor or "", _gist(event, zone)]
    return "  ".join(" ".join(part.split()) for part in parts if part)


def _gist(event: Event, zone: Zone) -> str:
    data = event.data
    if event.type in (ROUTED, CORRECTED):
        parts = _mended(data.get("corrected") or {})
        if event.type == ROUTED:
            by = data.get("rule") or said("step", data.get("step") or "")
            parts.append(f"{data.get('from') or '-'} → {data.get('to') or '-'}" + (f" ({by})" if by else ""))
        reason = (event.private or {}).get("reason")
        return "; ".join(parts) + (f": {reason}" if reason else "")
    if event.type in (LOGGED, IMPORTED):
        told = f"→ {data.get('unit') or '-'} ({data.get('rule') or said('step', data.get('step') or '-')})"
        return "; ".join((told, *data.get("notes", ())))
    if event.type in MOVES:
        return gist({**data, **(event.private or {})}, zone)
    if event.type in _OF_CODE:
        return _gist_of_code(event.type, {**data, **(event.private or {})})
    return encode(data) if data else ""


def _mended(corrected: dict[str, list[str | None]]) -> list[str]:
    """Return what a person said of how a call was understood, old → new."""
    return [
        f"{head(name)} {said(name, new or '-')}"
        if old == new
        else f"{head(name)} {said(name, old or '-')} → {said(name, new or '-')}"
        for name, (old, new) in corrected.items()
    ]


_OF_CODE = (CODE_ANSWERED, CODE_LEFT_OUT, NOTED, PLUGIN_FAILED, ANSWERS_ADDED)


def _gist_of_code(type_: str, data: dict[str, Any]) -> str:
    """Return what a unit's code said, noted, or how it failed; and which questions were answered."""
    if type_ == ANSWERS_ADDED:
        return ", ".join(data["questions"])
    plugin = data["plugin"]
    if type_ in (CODE_ANSWERED, CODE_LEFT_OUT):
        from aduan_cli.render.steps import said_by_code

        return f"{plugin} {said_by_code({'left_out': data.get('why'), **data})}"
    if type_ == NOTED:
        return f"{plugin}: {'; '.join(data.get('notes', ()))}"
    return f"{plugin}, {data['hook']}, {data['kind']}: {data.get('message') or '-'}"
