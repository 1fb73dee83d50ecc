"""Rows that are no complaints (units, decisions): plain dicts, the same formats. And blocks of labelled lines."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence

from aduan_cli.render.records import flat, write_cells, write_json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

    from aduan_cli.render.layout import Layout

Row = Mapping[str, object]
_NARROWEST = 16
"""Columns below which nothing is folded, and no value stands beside its label."""
_FURTHER = 2


def write_rows(
    rows: Iterable[Row],
    format_: str,
    columns: Sequence[str],
    table_columns: Sequence[str] | None = None,
    one: bool = False,
    stream: TextIO | None = None,
    heads: Mapping[str, str] | None = None,
    layout: Layout | None = None,
) -> int:
    """Print rows in a format; return how many. JSON has every key, CSV and TSV `columns`, tables fewer.

    `heads` says what the city calls a column, `layout` what a table does in a narrow terminal.
    """
    if format_ in ("json", "jsonl"):
        return write_json(rows, format_, one, stream)
    if format_ in ("csv", "tsv"):
        return write_cells(columns, ([row[name] for name in columns] for row in rows), format_, stream)
    from aduan_cli.render.table import write_table

    chosen = table_columns or columns
    cells = [[_short(row[name]) for name in chosen] for row in rows]
    return write_table(chosen, cells, format_, stream, heads, layout)


def _short(value: object) -> object:
    return ", ".join(value) if isinstance(value, (list, tuple)) and all(isinstance(v, str) for v in value) else value


def _folded(value: str, columns: int | None, margin: int) -> list[str]:
    """Return the lines of a value; in a terminal folded beside a margin, what goes on further in than it began."""
    from aduan_cli.render.widths import folded

    lines = value.split("\n")
    if columns is None or columns < _NARROWEST:
        return lines
    told = []
    for line in lines:
        inside = line.lstrip(" ")
        indent = max(0, min(len(line) - len(inside), columns - margin - _NARROWEST))
        further = 0 if margin else _FURTHER
        first, *others = folded(inside, columns - margin - indent - further)
        told += [" " * indent + first, *(" " * (indent + further) + other for other in others)]
    return told


def write_block(
    lines: Sequence[tuple[str, object]], stream: TextIO | None = None, colours: Mapping[str, str] | None = None
) -> None:
    """Print labelled values below each other, absent ones left out, further lines of a value indented.

    Control characters are shown escaped. A pair with an empty label is a heading. In a terminal lines are folded.
    `colours` are those of values, by label.
    """
    from aduan_cli.render import colour
    from aduan_cli.render.cells import shown
    from aduan_cli.render.table import write_text
    from aduan_cli.render.widths import terminal_width, width

    columns, coloured = terminal_width(stream or sys.stdout), colour.is_on(stream or sys.stdout)
    kept = [(label, shown(flat(value))) for label, value in lines if value not in (None, "", [], (), {})]
    margin = max((width(label) for label, _value in kept), default=0) + 2
    below = columns is not None and columns - margin < _NARROWEST
    if below:
        margin = _FURTHER
    text = []
    for label, value in kept:
        if not label:
            text += [line + "\n" for line in _folded(value, columns, margin=0)]
            continue
        paint = (colours or {}).get(label, "") if coloured else ""
        first, *others = [colour.painted(line, paint) for line in _folded(value, columns, margin)]
        beside = " " * (margin - width(label)) if not below else "\n" + " " * margin
        text.append(f"{label}{beside}{first}\n")
        text += [f"{' ' * margin}{other}\n" for other in others]
    write_text(stream or sys.stdout, "".join(text))
