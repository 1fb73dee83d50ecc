"""The whole file read for what must hold: the chain of events, and the tables against the events."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from aduan_cli.store.common import desk_rows, kept_texts, posts, replay, verify
from aduan_cli.store.common.clock_rows import CLOCK
from aduan_cli.store.common.parts import ASSIGNMENT, OF_COMPLAINT
from aduan_cli.store.common.replay import HELD, Stored
from aduan_cli.store.sqlite import words_index
from aduan_cli.store.sqlite.cases import at_one_moment
from aduan_cli.store.sqlite.revisions import KEPT
from aduan_cli.stored import Break, Difference

_CHAIN = (
    "SELECT e.id, e.complaint_id, e.body, e.private, e.salt, e.hash, c.ticket FROM event e"
    " LEFT JOIN complaint c ON c.id = e.complaint_id ORDER BY e.id"
)
_LAST_GIVEN = "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'event'"
_COMPLAINTS = f"SELECT id, open, {', '.join(HELD)} FROM complaint ORDER BY id"
_EVENTS = "SELECT complaint_id, body, private FROM event WHERE complaint_id IS NOT NULL ORDER BY complaint_id, id"
_PHONES = "SELECT complaint_id, phone, reported_at FROM phone ORDER BY complaint_id"
_LINKS = (
    "SELECT l.complaint_id, c.ticket FROM link l LEFT JOIN complaint c ON c.id = l.other_id ORDER BY l.complaint_id"
)
_ASSIGNMENTS = (
    f"SELECT complaint_id, {', '.join((*ASSIGNMENT, *OF_COMPLAINT))} FROM assignment ORDER BY complaint_id, id"
)
_ERASED = "SELECT complaint_id, key FROM erased ORDER BY complaint_id"
_CLOCKS = f"SELECT complaint_id, {', '.join(CLOCK)} FROM clock ORDER BY complaint_id, clock"
_NUMBERS = "SELECT number, day, id FROM complaint ORDER BY day, number"
_DESK_EVENTS = "SELECT body FROM event WHERE complaint_id IS NULL ORDER BY id"
_REVISIONS = "SELECT name, accepted_at, actor FROM revision ORDER BY id"
_DESKS = "SELECT folder, revision FROM desk ORDER BY folder"
_SET_ASIDE = (
    "SELECT plugin, set_aside_at, set_aside_why FROM plugin"
    " WHERE set_aside_at IS NOT NULL OR set_aside_why IS NOT NULL ORDER BY plugin"
)
_INCIDENTS = f"SELECT id, {', '.join(desk_rows.INCIDENT)} FROM incident ORDER BY id"
_POSTS = (
    "SELECT o.id, c.ticket, o.complaint_id, e.complaint_id, o.event, o.notifier, o.unit, o.at, o.message_id, e.body,"
    " e.hash FROM outbox o LEFT JOIN event e ON e.id = o.event_id LEFT JOIN complaint c ON c.id = o.complaint_id"
    " ORDER BY o.id"
)
_FIRST_EVENT = "SELECT body FROM event WHERE complaint_id = ? ORDER BY id LIMIT 1"


def breaks(connection: sqlite3.Connection) -> Iterator[Break]:
    """Yield every place where the chain does not verify; SQLite itself keeps the last number that it gave."""
    with at_one_moment(connection):
        (end,) = connection.execute(_LAST_GIVEN).fetchone()
        yield from verify.breaks(connection.execute(_CHAIN), end)


def differences(connection: sqlite3.Connection) -> Iterator[Difference]:
    """Yield everything in which the tables are not what the events say."""

    rows = connection.execute

    def first_event(complaint: int) -> str | None:
        row = connection.execute(_FIRST_EVENT, (complaint,)).fetchone()
        return row[0] if row else None

    def desk_events() -> Iterator[str]:
        return (body for (body,) in rows(_DESK_EVENTS))

    with at_one_moment(connection):
        yield from replay.differences(
            Stored(
                complaints=rows(_COMPLAINTS),
                events=rows(_EVENTS),
                phones=rows(_PHONES),
                links=rows(_LINKS),
                assignments=rows(_ASSIGNMENTS),
                erased=rows(_ERASED),
                clocks=rows(_CLOCKS),
                numbers=rows(_NUMBERS),
                given=dict(connection.execute("SELECT day, last FROM ticket_day").fetchall()),
                desk_events=desk_events(),
                first_event=first_event,
            )
        )
        yield from kept_texts.differences(rows(f"{KEPT} ORDER BY r.name, f.path"), desk_events())
        of_desk = desk_rows.DeskRows(rows(_REVISIONS), rows(_DESKS), rows(_SET_ASIDE), rows(_INCIDENTS))
        yield from desk_rows.differences(of_desk, desk_events())
        yield from posts.differences(rows(_POSTS))
        yield from words_index.differences(connection)
