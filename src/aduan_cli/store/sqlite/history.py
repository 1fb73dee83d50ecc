"""What happened to a complaint, read."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from json import loads

from aduan_cli.complaint.attachments import Attached, files_of
from aduan_cli.complaint.history import Event


def events(connection: sqlite3.Connection, complaint_id: int) -> list[Event]:
    """Return a complaint's history, oldest first."""
    rows = connection.execute("SELECT id, body, private FROM event WHERE complaint_id = ? ORDER BY id", (complaint_id,))
    return [_event(*row) for row in rows]


def attached(connection: sqlite3.Connection) -> Iterator[tuple[str, Attached]]:
    """Yield ticket and file of all that complaints have which were not erased."""
    rows = connection.execute(
        "SELECT e.id, e.body, e.private FROM event e"
        """ WHERE e.complaint_id IS NOT NULL AND instr(e.body, '"files":[{') > 0"""
        " AND e.complaint_id NOT IN (SELECT complaint_id FROM erased) ORDER BY e.id"
    )
    for row in rows:
        ticket = loads(row[1])["ticket"]
        for file in files_of([_event(*row)]):
            yield ticket, file


def _event(number: int, body: str, private: str | None) -> Event:
    said = loads(body)
    return Event(number, said["at"], said["actor"], said["type"], said["data"], loads(private) if private else None)
