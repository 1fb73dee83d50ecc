"""A map proposed for a strange file: opened as an import opens it, by what offices call their columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from aduan_cli.app.desk import Desk
from aduan_cli.app.importing import sheet_named
from aduan_cli.errors import UsageError
from aduan_cli.formats.column_facts import VOCABULARY
from aduan_cli.formats.reader import FileReader
from aduan_cli.formats.sheet_reader import SheetReader
from aduan_cli.formats.suggested_map import suggested_map
from aduan_cli.formats.workbook import Workbook, is_workbook
from aduan_cli.i18n import _


def suggest(desk: Desk, file: str, sheets: Sequence[str], encoding: str | None, say: Callable[[str], None]) -> str:
    """Return a map for a file, or the sheet of a workbook that looks most like one of calls. Raises `UsageError`."""
    rules = desk.router.compiled
    if file == "-" or not is_workbook(file):
        source = FileReader(file, encoding, VOCABULARY, say)
        try:
            return suggested_map(source, rules)
        finally:
            source.close()
    workbook = Workbook(file)
    try:
        chosen = [sheet_named(file, name, workbook.sheets) for name in sheets] or workbook.sheets
        readers = [SheetReader(file, sheet, VOCABULARY) for sheet in chosen if sheet.width]
        if not readers:
            raise UsageError(_("{file}: the workbook is empty; a row of column names would be right").format(file=file))
        return suggested_map(max(readers, key=_likeness), rules)
    finally:
        workbook.close()


def _likeness(reader: SheetReader) -> tuple[int, int]:
    known = {name.casefold() for name in reader.columns}.intersection(VOCABULARY)
    return len(known), reader.size
