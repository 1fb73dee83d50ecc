"""A workbook (.xlsx) of typed cells, by the library XlsxWriter (extra `[excel]`): sheets of rows below their heads.

What is text stays text, whatever it begins with. A head stays in sight and filters. Rows go to a temporary file as they
come, so that memory doesn't grow with them.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from importlib.util import find_spec
from itertools import chain, islice
from tempfile import TemporaryDirectory, TemporaryFile
from typing import Any

from aduan_cli.errors import UsageError
from aduan_cli.i18n import _, ngettext
from aduan_cli.record import TupleRecord
from aduan_cli.render.cells import shown
from aduan_cli.spreadsheet import kept

MOST_ROWS, MOST_CHARACTERS = 1_048_576, 32_767
"""Rows of a sheet, its head as well, and characters of a cell that Excel can hold."""
MOST_DIGITS = 10**15
"""Whole numbers below this one keep their digits in a spreadsheet."""
WIDTH, WIDTH_OF_TIME = 14, 17
"""Characters of a column."""
AS_TIME, AS_DAY, AS_MONTH = "dd/mm/yyyy hh:mm", "dd/mm/yyyy", "mm/yyyy"
AS_SHARE, AS_RATE, AS_HOURS = "0.0 %", "0.0", "[h]:mm"
"""How numbers are shown that are times, days, months; parts of one, numbers with a part, parts of a day."""
_NEEDS = "XlsxWriter"
_RUN = tuple("=+-@")
_LONGEST_NAME, _LONGEST_HEADER = 31, 125
"""Characters of a sheet's name at most, and of what stands above each printed page, where some count as two."""
_A4, _MOST_PRINTED = 9, 12
"""The paper, as Excel numbers it, and the columns that are printed on one page wide."""


class BookColumn(TupleRecord):
    """A column of a sheet: what stands above it, its width in characters, how its numbers are shown."""

    head: str
    width: int = WIDTH
    shown_as: str | None = None
    """How times and days are shown, or, in a column of other numbers, these; None: times as `AS_TIME`."""


def check_workbook() -> None:
    """Raise `UsageError` where no workbook can be written: to a terminal, or without the library."""
    if sys.stdout.isatty():
        raise UsageError(_("a workbook is nothing for a terminal; > FILE.xlsx after the command would be right"))
    if find_spec("xlsxwriter") is None:
        what = _("workbooks are written with the library {library}; pip install {library} brings it")
        raise UsageError(what.format(library=_NEEDS))


class Book:
    """A workbook that goes to stdout when it is closed: its `sheets`, and how many cells were `cut`.

    `title` stands above each printed page.
    """

    def __init__(self, title: str = "") -> None:
        from xlsxwriter import Workbook

        self._title = title
        self._file = TemporaryFile()  # noqa: SIM115 - closed at the end of the book
        self._rows = TemporaryDirectory(prefix="aduan-")
        self._book: Any = Workbook(self._file, {"constant_memory": True, "tmpdir": self._rows.name})
        self._head = self._book.add_format({"bold": True, "bottom": 1})
        self._quoted = self._book.add_format({"quote_prefix": True})
        self._formats: dict[tuple[str, bool], Any] = {}
        self._total = self._book.add_format({"bold": True, "top": 1})
        self.sheets = self.cut = 0

    def __enter__(self) -> Book:
        return self

    def __exit__(self, kind: object, *_more: object) -> None:
        try:
            if kind is None:
                self._book.close()
                self._file.seek(0)
                shutil.copyfileobj(self._file, sys.stdout.buffer)
                sys.stdout.buffer.flush()
        finally:
            self._let_go()

    def _let_go(self) -> None:
        """Remove the rows that wait for the end of the book, which a book that fails never has: they are of callers."""
        for sheet in self._book.worksheets():
            if sheet.row_data_fh is not None:
                sheet.row_data_fh.close()
        self._rows.cleanup()
        self._file.close()

    def add(
        self,
        name: str,
        columns: Sequence[BookColumn],
        rows: Iterable[Sequence[object]],
        frozen: int = 0,
        total: Sequence[object] | None = None,
    ) -> int:
        """Write rows below their heads, in as many sheets as they need; return how many rows they were.

        The first `frozen` columns stay in sight. `total` stands below the last row; no filter takes it away.
        """
        rest, count, sheets = iter(rows), 0, 0
        while True:
            first = next(rest, None)
            if sheets and first is None:
                return count
            sheets += 1
            some = chain(() if first is None else (first,), islice(rest, MOST_ROWS - 2))
            more = "" if sheets == 1 else f" {sheets}"
            count += self._sheet(name[: _LONGEST_NAME - len(more)] + more, columns, some, frozen, total)

    def _sheet(
        self,
        name: str,
        columns: Sequence[BookColumn],
        rows: Iterator[Sequence[object]],
        frozen: int,
        total: Sequence[object] | None,
    ) -> int:
        self.sheets += 1
        sheet = self._book.add_worksheet(name)
        for at, column in enumerate(columns):
            sheet.set_column(at, at, column.width)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.repeat_rows(0)
        if self._title:
            sheet.set_header("&L" + self._title[:_LONGEST_HEADER].replace("&", "&&"))
        if len(columns) <= _MOST_PRINTED:
            sheet.fit_to_pages(1, 0)
        sheet.freeze_panes(1, frozen)
        for at, column in enumerate(columns):
            sheet.write_string(0, at, column.head, self._head)
        formats = [self._format(column.shown_as) for column in columns]
        times = [one or self._format(AS_TIME) for one in formats]
        count = 0
        for count, row in enumerate(rows, 1):
            for at, value in enumerate(row):
                self._cell(sheet, count, at, value, formats[at], times[at])
        sheet.autofilter(0, 0, count, len(columns) - 1)
        if total is not None:
            bold = [self._format(column.shown_as, bold=True) for column in columns]
            for at, value in enumerate(total):
                time = bold[at] or self._format(AS_TIME, bold=True)
                self._cell(sheet, count + 1, at, value, bold[at] or self._total, time, self._total)
        return count

    def _format(self, shown_as: str | None, bold: bool = False) -> Any:
        if shown_as is None:
            return None
        made = self._formats.get((shown_as, bold))
        if made is None:
            aligned = {"align": "left"} if shown_as in (AS_TIME, AS_DAY, AS_MONTH) else {}
            how = {"num_format": shown_as, **aligned, **({"bold": True, "top": 1} if bold else {})}
            made = self._formats[shown_as, bold] = self._book.add_format(how)
        return made

    def _cell(self, sheet: Any, row: int, at: int, value: object, number: Any, time: Any, text: Any = None) -> None:
        if isinstance(value, bool):
            sheet.write_boolean(row, at, value)
        elif isinstance(value, (int, float)):
            sheet.write_number(row, at, value, number)
        elif isinstance(value, date):
            sheet.write_datetime(row, at, value, time)
        elif value:
            said = kept(shown(str(value)))
            if len(said.encode("utf-16-le")) > 2 * MOST_CHARACTERS:
                said = cut(said)
                self.cut += 1
            sheet.write_string(row, at, said, self._quoted if said.startswith(_RUN) else text)

    def tell(self, say: Callable[[str], None]) -> None:
        """Say what was cut, for no workbook holds it."""
        if self.cut:
            what = ngettext(
                "{count} cell had more than {most} characters, which no workbook holds; it is cut, and ends in …",
                "{count} cells had more than {most} characters, which no workbook holds; they are cut, and end in …",
                self.cut,
            )
            say(what.format(count=self.cut, most=MOST_CHARACTERS))


def cut(text: str) -> str:
    """Return the beginning of a text that a cell holds; Excel counts a character beyond U+FFFF as two."""
    beginning = text.encode("utf-16-le")[: 2 * (MOST_CHARACTERS - 1)]
    return beginning.decode("utf-16-le", "ignore") + "…"


def moment(iso: str) -> datetime:
    """Return a time (ISO 8601 in the desk's zone) as a cell has it: on the desk's clock, without a zone."""
    return datetime.fromisoformat(iso[:19])
