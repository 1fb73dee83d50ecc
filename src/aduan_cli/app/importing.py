"""The files of an import: found, read by a map, with the quarantine of each."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from aduan_cli.app.desk import Desk
from aduan_cli.config.maps import DEFAULT, ImportMap, known_maps, load_map
from aduan_cli.errors import AduanError, UsageError
from aduan_cli.formats.columns import head_columns, named_columns, needed_columns
from aduan_cli.formats.file_records import FileRecords
from aduan_cli.formats.ordinals import Ordinals
from aduan_cli.formats.quarantine import Quarantine
from aduan_cli.formats.read_ahead import ReadAhead, Remarks, is_worth_it
from aduan_cli.formats.reader import FileReader
from aduan_cli.i18n import _
from aduan_cli.plugins.concealing import conceal_from_children
from aduan_cli.ports import RecordSource
from aduan_cli.rules.review.unanswerable import answer_names

_ENDINGS = (".gz", ".csv", ".jsonl", ".ndjson", ".txt", ".tsv")


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

    def check(self, files: Sequence[str]) -> None:
        """See to it that each file is there and has the columns that the map needs, before any is taken."""
        for file in files:
            # A pipe can be read once only.
            if file == "-" or (os.path.exists(file) and not os.path.isfile(file) and not os.path.isdir(file)):
                continue
            reader = self._reader(file, lambda sentence: None)
            try:
                self._records(reader)
            except UsageError as error:
                raise UsageError(f"{error}{self._better_map(reader)}") from error
            finally:
                reader.close()

    @contextmanager
    def opened(
        self, file: str, number: int, say: Callable[[str], None]
    ) -> Iterator[tuple[RecordSource, Quarantine, Ordinals]]:
        """Open a file, that with this number among those given, and give it back at the end."""
        remarks, before = Remarks(say), self._desk.store.has_older_imports()
        reader = self._reader(file, remarks)
        try:
            records = self._records(reader, before)
            quarantine = Quarantine(self._path(file, number), records.columns, records.date_places)
        except BaseException:
            reader.close()
            raise
        source: FileRecords | ReadAhead = records
        if is_worth_it(records):
            self._desk.store.close()  # No process may have it open beside this one; the next verb opens it again.
            again = lambda: self._records(self._reader(file, remarks), before)  # noqa: E731
            source = ReadAhead(records, again, remarks, conceal_from_children)
        ordinals = Ordinals()
        try:
            yield source, quarantine, ordinals
        finally:
            source.close()
            quarantine.close()
            ordinals.close()

    def _reader(self, file: str, say: Callable[[str], None]) -> FileReader:
        return FileReader(file, self._encoding, named_columns(self._map), say, head_columns(self._map))

    def _records(self, reader: FileReader, before: bool = False) -> FileRecords:
        desk = self._desk
        return FileRecords(reader, self._map, desk.router, desk.actor, self.now, before)

    def _better_map(self, reader: FileReader) -> str:
        """Return the end of a sentence that names a map which fits a file's columns."""
        there = {name.casefold() for name in reader.columns}
        for name in known_maps(self._desk.folder):
            other = _loaded(name, self._desk.folder)
            if other is None or name == self._map.name or other.own:
                continue
            if all(column.casefold() in there for column in needed_columns(other)):
                return "; " + _("did you mean --map {name}?").format(name=name)
        return ""

    def _path(self, file: str, number: int) -> str:
        """Return where the quarantine of a file goes; it is made when it is needed."""
        desk, given = self._desk, self._quarantine
        if given is not None:
            base, ending = os.path.splitext(given)
            return given if not number else f"{base}-{number + 1}{ending}"
        name = "stdin" if file == "-" else os.path.basename(file)
        for ending in _ENDINGS:
            if name.lower().endswith(ending):
                name = name[: -len(ending)]
        name = re.sub(r"-[0-9]{8}-[0-9]{6}(-[0-9]+)?$", "", name)  # of a mended quarantine
        now = desk.clock()
        local = desk.zone.local(now)
        time = f"{desk.zone.day(now):08}-{local.minute // 60:02}{local.minute % 60:02}{local.second:02}"
        return os.path.join(desk.folder, "quarantine", f"{name or 'import'}-{time}.csv")


def _loaded(name: str, desk: str) -> ImportMap | None:
    try:
        return load_map(name, desk)
    except AduanError:
        return None
