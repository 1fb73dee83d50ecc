"""What happened to a complaint, read."""

from __future__ import annotations

import sqlite3
from json import loads

from aduan_cli.complaint.history import Event


def events(connection: sqlite3.Connection, complaint_id: int) -> list[Event]:
    """Return a complaint's history, oldest first."""
    rows = connection.execute("SELECT id, body, private FROM event WHERE complaint_id = ? ORDER BY id", (complaint_id,))
    history = []
    for number, body, private in rows:
        said = loads(body)
        history.append(
            Event(
                number,
                said["at"],
                said["actor"],
                said["type"],
                said["data"],
                loads(private) if private else None,
            )
        )
    return history
