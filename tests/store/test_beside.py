"""What was stored last, in the log beside the database, is found to be whole, filled again, or said to be lost."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from aduan_cli.store.beside import FILLED, FINE, LOST, REMOVED, Beside


@pytest.fixture
def database(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """Return a connection to a database with one row in its log, that never goes into the file by itself."""
    connection = sqlite3.connect(tmp_path / "x.db", isolation_level=None)
    for line in ("journal_mode = WAL", "wal_autocheckpoint = 0", "synchronous = FULL"):
        connection.execute(f"PRAGMA {line}")
    connection.execute("CREATE TABLE t (a)")
    add(connection)
    yield connection
    connection.close()


def add(connection: sqlite3.Connection) -> None:
    """Store one row more, of several pages."""
    connection.execute("INSERT INTO t VALUES (randomblob(20000))")


def beside(tmp_path: Path) -> Beside:
    """Return what watches the log, after its first look."""
    watched = Beside(str(tmp_path / "x.db"))
    assert watched.look() == FINE
    return watched


def test_what_is_stored_is_fine_whoever_brings_it_into_the_file(database: sqlite3.Connection, tmp_path: Path) -> None:
    """New rows, and a log that SQLite empties or begins anew, are no harm."""
    watched = beside(tmp_path)
    for mode in ("PASSIVE", "RESTART", "TRUNCATE", "FULL"):
        add(database)
        assert watched.look() == FINE
        sqlite3.connect(tmp_path / "x.db").execute(f"PRAGMA wal_checkpoint({mode})")
        assert watched.look() == FINE


def test_an_emptied_log_is_filled_under_what_came_later(database: sqlite3.Connection, tmp_path: Path) -> None:
    """The rows from before are put back, those after it stay, and a new program reads all of them."""
    watched = beside(tmp_path)
    os.truncate(tmp_path / "x.db-wal", 0)
    add(database)
    assert watched.look() == FILLED
    assert watched.look() == FINE
    other = sqlite3.connect(tmp_path / "x.db")
    assert other.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert other.execute("SELECT count(*), sum(length(a)) FROM t").fetchone() == (2, 40000)


def test_what_others_stored_since_the_last_look_is_said_to_be_lost(
    database: sqlite3.Connection, tmp_path: Path
) -> None:
    """Nobody has kept it: it isn't taken for whole."""
    watched = beside(tmp_path)
    add(database)
    os.truncate(tmp_path / "x.db-wal", 0)
    assert watched.look() == LOST


def test_a_log_that_is_gone_is_told(database: sqlite3.Connection, tmp_path: Path) -> None:
    """Also where another one has its name since."""
    watched = beside(tmp_path)
    (tmp_path / "x.db-wal").rename(tmp_path / "lain")
    assert watched.look() == REMOVED
    (tmp_path / "x.db-wal").touch()
    assert watched.look() == REMOVED
