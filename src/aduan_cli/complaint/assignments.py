"""Which units must act on a complaint, and what changes of that when it changes: the one place. Pure."""

from __future__ import annotations

from typing import NamedTuple

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.moves import FINAL

LEAD, SUPPORT = "lead", "support"


class Assignment(NamedTuple):
    """One unit that must act. `role` is `lead` or `support`; `status` is how far this unit is."""

    unit: str
    role: str
    status: str


class Reassigned(NamedTuple):
    """What a change makes of the assignments: which begin, which (unit, role) end, which units have a new id."""

    begun: tuple[Assignment, ...] = ()
    ended: tuple[tuple[str, str], ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()


def assignments_of(complaint: Complaint) -> tuple[Assignment, ...]:
    """Return who must act: nobody on what is answered, final or in triage."""
    if complaint.status in FINAL or complaint.status == "new" or complaint.unit is None:
        return ()
    lead = Assignment(complaint.unit, LEAD, complaint.status)
    return (lead, *(Assignment(unit, SUPPORT, "routed") for unit in complaint.support))


def reassigned(before: Complaint, after: Complaint) -> Reassigned:
    """Return what changes of the assignments between two states of a complaint. Who acts in both keeps theirs."""
    had = [assignment[:2] for assignment in assignments_of(before)]
    has = assignments_of(after)
    begun = tuple(assignment for assignment in has if assignment[:2] not in had)
    kept = {assignment[:2] for assignment in has}
    return Reassigned(begun, tuple(one for one in had if one not in kept))


def renamed(before: Complaint, after: Complaint) -> Reassigned:
    """Return the same where units have new ids alone: nobody else acts, and what they noted stays."""
    pairs = dict(zip((before.unit or "", *before.support), (after.unit or "", *after.support), strict=True))
    return Reassigned(renamed=tuple((old, new) for old, new in pairs.items() if old != new))
