"""A report: for people as a table with what there is to know below it, as data with all that it has."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence

from aduan_cli.city_words import heads as city_heads
from aduan_cli.desk_time import Zone
from aduan_cli.i18n import _
from aduan_cli.render.account import account_data, moves_line, moves_of, units_of
from aduan_cli.render.layout import Layout
from aduan_cli.render.records import FOR_PEOPLE, write_json
from aduan_cli.render.report_cells import GROUP, decimal, drawn, figure_text, seen
from aduan_cli.render.report_words import explained, heads, named, no_rows_sentence, note_sentences, title_of
from aduan_cli.render.rows import write_rows
from aduan_cli.render.table import in_markdown, write_table, write_text
from aduan_cli.render.widths import wrapped
from aduan_cli.report_tables import DURATION, MOMENT, TEXT, ReportColumn, ReportRow, ReportTable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from aduan_cli.city_words import Levels

BEFORE = "_before"
"""What follows a column's name where the figure is of the period before."""
SPARE = (
    "weekday", "answered", "referred", "rejected", "feedback", "kept", "returned", "information", "emergencies",
    "closed", "inhabitants", "per_1000", "kept_share", "late", "p90", "running", "too_late", "first", "came_back",
)  # fmt: skip
"""Columns that go first where a line is too narrow, in this order."""


def write_report_table(
    table: ReportTable, format_: str, zone: Zone, levels: Levels, explain: bool, chart: bool = False
) -> None:
    """Print a report in a format; `levels` is what the city calls its places, `explain`: say what each figure is.

    `chart`: for people it is drawn, and no table.
    """
    if format_ in ("csv", "tsv"):
        names = [name for column in table.columns for name in _names(column, table)]
        write_rows([_data(row, table, zone) for row in (*table.rows, table.total)], format_, names)
    elif format_ not in FOR_PEOPLE:
        write_json([_whole(table, zone, explain)], format_, one=True)
    else:
        _write_for_people(table, format_, zone, levels, explain, chart)


def _names(column: ReportColumn, table: ReportTable) -> list[str]:
    return [column.name] if column.type == TEXT or table.before is None else [column.name, column.name + BEFORE]


def _data(row: ReportRow, table: ReportTable, zone: Zone) -> dict[str, object]:
    """Return a row as data: each figure, behind it that of the period before where that was asked."""
    found: dict[str, object] = {}
    for column in table.columns:
        for name, values in zip(_names(column, table), (row.values, row.before), strict=False):
            value = (values or {}).get(column.name)
            found[name] = zone.iso(value) if column.type == MOMENT and value is not None else value
    return found


def _whole(table: ReportTable, zone: Zone, explain: bool) -> dict[str, object]:
    whole = {
        "report": table.name,
        "since": zone.iso(table.stretch.since),
        "until": zone.iso(table.stretch.until),
        "before": None if table.before is None else {n: zone.iso(at) for n, at in table.before._asdict().items()},
        "rows": [_data(row, table, zone) for row in table.rows],
        "total": _data(table.total, table, zone),
        **{name: moves_of(value) if name == "moved" else value for name, value in table.notes.items()},
    }
    if table.name == "category":
        whole["groups"] = [_data(row, table._replace(columns=_of_group(table)), zone) for row in table.subtotals]
    if table.name == "day":
        lines = [_data(row, table, zone) for row in (*table.rows, table.total)]
        units = [_data(row, table, zone) for row in units_of(table).rows]
        whole = account_data({**whole, "rows": units}, table.total.values["day"], lines)
    return {**whole, "explained": explained(table, zone)} if explain else whole


def _of_group(table: ReportTable) -> tuple[ReportColumn, ...]:
    """Return the columns of groups: their name, and all figures."""
    return tuple(column for column in table.columns if column.name == GROUP or column.type != TEXT)


# -- for people


def _write_for_people(table: ReportTable, format_: str, zone: Zone, levels: Levels, explain: bool, chart: bool) -> None:
    title = title_of(table, zone)
    write_text(sys.stdout, f"# {in_markdown(title)}\n\n" if format_ == "md" else f"{wrapped(title, sys.stdout)}\n")
    lines = seen(table)
    columns, above = lines.columns, heads_of(table, levels)
    if table.rows and chart:
        from aduan_cli.render.report_chart import write_charts

        write_charts(drawn(table), zone, above)
    elif table.rows:
        rows = [*(cells_of(row, columns, zone) for row in lines.rows), total_of(table.total, columns, zone)]
        numbers = tuple(column.name for column in columns if column.type != TEXT)
        spare = (*SPARE, "kecamatan") if table.name == "kelurahan" else SPARE
        write_table([one.name for one in columns], rows, format_, None, above, Layout(spare, text="", numbers=numbers))
    else:
        write_text(sys.stdout, wrapped(no_rows_sentence(table), sys.stdout) + "\n")
    for number, sentence in enumerate(sentences_of(table)):
        shown = f"- {in_markdown(sentence)}" if format_ == "md" else wrapped(sentence, sys.stdout)
        write_text(sys.stdout, f"{shown}\n" if number else f"\n{shown}\n")
    if explain:
        shown_names = {column.name for column in columns}
        told = {name: sentence for name, sentence in explained(table, zone).items() if name in shown_names}
        _explain({above.get(name) or named(name): sentence for name, sentence in told.items()}, format_)


def _explain(told: Mapping[str, str], format_: str) -> None:
    write_text(sys.stdout, "\n")
    if format_ == "md":
        for name, sentence in told.items():
            write_text(sys.stdout, f"- **{in_markdown(name)}**: {in_markdown(sentence)}\n")
    else:
        from aduan_cli.render.rows import write_block

        write_block(list(told.items()))


def sentences_of(table: ReportTable) -> list[str]:
    """Return what stands below a report, a sentence each."""
    told = [*note_sentences(table)]
    if "moved" in table.notes:
        done = _("Done that day: {moves}") if table.name == "day" else _("Done in that time: {moves}")
        told.append(done.format(moves=moves_line(table.notes["moved"])))
    if table.notes.get("imported"):
        what = _("Of the calls {count} came by an import: what was done with them before that is not counted there")
        told.append(what.format(count=table.notes["imported"]))
    return told


def heads_of(table: ReportTable, levels: Levels) -> dict[str, str]:
    """Return what stands above the columns whose names are no words, or for which the city has its own."""
    return {**heads(table.name), **city_heads(levels)}


def cells_of(row: ReportRow, columns: Sequence[ReportColumn], zone: Zone) -> list[str]:
    """Return the cells of a row as people read them, the change against the period before in brackets."""
    return [_cell(row, column, zone) for column in columns]


def total_of(row: ReportRow, columns: Sequence[ReportColumn], zone: Zone) -> list[str]:
    """Return the cells of the last line."""
    return [_("in all"), *("" if row.values[one.name] is None else _cell(row, one, zone) for one in columns[1:])]


def _cell(row: ReportRow, column: ReportColumn, zone: Zone) -> str:
    value = row.values[column.name]
    if column.type == TEXT:
        return "-" if value is None else str(value)
    text = figure_text(value, column.type, zone)
    before = None if row.before is None else row.before[column.name]
    if value is None or before is None or column.type in (DURATION, MOMENT):
        return text
    return f"{text} ({_change(value, before)})"


def _change(now: Any, before: Any) -> str:
    change = now - before
    return "=" if not change else decimal(change, "+") if isinstance(change, float) else f"{change:+d}"
