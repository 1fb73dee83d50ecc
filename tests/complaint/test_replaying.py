"""Counting what other rules would have done."""

from __future__ import annotations

from aduan_cli.complaint.foretold import Foretold
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
        Foretold(before, "city", rule, None),
        Foretold(after, "city", rule, None),
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
