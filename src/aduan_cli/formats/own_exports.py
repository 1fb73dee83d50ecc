"""Our own exports taken back: `list --format jsonl --reveal`, and `csv`.

A record with a ticket comes back as it stood: number, state and decision stay, nothing is understood or routed
again. What the fields are is a promise (`schema/complaint.schema.json`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.fields import FIELDS, INTEGER, LIST, OBJECT, TIMES, Field
from aduan_cli.complaint.moves import FINAL
from aduan_cli.desk_time import Zone, date_parser
from aduan_cli.errors import NotFoundError
from aduan_cli.formats.columns import OWN_COLUMNS
from aduan_cli.formats.json_cells import value_at
from aduan_cli.formats.moments import RejectedError
from aduan_cli.i18n import _
from aduan_cli.masking import masked_fields
from aduan_cli.points import point_of
from aduan_cli.spreadsheet import fuse
from aduan_cli.storable import storable
from aduan_cli.tickets import MOST_CALLS, parse_ticket
from aduan_cli.value_words import label

_TIMES = ["%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%d %H:%M:%S%z", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M"]
_APART = ("ticket", "text", "version", "source_row", "incident", *TIMES)
"""Fields that are read one by one."""
_READ = tuple(field for field in FIELDS if field.json is not None and field.name not in _APART)


class OwnRecords:
    """Makes complaints of records of our own exports. `columns` is the header of a CSV file."""

    def __init__(self, columns: Sequence[str], zone: Zone) -> None:
        at: dict[str, int] = {}
        for number, name in enumerate(columns):
            at.setdefault(name.casefold(), number)
        self._at = {name: at[name] for name in OWN_COLUMNS if name in at}
        self._parse = date_parser(_TIMES, zone)

    @property
    def has_tickets(self) -> bool:
        """Whether the file has a column of tickets at all."""
        return "ticket" in self._at

    def of_cells(self, cells: Sequence[str]) -> Complaint | None:
        """Return the complaint of a CSV row, or None when it has no ticket. Raises `RejectedError`."""
        if not cells[self._at["ticket"]].strip(" -"):
            return None
        values = {name: fuse(cells[at]) or None for name, at in self._at.items()}
        return self._complaint(values.get)

    def of_json(self, record: Mapping[str, object]) -> Complaint | None:
        """Return the complaint of a JSON record, or None when it has no ticket. Raises `RejectedError`."""
        if not record.get("ticket"):
            return None
        return self._complaint(lambda name: value_at(record, name))

    def _complaint(self, value: Callable[[str], object]) -> Complaint:
        if masked := masked_fields(value):
            what = _("masked: {names}; the export with --reveal would be right")
            raise RejectedError(what.format(names=", ".join(masked)))
        values = self._ticket(str(value("ticket")))
        for field in _READ:
            _read(values, field, value(field.json or field.name))
        if any("\0" in unit for unit in (values["unit"] or "", *values["support"])):
            raise _unreadable("unit")  # No unit is called so, and a server knows no such sign.
        values["phone_original"] = values["caller_phone"]
        values["version"] = _number("version", value("version")) or 1
        values["source_row"] = _number("source_row", value("source_row"))
        values["reported_at"] = self._time("reported_at", value("reported_at"))
        values["logged_at"] = self._time("logged_at", value("logged_at") or value("reported_at"))
        due = value("due_at")
        values["due_at"] = self._time("due_at", due) if due else None
        text = _text(value("text"))
        if text is None and values["version"] == 1:  # later versions may have had theirs erased
            raise RejectedError(_("no text"))
        complaint = Complaint(values, text=text or "")
        if complaint.unit is None and complaint.status not in FINAL and complaint.status != "new":
            raise RejectedError(
                _("no unit, though the status is {status}").format(status=label("status", complaint.status))
            )
        return complaint

    def _ticket(self, given: str) -> dict[str, Any]:
        """Return what a ticket says. Raises `RejectedError`."""
        try:
            ref = parse_ticket(given)
        except NotFoundError as error:
            raise RejectedError(str(error)) from error
        if ref.prefix is None or ref.day is None or ref.check is None:
            raise RejectedError(_("ticket {ticket} is not whole").format(ticket=repr(given[:40])))
        if ref.number > MOST_CALLS:
            what = _("ticket {ticket}: no day has so many calls; a number up to {most} would be right")
            raise RejectedError(what.format(ticket=repr(given[:40]), most=MOST_CALLS))
        return {"ticket": storable(given).strip().upper(), "day": ref.day, "number": ref.number}

    def _time(self, name: str, value: object) -> int:
        try:
            return self._parse(str(value or ""))
        except ValueError:
            said = str(value or "")[:40]
            raise RejectedError(_("{name}: the time {text!r} can't be read").format(name=name, text=said)) from None


def _read(values: dict[str, Any], field: Field, value: object) -> None:
    """Read one field of a complaint; a word that can't stand in a field is kept beside them."""
    if field.type == OBJECT:
        # What other fields had to keep beside them stays.
        values[field.name] = values.get(field.name, {}) | _object(field.name, value)
    elif field.type == LIST:
        values[field.name] = _list(field.name, value)
    elif field.type == INTEGER:
        values[field.name] = _number(field.name, value)
    elif not field.values and field.name != "point":
        values[field.name] = _text(value)
    elif word := _text(value):
        meant = point_of(word) if field.name == "point" else word if word in field.values else None
        if meant is not None:
            values[field.name] = meant
        else:
            values["fields"] = {**values.get("fields", {}), field.name: word}


def _text(value: object) -> str | None:
    """Return a text as it is, spaces and dashes included; anything else as JSON has it."""
    if value is None or value == "":
        return None
    return storable(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


def _unreadable(name: str) -> RejectedError:
    return RejectedError(_("{name}: not as aduan writes it").format(name=name))


def _object(name: str, value: object) -> dict[str, object]:
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            raise _unreadable(name) from None
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise _unreadable(name)
    return dict(storable_json(value))


def storable_json(value: object) -> Any:
    """Return a JSON value whose texts any store can keep."""
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, list):
        return [storable_json(item) for item in value]
    if isinstance(value, dict):
        return {storable(name): storable_json(item) for name, item in value.items()}
    return value


def _list(name: str, value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        value = [part.strip() for part in value.split(";") if part.strip()]
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise _unreadable(name)
    return tuple(storable(item) for item in value)


def _number(name: str, value: Any) -> int | None:
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        raise _unreadable(name)
    try:
        number = int(value)
    except (TypeError, ValueError, OverflowError):
        raise _unreadable(name) from None
    if not 0 <= number < 2**63:
        raise _unreadable(name)
    return number
