"""Signatures below a sheet, in one column or several: who has seen it, place and date, titles, names and NIP.

A row begins one where all its cells belong to a signature and one of them says so (`Mengetahui`, a place with a date).
The rows below it are of it while their cells are titles, NIP or names in its columns, whatever calls have there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from aduan_cli.formats.footers import begins_signature, is_of_signature

_MOST_ROWS = 8
_NAME = re.compile(r"[^\W\d_][\w.'’-]*(?:,?\s+[^\W\d_][\w.'’-]*){0,6}\.?")
_LONGEST = 60


class Signatures:
    """Recognises the rows of signatures of one file, in their order."""

    def __init__(self) -> None:
        self._columns: set[int] = set()
        self._rows = 0

    def end(self) -> None:
        """Be told of a row that is a call: what stands below it belongs to no signature."""
        self._rows = 0

    def is_part(self, cells: Sequence[str]) -> bool:
        """Say whether a row belongs to a signature."""
        said = {place: cell.strip() for place, cell in enumerate(cells) if cell.strip(" \t-\u00a0")}
        if not said:
            return False
        if all(map(is_of_signature, said.values())) and any(map(begins_signature, said.values())):
            self._columns, self._rows = set(said), _MOST_ROWS
            return True
        if not self._rows:
            return False
        near = {place + step for place in self._columns for step in (-1, 0, 1)}
        if near.issuperset(said) and all(is_of_signature(cell) or _is_name(cell) for cell in said.values()):
            self._rows -= 1
            return True
        self._rows = 0
        return False


def _is_name(cell: str) -> bool:
    return (
        len(cell) <= _LONGEST
        and _NAME.fullmatch(cell) is not None
        and all(word[0].isupper() for word in re.split(r"[,\s]+", cell.strip(",. ")))
    )
