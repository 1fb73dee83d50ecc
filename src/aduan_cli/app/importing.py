"""The files of an import: found, read by a map, with the quarantine of each."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import NamedTuple

from aduan_cli.app.desk import Desk
from aduan_cli.config.maps import DEFAULT, ImportMap, known_maps, load_map
from aduan_cli.errors import AduanError, UsageError
from aduan_cli.formats.columns import head_columns, named_columns, needed_columns
from aduan_cli.formats.file_records import FileRecords
from aduan_cli.formats.ordinals import Ordinals
from aduan_cli.formats.quarantine import Quarantine
from aduan_cli.formats.read_ahead import ReadAhead, Remarks, is_worth_it
from aduan_cli.formats.reader import FileReader
from aduan_cli.formats.sheet_reader import SheetReader
from aduan_cli.formats.table_reader import TableReader
from aduan_cli.formats.workbook import ENDINGS, Sheet, Workbook, is_named_so, is_workbook
from aduan_cli.i18n import _
from aduan_cli.nearness import did_you_mean
from aduan_cli.plugins.concealing import conceal_from_children
from aduan_cli.ports import RecordSource
from aduan_cli.rules.review.unanswerable import answer_names
from aduan_cli.storable import storable

_ENDINGS = (".gz", ".csv", ".jsonl", ".ndjson", ".txt", ".tsv", *ENDINGS)


def map_names(desk: Desk) -> list[str]:
    """Return the names of the maps that a desk knows: its own, and those that come with the program."""
    return known_maps(desk.folder)


def date_formats(desk: Desk) -> list[str]:
    """Return how the maps that a desk knows write dates, the desk's own first; one that is bad is left out."""
    found: dict[str, None] = {}
    for name in map_names(desk):
        try:
            found.update(dict.fromkeys(load_map(name, desk.folder).formats))
        except AduanError:
            continue
    return list(found)


class FileTable(NamedTuple):
    """What is taken by itself: a file, or one sheet of a workbook. `remarks` are what is to be told of it first."""

    path: str
    sheet: Sheet | None = None
    remarks: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """Return how many bytes there are to read; 0 where nobody knows."""
        if self.sheet is not None:
            return self.sheet.end - self.sheet.start
        return os.path.getsize(self.path) if os.path.isfile(self.path) else 0


class ImportFiles:
    """The files of one import, read by one map. `now` (UTC seconds): what is still to come then was not reported.

    `encoding` is that of all files (None: it is found out), `quarantine` where the user wants what can't be taken.
    Raises `NotFoundError` or `ConfigError` when there is no such map, or it can't be used.
    """

    def __init__(self, desk: Desk, map_name: str | None, encoding: str | None, quarantine: str | None) -> None:
        if quarantine is not None and os.path.exists(quarantine):
            raise UsageError(_("--quarantine {path}: is there already; name a new file").format(path=quarantine))
        compiled = desk.router.compiled
        # Before any rules are in force nobody knows what is asked; calls are taken all the same.
        answers = answer_names(compiled) if compiled["categories"] else None
        self._desk = desk
        self._map = load_map(map_name or DEFAULT, desk.folder, answers)
        self._encoding, self._quarantine = encoding, quarantine
        self.now = desk.clock()
        self._workbooks: list[Workbook] = []

    def close(self) -> None:
        """Let go what was read of workbooks."""
        for workbook in self._workbooks:
            workbook.close()

    def check(self, files: Sequence[str], sheets: Sequence[str] = ()) -> list[FileTable]:
        """Return what there is to take; see to it that each has the columns that the map needs, before any is taken.

        Of a workbook these are the sheets with such columns, or those named by `sheets`.
        """
        found: list[FileTable] = []
        for file in files:
            # A pipe can be read once only.
            if file == "-" or (os.path.exists(file) and not os.path.isfile(file) and not os.path.isdir(file)):
                found.append(FileTable(file))
            elif is_workbook(file):
                found += self._of_workbook(file, sheets)
            elif sheets:
                raise UsageError(_("{file}: is no workbook, and has no sheets; leave --sheet out").format(file=file))
            else:
                what = _("{file}: has the name of a workbook, but is text; it is read as CSV")
                name = storable(os.path.basename(file))
                found.append(FileTable(file, None, (what.format(file=name),) if is_named_so(file) else ()))
                self._check(found[-1])
        return found

    def _check(self, table: FileTable) -> None:
        reader = self._reader(table, lambda sentence: None)
        try:
            self._records(reader)
        except UsageError as error:
            raise UsageError(f"{error}{self._better_map(lambda _map: reader.columns)}") from error
        finally:
            reader.close()

    def _of_workbook(self, file: str, named: Sequence[str]) -> list[FileTable]:
        """Return the sheets of a workbook that are to be taken. Raises `UsageError` where there is none."""
        self._workbooks.append(workbook := Workbook(file))
        name, sheets, remarks = storable(os.path.basename(file)), workbook.sheets, []
        if not is_named_so(file):
            remarks.append(_("{file}: is a workbook, whatever its name says; its sheets are read").format(file=name))
        if named:
            sheets = [sheet_named(file, one, sheets) for one in dict.fromkeys(named)]
        found, passed = [], []
        for sheet in sheets:
            if named or self._is_of_map(file, sheet):
                self._check(FileTable(file, sheet))
                found.append(sheet)
            elif sheet.width:
                passed.append(f"'{sheet.name}'")
        if not found:
            raise self._without_table(file, sheets)
        if passed:
            what = _("{file}: passed over, without the columns of the map: {sheets}")
            remarks.append(what.format(file=name, sheets=", ".join(passed)))
        if hidden := [f"'{sheet.name}'" for sheet in found if sheet.is_hidden]:
            what = _("{file}: hidden in the workbook, and taken like the others: {sheets}")
            remarks.append(what.format(file=name, sheets=", ".join(hidden)))
        return [FileTable(file, sheet, () if at else tuple(remarks)) for at, sheet in enumerate(found)]

    def _is_of_map(self, file: str, sheet: Sheet) -> bool:
        """Say whether a sheet is one of the map's: it has the column of the text, or half of all that the map names.

        What lacks one that is needed is told then, rather than passed over.
        """
        if not sheet.width:
            return False
        names = named_columns(self._map)
        there = {name.casefold() for name in self._columns(file, sheet, self._map)}
        has = [name.casefold() in there for name in names]
        return 2 * sum(has) >= len(has) or any(name.casefold() in there for name in self._map.columns["text"])

    @staticmethod
    def _columns(file: str, sheet: Sheet, map_: ImportMap) -> list[str]:
        return SheetReader(file, sheet, named_columns(map_), head_columns(map_)).columns

    def _without_table(self, file: str, sheets: Sequence[Sheet]) -> UsageError:
        filled = [sheet for sheet in sheets if sheet.width]
        if not filled:
            return UsageError(
                _("{file}: the workbook is empty; a row of column names would be right").format(file=file)
            )
        what = _("{file}: no sheet has the columns that the map '{name}' needs: {columns}; its sheets are {sheets}")
        needed = ", ".join(f"'{column}'" for column in needed_columns(self._map))
        names = ", ".join(f"'{sheet.name}'" for sheet in filled)
        sentence = what.format(file=file, name=self._map.name, columns=needed, sheets=names)
        betters = (self._better_map(partial(self._columns, file, sheet)) for sheet in filled)
        return UsageError(sentence + next(filter(None, betters), ""))

    @contextmanager
    def opened(
        self, table: FileTable, number: int, say: Callable[[str], None]
    ) -> Iterator[tuple[RecordSource, Quarantine, Ordinals]]:
        """Open a table, that with this number among those to take, and give it back at the end."""
        for sentence in table.remarks:
            say(sentence)
        remarks, before = Remarks(say), self._desk.store.has_older_imports()
        reader = self._reader(table, remarks)
        try:
            records = self._records(reader, before)
            quarantine = Quarantine(self._path(table, number), records.columns, records.date_places)
        except BaseException:
            reader.close()
            raise
        source: FileRecords | ReadAhead = records
        if is_worth_it(records):
            self._desk.store.close()  # No process may have it open beside this one; the next verb opens it again.
            again = lambda: self._records(self._reader(table, remarks), before)  # noqa: E731
            source = ReadAhead(records, again, remarks, conceal_from_children)
        ordinals = Ordinals()
        try:
            yield source, quarantine, ordinals
        finally:
            source.close()
            quarantine.close()
            ordinals.close()

    def _reader(self, table: FileTable, say: Callable[[str], None]) -> TableReader:
        wanted, needed = named_columns(self._map), head_columns(self._map)
        if table.sheet is not None:
            return SheetReader(table.path, table.sheet, wanted, needed)
        reader = FileReader(table.path, self._encoding, wanted, say, needed)
        if self._map.own and reader.delimiter == "\t" and "ticket" in reader.columns:
            reader.close()
            what = _("{file}: an export with tabs is for other programs; one of --format jsonl or csv would be right")
            raise UsageError(what.format(file=table.path))
        return reader

    def _records(self, reader: TableReader, before: bool = False) -> FileRecords:
        desk = self._desk
        return FileRecords(reader, self._map, desk.router, desk.actor, self.now, before)

    def _better_map(self, columns: Callable[[ImportMap], Sequence[str]]) -> str:
        """Return the end of a sentence that names a map which fits the columns of a table, as that map reads it."""
        for name in known_maps(self._desk.folder):
            other = _loaded(name, self._desk.folder)
            if other is None or name == self._map.name or other.own:
                continue
            there = {column.casefold() for column in columns(other)}
            if all(column.casefold() in there for column in needed_columns(other)):
                return "; " + _("did you mean --map {name}?").format(name=name)
        return ""

    def _path(self, table: FileTable, number: int) -> str:
        """Return where the quarantine of a table goes; it is made when it is needed."""
        desk, given = self._desk, self._quarantine
        if given is not None:
            base, ending = os.path.splitext(given)
            return given if not number else f"{base}-{number + 1}{ending}"
        name = "stdin" if table.path == "-" else os.path.basename(table.path)
        for ending in _ENDINGS:
            if name.lower().endswith(ending):
                name = name[: -len(ending)]
        name = re.sub(r"-[0-9]{8}-[0-9]{6}(-[0-9]+)?$", "", name)  # of a mended quarantine
        if table.sheet is not None:
            name += "-" + (re.sub(r"[^\w.-]+", "-", table.sheet.name).strip("-.") or str(number + 1))
        now = desk.clock()
        local = desk.zone.local(now)
        time = f"{desk.zone.day(now):08}-{local.minute // 60:02}{local.minute % 60:02}{local.second:02}"
        return os.path.join(desk.folder, "quarantine", f"{name or 'import'}-{time}.csv")


def _loaded(name: str, desk: str) -> ImportMap | None:
    try:
        return load_map(name, desk)
    except AduanError:
        return None


def sheet_named(file: str, name: str, sheets: Sequence[Sheet]) -> Sheet:
    """Return a sheet by its name, in whatever letters. Raises `UsageError`."""
    known = {sheet.name: sheet for sheet in sheets}
    folded = {sheet.name.strip().casefold(): sheet for sheet in sheets}
    found = known.get(name) or folded.get(name.strip().casefold())
    if found is None:
        names = ", ".join(f"'{one}'" for one in known)
        what = _("{file}: no sheet '{name}'; there are {names}").format(file=file, name=name, names=names)
        near = did_you_mean(name, known)
        raise UsageError(f"{what}; {near}" if near else what)
    if not found.width:
        raise UsageError(_("{file}: the sheet '{name}' is empty").format(file=file, name=found.name))
    return found
