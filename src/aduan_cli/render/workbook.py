"""Complaints as a workbook (.xlsx), by the library XlsxWriter (extra `[excel]`): `--format xlsx`.

Times are times on the desk's clock, numbers are numbers, and all else is text, whatever a caller's words begin with.
The head stays in sight and filters. Rows go to a temporary file as they come, so that memory doesn't grow with them.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from importlib.util import find_spec
from itertools import chain, islice
from tempfile import TemporaryFile
from typing import IO, Any

from aduan_cli.column_words import head
from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.fields import COLUMNS, TIMES
from aduan_cli.desk_time import Zone
from aduan_cli.errors import UsageError
from aduan_cli.i18n import _, ngettext
from aduan_cli.render.cells import shown
from aduan_cli.render.records import as_record, flat, value_of
from aduan_cli.value_words import said

MOST_ROWS, MOST_CHARACTERS = 1_048_576, 32_767
"""Rows of a sheet, its head as well, and characters of a cell that Excel can hold."""
_NEEDS = "XlsxWriter"
_RUN = tuple("=+-@")
_TIME = "dd/mm/yyyy hh:mm"
_WIDTHS = {
    "text": 60, "answer": 40, "ticket": 18, "place": 30, "caller.address": 30, "caller.phone": 18, "source_file": 26,
}  # fmt: skip
_WIDTH, _WIDTH_OF_TIME = 14, 17
"""Characters of a column."""
_A4, _MOST_PRINTED = 9, 12
"""The paper, as Excel numbers it, and the columns that are printed on one page wide."""
_MOST_DIGITS = 10**15
"""Whole numbers below this one keep their digits in a spreadsheet."""


def check_workbook() -> None:
    """Raise `UsageError` where no workbook can be written: to a terminal, or without the library."""
    if sys.stdout.isatty():
        raise UsageError(_("a workbook is nothing for a terminal; > FILE.xlsx after the command would be right"))
    if find_spec("xlsxwriter") is None:
        what = _("workbooks are written with the library {library}; pip install {library} brings it")
        raise UsageError(what.format(library=_NEEDS))


def write_workbook(
    complaints: Iterable[Complaint],
    zone: Zone,
    now: int,
    reveal: bool,
    columns: Sequence[str] | None,
    heads: Mapping[str, str] | None,
    say: Callable[[str], None],
) -> int:
    """Write complaints as a workbook to stdout; return how many. `say` hears what a workbook can't hold.

    `now`, in UTC seconds, says what is late; `heads` what the city calls a column.
    """
    chosen = tuple(columns or COLUMNS)
    records = (as_record(complaint, zone, now, reveal) for complaint in complaints)
    rows = ([_value(name, value_of(record, name)) for name in chosen] for record in records)
    with TemporaryFile() as file:
        book = _Book(file, chosen, [(heads or {}).get(name) or head(name) for name in chosen])
        count = book.write(rows)
        file.seek(0)
        shutil.copyfileobj(file, sys.stdout.buffer)
        sys.stdout.buffer.flush()
    if book.cut:
        what = ngettext(
            "{count} cell had more than {most} characters, which no workbook holds; it is cut, and ends in …",
            "{count} cells had more than {most} characters, which no workbook holds; they are cut, and end in …",
            book.cut,
        )
        say(what.format(count=book.cut, most=MOST_CHARACTERS))
    if book.sheets > 1:
        what = _("a sheet holds {most} rows; what is beyond them stands in the sheets after the first, {count} in all")
        say(what.format(most=MOST_ROWS, count=book.sheets))
    return count


def _value(column: str, value: Any) -> object:
    """Return what a cell holds: a time as one on the desk's clock, a number, a truth, else text in the user's words."""
    if column in TIMES and value:
        return datetime.fromisoformat(value[:19])
    if isinstance(value, bool) or (isinstance(value, int) and abs(value) < _MOST_DIGITS):
        return value
    return said(column, ", ".join(value) if isinstance(value, list) else flat(value))


class _Book:
    """A workbook as it is written: its `sheets`, and how many cells were `cut`."""

    def __init__(self, file: IO[bytes], columns: Sequence[str], heads: Sequence[str]) -> None:
        from xlsxwriter import Workbook

        self._book: Any = Workbook(file, {"constant_memory": True})
        self._columns, self._heads = columns, heads
        self._head = self._book.add_format({"bold": True, "bottom": 1})
        self._quoted = self._book.add_format({"quote_prefix": True})
        self._time = self._book.add_format({"num_format": _TIME, "align": "left"})
        self.sheets = self.cut = 0

    def write(self, rows: Iterable[Sequence[object]]) -> int:
        """Write the rows below their heads, in as many sheets as they need, and end; return how many they were."""
        rest, count = iter(rows), 0
        while True:
            first = next(rest, None)
            if self.sheets and first is None:
                break
            count += self._sheet(chain(() if first is None else (first,), islice(rest, MOST_ROWS - 2)))
        self._book.close()
        return count

    def _sheet(self, rows: Iterator[Sequence[object]]) -> int:
        self.sheets += 1
        name = _("Complaints")
        sheet = self._book.add_worksheet(name if self.sheets == 1 else f"{name} {self.sheets}")
        for at, column in enumerate(self._columns):
            sheet.set_column(at, at, _WIDTH_OF_TIME if column in TIMES else _WIDTHS.get(column, _WIDTH))
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.repeat_rows(0)
        if len(self._columns) <= _MOST_PRINTED:
            sheet.fit_to_pages(1, 0)
        sheet.freeze_panes(1, 1 if self._columns[0] == "ticket" else 0)
        for at, text in enumerate(self._heads):
            sheet.write_string(0, at, text, self._head)
        count = 0
        for count, row in enumerate(rows, 1):
            for at, value in enumerate(row):
                self._cell(sheet, count, at, value)
        sheet.autofilter(0, 0, count, len(self._columns) - 1)
        return count

    def _cell(self, sheet: Any, row: int, at: int, value: object) -> None:
        if isinstance(value, bool):
            sheet.write_boolean(row, at, value)
        elif isinstance(value, int):
            sheet.write_number(row, at, value)
        elif isinstance(value, datetime):
            sheet.write_datetime(row, at, value, self._time)
        elif value:
            text = shown(str(value))
            if len(text.encode("utf-16-le")) > 2 * MOST_CHARACTERS:
                text = _cut(text)
                self.cut += 1
            sheet.write_string(row, at, text, self._quoted if text.startswith(_RUN) else None)


def _cut(text: str) -> str:
    """Return the beginning of a text that a cell holds; Excel counts a character beyond U+FFFF as two."""
    beginning = text.encode("utf-16-le")[: 2 * (MOST_CHARACTERS - 1)]
    return beginning.decode("utf-16-le", "ignore") + "…"
