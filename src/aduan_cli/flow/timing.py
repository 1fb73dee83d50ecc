"""Clocks begin, stand still and stop in the very step that moves a complaint: every step passes here on its way."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from aduan_cli.complaint.clocks import runs_of
from aduan_cli.complaint.complaint import copy_of
from aduan_cli.complaint.deadlines import has_deadlines, with_clocks
from aduan_cli.complaint.moves import FINAL

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from aduan_cli.compiled import Rules
    from aduan_cli.complaint.step import Step
    from aduan_cli.desk_time import Zone
    from aduan_cli.ports import PluginRun, Store
    from aduan_cli.stored import Outcome


class TimedStore:
    """A store whose steps bring the clocks along, as the rules in force set them; all else is the store's own."""

    def __init__(self, store: Store, rules: Callable[[], Rules], zone: Callable[[], Zone]) -> None:
        self._store, self._rules, self._zone = store, rules, zone

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def commit(
        self, steps: Sequence[Step], runs: Sequence[PluginRun] = (), at: int = 0, together: bool = False
    ) -> list[Outcome]:
        """Write steps with what they make of the clocks; see `ports.Steps`."""
        if any(map(_may_move, steps)) and has_deadlines(rules := self._rules()):
            steps = list(self._timed(steps, rules))
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
