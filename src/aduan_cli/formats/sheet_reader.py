"""A sheet of a workbook as a stream of records, like the file of a `FileReader`: its head found, its rows in order."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from itertools import chain, islice

from aduan_cli.errors import UsageError
from aduan_cli.formats.heading import MOST_TITLES, distinct, find_row_heading
from aduan_cli.formats.workbook import Row, Sheet, rows_of
from aduan_cli.i18n import _
from aduan_cli.storable import storable


class SheetReader:
    """One sheet, opened; a `TableReader`. `name` is that of the file with the sheet: `calls.xlsx [Januari]`.

    `sheet_row` is the row at hand as the spreadsheet counts, and the number of its record: rows without a word are
    none. What stands to the right of the head belongs to columns without a name.
    Raises `UsageError` where no row names columns.
    """

    ends_openly = jsonl = False
    numbers_rows = True

    def __init__(self, path: str, sheet: Sheet, wanted: Iterable[str], needed: Iterable[str] = ()) -> None:
        self.path = f"{path} [{sheet.name}]"
        self.name = storable(f"{os.path.basename(path)} [{sheet.name}]")
        self.size = sheet.end - sheet.start
        self.done = self.sheet_row = 0
        self._rows = self._spooled(sheet)
        first = list(islice(self._rows, MOST_TITLES + 1))
        wanted = tuple(wanted)
        folded = [name.casefold() for name in wanted]
        found = find_row_heading([cells for _number, cells in first], folded, [name.casefold() for name in needed])
        if found is None:
            raise UsageError(_("{file}: the sheet is empty").format(file=self.path))
        self.titles, self.head_rows = found.titles, found.rows
        self.named = [*found.columns, *[""] * (sheet.width - len(found.columns))]
        self.columns = distinct(self.named, wanted)
        self.sheet_row = first[found.row - 1][0]
        self._rows = chain(first[found.row :], self._rows)

    def _spooled(self, sheet: Sheet) -> Iterator[Row]:
        for done, rows in rows_of(sheet):
            yield from rows
            self.done = done

    def records(self) -> Iterator[list[str]]:
        """Yield the rows below the head that have something in a cell, in their order."""
        for number, cells in self._rows:
            self.sheet_row = number
            yield cells

    def close(self) -> None:
        """Leave the sheet; its workbook's other sheets lie in the same file."""
