"""Merging and taking apart, computed whole: what may be, in a sentence each, and that taking apart undoes it."""

from __future__ import annotations

import json
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.compiled import Rules
from aduan_cli.complaint.assignments import Assignment, assignments_of
from aduan_cli.complaint.complaint import Complaint, copy_of
from aduan_cli.complaint.events import DUPLICATE_ADDED, DUPLICATE_REMOVED, MERGED, NOTED, UNMERGED
from aduan_cli.complaint.fields import STATUSES
from aduan_cli.complaint.merging import (
    check_incident,
    check_merged,
    check_unmerged,
    steps_of_merge,
    steps_of_unmerge,
    was_unmerged,
)
from aduan_cli.complaint.moves import INCIDENT, MERGING, OWING
from aduan_cli.complaint.moving import Case
from aduan_cli.errors import NotAllowedError
from compiling import rules_of
from promising import waiting
from told import AT, event

CITY: dict[str, Any] = {
    "desk": {"name": "Meja", "prefix": "UJI", "timezone": "UTC"},
    "units": {"dlh": {"name": "DLH"}, "bpbd": {"name": "BPBD"}},
    "outside": {"pln": {"name": "PLN", "referral": "123"}},
}
RULES = cast(Rules, rules_of(CITY))
ONE, TWO, THREE = (f"UJI-261123-000{number}-2" for number in (1, 2, 3))
INCIDENT_ONE = waiting(ticket=ONE)


def case(complaint: Complaint, rules: Rules = RULES, acting: tuple[Assignment, ...] | None = None) -> Case:
    """Return a complaint as it stands."""
    return Case(complaint, assignments_of(complaint) if acting is None else acting, rules, "rev")


def refusal(work: Any) -> str:
    """Return the sentence with which something is refused; none if it is not."""
    try:
        work()
    except NotAllowedError as error:
        return str(error)
    return ""


# -- what may be


@pytest.mark.parametrize("status", STATUSES)
def test_only_what_somebody_still_looks_after_takes_others_in(status: str) -> None:
    said = refusal(lambda: check_incident(waiting(ticket=ONE, status=status)))
    assert bool(said) == (status not in INCIDENT)
    assert not said or said.endswith(f"nothing is merged into what is over; first aduan reopen {ONE} --reason TEXT")


def test_what_is_itself_merged_names_the_one_to_merge_into() -> None:
    assert refusal(lambda: check_incident(waiting(ticket=TWO, status="rejected", merged_into=ONE))) == (
        f"{TWO} is itself merged into {ONE}: merge into that one"
    )


@pytest.mark.parametrize(
    ("complaint", "incident", "sentence"),
    [
        (waiting(ticket=ONE), INCIDENT_ONE, f"{ONE} can't be merged into itself"),
        (
            waiting(ticket=TWO), waiting(ticket=ONE, merged_into=TWO),
            f"{ONE} is merged into {TWO}: it can't be the other way round as well",
        ),
        (
            waiting(ticket=TWO, merged_into=THREE), INCIDENT_ONE,
            f"{TWO} is merged into {THREE} already: first aduan unmerge {TWO}",
        ),
        (
            waiting(ticket=TWO, duplicates=1), INCIDENT_ONE,
            f"others are merged into {TWO}, and merges make no chain: merge {ONE} into {TWO}, or first aduan unmerge"
            " them",
        ),
        (
            waiting(ticket=TWO, status="closed"), INCIDENT_ONE,
            f"{TWO} is closed: merge is not possible, but reopen; to merge it, first aduan reopen {TWO} --reason TEXT",
        ),
        (waiting(ticket=TWO), INCIDENT_ONE, ""),
    ],
)  # fmt: skip
def test_no_chains_no_circles_and_nothing_that_is_over(
    complaint: Complaint, incident: Complaint, sentence: str
) -> None:
    assert refusal(lambda: check_merged(case(complaint), incident)) == sentence


@pytest.mark.parametrize("status", STATUSES)
def test_what_may_be_merged_is_said_by_the_table_of_moves(status: str) -> None:
    said = refusal(lambda: check_merged(case(waiting(ticket=TWO, status=status)), INCIDENT_ONE))
    assert (said == "") == (status in MERGING["merge"].before)


def test_what_is_merged_into_none_is_not_taken_out() -> None:
    assert refusal(lambda: check_unmerged(case(waiting(ticket=ONE)))) == f"{ONE} is routed and merged into no other one"
    assert refusal(lambda: check_unmerged(case(waiting(ticket=TWO, status="rejected", merged_into=ONE)))) == ""


@pytest.mark.parametrize(
    ("types", "was"),
    [([], False), ([MERGED], False), ([MERGED, UNMERGED], True), ([MERGED, UNMERGED, NOTED], True),
     ([MERGED, UNMERGED, MERGED], False), ([NOTED], False)],
)  # fmt: skip
def test_taking_out_twice_is_known_by_the_last_of_the_two(types: list[str], was: bool) -> None:
    assert was_unmerged([event(type_) for type_ in types]) is was


# -- what it makes


def test_the_incident_counts_them_and_names_each() -> None:
    """Its own step comes last, with a new version, so that nobody merges it elsewhere at that moment."""
    incident = waiting(ticket=ONE, duplicates=2)
    cases = [case(waiting(ticket=TWO)), case(waiting(ticket=THREE))]
    *merged, last = steps_of_merge(cases, incident, "sari", AT)
    assert [step.complaint.ticket for step in merged] == [TWO, THREE]
    assert last.changes == {"duplicates": 4}
    assert last.events == ((DUPLICATE_ADDED, {"duplicate": TWO}), (DUPLICATE_ADDED, {"duplicate": THREE}))


@pytest.mark.parametrize("status", sorted({*INCIDENT, *OWING}))
def test_its_caller_waits_as_the_incidents_does(status: str) -> None:
    """Where the incident is done already, this caller has to hear of it as well."""
    step = steps_of_merge([case(waiting(ticket=TWO))], waiting(ticket=ONE, status=status), None, AT)[0]
    assert step.changes["owed_since"] == (AT if status in OWING else None)
    assert (step.changes["status"], step.changes["merged_into"], step.links) == ("rejected", ONE, (ONE,))


STATES = st.sampled_from(MERGING["merge"].before)


@given(STATES, st.sampled_from(["dlh", "bpbd"]), st.booleans(), st.booleans(), st.sampled_from(["routed", "on_hold"]))
def test_taking_out_brings_back_what_was(status: str, unit: str, helped: bool, linked: bool, helping: str) -> None:
    """State, unit, and how far each was who had a part in it; a link that was there before stays."""
    support = ("dlh" if unit == "bpbd" else "bpbd",) if helped else ()
    links = (ONE,) if linked else ()
    before = waiting(ticket=TWO, status=status, unit=unit, support=support, linked=links)
    acting = tuple(one._replace(status=helping) if one.role == "support" else one for one in assignments_of(before))
    step = steps_of_merge([case(before, acting=acting)], INCIDENT_ONE, "sari", AT)[0]
    merged = copy_of(before, **step.changes)
    type_, data = step.events[0]
    told = event(type_, **json.loads(json.dumps(data)))
    incident = waiting(ticket=ONE, duplicates=1)
    undone, last = steps_of_unmerge([(case(merged, acting=()), [told])], incident, "rina", AT + 9)
    after = copy_of(merged, **undone.changes)
    for name in ("status", "unit", "support", "merged_into", "owed_since", "step", "rule"):
        assert getattr(after, name) == getattr(before, name), name
    assert sorted(undone.assignments.begun) == sorted(acting)
    assert undone.assignments.ended == undone.assignments.moved == ()
    assert undone.unlinks == (() if linked else (ONE,))
    assert (last.changes, last.events) == ({"duplicates": None}, ((DUPLICATE_REMOVED, {"duplicate": TWO}),))


def taken_out(rules: Rules, acting: list[list[str]], status: str = "in_progress") -> Any:
    """Take out a complaint that stood so when it was merged, under other rules."""
    told = event(MERGED, into=ONE, was=status, status="rejected", acting=acting, linked=False)
    merged = waiting(ticket=TWO, status="rejected", merged_into=ONE, owed_since=AT)
    return steps_of_unmerge([(case(merged, rules, ()), [told])], waiting(ticket=ONE, duplicates=1), "rina", AT)[0]


def test_a_unit_that_goes_by_another_id_has_it_under_that_one() -> None:
    renamed = cast(Rules, rules_of({**CITY, "units": {"lh": {"name": "DLH", "aliases": ["dlh"]}}}))
    step = taken_out(renamed, [["dlh", "lead", "in_progress"]])
    assert (step.changes["unit"], step.changes["status"]) == ("lh", "in_progress")
    assert step.assignments.begun == (Assignment("lh", "lead", "in_progress"),)
    assert step.changes["owed_since"] is None


def test_what_is_left_without_a_unit_waits_in_triage() -> None:
    """Rules don't move it there: a person has to look."""
    gone = cast(Rules, rules_of({**CITY, "units": {"bpbd": {"name": "BPBD"}}}))
    step = taken_out(gone, [["dlh", "lead", "in_progress"], ["bpbd", "support", "routed"]])
    assert (step.changes["unit"], step.changes["status"], step.changes["step"]) == ("triage", "new", "manual")
    assert step.assignments.begun == ()
    assert step.events[0][1]["acting"] == []


def test_what_waited_in_triage_waits_there_again() -> None:
    step = taken_out(RULES, [], "new")
    assert (step.changes["status"], step.assignments.begun) == ("new", ())
