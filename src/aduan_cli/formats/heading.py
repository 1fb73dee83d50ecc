"""The head of a table: which of its first lines or rows has the names of the columns, and what the delimiter is.

Above the head an office writes titles ("REKAP ...", "BULAN ..."): they are passed over. Columns of the same name, or of
none, get one, so that nothing that stands in them is lost.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from aduan_cli.formats.two_row_heading import merged

DELIMITERS = ",;\t|"
MOST_TITLES = 30
"""Lines in which the head is looked for."""
_MOST_LINES = 200
"""Lines of one record of a head; names may have line breaks."""


class Heading(NamedTuple):
    """The head of a file: `rows`, one or two, and the `columns` that they name.

    `back` are lines that were read too much; `row` is that of the head's last row, from 1.
    """

    delimiter: str
    columns: list[str]
    titles: list[str]
    row: int
    back: list[str]
    rows: list[list[str]]


class _Candidate(NamedTuple):
    names: int
    cells: int
    delimiter: str
    columns: list[str]
    lines: int
    rows: list[list[str]]


def find_heading(
    first: str, lines: Iterator[str], wanted: Sequence[str], needed: Sequence[str], delimiters: str
) -> Heading | None:
    """Return the head: the first line that names all columns needed, whatever a later one names (casefolded).

    Else it is the first of those that name most of the columns wanted; None when the first line is no line of column
    names.
    """
    held = [first]

    def more() -> bool:
        line = next(lines, None)
        held.extend([] if line is None else [line])
        return line is not None

    def read(start: int, delimiter: str) -> _Candidate | None:
        return _read(held, start, lines, wanted, delimiter or delimiters)

    found = _first_heading(held, more, read, wanted, needed)
    if found is None:
        return None
    at, best = found
    titles = [line.strip() for line in held[:at] if line.strip(" \t\r\n" + DELIMITERS)]
    row = at + len(best.rows)
    return Heading(best.delimiter, best.columns, titles, row, held[at + best.lines :], best.rows)


def find_row_heading(rows: Sequence[list[str]], wanted: Sequence[str], needed: Sequence[str]) -> Heading | None:
    """Return the head among the first rows of a sheet, by what `find_heading` goes by; `row` is how many it ends."""

    def read(start: int, _delimiter: str) -> _Candidate:
        cells = [cell.strip() for cell in rows[start]]
        names = {cell.casefold() for cell in cells}
        return _Candidate(sum(name in names for name in wanted), len(cells), "", cells, 1, [cells])

    found = _first_heading(rows, lambda: False, read, wanted, needed) if rows else None
    if found is None:
        return None
    at, best = found
    titles = [said for row in rows[:at] if (said := " ".join(" ".join(row).split()))]
    return Heading("", best.columns, titles, at + len(best.rows), [], best.rows)


def _first_heading(
    held: Sequence[object],
    more: Callable[[], bool],
    read: Callable[[int, str], _Candidate | None],
    wanted: Sequence[str],
    needed: Sequence[str],
) -> tuple[int, _Candidate] | None:
    """Return where the head begins among what is held, and the head. `more` has one more line held, if there is one."""
    best: _Candidate | None = None
    at = start = 0
    most = len(set(wanted))
    while start < min(len(held), MOST_TITLES):
        found = read(start, "")
        if found is not None and "" in found.columns:
            found = _with_row_below(found, start, held, more, read, wanted)
        is_head = found is not None and bool(needed) and names_all(found.columns, needed)
        if found and found.cells and (best is None or is_head or found.names > best.names):
            best, at = found, start
        if best is None or is_head or best.names >= most:
            break
        start += found.lines if found else 1
        if start >= len(held) and start < MOST_TITLES:
            more()
    return None if best is None else (at, best)


def _with_row_below(
    found: _Candidate,
    start: int,
    held: Sequence[object],
    more: Callable[[], bool],
    read: Callable[[int, str], _Candidate | None],
    wanted: Sequence[str],
) -> _Candidate:
    """Return a row together with the one below it, where both are one head."""
    if start + found.lines >= len(held) and not more():
        return found
    below = read(start + found.lines, found.delimiter)
    names = merged(found.columns, below.columns, wanted) if below else None
    if below is None or names is None:
        return found
    count = sum(name in {n.casefold() for n in names} for name in wanted)
    both = [found.columns, below.columns]
    return _Candidate(count, len(names), found.delimiter, names, found.lines + below.lines, both)


def _read(
    held: list[str], start: int, lines: Iterator[str], wanted: Sequence[str], delimiters: str
) -> _Candidate | None:
    """Return the record that begins at a line, with the delimiter that finds most of its names."""
    while sum(line.count('"') for line in held[start:]) % 2 and len(held) - start < _MOST_LINES:
        line = next(lines, None)
        if line is None:
            break
        held.append(line)
    best: _Candidate | None = None
    for delimiter in delimiters:
        reader = csv.reader(held[start:], delimiter=delimiter)
        try:
            cells = [cell.strip() for cell in next(reader)]
        except (csv.Error, StopIteration):
            continue
        names = {cell.casefold() for cell in cells}
        found = _Candidate(
            sum(name in names for name in wanted), len(cells), delimiter, cells, reader.line_num, [cells]
        )
        if best is None or found[:2] > best[:2]:
            best = found
    return best


def names_all(cells: Sequence[str], needed: Sequence[str]) -> bool:
    """Say whether a row has all of some names (casefolded), each in a cell of its own."""
    return {cell.strip().casefold() for cell in cells}.issuperset(needed)


class LaterHeads:
    """Notices heads below the first one: of a page that begins anew, or of another sheet that was added.

    `rows` are those of the head, `titles` what stood above it: a new page may repeat both.
    `other`: the rows to come stand below one with other columns, so that nobody can say what their cells are.
    """

    def __init__(
        self,
        columns: Sequence[str],
        needed: Sequence[str],
        rows: Sequence[Sequence[str]] = (),
        titles: Sequence[str] = (),
    ) -> None:
        self._columns = _names(columns)
        self._rows = [_names(row) for row in rows]
        self._titles = {title for line in titles if (title := _bare(line))}
        self._needed = [name.casefold() for name in needed]
        self.other = False

    def is_head(self, cells: Sequence[str]) -> bool:
        """Say whether a row is a head; one that lacks the last columns, or has more of them, is not another."""
        if (names := _names(cells)) and names in self._rows:
            self.other = False
            return True
        if len(self._needed) < 2 or not names_all(cells, self._needed):
            return False
        shorter = min(len(names), len(self._columns))
        self.other = names[:shorter] != self._columns[:shorter]
        return True

    def is_title(self, cells: Sequence[str]) -> bool:
        """Say whether a row repeats a title that stood above the head."""
        return bool(self._titles) and _bare(" ".join(cells)) in self._titles


def _bare(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def _names(cells: Sequence[str]) -> list[str]:
    names = [cell.strip().casefold() for cell in cells]
    while names and not names[-1]:
        names.pop()
    return names


def distinct(columns: Sequence[str], wanted: Sequence[str] = ()) -> list[str]:
    """Return the columns with a name each: `catatan (2)` for a second of a name, `column 4` for the fourth without.

    What differs in capitals alone is of one name, but for a column that a map names so (`wanted`).
    """
    given: list[str] = []
    taken = {name.casefold() for name in columns if name}
    seen: set[str] = set()
    for number, name in enumerate(columns, 1):
        name = name or f"column {number}"
        base, turn = name, 1
        is_wanted = name in wanted and name not in given
        while not is_wanted and (name.casefold() in seen or (turn > 1 and name.casefold() in taken)):
            turn += 1
            name = f"{base} ({turn})"
        seen.add(name.casefold())
        given.append(name)
    return given
