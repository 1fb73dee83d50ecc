"""The table of legal moves: what rules and hands may do in which state, and where that leads."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.complaint.complaint import Complaint, copy_of
from aduan_cli.complaint.fields import KINDS, STATUSES
from aduan_cli.complaint.moves import (
    BY_HAND,
    BY_RULES,
    FINAL,
    MOVES,
    is_held,
    is_unanswered,
    state_after,
    state_by_hand,
)
from aduan_cli.model import STEPS, Decision

DECISIONS = st.builds(
    Decision,
    st.sampled_from(["dlh", "pln", "triage"]),
    st.sampled_from(STEPS),
    priority=st.sampled_from([None, "high", "emergency"]),
    outside=st.booleans(),
)


@given(st.sampled_from(KINDS), DECISIONS, st.booleans(), st.booleans())
def test_every_decision_leads_to_a_state_that_its_move_allows(
    kind: str, decision: Decision, feedback: bool, is_doubtful: bool
) -> None:
    state = state_after(kind, decision, feedback, is_doubtful)
    assert state in MOVES["log"].after
    assert state in MOVES["route"].after


@given(DECISIONS, st.booleans())
def test_a_question_is_answered_unless_a_question_word_is_all_that_is_known(
    decision: Decision, is_doubtful: bool
) -> None:
    """What an officer says is a question, what a unit is asked about, and what was answered owes nothing.

    A question word alone answers no emergency.
    """
    state = state_after("information", decision, False, is_doubtful)
    if is_doubtful and decision.step == "triage":
        assert state == "new"
    elif is_doubtful and "emergency" in (decision.priority, *(["emergency"] if decision.step == "handoff" else [])):
        assert state == ("referred" if decision.outside else "routed")
    else:
        assert state == "answered"


@given(DECISIONS, st.booleans())
def test_a_hand_sends_only_to_states_of_its_move(decision: Decision, to_triage: bool) -> None:
    assert state_by_hand(decision, to_triage) in MOVES["route --to"].after


def test_moves_name_known_states_alone() -> None:
    for move in MOVES.values():
        assert {*move.before, *move.after} <= set(STATUSES)
        assert move.after


def test_what_is_at_work_moves_by_hand_alone_and_what_is_closed_by_nothing() -> None:
    assert set(BY_RULES) < set(BY_HAND)
    for status in ("acknowledged", "in_progress", "on_hold", "resolved"):
        assert status in BY_HAND
        assert status not in BY_RULES
    assert {"closed", "rejected"} <= FINAL - set(BY_HAND)


@pytest.mark.parametrize("status", STATUSES)
def test_what_rules_may_not_move_is_held(status: str) -> None:
    complaint = Complaint(text="sampah", status=status, unit="dlh", step="category")
    assert is_held(complaint) == (status not in BY_RULES)


def test_a_question_is_unanswered_until_somebody_notes_an_answer() -> None:
    complaint = Complaint(kind="information", status="answered")
    assert is_unanswered(complaint)
    assert not is_unanswered(copy_of(complaint, answer="buka jam delapan"))
