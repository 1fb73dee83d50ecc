"""A store in a list: the least that does what `ports.Steps` and the reading of single cases promise.

It is the model against which every real store is driven, and shows what a further store has to bring.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from aduan_cli.complaint.assignments import Assignment
from aduan_cli.complaint.complaint import Complaint, copy_of
from aduan_cli.complaint.events import LINKED, LOGGED
from aduan_cli.complaint.fields import PRIVATE
from aduan_cli.complaint.step import Step
from aduan_cli.stored import CHANGED, CONFLICT, DONE, FORGOTTEN, KNOWN, TAKEN, Outcome
from aduan_cli.tickets import make_ticket


class NaiveStore:
    """Complaints by their number, with their events and who must act."""

    def __init__(self) -> None:
        self.cases: dict[int, Complaint] = {}
        self.told: dict[int, list[tuple[str, dict[str, Any]]]] = {}
        self.acting: dict[int, list[Assignment]] = {}
        self.erased: set[int] = set()
        self._last: dict[int, int] = {}

    def commit(self, steps: Sequence[Step], runs: Sequence[Any] = (), at: int = 0) -> list[Outcome]:
        """Write steps, each wholly or, where it is a conflict, not at all; new complaints before the others."""
        done = {id(step): self._take(step) for step in steps if step.is_new}
        done |= {id(step): self._change(step) for step in steps if not step.is_new}
        return [done[id(step)] for step in steps]

    def _take(self, step: Step) -> Outcome:
        given = step.complaint
        for there in self.cases.values():
            if given.key and there.key == given.key:
                return Outcome(there.ticket, KNOWN if there.text == given.text or not given.import_key else CHANGED)
        self._last[given.day] = given.number = self._last.get(given.day, 0) + 1
        given.ticket = make_ticket(given.ticket, given.day, given.number)
        given.id = len(self.cases) + 1
        self.cases[given.id] = copy_of(given)
        self.cases[given.id].linked = ()
        self.told[given.id] = [(LOGGED, {}), *step.events]
        self.acting[given.id] = list(step.assignments.begun)
        self._link(step)
        return Outcome(given.ticket, TAKEN)

    def _change(self, step: Step) -> Outcome:
        number = step.complaint.id
        case = self.cases[number]
        brings_back = number in self.erased and any(step.changes.get(name) for name in PRIVATE)
        if brings_back:
            return Outcome(case.ticket, FORGOTTEN)
        if step.changes and case.version != step.complaint.version:
            return Outcome(case.ticket, CONFLICT)
        for name, value in step.changes.items():
            setattr(case, name, value)
        case.version += bool(step.changes)
        self.told[number] += step.events
        self.acting[number] = list(self._acting(number, step))
        self._link(step)
        return Outcome(case.ticket, DONE)

    def _acting(self, number: int, step: Step) -> Iterator[Assignment]:
        renamed = dict(step.assignments.renamed)
        kept = [one for one in self.acting[number] if one[:2] not in step.assignments.ended]
        held = {one[:2] for one in kept}
        states = {one[:2]: one.status for one in step.assignments.moved}
        for one in kept:
            yield Assignment(renamed.get(one.unit, one.unit), one.role, states.get(one[:2], one.status))
        yield from (one for one in step.assignments.begun if one[:2] not in held)

    def _link(self, step: Step) -> None:
        mine = self.cases[step.complaint.id]
        for other in [case for case in self.cases.values() if case.ticket in step.links and case is not mine]:
            for here, to in ((mine, other), (other, mine)):
                if to.ticket not in here.linked:
                    here.linked = tuple(sorted((*here.linked, to.ticket)))
                    self.told[here.id].append((LINKED, {"to": to.ticket}))
