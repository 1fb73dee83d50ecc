"""What somebody needs to be allowed for a step, where a desk says who may do what. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from aduan_cli.complaint import events
from aduan_cli.complaint.moves import LIFE, MERGING
from aduan_cli.complaint.step import Step
from aduan_cli.model import LOG, MOVE

_OF_MOVES = frozenset(move.event for move in (*LIFE.values(), *MERGING.values())) | {events.CALLED_BACK}
_OF_CALLS = frozenset(
    (events.EDITED, events.CORRECTED, events.REPLACED, events.NOTED, events.ATTACHED, events.ANSWERS_ADDED)
)
_BY_HAND = "manual"


def needed(steps: Iterable[Step]) -> Iterator[tuple[str, str | None]]:
    """Yield what each step asks for: the right, and of a move the unit whose complaint or part it is.

    What happens by itself asks for nothing: rules that decide, clocks, messages, what code says.
    """
    for step in steps:
        if step.is_new:
            yield LOG, None
        for type_, data in () if step.is_new else step.events:
            if type_ in _OF_MOVES or (type_ == events.ROUTED and step.changes.get("step") == _BY_HAND):
                yield MOVE, data.get("unit") or step.complaint.unit
            elif type_ in _OF_CALLS and "plugin" not in data:
                yield LOG, None
