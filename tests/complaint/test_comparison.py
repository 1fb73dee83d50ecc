"""Counting replayed complaints: for any of them the figures add up, and a share is never said too high."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.complaint.prediction import Prediction
from aduan_cli.complaint.replaying import LONGEST, Comparison, Replayed, percent
from aduan_cli.rules.review.agreement import Agreement
from compiling import rules_of

UNITS = ("dlh", "bpbd", "bmsda")
AGREEMENT = Agreement(
    rules_of(
        {
            "desk": {"name": "Meja", "prefix": "UJI", "timezone": "UTC"},
            "units": {unit: {"name": unit.upper(), "aliases": [f"Dinas {unit}"]} for unit in UNITS},
        }
    )
)
ANSWERS = st.builds(
    Prediction, st.sampled_from([*UNITS, "triage"]), st.sampled_from(["city", "category", "triage"]),
    st.sampled_from([None, "got", "sampah"]), st.none(), st.lists(st.sampled_from(UNITS), max_size=2).map(tuple),
)  # fmt: skip
REPLAYED = st.lists(
    st.builds(
        Replayed, st.just("UJI-261123-0001-2"), st.text(max_size=200),
        st.sampled_from([None, *UNITS, "Dinas dlh", "?"]),
        ANSWERS, ANSWERS, st.sampled_from([*UNITS, "triage"]), st.booleans(), st.booleans(),
    ),
    max_size=20,
)  # fmt: skip


@given(REPLAYED, st.sampled_from(["current", "recorded"]), st.integers(0, 3))
def test_every_complaint_is_counted_once_wherever_it_is_told(many: list[Replayed], against: str, limit: int) -> None:
    """In the matrix, for the rule that decided it, among the samples of its move."""
    counted = Comparison(AGREEMENT, against, limit)
    for one in many:
        counted.add(one)
    moves, rules = counted.moves(), counted.rules()
    assert counted.complaints == len(many) == sum(rule["decided"] for rule in rules)
    assert counted.moved == sum(one.moves for one in many) == sum(rule["moved"] for rule in rules)
    assert counted.held == sum(one.moves and one.held for one in many)
    assert counted.recorded == sum(one.recorded is not None for one in many)
    assert counted.agree_after == sum(rule["agree"] for rule in rules) <= counted.recorded
    assert sum(move["count"] for move in moves) == (
        counted.moved if against == "current" else counted.recorded - counted.agree_after
    )
    for move in moves:
        assert move["from"] != move["to"]
        assert 0 <= move["held"] <= move["count"]
        assert len(move["samples"]) == min(limit, move["count"])
        assert all(len(sample["text"]) <= LONGEST and "\n" not in sample["text"] for sample in move["samples"])
    assert [move["count"] for move in moves] == sorted((move["count"] for move in moves), reverse=True)


@given(REPLAYED)
def test_a_complaint_that_is_due_already_is_not_moved_by_the_tested_rules(many: list[Replayed]) -> None:
    for one in many:
        assert not (one.moves and one.due)
        assert not one.due or not one.held


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_a_share_is_rounded_down(part: int, whole: int) -> None:
    """Of nothing there is none; all is said only of all."""
    said = percent(part, whole)
    if whole == 0:
        assert said is None
    elif part <= whole:
        assert said is not None
        assert said * whole <= 100 * part + 1e-6 * whole
        assert (said == 100) == (part == whole)
