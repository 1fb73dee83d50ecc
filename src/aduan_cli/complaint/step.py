"""A step: what is done to one complaint, computed whole by the flow. It is the only write of a complaint."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from aduan_cli.complaint.assignments import Reassigned, assignments_of, reassigned
from aduan_cli.complaint.complaint import Complaint, copy_of
from aduan_cli.complaint.events import parted
from aduan_cli.complaint.fields import PRIVATE
from aduan_cli.complaint.history import EventDraft
from aduan_cli.complaint.moves import FINAL
from aduan_cli.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from aduan_cli.complaint.callback import Along
    from aduan_cli.complaint.clocks import Run
    from aduan_cli.complaint.messages import Message

Encoded = tuple[Complaint, "tuple[Any, ...]"]
"""A new complaint as it was when a store encoded it, and what came of that: plain values."""
NOTHING: Mapping[str, Any] = MappingProxyType({})
UNCHANGED = Reassigned()


class Step(Record):
    """What is done to one complaint: all of it or nothing is written, in one transaction.

    `complaint` is a new one, or one that is there as it was read: a step that changes fields is a conflict when it
    is no longer in that version. `changes` are fields with their new values, told by the first of the `events`.
    """

    complaint: Complaint
    at: int
    actor: str | None
    events: tuple[EventDraft, ...] = ()
    """(type, data) of each, in their order. Of a new complaint those that follow its first event."""
    changes: Mapping[str, object] = NOTHING
    assignments: Reassigned = UNCHANGED
    links: tuple[str, ...] = ()
    """Tickets to link with, both ways."""
    is_new: bool = False
    beside: bool = False
    """Of a new one: another matter of a call; it is linked with the last before it in the commit that isn't so."""
    unlinks: tuple[str, ...] = ()
    """Tickets that it is no longer linked with."""
    along: Along | None = None
    """What is done to each complaint that is merged into this one."""
    clocks: tuple[Run, ...] = ()
    """Clocks that begin, stand still, stop or are due at another time, as they are then."""
    messages: tuple[Message, ...] = ()
    """Whom its events tell; they wait in the outbox from the same transaction on."""
    encoded: Encoded | None = None
    """Of a new one: what `ports.Steps.encode` made of it; it counts as long as the complaint is the same."""

    def __init__(
        self,
        complaint: Complaint,
        at: int,
        actor: str | None,
        events: tuple[EventDraft, ...] = (),
        changes: Mapping[str, object] = NOTHING,
        assignments: Reassigned = UNCHANGED,
        links: tuple[str, ...] = (),
        is_new: bool = False,
        beside: bool = False,
        unlinks: tuple[str, ...] = (),
        along: Along | None = None,
        clocks: tuple[Run, ...] = (),
        messages: tuple[Message, ...] = (),
        encoded: Encoded | None = None,
    ) -> None:
        # One by one: an import makes tens of thousands of them.
        put = object.__setattr__
        put(self, "complaint", complaint)
        put(self, "at", at)
        put(self, "actor", actor)
        put(self, "events", events)
        put(self, "changes", changes)
        put(self, "assignments", assignments)
        put(self, "links", links)
        put(self, "is_new", is_new)
        put(self, "beside", beside)
        put(self, "unlinks", unlinks)
        put(self, "along", along)
        put(self, "clocks", clocks)
        put(self, "messages", messages)
        put(self, "encoded", encoded)


def taking(
    complaint: Complaint, events: tuple[EventDraft, ...] = (), beside: bool = False, encoded: Encoded | None = None
) -> Step:
    """Return the step that takes a new complaint. The store gives it its number and ticket."""
    begun = assignments_of(complaint)
    moved = Reassigned(begun) if begun else UNCHANGED
    at, links = complaint.logged_at, complaint.linked
    return Step(
        complaint, at, complaint.actor, events, NOTHING, moved, links, is_new=True, beside=beside, encoded=encoded
    )


def changing(
    complaint: Complaint,
    changes: Mapping[str, object],
    type_: str,
    data: Mapping[str, object],
    actor: str | None,
    at: int,
) -> Step:
    """Return the step that changes fields of a complaint: with the event that tells it, and with who acts then."""
    along = None
    if "status" in changes:
        from aduan_cli.complaint.callback import callback_of

        changes, along = callback_of(complaint, changes, type_, at)
    after = copy_of(complaint, **changes)
    return Step(complaint, at, actor, ((type_, dict(data)),), changes, reassigned(complaint, after), along=along)


def without_callback(step: Step) -> Step:
    """Return a step of a call whose caller is still on the line, and hears by it what becomes of it."""
    return step._replace(changes={name: value for name, value in step.changes.items() if name != "owed_since"})


def noting(complaint: Complaint, events: tuple[EventDraft, ...], actor: str | None, at: int) -> Step:
    """Return the step that only tells something of a complaint; it has no new version."""
    return Step(complaint, at, actor, events)


def may_move(step: Step) -> bool:
    """Say whether a step may begin, move or stop a clock, or let a unit begin to act."""
    return bool(step.changes) or (step.is_new and step.complaint.status not in FINAL)


def brings_words(step: Step) -> bool:
    """Say whether a step stores what may have to be erased: what was said, whose it is, or what an officer typed."""
    return any(step.changes.get(name) for name in PRIVATE) or any(parted(*event)[1] for event in step.events)
