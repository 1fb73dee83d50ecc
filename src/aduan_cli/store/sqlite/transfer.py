"""A desk as a whole: every row of its file read out, and all rows of one written into an empty file."""

from __future__ import annotations

import sqlite3
from collections.abc import Generator, Iterable, Iterator

from aduan_cli.store.common.closing import MOVED
from aduan_cli.store.common.whole_desk import ANYTHING, refuse_filled, refuse_unsound, runs
from aduan_cli.store.sqlite import closing
from aduan_cli.store.sqlite.cases import at_one_moment
from aduan_cli.store.sqlite.closing import insert
from aduan_cli.store.sqlite.connection import Connection
from aduan_cli.store.sqlite.verify import breaks, differences
from aduan_cli.transfer import TABLES, Changes, Closed, KeptTable, Row

_AT_ONCE = 2_000
_INDEXES = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND name NOT LIKE 'idx__%'"


class SqliteTransfer:
    """The role `Transfer` of a store in a file."""

    def __init__(self, file: Connection) -> None:
        self._file = file

    def rows(self) -> Generator[tuple[KeptTable, Row], None, None]:
        """Yield all rows, as at one moment; see `transfer.Transfer`."""
        yield from self._file.rows(_rows)
        self._file.there(None)

    def fill(self, rows: Iterable[tuple[KeptTable, Row]]) -> None:
        """Take in all rows of a desk; see `transfer.Transfer`."""
        self._file.prepare_bulk()
        self._file.write(lambda connection: _fill(connection, rows, self._file.path))

    def closed(self) -> Closed | None:
        """Return why the file takes no steps; see `transfer.Transfer`."""
        return self._file.read(closing.closed, None)

    def close(self, place: str) -> None:
        """Take no more steps; see `transfer.Transfer`."""
        self._file.write(lambda connection: closing.close(connection, MOVED, place))

    def receive(self, place: str) -> None:
        """Be ready for a desk; see `transfer.Transfer`."""
        self._file.prepare_bulk()
        self._file.write(lambda connection: closing.receive(connection, place, self._file.path))

    def change(self, changes: Changes) -> None:
        """Make some rows what they are in the other store; see `transfer.Transfer`."""
        self._file.write(lambda connection: closing.change(connection, changes, self._file.path))

    def open(self) -> None:
        """Take steps again; see `transfer.Transfer`."""
        self._file.write(closing.open_)


def select(table: KeptTable) -> str:
    """Return the statement that reads a table's rows in the order of its key."""
    order = f" ORDER BY {', '.join(table.key)}" if table.key else ""
    return f"SELECT {', '.join(table.columns)} FROM {table.name}{order}"


def _rows(connection: sqlite3.Connection) -> Iterator[tuple[KeptTable, Row]]:
    with at_one_moment(connection):
        for table in TABLES:
            for row in connection.execute(select(table)):
                yield table, row


def _fill(connection: sqlite3.Connection, rows: Iterable[tuple[KeptTable, Row]], where: str) -> None:
    if connection.execute(ANYTHING).fetchone()[0]:
        raise refuse_filled(where)
    connection.execute("DELETE FROM identity")
    indexes = connection.execute(_INDEXES).fetchall()
    for name, _sql in indexes:
        connection.execute(f"DROP INDEX {name}")
    for table, some in runs(rows, _AT_ONCE):
        connection.executemany(insert(table), some)
    for _name, sql in indexes:
        # In the order of their keys, all at once: a tenth of what keeping them up with each row costs.
        connection.execute(sql)
    connection.execute("INSERT INTO complaint_fts (complaint_fts) VALUES ('rebuild')")
    refuse_unsound(breaks(connection), differences(connection))
