"""Whom a step tells: each unit that begins to act by it, and who is to hear of what is late."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from aduan_cli.complaint.events import ASSIGNED, CORRECTED, EDITED, ESCALATED, JOINED, REOPENED, ROUTED, UNMERGED
from aduan_cli.complaint.messages import LATE, UNIT, Message, count_batch, late_batch
from aduan_cli.complaint.messages import ROUTED as ROUTED_TOLD
from aduan_cli.model import INCIDENT, OPEN311
from aduan_cli.rules.language.recipients import recipients

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.compiled import Rules
    from aduan_cli.complaint.incidents import Incident
    from aduan_cli.complaint.step import Step

EMERGENCY = "emergency"
_TOLD = {ROUTED: "routed", CORRECTED: "routed", EDITED: "routed", ASSIGNED: "assigned"}
_TOLD |= {REOPENED: "reopened", UNMERGED: "reopened"}
"""By the type of an event with which a unit begins to act the template that tells it."""


def telling(step: Step, rules: Rules, incidents: Sequence[Incident] = ()) -> Step:
    """Return a step with what it tells: each unit that begins to act by it over its own channels; who is to hear of
    what is late. Of what an open incident takes in units are told the count, unless it is urgent.

    A record of a file tells nobody: what was taken elsewhere was told there.
    """
    if step.is_new:
        brought = step.complaint.import_key or step.complaint.number
        event = None if brought else ROUTED_TOLD
    else:
        event = _TOLD.get(step.events[0][0]) if step.events else None
    told = list(_late(step, rules, incidents))
    urgent = step.changes.get("priority", step.complaint.priority) == EMERGENCY
    incident, place = (None, 0) if urgent or not incidents else _joined(step, incidents)
    acting = [one.unit for one in step.assignments.begun]
    # Who had resolved it, or had returned it and gets it again, goes on with the same part.
    acting += [one.unit for one in step.assignments.moved if event == "reopened" or one.status == "routed"]
    if event is not None:
        skipped = incident and event == ROUTED_TOLD and _skipped(incident)
        told += [
            Message(event, to, unit, 0, *_waiting(rules, to, urgent), None if _posts(rules, to) else skipped or None)
            for unit in acting
            for to in rules["tell"].get(unit, ())
        ]
    if incident is not None and (event is not None or not step.is_new):
        units = acting or [step.complaint.unit or ""]
        told += [
            Message(INCIDENT, to, unit, place, incident.every, count_batch(incident.id))
            for unit in units
            for to in rules["tell"].get(unit, ())
            if not _posts(rules, to)
        ]
    if rules["callers"]["tell"]:
        from aduan_cli.complaint.agreements import telling_caller

        told += telling_caller(step, rules)
    return step._replace(messages=(*step.messages, *dict.fromkeys(told))) if told else step


def _joined(step: Step, incidents: Sequence[Incident]) -> tuple[Incident | None, int]:
    """Return the open incident into which a step takes its complaint, and the place of the event that tells it."""
    for place, (type_, data) in enumerate(step.events, step.is_new):
        if type_ == JOINED:
            return next((one for one in incidents if one.id == data["incident"]), None), place
    return None, 0


def _skipped(incident: Incident) -> str:
    from aduan_cli.complaint.incidents import skipped_for

    return skipped_for(incident)


def _posts(rules: Rules, name: str) -> bool:
    """Say whether each complaint is a request of its own where a channel leads: a count tells nothing there."""
    return bool(rules["notifiers"][name]["type"] == OPEN311)


def _waiting(rules: Rules, name: str, urgent: bool) -> tuple[int, str | None]:
    """Return the seconds that a message waits for others over a channel, and its batch; what is urgent never does."""
    wait = 0 if urgent else rules["notifiers"][name].get("group_wait", 0)
    return wait, UNIT if wait else None


def _late(step: Step, rules: Rules, incidents: Sequence[Incident]) -> Iterator[Message]:
    """Yield whom a step tells that a clock came so far: the unit, its head, or who has a channel of their own.

    What belongs to an open incident is told as a count, unless it was urgent before it was late.
    """
    one = step.complaint
    incident = None if one.priority == EMERGENCY else next((i for i in incidents if i.id == one.incident), None)
    grouped = () if incident is None else (incident.every, late_batch(incident.id))
    for place, (type_, data) in enumerate(step.events):
        if type_ != ESCALATED:
            continue
        unit = data["unit"] or step.complaint.unit or rules["desk"]["triage"]
        ways = recipients(rules, unit)
        names = [name for to in data["tell"] for name in ways.get(to, [to])]
        yield from (Message(LATE, name, unit, place, *grouped) for name in names if name in rules["notifiers"])
