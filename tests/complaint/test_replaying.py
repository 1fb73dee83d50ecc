"""Counting what other rules would have done."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.complaint.prediction import Prediction
from aduan_cli.complaint.replaying import LONGEST, Comparison, Replayed, percent
from aduan_cli.rules.review.agreement import Agreement
from compiling import router_of

UNITS = {
    "desk": {"name": "Meja", "prefix": "UJI", "timezone": "UTC", "channels": ["phone"]},
    "kecamatan": {"Bekasi Timur": ["Margahayu"]},
    "units": {
        "dlh": {"name": "Dinas Lingkungan Hidup", "aliases": ["DINAS LH"]},
        "kecamatan": {"name": "Kantor Kecamatan", "each": "kecamatan"},
    },
}


def comparison(against: str, samples: int) -> Comparison:
    """Return a count of moves among two units, one of which has an office in each district."""
    return Comparison(Agreement(router_of(UNITS).compiled), against, samples)


def replayed(number: int, before: str, after: str, recorded: str | None = None, rule: str = "r") -> Replayed:
    return Replayed(
        f"T{number}",
        "kata " * 60,
        recorded,
        Prediction(before, "city", rule, None),
        Prediction(after, "city", rule, None),
        before,
    )


def test_moves_agreement_and_the_worst_rules() -> None:
    """The matrix counts each move, samples are few and short, the rule most often wrong comes first."""
    tally = comparison("current", 2)
    for number in range(5):
        tally.add(replayed(number, "dlh", "kecamatan", "DINAS LH", "buruk"))
    tally.add(replayed(5, "dlh", "dlh", "dlh", "baik"))
    tally.add(replayed(6, "dlh", "dlh", None, "baik"))
    assert (tally.complaints, tally.moved, tally.recorded) == (7, 5, 6)
    assert (tally.agree_before, tally.agree_after) == (6, 1)
    (move,) = tally.moves()
    assert (move["from"], move["to"], move["count"]) == ("dlh", "kecamatan", 5)
    assert [sample["ticket"] for sample in move["samples"]] == ["T0", "T1"]
    assert all(len(sample["text"]) <= LONGEST for sample in move["samples"])
    worst, best = tally.rules()
    assert (worst["rule"], worst["decided"], worst["moved"], worst["agreement"]) == ("buruk", 5, 5, 0.0)
    assert worst["wrong"] == {"dlh": 5}
    assert (best["rule"], best["agreement"]) == ("baik", 100.0)


def test_against_the_record_only_disagreement_is_a_move() -> None:
    """From the recorded unit to the tested answer; what has no record is in no cell."""
    tally = comparison("recorded", 1)
    tally.add(replayed(1, "dlh", "kecamatan-bekasi-timur", "kecamatan"))
    tally.add(replayed(2, "kecamatan", "dlh", "kecamatan"))
    tally.add(replayed(3, "kecamatan", "dlh"))
    assert [(move["from"], move["to"], move["count"]) for move in tally.moves()] == [("kecamatan", "dlh", 1)]
    assert tally.moved == 3


def test_per_cent_is_never_rounded_up() -> None:
    """89.999 % is below 90; of nothing there is no share."""
    assert percent(89999, 100000) == 89.99
    assert percent(9, 10) == 90.0
    assert percent(0, 0) is None


# -- against counting by hand

UNIT = st.sampled_from(["dlh", "kecamatan", "kecamatan-bekasi-timur", "triage"])
ANSWER = st.builds(
    Prediction,
    UNIT,
    st.sampled_from(["city", "category"]),
    st.sampled_from(["r", "s"]),
    st.none(),
    st.sampled_from([(), ("dlh",)]),
)
CALLS = st.builds(
    Replayed,
    st.sampled_from(["T1", "T2", "T3"]),
    st.sampled_from(["kata", "dua  kata\n", "panjang " * 40]),
    st.sampled_from([None, "DINAS LH", "kecamatan", "tidak ada"]),
    ANSWER,
    ANSWER,
    UNIT,
    st.booleans(),
    st.booleans(),
)


@given(st.lists(CALLS, max_size=12), st.sampled_from(["current", "recorded"]), st.integers(0, 2))
def test_all_that_is_counted_is_so_when_counted_by_hand(calls: list[Replayed], against: str, limit: int) -> None:
    """Each complaint is in one row of the rules, and each move in one cell with its first samples."""
    tally = comparison(against, limit)
    for call in calls:
        tally.add(call)
    agreement = Agreement(router_of(UNITS).compiled)
    recorded = [(call, agreement.named(call.recorded)) for call in calls if call.recorded]
    agrees = [call for call, unit in recorded if agreement.agrees(unit, call.after.unit, call.after.support)]
    assert tally.complaints == len(calls)
    assert tally.moved == sum(call.moves for call in calls)
    assert tally.held == sum(call.moves and call.held for call in calls)
    assert tally.due == sum(call.due for call in calls)
    assert (tally.recorded, tally.agree_after) == (len(recorded), len(agrees))
    if against == "current":
        cells = [(call.origin, call.after.unit, call) for call in calls if call.moves]
    else:
        cells = [(unit, call.after.unit, call) for call, unit in recorded if call not in agrees]
    moves = tally.moves()
    assert {(move["from"], move["to"]): move["count"] for move in moves} == Counter(
        (old, new) for old, new, _c in cells
    )
    assert [move["count"] for move in moves] == sorted((move["count"] for move in moves), reverse=True)
    for move in moves:
        own = [call for old, new, call in cells if (old, new) == (move["from"], move["to"])]
        assert move["held"] == sum(call.held for call in own)
        assert [sample["ticket"] for sample in move["samples"]] == [call.ticket for call in own][:limit]
        assert all("\n" not in sample["text"] and len(sample["text"]) <= LONGEST for sample in move["samples"])
    rules = tally.rules()
    assert sum(one["decided"] for one in rules) == len(calls)
    assert sum(one["moved"] for one in rules) == tally.moved
    for one in rules:
        own = [call for call in calls if (call.after.step, call.after.rule) == (one["step"], one["rule"])]
        assert (one["decided"], one["agree"]) == (len(own), sum(call in agrees for call in own))
        wrong = Counter(unit for call, unit in recorded if call in own and call not in agrees)
        assert sum(one["wrong"].values()) <= one["recorded"] - one["agree"]
        assert one["wrong"].items() <= wrong.items()
        assert len(one["wrong"]) == min(3, len(wrong))


@pytest.mark.parametrize(
    ("before", "after", "stored", "held", "by_hand", "origin", "moves", "due"),
    [
        ("a", "b", "a", False, False, "a", True, False),
        ("a", "a", "a", False, False, "a", False, False),
        ("a", "a", "x", False, False, "x", False, True),  # route would move it already, by the rules in force
        ("a", "x", "x", False, False, "x", False, False),  # the tested rules leave it where it is
        ("a", "b", "x", False, False, "x", True, False),
        ("a", "b", "x", True, False, "a", True, False),  # held: moved in thought from the answer in force
        ("a", "x", "x", True, False, "a", True, False),
        ("a", "b", "x", True, True, "x", True, False),  # a hand put it there
        ("a", "x", "x", True, True, "x", False, False),
        ("a", "a", "x", True, False, "a", False, False),
    ],
)
def test_from_where_a_complaint_would_move(
    before: str, after: str, stored: str, held: bool, by_hand: bool, origin: str, moves: bool, due: bool
) -> None:
    """Only what the tested rules change counts as their move, whoever has it now."""
    one = Replayed(
        "T",
        "kata",
        None,
        Prediction(before, "city", "r", None),
        Prediction(after, "city", "r", None),
        stored,
        held,
        by_hand,
    )
    assert (one.origin, one.moves, one.due) == (origin, moves, due)


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_a_share_in_per_cent_is_never_more_than_it_is(part: int, more: int) -> None:
    whole = part + more
    share = percent(part, whole)
    assert (share is None) == (whole == 0)
    if share is not None:
        assert 0 <= share <= 100
        assert round(share * 100) * whole <= part * 10_000
        assert (round(share * 100) + 1) * whole > part * 10_000
