"""Whoever is late is told of once, by name: the levels that clocks have passed, each with its event."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from aduan_cli.due import Bounds, Done, Work

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.compiled import Rules
    from aduan_cli.complaint.complaint import Complaint
    from aduan_cli.complaint.step import Step
    from aduan_cli.desk_time import Zone
    from aduan_cli.ports import Store

ESCALATE = "escalate"
_ALL = 1 << 60


def escalate(
    store: Store, timing: Callable[[], tuple[Rules, Zone]], actor: str | None, at: int, bounds: Bounds
) -> Done:
    """Record what clocks have passed by a time (UTC seconds); `timing` gives the rules in force where any did."""
    work = Work(store.commit, bounds)

    def step_of(complaint: Complaint) -> Step | None:
        return next(_escalations(store, *timing(), complaint, actor, at), None)

    left = 0
    if not work.off(lambda limit: store.due.escalating(at, limit), step_of):
        left = store.due.escalating_count(at)
    return Done(ESCALATE, work.done, left, work.failed)


def planned(store: Store, rules: Rules, zone: Zone, actor: str | None, at: int) -> Iterator[Step]:
    """Yield the steps that it would take: of a complaint that is late by several clocks one for each."""
    for complaint in store.due.escalating(at, _ALL):
        yield from _escalations(store, rules, zone, complaint, actor, at)


def _escalations(
    store: Store, rules: Rules, zone: Zone, complaint: Complaint, actor: str | None, at: int
) -> Iterator[Step]:
    from aduan_cli.complaint.clocks import runs_of  # Most runs find nobody to tell.
    from aduan_cli.complaint.escalation import escalations

    return escalations(rules, zone, complaint, runs_of(store.events(complaint)), actor, at)
