"""What a person, or an answer that came back, makes of a message, with the event that tells of it."""

from __future__ import annotations

import sqlite3

from aduan_cli.complaint.events import MESSAGE_BOUNCED
from aduan_cli.complaint.messages import DEAD, MESSAGE_EVENTS, QUEUED, SENT
from aduan_cli.outbox import Posted
from aduan_cli.store.common.chain import Chain
from aduan_cli.store.common.event_bodies import event_body
from aduan_cli.store.common.posts import may_be_set, post_event_data
from aduan_cli.store.sqlite import posts
from aduan_cli.store.sqlite.steps import append, last_hash

_BOUNCED = f"UPDATE outbox SET state = ?, error = ? WHERE id = ? AND state = '{SENT}'"
_SET = "UPDATE outbox SET state = ?, next_at = ?, error = coalesce(?, error) WHERE id = ?"


def set_message(
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


def bounced(
    connection: sqlite3.Connection, number: int, received: str, why: str, wholly: bool, actor: str | None, at: int
) -> None:
    """Write down that a message came back."""
    one = posts.message(connection, number)
    if one is not None:
        connection.execute(_BOUNCED, (DEAD if wholly else SENT, why, number))
        _tell(connection, one, MESSAGE_BOUNCED, {"received": received}, actor, at)


def _tell(
    connection: sqlite3.Connection, one: Posted, type_: str, more: dict[str, object], actor: str | None, at: int
) -> None:
    """Append an event that tells of a message to the history of its complaint."""
    of = connection.execute("SELECT complaint_id FROM outbox WHERE id = ?", (one.id,)).fetchone()[0]
    body, private = event_body(one.ticket, at, actor, type_, {**post_event_data(one), **more})
    append(connection, [Chain(last_hash(connection)).link(of, body, private)])
