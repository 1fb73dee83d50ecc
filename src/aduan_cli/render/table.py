"""Tables for people. Imported after the query, and only when a table is printed.

What callers gave is untrusted: nothing in a cell reaches the terminal as a control character. In a terminal no line
is wider than it: cells are cut, and where even that is not enough each row is printed as a block of its own.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TextIO

from aduan_cli.desk_time import Zone
from aduan_cli.render.cells import shown_in_line
from aduan_cli.render.records import flat
from aduan_cli.render.widths import cut, folded, width

WHOLE = frozenset(
    {"ticket", "reported_at", "logged_at", "at", "status", "state", "priority", "!", "kind", "step", "revision"}
)
"""Columns that are never cut: half of a ticket is none. An `id` is only where there is no other way."""
LONGEST = 200
"""Columns of a cell where no terminal sets the width."""
LEAST_TEXT = 16
WORDY = frozenset({"name", "owner", "text", "when", "reason", "sentence"})
"""Columns that are given twice what others get, as the last one is."""
_TRIES = ((8, LONGEST), (8, 20), (6, 20), (6, 12))
"""What a column is left with at the least, and an `id`, one try after another."""
_GAP = 2
_INDENT = 2

Cells = list[list[str]]


def terminal_width(stream: Any) -> int | None:
    """Return the width of the terminal that a stream writes to; None when it is none."""
    try:
        if not stream.isatty():
            return None
        given = os.environ.get("COLUMNS", "")
        return int(given) if given.isdigit() and int(given) else os.get_terminal_size(stream.fileno()).columns or None
    except (OSError, ValueError, AttributeError):
        return None


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
    heads: Mapping[str, str] | None = None,
) -> int:
    """Print rows of values as a table, in a terminal no wider than it; return how many there were.

    `headless` leaves out the header: the rows go on where others ended. `heads` says what stands above a column for
    its name.
    """
    out: Any = stream or sys.stdout
    header = [heads.get(name, name) for name in header] if heads else header
    cells = [[shown_in_line(flat(value)) for value in row] for row in rows]
    if not cells:
        return 0
    if format_ == "md":
        lines = _markdown(header, [[_md(cell) for cell in row] for row in cells], headless)
    else:
        lines = _lines(header, cells, terminal_width(out), headless)
    write_text(out, "".join(line.rstrip() + "\n" for line in lines))
    return len(cells)


def _lines(header: Sequence[str], cells: Cells, columns: int | None, headless: bool) -> list[str]:
    natural = _natural(header, cells)
    if columns is not None and sum(natural) + _GAP * (len(header) - 1) > columns and not headless:
        # Nothing is said by a column in which nothing stands.
        kept = [n for n in range(len(header)) if any(row[n] for row in cells)] or [0]
        header, cells = [header[n] for n in kept], [[row[n] for n in kept] for row in cells]
        natural = _natural(header, cells)
    widths = [min(most, LONGEST) for most in natural] if columns is None else fitted(header, natural, columns)
    if widths is None:
        return _blocks(header, cells, columns or LONGEST)
    rule = ["-" * most for most in widths]
    shown = cells if headless else [list(header), rule, *cells]
    return [(" " * _GAP).join(_padded(row, widths)) for row in shown]


def _natural(header: Sequence[str], cells: Cells) -> list[int]:
    return [max(width(name), *(width(row[n]) for row in cells)) for n, name in enumerate(header)]


def fitted(header: Sequence[str], natural: Sequence[int], columns: int) -> list[int] | None:
    """Return the width of each column such that a line takes at most `columns`; None where it can't.

    The widest give most; the last, which is the text, and those of words are given twice what others get.
    """
    room = columns - _GAP * (len(header) - 1)
    last = len(header) - 1
    for least, least_id in _TRIES:
        bounds = {last: LEAST_TEXT} | {n: least_id for n, name in enumerate(header) if name == "id"}
        lowest = [most if header[n] in WHOLE else min(most, bounds.get(n, least)) for n, most in enumerate(natural)]
        if sum(lowest) <= room:
            weights = [1 + (n == last or name in WORDY) for n, name in enumerate(header)]
            return _shared(natural, lowest, weights, room)
    return None


def _shared(natural: Sequence[int], lowest: Sequence[int], weights: Sequence[int], room: int) -> list[int]:
    """Return widths between the lowest and the natural ones that take at most `room` together, and nearly all of it."""
    last = len(natural) - 1
    share = max(natural, default=0)
    while True:
        widths = [
            max(low, min(most, share * weight)) for low, most, weight in zip(lowest, natural, weights, strict=True)
        ]
        over = sum(widths) - room
        if over <= 0:
            break
        share -= max(1, over // (len(widths) + 1))
    for n in (last, *range(last)):  # what rounding left over
        widths[n] += max(0, min(room - sum(widths), natural[n] - widths[n]))
    return widths


def _padded(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    cells = [cut(cell, most) for cell, most in zip(row, widths, strict=True)]
    return [cell + " " * (most - width(cell)) for cell, most in zip(cells, widths, strict=True)]


def _blocks(header: Sequence[str], cells: Cells, columns: int) -> list[str]:
    """Return each row as lines of a column's name and what stands in it: for terminals too narrow for a table."""
    margin = max(map(width, header)) + _GAP
    beside = columns - margin >= LEAST_TEXT
    lines = []
    for row in cells:
        for name, cell in zip(header, row, strict=True):
            if not cell:
                continue
            if beside:
                first, *others = folded(cut(cell, LONGEST), columns - margin)
                lines += [name + " " * (margin - width(name)) + first, *(" " * margin + other for other in others)]
            else:
                indent = " " * min(_INDENT, max(0, columns - LEAST_TEXT))
                lines += [
                    cut(name, columns),
                    *(indent + line for line in folded(cut(cell, LONGEST), columns - len(indent))),
                ]
        lines.append("")
    return lines


def _markdown(header: Sequence[str], cells: Cells, headless: bool) -> list[str]:
    # Only here: it can't fit a terminal, and takes twice as long to load as all that a table needs.
    from tabulate import tabulate

    lines = tabulate(cells, list(header), "github", disable_numparse=True, missingval="").split("\n")
    return lines[2:] if headless else lines


def _md(cell: str) -> str:
    """Return a cell that can't end its column nor bring in markup of its own."""
    return cell.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")


def write_text(out: Any, text: str) -> None:
    """Write for people: a character that the terminal's encoding lacks stands escaped."""
    if hasattr(out, "reconfigure") and out.errors != "backslashreplace":
        out.reconfigure(errors="backslashreplace")
    out.write(text)
