"""Deciding a stored complaint again: the one way for `route`, the backtest and what `why` says of today's rules.

What the officer or the import gave stays; what was read from the text (kind, category, place) is read from it again
under the rules that decide now. Channel, shift and day stay as they were logged. Pure: nothing is read or stored.
"""

from __future__ import annotations

from collections.abc import Collection

from aduan_cli.model import Complaint, Decision, Facts
from aduan_cli.rules.decided import READ, copy_of
from aduan_cli.rules.router import Router

BY_RULES = ("new", "routed")
"""States in which rules may move a complaint. What is at work or done moves by hand alone."""
_GIVEN = ("given", "import")
_LOGGED = ("channel", "shift", "day")


def is_held(complaint: Complaint) -> bool:
    """Say whether rules may not move a complaint: it is at work or done, erased, or somebody decided it by hand.

    Also where that was for the desk's own queue, or for a unit that is gone meanwhile: it waits there for a hand.
    """
    return complaint.status not in BY_RULES or is_erased(complaint) or is_by_hand(complaint)


def is_by_hand(complaint: Complaint) -> bool:
    """Say whether a person decided who acts on a complaint."""
    return complaint.step == "manual" and complaint.unit is not None


def is_erased(complaint: Complaint) -> bool:
    """Say whether a stored complaint's wording was erased: nothing can be read from it, so no rule decides it."""
    return not complaint.text


def taken_anew(complaint: Complaint, router: Router, kept: Collection[str] = ()) -> tuple[Complaint, Facts]:
    """Return a copy of a complaint, taken from its text anew but for fields that are `kept`, and the facts for rules.

    Somebody waits for what was taken as a complaint: while it is open, no reading makes a question of it.
    """
    after, facts = _read(complaint, router, [name for name in READ if name not in kept])
    open_ = complaint.revision is not None and complaint.status in BY_RULES
    if open_ and complaint.kind == "complaint" and after.kind != "complaint":
        return _read(complaint, router, [name for name in READ if name != "kind"])
    return after, facts


def _read(complaint: Complaint, router: Router, names: Collection[str]) -> tuple[Complaint, Facts]:
    after = copy_of(complaint)
    sources = after.sources
    for name in names:
        source = sources.get(name, "text" if name == "category" else "given")
        if source not in _GIVEN:
            setattr(after, name, "" if name == "kind" else None)
            sources.pop(name, None)
    if sources.get("priority") not in _GIVEN:  # Rules see no priority that rules have set.
        after.priority = ""
    before = dict(sources)
    facts = router.understand(after)
    sources.update(before)
    for name in _LOGGED:
        if getattr(complaint, name):
            setattr(after, name, getattr(complaint, name))
    facts.channel, facts.shift = after.channel, after.shift
    return after, facts


def settled_again(complaint: Complaint, after: Complaint, router: Router, decision: Decision) -> None:
    """Write a decision into a complaint that was taken anew.

    The state begins anew only where the complaint goes somewhere else, or becomes something else.
    """
    for name, value in router.columns(after, decision).items():
        setattr(after, name, value)
    moved = (after.unit, after.kind) != (complaint.unit, complaint.kind)
    after.status = router.status_after(after, decision) if moved or complaint.status == "new" else complaint.status
