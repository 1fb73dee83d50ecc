"""Clocks begin, stand still and stop, and units are told, in the very step that moves a complaint.

Every step passes here on its way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from aduan_cli.complaint.clocks import runs_of
from aduan_cli.complaint.complaint import copy_of
from aduan_cli.complaint.deadlines import has_deadlines, with_clocks
from aduan_cli.complaint.events import ASSIGNED, CORRECTED, EDITED, ESCALATED, REOPENED, ROUTED, UNMERGED
from aduan_cli.complaint.messages import Message
from aduan_cli.complaint.moves import FINAL

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from aduan_cli.compiled import Rules
    from aduan_cli.complaint.step import Step
    from aduan_cli.desk_time import Zone
    from aduan_cli.ports import PluginRun, Store
    from aduan_cli.stored import Outcome


_TOLD = {ROUTED: "routed", CORRECTED: "routed", EDITED: "routed", ASSIGNED: "assigned"}
_TOLD |= {REOPENED: "reopened", UNMERGED: "reopened"}
"""By the type of an event with which a unit begins to act the template that tells it."""


class TimedStore:
    """A store whose steps bring clocks and messages along, as the rules in force have them; all else is its own."""

    def __init__(self, store: Store, rules: Callable[[], Rules], zone: Callable[[], Zone]) -> None:
        self._store, self._rules, self._zone = store, rules, zone

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def commit(
        self, steps: Sequence[Step], runs: Sequence[PluginRun] = (), at: int = 0, together: bool = False
    ) -> list[Outcome]:
        """Write steps with what they make of the clocks, and whom they tell; see `ports.Steps`."""
        if any(map(_may_move, steps)):
            rules = self._rules()
            if has_deadlines(rules):
                steps = list(self._timed(steps, rules))
            if rules["notifiers"]:
                steps = [_telling(step, rules) for step in steps]
        return self._store.commit(steps, runs, at, together)

    def _timed(self, steps: Sequence[Step], rules: Rules) -> Iterator[Step]:
        """Yield steps with their clocks; of several of one complaint each goes on from what the one before made."""
        earlier: dict[str, Step] = {}
        for step in steps:
            if not _may_move(step):
                yield step
                continue
            if step.is_new:
                yield with_clocks(step, {}, rules, self._zone())
                continue
            before, ticket = earlier.get(step.complaint.ticket), step.complaint.ticket
            if before is None:
                had = runs_of(self._store.events(step.complaint))
            else:
                had = {run.clock: run for run in before.clocks}
                due_at = before.changes.get("due_at", before.complaint.due_at)
                step = step._replace(complaint=copy_of(step.complaint, due_at=due_at))
            earlier[ticket] = with_clocks(step, had, rules, self._zone())
            yield earlier[ticket]


def timed(store: Store, rules: Callable[[], Rules], zone: Callable[[], Zone]) -> Store:
    """Return a store whose steps bring the clocks along."""
    found: Any = TimedStore(store, rules, zone)
    return found  # type: ignore[no-any-return]


def _may_move(step: Step) -> bool:
    """Say whether a step may begin, move or stop a clock."""
    return bool(step.changes) or (step.is_new and step.complaint.status not in FINAL)


def _telling(step: Step, rules: Rules) -> Step:
    """Return a step with what it tells: each unit that begins to act by it over its own channels; who is to hear of
    what is late.

    A record of a file tells nobody: what was taken elsewhere was told there.
    """
    if step.is_new:
        brought = step.complaint.import_key or step.complaint.number
        event = None if brought else "routed"
    else:
        event = _TOLD.get(step.events[0][0]) if step.events else None
    told = list(_late(step, rules))
    if event is not None:
        acting = step.assignments.begun
        if event == "reopened":
            acting += step.assignments.moved  # Who had resolved it still has it.
        told += [Message(event, to, one.unit) for one in acting for to in rules["tell"].get(one.unit, ())]
    return step._replace(messages=(*step.messages, *dict.fromkeys(told))) if told else step


def _late(step: Step, rules: Rules) -> Iterator[Message]:
    """Yield whom a step tells that a clock came so far: the unit, its head, or who has a channel of their own."""
    for place, (type_, data) in enumerate(step.events):
        if type_ != ESCALATED:
            continue
        unit = data["unit"] or step.complaint.unit or rules["desk"]["triage"]
        own = rules["tell"].get(unit, [])
        for to in data["tell"]:
            names = {"unit": own, "unit.head": rules["heads"].get(unit, own)}.get(to, [to])
            yield from (Message("escalated", name, unit, place) for name in names if name in rules["notifiers"])
