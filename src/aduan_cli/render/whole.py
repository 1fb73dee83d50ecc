"""One complaint whole, for people: every field that has a value, then what happened to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from aduan_cli.column_words import NO_LEVELS
from aduan_cli.complaint.assignments import SUPPORT, Assignment
from aduan_cli.complaint.attachments import MISSING, Attached
from aduan_cli.complaint.callback import is_to_be_rung
from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.history import Event
from aduan_cli.complaint.moves import shown_status
from aduan_cli.desk_time import Zone
from aduan_cli.i18n import _
from aduan_cli.render import colour
from aduan_cli.render.history import event_line, is_shown
from aduan_cli.render.records import as_record, encode, place
from aduan_cli.render.rows import write_block
from aduan_cli.render.table import short_time
from aduan_cli.value_words import label

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

Line = tuple[str, object]
FileState = tuple[Attached, str, str]
"""A file, where it lies in the desk, and whether it is still the same."""


def write_whole(
    complaint: Complaint,
    events: Iterable[Event],
    zone: Zone,
    now: int,
    unit_name: Callable[[str], str],
    reveal: bool = False,
    stream: TextIO | None = None,
    helping: Iterable[Assignment] = (),
    files: Iterable[FileState] = (),
    levels: Mapping[str, str] = NO_LEVELS,
    beside: str | None = None,
) -> None:
    """Print a complaint with its history. `now` says what is late, `unit_name` what a unit is called, `helping` how far
    those are.

    `files` are those that belong to it, each with where it lies and whether it is still the same. `levels`
    is what the city calls the levels of places, `beside` the line that names what other unit it may belong to.
    """
    history = [("", "\n" + _("History"))]
    history += [("", "  " + event_line(event, zone, levels)) for event in events if is_shown(event)]
    colours = {
        _("Status"): colour.of("status", complaint.status),
        _("Priority"): colour.of("priority", complaint.priority),
    }
    told = lines(complaint, zone, now, unit_name, reveal, helping)
    if beside:
        told.insert(6, ("", beside))
    told.insert(-1, (_("Files"), "\n".join(map(file_line, files))))
    write_block([*told, *history], stream, colours)


def lines(
    complaint: Complaint,
    zone: Zone,
    now: int,
    unit_name: Callable[[str], str],
    reveal: bool = False,
    helping: Iterable[Assignment] = (),
) -> list[Line]:
    """Return label and value of each line, labels in the user's language."""
    c = complaint
    states = {one.unit: f" · {label('status', one.status)}" for one in helping if one.role == SUPPORT}
    record = as_record(c, zone, now, reveal)
    caller, owed_at = record["caller"], c.owed_since if is_to_be_rung(c) else None
    decided = " · ".join(str(part) for part in (label("step", c.step or ""), c.rule, c.revision) if part)
    return [
        (_("Ticket"), c.ticket),
        (_("Status"), label("status", shown_status(c))),
        (_("Kind"), label("kind", c.kind)),
        (_("Category"), c.category),
        (_("Priority"), label("priority", c.priority)),
        (_("Unit"), unit_name(c.unit) if c.unit else None),
        (_("Support"), "\n".join(unit_name(unit) + states.get(unit, "") for unit in c.support)),
        (_("Decided by"), decided),
        (_("Text"), c.text),
        (_("Answer"), c.answer),
        (_("Details"), _pairs(record["answers"])),
        (_("Place"), place(record)),
        (_("Address"), c.address),
        (_("Point"), c.point),
        (_("Reported"), short_time(c.reported_at, zone)),
        (_("Due"), _due(c, zone, record["late"])),
        (_("Logged"), " · ".join(part for part in (short_time(c.logged_at, zone), c.actor, c.shift) if part)),
        (_("Channel"), label("channel", c.channel or "")),
        (_("Caller"), caller["name"]),
        (_("Phone"), caller["phone"]),
        (_("Caller's address"), ", ".join(v for k, v in caller.items() if v and k not in ("name", "phone"))),
        (_("May be told by"), ", ".join(f"{k} {v}".rstrip() for k, v in record["agreed"].items())),
        (_("Linked"), ", ".join(c.linked)),
        (_("Recorded unit"), c.recorded_unit),
        (_("Fields"), _pairs(record["fields"])),
        (_("Key"), record["key"]),
        (_("Source"), " · ".join(str(part) for part in (c.source_file, c.source_row) if part is not None)),
        (_("Merged into"), c.merged_into),
        (_("Merged here"), str(c.duplicates) if c.duplicates else None),
        (_("Incident"), None if c.incident is None else str(c.incident)),
        (_("To ring back"), _("since {time}").format(time=short_time(owed_at, zone)) if owed_at else None),
        (_("Came back"), str(c.bounces) if c.bounces else None),
        (_("Version"), str(c.version)),
    ]


def _due(complaint: Complaint, zone: Zone, late: bool | None) -> str | None:
    """Return when it was promised to be done, and what became of that."""
    if complaint.due_at is None:
        return None
    due = short_time(complaint.due_at, zone)
    became = "late" if late else "kept" if complaint.ended_at is not None else ""
    return f"{due} · {label('clock-state', became)}" if became else due


def file_line(found: FileState) -> str:
    """Return a file as name, size and state, and below it where it lies; one that was erased lies nowhere."""
    file, place, state = found
    if file.name is None and state == MISSING:
        return f"? · {size(file.size)} · {label('file', 'erased')}"
    return f"{' '.join((file.name or '?').split())} · {size(file.size)} · {label('file', state)}\n  {place}"


def size(count: int) -> str:
    """Return a number of bytes as people read it."""
    for unit, least in (("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1_000)):
        if count >= least:
            return f"{count / least:.1f} {unit}"
    return f"{count} B"


def _pairs(values: dict[str, object]) -> str:
    return "\n".join(f"{name} = {v if isinstance(v, str) else encode(v)}" for name, v in values.items())
