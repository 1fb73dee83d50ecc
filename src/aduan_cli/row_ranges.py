"""Numbers of rows, told as ranges."""

from __future__ import annotations

_MOST_RANGES = 50


class RowRanges:
    """Numbers of rows, in order, told as ranges: `3-5, 9`. Of very many ranges the first are kept."""

    def __init__(self) -> None:
        self._ranges: list[list[int]] = []
        self._more = False

    def add(self, row: int) -> None:
        """Add the next row."""
        if self._ranges and self._ranges[-1][1] == row - 1 and not self._more:
            self._ranges[-1][1] = row
        elif len(self._ranges) < _MOST_RANGES:
            self._ranges.append([row, row])
        else:
            self._more = True

    def __str__(self) -> str:
        """Return the ranges; an empty text when there is none."""
        said = [f"{first}" if first == last else f"{first}-{last}" for first, last in self._ranges]
        return ", ".join(said) + ("…" if self._more else "")
