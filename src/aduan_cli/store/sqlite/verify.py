"""The whole file read for what must hold: the chain of events, and the tables against the events."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from aduan_cli.store.common import desk_rows, held_rows, kept_texts, posts, replay, verify
from aduan_cli.store.common.replay import Stored
from aduan_cli.store.sqlite import copies, structure, words_index
from aduan_cli.store.sqlite.aside import beside
from aduan_cli.store.sqlite.cases import at_one_moment
from aduan_cli.store.sqlite.connection import Connection
from aduan_cli.stored import Break, Difference

_LAST_GIVEN = "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'event'"
_CACHE = "PRAGMA cache_size = -32000"
"""32 MB of pages stay in memory: rows come in the order of complaints, and lie elsewhere."""
LARGE = 64 << 20
"""Bytes of a file from which on a process more is worth it."""
_FIRST_EVENT = "SELECT body FROM event WHERE complaint_id = ? ORDER BY id LIMIT 1"


def breaks(connection: sqlite3.Connection) -> Iterator[Break]:
    """Yield every place where the chain does not verify; SQLite itself keeps the last number that it gave."""
    with at_one_moment(connection):
        (end,) = connection.execute(_LAST_GIVEN).fetchone()
        yield from verify.breaks(connection.execute(held_rows.CHAIN), end)


def differences(connection: sqlite3.Connection) -> Iterator[Difference]:
    """Yield everything in which the tables are not what the events say, and the file not what it should be."""
    yield from of_events(connection)
    yield from of_file(connection)


def all_differences(file: Connection) -> Iterator[Difference]:
    """Yield the same of a file that may be large: then in two processes, each as at a moment of its own."""
    if copies.size(file.path) < LARGE:
        yield from file.rows(differences)
        return
    file.close()  # Before there are two of us.
    yield from beside(lambda: file.rows(of_file), lambda: file.rows(of_events))


def of_file(connection: sqlite3.Connection) -> Iterator[Difference]:
    """Yield what is wrong with the index of words, and with the file itself."""
    connection.execute(_CACHE)
    yield from words_index.differences(connection)
    yield from structure.differences(connection)


def of_events(connection: sqlite3.Connection) -> Iterator[Difference]:
    """Yield everything in which the tables are not what the events say."""
    connection.execute(_CACHE)
    rows = connection.execute

    def first_event(complaint: int) -> str | None:
        row = connection.execute(_FIRST_EVENT, (complaint,)).fetchone()
        return row[0] if row else None

    def desk_events() -> Iterator[str]:
        return (body for (body,) in rows(held_rows.DESK_EVENTS))

    with at_one_moment(connection):
        yield from replay.differences(
            Stored(
                complaints=rows(held_rows.COMPLAINTS),
                events=rows(held_rows.EVENTS),
                phones=rows(held_rows.PHONES),
                links=rows(held_rows.LINKS),
                assignments=rows(held_rows.ASSIGNMENTS),
                erased=rows(held_rows.ERASED),
                clocks=rows(held_rows.CLOCKS),
                numbers=rows(held_rows.NUMBERS),
                given=dict(connection.execute("SELECT day, last FROM ticket_day").fetchall()),
                desk_events=desk_events(),
                first_event=first_event,
            )
        )
        yield from kept_texts.differences(rows(f"{kept_texts.KEPT} ORDER BY r.name, f.path"), desk_events())
        of_desk = desk_rows.DeskRows(
            rows(held_rows.REVISIONS), rows(held_rows.DESKS), rows(held_rows.SET_ASIDE), rows(held_rows.INCIDENTS)
        )
        yield from desk_rows.differences(of_desk, desk_events())
        yield from posts.differences(rows(held_rows.POSTS))
