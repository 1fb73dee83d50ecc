"""Taking a whole file: read, understood, decided and stored in batches (design sections 3 and 8).

Each record is taken or quarantined, never dropped, never half. A batch is one transaction; what it
quarantines is on the disk before it is committed, so that an import cut off at any moment can be run again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from time import perf_counter
from typing import Any, Protocol

from aduan_cli.flow.intake import quarantine as quarantines
from aduan_cli.flow.intake.own import COLUMNS as OWN_COLUMNS
from aduan_cli.flow.intake.own import OwnRecords, storable_json
from aduan_cli.flow.intake.quarantine import Quarantine, undefused
from aduan_cli.flow.intake.reader import JSON_COLUMN, Broken, Source, json_record
from aduan_cli.flow.intake.records import (
    Map,
    Mapper,
    RejectedError,
    json_cell,
    json_cells,
    named_columns,
    needed_columns,
)
from aduan_cli.i18n import _
from aduan_cli.model import FINAL, Complaint
from aduan_cli.ports import Store, Taken
from aduan_cli.rules.router import Router
from aduan_cli.tickets import FIRST_YEAR, LAST_YEAR

SECONDS = 0.3
"""What one batch may take to write: others who log wait no longer than that."""
FIRST_BATCH, SMALLEST_BATCH, LARGEST_BATCH = 200, 20, 2000
MOST_CHARACTERS = 4_000_000
"""Characters of the records of one batch; a few very long ones fill it as well."""
SHOWN = 10
"""Quarantined and changed records that are named one by one."""


class Ordinals(Protocol):
    """Tells equal keys of one file apart; see `store/ordinals.py`."""

    def number(self, keys: Sequence[int]) -> list[int]:
        """Return the ordinal of each key among all so far."""


class Tally:
    """What became of the records, over all files of one command."""

    def __init__(self) -> None:
        self.read = self.taken = self.known = self.changed = self.quarantined = self.empty = 0
        self.recorded = self.agreed = 0
        self.quarantines: list[str] = []


class Entry:
    """One record on its way: its complaint, and what tells it from others."""

    __slots__ = ("complaint", "content", "identity", "mended")

    def __init__(self, complaint: Complaint | None, identity: bytes, content: bytes, mended: bool) -> None:
        self.complaint = complaint
        self.identity = identity
        self.content = content
        self.mended = mended


class Importer:
    """Takes files into one desk by one map.

    `say` gets sentences for the user; `storing` guards what must not be cut off half-way; `moved` is called
    with the source after each batch. With `dry` nothing is stored and no quarantine is written.
    """

    def __init__(
        self,
        store: Store,
        router: Router,
        map_: Map,
        *,
        actor: str,
        now: int,
        dry: bool,
        say: Callable[[str], None],
        storing: AbstractContextManager[Any],
        moved: Callable[[Source], None] = lambda source: None,
    ) -> None:
        self.tally = Tally()
        self._store, self._router, self._map = store, router, map_
        self._actor, self._now, self._dry = actor, now, dry
        self._say, self._storing, self._moved = say, storing, moved
        self._batch: list[Entry] = []
        self._size = FIRST_BATCH
        self._prefix = router.compiled["desk"]["prefix"]
        self._relatives: dict[tuple[str, str], bool] = {}
        self._families: dict[str, frozenset[str]] = {}

    def take(self, source: Source, quarantine: Quarantine, ordinals: Ordinals) -> None:
        """Take one file. Raises `UsageError` or `StoreError`; whole batches were taken before that."""
        records = FileRecords(source, self._map, self._router, self._actor, self._now)
        if records.absent:
            self._say(
                _("{file}: without column {names}").format(
                    file=source.name, names=", ".join(f"'{name}'" for name in records.absent)
                )
            )
        waiting = 0
        try:
            for cells, number, entry in records:
                self.tally.read += 1
                if isinstance(entry, str):
                    self._refuse(quarantine, cells, entry, records.origin(cells, number))
                    entry = records.unread(cells)
                elif entry is None:
                    self.tally.empty += 1
                    continue
                if entry is not None:
                    self._batch.append(entry)
                    complaint = entry.complaint
                    waiting += len(complaint.text) + len(complaint.answer or "") if complaint else 0
                if len(self._batch) >= self._size or waiting > MOST_CHARACTERS:
                    self._flush(quarantine, ordinals)
                    self._moved(source)
                    waiting = 0
        except Exception:
            # A file that breaks off: what was read until then counts.
            self._flush(quarantine, ordinals)
            raise
        self._flush(quarantine, ordinals)
        self._moved(source)

    def _refuse(self, quarantine: Quarantine, cells: list[str], reason: str, origin: tuple[str, int]) -> None:
        self.tally.quarantined += 1
        if self.tally.quarantined <= SHOWN:
            self._say(_("{file} row {row}: {reason}").format(file=origin[0], row=origin[1], reason=reason))
        if not self._dry:
            if not quarantine.count:
                quarantine.put(cells, reason, *origin)
                self.tally.quarantines.append(quarantine.path)
            else:
                quarantine.put(cells, reason, *origin)

    # -- one batch

    def _flush(self, quarantine: Quarantine, ordinals: Ordinals) -> None:
        """Store what waits, in one transaction."""
        batch, self._batch = self._batch, []
        if not batch:
            quarantine.sync()
            return
        self._name(batch, ordinals)
        complaints = [entry.complaint for entry in batch if entry.complaint is not None]
        started = perf_counter()
        with self._storing:
            quarantine.sync()
            outcome = self._store.foresee(complaints) if self._dry else self._store.take(complaints)
            self._count(complaints, outcome)
        spent = perf_counter() - started
        wanted = int(len(batch) * SECONDS / max(spent, 1e-6))
        self._size = min(max(wanted, SMALLEST_BATCH), LARGEST_BATCH, self._size * 4)

    def _count(self, complaints: list[Complaint], outcome: list[Taken]) -> None:
        tally = self.tally
        for complaint, taken in zip(complaints, outcome, strict=True):
            if taken.state == "taken":
                tally.taken += 1
            elif taken.state == "known":
                tally.known += 1
            else:
                tally.changed += 1
                if tally.changed <= SHOWN:
                    sentence = _("{file} row {row}: differs from {ticket}, which was left as it is")
                    self._say(
                        sentence.format(
                            file=complaint.source_file, row=complaint.source_row, ticket=taken.ticket
                        )
                    )
            if complaint.recorded_unit and complaint.import_key:
                tally.recorded += 1
                tally.agreed += self._agrees(complaint)

    def _name(self, batch: list[Entry], ordinals: Ordinals) -> None:
        """Give each record its import key: the map, its key and its ordinal among equals."""
        counted = [entry for entry in batch if entry.identity and not entry.mended]
        numbers = ordinals.number([int.from_bytes(entry.identity, "big", signed=True) for entry in counted])
        for entry, number in zip(counted, numbers, strict=True):
            if entry.complaint is not None:
                entry.complaint.import_key = f"{self._map.name}:{entry.identity.hex()}:{number}"
                entry.complaint.content_hash = entry.content.hex()
        given: dict[str, tuple[str | None, int | None]] = {}
        for entry in batch:
            if entry.mended and entry.complaint is not None and entry.identity:
                complaint = entry.complaint
                complaint.import_key = self._free_key(entry, given)
                complaint.content_hash = entry.content.hex()
                given[complaint.import_key] = (complaint.source_file, complaint.source_row)

    def _free_key(self, entry: Entry, given: dict[str, tuple[str | None, int | None]]) -> str:
        """Return the first key that is free, or is of the very row that a mended record came from."""
        assert entry.complaint is not None
        mine = (entry.complaint.source_file, entry.complaint.source_row)
        number = 0
        while True:
            number += 1
            key = f"{self._map.name}:{entry.identity.hex()}:{number}"
            there = given.get(key) or self._store.origin_of(key)
            if there is None or there == mine:
                return key

    def _agrees(self, complaint: Complaint) -> bool:
        """Whether routing came to the unit that the record names; a parent and its crews are one."""
        units = (complaint.unit or "", *complaint.support)
        recorded = (complaint.recorded_unit or "").split(";")
        if len(recorded) == 1:
            units = units[:1]
        return any(self._related(unit, other) for unit in units for other in recorded)

    def _related(self, unit: str, other: str) -> bool:
        pair = (unit, other)
        found = self._relatives.get(pair)
        if found is None:
            if len(self._relatives) > 10_000:
                self._relatives.clear()
            found = unit in self._line(other) or other in self._line(unit)
            self._relatives[pair] = found
        return found

    def _line(self, unit: str) -> frozenset[str]:
        """Return a unit with its parents."""
        line: list[str] = []
        at: str | None = unit
        while at and at not in line:
            line.append(at)
            at = (self._router.compiled["units"].get(at) or {}).get("parent")
        return frozenset(line)


class FileRecords:
    """The records of one file as entries, each with its cells and its row.

    Iterating yields (cells, row, entry); the entry is a reason when the record can't be taken, and None when
    it is empty. `cells` is what goes to the quarantine.
    """

    def __init__(self, source: Source, map_: Map, router: Router, actor: str, now: int) -> None:
        self._source, self._map, self._router = source, map_, router
        self._prefix = router.compiled["desk"]["prefix"]
        header = list(source.columns)
        lower = [name.casefold() for name in header]
        self._origin = tuple(lower.index(name) for name in quarantines.COLUMNS if name in lower)
        self._mended = len(self._origin) == len(quarantines.COLUMNS)
        self.jsonl = source.jsonl or (self._mended and lower[0] == JSON_COLUMN)
        self._kept = [n for n, name in enumerate(lower) if not (self._mended and name in quarantines.COLUMNS)]
        self.columns = [JSON_COLUMN] if self.jsonl else [header[n] for n in self._kept]
        self._width = len(header)
        names = named_columns(map_)
        bound = names if self.jsonl else self.columns
        self._bound = bound
        self._mapper = Mapper(map_, bound, router, actor, now, source.path)
        self._own = OwnRecords(self.columns, router.zone) if map_.own else None
        self.absent = [] if self.jsonl or map_.own else self._mapper.absent

    def origin(self, cells: Sequence[str], number: int) -> tuple[str, int]:
        """Return the file and the row that a record came from: of a mended one those of its first import."""
        return self._found or (self._source.name, number)

    _found: tuple[str, int] | None = None

    def __iter__(self) -> Iterator[tuple[list[str], int, Entry | str | None]]:
        number = 0
        width, name = self._width, self._source.name
        plain = not (self._mended or self.jsonl or self._own)
        for record in self._source.records():
            number += 1
            self._found = None
            if plain and type(record) is list:
                if len(record) != width:
                    excess = self._fit(record)
                    if excess:
                        yield record, number, excess
                        continue
                try:
                    yield record, number, self._entry(record, name, number)
                except RejectedError as error:
                    yield record, number, None if _is_empty(record) else str(error)
                continue
            yield self._other(record, number)

    def _fit(self, record: list[str]) -> str | None:
        """Bring a row to the header's width; return what is wrong when it has cells too many."""
        width = self._width
        if len(record) > width:
            if any(cell.strip() for cell in record[width:]):
                own = len(quarantines.COLUMNS) if self._mended else 0
                return _("{count} cells, but {wanted} columns").format(count=len(record) - own, wanted=width - own)
            del record[width:]
        record.extend([""] * (width - len(record)))
        return None

    def _entry(self, cells: Sequence[str], file: str, row: int, mended: bool = False) -> Entry:
        """Understand and decide one record. Raises `RejectedError`."""
        complaint = self._mapper.complaint(cells)
        complaint.source_file, complaint.source_row = file, row
        return self._settled(complaint, *self._mapper.identity(cells), mended)

    def _settled(self, complaint: Complaint, identity: bytes, content: bytes, mended: bool) -> Entry:
        router = self._router
        said = complaint.status
        complaint.status = ""
        sources = complaint.sources
        by_default = [name for name, source in sources.items() if source == "default"]
        facts = router.understand(complaint, "import")
        for name in by_default:  # what the map says of records that don't
            sources[name] = "default"
        if not FIRST_YEAR <= complaint.day // 10_000 <= LAST_YEAR:
            raise RejectedError(_("the year {year} is out of range").format(year=complaint.day // 10_000))
        router.settle(complaint, router.decide(facts))
        # What is answered on the phone owes nothing; what nobody has yet can't be at work.
        if said and complaint.status != "answered" and (said in FINAL or complaint.status == "routed"):
            complaint.status = said
        complaint.ticket = self._prefix
        return Entry(complaint, identity, content, mended)

    def unread(self, cells: Sequence[str]) -> Entry | None:
        """Return an entry that only counts among equals, for a record that was quarantined."""
        if self._mended or self.jsonl or self._own or len(cells) < self._width:
            return None
        return Entry(None, *self._mapper.identity(cells), False)

    # -- records that are not plain rows of a foreign file

    def _other(self, record: Any, number: int) -> tuple[list[str], int, Entry | str | None]:
        cells: list[str] = []
        try:
            if isinstance(record, Broken):
                cells = record.cells if self._source.jsonl else self._visible(record.cells)
                raise RejectedError(record.reason)
            if isinstance(record, dict):
                import json

                cells = [json.dumps(record, ensure_ascii=False)]
                return cells, number, self._of_json(record, self._source.name, number, False)
            if not any(cell.strip() for cell in record):
                return record, number, None
            return self._of_row(record, number, cells)
        except RejectedError as error:
            return cells, number, str(error)

    def _of_row(
        self, record: list[str], number: int, cells: list[str]
    ) -> tuple[list[str], int, Entry | str | None]:
        if self._mended:
            record = [undefused(cell) for cell in record]
        excess = self._fit(record)
        cells += self._visible(record)
        file, row, mended = self._source.name, number, False
        if self._mended:
            said, at = record[self._origin[1]].strip(), record[self._origin[2]].strip()
            if said or at:
                if not at.isdecimal() or not said or int(at) >= 2**63:
                    raise RejectedError(_("_source_file and _source_row can't be read"))
                file, row, mended = said, int(at), True
                self._found = (file, row)
        if excess:
            raise RejectedError(excess)
        if self.jsonl:
            parsed = json_record(cells[0])
            if isinstance(parsed, Broken):
                raise RejectedError(parsed.reason)
            return cells, number, self._of_json(parsed, file, row, mended)
        if self._own and self._own.has_tickets:
            complaint = self._own.of_cells(cells)
            if complaint is not None:
                return cells, number, Entry(complaint, b"", b"", mended)
        return cells, number, self._entry(cells, file, row, mended)

    def _visible(self, record: list[str]) -> list[str]:
        """Return a row without the quarantine's own columns; cells beyond the header stay at its end."""
        if not self._mended:
            return list(record)
        padded = [*record, *[""] * (self._width - len(record))]
        return [*(padded[n] for n in self._kept), *padded[self._width :]]

    def _of_json(self, record: dict[str, Any], file: str, row: int, mended: bool) -> Entry:
        if self._own:
            complaint = self._own.of_json(record)
            if complaint is not None:
                return Entry(complaint, b"", b"", mended)
        missing = [n for n in needed_columns(self._map) if not self._own and n not in record and "." not in n]
        if len(missing) == len(needed_columns(self._map)):
            raise RejectedError(_("none of the columns that the map needs"))
        entry_cells = json_cells(record, self._bound)
        complaint = self._mapper.complaint(entry_cells)
        complaint.source_file, complaint.source_row = file, row
        identity, content = self._mapper.identity(entry_cells)
        if "*" in self._map.fields:
            more = {k: v for k, v in record.items() if k not in self._bound and k not in OWN_COLUMNS and k != "caller"}
            if more:
                complaint.fields.update(storable_json(more))
                identity, content = self._mapper.identity(entry_cells, json_cell(more))
        return self._settled(complaint, identity, content, mended)


def _is_empty(record: list[str]) -> bool:
    return not any(cell.strip() for cell in record)
