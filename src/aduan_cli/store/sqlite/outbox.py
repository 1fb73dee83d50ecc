"""The role `Outbox` of the desk's file."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Sequence

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.messages import LEASED, MESSAGE_EVENTS, QUEUED, may_become
from aduan_cli.outbox import UNLIMITED, Posted, Rate, Settled
from aduan_cli.store.common.chain import Chain
from aduan_cli.store.common.event_bodies import told
from aduan_cli.store.sqlite import posts
from aduan_cli.store.sqlite.connection import Connection
from aduan_cli.store.sqlite.steps import append, last_hash

_SET = "UPDATE outbox SET state = ?, next_at = ? WHERE id = ?"


class SqliteOutbox:
    """The messages in the desk's file; see `outbox.Outbox`."""

    def __init__(self, file: Connection) -> None:
        self._file = file

    def lease(
        self, notifier: str, now: int, until: int, limit: int, settled: Sequence[Settled] = (), rate: Rate = UNLIMITED
    ) -> list[Posted]:
        """Write down what became of messages, and lease some that are due over a channel."""
        if not settled and not (limit and self.due(now).get(notifier)):
            return []  # Nothing to write: no file is made, nobody is made to wait.
        return self._file.write(lambda c: posts.lease(c, notifier, now, until, limit, settled, rate))

    def due(self, now: int) -> dict[str, int]:
        """Return how many messages are due, by channel."""
        return self._file.read(lambda c: posts.due(c, now), {})

    def posted(self, states: Collection[str] = (), complaint: Complaint | None = None) -> Iterator[Posted]:
        """Yield the messages in some states, of one complaint or of all, the newest first."""
        return self._file.rows(lambda c: posts.posted(c, states, complaint))

    def message(self, number: int) -> Posted | None:
        """Return one message."""
        return self._file.read(lambda c: posts.message(c, number), None)

    def together(self, number: int) -> list[Posted]:
        """Return the messages of the letter of which one is known, that too."""
        return self._file.read(lambda c: posts.together(c, number), [])

    def set_message(self, number: int, state: str, actor: str | None, at: int) -> bool:
        """Let a message go again at once, or never, with an event that says who."""
        if self.message(number) is None:
            return False
        return self._file.write(lambda c: _set_message(c, number, state, actor, at))


def _set_message(connection: sqlite3.Connection, number: int, state: str, actor: str | None, at: int) -> bool:
    """Let a message go again at once, or never, with the event that tells who said so."""
    one = posts.message(connection, number)
    leased = one is not None and one.state == LEASED and (one.next_at or 0) > at
    if one is None or leased or not may_become(one.state, state):
        return False
    connection.execute(_SET, (state, at if state == QUEUED else None, number))
    if state == QUEUED:
        posts.part(connection, number)
    of = connection.execute("SELECT complaint_id FROM outbox WHERE id = ?", (number,)).fetchone()[0]
    data = {"message": number, "event": one.event, "notifier": one.notifier, "unit": one.unit}
    body, private = told(one.ticket, at, actor, MESSAGE_EVENTS[state], data)
    append(connection, [Chain(last_hash(connection)).link(of, body, private)])
    return True
