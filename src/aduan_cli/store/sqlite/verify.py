"""The whole file read for what must hold: the chain of events, and the tables against the events."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from aduan_cli.store.common import kept_texts, replay, verify
from aduan_cli.store.common.replay import HELD, Stored
from aduan_cli.store.sqlite.revisions import KEPT
from aduan_cli.stored import Break, Difference

_CHAIN = (
    "SELECT e.id, e.complaint_id, e.body, e.private, e.salt, e.hash, c.ticket FROM event e"
    " LEFT JOIN complaint c ON c.id = e.complaint_id ORDER BY e.id"
)
_LAST_GIVEN = "SELECT seq FROM sqlite_sequence WHERE name = 'event'"
_COMPLAINTS = f"SELECT id, open, {', '.join(HELD)} FROM complaint ORDER BY id"
_EVENTS = "SELECT complaint_id, body, private FROM event WHERE complaint_id IS NOT NULL ORDER BY complaint_id, id"
_PHONES = "SELECT complaint_id, phone FROM phone ORDER BY complaint_id"
_LINKS = (
    "SELECT l.complaint_id, c.ticket FROM link l LEFT JOIN complaint c ON c.id = l.other_id ORDER BY l.complaint_id"
)
_ACTING = "SELECT complaint_id, unit, role, status FROM assignment WHERE ended_at IS NULL ORDER BY complaint_id"
_NUMBERS = "SELECT number, day, id FROM complaint ORDER BY day, number"
_DESK_EVENTS = "SELECT body FROM event WHERE complaint_id IS NULL ORDER BY id"
_FIRST_EVENT = "SELECT body FROM event WHERE complaint_id = ? ORDER BY id LIMIT 1"


@contextmanager
def _at_one_moment(connection: sqlite3.Connection) -> Iterator[None]:
    """Read all as it is now, while others write."""
    connection.execute("BEGIN")
    try:
        yield
    finally:
        connection.execute("COMMIT")


def breaks(connection: sqlite3.Connection) -> Iterator[Break]:
    """Yield every place where the chain does not verify; SQLite itself keeps the last number that it gave."""
    with _at_one_moment(connection):
        (end,) = connection.execute(_LAST_GIVEN).fetchone() or (None,)
        yield from verify.breaks(connection.execute(_CHAIN), end)


def differences(connection: sqlite3.Connection) -> Iterator[Difference]:
    """Yield everything in which the tables are not what the events say."""

    def first_event(complaint: int) -> str | None:
        row = connection.execute(_FIRST_EVENT, (complaint,)).fetchone()
        return row[0] if row else None

    with _at_one_moment(connection):
        yield from replay.differences(
            Stored(
                connection.execute(_COMPLAINTS),
                connection.execute(_EVENTS),
                connection.execute(_PHONES),
                connection.execute(_LINKS),
                connection.execute(_ACTING),
                connection.execute(_NUMBERS),
                dict(connection.execute("SELECT day, last FROM ticket_day").fetchall()),
                (body for (body,) in connection.execute(_DESK_EVENTS)),
                first_event,
            )
        )
        yield from kept_texts.differences(
            connection.execute(f"{KEPT} ORDER BY r.name, f.path"),
            (body for (body,) in connection.execute(_DESK_EVENTS)),
        )
