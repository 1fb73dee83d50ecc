"""Rules tried before they are in force: examples with their lines, a sentence, and what no example reaches."""

from __future__ import annotations

import pytest

from aduan_cli.errors import UsageError
from aduan_cli.flow.rulebook.trial import Trial
from aduan_cli.rules.language.examples import Example
from compiling import rules_of

CITY = """
[desk]
name = "Meja"
prefix = "UJI"
timezone = "UTC"
[units.dlh]
name = "DLH"
[units.bmsda]
name = "BMSDA"
[categories.sampah]
unit = "dlh"
text = ["sampah"]
[categories.lampu]
unit = "bmsda"
text = ["pju"]
"""
HOLDS = Example("rules.toml", ("example", 0), {"text": "sampah menumpuk"}, {"unit": "dlh"})
FAILS = Example("rules.toml", ("example", 1), {"text": "pju mati"}, {"unit": "dlh"})
CODE = Example("rules.toml", ("example", 2), {"text": "sampah"}, {"step": "code"})
LINES = {"rules.toml": {("example", 1): 17, ("example", 1, "expect", "unit"): 18, ("categories", "lampu"): 9}}


def test_examples_that_need_code_are_left_and_counted() -> None:
    tried = Trial(rules_of(CITY), [HOLDS, FAILS, CODE], LINES)
    outcomes, left = tried.results()
    assert [outcome.example for outcome in outcomes] == [HOLDS, FAILS]
    assert left == 1


def test_what_came_out_wrong_has_its_line() -> None:
    tried = Trial(rules_of(CITY), [FAILS], LINES)
    (outcome,) = tried.results().outcomes
    assert [problem.line for problem in tried.wrong(outcome)] == [18]
    assert (tried.line(FAILS), tried.line(HOLDS)) == (17, 0)


def test_a_category_that_no_example_reaches_has_its_line() -> None:
    rows = {row["id"]: row for row in Trial(rules_of(CITY), [HOLDS], LINES).coverage()}
    assert (rows["sampah"]["examples"], rows["lampu"]["examples"], rows["lampu"]["line"]) == (1, 0, 9)


def test_a_sentence_is_decided_and_a_time_that_is_none_is_refused() -> None:
    tried = Trial(rules_of(CITY), [], {})
    outcome = tried.sentence("pju mati", "2026-11-23 14:05")
    assert (outcome.got["unit"], outcome.got["category"]) == ("bmsda", "lampu")
    assert [step["step"] for step in tried.trace(outcome)][-1] == "category"
    with pytest.raises(UsageError):
        tried.sentence("pju mati", "kapan-kapan")
