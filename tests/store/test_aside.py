"""Work beside other work: the same is yielded, whatever becomes of the process that did it."""

from __future__ import annotations

import os
import signal
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from forging import without_triggers

from aduan_cli.ports import Query
from aduan_cli.store.sqlite import SqliteStore, aside, verify
from aduan_cli.store.sqlite.aside import shared
from aduan_cli.testing.store_contract.given import take
from invented import MORNING, varied

HERE = os.getpid()


def numbers() -> Iterator[int]:
    """Yield some numbers."""
    yield from range(3)


def elsewhere() -> Iterator[int]:
    """Yield the process that does it, once the other one has begun."""
    time.sleep(0.2)
    yield os.getpid()


def test_each_is_yielded_in_its_place_and_two_processes_do_them() -> None:
    found = list(shared([numbers, elsewhere, elsewhere]))
    assert found[0] == [0, 1, 2]
    assert found[1] != found[2]
    assert [HERE] in found


@pytest.mark.parametrize("count", [0, 1, 7, 256])
def test_as_many_as_there_are_are_done(count: int) -> None:
    assert list(shared([partial(range, number) for number in range(count)])) == [list(range(n)) for n in range(count)]


def test_what_was_cut_off_is_done_here() -> None:
    def cut() -> Iterator[int]:
        if os.getpid() != HERE:
            os.kill(os.getpid(), signal.SIGKILL)
        time.sleep(0.2)
        yield 9

    assert list(shared([numbers, cut, cut])) == [[0, 1, 2], [9], [9]]


def test_what_is_raised_there_is_raised_here() -> None:
    def fail() -> Iterator[int]:
        time.sleep(0.2)
        raise KeyError("x")
        yield 1

    with pytest.raises(KeyError):
        list(shared([numbers, fail, fail]))


def test_without_processes_all_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> int:
        raise BlockingIOError

    monkeypatch.setattr(aside.os, "fork", none)
    assert list(shared([elsewhere, numbers, elsewhere])) == [[HERE], [0, 1, 2], [HERE]]


def test_what_is_raised_here_ends_the_other() -> None:
    def fail() -> Iterator[int]:
        if os.getpid() != HERE:
            signal.pause()
        time.sleep(0.2)
        raise KeyError("x")
        yield 1

    with pytest.raises(KeyError):
        list(shared([fail, fail]))


def test_a_large_file_is_held_against_its_events_as_a_small_one_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is wrong is told in the same order, of tables and of the chain; of somebody who was erased nothing is."""
    store = SqliteStore(str(tmp_path / "a.db"))
    take(store, [varied(number) for number in range(40)])
    (gone,) = (one.ticket for one in store.find(Query()) if one.id == 7)
    store.erase(gone, "rina", MORNING)
    monkeypatch.setattr(verify, "LARGE", 0)
    assert (store.breaks(), list(store.differences())) == ([], [])
    with closing(sqlite3.connect(tmp_path / "a.db")) as connection, without_triggers(connection):
        connection.execute("UPDATE complaint SET unit = 'x' WHERE id IN (3, 31)")
        connection.execute("INSERT INTO complaint_fts (rowid, text) VALUES (4, 'lebih')")
        connection.execute("UPDATE event SET body = replace(body, 'actor', 'aktor') WHERE id IN (2, 39)")
        connection.execute("DELETE FROM event WHERE id = 20")
        connection.execute("DROP INDEX complaint_open")
        connection.commit()
    found = store.breaks(), list(store.differences())
    monkeypatch.setattr(verify, "LARGE", 1 << 60)
    assert (store.breaks(), list(store.differences())) == found
    assert {one.event for one in found[0]} >= {2, 20, 39}
    assert len(found[1]) >= 5
    store.close()
