"""What of a report is shown to people, and how: which columns and rows, and each figure as text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from aduan_cli.i18n import _
from aduan_cli.render.account import lines_of, units_of
from aduan_cli.render.clocks import roughly
from aduan_cli.render.table import short_time
from aduan_cli.report_tables import (
    COUNT,
    DURATION,
    MOMENT,
    RATE,
    SHARE,
    TEXT,
    ReportColumn,
    ReportRow,
    ReportTable,
    of_type,
)

if TYPE_CHECKING:
    from typing import Any

    from aduan_cli.desk_time import Zone

GROUP = "group"
"""The column of what rows belong to, which stands above them where people read."""
ALWAYS = ("received", "promised", "calls", "decided")
"""Columns that are shown also where nothing stands in them."""


def has_something(column: ReportColumn, table: ReportTable) -> bool:
    """Say whether a column has to be shown: a figure of which there is nothing goes."""
    if column.type == TEXT or column.name in ALWAYS:
        return True
    everything: list[Mapping[str, Any]] = [row.values for row in (*table.rows, table.total)]
    everything += [row.before for row in (*table.rows, table.total) if row.before is not None]
    return any(values[column.name] for values in everything)


def seen(table: ReportTable) -> ReportTable:
    """Return what of a report people see in a table: columns and rows in which something stands."""
    lines = lines_of(table) if table.name == "day" else _below_groups(table)
    columns = tuple(column for column in lines.columns if has_something(column, lines))
    return lines._replace(columns=columns, rows=tuple(shown_rows(lines)))


def without_group(table: ReportTable) -> ReportTable:
    """Return a report without the column of groups."""
    return table._replace(columns=tuple(column for column in table.columns if column.name != GROUP))


def _below_groups(table: ReportTable) -> ReportTable:
    """Return a report in which the figures of each group stand above its rows."""
    rows: list[ReportRow] = [] if table.subtotals else list(table.rows)
    for one in table.subtotals:
        group = one.values[GROUP]
        rows.append(_called(one, _("without a group") if group is None else str(group)))
        rows += (_called(row, f"· {row.values['category'] or '-'}") for row in table.rows if row.values[GROUP] == group)
    return without_group(table._replace(rows=tuple(rows)))


def _called(row: ReportRow, name: str) -> ReportRow:
    return row._replace(values={**row.values, "category": name})


def drawn(table: ReportTable) -> ReportTable:
    """Return what of a report may be drawn as bars: rows that are beside each other, none of them part of another."""
    lines = units_of(table) if table.name == "day" else without_group(table)
    return lines._replace(rows=tuple(shown_rows(lines)))


def shown_rows(table: ReportTable) -> list[ReportRow]:
    """Return the rows that are shown: a place of which there is nothing is told below the table."""
    if "never_call" not in table.notes:
        return list(table.rows)
    counts = [name for name in of_type(table.columns, COUNT) if name != "inhabitants"]
    return [row for row in table.rows if any(row.values[name] or (row.before or {}).get(name) for name in counts)]


def figure_text(value: Any, type_: str, zone: Zone) -> str:
    """Return a figure as text; nothing where there is none."""
    if value is None:
        return ""
    if type_ == SHARE:
        return f"{decimal(value)} %"
    if type_ == DURATION:
        return roughly(value) or "-"
    if type_ == MOMENT:
        return short_time(value, zone)
    return decimal(value) if type_ == RATE else str(value)


def decimal(value: float, sign: str = "") -> str:
    """Return a number with one decimal, without it where that is 0; `sign`: `+` where it has one always."""
    return f"{value:{sign}.1f}".removesuffix(".0")
