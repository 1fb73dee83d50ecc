"""Tables for people. Imported after the query, and only when a table is printed.

What callers gave is untrusted: nothing in a cell reaches the terminal as a control character. In a terminal no line
is wider than it: `layout` says how. Names and values are in the user's language, and coloured where that is wanted.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence

from aduan_cli.column_words import head
from aduan_cli.desk_time import Zone
from aduan_cli.render import colour
from aduan_cli.render.cells import shown_in_line
from aduan_cli.render.layout import GAP, Layout, Plan, planned
from aduan_cli.render.records import flat
from aduan_cli.render.widths import cut, folded, terminal_width, width
from aduan_cli.value_words import label

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TextIO

LONGEST = 200
"""Columns of a cell where no terminal sets the width."""
_BESIDE = 16
"""Columns from which on a value stands beside its name."""
_INDENT = 2
_BELOW = 4
"""Columns by which a text below its row is indented."""
_LINES_BELOW = 2
_MARKUP = r"[\\|`*~\[\]<]|&(?=#?\w+;)|(?<![^\W_])_|_(?![^\W_])"
"""What Markdown does not read as it stands; an underscore within a word (`in_progress`) it does."""
_ENTITIES = {"<": "&lt;", "&": "&amp;"}

Cells = list[list[str]]
Cutter = Callable[[str, int], str]
"""Makes of a cell one of at most so many columns."""


def in_words(column: str, value: str) -> str:
    """Return what stands in a column as people read it there: on one line, in their language."""
    return shown_in_line(label(column, value))


def short_time(at: int, zone: Zone) -> str:
    """Return a moment as `2026-11-23 14:05` on the desk's clock."""
    local = zone.local(at)
    return f"{local.year:04d}-{local.month:02d}-{local.day:02d} {local.minute // 60:02d}:{local.minute % 60:02d}"


def short_iso(moment: object) -> str | None:
    """Return a moment in ISO 8601 of the desk's clock as `2026-11-23 14:05`; None stays so."""
    return None if moment is None else str(moment)[:16].replace("T", " ")


def day_and_time(at: int, zone: Zone) -> str:
    """Return a moment as `23/11 14:05` on the desk's clock: where there is little room, and the year is known."""
    text = short_time(at, zone)
    return f"{text[8:10]}/{text[5:7]} {text[11:]}"


def write_table(
    header: Sequence[str],
    rows: Iterable[Sequence[object]],
    format_: str = "table",
    stream: TextIO | None = None,
    heads: Mapping[str, str] | None = None,
    layout: Layout | None = None,
) -> int:
    """Print rows of values as a table, in a terminal no wider than it; return how many there were.

    `heads` says what the city calls a column.
    """
    return Table(header, format_, stream, heads, layout).write(rows)


class Table:
    """A table that is written in several batches of rows: those after the first go on as the first was laid out."""

    def __init__(
        self,
        names: Sequence[str],
        format_: str = "table",
        stream: TextIO | None = None,
        heads: Mapping[str, str] | None = None,
        layout: Layout | None = None,
        cutters: Mapping[str, Cutter] | None = None,
    ) -> None:
        self._out: object = stream or sys.stdout
        self._markdown = format_ == "md"
        self._names = list(names)
        self._heads = [(heads or {}).get(name) or head(name) for name in names]
        self._layout = layout or Layout()
        self._cutters = [(cutters or {}).get(name, cut) for name in names]
        self._columns = None if self._markdown else terminal_width(self._out)
        self._coloured = not self._markdown and colour.is_on(self._out)
        self._plan: Plan | None = None
        self._begun = False

    def write(self, rows: Iterable[Sequence[object]]) -> int:
        """Print rows of values; return how many there were. Without any, nothing is printed."""
        values = [[flat(value) for value in row] for row in rows]
        if not values:
            return 0
        cells = [[in_words(name, value) for name, value in zip(self._names, row, strict=True)] for row in values]
        lines = self._in_markdown(cells) if self._markdown else self._lines(cells, values)
        self._begun = True
        write_text(self._out, "".join(line.rstrip() + "\n" for line in lines))
        return len(values)

    def _lines(self, cells: Cells, values: Cells) -> list[str]:
        if not self._begun or self._columns is None:
            self._lay_out(cells)
        if self._plan is None:
            return self._blocks(cells, values)
        heading = [] if self._begun else [*self._row(self._heads), self._rule()]
        return heading + [line for row, raw in zip(cells, values, strict=True) for line in self._row(row, raw)]

    def _lay_out(self, cells: Cells) -> None:
        """Plan the table by the first rows; a column in which nothing stands goes where there is no room for it."""
        everything = range(len(self._names))
        natural = [max(width(self._heads[n]), *(width(row[n]) for row in cells)) for n in everything]
        if self._columns is None:
            self._plan = Plan(tuple(everything), tuple(min(most, LONGEST) for most in natural), below=False)
            return
        kept = list(everything)
        if sum(natural) + GAP * (len(natural) - 1) > self._columns and not self._layout.every:
            kept = [n for n in kept if any(row[n] for row in cells)] or [0]
        plan = planned([self._names[n] for n in kept], [natural[n] for n in kept], self._layout, self._columns)
        self._plan = plan and plan._replace(shown=tuple(kept[n] for n in plan.shown))

    def _rule(self) -> str:
        assert self._plan is not None
        widths = self._plan.widths[:-1] if self._plan.below else self._plan.widths
        return (" " * GAP).join("-" * most for most in widths)

    def _row(self, row: Sequence[str], raw: Sequence[str] | None = None) -> list[str]:
        """Return the lines of a row, coloured where its values (`raw`) are given."""
        assert self._plan is not None
        shown, widths, below = self._plan
        *before, last = shown
        texts = self._folded(row[last], last, (self._columns or LONGEST) - _BELOW if below else widths[-1])
        line = [self._cell(n, row, raw, most) for n, most in zip(before, widths, strict=False)]
        if below:
            return [(" " * GAP).join(line), *(" " * _BELOW + text for text in texts if text)]
        margin = " " * sum(most + GAP for most in widths[:-1])
        first = self._cell(last, row, raw, widths[-1]) if self._is_number(last) else self._painted(last, texts[0], raw)
        return [(" " * GAP).join([*line, first]), *(margin + text for text in texts[1:])]

    def _folded(self, text: str, column: int, most: int) -> list[str]:
        """Return a text on as many lines as its column may take, cut in the last one."""
        assert self._plan is not None
        lines = max(_LINES_BELOW, self._layout.lines) if self._plan.below else self._layout.lines
        if lines == 1 or self._columns is None:
            return [self._cutters[column](text, most)]
        room = most * lines
        while len(parts := folded(self._cutters[column](text, room), most)) > lines and room > most:
            room -= max(1, most // 8)  # What breaking between words costs.
        return parts[:lines]

    def _cell(self, column: int, row: Sequence[str], raw: Sequence[str] | None, most: int) -> str:
        cell = self._cutters[column](row[column], most)
        beside = " " * (most - width(cell))
        painted = self._painted(column, cell, raw)
        return beside + painted if self._is_number(column) else painted + beside

    def _is_number(self, column: int) -> bool:
        return self._names[column] in self._layout.numbers

    def _painted(self, column: int, cell: str, raw: Sequence[str] | None) -> str:
        if raw is None or not self._coloured:
            return cell
        return colour.painted(cell, colour.of(self._names[column], raw[column]))

    def _blocks(self, cells: Cells, values: Cells) -> list[str]:
        """Return each row as lines of a column's name and what stands in it."""
        columns = self._columns or LONGEST
        margin = max(map(width, self._heads)) + GAP
        beside = columns - margin >= _BESIDE
        indent = " " * (margin if beside else min(_INDENT, max(0, columns - _BESIDE)))
        lines = []
        for row, raw in zip(cells, values, strict=True):
            for n, (name, cell) in enumerate(zip(self._heads, row, strict=True)):
                if not cell and not self._layout.every:
                    continue
                told = [
                    self._painted(n, line, raw) for line in folded(cut(cell or "-", LONGEST), columns - len(indent))
                ]
                if beside:
                    lines.append(name + " " * (margin - width(name)) + told.pop(0))
                else:
                    lines.append(cut(name, columns))
                lines += [indent + line for line in told]
            lines.append("")
        return lines

    def _in_markdown(self, cells: Cells) -> list[str]:
        # Only here: it can't fit a terminal, and takes twice as long to load as all that a table needs.
        from tabulate import tabulate

        escaped = [[in_markdown(cell) for cell in row] for row in cells]
        sides = ["right" if self._is_number(n) else "left" for n in range(len(self._names))]
        aligned = sides if "right" in sides else None
        table = tabulate(escaped, self._heads, "github", disable_numparse=True, missingval="", colalign=aligned)
        lines = table.split("\n")
        return lines[2:] if self._begun else lines


def in_markdown(cell: str) -> str:
    """Return a text that can't end its cell nor bring in markup of its own: no link, no picture, no emphasis."""
    return re.sub(_MARKUP, lambda sign: _ENTITIES.get(sign[0], "\\" + sign[0]), cell)


def write_text(out: Any, text: str) -> None:
    """Write for people: a character that the terminal's encoding lacks stands escaped."""
    if hasattr(out, "reconfigure") and out.errors != "backslashreplace":
        out.reconfigure(errors="backslashreplace")
    out.write(text)
