"""What others keep in the log beside the database is found to be whole, harmed without loss, taken away, or lost.

Whoever looks has the database closed; the others are a process of their own, as they are at a desk.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from aduan_cli.store.sqlite import wal_files
from aduan_cli.store.sqlite.wal_files import DAMAGED, FINE, LOST, REMOVED, WalFiles, hold

OTHER = """
import sqlite3, sys
connection = sqlite3.connect("x.db", isolation_level=None)
for line in sys.stdin:
    print(connection.execute(line).fetchone(), flush=True)
"""
ADD = "INSERT INTO t VALUES (randomblob(20000))"


class Other:
    """Another process that has the database open; what it is told is SQL, one line each."""

    def __init__(self, folder: Path) -> None:
        command = [sys.executable, "-c", OTHER]
        self._process = subprocess.Popen(
            command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )

    def __call__(self, *lines: str) -> str:
        """Have it execute some lines; return what the last one found."""
        said = ""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        for line in lines:
            self._process.stdin.write(line + "\n")
            said = self._process.stdout.readline().strip()
            assert said, line
        return said

    def end(self) -> None:
        """Let it close the database and end."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Other]:
    """Return a process with a database whose log has a row, and never goes into the file by itself."""
    other = Other(tmp_path)
    other("PRAGMA journal_mode = WAL", "PRAGMA wal_autocheckpoint = 0", "CREATE TABLE t (a)", ADD)
    yield other
    other.end()


class Looking:
    """Looks at what lies beside the database, `whole` or with frames in the log alone."""

    def __init__(self, folder: Path, whole: bool) -> None:
        self.beside = WalFiles(str(folder / "x.db"))
        self.database = hold(str(folder / "x.db"))
        self.beside.begin(whole)

    def __call__(self) -> str:
        return self.beside.look(self.database)

    def end(self) -> None:
        self.beside.close()
        os.close(self.database)


@pytest.fixture
def looks(tmp_path: Path) -> Iterator[Callable[[bool], Looking]]:
    """Return what begins to look, and see all closed at the end."""
    begun: list[Looking] = []

    def begin(whole: bool) -> Looking:
        begun.append(Looking(tmp_path, whole))
        return begun[-1]

    yield begin
    for one in begun:
        one.end()


WATCHER = """
import sys
from aduan_cli.store.sqlite.wal_files import WalFiles, hold
beside, database = WalFiles("x.db"), hold("x.db")
beside.begin(False)
print("ready", flush=True)
sys.stdin.readline()
print({beside.look(database) for _time in range(5000)})
"""
"""A colleague's command that looks at the same moment."""
Looks = Callable[[bool], Looking]
BROUGHT_IN = "PRAGMA wal_checkpoint(PASSIVE)"


def test_what_is_stored_is_fine_whoever_brings_it_into_the_file(other: Other, looks: Looks) -> None:
    """New rows, and a log that SQLite empties or begins anew, are no harm, now or later."""
    for whole in (False, True):
        look = looks(whole)
        for mode in ("PASSIVE", "RESTART", "TRUNCATE", "FULL"):
            other(ADD)
            assert look() == FINE
            other(f"PRAGMA wal_checkpoint({mode})")
            assert look() == FINE
            other(ADD)
            assert look() == FINE


def test_files_that_the_last_one_takes_away_are_fine(other: Other, looks: Looks, tmp_path: Path) -> None:
    """Also where somebody comes after him, and has files of his own."""
    look = looks(False)
    other.end()
    assert not (tmp_path / "x.db-wal").exists()
    assert look() == FINE
    later = Other(tmp_path)
    later(ADD)
    assert (tmp_path / "x.db-wal").exists()
    assert look() == FINE
    later.end()


def test_colleagues_who_look_at_once_are_not_taken_for_users_of_what_was_taken_away(
    other: Other, tmp_path: Path
) -> None:
    """Nobody works with the files any more; who only looks whether somebody does must not seem to."""
    command = [sys.executable, "-c", WATCHER]
    watchers = [
        subprocess.Popen(command, cwd=tmp_path, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _number in range(4)
    ]
    for watcher in watchers:
        assert watcher.stdout is not None
        assert watcher.stdout.readline() == "ready\n"
    other.end()
    assert not (tmp_path / "x.db-shm").exists()
    for watcher in watchers:
        assert watcher.stdin is not None
        watcher.stdin.write("\n")
        watcher.stdin.flush()
    assert [watcher.communicate()[0].strip() for watcher in watchers] == [f"{{{FINE!r}}}"] * 4


@pytest.mark.parametrize("whole", [True, False])
def test_an_index_that_is_just_being_made_anew_is_fine(
    other: Other, looks: Looks, monkeypatch: pytest.MonkeyPatch, whole: bool
) -> None:
    """Who comes first after all have gone empties the index, and fills it from the log a moment later."""
    look = looks(whole)
    other("PRAGMA wal_checkpoint(RESTART)", ADD)
    says, empty = wal_files._parsed_index, iter([None, None, None])
    monkeypatch.setattr(wal_files, "_parsed_index", lambda number: next(empty, says(number)))
    assert look() == FINE
    assert next(empty, "asked again") == "asked again"


def test_an_index_that_stays_empty_is_told(other: Other, looks: Looks, tmp_path: Path) -> None:
    """Who has the log open doesn't look at it now: nobody makes the index anew."""
    look = looks(False)
    with (tmp_path / "x.db-shm").open("r+b") as index:
        index.write(bytes(136))
    os.truncate(tmp_path / "x.db-wal", 0)
    assert look() == LOST


@pytest.mark.parametrize("harm", [lambda log: os.truncate(log, 0), lambda log: log.write_bytes(b"sampah\n" * 10)])
def test_an_emptied_log_is_harmed_or_lost(
    other: Other, looks: Looks, tmp_path: Path, harm: Callable[[Path], None]
) -> None:
    """What is in the database too is not lost; what was in the log alone is, but for what was kept."""
    look = looks(False)
    whole = look.beside.log()
    harm(tmp_path / "x.db-wal")
    assert look() == LOST
    assert look.beside.has_all() is True
    assert look.beside.log() == whole


def test_an_emptied_log_that_was_brought_in_is_harmed_only(other: Other, looks: Looks, tmp_path: Path) -> None:
    """Whoever writes next begins it anew: nothing is lost, also not what is stored from then on."""
    other(BROUGHT_IN)
    look = looks(True)
    os.truncate(tmp_path / "x.db-wal", 0)
    assert look() == DAMAGED
    other(ADD)
    assert looks(False)() == FINE
    assert other("PRAGMA integrity_check") == "('ok',)"
    assert other("SELECT count(*) FROM t") == "(2,)"


@pytest.mark.parametrize("whole", [True, False])
def test_what_others_stored_since_is_said_to_be_lost(other: Other, looks: Looks, tmp_path: Path, whole: bool) -> None:
    """Nobody has kept it: it isn't taken for whole."""
    other(BROUGHT_IN)
    look = looks(whole)
    other(ADD)
    os.truncate(tmp_path / "x.db-wal", 0)
    assert look() == LOST
    assert look.beside.has_all() is False


@pytest.mark.parametrize("name", ["x.db-wal", "x.db-shm"])
@pytest.mark.parametrize("replace", [False, True])
def test_what_is_taken_away_from_others_is_told(
    other: Other, looks: Looks, tmp_path: Path, name: str, replace: bool
) -> None:
    """Also where another file has its name since; what was in the log is still held."""
    look = looks(False)
    whole = look.beside.log()
    (tmp_path / name).rename(tmp_path / "lain")
    if replace:
        (tmp_path / name).touch()
    assert look() == REMOVED
    assert look.beside.log() == whole


@pytest.mark.parametrize("whole", [True, False])
def test_files_of_two_times_are_not_taken_for_a_pair(
    other: Other, looks: Looks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, whole: bool
) -> None:
    """Between the opening of the log and of its index the last colleague leaves, and the next one comes."""
    opened = wal_files._file
    later: list[Other] = []

    def meanwhile(path: str) -> object:
        if path.endswith("-shm") and not later:
            other.end()
            later.append(Other(tmp_path))
            later[0](ADD, "SELECT count(*) FROM t")
        return opened(path)

    monkeypatch.setattr(wal_files, "_file", meanwhile)
    look = looks(whole)
    try:
        assert look() == FINE
        later[0](ADD)
        assert look() == FINE
        (tmp_path / "x.db-wal").unlink()
        assert look() == REMOVED, "it is the later pair that is watched"
    finally:
        later[0].end()
