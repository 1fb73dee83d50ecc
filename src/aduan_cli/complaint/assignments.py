"""Which units must act on a complaint, and what changes of that when it changes: the one place. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.moves import FINAL
from aduan_cli.record import TupleRecord

LEAD, SUPPORT = "lead", "support"


class Assignment(TupleRecord):
    """One unit that must act. `role` is `lead` or `support`; `status` is how far this unit is."""

    unit: str
    role: str
    status: str


class Reassigned(TupleRecord):
    """What a change makes of the assignments.

    Which begin, which (unit, role) end, which units have a new id, and which of those that go on are in another state.
    """

    begun: tuple[Assignment, ...] = ()
    ended: tuple[tuple[str, str], ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()
    moved: tuple[Assignment, ...] = ()


def assignments_of(complaint: Complaint) -> tuple[Assignment, ...]:
    """Return who must act: nobody on what is answered, final or in triage."""
    if complaint.status in FINAL or complaint.status == "new" or complaint.unit is None:
        return ()
    lead = Assignment(complaint.unit, LEAD, complaint.status)
    return (lead, *(Assignment(unit, SUPPORT, "routed") for unit in complaint.support))


def reassigned(before: Complaint, after: Complaint) -> Reassigned:
    """Return what changes of the assignments between two states of a complaint.

    Who acts in both keeps theirs; the lead's is in the state of the complaint.
    """
    had = {assignment[:2]: assignment for assignment in assignments_of(before)}
    has = assignments_of(after)
    begun = tuple(one for one in has if one[:2] not in had)
    kept = {one[:2] for one in has}
    ended = tuple(place for place in had if place not in kept)
    moved = tuple(one for one in has if one.role == LEAD and had.get(one[:2], one) != one)
    return Reassigned(begun, ended, (), moved)


def renamed(before: Complaint, after: Complaint, ids: Sequence[tuple[str, str]]) -> Reassigned:
    """Return the same where units only have new ids (old, new), and keep what they noted; who is gone ends."""
    called, kept = dict(ids), {one[:2] for one in assignments_of(after)}
    ended = tuple(
        (unit, role) for unit, role, _status in assignments_of(before) if (called.get(unit, unit), role) not in kept
    )
    return Reassigned(ended=ended, renamed=tuple(ids))
