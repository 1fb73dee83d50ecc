"""Which units are told by a step, over which channels, and what becomes of a message: the one place. Pure."""

from __future__ import annotations

from aduan_cli.complaint.events import MESSAGE_QUEUED, MESSAGE_SKIPPED
from aduan_cli.record import TupleRecord

QUEUED, LEASED, SENT, FAILED, DEAD, SKIPPED = STATES = ("queued", "leased", "sent", "failed", "dead", "skipped")
"""How far a message is: it waits; somebody is sending it; it arrived; it goes again later; it won't go again; nobody
wants it to go."""
UNIT = "unit"
"""The batch of what a unit is told of single complaints."""
WAITING = (QUEUED, LEASED, FAILED)
"""States in which it still has to go."""
MESSAGE_EVENTS = {QUEUED: MESSAGE_QUEUED, SKIPPED: MESSAGE_SKIPPED}
"""By the state that a person gives a message the event that tells it."""


def may_become(state: str, wanted: str) -> bool:
    """Say whether a person may give a message another state: what was sent stays so, and what is so already."""
    return state not in (SENT, wanted)


ROUTED = "routed"
"""What a unit is told of a complaint that comes to it: what an incident tells as a count instead."""
LATE = "escalated"
"""What is told of a clock that came so far."""

_COUNTED, _LATE_OF = "incident", "late"
"""Batches of what is told of an incident: its count; of its complaints that are late."""


def count_batch(incident: int) -> str:
    """Return the batch of what the units of an incident are told as a count."""
    return f"{_COUNTED} {incident}"


def late_batch(incident: int) -> str:
    """Return the batch of what is told of the complaints of an incident that are late."""
    return f"{_LATE_OF} {incident}"


def incident_of(batch: str | None) -> int | None:
    """Return the number of the incident of which messages of a batch tell; None: of none."""
    kind, _space, number = (batch or "").rpartition(" ")
    return int(number) if kind in (_COUNTED, _LATE_OF) else None


class Message(TupleRecord):
    """What one unit is told over one channel. `event` is one of `model.TEMPLATES`.

    `place` says to which of the step's events it belongs: of a new complaint 0 is its first event, and those of the
    step come after it; of one that is there 0 is the first of the step. `wait`: the seconds that it waits for others of
    its `batch`, which go to the same unit over the same channel as one with it; None: it goes alone.
    `skipped`: why it will not go.
    """

    event: str
    notifier: str
    unit: str
    place: int = 0
    wait: int = 0
    batch: str | None = None
    skipped: str | None = None
