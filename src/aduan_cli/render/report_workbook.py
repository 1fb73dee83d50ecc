"""A report as a workbook: its rows as typed cells that filter, the total below them, what else is known in sheets."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from aduan_cli.desk_time import DAY, Zone
from aduan_cli.i18n import _
from aduan_cli.render.account import kinds_of, moves_of, units_of
from aduan_cli.render.book import (
    AS_DAY,
    AS_HOURS,
    AS_MONTH,
    AS_RATE,
    AS_SHARE,
    WIDTH,
    WIDTH_OF_TIME,
    Book,
    BookColumn,
    moment,
)
from aduan_cli.render.report_words import explained, named, note_sentences, title_of
from aduan_cli.render.report_words import heads as heads_of
from aduan_cli.report_tables import DURATION, MOMENT, RATE, SHARE, TEXT, ReportColumn, ReportRow, ReportTable
from aduan_cli.value_words import label

if TYPE_CHECKING:
    from collections.abc import Sequence

_SHOWN_AS = {SHARE: AS_SHARE, RATE: AS_RATE, DURATION: AS_HOURS}
_DAYS = {"day": AS_DAY, "month": AS_MONTH}
_WIDE, _WIDEST = 24, 90
"""Characters of a column of names, and of one of sentences."""


def write_report_workbook(
    table: ReportTable, zone: Zone, heads: Mapping[str, str], explain: bool, say: Callable[[str], None]
) -> None:
    """Write a report to stdout as a workbook; `heads` is what the city calls a column.

    `explain`: say what each figure is. `say` hears what a workbook can't hold.
    """
    title, above = title_of(table, zone), {**heads_of(table.name), **heads}
    sheets = {_("Report"): table}
    if table.name == "day":
        sheets = {_("Report"): units_of(table), _("By kind"): kinds_of(table)}
    with Book(title) as book:
        for sheet, of in sheets.items():
            names = [column for column in of.columns if column.type == TEXT]
            rows = (list(_cells(row, of, zone)) for row in of.rows)
            total = list(_cells(of.total, of, zone))
            shown = [one for column in of.columns for one in _columns(column, of, above)]
            book.add(sheet, shown, rows, len(names), [_("in all"), *total[1:]])
        for name, columns, more in _besides(table, zone, above, title, explain):
            book.add(name, columns, more)
    book.tell(say)


def _columns(column: ReportColumn, table: ReportTable, heads: Mapping[str, str]) -> Iterator[BookColumn]:
    head = heads.get(column.name) or named(column.name)
    if column.type == TEXT:
        yield BookColumn(head, WIDTH if column.name in _DAYS else _WIDE, _DAYS.get(column.name))
        return
    width = WIDTH_OF_TIME if column.type == MOMENT else max(WIDTH, len(head) + 2)
    yield BookColumn(head, width, _SHOWN_AS.get(column.type))
    if table.before is not None:
        earlier = _("{figure}, before").format(figure=head)
        yield BookColumn(earlier, max(width, len(earlier) + 2), _SHOWN_AS.get(column.type))


def _cells(row: ReportRow, table: ReportTable, zone: Zone) -> Iterator[object]:
    for column in table.columns:
        yield _cell(row.values[column.name], column, zone)
        if column.type != TEXT and table.before is not None:
            yield _cell((row.before or {}).get(column.name), column, zone)


def _cell(value: Any, column: ReportColumn, zone: Zone) -> object:
    """Return what a cell holds: per cent as parts of one, lengths of time as parts of a day, moments on the clock."""
    if value is None:
        return None
    if column.type == SHARE:
        return round(value / 100, 6)
    if column.type == DURATION:
        return value / DAY
    if column.type == MOMENT:
        return moment(zone.iso(value))
    if column.name in _DAYS:
        return date.fromisoformat(f"{value}-01"[:10])
    return label(column.name, value) if column.type == TEXT else value


def _besides(
    table: ReportTable, zone: Zone, heads: Mapping[str, str], title: str, explain: bool
) -> Iterator[tuple[str, Sequence[BookColumn], list[tuple[object, ...]]]]:
    """Yield the sheets of what else there is to say: each its name, its columns, its rows."""
    silent: Mapping[str, Sequence[str]] = table.notes.get("never_call") or {}
    if silent:
        places = [BookColumn(heads.get(name) or named(name), _WIDE) for name in ("kecamatan", "kelurahan")]
        yield _("Nobody called"), places, [(district, ward) for district in silent for ward in silent[district]]
    if "moved" in table.notes:
        columns = BookColumn(named("event"), _WIDE), BookColumn(_("how often"))
        moved = moves_of(table.notes["moved"])
        yield _("Done in that time"), columns, [(label("event", name), often) for name, often in moved.items()]
    if explain:
        figures = BookColumn(_("figure"), _WIDE), BookColumn(_("what it counts"), _WIDEST)
        yield (
            _("Figures"),
            figures,
            [(heads.get(name) or named(name), told) for name, told in explained(table, zone).items()],
        )
    sentences = [title, *note_sentences(table._replace(notes={**table.notes, "never_call": {}}))]
    yield _("About"), [BookColumn(_("About"), _WIDEST)], [(one,) for one in sentences]
