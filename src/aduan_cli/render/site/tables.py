"""A report as a table of a page: its heads, and its cells as text, with what they lead to."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from aduan_cli.i18n import _
from aduan_cli.record import Record
from aduan_cli.render.report_cells import figure_text, has_something, shown_rows
from aduan_cli.render.site.words import Key, SiteNames
from aduan_cli.report_tables import TEXT, ReportColumn, ReportRow, ReportTable
from aduan_cli.sites import PLACE

if TYPE_CHECKING:
    from aduan_cli.desk_time import Zone

Leads = Callable[[str, Key], "str | None"]
"""Returns where the page of a sort and a key is, from this page; None: there is none."""


class Cell(Record):
    """A cell: its text, where it leads to if anywhere, and whether it is a figure."""

    text: str
    href: str | None = None
    number: bool = False


class PageTable(Record):
    """A table: what it shows, and its cells; the last line where there is one."""

    caption: str
    heads: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...] | None


def page_table(
    table: ReportTable, caption: str, names: SiteNames, zone: Zone, leads: Leads, with_total: bool = True
) -> PageTable:
    """Return a report as a table; columns in which nothing stands are left out, as in a terminal."""
    columns = [column for column in table.columns if has_something(column, table)]
    heads = tuple(Cell(names.column(one.name), number=one.type != TEXT) for one in columns)
    rows = tuple(tuple(_cell(row, column, names, zone, leads) for column in columns) for row in shown_rows(table))
    total = tuple(_total(table.total, one, names, zone) for one in columns[1:])
    return PageTable(caption, heads, rows, (Cell(_("in all")), *total) if with_total else None)


def key_in(row: ReportRow, column: ReportColumn) -> Key:
    """Return the key of the page to which a line's name in a column leads: a place's is that of its district too."""
    return row.key if column.name == PLACE else (row.values[column.name],)  # type: ignore[return-value]


def _total(row: ReportRow, column: ReportColumn, names: SiteNames, zone: Zone) -> Cell:
    value = row.values[column.name]
    if column.type == TEXT:
        return Cell("" if value is None else names.of(column.name, value))
    return Cell(figure_text(value, column.type, zone), number=True)


def _cell(row: ReportRow, column: ReportColumn, names: SiteNames, zone: Zone, leads: Leads) -> Cell:
    value = row.values[column.name]
    if column.type != TEXT:
        return Cell(figure_text(value, column.type, zone), number=True)
    href = leads(column.name, key_in(row, column)) if value is not None else None
    return Cell(names.of(column.name, value), href)
