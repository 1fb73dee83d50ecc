"""The steps of a decision as a tree: for whatever the engine traced, each line says what it saw."""

from __future__ import annotations

from typing import Any

import pytest
from generated import CALLS, desks, facts_of
from hypothesis import given, settings
from hypothesis import strategies as st
from naive import Call

from aduan_cli.flow.routing.steps import steps as steps_of
from aduan_cli.render.steps import HELD, NOT_HELD, code_answer, step_lines
from compiling import router_of
from thorough import examples

NAMES = {"handoff": "by voice", "city": "the city's rules"}


def rule(id_: str, held: bool, when: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    nothing = {
        "to": "dlh",
        "as": None,
        "continue": False,
        "support": [],
        "priority": None,
        "file": "rules.toml",
        "line": 7,
    }
    return {"id": id_, "held": held, "when": when, **nothing, **more}


def step(name: str, *rules: dict[str, Any], reached: bool = True, decided: bool = False, **more: Any) -> dict[str, Any]:
    return {"step": name, "reached": reached, "decided": decided, "rules": list(rules), **more}


def words(condition: str, held: bool, wanted: list[str], *found: tuple[str, str]) -> dict[str, Any]:
    told = [{"pattern": pattern, "words": said} for pattern, said in found]
    return {"condition": condition, "held": held, "wanted": wanted, "words": told, "value": None}


def test_what_was_not_reached_is_said_and_nothing_of_it() -> None:
    lines = step_lines([step("city", rule("got", False), reached=False)], NAMES)
    assert lines == ["[ ] 1. city: the city's rules  (not reached)"]


def test_rules_of_which_nothing_fits_are_counted_unless_all_are_wanted() -> None:
    miss = rule("got", False, words("text", False, ["got"]))
    hit = rule("sampah", True, words("text", True, ["sampah"], ("sampah", "sampah")), support=["bpbd"], priority="high")
    steps = [step("city", miss, hit, decided=True)]
    short = step_lines(steps, NAMES)
    assert short == [
        "[x] 1. city: the city's rules  (2 rules looked at, 1 held)",
        "    [x] sampah (rules.toml:7)  → dlh + bpbd high",
        "        [x] text: “sampah”",
    ]
    assert len(step_lines(steps, NAMES, everything=True)) == len(short) + 2


def test_a_hand_off_that_gives_a_category_says_which() -> None:
    """Behind the unit that it goes to; one that gives none says nothing of it."""
    given_one = rule("api", True, **{"as": "kebakaran"})
    lines = step_lines([step("handoff", given_one, rule("jerit", True), decided=True)], NAMES, everything=True)
    told = [line.strip() for line in lines if "(rules.toml:7)" in line]
    assert told == ["[x] api (rules.toml:7)  → dlh category: kebakaran", "[x] jerit (rules.toml:7)  → dlh"]


@pytest.mark.parametrize(
    ("node", "saw"),
    [
        (words("text", False, ["got", "kali"]), "[ ] text: none of got, kali"),
        (words("text", True, ["bau*"], ("bau*", "baunya")), "[x] text: “baunya” (bau*)"),
        (words("text", False, [str(n) for n in range(9)]), "[ ] text: none of 0, 1, 2, 3, 4, 5, … (9)"),
        (words("text_all", False, ["got", "kali"], ("got", "got")), "[ ] text_all: “got”; without kali"),
        (words("text_all", False, ["got"]), "[ ] text_all: without got"),
        (words("text_not", True, ["tapi"]), "[x] text_not: none of tapi"),
        (words("text_not", False, ["tapi"], ("tapi", "tapi")), "[ ] text_not: “tapi”"),
        ({"condition": "kelurahan", "held": False, "wanted": ["A", "B"], "value": None}, "[ ] kelurahan: -, not A, B"),
        ({"condition": "days", "held": True, "wanted": [6], "value": ["sun"]}, "[x] days: sun"),
    ],
)
def test_a_condition_says_what_it_saw(node: dict[str, Any], saw: str) -> None:
    (line,) = step_lines([step("city", rule("r", True, node))], NAMES)[2:]
    assert line.strip() == saw


def test_a_city_s_words_for_its_levels_stand_in_the_tree() -> None:
    part = {"condition": "kecamatan", "held": True, "wanted": ["N"], "value": "N"}
    node = {"condition": "any", "held": True, "parts": [part]}
    lines = step_lines([step("city", rule("r", True, node))], NAMES, levels={"kecamatan": "district"})
    assert lines[-1].strip() == "[x] district: N"


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ({"left_out": None, "answer": None}, "adds nothing, so the unit's manifest decides"),
        ({"left_out": "set_aside", "answer": None}, "was not asked: it was set aside"),
        (
            {
                "left_out": None,
                "reason": "tiang\n BKS-7",
                "answer": {"unit": "bmsda-pju", "support": ["bpbd"], "priority": "high"},
            },
            "→ bmsda-pju + bpbd, high: tiang BKS-7",
        ),
        ({"left_out": None, "answer": {"unit": "dlh", "support": [], "priority": None}}, "→ dlh"),
    ],
)
def test_what_code_answered_is_told_with_its_reason(code: dict[str, Any], told: str) -> None:
    assert code_answer(code) == told


@settings(max_examples=examples(60))
@given(desks(), st.lists(CALLS, min_size=1, max_size=3))
def test_whatever_the_engine_traced_is_told(files: tuple[dict[str, Any], dict[str, Any]], calls: list[Call]) -> None:
    """Every step that there is, one of them decided; a rule that held is always shown."""
    city, manifests = files
    router = router_of(city, **manifests)
    for call in calls:
        facts = facts_of(call, router)
        written = router.compiled["words"]

        def words(patterns: list[int], found: Any = facts.found, written: Any = written) -> list[dict[str, Any]]:
            return [{"pattern": written[n], "words": written[n].casefold()} for n in patterns if n in found]

        steps: list[dict[str, Any]] = steps_of(router, facts, words)
        lines = step_lines(steps, NAMES)
        titles = [line for line in lines if not line.startswith(" ")]
        assert len(titles) == len(steps)
        assert sum(title.startswith(HELD) for title in titles) == 1
        assert all(title.startswith((HELD, NOT_HELD)) for title in titles)
        held = [one["id"] for each in steps for one in each.get("rules", []) if one["held"]]
        assert all(any(f"{HELD} {id_} (" in line for line in lines) for id_ in held)
