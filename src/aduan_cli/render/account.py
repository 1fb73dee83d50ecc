"""The account of a day: what of it people see, and how it stands as data; what was done in a time, in words."""

from __future__ import annotations

from collections.abc import Mapping

from aduan_cli.complaint import events
from aduan_cli.complaint.fields import STATUSES
from aduan_cli.i18n import _
from aduan_cli.report_tables import COUNT, TEXT, ReportColumn, ReportRow, ReportTable
from aduan_cli.value_words import label

MOVES = (
    events.LOGGED, events.IMPORTED, events.ACKNOWLEDGED, events.STARTED, events.HELD, events.RETURNED, events.ASSIGNED,
    events.REFERRED, events.RESOLVED, events.CLOSED, events.REJECTED, events.MERGED, events.ANSWERED, events.REOPENED,
    events.UNMERGED, events.CALLED_BACK,
)  # fmt: skip
"""Types of events that a report of what was done counts, in this order."""
_UNIT = ReportColumn("unit", TEXT)


def state_heads() -> dict[str, str]:
    """Return what stands above the states of an account."""
    return {status: label("status", status) for status in STATUSES}


def units_of(table: ReportTable) -> ReportTable:
    """Return of the account of a day the line of each unit, all its kinds together."""
    rows = [row for row in table.rows if row.values["scope"] == "unit" and row.values["kind"] is None]
    return _with(table, (_UNIT,), sorted(rows, key=lambda row: row.values["unit"] or ""))


def lines_of(table: ReportTable) -> ReportTable:
    """Return the same, below it a line for each kind where there is more than one."""
    kinds = sorted((row for row in table.rows if row.values["scope"] == "whole"), key=lambda row: row.values["kind"])
    named = [row._replace(values={**row.values, "unit": _of_kind(row)}) for row in kinds] if len(kinds) > 1 else []
    units = units_of(table)
    return units._replace(rows=(*units.rows, *named))


def kinds_of(table: ReportTable) -> ReportTable:
    """Return of the account of a day a line for each kind of each unit: each call is in one of them."""
    rows = [row for row in table.rows if row.values["scope"] == "unit" and row.values["kind"] is not None]
    return _with(table, (_UNIT, ReportColumn("kind", TEXT)), rows)


def _with(table: ReportTable, names: tuple[ReportColumn, ...], rows: list[ReportRow]) -> ReportTable:
    counts = tuple(column for column in table.columns if column.type == COUNT)
    return table._replace(columns=(*names, *counts), rows=tuple(rows))


def _of_kind(row: ReportRow) -> str:
    return _("in all: {kind}").format(kind=label("kind", row.values["kind"]))


def account_data(whole: Mapping[str, object], day: str, lines: object) -> dict[str, object]:
    """Return the data of a day's report (`whole`) in its own order: first what it had when it was none like others."""
    first = {"day": day, **{name: whole[name] for name in ("since", "until", "adds_up")}, "lines": lines}
    return {**first, "moved": whole["moved"], "differences": whole["differences"], **whole}


def moves_of(moved: Mapping[str, int]) -> dict[str, int]:
    """Return how often each move was made, also those that nobody made."""
    return {name: moved.get(name, 0) for name in MOVES}


def moves_line(moved: Mapping[str, int]) -> str:
    """Return what was done, in a line: `12 logged, 9 resolved`; in a word where it was nothing."""
    told = [f"{moved[name]} {label('event', name)}" for name in MOVES if moved.get(name)]
    return ", ".join(told) or _("nothing")
