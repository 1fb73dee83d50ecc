"""The messages to units: written with the step that they tell of, leased by whoever sends them."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Sequence

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.messages import LEASED, QUEUED
from aduan_cli.complaint.step import Step
from aduan_cli.outbox import Posted, Settled
from aduan_cli.store.common.chain import EventRow
from aduan_cli.store.common.posts import message_id

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


_QUEUE = (
    "INSERT INTO outbox (event_id, complaint_id, event, notifier, unit, state, at, next_at, message_id)"
    f" VALUES (?1, ?2, ?3, ?4, ?5, '{QUEUED}', ?6, ?6, ?7)"
)
_COLUMNS = ", ".join("c.ticket" if name == "ticket" else f"o.{name}" for name in Posted._fields)
_SELECT = f"SELECT {_COLUMNS} FROM outbox o JOIN complaint c ON c.id = o.complaint_id"
DUE = f"{_SELECT} WHERE o.notifier = ? AND o.next_at <= ? ORDER BY o.next_at, o.id LIMIT ?"
COUNTS = "SELECT o.notifier, count(*) FROM outbox o WHERE o.next_at <= ? GROUP BY o.notifier"
_LEASE = f"UPDATE outbox SET state = '{LEASED}', attempts = ?, next_at = ?, repeated = ? WHERE id = ?"
_SETTLE = (
    "UPDATE outbox SET state = ?, next_at = ?, error = ?, repeated = max(repeated, ?)"
    f" WHERE id = ? AND attempts = ? AND state = '{LEASED}'"
)
_LAST_EVENT = "SELECT max(id) FROM event"


def queue(connection: sqlite3.Connection, steps: Sequence[tuple[Step, int]], rows: Sequence[EventRow]) -> None:
    """Queue what steps tell: each with the place of its first event among the rows that were just appended.

    A message's id is made of its event's hash, so that it is the same wherever this history is.
    """
    first = connection.execute(_LAST_EVENT).fetchone()[0] - len(rows) + 1
    connection.executemany(
        _QUEUE,
        (
            (
                first + begin + message.place,
                rows[begin][0],
                message.event,
                message.notifier,
                message.unit,
                step.at,
                message_id(rows[begin + message.place][4], message.event, message.notifier, message.unit),
            )
            for step, begin in steps
            for message in step.messages
        ),
    )


def _made(row: tuple[Any, ...]) -> Posted:
    values: dict[str, Any] = dict(zip(Posted._fields, row, strict=True))
    return Posted(**{**values, "repeated": bool(values["repeated"])})


def lease(
    connection: sqlite3.Connection, notifier: str, now: int, until: int, limit: int, settled: Sequence[Settled]
) -> list[Posted]:
    """Write down what became of messages, and lease some that are due."""
    connection.executemany(
        _SETTLE, [(one.state, one.next_at, one.error, one.doubtful, one.id, one.attempts) for one in settled]
    )
    leased = []
    for row in connection.execute(DUE, (notifier, now, limit)).fetchall():
        one = _made(row)
        repeated = one.repeated or one.state == LEASED
        attempts = one.attempts + 1
        connection.execute(_LEASE, (attempts, until, repeated, one.id))
        leased.append(one._replace(state=LEASED, attempts=attempts, next_at=until, repeated=repeated))
    return leased


def due(connection: sqlite3.Connection, now: int) -> dict[str, int]:
    """Return how many messages are due, by channel."""
    return dict(connection.execute(COUNTS, (now,)).fetchall())


def posted(connection: sqlite3.Connection, states: Collection[str], complaint: Complaint | None) -> Iterator[Posted]:
    """Yield messages, the newest first."""
    if complaint is not None:
        sql, values = f"{_SELECT} WHERE o.complaint_id = ? ORDER BY o.id DESC", [complaint.id]
        found = (_made(row) for row in connection.execute(sql, values))
        yield from (one for one in found if not states or one.state in states)
    elif len(states) == 1:
        sql = f"{_SELECT} WHERE o.state = ? ORDER BY o.id DESC"
        yield from (_made(row) for row in connection.execute(sql, list(states)))
    else:
        rows = (_made(row) for row in connection.execute(f"{_SELECT} ORDER BY o.id DESC"))
        yield from (one for one in rows if not states or one.state in states)


def message(connection: sqlite3.Connection, number: int) -> Posted | None:
    """Return one message."""
    row = connection.execute(f"{_SELECT} WHERE o.id = ?", (number,)).fetchone()
    return _made(row) if row else None
