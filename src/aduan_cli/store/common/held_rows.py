"""What is read of a desk's tables to hold them against its events: the same statements in every store."""

from __future__ import annotations

from aduan_cli.store.common.clock_rows import CLOCK
from aduan_cli.store.common.desk_rows import INCIDENT
from aduan_cli.store.common.parts import ASSIGNMENT, OF_COMPLAINT
from aduan_cli.store.common.replay import HELD

Within = tuple["int | None", "int | None"]
"""Numbers behind one, up to another; None: no bound."""

ALL: Within = (None, None)


def chain(within: Within = ALL) -> str:
    """Return the statement that reads the events as `verify.walked` takes them."""
    return (
        "SELECT e.id, e.complaint_id, e.body, e.private, e.salt, e.hash, c.ticket FROM event e"
        f" LEFT JOIN complaint c ON c.id = e.complaint_id WHERE {_is_within('e.id', within)} ORDER BY e.id"
    )


def of_complaints(within: Within = ALL) -> dict[str, str]:
    """Return the statements that read complaints and what hangs on them, by the names of `replay.Stored`."""
    of = _is_within("complaint_id", within)
    parts = ", ".join((*ASSIGNMENT, *OF_COMPLAINT))
    return {
        "complaints": f"SELECT id, open, {', '.join(HELD)} FROM complaint WHERE {_is_within('id', within)} ORDER BY id",
        "events": f"SELECT complaint_id, body, private FROM event WHERE {of} ORDER BY complaint_id, id",
        "phones": f"SELECT complaint_id, phone, reported_at FROM phone WHERE {of} ORDER BY complaint_id",
        "links": "SELECT l.complaint_id, c.ticket FROM link l LEFT JOIN complaint c ON c.id = l.other_id"
        f" WHERE {_is_within('l.complaint_id', within)} ORDER BY l.complaint_id",
        "assignments": f"SELECT complaint_id, {parts} FROM assignment WHERE {of} ORDER BY complaint_id, id",
        "erased": f"SELECT complaint_id, key FROM erased WHERE {of} ORDER BY complaint_id",
        "clocks": f"SELECT complaint_id, {', '.join(CLOCK)} FROM clock WHERE {of} ORDER BY complaint_id, clock",
    }


def _is_within(column: str, within: Within) -> str:
    after, until = within
    bounds = [f"{column} > {after}"] if after is not None else []
    bounds += [f"{column} <= {until}"] if until is not None else []
    return " AND ".join(bounds) or f"{column} IS NOT NULL"


DESK_EVENTS = "SELECT body FROM event WHERE complaint_id IS NULL ORDER BY id"
NUMBERS = "SELECT number, day, id FROM complaint ORDER BY day, number"
REVISIONS = "SELECT name, accepted_at, actor FROM revision ORDER BY id"
DESKS = "SELECT folder, revision FROM desk ORDER BY folder"
SET_ASIDE = (
    "SELECT plugin, set_aside_at, set_aside_why FROM plugin"
    " WHERE set_aside_at IS NOT NULL OR set_aside_why IS NOT NULL ORDER BY plugin"
)
INCIDENTS = f"SELECT id, {', '.join(INCIDENT)} FROM incident ORDER BY id"
POSTS = (
    "SELECT o.id, c.ticket, o.complaint_id, e.complaint_id, o.event, o.notifier, o.unit, o.at, o.message_id, e.body,"
    " e.hash FROM outbox o LEFT JOIN event e ON e.id = o.event_id LEFT JOIN complaint c ON c.id = o.complaint_id"
    " ORDER BY o.id"
)
