"""What a file lacks or has too much is found: its tables, indexes and triggers against those that aduan makes."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from empty_file import empty_store
from older_store import to_schema

from aduan_cli.store.sqlite import closing as moving
from aduan_cli.store.sqlite.migrations import SCHEMA
from aduan_cli.store.sqlite.structure import differences


@pytest.fixture
def file(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """Return a file with all tables."""
    with empty_store(tmp_path / "aduan.db") as connection:
        yield connection


def found(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    """Return what is told, as (field, why), in order."""
    return sorted((one.field, one.why or "") for one in differences(connection))


def of_kind(connection: sqlite3.Connection, kind: str) -> list[str]:
    """Return the names of a kind of thing that aduan made by a statement."""
    select = (
        "SELECT name FROM sqlite_master WHERE type = ? AND sql IS NOT NULL AND name NOT LIKE 'sqlite%' ORDER BY name"
    )
    return [name for (name,) in connection.execute(select, (kind,))]


def test_what_aduan_makes_is_as_it_must_be(file: sqlite3.Connection) -> None:
    assert found(file) == []
    assert len(of_kind(file, "index")) > 20
    assert len(of_kind(file, "trigger")) >= 2


@pytest.mark.parametrize("kind", ["index", "trigger"])
def test_each_one_that_is_gone_is_named_and_nothing_else(file: sqlite3.Connection, kind: str) -> None:
    for name in of_kind(file, kind):
        file.execute("SAVEPOINT before")
        file.execute(f"DROP {kind} {name}")
        assert found(file) == [(f"{kind} {name}", "it is missing: somebody removed it")]
        file.execute("ROLLBACK TO before")
    assert found(file) == []


def test_a_table_that_is_gone_is_named_with_its_indexes(file: sqlite3.Connection) -> None:
    file.execute("DROP TABLE incident")
    told = found(file)
    assert ("table incident", "it is missing: somebody removed it") in told
    assert {why for _field, why in told} == {"it is missing: somebody removed it"}


def test_an_index_over_another_column_is_another_one(file: sqlite3.Connection) -> None:
    """It has the name, and a list that walks it misses calls or never ends."""
    file.execute("DROP INDEX complaint_open")
    file.execute("CREATE INDEX complaint_open ON complaint (reported_at)")
    assert found(file) == [("index complaint_open", "it is another one than aduan makes")]


def test_a_trigger_that_does_nothing_is_another_one(file: sqlite3.Connection) -> None:
    """Events could be changed, and there would seem to be who keeps them."""
    file.execute("DROP TRIGGER event_no_change")
    file.execute("CREATE TRIGGER event_no_change BEFORE UPDATE ON event BEGIN SELECT 1; END")
    assert found(file) == [("trigger event_no_change", "it is another one than aduan makes")]


def test_a_trigger_that_somebody_added_is_told_and_tables_and_views_are_theirs(file: sqlite3.Connection) -> None:
    """A trigger changes what nobody sees; who keeps a table of their own in the file hurts nobody."""
    file.execute("CREATE TABLE catatan (isi TEXT)")
    file.execute("CREATE INDEX catatan_isi ON catatan (isi)")
    file.execute("CREATE VIEW ringkas AS SELECT ticket FROM complaint")
    assert found(file) == []
    file.execute("CREATE TRIGGER diam AFTER INSERT ON complaint BEGIN UPDATE complaint SET unit = 'lain'; END")
    assert found(file) == [("trigger diam", "aduan makes none of this name: somebody added it")]


def test_how_a_statement_is_laid_out_does_not_count(file: sqlite3.Connection) -> None:
    """Other programs write quotes and line ends into it when they copy a file."""
    name = of_kind(file, "index")[0]
    (sql,) = file.execute("SELECT sql FROM sqlite_master WHERE name = ?", (name,)).fetchone()
    file.execute(f"DROP INDEX {name}")
    file.execute(sql.replace(name, f'"{name}"', 1).replace(" ON ", "\n  ON "))
    assert found(file) == []


def test_a_file_of_an_older_schema_is_not_held_to_that_of_today(file: sqlite3.Connection) -> None:
    """It has what its version made; the next command that writes brings it up."""
    to_schema(file, SCHEMA - 1)
    assert found(file) == []


class TestWhileTheDeskMoves:
    def test_its_guards_are_part_of_it(self, file: sqlite3.Connection) -> None:
        moving.close(file, moving.ARRIVING, "lama")
        assert found(file) == []

    def test_a_guard_that_is_gone_is_named(self, file: sqlite3.Connection) -> None:
        """Somebody would store calls in a file that nobody reads any more."""
        moving.close(file, moving.ARRIVING, "lama")
        file.execute("DROP TRIGGER closed_complaint_insert")
        assert found(file) == [("trigger closed_complaint_insert", "it is missing: somebody removed it")]

    def test_guards_without_the_table_that_says_why_are_strange(self, file: sqlite3.Connection) -> None:
        (name, statement), *_rest = moving.guards().items()
        file.execute(statement.replace("(SELECT taking FROM moving) = 0", "1"))
        assert found(file) == [(f"trigger {name}", "aduan makes none of this name: somebody added it")]


def test_what_sqlite_finds_is_told_in_its_words(tmp_path: Path) -> None:
    """An index that lacks a row hides a call from a list, and nothing in the tables is wrong."""
    path = tmp_path / "aduan.db"
    with empty_store(path) as connection:
        connection.execute("CREATE TABLE catatan (isi TEXT)")
        connection.execute("CREATE INDEX catatan_isi ON catatan (isi)")
        kept = connection.execute("SELECT * FROM sqlite_master WHERE name = 'catatan_isi'").fetchone()
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("DELETE FROM sqlite_master WHERE name = 'catatan_isi'")
    with closing(sqlite3.connect(path, isolation_level=None)) as unaware:
        unaware.execute("INSERT INTO catatan VALUES ('terlewat')")
        unaware.execute("PRAGMA writable_schema = ON")
        unaware.execute("INSERT INTO sqlite_master VALUES (?, ?, ?, ?, ?)", kept)
    with closing(sqlite3.connect(path)) as again:
        told = list(differences(again))
    assert told
    assert {(one.ticket, one.field, one.said, one.stands) for one in told} == {(None, "file", None, None)}
    assert next(one.why for one in told) == "SQLite finds it damaged: row 1 missing from index catatan_isi"
