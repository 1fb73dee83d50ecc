"""Merging complaints into the one whose incident they tell again, and taking them out of it; all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from aduan_cli.complaint.complaint import Complaint, copy_of
from aduan_cli.complaint.merging import (
    check_incident,
    check_merged,
    check_unmerged,
    steps_of_merge,
    steps_of_unmerge,
    was_unmerged,
)
from aduan_cli.complaint.moves import OWING
from aduan_cli.complaint.moving import Case
from aduan_cli.complaint.step import Step
from aduan_cli.ports import Store
from aduan_cli.record import Record
from aduan_cli.stored import CONFLICT, check_written
from aduan_cli.tickets import not_found, parse_ticket

if TYPE_CHECKING:
    from aduan_cli.compiled import Rules

_TRIES = 20
"""Times that it is computed anew because somebody else changed one of the complaints meanwhile."""


class Joined(Record):
    """What becomes of one complaint: as it was, as it is now, and the incident as it is now; None: of none any more."""

    before: Complaint
    after: Complaint
    incident: Complaint

    @property
    def changed(self) -> bool:
        """Whether anything changes."""
        return self.after.version != self.before.version


class Merging:
    """Merges complaints of a store, by one actor at one time, under the rules in force."""

    def __init__(
        self, store: Store, rules: Rules, revision: str | None, actor: str | None, at: int, dry_run: bool
    ) -> None:
        self._store, self._rules, self._revision = store, rules, revision
        self._actor, self._at, self._dry_run = actor, at, dry_run

    def merge(self, tickets: Sequence[str], into: str) -> list[Joined]:
        """Merge complaints into an incident, all or none; what is merged into it already stays so.

        Raises `NotFoundError` without such a ticket, `NotAllowedError` where a state doesn't allow it, or a merge
        would make a chain or a circle.
        """
        return self._until_written(lambda: self._merge(tickets, into))

    def unmerge(self, tickets: Sequence[str]) -> list[Joined]:
        """Take complaints out of what they are merged into, all or none, and bring back what they were.

        What was taken out already stays so. Raises `NotFoundError` without such a ticket, `NotAllowedError` for one
        that is merged into none.
        """
        return self._until_written(lambda: self._unmerge(tickets))

    def _until_written(self, compute: Callable[[], tuple[list[Joined], list[Step]]]) -> list[Joined]:
        for attempt in range(_TRIES):
            joined, steps = compute()
            if self._dry_run or not steps:
                break
            outcome = self._store.commit(steps, together=True)[0]
            if outcome.state != CONFLICT or attempt + 1 == _TRIES:
                check_written(outcome)
                break
        return joined

    def _case(self, ticket: str) -> Case:
        complaint = self._store.resolve(parse_ticket(ticket))
        if complaint is None:
            raise not_found(ticket)
        return Case(complaint, self._store.assignments(complaint), self._rules, self._revision)

    def _cases(self, tickets: Sequence[str]) -> list[Case]:
        """Return complaints, each once, in the order in which they were named."""
        cases = [self._case(ticket) for ticket in tickets]
        return list({case.complaint.id: case for case in cases}.values())

    def _merge(self, tickets: Sequence[str], into: str) -> tuple[list[Joined], list[Step]]:
        incident, cases = self._case(into).complaint, self._cases(tickets)
        wanted = [case for case in cases if case.complaint.merged_into != incident.ticket]
        for case in wanted:
            check_merged(case, incident)
        if not wanted:
            return [Joined(case.complaint, case.complaint, incident) for case in cases], []
        check_incident(incident)
        steps = steps_of_merge(wanted, incident, self._actor, self._at)
        return _joined(cases, steps, {incident.ticket: incident}), steps

    def _unmerge(self, tickets: Sequence[str]) -> tuple[list[Joined], list[Step]]:
        steps: list[Step] = []
        cases = self._cases(tickets)
        incidents: dict[str, Complaint] = {}
        taken = []
        for case in cases:
            events = self._store.events(case.complaint)
            if case.complaint.merged_into is None and was_unmerged(events):
                continue
            check_unmerged(case)
            taken.append((case, events))
            into = str(case.complaint.merged_into)
            incidents[into] = incidents.get(into) or self._case(into).complaint
        for into, incident in incidents.items():
            mine = [pair for pair in taken if pair[0].complaint.merged_into == into]
            steps += steps_of_unmerge(mine, incident, self._actor, self._at)
        return _joined(cases, steps, incidents), steps


def waiting(store: Store, joined: Sequence[Joined]) -> tuple[int, bool]:
    """Return how many callers of an incident wait to be rung back once complaints are merged into it; and whether it is
    done, so that they wait now. Who rang twice is one, who left no number is none, and neither is who was rung.
    """
    incident = joined[0].incident
    is_done = incident.status in OWING
    calls = {one.ticket: one for one in (incident, *store.merged(incident), *(one.after for one in joined))}
    phones = {one.caller_phone for one in calls.values() if not is_done or one.owed_since is not None}
    return len(phones - {None}), is_done


def _joined(cases: Sequence[Case], steps: Sequence[Step], incidents: dict[str, Complaint]) -> list[Joined]:
    """Return what steps make of complaints, in their order."""
    made = {
        step.complaint.ticket: copy_of(step.complaint, **step.changes, version=step.complaint.version + 1)
        for step in steps
    }
    joined = []
    for case in cases:
        before = case.complaint
        after = made.get(before.ticket, before)
        into = after.merged_into or before.merged_into or ""
        joined.append(Joined(before, after, made.get(into) or incidents.get(into) or after))
    return joined
