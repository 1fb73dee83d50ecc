"""What units gave back, and which decision had sent it to them. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from aduan_cli.complaint.assignments import SUPPORT
from aduan_cli.complaint.events import ASSIGNED, CORRECTED, IMPORTED, LOGGED, REFERRED, RETURNED, ROUTED
from aduan_cli.complaint.history import Event
from aduan_cli.record import Record


class Return(Record):
    """One time that the unit that led gave a complaint back, and the step, rule and category that had sent it there."""

    at: int
    actor: str | None
    unit: str | None
    to: str | None
    """Whose it is, where the unit knew better."""
    reason: str | None
    step: str | None
    rule: str | None
    category: str | None


def returns_of(events: Iterable[Event]) -> list[Return]:
    """Return what of a complaint came back, the first time first. Who only helped and gave that back isn't among it."""
    found = []
    step = rule = category = None
    for event in events:
        told = event.data
        if event.type in (LOGGED, IMPORTED, ROUTED, CORRECTED):
            category = told.get("category", category)
        if event.type in (LOGGED, IMPORTED, ROUTED):
            step, rule = told.get("step"), told.get("rule")
        elif event.type in (ASSIGNED, REFERRED) and told.get("role") != SUPPORT:
            step, rule = "manual", None
        elif event.type == RETURNED and told.get("role") != SUPPORT:
            reason = (event.private or {}).get("reason")
            unit, to = told.get("unit"), told.get("to")
            found.append(Return(event.at, event.actor, unit, to, reason, step, rule, category))
    return found
