"""What is read of a table, whatever it lies in, as those who take its records see it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from aduan_cli.formats.reader import Broken


class TableReader(Protocol):
    """A file or a sheet of a workbook, opened: `FileReader` says what its attributes mean, and `SheetReader`.

    `numbers_rows`: its records are numbered by their rows in the sheet, and not one after another.
    """

    path: str
    name: str
    size: int
    columns: list[str]
    named: list[str]
    titles: list[str]
    head_rows: list[list[str]]
    sheet_row: int

    @property
    def numbers_rows(self) -> bool:
        """Say by what records are numbered."""

    @property
    def jsonl(self) -> bool:
        """Say whether the records are objects."""

    @property
    def ends_openly(self) -> bool:
        """Say whether the record at hand is the last one, and perhaps not whole."""

    @property
    def done(self) -> int:
        """Return how many of `size` bytes were read."""

    def records(self) -> Iterator[list[str] | dict[str, Any] | Broken]:
        """Yield the records in order."""

    def close(self) -> None:
        """Close it."""
