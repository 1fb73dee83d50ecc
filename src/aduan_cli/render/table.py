"""Tables for people: the only home of tabulate. Imported after the query, and only when a table is printed.

What callers gave is untrusted: nothing in a cell reaches the terminal as a control character. In a terminal a
table fits its width; wide characters (Chinese, emoji) count as two, combining marks as none.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any, TextIO
from unicodedata import combining, east_asian_width

import tabulate

from aduan_cli.desk_time import Zone
from aduan_cli.model import Complaint
from aduan_cli.render.cells import shown_in_line
from aduan_cli.render.records import Record, as_record, flat, value_of

DEFAULT_COLUMNS = ("ticket", "reported_at", "status", "priority", "unit", "category", "place", "text")
NARROW = 110
"""A terminal of fewer columns gets no column for category and place (the text has them), and no years."""
WHOLE = frozenset({"ticket", "reported_at", "logged_at", "status", "priority", "kind", "step", "revision", "id"})
"""Columns that are never cut: half of a ticket is none."""
LONGEST = 200
"""Characters of a cell where no terminal sets the width."""
FAIR, SHORTEST = 28, 12
"""What a column is left with in a first round of cutting, and at the least."""
BATCH = 5_000
"""Rows that are laid out at once, so that a table of a million rows does not fill the memory."""
_GAP = 2

# Widths are counted here, for tabulate alone would need one more package for it: it gets text in which every
# character is one column wide, and the real ones are put back afterwards.
tabulate.WIDE_CHARS_MODE = False
tabulate.MIN_PADDING = 0
_FILLER = "\0"
_FIRST_STAND_IN, _LAST_STAND_IN = 0xF0000, 0x10FFFF
"""The private planes: 131,072 characters, each one column wide."""


def width(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    if text.isascii():
        return len(text)
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if combining(character) or character in "\u200c\u200d\ufe0e\ufe0f":
        return 0
    return 2 if east_asian_width(character) in "WF" else 1


def cut(text: str, most: int) -> str:
    """Return a text of at most `most` columns, with `…` at the end where something is missing."""
    if width(text) <= most:
        return text
    used = 0
    for number, character in enumerate(text):
        used += _columns(character)
        if used > most - 1:
            return text[:number].rstrip() + "…"
    return text


class _StandIns:
    """Replaces what is not one column wide by as many characters as it takes columns, and puts it back."""

    def __init__(self) -> None:
        self._by_cluster: dict[str, str] = {}

    def put(self, text: str) -> str:
        if text.isascii():
            return text
        clusters: list[str] = []
        for character in text:
            if clusters and _columns(character) == 0:
                clusters[-1] += character
            else:
                clusters.append(character)
        return "".join(self._of(cluster) for cluster in clusters)

    def _of(self, cluster: str) -> str:
        columns = width(cluster)
        if len(cluster) == 1 and columns == 1 and ord(cluster) < _FIRST_STAND_IN:
            return cluster
        stand_in = self._by_cluster.get(cluster)
        if stand_in is None:
            number = _FIRST_STAND_IN + len(self._by_cluster)
            if number > _LAST_STAND_IN:
                return cluster
            stand_in = self._by_cluster[cluster] = chr(number)
        return stand_in + _FILLER * (columns - 1)

    def back(self, text: str) -> str:
        if not self._by_cluster:
            return text
        table = {ord(stand_in): cluster for cluster, stand_in in self._by_cluster.items()}
        return text.translate(table).replace(_FILLER, "")


def terminal_width(stream: Any) -> int | None:
    """Return the width of the terminal that a stream writes to; None when it is none."""
    try:
        if not stream.isatty():
            return None
        given = os.environ.get("COLUMNS", "")
        return int(given) if given.isdigit() and int(given) else os.get_terminal_size(stream.fileno()).columns
    except (OSError, ValueError, AttributeError):
        return None


def write_complaints(
    complaints: Iterable[Complaint],
    format_: str,
    zone: Zone,
    reveal: bool = False,
    columns: Sequence[str] | None = None,
    stream: TextIO | None = None,
) -> int:
    """Print complaints as a table (`table`, `md`) and return how many there were."""
    rest = iter(complaints)
    count = 0
    narrow = columns is None and format_ == "table" and (terminal_width(stream or sys.stdout) or NARROW) < NARROW
    while True:
        batch = list(islice(rest, BATCH))
        if not batch:
            return count
        records = [as_record(complaint, zone, reveal) for complaint in batch]
        columns = columns or _default_columns(records, narrow)
        rows = [
            [_cell(complaint, record, column, zone, narrow) for column in columns]
            for complaint, record in zip(batch, records, strict=True)
        ]
        write_table(columns, rows, format_, stream, headless=count > 0)
        count += len(batch)


def _default_columns(records: list[Record], narrow: bool) -> Sequence[str]:
    """Return the default columns; that of the priority only where one is not normal."""
    left_out = {"category", "place"} if narrow else set()
    if len(records) < BATCH and all(record["priority"] == "normal" for record in records):
        left_out.add("priority")
    return tuple(column for column in DEFAULT_COLUMNS if column not in left_out)


def _cell(complaint: Complaint, record: Record, column: str, zone: Zone, narrow: bool) -> str:
    if column in ("reported_at", "logged_at"):
        return short_time(getattr(complaint, column), zone)[5 if narrow else 0 :]
    text = flat(value_of(record, column))
    if column == "priority":
        return {"normal": "", "emergency": "! emergency"}.get(text, text)
    return text


def short_time(at: int, zone: Zone) -> str:
    """Return a moment as `2026-11-23 14:05` on the desk's clock."""
    local = zone.local(at)
    return f"{local.year:04d}-{local.month:02d}-{local.day:02d} {local.minute // 60:02d}:{local.minute % 60:02d}"


def write_table(
    header: Sequence[str],
    rows: Iterable[Sequence[Any]],
    format_: str = "table",
    stream: TextIO | None = None,
    headless: bool = False,
) -> int:
    """Print rows of values as a table, in a terminal no wider than it; return how many there were.

    `headless` leaves out the header: the rows go on where others ended.
    """
    out: Any = stream or sys.stdout
    cells = [[shown_in_line(flat(value)) for value in row] for row in rows]
    if not cells:
        return 0
    if format_ == "md":
        text = _laid_out(header, [[_md(cell) for cell in row] for row in cells], "github")
    else:
        text = _laid_out(header, _fitted(header, cells, terminal_width(out)), "simple")
    if headless:
        text = text.split("\n", 2)[2]
    write_text(out, text + "\n")
    return len(cells)


def _md(cell: str) -> str:
    """Return a cell that can't end its column nor bring in markup of its own."""
    return cell.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")


def _laid_out(header: Sequence[str], cells: list[list[str]], style: str) -> str:
    stand_ins = _StandIns()
    text: str = tabulate.tabulate(
        [[stand_ins.put(cell) for cell in row] for row in cells],
        headers=list(header),
        tablefmt=style,
        disable_numparse=True,
        missingval="",
    )
    return "\n".join(line.rstrip() for line in stand_ins.back(text).split("\n"))


def _fitted(header: Sequence[str], cells: list[list[str]], columns: int | None) -> list[list[str]]:
    """Cut cells so that each row fits: the last column, then the widest of the others, a second round further."""
    if columns is None:
        return [[cut(cell, LONGEST) for cell in row] for row in cells]
    widths = [max(width(name), *(width(row[number]) for row in cells)) for number, name in enumerate(header)]
    last = len(widths) - 1
    excess = sum(widths) + _GAP * last - columns
    others = sorted(range(last), key=lambda number: -widths[number])
    for number, least in [(last, FAIR), *((n, FAIR) for n in others), *((n, SHORTEST) for n in (last, *others))]:
        if header[number] not in WHOLE:
            taken = max(0, min(excess, widths[number] - max(least, width(header[number]))))
            widths[number] -= taken
            excess -= taken
    return [[cut(cell, most) for cell, most in zip(row, widths, strict=True)] for row in cells]


def write_text(out: Any, text: str) -> None:
    """Write for people: a character that the terminal's encoding lacks stands escaped."""
    if hasattr(out, "reconfigure") and out.errors != "backslashreplace":
        out.reconfigure(errors="backslashreplace")
    out.write(text)
