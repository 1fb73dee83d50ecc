"""What a person said of an emergency: that it is none. Pure.

Rules make an emergency of a call by its words. A person who gives it a lower priority, or says that it is about
something that the units of the emergency have no part in, overrules them: then none of the rules that make an emergency
decides any more. That holds for what was known then: words, answers or a category that came later may be an emergency
of their own.
"""

from __future__ import annotations

from aduan_cli.complaint.complaint import Complaint, copy_of
from aduan_cli.complaint.deciding import decide
from aduan_cli.complaint.reading import GIVEN, as_stored, is_of_alarm, read_again, says_none
from aduan_cli.complaint.router import Router

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.compiled import Rules


def heard_anew(before: Complaint, known: Complaint, router: Router) -> Complaint:
    """Return `known`, of which something is known that wasn't `before`, as rules may decide it.

    Where a person said that it was no emergency and what is new makes one of it, that word counts no more.
    """
    if not says_none(known, router.compiled) or not _new_alarms(before, known, router):
        return known
    sources = {name: source for name, source in known.sources.items() if name != "priority"}
    return copy_of(known, sources=sources)


def overruled(before: Complaint, known: Complaint, router: Router) -> Complaint:
    """Return `known`, which a person gave another category, as rules may decide it.

    Where only rules make an emergency of it that did so `before`, and the new category is of none of the units that
    these called, it is none: its priority is then given, as what the other rules make of it.
    """
    if before.sources.get("priority") in GIVEN or not is_of_alarm(before, router.compiled):
        return known
    again = read_again(known, router, told_none=False)
    if not router.engine.alarms(again.facts) or _new_alarms(before, known, router):
        return known
    if _is_theirs(before, known, router.compiled):
        return known
    calm = decide(read_again(known, router, told_none=True), router).decision
    return copy_of(known, priority=calm.priority or "normal", sources={**known.sources, "priority": "given"})


def _new_alarms(before: Complaint, known: Complaint, router: Router) -> set[str]:
    """Return what makes an emergency of a complaint now and didn't before."""
    now = router.engine.alarms(read_again(known, router, told_none=False).facts)
    return now - router.engine.alarms(as_stored(before, router).facts)


def _is_theirs(before: Complaint, known: Complaint, rules: Rules) -> bool:
    """Say whether the new category is of a unit that acts on the emergency, or of another one under the same head."""
    entry = next((entry for entry in rules["categories"] if entry[0] == known.category), None)
    acting = {_head(rules, unit) for unit in (before.unit, *before.support)}
    return entry is None or _head(rules, entry[1]) in acting


def _head(rules: Rules, unit: str | None) -> str | None:
    """Return the unit whose crew this is, or itself."""
    entry = rules["units"].get(unit or "")
    return (entry["parent"] or unit) if entry else unit


def is_overruled(complaint: Complaint, router: Router) -> bool:
    """Say whether a stored complaint would be an emergency if no person had said that it is none."""
    if not says_none(complaint, router.compiled):
        return False
    return bool(router.engine.alarms(read_again(complaint, router, told_none=False).facts))
