"""The desk's data on a PostgreSQL server."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from types import ModuleType

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.database_url import Address
from aduan_cli.errors import NotAllowedError
from aduan_cli.i18n import _
from aduan_cli.model import ANY_REVISION
from aduan_cli.store.postgres import cases, imports, last_revision
from aduan_cli.store.postgres.connection import WAIT, ServerConnection
from aduan_cli.store.postgres.incidents import PostgresIncidents
from aduan_cli.store.postgres.session import Session
from aduan_cli.stored import Outcome
from aduan_cli.tickets import TicketRef, not_found, parse_ticket

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
    from aduan_cli.store.postgres.begun import Begun
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

_FEW = 10_000
"""Complaints that are fetched at once; more of them come some at a time, over a connection of their own."""


class PostgresStore:
    """A `Store` in a schema of a database. The first write begins the schema; until then the desk is empty.

    `wait`: the seconds to wait for other writers, and for a server that is gone. `desk` is the folder of the desk whose
    accepted rules count; None: whoever's were accepted last. `begun`: a connection that is on its way.
    """

    def __init__(self, address: Address, wait: float = WAIT, desk: str | None = None, begun: Begun | None = None):
        self.address = address
        self._desk = None if desk is None else os.path.realpath(desk)
        self.attend: Callable[[Sequence[Step]], Sequence[Step]] | None = None
        self.encode: Callable[[Complaint], Encoded] | None = None
        self._server = server = ServerConnection(address, wait, begun)
        self.incidents = PostgresIncidents(server)
        self._read, self._rows, self._write = server.read, server.rows, server.write

    def close(self) -> None:
        """Close the connection."""
        self._server.close()

    # -- steps

    def commit(
        self, steps: Sequence[Step], runs: Sequence[PluginRun] = (), at: int = 0, together: bool = False
    ) -> list[Outcome]:
        """Write steps in one transaction, each wholly or, where it is a conflict, not at all; see `ports.Steps`."""
        steps = self.attend(steps) if self.attend else steps
        if not steps and not runs:
            return []
        from aduan_cli.store.postgres.one_call import is_plain, statement
        from aduan_cli.store.postgres.steps import outcomes, payload

        write = "SELECT commit_steps(%s, %s, %s)"
        if not (runs and self._may_note_runs()):
            said = statement(steps[0]) if is_plain(steps) else (write, (payload(steps), together))
            return outcomes(steps, self._server.call(*said))
        from aduan_cli.store.postgres.plugin_health import record

        def work(session: Session) -> list[Outcome]:
            came = session.value(write, (os.urandom(16).hex(), payload(steps), together))
            record(session, runs, at)
            return outcomes(steps, came)

        return self._write(work)

    def _may_note_runs(self) -> bool:
        """Say whether what plugins did is for this user to note; for a unit it is not."""
        return bool(self._read(lambda session: session.value("SELECT has_table_privilege('plugin', 'INSERT')"), True))

    def foresee(self, complaints: Sequence[Complaint]) -> list[Outcome]:
        """Return what `commit` would say of these complaints; nothing is stored."""
        from aduan_cli.store.postgres.foreseeing import foresee, known

        return foresee(complaints, self._read(lambda session: known(session, complaints), [None] * len(complaints)))

    def by_key(self, key: str) -> Complaint | None:
        """Return the complaint that was logged under `--key`."""
        return self._read(lambda session: cases.by_key(session, key), None)

    def resolve(self, ref: TicketRef) -> Complaint | None:
        """Return the complaint of a ticket or a short form of one."""
        return self._read(lambda session: cases.resolve(session, ref), None)

    def find(self, query: Query) -> Iterator[Complaint]:
        """Yield complaints in the query's order."""
        if query.limit is not None and query.limit <= _FEW:
            found: list[Complaint] = self._server.at_one_moment(lambda session: cases.find(session, query), [])
            return iter(found)
        from aduan_cli.store.postgres.query import select

        return self._rows(lambda session: cases.each(session, *select(query)))

    def nearby(self, at: int, shared: Sequence[Shared]) -> list[Complaint]:
        """Return the complaints nearest to a moment that have something in common; see `ports.Cases`."""
        return self._read(lambda session: cases.nearby(session, at, shared), [])

    def count(self, query: Query) -> int:
        """Return how many complaints fit; the query's limit is not looked at."""
        return self._read(lambda session: cases.count(session, query), 0)

    def search(self, words: str, limit: int | None) -> Iterator[Complaint]:
        """Yield complaints that contain the words, the newest reported first."""
        from aduan_cli.store.postgres.wording import condition

        contains = condition(words)
        if contains is None:
            return iter(())
        if limit is not None and limit <= _FEW:
            found: list[Complaint] = self._read(lambda session: cases.search(session, contains, limit), [])
            return iter(found)
        statement, values = cases.search_all(contains, limit)
        return self._rows(lambda session: cases.each(session, statement, values))

    def search_count(self, words: str) -> int:
        """Return how many complaints contain the words."""
        from aduan_cli.store.postgres.wording import condition

        contains = condition(words)
        return 0 if contains is None else self._read(lambda session: cases.search_count(session, contains), 0)

    def pending(self, limit: int, after: tuple[int, int] | None = None) -> list[Complaint]:
        """Return a page of the complaints that wait in triage or were cut off before their decision, oldest first."""
        return self._read(lambda session: cases.pending(session, limit, after), [])

    def awaiting_callback(self, limit: int | None) -> Iterator[Complaint]:
        """Yield the complaints whose caller waits to be rung, the longest waiting first."""
        return self._rows(lambda session: cases.each(session, *cases.awaiting_callback(limit)))

    def count_awaiting_callback(self) -> int:
        """Return how many callers wait to be rung."""
        return self._read(cases.count_awaiting_callback, 0)

    def merged(self, complaint: Complaint) -> list[Complaint]:
        """Return what is merged into a complaint, in the order in which it was logged."""
        return self._read(lambda session: cases.merged(session, complaint.ticket), [])

    def units(self) -> list[str]:
        """Return the units that lead or help; the cost grows with the units, not with the complaints."""
        return self._read(cases.units, [])

    def states(self, units: Sequence[str]) -> dict[str, int]:
        """Return how many complaints some units lead, by state; see `ports.Cases`."""
        return self._read(lambda session: cases.states(session, units), {})

    def filed(self) -> list[Filed]:
        """Return where the open complaints are; those that are looked at are all open ones."""
        return self._read(cases.filed, [])

    def decided(self) -> list[DecisionCount]:
        """Return how many complaints each step and rule decided, by category; the whole store is looked at."""
        return self._read(cases.decided, [])

    def assignments(self, complaint: Complaint) -> list[Assignment]:
        """Return who must act on a complaint, and how far each unit is; the lead first."""
        return self._read(lambda session: cases.assignments(session, complaint.id), [])

    def clocks(self, complaint: Complaint) -> list[Run]:
        """Return the clocks of a complaint."""
        return self._read(lambda session: cases.clocks(session, complaint.id), [])

    # -- what hangs on them

    @property
    def due(self) -> Due:
        """What the job of cron looks for."""
        from aduan_cli.store.postgres.due import PostgresDue

        return PostgresDue(self._server)

    @property
    def figures(self) -> Figures:
        """What is counted."""
        from aduan_cli.store.postgres.figures import PostgresFigures

        return PostgresFigures(self._server)

    @property
    def outbox(self) -> Outbox:
        """The messages to units."""
        from aduan_cli.store.postgres.outbox import PostgresOutbox

        return PostgresOutbox(self._server)

    @property
    def transfer(self) -> Transfer:
        """The desk as a whole."""
        from aduan_cli.store.postgres.transfer import PostgresTransfer

        return PostgresTransfer(self._server)

    @property
    def privacy(self) -> Privacy:
        """Who saw persons' data, and how long they are kept."""
        from aduan_cli.store.postgres.privacy import PostgresPrivacy

        return PostgresPrivacy(self._server)

    def events(self, complaint: Complaint) -> list[Event]:
        """Return the complaint's history, oldest first."""
        return self._read(lambda session: _events().events(session, complaint.id), [])

    def feed(self, after: int = 0, since: int | None = None) -> Iterator[tuple[str, Event]]:
        """Yield ticket and event of what happened to all complaints after an event's number, in their order."""
        return self._rows(lambda session: _events().feed(session, after, since))

    def attached(self) -> Iterator[tuple[str, Attached]]:
        """Yield ticket and file of all that complaints have which were not erased."""
        return self._rows(lambda session: _events().attached(session))

    def note_event(self, type_: str, actor: str | None, at: int, data: dict[str, object]) -> None:
        """Append an event that belongs to the desk and to no single complaint."""
        self._write(lambda session: _events().note_event(session, type_, actor, at, data))

    def origin_of(self, import_key: str) -> tuple[str | None, int | None] | None:
        """Return the file and the row of the complaint with an import key; None when there is none."""
        return self._read(lambda session: imports.origin_of(session, import_key), None)

    def contents_of(self, import_keys: Sequence[str]) -> dict[str, str | None]:
        """Return by each of some import keys that a complaint has what tells its content; None: it was erased."""
        return self._read(lambda session: imports.contents_of(session, import_keys), {})

    def marks_of(self, contents: Sequence[str]) -> list[str]:
        """Return what tells contents (`content_hash`) as `contents_of` returns it."""
        return self._read(lambda session: imports.marks_of(session, contents), [""] * len(contents))

    def has_imports(self) -> bool:
        """Say whether records were imported at all."""
        return self._read(imports.has_imports, False)

    def imported_from(self, source_file: str, source_row: int) -> Complaint | None:
        """Return the complaint that came from a row of a file; of several the newest."""
        return self._read(lambda session: imports.imported_from(session, source_file, source_row), None)

    def has_older_imports(self) -> bool:
        """Say whether records were imported before their keys compared what cells mean: into a desk that came here."""
        return self._read(imports.has_older_imports, False)

    def plugin_states(self) -> dict[str, PluginState]:
        """Return how each plugin's code did so far, by its name."""
        from aduan_cli.store.postgres.plugin_health import states

        return self._read(states, {})

    def enable_plugin(self, plugin: str, actor: str | None, at: int) -> bool:
        """Let a plugin that was set aside be asked again; False when it was not. What was counted begins anew."""
        from aduan_cli.store.postgres.plugin_health import enable

        if plugin not in self.plugin_states():
            return False
        return self._write(lambda session: enable(session, plugin, actor, at))

    # -- revisions

    def accepted(self) -> dict[str, str]:
        """Return the files of the revision accepted last; empty when there is none."""
        return self._server.at_one_moment(lambda session: _revisions().accepted(session, self._desk), {})

    def accepted_parted(self) -> tuple[dict[str, str], dict[str, str]]:
        """Return of what was accepted last path → text of what is whole, and path → hash of what isn't."""
        return self._server.at_one_moment(lambda session: _revisions().accepted_parted(session, self._desk), ({}, {}))

    def last_by_events(self) -> str | None:
        """Return the revision that this desk accepted last by its events, where the tables say another; else None."""
        if (desk := self._desk) is None:
            return None
        told: str | None = self._server.at_one_moment(lambda session: _revisions().last_by_events(session, desk), None)
        return told

    def last_revision(self, own: bool = False) -> str | None:
        """Return the name of the revision that this desk accepted last; see `ports.Revisions`."""
        return self._read(lambda session: last_revision.asked(session, self._desk, own), None)

    def other_desks(self) -> list[str]:
        """Return the folders of other desks that have their calls here too."""
        return self._read(lambda session: last_revision.others(session, self._desk), [])

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
        return bool(self._write(lambda session: _revisions().accept(session, *rest)))

    def acceptances(self) -> list[Acceptance]:
        """Return when which revision was accepted, the last one first."""
        return self._server.at_one_moment(_revisions().acceptances, [])

    def revision_files(self, name: str) -> dict[str, str]:
        """Return the files (path → text) of one revision; empty when it is not kept."""
        return self._read(lambda session: _revisions().files(session, name), {})

    # -- upkeep

    def breaks(self) -> list[Break]:
        """Return every place where the chain of events does not verify. Raises `StoreError` when there is no store."""
        return [*self._rows(_upkeep().breaks)] or self._server.there([])

    def differences(self) -> Iterator[Difference]:
        """Yield everything in which the tables are not what the events say. Raises `StoreError` without a store."""
        self._server.there(None)
        yield from self._rows(_upkeep().differences)

    def head(self) -> tuple[int, str]:
        """Return the number of the newest event and its hash in hex."""
        return self._read(_upkeep().head, None) or self._server.there((0, ""))

    def has_event(self, digest: str, number: int | None = None) -> bool:
        """Say whether an event, or that of a number, has a hash (hex, or how it begins)."""
        return self._read(lambda session: _upkeep().has_event(session, digest, number), False)

    def about(self) -> dict[str, object]:
        """Return what is to be known of the data."""
        where = str(self.address)
        return self._server.at_one_moment(lambda session: _upkeep().about(session, where), {}) or self._server.there({})

    def skip_numbers(self, day: int, past: int, actor: str | None, at: int) -> bool:
        """Let the next number of a day (yyyymmdd) be the one after `past`; False when it is behind that already."""
        _upkeep().check_skip(day, past)
        return bool(self._write(lambda session: _upkeep().skip(session, day, past, actor, at)))

    def erase(self, ticket: str, actor: str | None, at: int | None = None, reason: str | None = None) -> Erased:
        """Erase the person behind a complaint and the wording; see `ports.Upkeep`."""
        if self.resolve(parse_ticket(ticket)) is None:
            raise not_found(ticket)
        erased: Erased = self._write(lambda session: _upkeep().erase(session, ticket, actor, at, reason))
        return erased

    def rest(self) -> Rest:
        """Close the connection: the server keeps what was stored."""
        from aduan_cli.stored import Rest

        self.close()
        return Rest(True, None)

    def begin_anew(self, reason: str, actor: str | None, at: int) -> list[str]:
        """Say that nothing is lost: the server keeps the data, and its administrator brings back a backup."""
        what = _("{path}: nothing is lost that this desk knows of; it goes on as it is")
        raise NotAllowedError(what.format(path=self.address))


def _events() -> ModuleType:
    """Return what reads and appends events."""
    from aduan_cli.store.postgres import events

    return events


def _revisions() -> ModuleType:
    """Return the verbs for accepted rule files: only a change of the rules needs them."""
    from aduan_cli.store.postgres import revisions

    return revisions


def _upkeep() -> ModuleType:
    """Return the verbs that verify, erase and count."""
    from aduan_cli.store.postgres import upkeep

    return upkeep
