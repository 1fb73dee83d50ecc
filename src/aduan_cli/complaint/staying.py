"""Which units help on a complaint whatever rules decide: a new decision ends nobody's work. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from aduan_cli.complaint.assignments import SUPPORT, Assignment, assignments_of
from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.events import ASSIGNED
from aduan_cli.complaint.former_units import now_called

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.compiled import Rules
    from aduan_cli.complaint.history import Event


def staying(acting: Iterable[Assignment], events: Iterable[Event], rules: Rules) -> tuple[str, ...]:
    """Return who helps and stays whatever rules decide: a person assigned it, or its part has begun.

    A unit that is gone doesn't: nobody of that name is there to finish it.
    """
    helping = [one for one in acting if one.role == SUPPORT and now_called(rules, one.unit) is not None]
    if not helping:
        return ()
    said = [event.data for event in events if event.type == ASSIGNED]
    by_hand = {_called(rules, data["to"]) for data in said if data.get("role") == SUPPORT}
    return tuple(
        one.unit for one in helping if one.status not in ("routed", "returned") or _called(rules, one.unit) in by_hand
    )


def stays_put(after: Complaint, stays: Sequence[str]) -> bool:
    """Say whether a complaint stays where it is, because some help on it and rules would let nobody of the city lead.

    An emergency goes all the same.
    """
    return bool(stays) and not assignments_of(after) and after.priority != "emergency"


def with_staying(after: Complaint, before: Complaint, stays: Sequence[str], rules: Rules) -> tuple[str, ...]:
    """Return who helps after a decision by rules: whom they name, and who `stays`. Who leads now helps no more."""
    called = {unit: _called(rules, unit) for unit in stays}
    left = [unit for unit, now in called.items() if after.unit not in (unit, now)]
    decided = [unit for unit in after.support if unit in stays or unit not in called.values()]
    support = (*decided, *(unit for unit in left if unit not in decided))
    # Another order alone is no change.
    return before.support if left and set(support) == set(before.support) else support


def _called(rules: Rules, unit: str) -> str:
    return now_called(rules, unit) or unit
