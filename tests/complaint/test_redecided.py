"""A complaint before and after it was decided again: what differs, what is told of it, and when nothing is written."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.complaint.assignments import Reassigned
from aduan_cli.complaint.complaint import copy_of
from aduan_cli.complaint.events import CODE_ANSWERED, CORRECTED, PLUGIN_FAILED, ROUTED
from aduan_cli.complaint.reading import READ
from aduan_cli.complaint.redecided import KEPT, RENAMED, Redecided, compared, step_of
from aduan_cli.model import CodeFailure, Consulted, Decision, UnitAnswer
from promising import waiting
from told import AT

BEFORE = waiting(step="category", rule="sampah", revision="lama", sources={"category": "text"})
ANSWERED = Consulted("bmsda", "ab" * 32, ("route",), UnitAnswer("bpbd", (), "high", "dekat sungai"))
FAILED = Consulted("bmsda", None, ("route",), failure=CodeFailure("bmsda", "route", "time", "x"))


def decision(step: str = "city", rule: str | None = "banjir") -> Decision:
    """Return a decision whose step is told."""
    return Decision("bpbd", step, rule)


def again(
    made: Decision | None = None, consulted: Consulted | None = None, corrected: Any = None, **changes: Any
) -> Redecided:
    """Return the complaint as decided again under newer rules."""
    return compared(BEFORE, copy_of(BEFORE, revision="baru", **changes), made or decision(), consulted, corrected)


def test_newer_rules_alone_change_nothing() -> None:
    """Who looked at it anew and found the same has nothing to write: the revision that decided it stays."""
    found = again()
    assert (found.changed, found.after) == (False, BEFORE)
    assert step_of(found, "sari", AT) is None


def test_what_differs_is_written_with_the_revision_that_decided() -> None:
    found = again(unit="bpbd", step="city", rule="banjir")
    assert found.changes == {"unit": "bpbd", "step": "city", "rule": "banjir", "revision": "baru"}
    step = step_of(found, "sari", AT, "salah unit")
    assert step is not None
    assert step.events == (
        (
            ROUTED,
            {
                "from": "dlh", "to": "bpbd", "step": "city", "rule": "banjir", "revision": "baru",
                "reason": "salah unit",
            },
        ),
    )  # fmt: skip
    assert step.assignments.ended == (("dlh", "lead"),)


DECIDABLE = st.sampled_from(["unit", "priority", "status", "step", "rule", "shift", *READ])


@given(st.dictionaries(DECIDABLE, st.sampled_from(["a", "b", "bpbd", "high"]), max_size=5))
def test_the_changes_are_just_the_fields_that_differ(drawn: dict[str, str]) -> None:
    """Each with its new value; and the event names those of them that stand for ever, never the address."""
    found = again(**drawn)
    differing = {name: value for name, value in drawn.items() if getattr(BEFORE, name) != value}
    assert {name: value for name, value in found.changes.items() if name != "revision"} == differing
    step = step_of(found, None, AT)
    assert (step is not None) == bool(differing)
    if step is not None:
        data = step.events[0][1]
        assert "address" not in data
        assert {name for name in ("status", "category", "priority", "kind", "shift") if name in data} == {
            name for name in differing if name in ("status", "category", "priority", "kind", "shift")
        }


def test_other_sources_are_kept_with_what_they_belong_to() -> None:
    """A category that somebody gives is given from then on; sources alone are no change."""
    assert again(sources={"category": "given"}).changed is False
    found = again(sources={"category": "given"}, category="banjir")
    assert found.changes["sources"] == {"category": "given"}


def test_helpers_are_told_before_and_after() -> None:
    step = step_of(again(support=("dinkes", "bpbd")), None, AT)
    assert step is not None
    data = step.events[0][1]
    assert (data["support"], data["support_was"]) == (["dinkes", "bpbd"], [])


# -- corrections


def test_what_was_only_said_to_be_right_is_written_all_the_same() -> None:
    """From then on it is given: the two values of the event are the same."""
    found = again(decision(KEPT, None), corrected={"category": ("sampah", "sampah")}, sources={"category": "given"})
    step = step_of(found, "rina", AT)
    assert step is not None
    assert step.events == ((CORRECTED, {"corrected": {"category": ["sampah", "sampah"]}}),)
    assert step.changes == {"revision": "baru", "sources": {"category": "given"}}


def test_a_correction_tells_both_values_but_of_an_address() -> None:
    """Where somebody lives may have to be erased."""
    said = {"category": ("sampah", "banjir"), "address": ("Jl. A", "Jl. B")}
    step = step_of(again(decision(KEPT, None), corrected=said, category="banjir", address="Jl. B"), None, AT)
    assert step is not None
    data = step.events[0][1]
    assert data["corrected"] == {"category": ["sampah", "banjir"]}
    assert "Jl. B" not in str(data)
    assert "to" not in data, "what decided nothing goes nowhere"


@pytest.mark.parametrize(
    ("was", "corrected", "priority", "off"),
    [
        ("handoff", {"priority": ("emergency", "low")}, "low", True),
        ("handoff", {"category": ("api", "sampah")}, "normal", True),
        ("handoff", {"priority": ("emergency", "emergency")}, "emergency", False),
        ("handoff", {"address": ("a", "b")}, "normal", False),
        ("handoff", {}, "normal", False),
        ("city", {"priority": ("emergency", "low")}, "low", False),
    ],
)
def test_a_false_alarm_is_what_a_person_says_of_a_hand_off(was: str, corrected: Any, priority: str, off: bool) -> None:
    """Then the crew is to be told; what rules make of it by themselves calls nobody off."""
    before = copy_of(BEFORE, step=was, priority="emergency")
    found = compared(before, copy_of(before, priority=priority, rule="y"), decision(), None, corrected)
    assert found.is_called_off is off


# -- other ids, and code


def test_a_unit_under_another_id_keeps_what_it_noted() -> None:
    """Its part is renamed and neither ended nor begun."""
    found = again(Decision("lh", RENAMED, None), unit="lh")._replace(ids=(("dlh", "lh"),))
    step = step_of(found, None, AT)
    assert step is not None
    assert step.assignments == Reassigned(renamed=(("dlh", "lh"),))
    assert step.events[0][1]["step"] == "category"


def test_what_code_said_stands_behind_the_decision_that_it_changed() -> None:
    step = step_of(again(consulted=ANSWERED, unit="bpbd", step="code"), None, AT)
    assert step is not None
    assert [type_ for type_, _data in step.events] == [ROUTED, CODE_ANSWERED]


def test_code_that_says_the_same_again_is_not_told_again_and_a_failure_always_is() -> None:
    assert step_of(again(consulted=ANSWERED), None, AT) is None
    step = step_of(again(consulted=FAILED), "tick", AT)
    assert step is not None
    assert [type_ for type_, _data in step.events] == [CODE_ANSWERED, PLUGIN_FAILED]
    assert (step.changes, step.complaint) == ({}, BEFORE)
