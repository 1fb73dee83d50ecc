"""Taking a whole file: read, understood, decided and stored in batches (design sections 3 and 8).

Each record is taken or quarantined, never dropped, never half. A batch is one transaction; what it
quarantines is on the disk before it is committed, so that an import cut off at any moment can be run again.
What is to be said of a batch is said after both: who can't be told, or reads slowly, keeps nothing from being kept.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from time import perf_counter
from typing import Any, Protocol

from aduan_cli.flow.intake.files import Entry, FileRecords, settle
from aduan_cli.flow.intake.quarantine import Quarantine
from aduan_cli.flow.intake.reader import Source
from aduan_cli.flow.intake.records import Map
from aduan_cli.i18n import _
from aduan_cli.model import FINAL, Complaint, Consulted
from aduan_cli.ports import Store, Taken, UnitCode
from aduan_cli.rules import code as code_step
from aduan_cli.rules.agreement import Agreement
from aduan_cli.rules.router import Router

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
        self.unfit = 0
        self.quarantines: list[str] = []


class Importer:
    """Takes files into one desk by one map.

    `say` gets sentences for the user, those of a batch when it is stored; `storing` guards what must not
    be cut off half-way; `moved` is called with the source after each batch, `observed` with the complaints of which
    observers are to be told. With `dry` nothing is stored and no quarantine is written.
    """

    def __init__(
        self,
        store: Store,
        router: Router,
        code: UnitCode,
        map_: Map,
        *,
        actor: str,
        now: int,
        dry: bool,
        say: Callable[[str], None],
        storing: AbstractContextManager[Any],
        moved: Callable[[Source], None] = lambda source: None,
        observed: Callable[[list[Complaint]], None] = lambda complaints: None,
    ) -> None:
        self.tally = Tally()
        self._store, self._router, self._code, self._map = store, router, code, map_
        self._observed = observed
        self._actor, self._now, self._dry = actor, now, dry
        self._say, self._storing, self._moved = say, storing, moved
        self._batch: list[Entry] = []
        self._untold: list[str] = []
        self._size = FIRST_BATCH
        self._agreement = Agreement(router.compiled)

    def note(self, sentence: str) -> None:
        """Keep a sentence that is said when what was read so far is stored."""
        self._untold.append(sentence)

    def tell(self) -> None:
        """Say what was kept."""
        untold, self._untold = self._untold, []
        for sentence in untold:
            self._say(sentence)

    def take(self, source: Source, quarantine: Quarantine, ordinals: Ordinals) -> None:
        """Take one file. Raises `UsageError` or `StoreError`; whole batches were taken before that."""
        records = FileRecords(source, self._map, self._router, self._code, self._actor, self._now)
        if records.absent:
            self.note(
                _("{file}: without column {names}").format(
                    file=source.name, names=", ".join(f"'{name}'" for name in records.absent)
                )
            )
        waiting = 0
        try:
            for cells, number, entry in records:
                self.tally.read += 1
                if isinstance(entry, str):
                    self._refuse(quarantine, cells, entry, records.origin(number))
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
        for sentence in records.remarks():
            self.note(sentence)
        self._flush(quarantine, ordinals)
        self._moved(source)

    def _refuse(self, quarantine: Quarantine, cells: list[str], reason: str, origin: tuple[str, int]) -> None:
        if not self._dry:
            quarantine.put(cells, reason, *origin)
            if quarantine.count == 1:
                self.tally.quarantines.append(quarantine.path)
        self.tally.quarantined += 1
        if self.tally.quarantined <= SHOWN:
            self.note(_("{file} row {row}: {reason}").format(file=origin[0], row=origin[1], reason=reason))

    # -- one batch

    def _flush(self, quarantine: Quarantine, ordinals: Ordinals) -> None:
        """Store what waits, in one transaction."""
        batch, self._batch = self._batch, []
        if not batch:
            quarantine.sync()
            self.tell()
            return
        self._name(batch, ordinals)
        complaints = [entry.complaint for entry in batch if entry.complaint is not None]
        started = perf_counter()
        asked = self._consult(batch, complaints)
        with self._storing:
            quarantine.sync()
            store, dry = self._store, self._dry
            outcome = store.foresee(complaints) if dry else store.take(complaints, self._code.runs())
            self._count(complaints, outcome)
        spent = perf_counter() - started
        if asked and not self._dry:
            taken = {id(c) for c, told in zip(complaints, outcome, strict=True) if told.state == "taken"}
            self._observed([complaint for complaint in asked if id(complaint) in taken])
        wanted = int(len(batch) * SECONDS / max(spent, 1e-6))
        self._size = min(max(wanted, SMALLEST_BATCH), LARGEST_BATCH, self._size * 4)
        self.tell()

    def _consult(self, batch: list[Entry], complaints: list[Complaint]) -> list[Complaint]:
        """Ask unit code about the records that are new; return those. The file is still there if we are cut off."""
        undecided = {id(entry.complaint): entry.undecided for entry in batch if entry.undecided}
        if not undecided:
            return []
        asked = []
        for complaint, foreseen in zip(complaints, self._store.foresee(complaints), strict=True):
            waiting = undecided.get(id(complaint))
            if waiting is None or foreseen.state != "taken":
                continue
            settle(self._router, complaint, waiting.decision, "")  # what others decided is no business of the code
            hooks = waiting.hooks()
            consulted = self._code.ask(waiting.plugin, complaint, hooks) if hooks else Consulted(waiting.plugin, None)
            decision = code_step.decide(self._router, waiting.facts, waiting.decision, consulted)
            settle(self._router, complaint, decision, waiting.said)
            complaint.events = tuple(code_step.events_of(consulted))
            if complaint.status not in FINAL:
                asked.append(complaint)
        return asked

    def _count(self, complaints: list[Complaint], outcome: list[Taken]) -> None:
        tally = self.tally
        for complaint, taken in zip(complaints, outcome, strict=True):
            if taken.state == "taken":
                tally.taken += 1
                if complaint.notes:
                    self._tell_unfit(complaint)
            elif taken.state == "known":
                tally.known += 1
            else:
                tally.changed += 1
                if tally.changed <= SHOWN:
                    sentence = _("{file} row {row}: differs from {ticket}, which was left as it is")
                    self.note(
                        sentence.format(file=complaint.source_file, row=complaint.source_row, ticket=taken.ticket)
                    )
            if complaint.recorded_unit and complaint.import_key:
                tally.recorded += 1
                tally.agreed += self._agreement.agrees(complaint.recorded_unit, complaint.unit or "", complaint.support)

    def _tell_unfit(self, complaint: Complaint) -> None:
        """Say which answers don't fit their questions; they are kept as they are written, with a note."""
        asked = self._router.asked
        unfit = asked.fit(complaint.answers, complaint.category).unfit if complaint.answers else {}
        for name, wrong in unfit.items():
            self.tally.unfit += 1
            if self.tally.unfit <= SHOWN:
                sentence = _("{file} row {row}: answer to '{name}': {wrong}; it is kept as it is written")
                said = {"file": complaint.source_file, "row": complaint.source_row}
                self._say(sentence.format(**said, name=name, wrong=wrong))

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
