"""A new store has at once what the steps of its migrations make one by one."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import empty_store
from aduan_cli.store.sqlite.beginning import is_new, make_tables, use_write_ahead_log
from aduan_cli.store.sqlite.migrations import SCHEMA, apply_steps, migrate

Content = dict[str, list[tuple[Any, ...]]]


def made(path: Path, by: Callable[[sqlite3.Connection], object]) -> sqlite3.Connection:
    """Return a new file whose tables were made in one of the two ways."""
    connection = sqlite3.connect(path, isolation_level=None)
    use_write_ahead_log(connection, 1)
    connection.execute("BEGIN")
    by(connection)
    connection.execute("COMMIT")
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    return connection


def content(connection: sqlite3.Connection) -> Content:
    """Return the schema and every row of every table, those that SQLite keeps for itself among them."""
    entries = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY 1, 2").fetchall()
    found: Content = {"schema": entries}
    for name in [name for type_, name, _table, _sql in entries if type_ == "table"]:
        found[name] = connection.execute(f"SELECT * FROM {name}").fetchall()
    return found


def test_what_is_made_at_once_is_what_the_steps_make(tmp_path: Path) -> None:
    """Every table, index, trigger and row; but for the store's name, its secret, and when it was made."""
    at_once, by_steps = made(tmp_path / "a.db", make_tables), made(tmp_path / "b.db", apply_steps)
    one, other = content(at_once), content(by_steps)
    for found in (one, other):
        assert [(len(store), len(secret)) for _only, store, secret in found.pop("identity")] == [(32, 32)]
        steps = found.pop("_sqlite_migrations")
        assert [row[2][:4] for row in steps] == [f"{number:04}" for number in range(1, SCHEMA + 1)]
        for _id, _set, _name, at in steps:
            assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}\+00:00", at)
    assert one == other
    at_once.close()
    by_steps.close()


def test_the_file_of_statements_is_in_step_with_the_steps() -> None:
    """`make docs` writes it anew where a step was added."""
    assert empty_store.PAGE.read_text(encoding="utf-8") == empty_store.page()


def test_each_store_has_a_name_and_a_secret_of_its_own(tmp_path: Path) -> None:
    """What tells a store from another one, and what its digests are salted with."""
    found = set()
    for name in ("a.db", "b.db"):
        connection = made(tmp_path / name, make_tables)
        found |= {*connection.execute("SELECT store, secret FROM identity").fetchone()}
        connection.close()
    assert len(found) == 4


def test_what_holds_a_table_goes_by_the_steps(tmp_path: Path) -> None:
    """Nothing is made over what is there; nor is anything done twice."""
    connection = sqlite3.connect(tmp_path / "a.db", isolation_level=None)
    connection.execute("CREATE TABLE mine (x)")
    assert not is_new(connection)
    migrate(connection)
    before = content(connection)
    migrate(connection)
    assert content(connection) == before
    assert "mine" in before
    assert connection.execute("PRAGMA user_version").fetchone() == (SCHEMA,)
    connection.close()


def test_a_store_that_can_not_be_begun_stays_empty(tmp_path: Path) -> None:
    """All its tables or none."""

    def refuse(action: int, first: str | None, *_rest: object) -> int:
        is_last = action == sqlite3.SQLITE_INSERT and first == "identity"
        return sqlite3.SQLITE_DENY if is_last else sqlite3.SQLITE_OK

    connection = sqlite3.connect(tmp_path / "a.db", isolation_level=None)
    connection.set_authorizer(refuse)
    with pytest.raises(sqlite3.DatabaseError):
        migrate(connection)
    connection.set_authorizer(None)
    assert is_new(connection)
    assert connection.execute("PRAGMA user_version").fetchone() == (0,)
    connection.close()


def test_beginning_a_store_loads_nothing_that_runs_steps(tmp_path: Path) -> None:
    """Loading it would take longer than all else that a desk's first call does."""
    code = """
import sqlite3, sys
from aduan_cli.store.sqlite.migrations import migrate
migrate(sqlite3.connect("a.db", isolation_level=None))
print("sqlite_utils" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
