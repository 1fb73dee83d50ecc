"""Whom a step tells: each unit that begins to act by it, and who is to hear of what is late."""

from __future__ import annotations

from collections.abc import Iterator

from aduan_cli.complaint.events import ASSIGNED, CORRECTED, EDITED, ESCALATED, REOPENED, ROUTED, UNMERGED
from aduan_cli.complaint.messages import UNIT, Message

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.compiled import Rules
    from aduan_cli.complaint.step import Step

_TOLD = {ROUTED: "routed", CORRECTED: "routed", EDITED: "routed", ASSIGNED: "assigned"}
_TOLD |= {REOPENED: "reopened", UNMERGED: "reopened"}
"""By the type of an event with which a unit begins to act the template that tells it."""


def telling(step: Step, rules: Rules) -> Step:
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
        urgent = step.changes.get("priority", step.complaint.priority) == "emergency"
        told += [
            Message(event, to, one.unit, 0, *_waiting(rules, to, urgent))
            for one in acting
            for to in rules["tell"].get(one.unit, ())
        ]
    return step._replace(messages=(*step.messages, *dict.fromkeys(told))) if told else step


def _waiting(rules: Rules, name: str, urgent: bool) -> tuple[int, str | None]:
    """Return the seconds that a message waits for others over a channel, and its batch; what is urgent never does."""
    wait = 0 if urgent else rules["notifiers"][name].get("group_wait", 0)
    return wait, UNIT if wait else None


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
