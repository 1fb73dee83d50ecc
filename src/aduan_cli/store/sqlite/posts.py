"""The messages to units: written with the step that they tell of, leased by whoever sends them."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Sequence

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.messages import LEASED, QUEUED, SENT, SKIPPED
from aduan_cli.complaint.step import Step
from aduan_cli.outbox import MINUTE, TOGETHER, UNLIMITED, Posted, Rate, Settled
from aduan_cli.store.common.chain import EventRow
from aduan_cli.store.common.posts import letter_id, message_id

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


_QUEUE = (
    "INSERT INTO outbox (event_id, complaint_id, event, notifier, unit, at, message_id, batch, error, state, next_at)"
    f" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?8, ?9, ?10, CASE WHEN ?10 IS NULL THEN '{QUEUED}' ELSE '{SKIPPED}' END,"
    " CASE WHEN ?10 IS NULL THEN ?6 + ?7 END)"
)
_COLUMNS = ", ".join("c.ticket" if name == "ticket" else f"o.{name}" for name in Posted._fields)
_SELECT = f"SELECT {_COLUMNS} FROM outbox o JOIN complaint c ON c.id = o.complaint_id"
DUE = f"{_SELECT} WHERE o.notifier = ? AND o.next_at <= ? ORDER BY o.next_at, o.id LIMIT 1"
BATCH = (
    f"{_SELECT} WHERE o.notifier = ? AND o.unit = ? AND o.batch = ? AND o.letter IS NULL AND o.next_at IS NOT NULL"
    " ORDER BY o.id LIMIT ?"
)
LETTER = f"{_SELECT} WHERE o.letter = ? ORDER BY o.id"
TRIED = "SELECT count(DISTINCT o.letter) FROM outbox o WHERE o.notifier = ? AND o.tried_at > ? AND o.tried_at <= ?"
HELD = f"SELECT count(DISTINCT o.letter) FROM outbox o WHERE o.notifier = ? AND o.state = '{LEASED}' AND o.next_at > ?"
COUNTS = "SELECT o.notifier, count(*) FROM outbox o WHERE o.next_at <= ? GROUP BY o.notifier"
_LEASE = (
    f"UPDATE outbox SET state = '{LEASED}', attempts = ?, next_at = ?, repeated = ?, letter = ?, tried_at = ?"
    " WHERE id = ?"
)
_APART = (
    "UPDATE outbox SET letter = message_id WHERE id = ?1 AND EXISTS (SELECT 1 FROM outbox s"
    f" WHERE s.letter = outbox.letter AND s.id <> ?1 AND s.state = '{SENT}')"
)
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
                message.wait,
                message_id(rows[begin + message.place][4], message.event, message.notifier, message.unit),
                message.batch,
                message.skipped,
            )
            for step, begin in steps
            for message in step.messages
        ),
    )


def _made(row: tuple[Any, ...]) -> Posted:
    values: dict[str, Any] = dict(zip(Posted._fields, row, strict=True))
    return Posted(**{**values, "repeated": bool(values["repeated"])})


def lease(
    connection: sqlite3.Connection,
    notifier: str,
    now: int,
    until: int,
    limit: int,
    settled: Sequence[Settled],
    rate: Rate = UNLIMITED,
) -> list[Posted]:
    """Write down what became of messages, and lease those of some letters that are due."""
    connection.executemany(
        _SETTLE, [(one.state, one.next_at, one.error, one.doubtful, one.id, one.attempts) for one in settled]
    )
    leased: list[Posted] = []
    for _letter in range(_room(connection, notifier, now, limit, rate)):
        row = connection.execute(DUE, (notifier, now)).fetchone()
        if row is None:
            break
        leased += _leased(connection, _going(connection, _made(row), now), now, until)
    return leased


def _room(connection: sqlite3.Connection, notifier: str, now: int, limit: int, rate: Rate) -> int:
    """Return how many letters may be begun now."""
    if rate.at_once is not None:
        (held,) = connection.execute(HELD, (notifier, now)).fetchone()
        limit = min(limit, rate.at_once - held)
    if rate.per_minute is not None:
        (tried,) = connection.execute(TRIED, (notifier, now - MINUTE, now)).fetchone()
        limit = min(limit, rate.per_minute - tried)
    return limit


def _going(connection: sqlite3.Connection, one: Posted, now: int) -> list[Posted]:
    """Return the messages that go with one that is due, that too, but for those that somebody has leased."""
    found = _joined(connection, one)
    return [each for each in found if each.next_at is not None and (each.state != LEASED or each.next_at <= now)]


def _joined(connection: sqlite3.Connection, one: Posted) -> list[Posted]:
    """Return the messages of one's letter, or of what would be one."""
    if one.letter is not None:
        rows = connection.execute(LETTER, (one.letter,))
    elif one.batch is not None and one.next_at is not None:
        rows = connection.execute(BATCH, (one.notifier, one.unit, one.batch, TOGETHER))
    else:
        return [one]
    return [_made(row) for row in rows.fetchall()]


def _leased(connection: sqlite3.Connection, going: list[Posted], now: int, until: int) -> Iterator[Posted]:
    """Lease the messages of one letter; yield them as they are then."""
    letter = going[0].letter or letter_id([one.message_id for one in going])
    for one in going:
        repeated = one.repeated or one.state == LEASED
        attempts = one.attempts + 1
        connection.execute(_LEASE, (attempts, until, repeated, letter, now, one.id))
        yield one._replace(
            state=LEASED, attempts=attempts, next_at=until, repeated=repeated, letter=letter, tried_at=now
        )


def together(connection: sqlite3.Connection, number: int) -> list[Posted]:
    """Return the messages of the letter of which one is known."""
    one = message(connection, number)
    found = [] if one is None else _joined(connection, one)
    if one is None or any(each.id == number for each in found):
        return found
    return [*found[: TOGETHER - 1], one]


def part(connection: sqlite3.Connection, number: int) -> None:
    """Let a message be a letter of its own where others of its letter were sent."""
    connection.execute(_APART, (number,))


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


def sent_as(connection: sqlite3.Connection, id_: str) -> list[Posted]:
    """Return the messages that went under an id."""
    return [_made(row) for row in connection.execute(LETTER, (id_,))]
