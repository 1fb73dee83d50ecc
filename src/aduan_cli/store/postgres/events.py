"""Events: appended under the lock of all writers, and read."""

from __future__ import annotations

import os
from collections.abc import Iterator

from aduan_cli.complaint.attachments import Attached, files_of
from aduan_cli.complaint.events import FILES_REMOVED
from aduan_cli.complaint.history import Event
from aduan_cli.store.common import event_rows
from aduan_cli.store.common.chain import sealed
from aduan_cli.store.common.event_bodies import event_body
from aduan_cli.store.common.event_rows import BACK, event_of, event_of_complaint

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from aduan_cli.store.postgres.session import Session

_OF_ONE = "SELECT id, body, private FROM event WHERE complaint_id = %s ORDER BY id"
_FEED = "SELECT id, body, private FROM event WHERE id > %s AND complaint_id IS NOT NULL ORDER BY id"
_FROM = "SELECT body FROM event WHERE id >= %s ORDER BY id LIMIT 1"
_WITH_FILES = (
    "SELECT e.id, e.body, e.private FROM event e WHERE e.complaint_id IS NOT NULL"
    f""" AND (strpos(e.body, '"files":[{{') > 0 OR strpos(e.body, '"type":"{FILES_REMOVED}"') > 0)"""
    " AND NOT EXISTS (SELECT 1 FROM erased x WHERE x.complaint_id = e.complaint_id) ORDER BY e.id"
)


def tell(
    session: Session,
    complaint: int | None,
    ticket: str | None,
    at: int,
    actor: str | None,
    type_: str,
    data: dict[str, Any],
) -> None:
    """Append an event. Of the desk itself, but for a reason, `data` can't be erased later: no names, no phones."""
    body, private = event_body(ticket, at, actor, type_, data)
    salt = os.urandom(16) if private else None
    text, beside = sealed(body, private, salt or b"")
    session.execute("SELECT tell_now(%s, %s, %s, %s)", (complaint, text, beside, salt.hex() if salt else None))


def note_event(session: Session, type_: str, actor: str | None, at: int, data: dict[str, Any]) -> None:
    """Append an event of the desk itself."""
    tell(session, None, None, at, actor, type_, data)


def events(session: Session, complaint_id: int) -> list[Event]:
    """Return a complaint's history, oldest first."""
    return [event_of(*row) for row in session.rows(_OF_ONE, (complaint_id,))]


def feed(session: Session, after: int, since: int | None) -> Iterator[tuple[str, Event]]:
    """Yield ticket and event of what happened to all complaints after an event's number, in the order of numbers."""
    if since is not None:
        after = max(after, last_before(session, since - BACK))
    for row in session.each(_FEED, (after,)):
        ticket, event = event_of_complaint(*row)
        if since is None or event.at >= since:
            yield ticket, event


def last_before(session: Session, at: int) -> int:
    """Return the number of an event before which nothing is from a time on; see `event_rows`."""
    last = session.value("SELECT coalesce(max(id), 0) FROM event")
    return event_rows.last_before(last, lambda number: str(session.value(_FROM, (number,))), at)


def attached(session: Session) -> Iterator[tuple[str, Attached]]:
    """Yield ticket and file of all that complaints have which were not erased."""
    events: dict[str, list[Event]] = {}
    for row in session.each(_WITH_FILES):
        ticket, event = event_of_complaint(*row)
        events.setdefault(ticket, []).append(event)
    for ticket, of_one in events.items():
        for file in files_of(of_one):
            yield ticket, file
