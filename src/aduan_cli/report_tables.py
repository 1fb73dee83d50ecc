"""What a report is, whatever it is shown as: a table, data, a chart, a page, a message."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from aduan_cli.record import Record, TupleRecord

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

TEXT, COUNT, SHARE, RATE, DURATION, MOMENT = "text", "count", "share", "rate", "duration", "moment"
"""What stands in a column: a name; how many; per cent; a number with a part of one; seconds; UTC seconds."""
NOTHING: Mapping[str, object] = {}


class ReportTime(TupleRecord):
    """A time, from `since` until before `until`, in UTC seconds."""

    since: int
    until: int


class ReportColumn(TupleRecord):
    """A column of a report, by its name."""

    name: str
    type: str = COUNT


class ReportRow(Record):
    """One line of a report: what tells it from the others, and what stands in its columns."""

    key: tuple[object, ...]
    values: Mapping[str, Any]
    before: Mapping[str, Any] | None = None
    """The same of the period before; None: that wasn't asked."""


class ReportTable(Record):
    """A report on a time: its rows, all of them together, and what is to be known besides."""

    name: str
    stretch: ReportTime
    columns: tuple[ReportColumn, ...]
    rows: tuple[ReportRow, ...]
    total: ReportRow
    notes: Mapping[str, Any] = NOTHING
    """By a name what else there is to say: names, how many, how often what was done."""
    before: ReportTime | None = None
    """The period before, where that was asked."""
    subtotals: tuple[ReportRow, ...] = ()
    """Groups of rows together, in the order of the rows."""

    def beside(self, earlier: ReportTable, with_gone: bool = True) -> ReportTable:
        """Return the report with that of the period before beside it; what is in that one alone has nothing now.

        Without `with_gone` that has no line: a month may have had a day more.
        """
        total = self.total._replace(before=earlier.total.values)
        rows = self._beside(self.rows, earlier.rows, with_gone)
        subtotals = self._beside(self.subtotals, earlier.subtotals, with_gone)
        return self._replace(rows=rows, total=total, before=earlier.stretch, subtotals=subtotals)

    def _beside(self, now: Sequence[ReportRow], then: Sequence[ReportRow], with_gone: bool) -> tuple[ReportRow, ...]:
        left = {row.key: row for row in then}
        rows = [row._replace(before=left.pop(row.key, self._none(row)).values) for row in now]
        return (*rows, *(self._none(row)._replace(before=row.values) for row in left.values() if with_gone))

    def _none(self, row: ReportRow) -> ReportRow:
        """Return a line of the same name in which there is nothing."""
        kept = {column.name: row.values[column.name] for column in self.columns if column.type == TEXT}
        empty = {column.name: 0 if column.type == COUNT else None for column in self.columns if column.type != TEXT}
        return ReportRow(row.key, {column.name: {**kept, **empty}[column.name] for column in self.columns})


def share(part: int, whole: int) -> float | None:
    """Return a part in per cent with a decimal, rounded down so that 90 is only said of 90; None of nothing."""
    return part * 1000 // whole / 10 if whole else None


def of_type(columns: Sequence[ReportColumn], type_: str) -> list[str]:
    """Return the names of the columns in which something of a type stands."""
    return [column.name for column in columns if column.type == type_]
