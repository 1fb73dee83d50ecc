"""A desk as a whole has everything that any store's tables have."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from older_store import to_schema

from aduan_cli.store.sqlite import SqliteStore
from aduan_cli.store.sqlite.beginning import make_tables
from aduan_cli.testing.store_contract.given import take
from aduan_cli.testing.store_contract.transfer import fill_desk
from aduan_cli.transfer import TABLES
from database import Server
from invented import call

OF_THE_FILE = {"_sqlite_migrations", "sqlite_sequence"}
"""What a file has of its own: which steps made it, and the last number of an event."""


def test_every_column_of_the_file_is_in_a_table_of_the_desk() -> None:
    """A column that comes later and is forgotten here would be lost by every desk that moves."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    make_tables(connection)
    names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    names = {name for name in names - OF_THE_FILE if not name.startswith("complaint_fts")}
    assert names == {table.name for table in TABLES}
    for table in TABLES:
        found = connection.execute("SELECT name FROM pragma_table_xinfo(?) WHERE hidden = 0", (table.name,))
        assert {row[0] for row in found} - {"only"} == set(table.columns), table.name
        kinds = dict(connection.execute("SELECT name, type FROM pragma_table_info(?)", (table.name,)).fetchall())
        assert {name for name, kind in kinds.items() if kind == "BLOB"} == set(table.bytes)
    connection.close()


@pytest.mark.slow
def test_every_column_of_the_server_is_in_a_table_of_the_desk(server: Server) -> None:
    from aduan_cli.store.postgres import PostgresStore
    from aduan_cli.store.postgres.session import Session

    address = server.address()
    store = PostgresStore(address)
    take(store, [call()])
    store.close()
    session = Session(address.url, address.desk)
    found: dict[str, set[str]] = {}
    columns = "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema()"
    for table, column in session.rows(columns):
        found.setdefault(table, set()).add(column)
    session.close()
    own = {"version", "head", "request"}
    """Of the server: its schema, the last numbers given, and what became of steps whose answers may be lost."""
    assert found.keys() - own == {table.name for table in TABLES} - {"older_imports"}
    beside = {"single", "inner_key", "outer_key", "words", "folded", "overlong"}
    for table in TABLES:
        assert found.get(table.name, set(table.columns)) - beside == set(table.columns), table.name


@pytest.mark.slow
def test_a_desk_goes_to_a_server_and_back_as_it_was(server: Server, tmp_path: Path) -> None:
    """Also what only a file can have been: one whose records an older version imported."""
    from aduan_cli.store.postgres import PostgresStore

    first, there, back = (
        SqliteStore(str(tmp_path / "a.db")),
        PostgresStore(server.address()),
        SqliteStore(str(tmp_path / "b.db")),
    )
    fill_desk(first)
    with sqlite3.connect(tmp_path / "a.db") as connection:
        connection.execute("INSERT INTO older_imports VALUES (3)")
    connection.close()
    there.transfer.fill(first.transfer.rows())
    assert there.has_older_imports()
    back.transfer.fill(there.transfer.rows())
    assert list(back.transfer.rows()) == list(there.transfer.rows()) == list(first.transfer.rows())
    assert back.has_older_imports()
    for store in (first, there, back):
        store.close()


@pytest.mark.parametrize("schema", range(5, 17))
def test_a_file_of_an_older_schema_is_given_away_as_one_of_today(schema: int, tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    store = SqliteStore(str(path))
    take(store, [call(caller_phone="+6281200000001"), call(support=("bpbd",))])
    store.close()
    connection = sqlite3.connect(path)
    to_schema(connection, schema)
    connection.commit()
    connection.close()
    before = path.read_bytes()
    other = SqliteStore(str(tmp_path / "b.db"))
    other.transfer.fill(SqliteStore(str(path)).transfer.rows())
    assert path.read_bytes() == before
    assert list(other.differences()) == []
    other.close()
