"""The role `Outbox` of the desk's file."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Sequence

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.events import MESSAGE_BOUNCED
from aduan_cli.complaint.messages import DEAD, MESSAGE_EVENTS, QUEUED, SENT
from aduan_cli.outbox import UNLIMITED, Posted, Rate, Settled
from aduan_cli.store.common.chain import Chain
from aduan_cli.store.common.event_bodies import told
from aduan_cli.store.common.posts import may_be_set, said_of
from aduan_cli.store.sqlite import posts
from aduan_cli.store.sqlite.connection import Connection
from aduan_cli.store.sqlite.steps import append, last_hash

_BOUNCED = f"UPDATE outbox SET state = ?, error = ? WHERE id = ? AND state = '{SENT}'"
_SET = "UPDATE outbox SET state = ?, next_at = ?, error = coalesce(?, error) WHERE id = ?"


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

    def sent_as(self, id_: str) -> list[Posted]:
        """Return the messages that went under an id."""
        return self._file.read(lambda c: posts.sent_as(c, id_), [])

    def bounced(self, number: int, received: str, why: str, wholly: bool, actor: str | None, at: int) -> None:
        """Write down that a message came back, with an event."""
        self._file.write(lambda c: _bounced(c, number, received, why, wholly, actor, at))

    def set_message(self, number: int, state: str, actor: str | None, at: int, why: str | None = None) -> bool:
        """Let a message go again at once, or never, with an event that says who."""
        if self.message(number) is None:
            return False
        return self._file.write(lambda c: _set_message(c, number, state, actor, at, why))


def _set_message(
    connection: sqlite3.Connection, number: int, state: str, actor: str | None, at: int, why: str | None
) -> bool:
    """Let a message go again at once, or never, with the event that tells who said so."""
    one = posts.message(connection, number)
    if one is None or not may_be_set(one, state, at):
        return False
    connection.execute(_SET, (state, at if state == QUEUED else None, why, number))
    if state == QUEUED:
        posts.part(connection, number)
    _tell(connection, one, MESSAGE_EVENTS[state], {}, actor, at)
    return True


def _bounced(
    connection: sqlite3.Connection, number: int, received: str, why: str, wholly: bool, actor: str | None, at: int
) -> None:
    one = posts.message(connection, number)
    if one is not None:
        connection.execute(_BOUNCED, (DEAD if wholly else SENT, why, number))
        _tell(connection, one, MESSAGE_BOUNCED, {"received": received}, actor, at)


def _tell(
    connection: sqlite3.Connection, one: Posted, type_: str, more: dict[str, object], actor: str | None, at: int
) -> None:
    """Append an event that tells of a message to the history of its complaint."""
    of = connection.execute("SELECT complaint_id FROM outbox WHERE id = ?", (one.id,)).fetchone()[0]
    body, private = told(one.ticket, at, actor, type_, {**said_of(one), **more})
    append(connection, [Chain(last_hash(connection)).link(of, body, private)])
