"""What somebody needs to be allowed for a step: the right, and whose complaint it moves; the rest is free."""

from __future__ import annotations

from typing import Any

import pytest

from aduan_cli.complaint import events
from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.moves import LIFE, MERGING
from aduan_cli.complaint.rights import needed
from aduan_cli.complaint.step import Step, changing, noting, taking
from aduan_cli.model import LOG, MOVE

AT = 1_795_000_000
ONE = Complaint({"unit": "dlh", "status": "routed", "text": "sampah"})
NOBODYS = Complaint({"unit": None, "status": "new", "text": "?"})
MOVES = sorted({move.event for move in (*LIFE.values(), *MERGING.values())} | {events.CALLED_BACK})
OF_CALLS = [events.EDITED, events.CORRECTED, events.REPLACED, events.NOTED, events.ATTACHED, events.ANSWERS_ADDED]
BY_ITSELF = [
    events.WOKEN,
    events.REDATED,
    events.ESCALATED,
    events.CODE_ANSWERED,
    events.MESSAGE_BOUNCED,
    events.REVEALED,
]


def step(one: Complaint, type_: str, data: dict[str, Any] | None = None, **changes: Any) -> Step:
    """Return a step of one event."""
    return changing(one, changes, type_, data or {}, "sari", AT)


@pytest.mark.parametrize("type_", MOVES)
def test_a_move_asks_for_the_unit_whose_complaint_it_is(type_: str) -> None:
    assert list(needed([step(ONE, type_), step(NOBODYS, type_)])) == [(MOVE, "dlh"), (MOVE, None)]


def test_a_move_of_a_part_asks_for_the_unit_whose_part_it_is() -> None:
    """A unit that helps has its own part: who moves it needs no right at the one that leads."""
    assert list(needed([step(ONE, events.ACKNOWLEDGED, {"unit": "pju"})])) == [(MOVE, "pju")]


@pytest.mark.parametrize("type_", OF_CALLS)
def test_mending_a_call_asks_for_the_right_to_take_calls_unless_code_did_it(type_: str) -> None:
    assert list(needed([step(ONE, type_)])) == [(LOG, None)]
    assert list(needed([step(ONE, type_, {"plugin": "dlh"})])) == []


@pytest.mark.parametrize("by", ["manual", "category", "city", "triage", "corrected"])
def test_only_what_a_person_routes_asks_for_anything(by: str) -> None:
    """Of the unit that had it, not of the one that gets it."""
    found = list(needed([step(ONE, events.ROUTED, {"from": "dlh", "to": "pju"}, step=by, unit="pju")]))
    assert found == ([(MOVE, "dlh")] if by == "manual" else [])


@pytest.mark.parametrize("type_", BY_ITSELF)
def test_what_happens_by_itself_asks_for_nothing(type_: str) -> None:
    assert list(needed([step(ONE, type_, {"unit": "dlh"})])) == []


def test_a_step_of_two_events_and_two_steps_ask_for_all_of_it() -> None:
    both = noting(ONE, ((events.NOTED, {}), (events.CALLED_BACK, {})), "sari", AT)
    found = list(needed([both, step(ONE, events.RESOLVED, {"unit": "pju"})]))
    assert found == [(LOG, None), (MOVE, "dlh"), (MOVE, "pju")]


def test_a_new_call_asks_for_the_right_to_take_calls_whatever_came_with_it() -> None:
    """Also where code answered, or the unit was named by the officer."""
    new = taking(ONE)._replace(events=((events.ROUTED, {}), (events.NOTED, {"plugin": "dlh"})))
    assert list(needed([new])) == [(LOG, None)]
