"""The tables come to be in numbered steps, once, whoever comes first."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from aduan_cli.ports import Query
from aduan_cli.store.sqlite import SqliteStore
from aduan_cli.store.sqlite.migrations import SCHEMA, migrate
from aduan_cli.testing.store_contract.given import failed
from invented import MORNING, assert_sound, call
from steps import take


def described(path: Path) -> list[tuple[str, ...]]:
    """Return every table, index and trigger with its SQL."""
    connection = sqlite3.connect(path)
    found = connection.execute("SELECT type, name, sql FROM sqlite_master ORDER BY 1, 2").fetchall()
    connection.close()
    return found


def test_the_first_write_makes_the_tables_and_records_the_schema(tmp_path: Path) -> None:
    path = tmp_path / "aduan.db"
    store = SqliteStore(str(path))
    take(store, [call()])
    store.close()
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA user_version").fetchone() == (SCHEMA,)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    steps = connection.execute("SELECT name FROM _sqlite_migrations WHERE migration_set = 'aduan'").fetchall()
    connection.close()
    assert [name[:4] for (name,) in steps] == [f"{number:04}" for number in range(1, SCHEMA + 1)]
    assert_sound(path)


def test_an_empty_file_is_an_empty_desk_and_becomes_one_by_the_first_write(tmp_path: Path) -> None:
    path = tmp_path / "aduan.db"
    path.touch()
    store = SqliteStore(str(path))
    assert list(store.find(Query())) == []
    assert path.stat().st_size == 0
    take(store, [call()])
    store.close()
    assert assert_sound(path) == ["UJI-251124-0001-8"]


def test_migrating_twice_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "aduan.db"
    store = SqliteStore(str(path))
    take(store, [call()])
    before = described(path)
    connection = sqlite3.connect(path, isolation_level=None)
    migrate(connection)
    migrate(connection)
    connection.close()
    assert described(path) == before
    take(store, [call(MORNING + 1)])
    store.close()
    assert len(assert_sound(path)) == 2


def test_a_migration_that_was_cut_off_left_nothing_and_runs_again(tmp_path: Path) -> None:
    """The file is as a power cut leaves it after the step's record but before the commit: nothing of it."""
    path = tmp_path / "aduan.db"
    connection = sqlite3.connect(path, isolation_level=None)
    connection.set_authorizer(refuse_the_last_table)
    with pytest.raises(sqlite3.DatabaseError):
        migrate(connection)
    assert not connection.in_transaction
    connection.close()
    assert described(path) == []
    store = SqliteStore(str(path))
    take(store, [call()])
    store.close()
    assert_sound(path)


def refuse_the_last_table(action: int, first: str | None, *_rest: object) -> int:
    """An authorizer that lets everything through but the table `file_text`."""
    return sqlite3.SQLITE_DENY if action == sqlite3.SQLITE_CREATE_TABLE and first == "file_text" else sqlite3.SQLITE_OK


def test_the_tables_are_strict_and_durable(tmp_path: Path) -> None:
    path = tmp_path / "aduan.db"
    store = SqliteStore(str(path))
    take(store, [call()])
    connection = store._file.open(write=True)
    assert connection.execute("PRAGMA synchronous").fetchone() == (2,)
    assert connection.execute("PRAGMA foreign_keys").fetchone() == (1,)
    assert connection.execute("PRAGMA secure_delete").fetchone() == (1,)
    store.close()
    ours = [sql for kind, name, sql in described(path) if kind == "table" and not name.startswith(("_", "sqlite_"))]
    strict = [sql for sql in ours if sql and "complaint_fts" not in sql]
    assert len(strict) >= 8
    assert all("STRICT" in sql for sql in strict)


def first_schema(path: Path) -> None:
    """Make a file as the first version left it: its tables, its record of one step, and calls."""
    newest = SqliteStore(str(path))
    take(newest, [call(), call(MORNING + 1)])
    newest.close()
    connection = sqlite3.connect(path)
    connection.execute("DROP TABLE plugin")
    connection.execute("DELETE FROM _sqlite_migrations WHERE name = '0002_plugin_states'")
    connection.execute("PRAGMA user_version = 1")
    connection.commit()
    connection.close()


def test_an_older_store_is_upgraded_by_the_first_command_that_needs_it(tmp_path: Path) -> None:
    """Its calls and their chain stay as they are; the new table is there, as in a new file."""
    path, new = tmp_path / "aduan.db", tmp_path / "new.db"
    first_schema(path)
    for store, complaint in ((SqliteStore(str(path)), call(MORNING + 2)), (SqliteStore(str(new)), call())):
        assert store.plugin_states() == {}
        take(store, [complaint], [failed("bpbd")])
        assert store.plugin_states()["bpbd"].failures == 1
        store.close()
    assert len(assert_sound(path)) == 3
    assert described(path) == described(new)
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA user_version").fetchone() == (SCHEMA,)
    connection.close()


def test_reading_an_older_store_upgrades_it_too(tmp_path: Path) -> None:
    path = tmp_path / "aduan.db"
    first_schema(path)
    store = SqliteStore(str(path))
    assert store.count(Query()) == 2
    store.close()
    assert "plugin" in {name for _kind, name, _sql in described(path)}


def test_an_upgrade_that_is_cut_off_leaves_the_older_store_whole(tmp_path: Path) -> None:
    path = tmp_path / "aduan.db"
    first_schema(path)
    before = described(path)

    def refuse(action: int, first: str | None, *_rest: object) -> int:
        """An authorizer that lets everything through but the table `plugin`."""
        return sqlite3.SQLITE_DENY if action == sqlite3.SQLITE_CREATE_TABLE and first == "plugin" else sqlite3.SQLITE_OK

    connection = sqlite3.connect(path, isolation_level=None)
    connection.set_authorizer(refuse)
    with pytest.raises(sqlite3.DatabaseError):
        migrate(connection)
    connection.close()
    assert described(path) == before
    store = SqliteStore(str(path))
    assert store.plugin_states() == {}
    store.close()
    assert len(assert_sound(path)) == 2
