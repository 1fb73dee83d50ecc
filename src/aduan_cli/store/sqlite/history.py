"""What happened to a complaint, read."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from json import loads

from aduan_cli.complaint.attachments import Attached, files_of
from aduan_cli.complaint.history import Event
from aduan_cli.store.common.event_bodies import became, version_of


def events(connection: sqlite3.Connection, complaint_id: int) -> list[Event]:
    """Return a complaint's history, oldest first."""
    rows = connection.execute("SELECT id, body, private FROM event WHERE complaint_id = ? ORDER BY id", (complaint_id,))
    return [_event(*row) for row in rows]


def feed(connection: sqlite3.Connection, after: int, since: int | None) -> Iterator[tuple[str, Event]]:
    """Yield ticket and event of what happened to all complaints after an event's number, in the order of numbers."""
    if since is not None:
        after = max(after, last_before(connection, since - _BACK))
    for row in connection.execute(FEED, (after,)):
        event = _event(*row[:3])
        if since is None or event.at >= since:
            yield loads(row[1])["ticket"], event


FEED = "SELECT id, body, private FROM event WHERE id > ? AND complaint_id IS NOT NULL ORDER BY id"
_FROM = "SELECT body FROM event WHERE id >= ? ORDER BY id LIMIT 1"
_BACK = 86_400
"""Seconds by which a machine's clock may have been set back: events are in the order of their times but for that."""


def last_before(connection: sqlite3.Connection, at: int) -> int:
    """Return the number of an event before which nothing is from a time on: found by halves, not by an index.

    An index over times would be written with every event; who asks for a time does so once, and then by numbers.
    """
    first, last = 1, connection.execute("SELECT coalesce(max(id), 0) FROM event").fetchone()[0] + 1
    while first < last:
        middle = (first + last) // 2
        if loads(connection.execute(_FROM, (middle,)).fetchone()[0])["at"] < at:
            first = middle + 1
        else:
            last = middle
    return int(first - 1)


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
    beside = loads(private) if private else None
    more = (*version_of(said, beside), became(said) or {})
    return Event(number, said["at"], said["actor"], said["type"], said["data"], beside, *more)
