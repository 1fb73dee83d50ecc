"""What happened to a complaint, read."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from aduan_cli.complaint.attachments import Attached, files_of
from aduan_cli.complaint.events import FILES_REMOVED
from aduan_cli.complaint.history import Event
from aduan_cli.store.common import event_rows
from aduan_cli.store.common.event_rows import BACK, event_of, event_of_complaint


def events(connection: sqlite3.Connection, complaint_id: int) -> list[Event]:
    """Return a complaint's history, oldest first."""
    rows = connection.execute("SELECT id, body, private FROM event WHERE complaint_id = ? ORDER BY id", (complaint_id,))
    return [event_of(*row) for row in rows]


def feed(connection: sqlite3.Connection, after: int, since: int | None) -> Iterator[tuple[str, Event]]:
    """Yield ticket and event of what happened to all complaints after an event's number, in the order of numbers."""
    if since is not None:
        after = max(after, last_before(connection, since - BACK))
    for row in connection.execute(FEED, (after,)):
        ticket, event = event_of_complaint(*row)
        if since is None or event.at >= since:
            yield ticket, event


FEED = "SELECT id, body, private FROM event WHERE id > ? AND complaint_id IS NOT NULL ORDER BY id"
_FROM = "SELECT body FROM event WHERE id >= ? ORDER BY id LIMIT 1"


def last_before(connection: sqlite3.Connection, at: int) -> int:
    """Return the number of an event before which nothing is from a time on; see `event_rows`."""
    last = connection.execute("SELECT coalesce(max(id), 0) FROM event").fetchone()[0]
    return event_rows.last_before(last, lambda number: connection.execute(_FROM, (number,)).fetchone()[0], at)


def attached(connection: sqlite3.Connection) -> Iterator[tuple[str, Attached]]:
    """Yield ticket and file of all that complaints have which were not erased."""
    events: dict[str, list[Event]] = {}
    rows = connection.execute(
        "SELECT e.id, e.body, e.private FROM event e WHERE e.complaint_id IS NOT NULL"
        # All events are looked at once; what both have is in few.
        """ AND instr(e.body, '"files') > 0"""
        f""" AND (instr(e.body, '"files":[{{') > 0 OR instr(e.body, '"type":"{FILES_REMOVED}"') > 0)"""
        " AND e.complaint_id NOT IN (SELECT complaint_id FROM erased) ORDER BY e.id"
    )
    for row in rows:
        ticket, event = event_of_complaint(*row)
        events.setdefault(ticket, []).append(event)
    for ticket, of_one in events.items():
        for file in files_of(of_one):
            yield ticket, file
