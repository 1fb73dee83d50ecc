"""A step as data: what it says of a complaint, who acts by it, and whether it can move a clock or bring words."""

from __future__ import annotations

import inspect
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.complaint.assignments import Assignment, Reassigned
from aduan_cli.complaint.complaint import copy_of
from aduan_cli.complaint.events import CALLED_BACK, EDITED, LINKED, LOGGED, NOTED, RESOLVED, ROUTED
from aduan_cli.complaint.fields import PRIVATE
from aduan_cli.complaint.moves import FINAL
from aduan_cli.complaint.step import Step, brings_words, changing, may_move, noting, taking, without_callback
from any_complaint import complaints
from promising import waiting
from told import AT


def test_what_is_made_one_by_one_takes_all_that_a_step_has() -> None:
    """Its constructor is written out for speed: each field once, in the order of the fields."""
    names = list(inspect.signature(Step.__init__).parameters)[1:]
    assert names == list(Step.__annotations__)
    given_: dict[str, Any] = {name: object() for name in names}
    assert Step(**given_)._asdict() == given_


@given(complaints())
def test_a_new_complaint_begins_with_who_must_act_and_its_links(complaint: Any) -> None:
    """Nobody on what is final, answered or in triage; the actor and the time are those of the call."""
    step = taking(complaint, ((NOTED, {}),), beside=True)
    assert (step.is_new, step.beside, step.changes, step.links) == (True, True, {}, complaint.linked)
    assert (step.at, step.actor, step.events) == (complaint.logged_at, complaint.actor, ((NOTED, {}),))
    acting = complaint.unit is not None and complaint.status not in (*FINAL, "new")
    assert bool(step.assignments.begun) == acting
    assert step.assignments._replace(begun=()) == Reassigned()


def test_a_change_is_told_by_its_event_with_who_acts_then() -> None:
    """The lead goes on in its new state; another lead begins where the old one ends."""
    step = changing(waiting(), {"status": "in_progress"}, "started", {"unit": "dlh"}, "sari", AT)
    assert step.assignments == Reassigned(moved=(Assignment("dlh", "lead", "in_progress"),))
    moved = changing(waiting(), {"unit": "bpbd", "support": ("dinkes",)}, ROUTED, {}, None, AT)
    assert moved.assignments == Reassigned(
        begun=(Assignment("bpbd", "lead", "routed"), Assignment("dinkes", "support", "routed")),
        ended=(("dlh", "lead"),),
    )
    assert (moved.events, moved.changes) == (((ROUTED, {}),), {"unit": "bpbd", "support": ("dinkes",)})


def test_the_events_own_data_do_not_change_with_what_was_given() -> None:
    """A dictionary that its maker goes on with is not in the step."""
    data: dict[str, Any] = {"fields": ["text"]}
    step = changing(waiting(), {"text": "x"}, EDITED, data, None, AT)
    data["fields"] = []
    assert step.events[0][1] == {"fields": ["text"]}


def test_only_a_new_state_makes_anybody_wait() -> None:
    """A correction owes nobody a call; being done does."""
    assert "owed_since" not in changing(waiting(status="resolved"), {"text": "x"}, EDITED, {}, None, AT).changes
    assert changing(waiting(), {"status": "resolved"}, RESOLVED, {}, None, AT).changes["owed_since"] == AT


def test_a_caller_on_the_line_hears_it_at_once() -> None:
    step = without_callback(changing(waiting(), {"status": "referred", "unit": "pln"}, ROUTED, {}, None, AT))
    assert step.changes == {"status": "referred", "unit": "pln"}


@pytest.mark.parametrize(
    ("step", "may"),
    [
        (taking(waiting()), True),
        (taking(waiting(status="new", unit=None)), True),
        (taking(waiting(status="answered")), False),
        (taking(waiting(status="closed")), False),
        (changing(waiting(), {"priority": "high"}, EDITED, {}, None, AT), True),
        (noting(waiting(), ((NOTED, {}),), None, AT), False),
        (noting(waiting(), ((LINKED, {"to": "UJI-2"}),), None, AT), False),
    ],
)
def test_what_changes_nothing_and_what_comes_in_done_moves_no_clock(step: Step, may: bool) -> None:
    assert may_move(step) is may


@given(complaints(), st.sampled_from(PRIVATE))
def test_a_step_that_writes_what_may_be_erased_brings_words(complaint: Any, name: str) -> None:
    """A field that somebody said, unless it is taken away."""
    value = getattr(complaint, name)
    step = changing(complaint, {name: value}, EDITED, {"fields": [name]}, None, AT)
    assert brings_words(step) == bool(value)


@pytest.mark.parametrize(
    ("type_", "data", "brings"),
    [
        (RESOLVED, {"unit": "dlh", "role": "lead", "result": "ditambal"}, True),
        (RESOLVED, {"unit": "dlh", "role": "lead", "result": ""}, False),
        (RESOLVED, {"unit": "dlh", "files": [{"sha256": "a", "size": 1}], "names": ["foto.jpg"]}, True),
        (CALLED_BACK, {}, False),
        (CALLED_BACK, {"note": "paham"}, True),
        ("tidak-terdaftar", {"x": 1}, True),
        (LOGGED, {"brought": True}, False),
    ],
)
def test_what_an_event_says_besides_the_registry_brings_words(type_: str, data: dict[str, Any], brings: bool) -> None:
    """Of a type that nobody registered all may have to be erased."""
    assert brings_words(noting(waiting(), ((type_, data),), None, AT)) is brings


@given(complaints(), complaints())
def test_a_change_ends_and_begins_just_what_the_two_states_differ_in(first: Any, other: Any) -> None:
    """Whatever becomes of it, nobody acts twice in one role, and no part ends that was not there."""
    changes = {name: getattr(other, name) for name in ("unit", "status", "support")}
    step = changing(first, changes, ROUTED, {}, None, AT)
    had = {one[:2] for one in taking(first).assignments.begun}
    has = {one[:2] for one in taking(copy_of(first, **changes)).assignments.begun}
    assert {one[:2] for one in step.assignments.begun} == has - had
    assert set(step.assignments.ended) == had - has
    assert {one[:2] for one in step.assignments.moved} <= had & has
