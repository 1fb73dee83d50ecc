"""What other tests begin with, the copied tables of a new store, is what the migrations make."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import empty_store
from aduan_cli.store.sqlite import migrations
from aduan_cli.store.sqlite.migrations import migrate as real_migrate


def content(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Return the schema and every row of every table, names and times of the making left out."""
    connection = sqlite3.connect(path)
    found = {"schema": connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master").fetchall()}
    for pragma in ("user_version", "journal_mode", "page_size", "auto_vacuum", "encoding", "application_id"):
        found[pragma] = connection.execute(f"PRAGMA {pragma}").fetchall()
    tables = [name for kind, name, _table, _sql in found["schema"] if kind == "table"]
    for name in tables:
        found[name] = connection.execute(f"SELECT * FROM {name}").fetchall()
    found["identity"] = [(len(store), len(secret)) for _one, store, secret in found["identity"]]
    found["_sqlite_migrations"] = [row[:-1] for row in found["_sqlite_migrations"]]
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    connection.close()
    return found


def made(path: Path, by: Callable[[sqlite3.Connection], None]) -> Path:
    """Return a new file whose tables were made in one of the two ways."""
    connection = sqlite3.connect(path, isolation_level=None)
    by(connection)
    connection.close()
    return path


def test_copied_tables_are_what_the_migrations_make(tmp_path: Path) -> None:
    """The same schema, pragmas and rows; the journal is the same, too."""
    real = content(made(tmp_path / "real.db", real_migrate))
    assert real["journal_mode"] == [("wal",)]
    assert len(real["_sqlite_migrations"]) == migrations.SCHEMA
    assert content(made(tmp_path / "copied.db", empty_store.migrate)) == real


def test_each_store_has_a_name_and_a_secret_of_its_own(tmp_path: Path) -> None:
    """What tells a store from another one, and what its digests are salted with, is never that of another test."""
    found = set()
    for name in ("one.db", "two.db"):
        connection = sqlite3.connect(made(tmp_path / name, empty_store.migrate))
        found |= {value for row in connection.execute("SELECT store, secret FROM identity") for value in row}
        connection.close()
    assert len(found) == 4


def test_what_holds_something_is_migrated_in_earnest(tmp_path: Path) -> None:
    """Nothing is ever copied over what is there."""
    path = tmp_path / "begun.db"
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("CREATE TABLE mine (x)")
    connection.execute("INSERT INTO mine VALUES (7)")
    empty_store.migrate(connection)
    assert connection.execute("SELECT x FROM mine").fetchall() == [(7,)]
    assert connection.execute("PRAGMA user_version").fetchone() == (migrations.SCHEMA,)
    connection.close()
