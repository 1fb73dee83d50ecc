"""What is merged into a complaint goes along with it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence

from aduan_cli.complaint.callback import Along
from aduan_cli.complaint.messages import Message
from aduan_cli.complaint.step import Step
from aduan_cli.store.common.chain import Chain, EventRow
from aduan_cli.store.common.event_bodies import changed, event_body

Put = Callable[[sqlite3.Connection, int, int, "dict[str, object]"], bool]
_MERGED_INTO = "SELECT id, ticket, version FROM complaint WHERE merged_into = ? ORDER BY id"


def along(
    connection: sqlite3.Connection, chain: Chain, step: Step, going: Along, rows: list[EventRow], put: Put
) -> Iterator[tuple[int, int, Sequence[Message]]]:
    """Change what is merged into the complaint of a step along with it; add the row of each event, yield whom it tells.

    `put` sets columns of a complaint that is in a version.
    """
    (type_, data), columns = going.event, dict(going.changes)
    for number, ticket, version in connection.execute(_MERGED_INTO, (step.complaint.ticket,)).fetchall():
        put(connection, number, version, columns)
        body, private = event_body(ticket, step.at, step.actor, type_, data)
        changed(body, private, columns, version + 1)
        rows.append(chain.link(number, body, private))
        yield len(rows) - 1, step.at, going.messages.get(ticket, ())
