"""Examples go through the engine that serves: what does not come out is a sentence with its place."""

from __future__ import annotations

from typing import Any, cast

import pytest

from aduan_cli.compiled import Rules
from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.examples import (
    USUAL_TIME,
    ExampleOutcome,
    coverage,
    needs_code,
    run_example,
    run_examples,
    shown,
    time_of,
    trace,
)
from aduan_cli.complaint.router import Router
from aduan_cli.desk_time import DAY, Zone
from aduan_cli.model import Consulted, Decision, UnitAnswer
from aduan_cli.rules.language.examples import Example
from compiling import rules_of

CITY: dict[str, Any] = {
    "desk": {"name": "Meja", "prefix": "UJI", "timezone": "UTC", "channels": ["phone"]},
    "cues": {"information": ["menanyakan"]},
    "kecamatan": {"Bekasi Timur": ["Margahayu"]},
    "shifts": {"pagi": "07:00-14:00", "malam": "14:00-07:00"},
    "units": {"dlh": {"name": "DLH"}, "bpbd": {"name": "BPBD"}},
    "categories": {
        "sampah": {"unit": "dlh", "text": ["sampah", "limbah"]},
        "banjir": {"unit": "bpbd", "text": ["banjir"]},
    },
    "question": [{"id": "tinggi", "category": "banjir", "text": "Setinggi apa?", "type": "number"}],
    "handoff": [{"id": "api", "text": ["kebakaran"], "to": "bpbd", "say": "Sambungkan."}],
    "rule": [
        {"id": "sungai", "text": ["sungai"], "to": "bpbd", "support": ["dlh"]},
        {"id": "malam", "shift": "malam", "priority": "high", "continue": True},
    ],
    "plugins": {"enable": ["bmsda"]},
}
BMSDA: dict[str, Any] = {
    "plugin": {"name": "bmsda", "api": 1},
    "unit": {"id": "bmsda", "name": "BMSDA"},
    "crews": {"pju": {"name": "PJU"}},
    "categories": {"pju": {"unit": "bmsda", "text": ["pju"]}},
    "rule": [{"id": "tiang", "text": ["tiang"], "to": "bmsda-pju"}],
}
RULES = cast(Rules, rules_of(CITY, bmsda=BMSDA))
ROUTER = Router(RULES, None)


def example(text: str, expect: dict[str, Any] | None = None, **given: Any) -> Example:
    """Return an example as the second of a file."""
    return Example("rules.toml", ("example", 1), {"text": text, **given}, expect or {})


def outcome(text: str, expect: dict[str, Any] | None = None, **given: Any) -> ExampleOutcome:
    """Return what comes of an example by data alone."""
    return run_example(ROUTER, example(text, expect, **given))


@pytest.mark.parametrize(
    ("text", "given", "expect"),
    [
        ("sampah menumpuk", {}, {"unit": "dlh", "category": "sampah", "kind": "complaint", "step": "category"}),
        ("kebakaran", {}, {"unit": "bpbd", "step": "handoff", "rule": "api", "priority": "emergency"}),
        ("sampah di sungai", {}, {"unit": "bpbd", "support": ["dlh"], "rule": "sungai"}),
        ("banjir di Margahayu", {}, {"place": "Margahayu", "kelurahan": "Margahayu", "kecamatan": "Bekasi Timur"}),
        ("banjir di Margahayu", {}, {"place": "Bekasi Timur"}),
        ("sampah", {"at": "2025-06-11 23:00"}, {"priority": "high"}),
        ("sampah", {"at": "23:00"}, {"priority": "high"}),
        ("sampah", {}, {"priority": "normal"}),
        ("entah apa", {}, {"step": "triage", "unit": "triage", "rule": None, "category": None}),
        ("menanyakan sampah", {}, {"kind": "information"}),
        ("pju tiang", {}, {"unit": "bmsda-pju", "rule": "tiang", "step": "unit"}),
        ("apa saja", {"category": "banjir", "answers": {"tinggi": "40"}}, {"unit": "bpbd"}),
        ("sampah", {"kind": "feedback", "kecamatan": "Bekasi Timur", "priority": "low"}, {"kecamatan": "Bekasi Timur"}),
    ],
)
def test_what_comes_out_as_expected_says_nothing(text: str, given: dict[str, Any], expect: dict[str, Any]) -> None:
    """Each value that an example may expect, from the text or from what it gives."""
    assert outcome(text, expect, **given).wrong == []


@pytest.mark.parametrize(
    ("text", "given", "expect", "sentence"),
    [
        ("sampah", {}, {"unit": "bpbd"}, "example[2].expect.unit: 'sampah' gave 'dlh'; 'bpbd' was expected"),
        ("sampah", {}, {"rule": "x"}, "example[2].expect.rule: 'sampah' gave nothing; 'x' was expected"),
        (
            "sampah di sungai", {}, {"support": ["bpbd", "dinkes"]},
            "example[2].expect.support: 'sampah di sungai' gave 'dlh'; 'bpbd', 'dinkes' was expected",
        ),
        ("sampah", {}, {"support": ["dlh"]}, "example[2].expect.support: 'sampah' gave nothing; 'dlh' was expected"),
        (
            "banjir di Margahayu", {}, {"place": "Bekasi Utara"},
            "example[2].expect.place: 'banjir di Margahayu' gave 'Margahayu'; 'Bekasi Utara' was expected",
        ),
        ("", {"category": "sampah"}, {"unit": "x"}, "example[2].expect.unit: 'category sampah' gave 'dlh'"),
        (
            "banjir", {"answers": {"tinggi": "selutut"}}, {},
            "example[2].answers.tinggi: selutut: a number would be right",
        ),
        ("sampah", {"at": "sehabis hujan"}, {"unit": "dlh"}, "example[2].at: "),
    ],
)  # fmt: skip
def test_what_comes_out_otherwise_is_a_sentence_with_its_place(
    text: str, given: dict[str, Any], expect: dict[str, Any], sentence: str
) -> None:
    given = {"text": text, **given} if text else given
    (wrong,) = run_example(ROUTER, Example("rules.toml", ("example", 1), given, expect)).wrong
    assert str(wrong).removeprefix("rules.toml: ").startswith(sentence), str(wrong)


def test_of_an_example_whose_time_can_not_be_read_nothing_is_run() -> None:
    found = outcome("sampah", {"unit": "bpbd"}, at="kapan-kapan")
    assert (found.got, found.looked, found.facts, len(found.wrong)) == ({}, [], None, 1)
    assert trace(found, RULES) == []


def test_all_that_is_wrong_is_told_at_once() -> None:
    found = outcome("sampah", {"unit": "bpbd", "category": "banjir", "kind": "complaint", "priority": "low"})
    assert [wrong.path[-1] for wrong in found.wrong] == ["unit", "category", "priority"]


def test_the_usual_time_is_a_wednesday_morning_and_a_time_alone_any_days() -> None:
    zone = Zone([[-(2**62), 0]])
    assert time_of("09:30", zone) == 9 * 3600 + 30 * 60
    assert time_of(USUAL_TIME, zone) // DAY % 7 == 6  # 1970-01-01 was a Thursday.


@pytest.mark.parametrize(
    ("value", "words"), [(None, "nothing"), ([], "nothing"), (["a", "b"], "'a', 'b'"), ("dlh", "'dlh'")]
)
def test_a_value_in_a_sentence(value: object, words: str) -> None:
    assert shown(value) == words


# -- code


def test_an_example_for_code_is_left_out_where_nobody_asks_it() -> None:
    """By data alone it can't hold; that is no error of the file."""
    by_code = example("pju padam", {"step": "code", "unit": "bmsda-pju"})
    assert needs_code(by_code)
    assert not needs_code(example("pju padam", {"step": "unit"}))
    wrong = example("sampah", {"unit": "bpbd"})
    assert [problem.path for problem in run_examples(RULES, [by_code, wrong])] == [("example", 1, "expect", "unit")]


def test_where_code_is_asked_its_answer_is_what_comes_out() -> None:
    def consult(plugin: str, _complaint: Complaint, _decision: Decision) -> Consulted:
        return Consulted(plugin, "ab" * 32, ("route",), UnitAnswer("bmsda-pju", (), "high", "dekat gardu"))

    found = run_example(ROUTER, example("pju padam", {"step": "code", "unit": "bmsda-pju"}), consult)
    assert found.wrong == []


# -- what was looked at


def test_the_trace_has_each_step_with_what_held_in_it_and_its_words() -> None:
    """Of each step how many rules were looked at; of those that held the patterns as they are written."""
    steps = trace(outcome("sampah dan limbah di sungai", at="2025-06-11 23:00"), RULES)
    assert [(step["step"], step["looked"]) for step in steps] == [("handoff", 1), ("city", 1)]
    assert steps[1]["held"] == [{"rule": "sungai", "words": ["sungai"]}]
    steps = trace(outcome("sampah", at="2025-06-11 23:00"), RULES)
    assert [held["rule"] for step in steps for held in step["held"] if step["step"] == "city"] == ["malam"]


def test_words_of_conditions_within_conditions_are_each_told_once() -> None:
    rule = {
        "id": "dua",
        "any": [{"text": ["sampah"]}, {"all": [{"text": ["limbah"]}, {"text_all": ["sampah"]}]}],
        "to": "dlh",
    }
    rules = cast(Rules, rules_of({**CITY, "rule": [rule], "plugins": {}}))
    found = run_example(Router(rules, None), example("sampah dan limbah"))
    held = [held for step in trace(found, rules) for held in step["held"] if held["rule"] == "dua"]
    assert held == [{"rule": "dua", "words": ["sampah", "limbah"]}]


def test_every_rule_and_category_is_counted_also_those_that_no_example_reaches() -> None:
    """A rule that no example holds for may be wrong for years."""
    outcomes = [outcome("sampah"), outcome("sampah di sungai"), outcome("kebakaran sampah"), outcome("pju tiang")]
    found = {(row["step"], row["id"]): row["examples"] for row in coverage(RULES, outcomes)}
    assert found == {
        ("handoff", "api"): 1, ("city", "sungai"): 1, ("city", "malam"): 0, ("unit", "tiang"): 1,
        ("category", "sampah"): 3, ("category", "banjir"): 0, ("category", "pju"): 1,
    }  # fmt: skip
    files = {row["id"]: row["file"] for row in coverage(RULES, [])}
    assert (files["sungai"], files["tiang"], files["pju"]) == (
        "rules.toml", "plugins/bmsda/plugin.toml", "plugins/bmsda/plugin.toml",
    )  # fmt: skip
