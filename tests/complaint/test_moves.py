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
    LIFE,
    MOVES,
    forgotten,
    is_by_hand,
    is_held,
    is_legal,
    is_listed,
    is_unanswered,
    legal_from,
    shown_status,
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


@pytest.mark.parametrize("status", STATUSES)
def test_what_a_state_allows_is_the_same_by_list_and_by_name(status: str) -> None:
    """A unit's own part knows the moves of units alone; what was merged can only be taken out again."""
    legal = legal_from(status)
    for verb in LIFE:
        assert is_legal(verb, status) == (verb in legal)
    assert legal_from(status, of_unit=True) == tuple(verb for verb in legal if verb in LIFE and LIFE[verb].of_unit)
    assert ("merge" in legal) == ("reject" in legal)
    assert legal_from(status, merged=True) == ("unmerge",)
    assert [verb for verb in [*LIFE, "merge", "unmerge"] if is_legal(verb, status, merged=True)] == ["unmerge"]
    assert not is_legal("unmerge", status)


@pytest.mark.parametrize("verb", sorted(LIFE))
def test_every_move_leads_from_somewhere_to_a_state_that_allows_another_one_or_is_final(verb: str) -> None:
    """Nothing ends where it can't be taken up again, but for what is said to have ended."""
    for status in LIFE[verb].after:
        assert legal_from(status) or status in FINAL


@pytest.mark.parametrize(
    ("kind", "status", "answer", "shown"),
    [
        ("information", "answered", None, "unanswered"),
        ("information", "answered", "buka", "answered"),
        ("feedback", "answered", None, "noted"),
        ("feedback", "answered", "terima kasih", "answered"),
        ("complaint", "answered", None, "answered"),
        ("information", "new", None, "new"),
        ("feedback", "routed", None, "routed"),
    ],
)
def test_people_read_whether_anybody_answered(kind: str, status: str, answer: str | None, shown: str) -> None:
    assert shown_status(Complaint(kind=kind, status=status, answer=answer)) == shown


@pytest.mark.parametrize("status", STATUSES)
def test_what_escalation_listed_stands_there_until_it_is_done(status: str) -> None:
    assert is_listed(Complaint(listed=1, status=status)) == (status not in ("resolved", *FINAL))
    assert not is_listed(Complaint(listed=0, status=status))
    assert not is_listed(Complaint(listed=None, status=status))


@pytest.mark.parametrize(
    ("step", "unit", "text", "by_hand", "held"),
    [
        ("manual", "dlh", "sampah", True, True),
        ("manual", None, "sampah", False, False),
        ("manual", "triage", "sampah", True, True),
        ("category", "dlh", "sampah", False, False),
        ("category", "dlh", "", False, True),
        (None, None, "sampah", False, False),
    ],
)
def test_what_a_hand_decided_or_nobody_can_read_is_held(
    step: str | None, unit: str | None, text: str, by_hand: bool, held: bool
) -> None:
    complaint = Complaint(text=text, status="routed", unit=unit, step=step)
    assert (is_by_hand(complaint), is_held(complaint)) == (by_hand, held)


def test_words_for_what_was_erased_are_refused_by_its_ticket() -> None:
    assert "UJI-261123-0001-2 was erased" in str(forgotten("UJI-261123-0001-2"))
