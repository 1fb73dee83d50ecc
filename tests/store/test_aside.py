"""Work beside other work: the same is yielded, whatever becomes of the process that did it."""

from __future__ import annotations

import os
import signal
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from aduan_cli.store.sqlite import SqliteStore, aside, verify
from aduan_cli.store.sqlite.aside import beside
from aduan_cli.testing.store_contract.given import take
from invented import varied

HERE = os.getpid()


def numbers() -> Iterator[int]:
    """Yield some numbers."""
    yield from range(3)


def test_both_are_yielded_and_one_is_done_elsewhere() -> None:
    found = list(beside(lambda: iter([os.getpid(), 7]), numbers))
    assert found[:3] == [0, 1, 2]
    assert found[4] == 7
    assert found[3] != os.getpid()


def test_what_was_cut_off_is_done_here() -> None:
    def cut() -> Iterator[int]:
        if os.getpid() != HERE:
            os.kill(os.getpid(), signal.SIGKILL)
        yield 9

    assert list(beside(cut, numbers)) == [0, 1, 2, 9]


def test_what_is_raised_there_is_raised_here() -> None:
    def fail() -> Iterator[int]:
        raise KeyError("x")
        yield 1

    with pytest.raises(KeyError):
        list(beside(fail, numbers))


def test_without_processes_both_are_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> int:
        raise BlockingIOError

    monkeypatch.setattr(aside.os, "fork", none)
    assert list(beside(lambda: iter([os.getpid()]), numbers)) == [0, 1, 2, os.getpid()]


def test_what_is_raised_here_ends_the_other() -> None:
    def fail() -> Iterator[int]:
        raise KeyError("x")
        yield 1

    with pytest.raises(KeyError):
        list(beside(lambda: iter([signal.pause()]), fail))  # type: ignore[func-returns-value]


def test_a_large_file_is_held_against_its_events_as_a_small_one_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = SqliteStore(str(tmp_path / "a.db"))
    take(store, [varied(number) for number in range(40)])
    connection = sqlite3.connect(tmp_path / "a.db")
    connection.execute("UPDATE complaint SET unit = 'x' WHERE id = 3")
    connection.execute("INSERT INTO complaint_fts (rowid, text) VALUES (4, 'lebih')")
    connection.execute("DROP INDEX complaint_open")
    connection.commit()
    connection.close()
    small = list(store.differences())
    monkeypatch.setattr(verify, "LARGE", 0)
    assert list(store.differences()) == small
    assert len(small) == 3
    store.close()
