"""The desk's data on a server: opened when first asked for, its transactions, its errors in a sentence.

A connection that is lost is made anew, for as long as a lock would be waited for. What was only read is read again.
What was sent to be stored is sent again under the same name, and the server, which knows by that name what it has
done, never does it twice. Where it can't be asked in time nobody knows, and that is told.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from json import dumps

from aduan_cli.errors import ForbiddenError, StoreError, UnconfirmedError
from aduan_cli.i18n import _
from aduan_cli.store.postgres.driver import Error, ProgrammingError
from aduan_cli.store.postgres.failures import AGAIN, FORBIDDEN, MISSING, code_of, is_lost, sentence, unreached
from aduan_cli.store.postgres.session import Session
from aduan_cli.store.postgres.tables import SCHEMA

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeVar

    from aduan_cli.database_url import Address
    from aduan_cli.store.postgres.begun import Begun

    T = TypeVar("T")

WAIT = 10.0
"""Seconds to wait for another writer, and for a server that is gone for a moment."""
_WAIT_FOR_COPY = 2.0
"""Seconds after which a copy that doesn't answer is left for the server itself."""
_VERSION = "SELECT schema, current_setting('aduan.release', true) FROM version"
_EARLY = "early"
"""What the server's setting `aduan.release` says where others may go on before a step is on the disk."""
_ON_DISK = "SELECT pg_logical_emit_message(true, 'aduan', '')"
"""A transaction that has something to write: once it is on the disk, all before it is."""
_REFUSES = ("28000", "28P01", "3D000", "0A000", "42501")
"""The server is there and says no: asking it again would not help."""
_NO_ADDRESS = "invalid "
"""How the library begins where nobody was asked: a port or an option of the address has no such value."""


class ServerConnection:
    """One command's connection to the schema of a desk; see `PostgresStore`. `begun`: to what is read first."""

    def __init__(self, address: Address, wait: float = WAIT, begun: Begun | None = None) -> None:
        self.address, self._wait = address, wait
        copied = ServerConnection(address.first_read, min(wait, _WAIT_FOR_COPY), begun) if address.copy else None
        self._copy, self._begun = copied, None if copied else begun
        self._session: Session | None = None
        self._is_there = self._releases_early = False
        milliseconds = max(1, int(wait * 1000))
        self._writing = (
            "SET LOCAL synchronous_commit = on;"
            f"SET LOCAL lock_timeout = {milliseconds}; SET LOCAL idle_in_transaction_session_timeout = {milliseconds};"
        )

    def close(self) -> None:
        """Close the connection."""
        self._leave_copy()
        if self._begun is not None:
            self._begun.close()
            self._begun = None
        if self._session is not None:
            self._session.close()
            self._session = None

    # -- opening

    def _open(self, until: float) -> Session:
        """Return the session, connected anew where it is lost. Raises `StoreError` once that took too long."""
        pause = 0.02
        while self._session is None:
            try:
                self._session = self._connected()
            except Error as error:
                if _is_final(error) or time.monotonic() + pause >= until:
                    raise StoreError(f"{self.address}: {unreached(error)}") from None
                time.sleep(pause)
                pause = min(pause * 2, 1.0)
        return self._session

    def _connected(self) -> Session:
        begun, self._begun = self._begun, None
        try:
            return Session(self.address.url, self.address.desk) if begun is None else begun.session()
        except ProgrammingError:  # What the library says of an address may quote a password.
            what = _("the address of the server can't be read; postgresql://USER@HOST/DATABASE would be right")
            raise StoreError(f"{self.address}: {what}") from None

    def _check_version(self, session: Session) -> bool:
        """Say whether a desk is there, in tables of this version. Raises `StoreError` for another version."""
        if self._is_there:
            return True
        try:
            found, release, *_rest = session.told or session.rows(_VERSION)[0]
        except Error as error:
            if code_of(error) not in MISSING:
                raise
            return False
        if found > SCHEMA:
            what = _("{path}: made by a newer aduan (schema {found}, known: {known}); update aduan")
            raise StoreError(what.format(path=self.address, found=found, known=SCHEMA))
        if found < SCHEMA:
            self._migrate(session)
            return self._check_version(session)
        self._is_there, self._releases_early = True, release == _EARLY
        return True

    def _migrate(self, session: Session) -> None:
        from aduan_cli.store.postgres.schema import migrate

        migrate(session, self.address.desk, self._writing)

    # -- reading

    def _at_copy(self) -> ServerConnection | None:
        """Return the copy that is to be read: it answers, and has the desk in tables of this version."""
        copy = self._copy
        if copy is not None and not copy._is_there:
            try:
                if not copy.read(lambda _session: True, False):
                    self._leave_copy()
            except StoreError:
                self._leave_copy()
        return self._copy

    def _from_copy(self, look: Callable[[ServerConnection], T]) -> list[T]:
        """Return what the copy says; nothing where it is to be left for the server itself."""
        copy = self._at_copy()
        try:
            return [] if copy is None else [look(copy)]
        except StoreError:
            self._leave_copy()
            return []

    def _leave_copy(self) -> None:
        """Read from the server itself from now on: what was just written there must be seen."""
        if self._copy is not None:
            self._copy.close()
            self._copy = None

    def read(self, work: Callable[[Session], T], empty: T) -> T:
        """Return what is read; `empty` where nothing was ever stored."""
        if self._copy is not None:
            found = self._from_copy(lambda copy: copy.read(work, empty))
            if found:
                return found[0]
        return self._asked(lambda session: work(session) if self._check_version(session) else empty)

    def at_one_moment(self, work: Callable[[Session], T], empty: T) -> T:
        """Return what is read in several statements, all as it is now, while others write."""
        if self._copy is not None:
            found = self._from_copy(lambda copy: copy.at_one_moment(work, empty))
            if found:
                return found[0]

        def look(session: Session) -> T:
            if not self._check_version(session):
                return empty
            session.begin("ISOLATION LEVEL REPEATABLE READ READ ONLY")
            try:
                return work(session)
            finally:
                session.rollback()

        return self._asked(look)

    def rows(self, work: Callable[[Session], Iterator[T]]) -> Iterator[T]:
        """Yield what is read, some at a time and all as it is now, over a connection of its own.

        It is asked again where the connection is lost before anything came.
        """
        if not self.read(lambda _session: True, False):
            return
        copy = self._at_copy()
        beside = ServerConnection(copy.address if copy else self.address._replace(copy=None), self._wait)
        until, is_told = time.monotonic() + self._wait, False
        while True:
            session = beside._open(until)
            try:
                session.begin("ISOLATION LEVEL REPEATABLE READ READ ONLY")
                for one in work(session):
                    is_told = True
                    yield one
                return
            except Error as error:
                if is_told or not beside._goes_on(session, error, until):
                    raise self._store_error(error) from None
            finally:
                beside.close()

    def _asked(self, work: Callable[[Session], T]) -> T:
        """Return what the server says, asked again where the connection was lost."""
        until = time.monotonic() + self._wait
        while True:
            session = self._open(until)
            try:
                return work(session)
            except Error as error:
                if not self._goes_on(session, error, until):
                    raise self._store_error(error) from None

    def _goes_on(self, session: Session, error: Error, until: float) -> bool:
        """Say whether to try again: over a new connection, or because the server asks for it."""
        if is_lost(error) or session.connection.closed:
            self.close()
            return time.monotonic() < until
        session.rollback()
        return code_of(error) in AGAIN and time.monotonic() < until

    def _store_error(self, error: Error, may_be_stored: bool = False) -> StoreError:
        kind = ForbiddenError if code_of(error) == FORBIDDEN else StoreError
        told = kind(f"{self.address}: {sentence(error, self._wait, may_be_stored)}")
        return self._unconfirmed(told) if may_be_stored else told

    # -- writing

    def call(self, statement: str, values: tuple[Any, ...]) -> Any:
        """Run one statement that stores something; its `%s` are the name of the request, then the values."""

        def send(session: Session, name: str) -> Any:
            if not self._releases_early:
                return session.value(statement, (name, *values), self._settings_alone())
            came = session.value(
                statement, (name, *values), f"{self._settings_alone()} SET LOCAL synchronous_commit = off;"
            )
            self._wait_for_disk(session)
            return came

        return self._sent(send)

    def _settings_alone(self) -> str:
        return f"SET TRANSACTION ISOLATION LEVEL READ COMMITTED; {self._writing}"

    def _wait_for_disk(self, session: Session) -> None:
        """Return once what was committed before is on the disk. Raises `UnconfirmedError` where that isn't known."""
        try:
            session.execute(_ON_DISK, before=self._settings_alone())
        except Error as error:
            if is_lost(error) or code_of(error) in AGAIN:
                raise  # It is sent again under its name, and found done, or it is gone and done anew.
            raise self._store_error(error, may_be_stored=True) from None

    def write(self, work: Callable[[Session], T]) -> T:
        """Do work in one transaction under the lock of all writers, durable on return."""
        found: list[T] = []

        def run(session: Session, name: str) -> T:
            session.begin(before=self._writing)
            done = session.value("SELECT (begin_request(%s)).done", (name,))
            if done is not None:  # Its answer was lost on the way.
                session.rollback()
                return found[-1]
            found.append(work(session))
            session.execute("INSERT INTO request (id, outcome) VALUES (%s, %s)", (name, dumps(True)))
            session.commit()
            return found[-1]

        return self._sent(run)

    def _sent(self, send: Callable[[Session, str], T]) -> T:
        """Return what came of a request, sent again under its name as long as nobody knows that.

        Raises `UnconfirmedError` where that was never known.
        """
        self._leave_copy()
        until = time.monotonic() + self._wait
        name, was_sent = os.urandom(16).hex(), False
        while True:
            try:
                session = self._open(until)
                if not self._check_version(session):
                    self._migrate(session)
                    continue
            except StoreError as error:
                raise self._unconfirmed(error) if was_sent else error from None
            except Error as error:
                if not self._goes_on(session, error, until):
                    raise self._store_error(error, was_sent) from None
                continue
            try:
                return send(session, name)
            except Error as error:
                was_sent = was_sent or (is_lost(error) and not session.is_open)
                if not self._goes_on(session, error, until):
                    raise self._store_error(error, was_sent) from None
            except BaseException:
                if session.connection.closed == 0:
                    session.rollback()
                raise

    def _unconfirmed(self, error: StoreError) -> UnconfirmedError:
        sentence = _("{reason}; nobody knows whether this step was stored: look before you repeat it")
        return UnconfirmedError(sentence.format(reason=error))

    def there(self, value: T) -> T:
        """Return a value. Raises `StoreError` where nothing was ever stored."""
        if not self.read(lambda _session: True, False):
            raise StoreError(_("{path}: nothing was ever stored in it").format(path=self.address))
        return value


def _is_final(error: Error) -> bool:
    """Say whether asking again would not help: the server says no, or nobody can be asked at such an address."""
    return code_of(error) in _REFUSES or (not code_of(error) and str(error).startswith(_NO_ADDRESS))
