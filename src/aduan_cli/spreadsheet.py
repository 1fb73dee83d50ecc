"""CSV cells that no spreadsheet runs, and the way back.

A spreadsheet runs a cell that begins with `=`, `+`, `-`, `@`, a tab or a line end (OWASP, "CSV Injection"; some
also take the full-width forms). Such a cell gets a leading `'`. So that nothing is lost, a cell that already is
one or more `'` before such a character gets one more: *a cell of any number of `'` followed by one of these
characters is written with one `'` more, and read with one `'` less; every other cell is as it stands*. Our own
`+62...` phones are such cells and come back as they were. To read, first see whether the cell is empty or a lone
`-` (that is null), then take the `'` off.
"""

from __future__ import annotations

_RUN = "=+-@\t\r\n＝＋－＠"
_BEGINNINGS = frozenset(_RUN + "'")


def _is_run(cell: str) -> bool:
    return cell[:1] in _BEGINNINGS and cell.strip("'") != "" and cell.lstrip("'")[0] in _RUN


def defuse(cell: str) -> str:
    """Return a CSV cell that no spreadsheet runs. `fuse` takes it back."""
    return "'" + cell if _is_run(cell) else cell


def kept(cell: str) -> str:
    """Return a text cell of a workbook, which runs none: only one that `fuse` would take a `'` off gets one more."""
    return "'" + cell if cell[:1] == "'" and _is_run(cell) else cell


def fuse(cell: str) -> str:
    """Return the cell that `defuse`, or `kept`, was given."""
    return cell[1:] if cell[:1] == "'" and _is_run(cell) else cell
