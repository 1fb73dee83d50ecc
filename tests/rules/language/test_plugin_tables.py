"""What plugins bring: limits in range, commands of their own name, questions that somebody can answer, each once."""

from __future__ import annotations

from typing import Any

import pytest

from aduan_cli.hookspecs import RESERVED
from aduan_cli.rules.language.compile import Compiled, compile_rules
from aduan_cli.rules.language.plugin_tables import LEAST_LIMIT, MOST_MEMORY, MOST_SECONDS
from compiling import SMALLEST, documents, rules_of, sentences

MANIFEST = '[plugin]\nname = "{name}"\napi = 1\n[unit]\nid = "{name}"\nname = "BMSDA"\n'
QUESTION: dict[str, Any] = {"id": "warna", "category": "pju", "text": "Apa warnanya?"}


def of(*questions: dict[str, Any], **more: Any) -> Compiled:
    (city,) = documents(SMALLEST)
    categories = {"pju": {"unit": "dlh", "text": ["pju"]}, "got": {"unit": "dlh", "text": ["got"]}}
    return compile_rules(documents({**city.data, "categories": categories, **more, "question": list(questions)}))


# -- limits


@pytest.mark.parametrize(
    ("name", "value", "is_right"),
    [
        ("call", LEAST_LIMIT, True),
        ("call", LEAST_LIMIT / 2, False),
        ("call", MOST_SECONDS, True),
        ("call", MOST_SECONDS + 1, False),
        ("memory", MOST_MEMORY, True),
        ("memory", MOST_SECONDS + 1, True),
        ("memory", MOST_MEMORY + 1, False),
    ],
)
def test_a_limit_is_in_range_or_told_and_left_out(name: str, value: float, is_right: bool) -> None:
    """What is left out is as usual: a slip must not let code run for ever, nor kill it at once."""
    found = of(plugins={"limits": {name: value}})
    assert found.rules["limits"] == ({name: value} if is_right else {})
    most = MOST_MEMORY if name == "memory" else MOST_SECONDS
    assert sentences(found) == (
        [] if is_right
        else [f"rules.toml: plugins.limits.{name}: {value} is out of range; {LEAST_LIMIT} to {most} would be right"]
    )  # fmt: skip


def test_beside_a_limit_that_there_is_not_the_others_hold() -> None:
    found = of(plugins={"limits": {"cpu": 2, "memry": 3}})
    assert sentences(found) == ["rules.toml: plugins.limits.memry: unknown key; did you mean 'memory'?"]
    assert found.rules["limits"] == {"cpu": 2}


# -- commands


def commands(name: str) -> Compiled:
    manifest = MANIFEST.format(name=name) + '[commands.hitung]\nhelp = "Counts."\n[commands.cek]\nhelp = "Checks."\n'
    return compile_rules(documents(f'{SMALLEST}[plugins]\nenable = ["{name}"]\n', **{name: manifest}))


def test_commands_of_a_plugin_are_told_with_their_help() -> None:
    assert commands("bmsda").rules["commands"] == {"bmsda": {"hitung": "Counts.", "cek": "Checks."}}


def test_a_plugin_that_is_called_like_a_command_has_none() -> None:
    """`aduan list` stays what it is, whatever a unit calls itself."""
    name = sorted(RESERVED)[0]
    found = commands(name)
    assert found.rules["commands"] == {name: {}}
    assert sentences(found) == [
        f"plugins/{name}/plugin.toml: commands: '{name}' is a command of aduan itself; a plugin of another name"
        " may have commands"
    ]
    assert "list" in RESERVED


def test_a_plugin_without_commands_is_not_among_those_that_have_some() -> None:
    manifest = MANIFEST.format(name="bmsda") + '[[rule]]\ntext = ["x"]\nto = "bmsda"\n'
    rules = rules_of(f'{SMALLEST}[plugins]\nenable = ["bmsda"]\n', bmsda=manifest)
    assert (rules["commands"], rules["fields"]) == ({}, {})


# -- questions


def test_a_question_is_asked_for_each_of_its_categories_in_the_order_of_the_file() -> None:
    more = {"id": "tinggi", "category": ["pju", "got"], "text": "Setinggi apa?", "type": "number"}
    found = of(more, QUESTION)
    assert sentences(found) == []
    assert found.rules["questions"] == {
        "pju": [["tinggi", "Setinggi apa?", "number", []], ["warna", "Apa warnanya?", "text", []]],
        "got": [["tinggi", "Setinggi apa?", "number", []]],
    }


@pytest.mark.parametrize(
    ("more", "count"),
    [
        ({"type": "choice"}, 0),
        ({"type": "number", "choices": ["a", "b"]}, 2),
    ],
)
def test_choices_go_with_a_question_of_choices(more: dict[str, Any], count: int) -> None:
    """Neither one without the other: nobody could answer it, or nobody would hear them."""
    found = of({**QUESTION, **more})
    (sentence,) = sentences(found)
    assert sentence == (
        f"rules.toml: question[1]: type is '{more.get('type', 'text')}', choices: {count};"
        ' choices go with type = "choice", and must be there then'
    )
    assert found.rules["questions"] == {}


@pytest.mark.parametrize(("choices", "at"), [(["ya", "tidak", "Ya"], 3), (["11", "11"], 2), (["ya", "tidak"], None)])
def test_a_choice_that_is_there_already_is_told(choices: list[str], at: int | None) -> None:
    """Who answers it in other letters means one of them as well as the other."""
    told = f"rules.toml: question[1].choices[{at}]: {choices[-1]!r} is a choice already; leave it out"
    assert sentences(of({**QUESTION, "choices": choices})) == ([told] if at else [])


@pytest.mark.parametrize("more", [{"type": "choice"}, {}])
def test_a_question_with_choices_is_one_of_choices(more: dict[str, Any]) -> None:
    found = of({**QUESTION, **more, "choices": ["deras", "kecil"]})
    assert found.rules["questions"] == {"pju": [["warna", "Apa warnanya?", "choice", ["deras", "kecil"]]]}


def test_one_id_is_asked_once_for_a_category_and_again_for_another_one() -> None:
    found = of(QUESTION, {**QUESTION, "text": "Lagi?"}, {**QUESTION, "category": "got"})
    assert sentences(found) == ["rules.toml: question[2].id: 'warna' is asked for 'pju' already; another id"]
    assert {name: len(asked) for name, asked in found.rules["questions"].items()} == {"pju": 1, "got": 1}
    assert found.rules["questions"]["pju"][0][1] == "Apa warnanya?"


def test_nobody_asks_for_the_category_of_another_file() -> None:
    """Its owner would have to say the question, and to know what is answered."""
    manifest = MANIFEST.format(name="bmsda") + '[[question]]\nid = "x"\ncategory = ["pju"]\ntext = "Apa?"\n'
    city = f'{SMALLEST}[categories.pju]\nunit = "dlh"\ntext = ["pju"]\n[plugins]\nenable = ["bmsda"]\n'
    found = compile_rules(documents(city, bmsda=manifest))
    assert sentences(found) == [
        "plugins/bmsda/plugin.toml: question[1].category[1]: category 'pju' is owned by rules.toml; ask it for a"
        " category of this file"
    ]
    assert found.rules["questions"] == {}


def test_a_question_for_an_unknown_category_is_told_and_asked_for_the_others() -> None:
    found = of({**QUESTION, "category": ["pjv", "got"]})
    assert sentences(found) == ["rules.toml: question[1].category[1]: unknown category 'pjv'; did you mean 'pju'?"]
    assert list(found.rules["questions"]) == ["got"]


def test_what_the_text_says_keeps_a_question_from_being_asked() -> None:
    """By words of the text, or by a reading of it: the caller was told that somebody listens."""
    reading = {"tinggi": {"kind": "length"}}
    found = of(
        {**QUESTION, "text_not": ["merah", "hijau"]},
        {"id": "tinggi", "category": ["pju", "got"], "text": "Setinggi apa?", "type": "number", "reading": "tinggi"},
        readings=reading,
    )
    assert sentences(found) == []
    words = found.rules["words"]
    assert {words[number] for number in found.rules["unasked"]["pju"]["warna"]} == {"merah", "hijau"}
    assert found.rules["read"] == {"pju": {"tinggi": "tinggi"}, "got": {"tinggi": "tinggi"}}
    wrong = of({**QUESTION, "reading": "tingi"}, readings=reading)
    assert sentences(wrong) == ["rules.toml: question[1].reading: unknown reading 'tingi'; did you mean 'tinggi'?"]
    assert wrong.rules["read"] == {}
