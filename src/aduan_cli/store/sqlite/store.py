"""The desk's data in one SQLite file."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from types import ModuleType

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.model import ANY_REVISION
from aduan_cli.store.sqlite import cases
from aduan_cli.store.sqlite.connection import WAIT, Connection
from aduan_cli.store.sqlite.incidents import SqliteIncidents
from aduan_cli.stored import Outcome
from aduan_cli.tickets import TicketRef, parse_ticket

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.complaint.assignments import Assignment
    from aduan_cli.complaint.attachments import Attached
    from aduan_cli.complaint.clocks import Run
    from aduan_cli.complaint.history import Event
    from aduan_cli.complaint.step import Encoded, Step
    from aduan_cli.due import Due
    from aduan_cli.figures import Figures
    from aduan_cli.outbox import Outbox
    from aduan_cli.privacy import Privacy
    from aduan_cli.store.sqlite.desk_mark import MarkFile
    from aduan_cli.stored import (
        Acceptance,
        Break,
        DecisionCount,
        Difference,
        Erased,
        Filed,
        PluginRun,
        PluginState,
        Query,
        Rest,
        Shared,
        Written,
    )
    from aduan_cli.transfer import Transfer

BULK = 100
"""Complaints in one transaction from which on the file is prepared for many."""


class SqliteStore:
    """A `Store` in one file. The file is created by the first write; until then the desk is empty.

    `path` may be a `file:` URI, e.g. with `?mode=ro`. When it stays locked for `wait` seconds, `when_locked` may end
    who holds it and return True: then it is tried once more. With a `memory` a file that is gone, emptied or
    another one than the desk remembers is refused, and one put back from a backup is told. `desk` is the folder of the
    desk whose accepted rules count; None: whoever's were accepted last.
    """

    def __init__(
        self,
        path: str,
        wait: float = WAIT,
        when_locked: Callable[[], bool] | None = None,
        memory: MarkFile | None = None,
        desk: str | None = None,
    ) -> None:
        self.path, self._memory = path, memory
        self._desk = None if desk is None else os.path.realpath(desk)
        self.attend: Callable[[Sequence[Step]], Sequence[Step]] | None = None
        self.encode: Callable[[Complaint], Encoded] | None = _encode
        self._file = file = Connection(path, wait, when_locked, memory)
        self.incidents, self._read, self._rows, self._write = SqliteIncidents(file), file.read, file.rows, file.write

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    @property
    def figures(self) -> Figures:
        """What is counted."""
        from aduan_cli.store.sqlite.figures import SqliteFigures

        return SqliteFigures(self._file)

    def commit(
        self, steps: Sequence[Step], runs: Sequence[PluginRun] = (), at: int = 0, together: bool = False
    ) -> list[Outcome]:
        """Write steps in one transaction, each wholly or, where it is a conflict, not at all; see `ports.Store`."""
        steps = self.attend(steps) if self.attend else steps
        if len(steps) >= BULK:
            self._file.prepare_bulk()

        def work(connection: sqlite3.Connection) -> list[Outcome]:
            outcomes: list[Outcome] = _steps().commit(connection, steps, together) if steps else []
            if runs:
                _plugin_health().record(connection, runs, at)
            return outcomes

        return self._write(work) if steps or runs else []

    def foresee(self, complaints: Sequence[Complaint]) -> list[Outcome]:
        """Return what `take` would say of these complaints; nothing is stored."""
        found: list[Outcome] = self._read(lambda c: _steps().foresee(c, complaints), [])
        return found or _imports().in_nothing(lambda c: _steps().foresee(c, complaints))

    def origin_of(self, import_key: str) -> tuple[str | None, int | None] | None:
        """Return the file and the row of the complaint with an import key; None when there is none."""
        origin: tuple[str | None, int | None] | None = self._read(lambda c: _imports().origin_of(c, import_key), None)
        return origin

    def contents_of(self, import_keys: Sequence[str]) -> dict[str, str | None]:
        """Return by each of some import keys that a complaint has what tells its content; None: it was erased."""
        return self._read(lambda c: _imports().contents_of(c, import_keys), {})

    def marks_of(self, contents: Sequence[str]) -> list[str]:
        """Return what tells contents (`content_hash`) as `contents_of` returns it."""
        return self._read(lambda c: _imports().marks_of(c, contents), [""] * len(contents))

    def has_imports(self) -> bool:
        """Say whether records were imported at all."""
        return self._read(lambda c: _imports().has_imports(c), False)

    def imported_from(self, source_file: str, source_row: int) -> Complaint | None:
        """Return the complaint that came from a row of a file; of several the newest."""
        found: Complaint | None = self._read(lambda c: _imports().imported_from(c, source_file, source_row), None)
        return found

    def has_older_imports(self) -> bool:
        """Say whether records were imported before their keys compared what cells mean."""
        return self._read(lambda c: _imports().has_older_imports(c), False)

    def plugin_states(self) -> dict[str, PluginState]:
        """Return how each plugin's code did so far, by its name."""
        return self._read(lambda c: _plugin_health().states(c), {})

    @property
    def outbox(self) -> Outbox:
        """The messages to units."""
        from aduan_cli.store.sqlite.outbox import SqliteOutbox

        return SqliteOutbox(self._file)

    @property
    def privacy(self) -> Privacy:
        """Who saw persons' data, and how long they are kept."""
        from aduan_cli.store.sqlite.privacy import SqlitePrivacy

        return SqlitePrivacy(self._file)

    def enable_plugin(self, plugin: str, actor: str | None, at: int) -> bool:
        """Let a plugin that was set aside be asked again; False when it was not. What was counted begins anew."""
        if plugin not in self.plugin_states():  # Nothing was counted, and no file is made to say so.
            return False
        return bool(self._write(lambda c: _plugin_health().enable(c, plugin, actor, at)))

    def note_event(self, type_: str, actor: str | None, at: int, data: dict[str, object]) -> None:
        """Append an event that belongs to the desk and to no single complaint."""
        self._write(lambda c: _steps().note_event(c, type_, actor, at, data))

    def erase(self, ticket: str, actor: str | None, at: int | None = None, reason: str | None = None) -> Erased:
        """Erase the person behind a complaint and the wording; see `ports.Upkeep`.

        Erasing again is allowed: it finds what was not erased because another program still read older pages.
        """
        from aduan_cli.store.sqlite.erase import erase_in

        return erase_in(self._file, self.resolve(parse_ticket(ticket)), ticket, actor, at, reason)

    def skip_numbers(self, day: int, past: int, actor: str | None, at: int) -> bool:
        """Let the next number of a day (yyyymmdd) be the one after `past`; False when it is behind that already."""
        from aduan_cli.store.sqlite.numbers import check_skip, skip

        check_skip(day, past)
        return self._write(lambda c: skip(c, day, past, actor, at))

    def rest(self) -> Rest:
        """Bring the log into the file, and close both; the same object is returned until it is opened again."""
        return self._file.rest()

    def begin_anew(self, reason: str, actor: str | None, at: int) -> list[str]:
        """Go on with a new store, or the one that is there now, in the place of the one that the desk remembers."""
        from aduan_cli.store.sqlite.going_on import go_on

        return go_on(self._file, self._memory, reason, actor, at)

    def by_key(self, key: str) -> Complaint | None:
        """Return the complaint that was logged under `--key`."""
        return self._read(lambda c: cases.by_key(c, key), None)

    def resolve(self, ref: TicketRef) -> Complaint | None:
        """Return the complaint of a ticket or a short form of one."""
        return self._read(lambda c: cases.resolve(c, ref), None)

    def find(self, query: Query) -> Iterator[Complaint]:
        """Yield complaints in the query's order."""
        return self._rows(lambda c: cases.find(c, query))

    def nearby(self, at: int, shared: Sequence[Shared]) -> list[Complaint]:
        """Return the complaints nearest to a moment that have something in common; see `ports.Cases`."""
        return self._read(lambda c: cases.nearby(c, at, shared), [])

    def count(self, query: Query) -> int:
        """Return how many complaints fit; the query's limit is not looked at."""
        return self._read(lambda c: cases.count(c, query), 0)

    def search(self, words: str, limit: int | None) -> Iterator[Complaint]:
        """Yield complaints that contain the words, the newest reported first."""
        return self._rows(lambda c: cases.search(c, words, limit))

    def search_count(self, words: str) -> int:
        """Return how many complaints contain the words."""
        return self._read(lambda c: cases.search_count(c, words), 0)

    def pending(self, limit: int, after: tuple[int, int] | None = None) -> list[Complaint]:
        """Return a page of the complaints that wait in triage or were cut off before their decision, oldest first."""
        return self._read(lambda c: cases.pending(c, limit, after), [])

    def awaiting_callback(self, limit: int | None) -> Iterator[Complaint]:
        """Yield the complaints whose caller waits to be rung, the longest waiting first."""
        return self._rows(lambda c: cases.awaiting_callback(c, limit))

    def count_awaiting_callback(self) -> int:
        """Return how many callers wait to be rung."""
        return self._read(cases.count_awaiting_callback, 0)

    def merged(self, complaint: Complaint) -> list[Complaint]:
        """Return what is merged into a complaint, in the order in which it was logged."""
        return self._read(lambda c: cases.merged(c, complaint.ticket), [])

    def units(self) -> list[str]:
        """Return the units that lead or help; the cost grows with the units, not with the complaints."""
        return self._read(cases.units, [])

    def states(self, units: Sequence[str]) -> dict[str, int]:
        """Return how many complaints some units lead, by state; see `ports.Cases`."""
        return self._read(lambda c: cases.states(c, units), {})

    def filed(self) -> list[Filed]:
        """Return where the open complaints are; those that are looked at are all open ones."""
        return self._read(cases.filed, [])

    def decided(self) -> list[DecisionCount]:
        """Return how many complaints each step and rule decided, by category; the whole store is looked at."""
        return self._read(cases.decided, [])

    def assignments(self, complaint: Complaint) -> list[Assignment]:
        """Return who must act on a complaint, and how far each unit is; the lead first."""
        return self._read(lambda c: cases.assignments(c, complaint.id), [])

    def clocks(self, complaint: Complaint) -> list[Run]:
        """Return the clocks of a complaint."""
        return self._read(lambda c: cases.clocks(c, complaint.id), [])

    @property
    def due(self) -> Due:
        """What the job of cron looks for."""
        from aduan_cli.store.sqlite.due import SqliteDue

        return SqliteDue(self._file)

    @property
    def transfer(self) -> Transfer:
        """The desk as a whole."""
        from aduan_cli.store.sqlite.transfer import SqliteTransfer

        return SqliteTransfer(self._file)

    def events(self, complaint: Complaint) -> list[Event]:
        """Return the complaint's history, oldest first."""
        return self._read(lambda c: _history().events(c, complaint.id), [])

    def feed(self, after: int = 0, since: int | None = None) -> Iterator[tuple[str, Event]]:
        """Yield ticket and event of what happened to all complaints after an event's number, in their order."""
        return self._rows(lambda c: _history().feed(c, after, since))

    def attached(self) -> Iterator[tuple[str, Attached]]:
        """Yield ticket and file of all that complaints have which were not erased."""
        return self._rows(lambda c: _history().attached(c))

    def breaks(self) -> list[Break]:
        """Return every place where the chain of events does not verify. Raises `StoreError` when there is no store."""
        from aduan_cli.store.sqlite.verify import all_breaks

        return all_breaks(self._file) or self._file.there([])

    def differences(self) -> Iterator[Difference]:
        """Yield everything in which the tables are not what the events say. Raises `StoreError` without a store."""
        from aduan_cli.store.sqlite import verify

        yield from verify.all_differences(self._file)
        self._file.there(None)

    def head(self) -> tuple[int, str]:
        """Return the number of the newest event and its hash in hex."""
        from aduan_cli.store.sqlite import copies

        # Tables come with the first event, or before it where a desk is on its way here.
        return copies.head(self._file.there(self.path)) or (0, "")

    def has_event(self, digest: str, number: int | None = None) -> bool:
        """Say whether an event, or that of a number, has a hash (hex, or how it begins)."""
        from aduan_cli.store.sqlite import copies

        return copies.has_event(self.path, digest, number)

    def about(self) -> dict[str, object]:
        """Return what is to be known of the file."""
        from aduan_cli.store.sqlite import copies

        return copies.figures(self._file.there(self.path))

    def accepted(self) -> dict[str, str]:
        """Return the files of the revision accepted last; empty when there is none."""
        return self._read(lambda c: _revisions().accepted(c, self._desk), {})

    def accepted_parted(self) -> tuple[dict[str, str], dict[str, str]]:
        """Return of what was accepted last path → text of what is whole, and path → hash of what isn't."""
        return self._read(lambda c: _revisions().accepted_parted(c, self._desk), ({}, {}))

    def last_by_events(self) -> str | None:
        """Return the revision that this desk accepted last by its events, where the tables say another; else None."""
        desk = self._desk
        return None if desk is None else self._read(lambda c: _revisions().last_by_events(c, desk), None)

    def last_revision(self, own: bool = False) -> str | None:
        """Return the name of the revision that this desk accepted last; see `ports.Revisions`."""
        if own:
            return self._read(lambda c: cases.revision_of(c, self._desk), None)
        name: str | None = self._read(lambda c: _revisions().last(c, self._desk), None)
        return name

    def other_desks(self) -> list[str]:
        """Return the folders of other desks that have their calls here too."""
        return [] if (desk := self._desk) is None else self._read(lambda c: _revisions().others(c, desk), [])

    def accept(
        self,
        name: str,
        files: dict[str, str],
        actor: str | None,
        at: int,
        over: str | None = ANY_REVISION,
        written: Sequence[Written] = (),
        noticed: bool = False,
    ) -> bool:
        """Keep a revision with its texts, and the event; see `ports.Revisions`."""
        if self.last_revision(own=True) == name and (noticed or not self.accepted_parted()[1]):
            return False
        rest = (name, files, actor, at, over, self._desk, written, noticed)
        return bool(self._write(lambda c: _revisions().accept(c, *rest)))

    def acceptances(self) -> list[Acceptance]:
        """Return when which revision was accepted, the last one first."""
        return self._read(lambda c: _revisions().acceptances(c), [])

    def revision_files(self, name: str) -> dict[str, str]:
        """Return the files (path → text) of one revision; empty when it is not kept."""
        return self._read(lambda c: _revisions().files(c, name), {})


def _encode(complaint: Complaint) -> Encoded:
    from aduan_cli.store.common.encoded import encode

    return encode(complaint)


def _steps() -> ModuleType:
    """Return the verbs that write: `list` does without them."""
    from aduan_cli.store.sqlite import steps

    return steps


def _imports() -> ModuleType:
    """Return what knows records of files: only imports and a few others need it."""
    from aduan_cli.store.sqlite import imports

    return imports


def _history() -> ModuleType:
    """Return what reads events."""
    from aduan_cli.store.sqlite import history

    return history


def _plugin_health() -> ModuleType:
    """Return the verbs for unit code: only a command that asks it needs them."""
    from aduan_cli.store.sqlite import plugin_health

    return plugin_health


def _revisions() -> ModuleType:
    """Return the verbs for accepted rule files: only a change of the rules needs them."""
    from aduan_cli.store.sqlite import revisions

    return revisions
