"""What some rules would make of a complaint that is stored."""

from __future__ import annotations

import pytest

from aduan_cli.complaint.complaint import Complaint, copy_of
from aduan_cli.complaint.deciding import decide
from aduan_cli.complaint.prediction import Prediction, predict
from aduan_cli.complaint.reading import read
from aduan_cli.complaint.report import Report
from aduan_cli.complaint.router import Router
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
        told = predict(stored, rules)
        assert (told.unit, told.step) == (unit, step)


def test_what_was_given_stays_and_the_rest_is_taken_anew() -> None:
    """An officer's category stays; a category, kind or place from the text is found again by the tested rules."""
    other = router(
        categories={"banjir": {"unit": "dlh", "text": ["sampah"]}, "ktp": CITY["categories"]["ktp"]}, rule=[]
    )
    assert predict(logged("sampah", router()), other) == Prediction("dlh", "category", "banjir", "banjir")
    assert predict(logged("sampah", router(), category="ktp"), other).category == "ktp"
    elsewhere = router(
        kecamatan={"Bekasi Utara": ["Margahayu"]}, rule=[{"id": "u", "kecamatan": "Bekasi Utara", "to": "dlh"}]
    )
    assert predict(logged("ktp di Margahayu", router()), elsewhere).rule == "u"
    assert predict(logged("ktp", router(), kecamatan="Bekasi Timur"), elsewhere).step == "category"


def test_a_priority_that_rules_set_is_not_seen_by_rules() -> None:
    """Only a priority that the officer gave counts as logged."""
    high = router(rule=[{"id": "h", "text": "sampah", "priority": "high"}])
    looking = router(rule=[{"id": "p", "priority": "normal", "text": "sampah", "to": "kecamatan"},
                           {"id": "q", "text": "sampah", "to": "dlh"}])  # fmt: skip
    stored = logged("sampah", high)
    assert stored.priority == "high"
    assert predict(stored, router()).unit == "dlh"
    assert predict(stored, looking).unit == "kecamatan"


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
    assert predict(stored, rules).unit == "bmsda-pju"
    assert predict(stored, rules, lambda _plugin: False).unit == "bmsda"
    assert predict(stored, router()).step == "triage"
