"""The desk's data in one SQLite file (design section 8)."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import ModuleType
from typing import TYPE_CHECKING, Any, TypeVar

from aduan_cli.errors import NotAllowedError, StoreError
from aduan_cli.files import file_of
from aduan_cli.i18n import _
from aduan_cli.model import ANY_REVISION, Complaint, Taken
from aduan_cli.store import opening, reading, remembering
from aduan_cli.store.migrations import SCHEMA
from aduan_cli.tickets import TicketRef

if TYPE_CHECKING:
    from aduan_cli.ports import (
        Acceptance,
        Change,
        Difference,
        Erased,
        Event,
        Filed,
        PluginRun,
        PluginState,
        Query,
        Tally,
    )
    from aduan_cli.store.remembering import Mark, Memory

OLDEST_SQLITE = (3, 37, 0)
WAIT = 10.0
"""Seconds to wait for another writer. The longest transaction of ours takes well under one."""

BULK = 100
"""Complaints in one transaction from which on the file is prepared for many."""

T = TypeVar("T")


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
        memory: Memory | None = None,
        desk: str | None = None,
    ) -> None:
        self.path = path
        self._desk = None if desk is None else os.path.realpath(desk)
        self._wait, self._when_locked = wait, when_locked
        self._memory = memory
        self._behind: Mark | None = None
        self._begins_anew = False
        self._file: tuple[int, int] | None = None
        self._connection: sqlite3.Connection | None = None
        self._bulk = False
        self._wrote = False
        self._opened: opening.Opened | None = None

    # -- connection

    def _exists(self) -> bool:
        if opening.exists(self.path):
            return True
        self._remembered()
        return False

    def _remembered(self) -> Mark | None:
        """Return what the desk remembers of this store. Raises `LostError` when the file is gone or empty since."""
        mark = None if self._memory is None or self._begins_anew else self._memory.mark()
        if mark is not None:
            remembering.refuse_lost(self.path)
        return mark

    def _open(self, write: bool) -> sqlite3.Connection:
        if self._connection is not None and write and not self._wrote and opening.deviates(self.path):
            self.close()  # Modes are put right while no lock is held.
        if self._connection is not None:
            return self._at_work(self._connection, write)
        mark = self._remembered()
        try:
            connection = self._at_work(self._connected(write), write and mark is None)
            if mark is not None:
                self._recognise(connection, mark)
        except _EmptyDesk:
            if mark is not None:
                self.close()
                raise remembering.LostError(remembering.emptied(self.path)) from None
            self._file = _file_number(self.path)
            raise
        except remembering.LostError:
            self.close()
            raise
        self._file = _file_number(self.path)
        return connection

    def _recognise(self, connection: sqlite3.Connection, mark: Mark) -> None:
        """Refuse another store than the desk remembers; tell of an older state of it, once."""
        store, found = remembering.seen(connection, mark)
        if store != mark.store:
            raise remembering.LostError(remembering.exchanged(self.path), exchanged=True)
        if found != mark.hash and self._memory is not None and self._behind is None:
            self._behind = mark
            self._memory.warn(remembering.older(self.path))

    def _connected(self, write: bool) -> sqlite3.Connection:
        if sqlite3.sqlite_version_info < OLDEST_SQLITE:
            raise StoreError(_("SQLite {have} is too old; 3.37 or newer is needed").format(have=sqlite3.sqlite_version))
        self._opened = opening.connect(self.path, self._wait, write)
        connection = self._connection = self._opened.connection
        self._wrote = self._wrote or write
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")
        # What is deleted is overwritten: erasing a person must not leave words in unused pages.
        connection.execute("PRAGMA secure_delete = ON")
        return connection

    def _at_work(self, connection: sqlite3.Connection, may_begin: bool) -> sqlite3.Connection:
        """Return the connection once the tables are those of this version.

        Raises `_EmptyDesk` when there are none, unless a desk `may_begin` here.
        """
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version > SCHEMA:
            raise StoreError(
                _("{path}: made by a newer aduan (schema {found}, known: {known}); update aduan").format(
                    path=self.path, found=version, known=SCHEMA
                )
            )
        if version < SCHEMA:
            if not may_begin and version == 0 and not _has_tables(connection):
                raise _EmptyDesk
            if version == 0 and _is_foreign(connection):
                raise StoreError(_("{path}: a database of another program; nothing was changed").format(path=self.path))
            if self._opened is not None and self._opened.reads:
                what = _(
                    "{path}: made by an older aduan; use it once where it can be written, then it can be read here"
                )
                raise StoreError(what.format(path=self.path))
            from aduan_cli.store.migrations import migrate

            migrate(connection, self._wait)
        return connection

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn SQLite's errors into one sentence."""
        try:
            yield
        except sqlite3.Error as error:
            raise StoreError(self._sentence(error)) from error

    def _sentence(self, error: sqlite3.Error) -> str:
        said = str(error)
        low = said.lower()
        if "locked" in low or "busy" in low:
            what = _("another program has held it locked for {seconds:.0f} seconds; try again").format(
                seconds=self._wait
            )
        elif "readonly" in low or "read-only" in low:
            what = _("it can't be written: {reason}").format(reason=opening.shut_out(self.path) or _("read-only"))
        elif "full" in low:
            what = _("the disk (or the space allowed) is full; nothing of this step was stored")
        elif "malformed" in low or "not a database" in low or "corrupt" in low:
            what = _("the file is damaged or no aduan database; restore a backup beside it")
        elif "unable to open" in low:
            reason = opening.shut_out(self.path)
            what = _("it can't be opened: {reason}").format(reason=reason) if reason else opening.unopened()
        elif "disk i/o" in low:
            what = _("reading or writing failed (disk I/O); nothing of this step was stored")
        else:
            what = said
        return f"{self.path}: {what}"

    def _read(self, work: Callable[[sqlite3.Connection], T], empty: T) -> T:
        if self._connection is None and not self._exists():
            return empty
        with self._told():
            try:
                result = work(self._open(write=False))
                self._check_unchanged()
                return result
            except _EmptyDesk:
                return empty

    def _rows(self, work: Callable[[sqlite3.Connection], Iterator[T]]) -> Iterator[T]:
        if self._connection is None and not self._exists():
            return
        with self._told():
            try:
                yield from work(self._open(write=False))
                self._check_unchanged()
            except _EmptyDesk:
                return

    def _check_unchanged(self) -> None:
        if self._opened is not None and self._opened.seen is not None:
            opening.check_unchanged(self.path, self._opened.seen)

    def _write(self, work: Callable[[sqlite3.Connection], T]) -> T:
        with self._told():
            connection = self._open(write=True)
            self._begin(connection)
            self._file = self._file or _file_number(self.path)
            behind, mark = self._behind, None
            try:
                if behind is not None:
                    _beginning().settle(connection, behind)
                result = work(connection)
                if self._memory is not None:
                    mark = remembering.mark_of(connection)
                self._commit(connection)
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
            self._keep(mark, instead=behind is not None)
            return result

    def _keep(self, mark: Mark | None, instead: bool) -> None:
        """Remember what was stored. Raises `StoreError` when the file that it went into is no longer there."""
        if self._file != _file_number(self.path):
            raise StoreError(
                _("{path}: it was removed or exchanged while it was in use; what was just stored is not in it").format(
                    path=self.path
                )
            )
        if mark is not None and self._memory is not None:
            self._memory.keep(mark, instead=instead or self._begins_anew)
            self._behind = None

    def _begin(self, connection: sqlite3.Connection) -> None:
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if self._when_locked is None or "locked" not in str(error) or not self._when_locked():
                raise
            connection.execute("BEGIN IMMEDIATE")

    def _commit(self, connection: sqlite3.Connection) -> None:
        """Commit. When the disk fails at this very moment, the step may or may not be found there later."""
        try:
            connection.execute("COMMIT")
        except sqlite3.OperationalError as error:
            if "disk i/o" not in str(error).lower():
                raise
            raise StoreError(
                _("{path}: writing failed (disk I/O); look whether this step was stored before you repeat it").format(
                    path=self.path
                )
            ) from error

    def _prepare_bulk(self) -> None:
        """Let more pages stay in memory (8 MB), and let the log grow to 16 MB before it goes into the file."""
        self._bulk = True
        with self._told():
            connection = self._open(write=True)
            connection.execute("PRAGMA cache_size = -8000")
            connection.execute("PRAGMA wal_autocheckpoint = 4000")

    def close(self) -> None:
        """Close the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = self._file = None

    # -- verbs

    def take(self, complaints: Sequence[Complaint], runs: Sequence[PluginRun] = ()) -> list[Taken]:
        """Store new complaints with number, ticket, events and assignments; all or none. See `change` for `runs`."""
        if len(complaints) >= BULK and not self._bulk:
            self._prepare_bulk()

        def work(connection: sqlite3.Connection) -> list[Taken]:
            taken: list[Taken] = _writing().take(connection, complaints)
            if runs:
                _plugins().record(connection, runs, max((c.logged_at for c in complaints), default=0))
            return taken

        return self._write(work)

    def foresee(self, complaints: Sequence[Complaint]) -> list[Taken]:
        """Return what `take` would say of these complaints; nothing is stored."""
        nothing = [Taken(complaint.ticket, "taken") for complaint in complaints]
        return self._read(lambda c: _writing().foresee(c, complaints), nothing)

    def origin_of(self, import_key: str) -> tuple[str | None, int | None] | None:
        """Return the file and the row of the complaint with an import key; None when there is none."""
        return self._read(lambda c: reading.origin_of(c, import_key), None)

    def imported(self, import_keys: Sequence[str]) -> set[str]:
        """Return those of some import keys that a complaint has."""
        return self._read(lambda c: reading.imported(c, import_keys), set())

    def imported_from(self, source_file: str, source_row: int) -> Complaint | None:
        """Return the complaint that came from a row of a file; of several the newest."""
        return self._read(lambda c: reading.imported_from(c, source_file, source_row), None)

    def has_older_imports(self) -> bool:
        """Say whether records were imported before their keys compared what cells mean."""
        return self._read(reading.has_older_imports, False)

    def change(self, changes: Sequence[Change], runs: Sequence[PluginRun] = (), at: int = 0) -> None:
        """Write changes with their events; raises `NotAllowedError` when somebody else was faster.

        `runs` say how unit code did meanwhile, up to the time `at`; a plugin that fails too often is set aside.
        """

        def work(connection: sqlite3.Connection) -> None:
            _writing().change(connection, changes)
            if runs:
                _plugins().record(connection, runs, at)

        if changes or runs:
            self._write(work)

    def plugin_states(self) -> dict[str, PluginState]:
        """Return how each plugin's code did so far, by its name."""
        return self._read(lambda c: _plugins().states(c), {})

    def enable_plugin(self, plugin: str, actor: str | None, at: int) -> bool:
        """Let a plugin that was set aside be asked again; False when it was not. What was counted begins anew."""
        done: bool = self._write(lambda c: _plugins().enable(c, plugin, actor, at))
        return done

    def note_event(self, type_: str, actor: str | None, at: int, data: dict[str, Any]) -> None:
        """Append an event that belongs to the desk and to no single complaint."""
        self._write(lambda c: _writing().note_event(c, type_, actor, at, data))

    def erase(self, ticket: str, actor: str | None, at: int | None = None) -> Erased:
        """Erase the person behind a complaint and the wording, everywhere; the chain of events still verifies.

        Erasing again is allowed: it finds what was not erased because another program still read older pages.
        Raises `NotFoundError` when there is no such ticket. `at`: now, unless given.
        """
        erased: Erased = self._write(lambda c: _erasing().erase(c, ticket, actor, at))
        with self._told():
            busy = self._open(write=True).execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        if busy:
            raise StoreError(
                _("{path}: erased, but another program still reads older pages; erase again when it has ended").format(
                    path=self.path
                )
            )
        return erased

    def skip_numbers(self, day: int, past: int, actor: str | None, at: int) -> bool:
        """Let the next number of a day (yyyymmdd) be the one after `past`; False when it is behind that already."""
        done: bool = self._write(lambda c: _numbers().skip(c, day, past, actor, at))
        return done

    def put_back(self) -> bool:
        """Write all that this command still sees of a file that is gone to its place; False when it sees nothing."""
        if self._connection is None:
            return False
        from aduan_cli.store import watching

        with self._told():
            copy = watching.copy_out(self._connection, self.path)
        self.close()
        watching.put_in_place(copy, self.path)
        return True

    def begin_anew(self, reason: str, actor: str | None, at: int) -> list[str]:
        """Go on with a new store, or the one that is there now, in the place of the one that the desk remembers.

        What is left of an emptied file gets another name; returns those. Raises `NotAllowedError` when nothing is lost.
        """
        mark = self._memory.mark() if self._memory else None
        moved: list[str] = []
        try:
            self._read(lambda c: None, None)
        except remembering.LostError as lost:
            self.close()
            if not lost.exchanged:
                moved = _beginning().set_aside(file_of(self.path), at)
        else:
            mark = None
        if mark is None:
            raise NotAllowedError(
                _("{path}: nothing is lost that this desk knows of; it goes on as it is").format(path=self.path)
            )
        self._begins_anew = True
        try:
            self._write(lambda c: _beginning().begin(c, mark, reason, actor, at))
        finally:
            self._begins_anew = False
        return moved

    def by_key(self, key: str) -> Complaint | None:
        """Return the complaint that was logged under `--key`."""
        return self._read(lambda c: reading.by_key(c, key), None)

    def resolve(self, ref: TicketRef) -> Complaint | None:
        """Return the complaint of a ticket or a short form of one."""
        return self._read(lambda c: reading.resolve(c, ref), None)

    def find(self, query: Query) -> Iterator[Complaint]:
        """Yield complaints in the query's order."""
        return self._rows(lambda c: reading.find(c, query))

    def count(self, query: Query) -> int:
        """Return how many complaints fit; the query's limit is not looked at."""
        return self._read(lambda c: reading.count(c, query), 0)

    def search(self, words: str, limit: int | None) -> Iterator[Complaint]:
        """Yield complaints that contain the words, the newest logged first."""
        return self._rows(lambda c: reading.search(c, words, limit))

    def search_count(self, words: str) -> int:
        """Return how many complaints contain the words."""
        return self._read(lambda c: reading.search_count(c, words), 0)

    def pending(self) -> Iterator[Complaint]:
        """Yield complaints that wait in triage or were cut off before their decision, oldest first."""
        return self._rows(reading.pending)

    def units(self) -> list[str]:
        """Return the units that complaints are at; the cost grows with the units, not with the complaints."""
        return self._read(reading.units, [])

    def filed(self) -> list[Filed]:
        """Return where the open complaints are; those that are looked at are all open ones."""
        return self._read(reading.filed, [])

    def decided(self) -> list[Tally]:
        """Return how many complaints each step and rule decided, by category; the whole store is looked at."""
        return self._read(reading.decided, [])

    def events(self, complaint: Complaint) -> list[Event]:
        """Return the complaint's history, oldest first."""
        return self._read(lambda c: reading.events(c, complaint.id), [])

    def breaks(self) -> list[Any]:
        """Return every place where the chain of events does not verify. Raises `StoreError` when there is no store."""
        from aduan_cli.store.verify import breaks

        return self._read(lambda c: list(breaks(c)), None) or self._there([])

    def differences(self) -> Iterator[Difference]:
        """Yield everything in which the tables are not what the events say. Raises `StoreError` without a store."""
        from aduan_cli.store.replay import differences

        yield from self._rows(differences)
        self._there(None)

    def _there(self, value: T) -> T:
        """Return a value. Raises `StoreError` when there is no store, or nothing was ever stored in it."""
        if self._connection is None and not self._exists():
            raise StoreError(_("{path}: there is no such file, so nothing can be verified").format(path=self.path))
        if not _has_tables(self._connection or self._connected(write=False)):
            raise StoreError(_("{path}: nothing was ever stored in it").format(path=self.path))
        return value

    def accepted(self) -> dict[str, str]:
        """Return the files of the revision accepted last; empty when there is none."""
        return self._read(lambda c: _revisions().accepted(c, self._desk), {})

    def last_revision(self, own: bool = False) -> str | None:
        """Return the name of the revision that this desk accepted last; None when there is none.

        `own`: by itself, not taken over from a desk before it.
        """
        if own:
            return self._read(lambda c: reading.revision_of(c, self._desk), None)
        name: str | None = self._read(lambda c: _revisions().last(c, self._desk), None)
        return name

    def other_desks(self) -> list[str]:
        """Return the folders of other desks that have their calls here too."""
        desk = self._desk
        return [] if desk is None else self._read(lambda c: _revisions().others(c, desk), [])

    def accept(
        self, name: str, files: dict[str, str], actor: str | None, at: int, over: str | None = ANY_REVISION
    ) -> bool:
        """Keep a revision with its texts, and the event; False when it is the last one already.

        Raises `NotAllowedError` when another than `over` (None: none at all) was accepted last.
        """
        if self.last_revision(own=True) == name:
            return False
        done: bool = self._write(lambda c: _revisions().accept(c, name, files, actor, at, over, self._desk))
        return done

    def acceptances(self) -> list[Acceptance]:
        """Return when which revision was accepted, the last one first."""
        return self._read(lambda c: _revisions().acceptances(c), [])

    def revision_files(self, name: str) -> dict[str, str]:
        """Return the files (path → text) of one revision; empty when it is not kept."""
        return self._read(lambda c: _revisions().files(c, name), {})


def _writing() -> ModuleType:
    """Return the verbs that write: `list` does without them."""
    from aduan_cli.store import writing

    return writing


def _erasing() -> ModuleType:
    """Return the verbs that erase."""
    from aduan_cli.store import erasing

    return erasing


def _numbers() -> ModuleType:
    """Return the verbs for numbers that are left out."""
    from aduan_cli.store import numbers

    return numbers


def _beginning() -> ModuleType:
    """Return what is done when the store is not what the desk remembers."""
    from aduan_cli.store import beginning

    return beginning


def _file_number(path: str) -> tuple[int, int] | None:
    """Return what tells one file from another that later has its name; None when it isn't there."""
    try:
        found = os.stat(file_of(path))
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _plugins() -> ModuleType:
    """Return the verbs for unit code: only a command that asks it needs them."""
    from aduan_cli.store import plugins

    return plugins


def _revisions() -> ModuleType:
    """Return the verbs for accepted rule files: only a change of the rules needs them."""
    from aduan_cli.store import revisions

    return revisions


class _EmptyDesk(Exception):
    """The file is there, but nothing was ever written into it."""


def _has_tables(connection: sqlite3.Connection) -> bool:
    return connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone() is not None


def _is_foreign(connection: sqlite3.Connection) -> bool:
    """Say whether somebody else's tables are there. Ours and their schema number come in one transaction."""
    return _has_tables(connection) and connection.execute("PRAGMA user_version").fetchone()[0] == 0
