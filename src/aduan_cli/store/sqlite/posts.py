"""The messages to units: written with the step that they tell of, leased by whoever sends them."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Sequence

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.messages import LEASED, QUEUED, SENT, SKIPPED, Message
from aduan_cli.outbox import TOGETHER, UNLIMITED, Posted, Rate, SendResult
from aduan_cli.store.common.chain import EventRow
from aduan_cli.store.common.posts import SELECT, going, leased, message_id, posted_of, room
from aduan_cli.store.common.posts import together as whole_letter

Telling = tuple[int, int, Sequence[Message]]
"""The place of a first event among rows that were appended, when it happened, and what it and those after it tell."""
_QUEUE = (
    "INSERT INTO outbox (event_id, complaint_id, event, notifier, unit, at, message_id, batch, error, state, next_at)"
    f" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?8, ?9, ?10, CASE WHEN ?10 IS NULL THEN '{QUEUED}' ELSE '{SKIPPED}' END,"
    " CASE WHEN ?10 IS NULL THEN ?6 + ?7 END)"
)
DUE = f"{SELECT} WHERE o.notifier = ? AND o.next_at <= ? ORDER BY o.next_at, o.id LIMIT 1"
BATCH = (
    f"{SELECT} WHERE o.notifier = ? AND o.unit = ? AND o.batch = ? AND o.letter IS NULL AND o.next_at IS NOT NULL"
    " ORDER BY o.id LIMIT ?"
)
LETTER = f"{SELECT} WHERE o.letter = ? ORDER BY o.id"
TRIED = "SELECT count(DISTINCT o.letter) FROM outbox o WHERE o.notifier = ? AND o.tried_at > ? AND o.tried_at <= ?"
HELD = f"SELECT count(DISTINCT o.letter) FROM outbox o WHERE o.notifier = ? AND o.state = '{LEASED}' AND o.next_at > ?"
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


def queue(connection: sqlite3.Connection, telling: Sequence[Telling], rows: Sequence[EventRow]) -> None:
    """Queue what events tell, of the rows that were just appended.

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
                at,
                message.wait,
                message_id(rows[begin + message.place][4], message.event, message.notifier, message.unit),
                message.batch,
                message.skipped,
            )
            for begin, at, messages in telling
            for message in messages
        ),
    )


def lease(
    connection: sqlite3.Connection,
    notifier: str,
    now: int,
    until: int,
    limit: int,
    settled: Sequence[SendResult],
    rate: Rate = UNLIMITED,
) -> list[Posted]:
    """Write down what became of messages, and lease those of some letters that are due."""
    connection.executemany(
        _SETTLE, [(one.state, one.next_at, one.error, one.doubtful, one.id, one.attempts) for one in settled]
    )

    def held(now: int) -> int:
        return int(connection.execute(HELD, (notifier, now)).fetchone()[0])

    def tried(after: int, until: int) -> int:
        return int(connection.execute(TRIED, (notifier, after, until)).fetchone()[0])

    found: list[Posted] = []
    for _letter in range(room(limit, rate, now, held, tried)):
        row = connection.execute(DUE, (notifier, now)).fetchone()
        if row is None:
            break
        letter = leased(going(_joined(connection, posted_of(row)), now), now, until)
        connection.executemany(_LEASE, [(one.attempts, until, one.repeated, one.letter, now, one.id) for one in letter])
        found += letter
    return found


def _joined(connection: sqlite3.Connection, one: Posted) -> list[Posted]:
    """Return the messages of one's letter, or of what would be one."""
    if one.letter is not None:
        rows = connection.execute(LETTER, (one.letter,))
    elif one.batch is not None and one.next_at is not None:
        rows = connection.execute(BATCH, (one.notifier, one.unit, one.batch, TOGETHER))
    else:
        return [one]
    return [posted_of(row) for row in rows.fetchall()]


def together(connection: sqlite3.Connection, number: int) -> list[Posted]:
    """Return the messages of the letter of which one is known."""
    one = message(connection, number)
    return [] if one is None else whole_letter(one, _joined(connection, one))


def part(connection: sqlite3.Connection, number: int) -> None:
    """Let a message be a letter of its own where others of its letter were sent."""
    connection.execute(_APART, (number,))


def posted(connection: sqlite3.Connection, states: Collection[str], complaint: Complaint | None) -> Iterator[Posted]:
    """Yield messages, the newest first."""
    if complaint is not None:
        sql, values = f"{SELECT} WHERE o.complaint_id = ? ORDER BY o.id DESC", [complaint.id]
        found = (posted_of(row) for row in connection.execute(sql, values))
        yield from (one for one in found if not states or one.state in states)
    elif len(states) == 1:
        sql = f"{SELECT} WHERE o.state = ? ORDER BY o.id DESC"
        yield from (posted_of(row) for row in connection.execute(sql, list(states)))
    else:
        rows = (posted_of(row) for row in connection.execute(f"{SELECT} ORDER BY o.id DESC"))
        yield from (one for one in rows if not states or one.state in states)


def message(connection: sqlite3.Connection, number: int) -> Posted | None:
    """Return one message."""
    row = connection.execute(f"{SELECT} WHERE o.id = ?", (number,)).fetchone()
    return posted_of(row) if row else None


def sent_as(connection: sqlite3.Connection, id_: str) -> list[Posted]:
    """Return the messages that went under an id."""
    return [posted_of(row) for row in connection.execute(LETTER, (id_,))]
