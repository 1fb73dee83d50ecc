"""Clocks begin, stand still and stop, and units are told, in the very step that moves a complaint.

Every step passes here on its way.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from aduan_cli.complaint.promised import has_deadlines
from aduan_cli.complaint.step import may_move

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from aduan_cli.compiled import Rules
    from aduan_cli.complaint.step import Step
    from aduan_cli.desk_time import Zone
    from aduan_cli.ports import PluginRun, Store
    from aduan_cli.stored import Outcome


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
        if any(map(may_move, steps)):
            rules = self._rules()
            if has_deadlines(rules):
                from aduan_cli.flow.timing.clocks import with_their_clocks

                steps = list(with_their_clocks(steps, self._store, rules, self._zone()))
            if rules["notifiers"]:
                from aduan_cli.flow.timing.telling import telling

                steps = [telling(step, rules) for step in steps]
        return self._store.commit(steps, runs, at, together)


def timed(store: Store, rules: Callable[[], Rules], zone: Callable[[], Zone]) -> Store:
    """Return a store whose steps bring the clocks along."""
    found: Any = TimedStore(store, rules, zone)
    return found  # type: ignore[no-any-return]
