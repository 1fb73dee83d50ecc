"""What happened, as events: who has it after each, what code said to the decision in force, and how it failed."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.complaint.events import (
    ACKNOWLEDGED,
    ASSIGNED,
    CODE_ANSWERED,
    CODE_LEFT_OUT,
    DECIDING,
    EDITED,
    ESCALATED,
    IMPORTED,
    LINKED,
    LOGGED,
    MESSAGE_BOUNCED,
    MESSAGE_QUEUED,
    MESSAGE_SKIPPED,
    NOTED,
    PLUGIN_FAILED,
    PUSHED,
    REFERRED,
    REFUSED,
    REPORTED_BACK,
    RETURNED,
    ROUTED,
    UNLINKED,
    parted,
)
from aduan_cli.complaint.history import Event, events_of, failures_of, last_answer, leading_after, with_units
from aduan_cli.model import CodeFailure, Consulted, UnitAnswer
from told import AT, erased, event

TICKET = "UJI-261123-0001-2"
ANSWER = UnitAnswer("bmsda-pju", ("bmsda",), "high", "dekat gardu")
FAILED = CodeFailure("bmsda", "route", "raised", "Pak Budi di Jl. Mawar", "Traceback ...", "ab" * 32)


# -- whose it is


@pytest.mark.parametrize(
    ("events", "units"),
    [
        ([event(LOGGED, unit="dlh")], ["dlh"]),
        ([event(LOGGED, unit="dlh"), event(ROUTED, from_="dlh", to="bpbd")], ["dlh", "bpbd"]),
        ([event(LOGGED, unit="dlh"), event(REFERRED, from_="dlh", to="pln")], ["dlh", "pln"]),
        ([event(LOGGED, unit="dlh"), event(EDITED, fields=["text"])], ["dlh", "dlh"]),
        ([event(LOGGED, unit="dlh"), event(LINKED, to="UJI-2")], ["dlh", "dlh"]),
        ([event(LOGGED, unit="dlh"), event(UNLINKED, to="UJI-2")], ["dlh", "dlh"]),
        ([event(LOGGED, unit="dlh"), event(REPORTED_BACK, unit="bpbd"), event(NOTED)], ["dlh", "bpbd", "dlh"]),
        (
            [
                event(LOGGED, unit="dlh"), event(ASSIGNED, to="bpbd", unit="bpbd", role="support"),
                event(ACKNOWLEDGED, unit="bpbd", role="support"), event(ACKNOWLEDGED, unit="dlh", role="lead"),
            ],
            ["dlh", "bpbd", "bpbd", "dlh"],
        ),
        ([event(LOGGED)], [None]),
    ],
)  # fmt: skip
def test_each_event_has_the_unit_whose_move_it_was_or_who_leads_then(
    events: list[Event], units: list[str | None]
) -> None:
    """Who only helps, a link to another ticket and what a file says was done make nobody the lead."""
    told = list(with_units(TICKET, events))
    assert [unit for _ticket, _event, unit in told] == units
    assert [(ticket, one) for ticket, one, _unit in told] == [(TICKET, one) for one in events]


@pytest.mark.parametrize(
    "of_another",
    [
        event(MESSAGE_QUEUED, message=1, event="routed", notifier="spool", unit="bpbd"),
        event(MESSAGE_SKIPPED, message=1, event="routed", notifier="spool", unit="bpbd"),
        event(MESSAGE_BOUNCED, message=1, event="routed", notifier="spool", unit="bpbd"),
        event(PUSHED, notifier="kota", unit="bpbd", request="7"),
        event(REFUSED, right="move", unit="bpbd", user="joko"),
        event(ESCALATED, clock="resolve", unit="bpbd", level="satu"),
        event(REPORTED_BACK, unit="bpbd", took=60),
        event(ACKNOWLEDGED, unit="bpbd", role="support", was="routed", status="acknowledged"),
    ],
)
def test_what_is_about_a_helper_leaves_the_complaint_with_its_lead(of_another: Event) -> None:
    """A message to it that goes once more, what it may not do, its own clock: the next event is the lead's again."""
    events = [event(LOGGED, unit="dlh"), of_another, event(EDITED, fields=["text"])]
    assert [unit for _ticket, _event, unit in with_units(TICKET, events)] == ["dlh", "bpbd", "dlh"]
    assert leading_after(None, of_another) is None


# -- what a consultation leaves


def test_an_answer_of_code_is_told_with_whose_code_it_was() -> None:
    """Its reason may name somebody, so that it may be erased."""
    ((type_, data),) = events_of(Consulted("bmsda", "ab" * 32, ("route",), ANSWER))
    plain, private = parted(type_, data)
    assert type_ == CODE_ANSWERED
    assert plain == {
        "plugin": "bmsda",
        "sha256": "ab" * 32,
        "answer": {"unit": "bmsda-pju", "support": ["bmsda"], "priority": "high"},
    }
    assert private == {"reason": "dekat gardu"}


def test_code_that_was_asked_and_said_nothing_is_told_as_well() -> None:
    """It is what tells a later `why` that nobody forgot to ask."""
    assert events_of(Consulted("bmsda", "ab" * 32, ("route",))) == [
        (CODE_ANSWERED, {"plugin": "bmsda", "sha256": "ab" * 32, "answer": None})
    ]
    assert events_of(Consulted("bmsda", "ab" * 32, ("validate",))) == []


def test_notes_and_a_failure_are_events_of_their_own() -> None:
    """In this order: the answer, the notes, the failure."""
    found = events_of(Consulted("bmsda", None, ("route", "validate"), ANSWER, ("tiang miring",), failure=FAILED))
    assert [type_ for type_, _data in found] == [CODE_ANSWERED, NOTED, PLUGIN_FAILED]
    plain, private = parted(*found[2])
    assert plain == {"plugin": "bmsda", "hook": "route", "kind": "raised", "sha256": "ab" * 32}
    assert private == {"message": "Pak Budi di Jl. Mawar", "traceback": "Traceback ..."}


def test_code_that_was_left_out_is_told_with_why() -> None:
    assert events_of(Consulted("bmsda", None, left_out="set_aside")) == [
        (CODE_LEFT_OUT, {"plugin": "bmsda", "why": "set_aside"})
    ]


# -- what code said to the decision in force


def test_the_last_answer_is_the_one_behind_the_last_decision() -> None:
    said = event(CODE_ANSWERED, plugin="bmsda", sha256="ab", answer={"unit": "bmsda-pju"}, reason="dekat")
    found = last_answer([event(LOGGED), said, event(NOTED), event(ACKNOWLEDGED)])
    assert found == {
        "plugin": "bmsda", "sha256": "ab", "answer": {"unit": "bmsda-pju"}, "reason": "dekat", "left_out": None,
    }  # fmt: skip
    told = last_answer([event(LOGGED), erased(said)])
    assert told is not None
    assert told["reason"] is None


def test_code_that_was_left_out_said_nothing_and_that_is_said() -> None:
    found = last_answer([event(LOGGED), event(CODE_LEFT_OUT, plugin="bmsda", why="no_plugins")])
    assert found is not None
    assert (found["plugin"], found["answer"], found["left_out"]) == ("bmsda", None, "no_plugins")


TYPES = (LOGGED, IMPORTED, ROUTED, ASSIGNED, REFERRED, ACKNOWLEDGED, RETURNED, CODE_ANSWERED, CODE_LEFT_OUT)


@given(st.lists(st.sampled_from(TYPES), max_size=8))
def test_what_code_said_of_an_older_decision_is_not_of_the_one_in_force(types: list[str]) -> None:
    """A hand that moved it asked no code."""
    said: dict[str, dict[str, Any]] = {CODE_ANSWERED: {"plugin": "a", "sha256": "s", "answer": None}}
    said[CODE_LEFT_OUT] = {"plugin": "a", "why": "set_aside"}
    events = [event(type_, **said.get(type_, {})) for type_ in types]
    since = types[max((place for place, type_ in enumerate(types) if type_ in DECIDING), default=-1) + 1 :]
    speaking = [type_ for type_ in since if type_ in (CODE_ANSWERED, CODE_LEFT_OUT)]
    found = last_answer(events)
    assert (found is not None) == bool(speaking)
    if found is not None:
        assert (found["left_out"] is not None) == (speaking[-1] == CODE_LEFT_OUT)


def test_failures_are_told_in_their_order_and_without_words_once_they_were_erased() -> None:
    first = event(PLUGIN_FAILED, at=AT, plugin="a", hook="route", kind="time", message="Budi", traceback="x")
    second = event(PLUGIN_FAILED, at=AT + 9, plugin="b", hook="observe", kind="ended")
    found = failures_of([event(LOGGED), erased(first), event(NOTED), second])
    assert found == [
        {"at": AT, "plugin": "a", "hook": "route", "kind": "time", "message": None, "traceback": None},
        {"at": AT + 9, "plugin": "b", "hook": "observe", "kind": "ended", "message": None, "traceback": None},
    ]
    assert failures_of([first])[0]["message"] == "Budi"
