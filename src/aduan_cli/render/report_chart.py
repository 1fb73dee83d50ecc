"""A report as bars in a terminal, by the library rich (extra `[chart]`): `--chart`.

Each bar has its name before it and its figure behind it, so that nothing is said by length or colour alone.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib.util import find_spec
from io import StringIO
from typing import TYPE_CHECKING, Any

from aduan_cli.errors import UsageError
from aduan_cli.i18n import _
from aduan_cli.render import colour
from aduan_cli.render.cells import shown_in_line
from aduan_cli.render.report_cells import figure_text
from aduan_cli.render.report_words import named
from aduan_cli.render.table import write_text
from aduan_cli.render.widths import cut, terminal_width, width
from aduan_cli.report_tables import SHARE, TEXT, ReportColumn, ReportRow, ReportTable
from aduan_cli.value_words import label

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aduan_cli.desk_time import Zone

DRAWN = {
    "day": ("received",),
    "deadlines": ("in_time_share",),
    "callers": ("calls",),
    "rules": ("decided", "corrected"),
    "unit": ("received", "kept_share"),
    "category": ("received", "kept_share"),
    "kelurahan": ("received", "per_1000"),
}
"""By the name of a report which of its figures are drawn; of any other `received`."""
_USUAL, _WIDEST = 80, 120
"""Columns where there is no terminal, and of a chart at most."""
_LEAST_BAR, _LEAST = 8, 24
"""Columns of a bar, and of a chart, at the least."""
_WHOLE = 100
"""What a bar of per cent reaches at the most."""
_COLOURS = {True: "cyan", False: "default"}


def check_chart(format_: str | None) -> None:
    """Raise `UsageError` where no chart can be drawn: as data, or without the library."""
    if format_ not in (None, "table"):
        raise UsageError(_("--chart is drawn for people; without --format it goes"))
    if find_spec("rich") is None:
        what = _("charts are drawn with the library {library}; pip install {library} brings it")
        raise UsageError(what.format(library="rich"))


def write_charts(table: ReportTable, zone: Zone, heads: Mapping[str, str]) -> None:
    """Print a report (as `report_cells.drawn` gives it): a block of bars for each figure that has something."""
    rows = list(table.rows)
    for number, column in enumerate(_drawn(table, rows)):
        head = heads.get(column.name) or named(column.name)
        if number:
            write_text(sys.stdout, "\n")
        write_text(sys.stdout, colour.painted(head, colour.HEADING if colour.is_on(sys.stdout) else "") + "\n")
        write_text(sys.stdout, _bars(table, rows, column, zone))


def _drawn(table: ReportTable, rows: list[ReportRow]) -> Iterator[ReportColumn]:
    columns = {column.name: column for column in table.columns}
    for name in DRAWN.get(table.name, ("received",)):
        if any(values.get(name) for row in rows for values in (row.values, row.before or {})):
            yield columns[name]


def _bars(table: ReportTable, rows: list[ReportRow], column: ReportColumn, zone: Zone) -> str:
    """Return the lines of a figure: of each row its bar, below it that of the period before where that was asked."""
    from rich.bar import Bar
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    lines = list(_lines(table, rows, column, zone))
    columns = max(_LEAST, min(terminal_width(sys.stdout) or _USUAL, _WIDEST))
    figures = max(width(figure) for _name, _value, figure, _now in lines)
    names = min(max(width(name) for name, *_more in lines), max(1, columns - figures - _LEAST_BAR - 2))
    most = _WHOLE if column.type == SHARE else max(value for _name, value, *_more in lines)
    coloured, out = colour.is_on(sys.stdout), StringIO()
    grid = Table.grid(padding=(0, 1))
    grid.add_column(width=names, no_wrap=True)
    grid.add_column(width=columns - names - figures - 2)
    grid.add_column(width=figures, justify="right", no_wrap=True)
    for name, value, figure, now in lines:
        bar = Bar(most, 0, value, color=_COLOURS[now])
        grid.add_row(Text(cut(name, names)), bar, Text(figure))
    system: Any = "standard" if coloured else None
    console = Console(
        file=out,
        width=columns,
        color_system=system,
        force_terminal=coloured,
        no_color=not coloured,
        legacy_windows=False,
    )
    console.print(grid)
    return "".join(line.rstrip() + "\n" for line in out.getvalue().splitlines())


def _lines(
    table: ReportTable, rows: list[ReportRow], column: ReportColumn, zone: Zone
) -> Iterator[tuple[str, float, str, bool]]:
    """Yield of each bar its name, how long it is, its figure, and whether it is of now."""
    for row in rows:
        value = row.values[column.name]
        yield _name(table, row), value or 0, figure_text(value, column.type, zone) or "-", True
        if row.before is not None:
            earlier = row.before[column.name]
            yield "  " + _("before"), earlier or 0, figure_text(earlier, column.type, zone) or "-", False


def _name(table: ReportTable, row: ReportRow) -> str:
    """Return what tells a row from the others, in words."""
    parts = [
        label(one.name, row.values[one.name]) for one in table.columns if one.type == TEXT and row.values[one.name]
    ]
    return shown_in_line(" ".join(parts)) or "-"
