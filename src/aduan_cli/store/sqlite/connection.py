"""The desk's SQLite file at work: opened when it is first asked for, its transactions, its errors in a sentence."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from types import ModuleType

from aduan_cli.errors import StoreError
from aduan_cli.i18n import _
from aduan_cli.modes import file_of
from aduan_cli.store.sqlite import desk_mark, opening
from aduan_cli.store.sqlite.migrations import SCHEMA
from aduan_cli.within import contextmanager

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeVar

    from aduan_cli.store.sqlite.desk_mark import Mark, MarkFile
    from aduan_cli.stored import Rest

    T = TypeVar("T")

OLDEST_SQLITE = (3, 37, 0)
WAIT = 10.0
"""Seconds to wait for another writer. The longest transaction of ours takes well under one."""

_File = tuple[int, int]
_UNDECODABLE = "Could not decode"
"""How SQLite's error begins of a text that isn't UTF-8; it goes on with the text, which nobody is to read there."""


class Connection:
    """One command's connection to the file at a path or `file:` URI; see `SqliteStore`.

    `begins_anew`: what the desk remembers doesn't count, for it goes on without.
    """

    def __init__(
        self,
        path: str,
        wait: float,
        when_locked: Callable[[], bool] | None,
        memory: MarkFile | None,
    ) -> None:
        self.path = path
        self._wait, self._when_locked = wait, when_locked
        self._memory = memory
        self._behind: Mark | None = None
        self.begins_anew = False
        self._file: _File | None = None
        self._known: _File | None = None
        """The file that was found to be the one that the desk remembers, in this command."""
        self._connection: sqlite3.Connection | None = None
        self._rest: Rest | None = None
        self._wrote = self._bulk = self._is_older = False
        self._opened: opening.Opened | None = None
        self.is_lenient = False
        """Texts that aren't UTF-8 any more are read as far as they can be, from the next time on that it is opened."""

    def exists(self) -> bool:
        """Say whether the file is there. Raises `LostError` when it isn't, though the desk had its data in it."""
        if opening.exists(self.path):
            return True
        self._remembered()
        return False

    def _remembered(self) -> Mark | None:
        """Return what the desk remembers of this store. Raises `LostError` when the file is gone or empty since."""
        mark = None if self._memory is None or self.begins_anew else self._memory.mark()
        if mark is not None:
            desk_mark.refuse_lost(self.path)
        elif self._memory is not None and not self.begins_anew:
            self._memory.refuse_lost(self.path)
        return mark

    def open(self, write: bool) -> sqlite3.Connection:
        """Return SQLite's connection to the file, with the tables of this version. Raises what `_remembered` does."""
        if self._connection is not None and write and not self._wrote and opening.deviates(self.path):
            self.close()  # Modes are put right while no lock is held.
        if self._is_older and write:
            self.close()
        if self._connection is not None:
            return self._at_work(self._connection, write, write)
        is_known = self._known is not None and self._known == _file_number(self.path)
        mark = None if is_known else self._remembered()
        try:
            connection = self._at_work(self._connected(write), write, write and mark is None and not is_known)
            if mark is not None:
                self._recognise(connection, mark)
        except _EmptyDesk:
            if mark is not None:
                self.close()
                raise desk_mark.LostError(desk_mark.emptied(self.path)) from None
            self._file = _file_number(self.path)
            raise
        except desk_mark.LostError:
            self.close()
            raise
        self._file = self._known = _file_number(self.path)
        return connection

    def _recognise(self, connection: sqlite3.Connection, mark: Mark) -> None:
        """Refuse another store than the desk remembers; tell of an older state of it, once."""
        store, found = desk_mark.seen(connection, mark)
        if store != mark.store:
            raise desk_mark.LostError(desk_mark.exchanged(self.path), exchanged=True)
        if found != mark.hash and self._memory is not None and self._behind is None:
            self._behind = mark
            if not _begin_anew().is_recorded(connection, mark):
                self._memory.warn(desk_mark.older(self.path))

    def _connected(self, write: bool) -> sqlite3.Connection:
        if sqlite3.sqlite_version_info < OLDEST_SQLITE:
            raise StoreError(_("SQLite {have} is too old; 3.37 or newer is needed").format(have=sqlite3.sqlite_version))
        self._opened = opening.connect(self.path, self._wait, write)
        connection = self._connection = self._opened.connection
        self._rest = None
        self._wrote = self._wrote or write
        if self.is_lenient:
            connection.text_factory = _as_far_as_it_goes
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")
        # What is deleted is overwritten: erasing a person must not leave words in unused pages.
        connection.execute("PRAGMA secure_delete = ON")
        if self._bulk:
            _prepare(connection)
        return connection

    def _at_work(self, connection: sqlite3.Connection, write: bool, may_begin: bool) -> sqlite3.Connection:
        """Return the connection once the tables are those of this version, or, to read, can be understood.

        Raises `_EmptyDesk` when there are none, unless a desk `may_begin` here.
        """
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version > SCHEMA:
            raise StoreError(
                _("{path}: made by a newer aduan (schema {found}, known: {known}); update aduan").format(
                    path=self.path, found=version, known=SCHEMA
                )
            )
        if version < SCHEMA and not self._is_older:
            if not may_begin and version == 0 and not _has_tables(connection):
                raise _EmptyDesk
            if version == 0 and _is_foreign(connection):
                raise StoreError(_("{path}: a database of another program; nothing was changed").format(path=self.path))
            reads = self._opened is not None and self._opened.reads
            from aduan_cli.store.sqlite.older_schema import OLDEST, understand

            if not write and version >= OLDEST:
                understand(connection, version)
                self._is_older = True
                return connection
            if reads:
                what = _(
                    "{path}: made by an older aduan; use it once where it can be written, then it can be read here"
                )
                raise StoreError(what.format(path=self.path))
            from aduan_cli.store.sqlite.migrations import migrate

            migrate(connection, self._wait)
        return connection

    @contextmanager
    def explained_errors(self) -> Iterator[None]:
        """Turn SQLite's errors into one sentence."""
        try:
            yield
        except sqlite3.Error as error:
            if _is_damage(error):
                raise self._damaged(_UNDECODABLE in str(error)) from error
            raise StoreError(self._sentence(error)) from error
        except ValueError as error:
            from json import JSONDecodeError

            if isinstance(error, JSONDecodeError):  # What a column holds isn't what was put there.
                raise self._damaged(False) from error
            raise

    def _damaged(self, undecodable: bool) -> desk_mark.DamagedError:
        what = _(
            "{path}: the file is damaged or no aduan database; restore a backup beside it, or, if there is"
            " none: aduan desk begin-anew --reason TEXT"
        )
        return (desk_mark.UndecodableError if undecodable else desk_mark.DamagedError)(what.format(path=self.path))

    def _sentence(self, error: sqlite3.Error) -> str:
        said = str(error)
        low = said.lower()
        if "locked" in low or "busy" in low:
            what = _("another program has held it locked for {seconds:.0f} seconds; try again").format(
                seconds=self._wait
            )
        elif "readonly" in low or "read-only" in low:
            what = _("it can't be written: {reason}").format(reason=opening.shut_out(self.path) or _("read-only"))
        elif low == "aduan: closed":
            from aduan_cli.store.sqlite.closing import closed_sentence

            what = closed_sentence(self._connection)
        elif "full" in low:
            what = _("the disk (or the space allowed) is full; nothing of this step was stored")
        elif "unable to open" in low:
            reason = opening.shut_out(self.path)
            what = _("it can't be opened: {reason}").format(reason=reason) if reason else opening.unopened()
        elif "disk i/o" in low:
            what = _("reading or writing failed (disk I/O); nothing of this step was stored")
        else:
            what = said
        return f"{self.path}: {what}"

    def read(self, work: Callable[[sqlite3.Connection], T], empty: T) -> T:
        """Return what is read; `empty` where nothing was ever stored."""
        if self._connection is None and not self.exists():
            return empty
        with self.explained_errors():
            try:
                result = work(self.open(write=False))
                self._check_unchanged()
                return result
            except _EmptyDesk:
                return empty

    def rows(self, work: Callable[[sqlite3.Connection], Iterator[T]]) -> Iterator[T]:
        """Yield what is read, row by row; nothing where nothing was ever stored."""
        if self._connection is None and not self.exists():
            return
        with self.explained_errors():
            try:
                yield from work(self.open(write=False))
                self._check_unchanged()
            except _EmptyDesk:
                return

    def _check_unchanged(self) -> None:
        if self._opened is not None and self._opened.seen is not None:
            opening.check_unchanged(self.path, self._opened.seen)

    def write(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Do work in one transaction, durable on return, and remember the store as it is then."""
        with self.explained_errors():
            connection = self.open(write=True)
            self._begin(connection)
            self._file = self._file or _file_number(self.path)
            behind, mark = self._behind, None
            try:
                if behind is not None:
                    _begin_anew().record_older_state(connection, behind)
                result = work(connection)
                if self._memory is not None:
                    mark = desk_mark.mark_of(connection)
                self._commit(connection)
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
            self._keep(mark, behind)
            return result

    def _keep(self, mark: Mark | None, behind: Mark | None) -> None:
        """Remember what was stored. Raises `StoreError` when the file that it went into is no longer there."""
        if self._file != _file_number(self.path):
            raise StoreError(
                _(
                    "{path}: it was removed, emptied or exchanged while it was in use;"
                    " what was just stored is not in it"
                ).format(path=self.path)
            )
        if mark is not None and self._memory is not None:
            self._memory.keep(mark, behind, anew=self.begins_anew)
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

    def prepare_bulk(self) -> None:
        """Let more pages stay in memory (64 MB), and let the log grow to 16 MB before it goes into the file."""
        if self._bulk:
            return
        with self.explained_errors():
            _prepare(self.open(write=True))
        self._bulk = True

    def rest(self) -> Rest:
        """Bring the log into the file, and close both; the same object is returned until it is opened again.

        What can't be opened, or brought in because others read older pages, isn't whole.
        """
        if self._rest is None or self._connection is not None:
            from aduan_cli.stored import Rest

            whole, event = False, None
            try:
                event = self.read(desk_mark.head_of, None)
                whole = self._connection is not None and _brought_in(self._connection)
            except StoreError:
                pass  # The store says so itself as soon as it is needed.
            self.close()
            self._rest = Rest(whole, event)
        return self._rest

    def close(self) -> None:
        """Close the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = self._file = None
            self._is_older = False

    def there(self, value: T) -> T:
        """Return a value. Raises `StoreError` when there is no store, or nothing was ever stored in it."""
        if self._connection is None and not self.exists():
            raise StoreError(_("{path}: there is no such file, so nothing can be verified").format(path=self.path))
        with self.explained_errors():
            has_tables = _has_tables(self._connection or self._connected(write=False))
        if not has_tables:
            raise StoreError(_("{path}: nothing was ever stored in it").format(path=self.path))
        return value


def _begin_anew() -> ModuleType:
    """Return what is done when the store is not what the desk remembers."""
    from aduan_cli.store.sqlite import begin_anew

    return begin_anew


def _file_number(path: str) -> _File | None:
    """Return what tells one file from another that later has its name; None: it isn't there, or nothing is in it."""
    try:
        found = os.stat(file_of(path))
    except OSError:
        return None
    return (found.st_dev, found.st_ino) if found.st_size else None


def _prepare(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA cache_size = -64000")
    connection.execute("PRAGMA wal_autocheckpoint = 4000")


def _brought_in(connection: sqlite3.Connection) -> bool:
    """Bring the log into the file; False when others keep some of it from that, or nothing can be written."""
    try:
        _busy, frames, done = connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
    except sqlite3.Error:
        return False
    return bool(frames == done)


class _EmptyDesk(Exception):
    """The file is there, but nothing was ever written into it."""


def _is_damage(error: sqlite3.Error) -> bool:
    """Say whether SQLite can make nothing of the file."""
    said = str(error).lower()
    return any(words in said for words in ("malformed", "not a database", "corrupt", _UNDECODABLE.lower()))


def _as_far_as_it_goes(text: bytes) -> str:
    return text.decode("utf-8", "replace")


def _has_tables(connection: sqlite3.Connection) -> bool:
    return connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone() is not None


def _is_foreign(connection: sqlite3.Connection) -> bool:
    """Say whether somebody else's tables are there. Ours and their schema number come in one transaction."""
    return _has_tables(connection) and connection.execute("PRAGMA user_version").fetchone()[0] == 0
