"""The records of a source as entries of an import: understood and decided, with the row they came from."""

from __future__ import annotations

from typing import NamedTuple

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.deciding import hooks_for, is_left_to_code
from aduan_cli.complaint.file_record import FileRecord
from aduan_cli.complaint.history import Told, events_of
from aduan_cli.complaint.moves import FINAL
from aduan_cli.complaint.router import Router
from aduan_cli.model import Consulted, Decision, Facts
from aduan_cli.ports import UnitCode


class Undecided(NamedTuple):
    """What is still needed to decide a record when unit code is asked. `said` is the status that the record gives."""

    plugin: str
    facts: Facts
    decision: Decision
    said: str

    def hooks(self) -> list[str]:
        """Return the hooks to ask. Of a record that is closed already, or an emergency, only whose it is."""
        return hooks_for(self.decision, notes=self.said not in FINAL)


class Entry:
    """One record on its way: its complaint, what tells it from others, and whether unit code has to be asked.

    What the source says of it stands in `FileRecord`; `said` is the status that it gives. `beside` is a complaint with
    its key that is another call, `tried` how many such there are; `is_known`: it is stored just as it is. Without a
    complaint it only counts among equals.
    """

    __slots__ = (
        "before", "beside", "cells", "complaint", "events", "identity", "is_known", "is_mended", "is_numbered",
        "origin", "said", "sheet_row", "tried", "undecided", "version_of",
    )  # fmt: skip

    def __init__(self, record: FileRecord) -> None:
        self.complaint = record.complaint
        self.identity, self.before = record.identity, record.before
        self.is_numbered, self.is_mended = record.is_numbered, record.is_mended
        self.version_of = record.version_of
        self.cells, self.origin, self.sheet_row = record.cells, record.origin, record.sheet_row
        self.said = self.complaint.status if self.complaint else ""
        self.events: tuple[Told, ...] = ()
        self.undecided: Undecided | None = None
        self.is_known = False
        self.beside: str | None = None
        self.tried = 0


def settle(router: Router, complaint: Complaint, decision: Decision, said: str) -> None:
    """Write a decision into a record's complaint; `said` is the status that the record gives."""
    complaint.status = ""
    router.settle(complaint, decision)
    # What is answered on the phone owes nothing; what nobody has yet can't be at work.
    if said and complaint.status != "answered" and (said in FINAL or complaint.status == "routed"):
        complaint.status = said


def decided(record: FileRecord, router: Router, code: UnitCode) -> Entry:
    """Return a record understood and decided by the data; one of our own exports as it stands."""
    entry = Entry(record)
    complaint = entry.complaint
    if complaint is None or entry.identity is None:
        return entry
    sources = complaint.sources
    by_default = [name for name, source in sources.items() if source == "default"]
    facts = router.understand(complaint, "import")
    for name in by_default:  # what the map says of records that don't
        sources[name] = "default"
    decision = router.decide(facts)
    settle(router, complaint, decision, entry.said)
    complaint.ticket = router.compiled["desk"]["prefix"]
    plugin = router.owner_of(complaint)
    if plugin and complaint.status != "answered":
        if code.ready(plugin):
            entry.undecided = Undecided(plugin, facts, decision, entry.said)
        elif is_left_to_code(decision):
            entry.events = tuple(events_of(Consulted(plugin, None, left_out=code.left_out(plugin))))
    return entry
