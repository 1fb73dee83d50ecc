"""Levels of escalation: each does something for somebody there is, and keeps what it says."""

from __future__ import annotations

from typing import Any

import pytest

from aduan_cli.rules.language.compile import Compiled, compile_rules
from compiling import SMALLEST, documents, rules_of, sentences

USUAL: dict[str, Any] = {"id": "satu", "clock": "resolve", "at": "due", "tell": ["unit"]}
SPOOL = {"spool": {"type": "spool", "folder": "surat"}}


def of(*tables: dict[str, Any], **more: Any) -> Compiled:
    (city,) = documents(SMALLEST)
    tables_ = {"categories": {"pju": {"unit": "dlh", "text": ["pju"]}}, "notifiers": SPOOL, **more}
    return compile_rules(documents({**city.data, **tables_, "escalation": list(tables)}))


def levels(found: Compiled) -> list[Any]:
    return list(found.rules["clocks"]["escalations"])


def test_a_level_that_says_only_what_it_must_is_for_everything_and_once() -> None:
    found = of(USUAL)
    assert sentences(found) == []
    assert levels(found) == [
        {**USUAL, "units": [], "categories": [], "priorities": [], "repeat": None, "priority": None, "list": False}
    ]


def test_a_level_that_says_everything_keeps_it() -> None:
    more = {
        "at": "+1wd", "units": ["dlh"], "categories": ["pju"], "priorities": ["high"], "tell": ["unit.head", "spool"],
        "repeat": "1d", "priority": "emergency", "list": True,
    }  # fmt: skip
    found = of({**USUAL, **more})
    assert sentences(found) == []
    assert levels(found) == [{**USUAL, **more}]


@pytest.mark.parametrize("does", [{"tell": ["unit"]}, {"priority": "high"}, {"list": True}])
def test_one_thing_is_enough_to_do(does: dict[str, Any]) -> None:
    bare = {key: value for key, value in USUAL.items() if key != "tell"}
    assert sentences(of({**bare, **does})) == []


@pytest.mark.parametrize("does", [{}, {"list": False}])
def test_a_level_that_does_nothing_is_told(does: dict[str, Any]) -> None:
    bare = {key: value for key, value in USUAL.items() if key != "tell"}
    assert sentences(of({**bare, **does})) == [
        "rules.toml: escalation[1]: it does nothing; tell = ['unit.head'], priority = 'high' or list = true"
    ]


def test_what_nobody_is_told_is_not_repeated() -> None:
    bare = {key: value for key, value in USUAL.items() if key != "tell"}
    (sentence,) = sentences(of({**bare, "list": True, "repeat": "1d"}))
    assert sentence.startswith("rules.toml: escalation[1].repeat: it repeats what nobody is told")
    assert sentences(of({**USUAL, "repeat": "1d"})) == []


def test_a_notifier_that_there_is_not_is_a_warning_and_the_level_holds() -> None:
    """Units are told by another one still; what is to be told waits until somebody says how."""
    found = of({**USUAL, "tell": ["unit", "spol"]})
    (problem,) = found.problems
    assert (problem.severity, str(problem)) == (
        "warning",
        "rules.toml: escalation[1].tell[2]: unknown notifier 'spol'; [notifiers.spol] says how it sends",
    )
    assert levels(found)[0]["tell"] == ["unit", "spol"]


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"units": ["dhl"]}, "escalation[1].units[1]: unknown unit 'dhl'; did you mean 'dlh'?"),
        ({"categories": ["pju", "pjv"]}, "escalation[1].categories[2]: unknown category 'pjv'; did you mean 'pju'?"),
        ({"units": "pln"}, "escalation[1].units: 'pln' is an outside body; one of the city's units would be right"),
    ],
)
def test_a_level_for_what_there_is_not_holds_for_nothing(more: dict[str, Any], sentence: str) -> None:
    """Without the name it would hold for everything."""
    found = of({**USUAL, **more}, {**USUAL, "id": "dua"}, outside={"pln": {"name": "PLN", "referral": "1"}})
    assert sentences(found) == [f"rules.toml: {sentence}"]
    assert [one["id"] for one in levels(found)] == ["dua"]


def test_a_second_level_of_an_id_is_told_and_the_first_one_stays() -> None:
    found = of(USUAL, {**USUAL, "at": "50%"})
    assert sentences(found) == ["rules.toml: escalation[2].id: escalation 'satu' is there already; another id"]
    assert [one["at"] for one in levels(found)] == ["due"]


def test_a_city_without_levels_has_none() -> None:
    assert rules_of(SMALLEST)["clocks"]["escalations"] == []
