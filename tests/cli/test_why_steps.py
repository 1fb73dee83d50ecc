"""The steps that `aduan why` shows: each rule and condition with what it saw."""

from __future__ import annotations

from typing import Any

import pytest

from office import RULES, Office

MORE = (
    RULES
    + """
[[rule]]
id = "malam"
category = "sampah"
hours = "22:00-05:00"
days = ["sat", "sun"]
any = [{ fields.berat = ">= 50" }, { not = { channel = "whatsapp" } }]
to = "disdamkar"

[[rule]]
id = "semua"
text_all = ["sampah", "sungai"]
text_not = "taman"
to = "pln"
"""
)


@pytest.fixture
def office(office: Office) -> Office:
    office.write_rules(MORE)
    return office


def rules_of(told: dict[str, Any], step: str) -> dict[str, Any]:
    return {rule["id"]: rule for entry in told["steps"] if entry["step"] == step for rule in entry["rules"]}


def test_each_step_says_whether_it_was_reached_and_decided(office: Office) -> None:
    """The first that decides ends it; what lies behind was not reached."""
    told = office.run("why", office.log("melaporkan kebakaran"), "--format", "json").data
    assert [(step["step"], step["reached"], step["decided"]) for step in told["steps"]] == [
        ("handoff", True, True),
        ("city", False, False),
        ("category", False, False),
        ("triage", False, False),
    ]
    told = office.run("why", office.log("pju mati"), "--format", "json").data
    assert [step["step"] for step in told["steps"]] == ["handoff", "city", "unit", "category", "triage"]
    assert [step["step"] for step in told["steps"] if step["decided"]] == ["category"]
    assert told["steps"][2]["plugin"] == "bmsda"


def test_each_condition_says_what_it_saw(office: Office) -> None:
    """Value and what was wanted, for every kind of condition, also of a rule that did not hold."""
    told = office.run("why", office.log("sampah", "--at", "2026-11-23 13:00"), "--format", "json").data
    rule = rules_of(told, "city")["malam"]
    assert rule["held"] is False
    assert rule["when"]["condition"] == "all"
    category, hours, days, either = rule["when"]["parts"]
    assert category == {"condition": "category", "held": True, "wanted": ["sampah"], "value": "sampah"}
    assert hours == {"condition": "hours", "held": False, "wanted": ["22:00-05:00"], "value": "13:00"}
    assert days == {"condition": "days", "held": False, "wanted": ["sat", "sun"], "value": "mon"}
    assert either["held"] is True
    field, without = either["parts"]
    assert field == {"condition": "fields.berat", "held": False, "wanted": [">= 50"], "value": None}
    assert (without["condition"], without["held"]) == ("not", True)
    assert without["parts"] == [{"condition": "channel", "held": False, "wanted": ["whatsapp"], "value": "phone"}]


def test_words_stand_beside_their_patterns(office: Office) -> None:
    """Of a condition on the text: the caller's words that matched, and which pattern each of them is."""
    told = office.run("why", office.log("Sampah di taman dekat SUNGAI"), "--format", "json").data
    both, none = rules_of(told, "city")["semua"]["when"]["parts"]
    assert both["words"] == [{"pattern": "sampah", "words": "sampah"}, {"pattern": "sungai", "words": "sungai"}]
    assert (none["held"], none["words"]) == (False, [{"pattern": "taman", "words": "taman"}])


def test_the_tree_for_people(office: Office) -> None:
    """Every rule that was looked at is shown with what its conditions saw; without -v none is."""
    ticket = office.log("sampah menumpuk", "--at", "2026-11-23 13:00")
    out = office.run("why", ticket, "-v").out
    for part in (
        "[ ] 1. handoff", "(1 rule looked at, 0 held)", "(4 rules looked at, 0 held)",
        "[ ] malam (rules.toml:", "→ disdamkar", "[ ] hours: 13:00, not 22:00-05:00", "[x] any",
        "[ ] fields.berat: -, not >= 50", "[x] 3. category", "sampah → dlh", "[x] text: “sampah”", "(not reached)",
    ):  # fmt: skip
        assert part in out, part
    assert "pju-di-pohon" in out
    assert "[ ]" not in office.run("why", ticket).out


def test_missing_words_are_named(office: Office) -> None:
    """Of `text_all` what is missing, of `text` what was looked for."""
    ticket = office.log("sampah")
    out = office.run("why", ticket, "-v").out
    assert "[ ] text_all: “sampah”; without sungai" in out
    assert "[ ] text: none of sekolah" in out


def test_the_steps_are_those_of_the_revision_that_decided(office: Office) -> None:
    """After the rules changed, the tree is that of then."""
    ticket = office.log("sampah di sungai")
    office.write_rules(RULES)
    told = office.run("why", ticket, "--format", "json").data
    assert "semua" in rules_of(told, "city")
    assert told["steps"][1]["decided"] is True
    assert (told["today"]["same"], told["today"]["unit"]) == (False, "dlh")


def test_control_characters_are_escaped(office: Office) -> None:
    """A field's value that came from outside can't act on the terminal."""
    rules = MORE + '[[rule]]\nid = "f"\ntext = "listrik"\nanswers.a = "x"\nto = "dlh"\n'
    office.write_rules(rules)
    ticket = office.log("listrik", "--detail", "a=\x1b[31m")
    assert "\x1b" not in office.run("why", ticket, "-v").out
