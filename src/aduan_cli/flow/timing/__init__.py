"""Clocks begin, stand still and stop, incidents take in, and units are told, in the very step that moves a complaint.

Every step passes here on its way.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from aduan_cli.complaint.promised import has_deadlines
from aduan_cli.complaint.step import may_move

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.compiled import Rules
    from aduan_cli.complaint.step import Step
    from aduan_cli.desk_time import Zone
    from aduan_cli.ports import Store


class StepTiming:
    """What the steps of a store bring along, as the rules in force have it: clocks and messages."""

    def __init__(self, store: Store, rules: Callable[[], Rules], zone: Callable[[], Zone]) -> None:
        self._store, self._rules, self._zone = store, rules, zone

    def __call__(self, steps: Sequence[Step]) -> Sequence[Step]:
        """Return steps with what they make of the clocks, and whom they tell; see `ports.Steps.attend`."""
        if not any(map(may_move, steps)):
            return steps
        incidents = self._store.incidents.open()
        if incidents:
            from aduan_cli.complaint.incidents import join_incident

            steps = [join_incident(step, incidents) for step in steps]
        rules = self._rules()
        if has_deadlines(rules):
            from aduan_cli.flow.timing.clock_steps import with_their_clocks

            steps = list(with_their_clocks(steps, self._store, rules, self._zone()))
        if rules["notifiers"]:
            from aduan_cli.flow.timing.telling import telling

            steps = [telling(step, rules, incidents) for step in steps]
            if rules["callers"]["tell"]:
                from aduan_cli.flow.timing.merged_callers import telling_merged

                steps = [telling_merged(step, self._store, rules) for step in steps]
        return steps
