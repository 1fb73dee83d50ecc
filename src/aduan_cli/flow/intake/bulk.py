"""Taking a whole file: read, understood, decided and stored in batches.

Each record is taken or quarantined, never dropped, never half. A batch is one transaction; what it
quarantines is on the disk before it is committed, so that an import cut off at any moment can be run again.
What is to be said of a batch is said after both: who can't be told, or reads slowly, keeps nothing from being kept.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import cache
from time import perf_counter

from aduan_cli.column_words import head
from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.file_record import CALL, EMPTY, NO_CALL, FileRecord
from aduan_cli.complaint.identity import same
from aduan_cli.complaint.moves import FINAL
from aduan_cli.complaint.router import Router
from aduan_cli.complaint.step import taking
from aduan_cli.flow.intake.entries import DecidingAhead, Entry, consult, decided
from aduan_cli.flow.intake.messages import Messages
from aduan_cli.flow.intake.recognising import Recognising
from aduan_cli.flow.intake.tally import Tally
from aduan_cli.flow.intake.versions import RecordDifference, Versions
from aduan_cli.i18n import _
from aduan_cli.ports import Ordinals, Quarantine, RecordSource, Store, UnitCode
from aduan_cli.row_ranges import RowRanges
from aduan_cli.rules.review.agreement import Agreement
from aduan_cli.stored import CHANGED, KNOWN, TAKEN, Outcome
from aduan_cli.value_words import label

SECONDS = 0.3
"""What one batch may take to write: others who log wait no longer than that."""
FIRST_BATCH, SMALLEST_BATCH, LARGEST_BATCH = 200, 20, 2000
MOST_CHARACTERS = 4_000_000
"""Characters of the records of one batch; a few very long ones fill it as well."""
SHOWN = 10
"""Quarantined and changed records that are named one by one."""


class Importer:
    """Takes files into one desk.

    `say` gets sentences for the user, those of a batch when it is stored, `warn` those of what was not taken, which
    nobody may miss (left out: `say`); `storing` guards what must not
    be cut off half-way; `moved` is called with the source after each batch, `observed` with the complaints of which
    observers are to be told. With `dry` nothing is stored and no quarantine is written. With `replace` a record that
    differs from what is stored takes its place; else it waits in the quarantine.
    """

    def __init__(
        self,
        store: Store,
        router: Router,
        code: UnitCode,
        *,
        actor: str,
        now: int,
        dry: bool,
        say: Callable[[str], None],
        storing: AbstractContextManager[object],
        moved: Callable[[RecordSource], None] = lambda source: None,
        observed: Callable[[list[Complaint]], None] = lambda complaints: None,
        replace: bool = False,
        warn: Callable[[str], None] | None = None,
    ) -> None:
        self.tally = Tally()
        self._replace = replace
        self._versions = Versions(store, actor, now)
        self._before = store.has_older_imports()
        self._store, self._router, self._code = store, router, code
        self._observed = observed
        self._actor, self._now, self._dry = actor, now, dry
        self._messages = Messages(say, warn or say)
        self._storing, self._moved = storing, moved
        self._batch: list[Entry] = []
        self._size = FIRST_BATCH
        self._agreement = Agreement(router.compiled)

    def note(self, sentence: str) -> None:
        """Keep a sentence that is said when what was read so far is stored."""
        self._messages.note(sentence)

    def tell(self) -> None:
        """Say what was kept."""
        self._messages.tell()

    def take(self, source: RecordSource, quarantine: Quarantine, ordinals: Ordinals) -> None:
        """Take one file. Raises `UsageError` or `StoreError`; whole batches were taken before that."""
        has_code = cache(self._code.exists)
        encode = None if self._dry else self._store.encode
        records = source.each(DecidingAhead(self._router, has_code, encode))
        self._recognising = Recognising(self._store, source.map_name, ordinals, self._before)
        self._mended: set[tuple[str, int]] = set()
        for sentence in source.opening_remarks():
            self.note(sentence)
        waiting, passed = 0, RowRanges()
        try:
            for record in records:
                entry = self._entry(record, quarantine, passed)
                if entry is None:
                    continue
                self._batch.append(entry)
                complaint = entry.complaint
                waiting += len(complaint.text) + len(complaint.answer or "") if complaint else 0
                if len(self._batch) >= self._size or waiting > MOST_CHARACTERS:
                    self._flush(quarantine)
                    self._moved(source)
                    waiting = 0
        except Exception:
            # A file that breaks off: what was read until then counts.
            self._flush(quarantine)
            raise
        for sentence in source.closing_remarks():
            self.note(sentence)
        if said := str(passed):
            self.note(_("{file}: rows {rows} of the sheet: no calls, passed over").format(file=source.name, rows=said))
        self._flush(quarantine)
        self._moved(source)

    def _entry(self, record: FileRecord, quarantine: Quarantine, passed: RowRanges) -> Entry | None:
        """Return what is to be stored of a record, or counted among equals; None: nothing is."""
        self.tally.read += 1
        if record.state == CALL:
            return decided(record, self._router, self._code)
        if record.state == EMPTY:
            self.tally.empty += 1
        elif record.state == NO_CALL:
            self._pass_over(record, passed)
        elif not self._was_mended(quarantine, record):
            self._refuse(quarantine, record, record.reason)
        return Entry(record) if record.identity else None

    def _refuse(self, quarantine: Quarantine, record: FileRecord | Entry, reason: str) -> None:
        if self._has_to_be_put(quarantine, record.cells):
            quarantine.put(record.cells, reason, *record.origin)
            self._name_quarantine(quarantine.path)
        self.tally.quarantined += 1
        if self.tally.quarantined <= SHOWN:
            self._messages.warn_row(_("{file} row {row}: {reason}"), record.origin, record.sheet_row, reason=reason)

    def _pass_over(self, record: FileRecord, passed: RowRanges) -> None:
        """Tell what is no call: the first of them one by one, of the rest the rows, at the end of the file."""
        self.tally.passed += 1
        if self.tally.passed <= SHOWN:
            said = " ".join(cell.strip() for cell in record.cells if cell.strip())
            sentence = _("{file} row {row}: no call, passed over: {text}")
            self._messages.note_row(sentence, record.origin, record.sheet_row, text=said[:80])
        else:
            passed.add(record.sheet_row)

    def _was_mended(self, quarantine: Quarantine, record: FileRecord) -> bool:
        """Say whether a row that can't be taken was mended in its quarantine, and is stored since.

        It is known by its file and row, or by what the quarantine has, or had, of it: each mended row once.
        """
        if not record.marks:
            return False
        for at in (record.origin, *quarantine.origins(record.cells)):
            stored = self._store.imported_from(*at) if at not in self._mended else None
            if stored is not None and all(same(value, getattr(stored, name)) for name, value in record.marks.items()):
                self._mended.add(at)
                self.tally.mended += 1
                return True
        return False

    def _has_to_be_put(self, quarantine: Quarantine, cells: list[str], ticket: str = "") -> bool:
        """Say whether a record is to be put into the quarantine, and doesn't lie in one of that folder already."""
        path = quarantine.holds(cells, ticket)
        if path is not None:
            self._name_quarantine(path)
        return path is None and not self._dry

    def _name_quarantine(self, path: str) -> None:
        if path not in self.tally.quarantines:
            self.tally.quarantines.append(path)

    # -- one batch

    def _flush(self, quarantine: Quarantine) -> None:
        """Store what waits, in one transaction."""
        batch, self._batch = self._batch, []
        if not batch:
            quarantine.sync()
            self.tell()
            return
        self._recognising.name(batch)
        started = perf_counter()
        asked: list[Entry] = []
        for entry in batch:
            if entry.is_known:
                self._count(entry, Outcome("", KNOWN))
        waiting = [entry for entry in batch if entry.complaint is not None and not entry.is_known]
        while waiting:
            asked += self._consult(waiting)
            with self._storing:
                quarantine.sync()
                waiting = self._store_all(waiting, quarantine)
                quarantine.sync()
        spent = perf_counter() - started
        if asked and not self._dry:
            self._observed([entry.complaint for entry in asked if entry.complaint and entry.complaint.id])
        wanted = int(len(batch) * SECONDS / max(spent, 1e-6))
        self._size = min(max(wanted, SMALLEST_BATCH), LARGEST_BATCH, self._size * 4)
        self.tell()

    def _store_all(self, entries: list[Entry], quarantine: Quarantine) -> list[Entry]:
        """Store what is new; return those that have the key of another call, with a key of their own."""
        store, again = self._store, []
        new = [entry for entry in entries if entry.version_of is None]
        steps = [
            taking(complaint, (*entry.reported_back, *entry.events), encoded=entry.encoded)
            for entry in new
            if (complaint := entry.named) is not None
        ]
        if self._dry:
            outcome = store.foresee([step.complaint for step in steps])
        else:
            outcome = store.commit(steps, self._code.runs(), self._now)
        for entry, taken in zip(new, outcome, strict=True):
            if taken.state == CHANGED and self._handle_changed(entry, taken.ticket, quarantine):
                again.append(entry)
                continue
            entry.complaint = taken.complaint or entry.complaint
            self._count(entry, taken)
        for entry in entries:
            if entry.version_of is not None:
                self._handle_changed(entry, entry.version_of, quarantine)
        return again

    def _consult(self, entries: list[Entry]) -> list[Entry]:
        """Ask unit code about the records that are new; return those that are open.

        The file is still there if we are cut off.
        """
        if not any(entry.undecided for entry in entries):
            return []
        asked = []
        new = [(entry, complaint) for entry in entries if entry.version_of is None and (complaint := entry.named)]
        foreseen = self._store.foresee([complaint for _entry, complaint in new])
        for (entry, _complaint), outcome in zip(new, foreseen, strict=True):
            if entry.undecided is None or outcome.state != TAKEN:
                continue
            consult(entry, self._router, self._code)
            if entry.complaint is not None and entry.complaint.status not in FINAL:
                asked.append(entry)
        return asked

    def _count(self, entry: Entry, taken: Outcome) -> None:
        tally, complaint = self.tally, entry.complaint
        assert complaint is not None
        if taken.state == TAKEN:
            tally.taken += 1
            if complaint.status not in FINAL:
                tally.open_since = min(complaint.reported_at, tally.open_since or complaint.reported_at)
                tally.open += 1
                if complaint.priority == "emergency":
                    tally.emergencies += 1
                    if len(tally.urgent) < SHOWN:
                        tally.urgent.append(complaint)
            if complaint.notes:
                self._tell_unfit(complaint)
            if entry.beside is not None:
                tally.apart += 1
                if tally.apart <= SHOWN:
                    sentence = _("{file} row {row}: has the key of {other}, but is another call: {ticket}")
                    self._messages.note_row(
                        sentence, entry.origin, entry.sheet_row, other=entry.beside, ticket=taken.ticket
                    )
        elif taken.state == KNOWN:
            tally.known += 1
        if complaint.recorded_unit and entry.import_key:
            tally.recorded += 1
            tally.agreed += self._agreement.agrees(complaint.recorded_unit, complaint.unit or "", complaint.support)

    # -- what is there already, and differs

    def _handle_changed(self, entry: Entry, ticket: str, quarantine: Quarantine) -> bool:
        """Replace what is stored, or keep the record in the quarantine; True: it is another call, to be taken."""
        found = self._versions.difference(ticket, entry)
        if found is None:
            what = _(
                "there is no {ticket}, of which it is another version; without its _reason it is a call of its own"
            )
            self._refuse(quarantine, entry, what.format(ticket=ticket))
        elif found.is_erased:
            self.tally.known += 1
            if entry.version_of is not None:
                sentence = _("{file} row {row}: {ticket} was erased; nothing of it is taken or kept")
                self._messages.note_row(sentence, entry.origin, entry.sheet_row, ticket=ticket)
        elif not found.names:
            self.tally.known += 1
        elif self._is_beside(found, entry) and self._recognising.rename(entry):
            entry.beside = entry.beside or ticket
            return True
        elif entry.version_of is None and entry.reason:
            what = _(
                "{ticket} was taken since and says otherwise, so it stays; empty its _reason where it was mended,"
                " then --replace takes it"
            )
            self._refuse(quarantine, entry, what.format(ticket=ticket))
        elif self._replace and (self._dry or (found := self._versions.replace(ticket, entry))):
            self._count_replaced(entry, ticket, found)
        else:
            self._keep_changed(entry, ticket, found, quarantine)
        return False

    def _is_beside(self, found: RecordDifference, entry: Entry) -> bool:
        return entry.version_of is None and found.is_another_call(entry, self._router.zone)

    def _count_replaced(self, entry: Entry, ticket: str, found: RecordDifference) -> None:
        self.tally.replaced += 1
        if self.tally.replaced <= SHOWN:
            sentence = _("{file} row {row}: replaces {what} of {ticket}")
            if found.stays:
                sentence = _("{file} row {row}: replaces {what} of {ticket}, which stays {status}")
            what = ", ".join(map(head, found.names))
            told = {"what": what, "ticket": ticket, "status": label("status", found.stored.status)}
            self._messages.note_row(sentence, entry.origin, entry.sheet_row, **told)

    def _keep_changed(self, entry: Entry, ticket: str, found: RecordDifference | None, quarantine: Quarantine) -> None:
        names = found.names if found else []
        if self._has_to_be_put(quarantine, entry.cells, ticket):
            quarantine.put_version(entry.cells, ticket, names, *entry.origin)
            self._name_quarantine(quarantine.path)
        self.tally.changed += 1
        if self.tally.changed <= SHOWN:
            sentence = _("{file} row {row}: differs from {ticket} ({what}), which was left as it is")
            self._messages.warn_row(
                sentence, entry.origin, entry.sheet_row, ticket=ticket, what=", ".join(map(head, names))
            )

    def _tell_unfit(self, complaint: Complaint) -> None:
        """Say which answers don't fit their questions; they are kept as they are written, with a note."""
        asked = self._router.asked
        unfit = asked.fit(complaint.answers, complaint.category).unfit if complaint.answers else {}
        for name, wrong in unfit.items():
            self.tally.unfit += 1
            if self.tally.unfit <= SHOWN:
                sentence = _("{file} row {row}: answer to '{name}': {wrong}; it is kept as it is written")
                said = {"file": complaint.source_file, "row": complaint.source_row}
                self.note(sentence.format(**said, name=name, wrong=wrong))
