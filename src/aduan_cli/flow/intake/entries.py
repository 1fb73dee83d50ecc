"""The records of a source as entries of an import: understood and decided, with the row they came from."""

from __future__ import annotations

from collections.abc import Callable

from aduan_cli.complaint.alike import Alike
from aduan_cli.complaint.complaint import Complaint, copy_of
from aduan_cli.complaint.deciding import decide, hooks_for, is_left_to_code, is_to_be_acted_on
from aduan_cli.complaint.events import REPORTED_BACK
from aduan_cli.complaint.file_record import FileRecord
from aduan_cli.complaint.history import EventDraft, events_of
from aduan_cli.complaint.moves import FINAL
from aduan_cli.complaint.reading import Understood, read
from aduan_cli.complaint.router import Router
from aduan_cli.model import Consulted, Decision
from aduan_cli.ports import UnitCode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.complaint.step import Encoded


class Entry:
    """One record on its way: its complaint, what tells it from others, and what unit code has to be asked of.

    What the source says of it stands in `FileRecord`; `status` is the state that it says. `beside` is a complaint with
    its key that is another call, `tried` how many such there are; `is_known`: it is stored just as it is. Without a
    complaint it only counts among equals.
    """

    __slots__ = (
        "before", "beside", "cells", "complaint", "content_hash", "done", "encoded", "events", "identity", "import_key",
        "is_known", "is_mended", "is_numbered", "origin", "reason", "sheet_row", "status", "tried", "undecided",
        "version_of",
    )  # fmt: skip

    def __init__(self, record: FileRecord) -> None:
        self.complaint = record.complaint
        self.encoded = (record.complaint, record.encoded) if record.complaint and record.encoded else None
        self.identity, self.before = record.identity, record.before
        self.is_numbered, self.is_mended = record.is_numbered, record.is_mended
        self.version_of, self.reason = record.version_of, record.reason
        self.cells, self.origin, self.sheet_row = record.cells, record.origin, record.sheet_row
        self.import_key: str | None = None
        self.content_hash: str | None = None
        self.status = record.status
        self.done = record.done
        self.events: tuple[EventDraft, ...] = ()
        self.undecided: Understood | None = None
        self.is_known = False
        self.beside: str | None = None
        self.tried = 0

    @property
    def named(self) -> Complaint | None:
        """The complaint with what names it: the key of the import, and what tells a changed one."""
        if self.complaint is None or self.import_key is None:
            return self.complaint
        return copy_of(self.complaint, import_key=self.import_key, content_hash=self.content_hash)

    @property
    def reported_back(self) -> tuple[EventDraft, ...]:
        """What is told of what a unit did, as far as the record says it; code and rules never look at it."""
        if not self.done or self.complaint is None:
            return ()
        unit = self.complaint.recorded_unit
        return ((REPORTED_BACK, {**({"unit": unit} if unit else {}), **self.done}),)


class DecidingAhead:
    """Understands and decides records of a file by the data, unless the code of a unit has to be looked for.

    What is decided is encoded for the store, where it has a way. Nothing but the record is changed, so that it may be
    done in another process.
    """

    def __init__(
        self, router: Router, has_code: Callable[[str], bool], encode: Callable[[Complaint], Encoded] | None = None
    ) -> None:
        def is_left(category: str | None) -> bool:
            plugin = router.owner_of(category)
            return bool(plugin and has_code(plugin))

        self._decided, self._encode = Alike(router, is_left).decided, encode

    def __call__(self, record: FileRecord) -> None:
        """Decide a record."""
        complaint = self._decided(record.report) if record.report is not None else None
        if complaint is not None:
            record.complaint, record.report = complaint, None
            record.encoded = self._encode(complaint)[1] if self._encode else None


def decided(record: FileRecord, router: Router, code: UnitCode) -> Entry:
    """Return a record understood and decided by the data; what is a complaint already as it stands."""
    entry = Entry(record)
    if record.report is None:
        return entry
    understood = read(record.report, router)
    by_data = decide(understood, router)
    entry.complaint = by_data.complaint
    plugin = router.owner_of(understood.facts.category)
    if plugin and is_to_be_acted_on(understood, by_data.decision, router):
        if code.ready(plugin):
            entry.undecided = understood
        elif is_left_to_code(by_data.decision):
            entry.events = tuple(events_of(Consulted(plugin, None, left_out=code.left_out(plugin))))
    return entry


def consult(entry: Entry, router: Router, code: UnitCode) -> None:
    """Decide a record by the unit's code as well. Of one that is closed already only whose it is is asked, no notes."""
    if entry.undecided is None or entry.complaint is None:
        return

    def ask(plugin: str, complaint: Complaint, decision: Decision) -> Consulted:
        hooks = hooks_for(decision, notes=entry.status not in FINAL)
        return code.ask(plugin, complaint, hooks) if hooks else Consulted(plugin, None)

    by_code = decide(entry.undecided, router, ask)
    entry.complaint = by_code.complaint
    entry.events = tuple(events_of(by_code.consulted)) if by_code.consulted else ()
