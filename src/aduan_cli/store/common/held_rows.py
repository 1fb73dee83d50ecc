"""What is read of a desk's tables to hold them against its events: the same statements in every store."""

from __future__ import annotations

from aduan_cli.store.common.clock_rows import CLOCK
from aduan_cli.store.common.desk_rows import INCIDENT
from aduan_cli.store.common.parts import ASSIGNMENT, OF_COMPLAINT
from aduan_cli.store.common.replay import HELD

CHAIN = (
    "SELECT e.id, e.complaint_id, e.body, e.private, e.salt, e.hash, c.ticket FROM event e"
    " LEFT JOIN complaint c ON c.id = e.complaint_id ORDER BY e.id"
)
COMPLAINTS = f"SELECT id, open, {', '.join(HELD)} FROM complaint ORDER BY id"
EVENTS = "SELECT complaint_id, body, private FROM event WHERE complaint_id IS NOT NULL ORDER BY complaint_id, id"
PHONES = "SELECT complaint_id, phone, reported_at FROM phone ORDER BY complaint_id"
LINKS = "SELECT l.complaint_id, c.ticket FROM link l LEFT JOIN complaint c ON c.id = l.other_id ORDER BY l.complaint_id"
ASSIGNMENTS = (
    f"SELECT complaint_id, {', '.join((*ASSIGNMENT, *OF_COMPLAINT))} FROM assignment ORDER BY complaint_id, id"
)
ERASED = "SELECT complaint_id, key FROM erased ORDER BY complaint_id"
CLOCKS = f"SELECT complaint_id, {', '.join(CLOCK)} FROM clock ORDER BY complaint_id, clock"
NUMBERS = "SELECT number, day, id FROM complaint ORDER BY day, number"
DESK_EVENTS = "SELECT body FROM event WHERE complaint_id IS NULL ORDER BY id"
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
