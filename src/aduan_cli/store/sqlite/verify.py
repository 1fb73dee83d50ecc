"""The whole file read for what must hold: the chain of events, and the tables against the events.

A large one is read in parts by two processes, each part as at a moment of its own.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise
from typing import Any, TypeVar

from aduan_cli.store.common import desk_rows, held_rows, kept_texts, posts, replay, verify
from aduan_cli.store.common.chain import START
from aduan_cli.store.common.held_rows import ALL, Within
from aduan_cli.store.common.replay import Stored
from aduan_cli.store.sqlite import copies, structure, words_index
from aduan_cli.store.sqlite.aside import shared
from aduan_cli.store.sqlite.cases import at_one_moment
from aduan_cli.store.sqlite.connection import Connection
from aduan_cli.store.sqlite.desk_mark import UndecodableError
from aduan_cli.stored import Break, Difference

_LAST_GIVEN = "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'event'"
_PAGES, _FEW_PAGES = "PRAGMA cache_size = -32000", "PRAGMA cache_size = -2000"
"""32 MB of pages stay in memory: rows come in the order of complaints, or of tables, and lie elsewhere in indexes."""
LARGE = 64 << 20
"""Bytes of a file from which on a process more is worth it."""
_PARTS = 64
"""Parts of a large file's events and complaints: one process is done at most one of them before the other."""
T = TypeVar("T")
_Work = Callable[["sqlite3.Connection"], "Iterator[Difference]"]
_FIRST_EVENT = "SELECT body FROM event WHERE complaint_id = ? ORDER BY id LIMIT 1"


def breaks(connection: sqlite3.Connection) -> Iterator[Break]:
    """Yield every place where the chain does not verify; SQLite itself keeps the last number that it gave."""
    with at_one_moment(connection):
        end = _last_id(connection)
        yield from verify.breaks([_walked(connection, ALL)], end)


def _held(file: Connection, work: Callable[[], list[T]]) -> list[T]:
    """Return what work finds in a file; a text that isn't UTF-8 any more is held as far as it can be read."""
    try:
        return work()
    except UndecodableError:
        file.is_lenient = True
        file.close()
        return work()


def all_breaks(file: Connection) -> list[Break]:
    """Return every place where the chain does not verify of a file that may be large."""
    return _held(file, lambda: _all_breaks(file))


def _all_breaks(file: Connection) -> list[Break]:
    """Return the same.

    What two processes find, somebody may have erased between their moments: then it is looked at again, at one.
    """

    def whole() -> list[Break]:
        return file.read(lambda connection: list(breaks(connection)), [])

    end = file.read(_last_id, 0)
    if not isinstance(end, int) or copies.size(file.path) < LARGE:
        return whole()
    parts = file.read(partial(_parts, table="event"), [ALL])
    parts[-1] = parts[-1][0], end  # What others add meanwhile comes later.
    file.close()  # Before there are two of us.
    walks = [walk for (walk,) in shared([partial(_read_walk, file, part) for part in parts])]
    return whole() if any(True for _break in verify.breaks(walks, end)) else []


def _last_id(connection: sqlite3.Connection) -> Any:
    """Return SQLite's own last number of an event; whoever has the file can put anything there."""
    (end,) = connection.execute(_LAST_GIVEN).fetchone()
    return end


def _read_walk(file: Connection, within: Within) -> list[verify.Walk]:
    return [file.read(lambda connection: _walked(connection, within), verify.Walk())]


def _walked(connection: sqlite3.Connection, within: Within) -> verify.Walk:
    after, last = within[0] or 0, START
    with at_one_moment(connection):
        if after:
            (last,) = connection.execute("SELECT hash FROM event WHERE id = ?", (after,)).fetchone() or (b"",)
        return verify.walked(connection.execute(held_rows.chain(within)), after, last)


def _parts(connection: sqlite3.Connection, table: str) -> list[Within]:
    """Return numbers of rows that together are all, each part about as large; each ends with a row that is there."""
    with at_one_moment(connection):
        first, last = connection.execute(f"SELECT min(id), max(id) FROM {table}").fetchone()
        if first is None:
            return [ALL]
        wanted = (first + (last - first) * part // _PARTS for part in range(1, _PARTS))
        next_one = f"SELECT id FROM {table} WHERE id >= ? ORDER BY id LIMIT 1"
        there = [connection.execute(next_one, (one,)).fetchone()[0] for one in wanted]
    return list(pairwise([None, *dict.fromkeys(there), None]))


def differences(connection: sqlite3.Connection) -> Iterator[Difference]:
    """Yield everything in which the tables are not what the events say, and the file not what it should be."""
    works: list[_Work] = [partial(of_complaints, within=ALL), *_OF_DESK]
    for work in works:
        yield from _with_pages(work, connection)


def _with_pages(work: _Work, connection: sqlite3.Connection) -> Iterator[Difference]:
    connection.execute(_PAGES)
    yield from work(connection)


def all_differences(file: Connection) -> Iterator[Difference]:
    """Yield the same of a file that may be large."""
    if copies.size(file.path) < LARGE:
        yield from _held(file, lambda: list(file.rows(differences)))
        return
    complaints = file.read(partial(_parts, table="complaint"), [ALL])
    file.close()  # Before there are two of us.
    works: list[_Work] = [*(partial(of_complaints, within=part) for part in complaints), *_OF_DESK]
    parts = [partial(file.rows, partial(_with_pages, work)) for work in works]
    yield from _held(file, lambda: [one for found in shared(parts) for one in found])


def of_complaints(connection: sqlite3.Connection, within: Within) -> Iterator[Difference]:
    """Yield everything in which complaints, and what hangs on them, are not what their events say."""
    with at_one_moment(connection):
        rows = {name: connection.execute(statement) for name, statement in held_rows.of_complaints(within).items()}
        yield from replay.differences(Stored(**rows))


def of_numbers(connection: sqlite3.Connection) -> Iterator[Difference]:
    """Yield what is wrong with the numbers of the days."""

    def first_event(complaint: int) -> str | None:
        row = connection.execute(_FIRST_EVENT, (complaint,)).fetchone()
        return row[0] if row else None

    connection.execute(_FEW_PAGES)  # What is sorted takes as much.
    with at_one_moment(connection):
        given = dict(connection.execute("SELECT day, last FROM ticket_day").fetchall())
        numbers = connection.execute(held_rows.NUMBERS)
        yield from replay.number_differences(numbers, given, _desk_events(connection), first_event)


def of_desk(connection: sqlite3.Connection) -> Iterator[Difference]:
    """Yield in what accepted texts, and rows of the desk itself, are not what its own events say."""
    rows = connection.execute
    with at_one_moment(connection):
        yield from kept_texts.differences(rows(f"{kept_texts.KEPT} ORDER BY r.name, f.path"), _desk_events(connection))
        of_desk = desk_rows.DeskRows(
            rows(held_rows.REVISIONS), rows(held_rows.DESKS), rows(held_rows.SET_ASIDE), rows(held_rows.INCIDENTS)
        )
        yield from desk_rows.differences(of_desk, _desk_events(connection))


def of_posts(connection: sqlite3.Connection) -> Iterator[Difference]:
    """Yield in what messages are not what their events say."""
    yield from posts.differences(connection.execute(held_rows.POSTS))


def _desk_events(connection: sqlite3.Connection) -> Iterator[str]:
    return (body for (body,) in connection.execute(held_rows.DESK_EVENTS))


_OF_DESK: tuple[_Work, ...] = of_numbers, of_desk, of_posts, words_index.differences, structure.differences
"""What is held of a file beside its complaints, in the order in which it is told. The last takes longest."""
