"""Merging what several callers told of one incident, and taking it apart again: computed whole. Pure.

A complaint that is merged keeps its caller, its words and its history; it is rejected as a duplicate, and linked. What
it was stands in the event that merged it.
"""

from __future__ import annotations

from collections.abc import Sequence

from aduan_cli.complaint.assignments import LEAD, Assignment, Reassigned
from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.events import DUPLICATE_ADDED, DUPLICATE_REMOVED, MERGED, UNMERGED
from aduan_cli.complaint.former_units import now_called
from aduan_cli.complaint.history import Event
from aduan_cli.complaint.moves import DUPLICATE, INCIDENT, MERGING, OWING
from aduan_cli.complaint.moving import AskedMove, Case, check_legal, led_by
from aduan_cli.complaint.step import Step, changing
from aduan_cli.errors import NotAllowedError
from aduan_cli.i18n import _
from aduan_cli.value_words import label

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def check_incident(incident: Complaint) -> None:
    """Raise `NotAllowedError` for a complaint into which nothing can be merged."""
    if incident.merged_into:
        sentence = _("{ticket} is itself merged into {incident}: merge into that one")
    elif incident.status not in INCIDENT:
        sentence = _(
            "{ticket} is {status}: nothing is merged into what is over; first aduan reopen {ticket} --reason TEXT"
        )
    else:
        return
    status = label("status", incident.status)
    raise NotAllowedError(sentence.format(ticket=incident.ticket, incident=incident.merged_into, status=status))


def check_merged(case: Case, incident: Complaint) -> None:
    """Raise `NotAllowedError` for a complaint that can't be merged into an incident: no chains, no circles."""
    complaint = case.complaint
    if complaint.ticket == incident.ticket:
        sentence = _("{ticket} can't be merged into itself")
    elif incident.merged_into == complaint.ticket:
        sentence = _("{incident} is merged into {ticket}: it can't be the other way round as well")
    elif complaint.merged_into:
        sentence = _("{ticket} is merged into {other} already: first aduan unmerge {ticket}")
    elif complaint.duplicates:
        sentence = _(
            "others are merged into {ticket}, and merges make no chain: merge {incident} into {ticket}, or first"
            " aduan unmerge them"
        )
    else:
        check_legal(case, AskedMove("merge"), case.lead)
        return
    names = {"ticket": complaint.ticket, "incident": incident.ticket, "other": complaint.merged_into}
    raise NotAllowedError(sentence.format(**names))


def steps_of_merge(cases: Sequence[Case], incident: Complaint, actor: str | None, at: int) -> list[Step]:
    """Return the steps that merge complaints into an incident, all of which are written or none.

    The incident's comes last. It has a new version by it, so that nobody merges it elsewhere at the same moment.
    """
    steps = [_merge(case, incident, actor, at) for case in cases]
    tickets = [case.complaint.ticket for case in cases]
    events = tuple((DUPLICATE_ADDED, {"duplicate": ticket}) for ticket in tickets)
    count = (incident.duplicates or 0) + len(cases)
    return [*steps, Step(incident, at, actor, events, {"duplicates": count})]


def _merge(case: Case, incident: Complaint, actor: str | None, at: int) -> Step:
    complaint, status = case.complaint, MERGING["merge"].after[0]
    changes: dict[str, Any] = {"status": status, "merged_into": incident.ticket}
    changes["owed_since"] = at if incident.status in OWING else None
    data = {
        "into": incident.ticket,
        "was": complaint.status,
        "status": status,
        "code": DUPLICATE,
        "acting": [list(one) for one in case.acting],
        "linked": incident.ticket in complaint.linked,
    }
    return changing(complaint, changes, MERGED, data, actor, at)._replace(links=(incident.ticket,))


def check_unmerged(case: Case) -> None:
    """Raise `NotAllowedError` for a complaint that is merged into none."""
    complaint = case.complaint
    if complaint.merged_into is None:
        sentence = _("{ticket} is {status} and merged into no other one")
        status = label("status", complaint.status)
        raise NotAllowedError(sentence.format(ticket=complaint.ticket, status=status))


def was_unmerged(events: Sequence[Event]) -> bool:
    """Say whether the last thing that was done between a complaint and others was to take it out again."""
    told = [event.type for event in events if event.type in (MERGED, UNMERGED)]
    return told[-1:] == [UNMERGED]


def steps_of_unmerge(
    taken: Sequence[tuple[Case, Sequence[Event]]], incident: Complaint, actor: str | None, at: int
) -> list[Step]:
    """Return the steps that take complaints, each with its history, out of an incident; written all or none."""
    steps = [_unmerge(case, events, actor, at) for case, events in taken]
    told = tuple((DUPLICATE_REMOVED, {"duplicate": case.complaint.ticket}) for case, _events in taken)
    left = max(0, (incident.duplicates or 0) - len(steps)) or None
    return [*steps, Step(incident, at, actor, told, {"duplicates": left})]


def _unmerge(case: Case, events: Sequence[Event], actor: str | None, at: int) -> Step:
    """Bring back what was; a unit that has another id now goes by that, and what is left without one is in triage."""
    complaint, rules = case.complaint, case.rules
    merged = next(event.data for event in reversed(events) if event.type == MERGED)
    changes: dict[str, Any] = {"status": merged["was"], "merged_into": None}
    if complaint.owed_since is not None:
        changes["owed_since"] = None
    acting = tuple(Assignment(*one) for one in merged["acting"])
    lead = next((one.unit for one in acting if one.role == LEAD), None)
    now = lead and now_called(rules, lead)
    if lead is not None and now not in rules["units"]:
        changes |= {**led_by(case, rules["desk"]["triage"]), "status": "new"}
        acting = ()
    elif now is not None and now != lead:
        changes["unit"] = now
        acting = tuple(one._replace(unit=now) if one.role == LEAD else one for one in acting)
    data = {
        "into": complaint.merged_into,
        "was": complaint.status,
        "status": changes["status"],
        "acting": [list(one) for one in acting],
    }
    step = changing(complaint, changes, UNMERGED, data, actor, at)
    unlinks = () if merged["linked"] else (str(complaint.merged_into),)
    held = {one[:2]: one for one in acting}
    begun = tuple(held.get(one[:2], one) for one in step.assignments.begun)
    return step._replace(assignments=Reassigned(begun=begun), unlinks=unlinks)
