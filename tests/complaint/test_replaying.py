"""Counting what other rules would have done."""

from __future__ import annotations

import pytest

from aduan_cli.complaint.complaint import Complaint, copy_of
from aduan_cli.complaint.deciding import decide
from aduan_cli.complaint.foretold import Foretold, foretell
from aduan_cli.complaint.reading import read
from aduan_cli.complaint.replaying import LONGEST, Comparison, Replayed, percent
from aduan_cli.complaint.report import Report
from aduan_cli.complaint.router import Router
from aduan_cli.rules.review.agreement import Agreement
from compiling import router_of

CITY = {
    "desk": {"name": "Meja", "prefix": "UJI", "timezone": "UTC", "channels": ["phone"]},
    "cues": {"complaint": ["melaporkan"], "information": ["menanyakan"]},
    "kecamatan": {"Bekasi Timur": ["Margahayu"]},
    "units": {
        "dlh": {"name": "Dinas Lingkungan Hidup", "aliases": ["DINAS LH"]},
        "kecamatan": {"name": "Kantor Kecamatan", "each": "kecamatan"},
    },
    "categories": {
        "sampah": {"unit": "dlh", "text": ["sampah"]},
        "ktp": {"unit": "kecamatan", "text": ["ktp"]},
    },
    "rule": [{"id": "timur", "kecamatan": ["Bekasi Timur"], "category": "sampah", "to": "kecamatan"}],
}


def router(**tables: object) -> Router:
    """Return the engine on the rules, some tables replaced."""
    return router_of({**CITY, **tables})


def logged(text: str, by: Router, **given: str) -> Complaint:
    """Return a complaint as `log` would store it."""
    return decide(read(Report(text=text, **given), by), by).complaint


@pytest.mark.parametrize("text", ["sampah di Margahayu", "menanyakan ktp", "apa saja", "sampah"])
def test_the_same_rules_answer_as_they_did(text: str) -> None:
    """A complaint replayed under the rules that decided it is decided as it was, twice over."""
    rules = router()
    stored = logged(text, rules)
    unit, step = stored.unit, stored.step
    for _time in range(2):
        told = foretell(stored, rules)
        assert (told.unit, told.step) == (unit, step)


def test_what_was_given_stays_and_the_rest_is_taken_anew() -> None:
    """An officer's category stays; a category, kind or place from the text is found again by the tested rules."""
    other = router(
        categories={"banjir": {"unit": "dlh", "text": ["sampah"]}, "ktp": CITY["categories"]["ktp"]}, rule=[]
    )
    assert foretell(logged("sampah", router()), other) == Foretold("dlh", "category", "banjir", "banjir")
    assert foretell(logged("sampah", router(), category="ktp"), other).category == "ktp"
    elsewhere = router(
        kecamatan={"Bekasi Utara": ["Margahayu"]}, rule=[{"id": "u", "kecamatan": "Bekasi Utara", "to": "dlh"}]
    )
    assert foretell(logged("ktp di Margahayu", router()), elsewhere).rule == "u"
    assert foretell(logged("ktp", router(), kecamatan="Bekasi Timur"), elsewhere).step == "category"


def test_a_priority_that_rules_set_is_not_seen_by_rules() -> None:
    """Only a priority that the officer gave counts as logged."""
    high = router(rule=[{"id": "h", "text": "sampah", "priority": "high"}])
    looking = router(rule=[{"id": "p", "priority": "normal", "text": "sampah", "to": "kecamatan"},
                           {"id": "q", "text": "sampah", "to": "dlh"}])  # fmt: skip
    stored = logged("sampah", high)
    assert stored.priority == "high"
    assert foretell(stored, router()).unit == "dlh"
    assert foretell(stored, looking).unit == "kecamatan"


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
    tally = Comparison(Agreement(router().compiled), "current", 2)
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
    tally = Comparison(Agreement(router().compiled), "recorded", 1)
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


def test_what_code_decided_stays_as_long_as_there_is_code() -> None:
    """A backtest asks no code; its decision stands where data still leave it to that plugin, else data decide."""
    manifest = {
        "plugin": {"name": "bmsda", "api": 1},
        "unit": {"id": "bmsda", "name": "BMSDA"},
        "crews": {"pju": {"name": "PJU"}},
        "categories": {"pju": {"unit": "bmsda", "text": ["pju"]}},
    }
    city = {**CITY, "plugins": {"enable": ["bmsda"]}}
    rules = router_of(city, bmsda=manifest)
    stored = copy_of(logged("pju mati", rules), unit="bmsda-pju", step="code", rule="bmsda")
    assert foretell(stored, rules).unit == "bmsda-pju"
    assert foretell(stored, rules, lambda _plugin: False).unit == "bmsda"
    assert foretell(stored, router()).step == "triage"
