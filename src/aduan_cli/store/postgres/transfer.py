"""A desk as a whole: every row of its schema read out, and all rows of one written into an empty schema."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator

from aduan_cli.errors import StoreError
from aduan_cli.i18n import _
from aduan_cli.store.common.closing import FILES_ALONE, MOVED
from aduan_cli.store.common.whole_desk import ANYTHING, refuse_filled, refuse_unsound, runs
from aduan_cli.store.postgres import closing
from aduan_cli.store.postgres.connection import ServerConnection
from aduan_cli.store.postgres.rows_in import HEAD, MARKED, insert, make_files_alone
from aduan_cli.store.postgres.session import Session
from aduan_cli.store.postgres.texts import restored_row
from aduan_cli.store.postgres.upkeep import breaks, differences
from aduan_cli.transfer import TABLES, Changes, Closed, KeptTable, Row

_AT_ONCE = 2_000
_LACKS = f"SELECT to_regclass('{FILES_ALONE}') IS NULL"


class PostgresTransfer:
    """The role `Transfer` of a store on a server."""

    def __init__(self, server: ServerConnection) -> None:
        self._server = server

    def rows(self) -> Generator[tuple[KeptTable, Row], None, None]:
        """Yield all rows, as at one moment; see `transfer.Transfer`."""
        self._server.there(None)
        yield from self._server.rows(_rows)

    def fill(self, rows: Iterable[tuple[KeptTable, Row]]) -> None:
        """Take in all rows of a desk; see `transfer.Transfer`."""
        begun: list[bool] = []

        def work(session: Session) -> None:
            if begun:  # The rows are gone that were taken before the connection was lost.
                raise StoreError(_("{path}: the connection was lost; nothing was taken in").format(path=where))
            begun.append(True)
            _fill(session, rows, where)

        where = str(self._server.address)
        self._server.write(work)

    def closed(self) -> Closed | None:
        """Return why the schema takes no steps; see `transfer.Transfer`."""
        return self._server.read(closing.closed, None)

    def close(self, place: str) -> None:
        """Take no more steps; see `transfer.Transfer`."""
        self._server.write(lambda session: closing.close(session, MOVED, place))

    def receive(self, place: str) -> None:
        """Be ready for a desk; see `transfer.Transfer`."""
        where = str(self._server.address)
        self._server.write(lambda session: closing.receive(session, place, where))

    def change(self, changes: Changes) -> None:
        """Make some rows what they are in the other store; see `transfer.Transfer`."""
        where = str(self._server.address)
        self._server.write(lambda session: closing.change(session, changes, where))

    def open(self) -> None:
        """Take steps again; see `transfer.Transfer`."""
        self._server.write(closing.open_)


def select(table: KeptTable) -> str:
    """Return the statement that reads a table's rows in the order of its key."""
    order = f" ORDER BY {', '.join(table.key)}" if table.key else ""
    return f"SELECT {', '.join(table.columns)} FROM {table.name}{order}"


def _rows(session: Session) -> Iterator[tuple[KeptTable, Row]]:
    for table in TABLES:
        if table.name == FILES_ALONE and session.value(_LACKS):
            continue
        for row in session.each(select(table)):
            yield table, restored_row(row) if table.name in MARKED else row


def _fill(session: Session, rows: Iterable[tuple[KeptTable, Row]], where: str) -> None:
    if session.value(ANYTHING):
        raise refuse_filled(where)
    # Rows come from a file or another store, which may take its time.
    session.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
    session.execute("DELETE FROM identity")
    for table, some in runs(rows, _AT_ONCE):
        if table.name == FILES_ALONE:
            make_files_alone(session)
        insert(session, table, some)
    session.execute(HEAD)
    refuse_unsound(breaks(session), differences(session))
