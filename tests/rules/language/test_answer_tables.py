"""What the compiler makes of `[[answer]]`, and what it says of wrong ones."""

from __future__ import annotations

import json

import pytest
from linted import CITY

from aduan_cli.rules.language.compile import compile_rules
from aduan_cli.rules.review.idle_answers import flaws_of_answers
from compiling import documents, rules_of, sentences

ONE = '[[answer]]\nid = "a"\ntitle = "Satu"\ntext = "Jawab."\n'


def wrong(more: str) -> list[str]:
    """Return what is said of the city's file with some more tables."""
    return sentences(compile_rules(documents(CITY + more)))


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (ONE + ONE, "answer[2].id: answer 'a' stands in rules.toml already; another id"),
        (ONE + 'unit = "dhl"\n', "answer[1].unit: unknown unit 'dhl'; did you mean 'dlh'?"),
        (ONE + 'valid_until = "2026-02-30"\n', "answer[1].valid_until: there is no day '2026-02-30'"),
        (ONE + 'valid_until = "besok"\n', "answer[1].valid_until: 'besok' is malformed"),
        (ONE + 'category = "sampahh"\n', "answer[1].category: unknown category 'sampahh'; did you mean 'sampah'?"),
        (ONE + 'word = "x"\n', "answer[1].word: unknown key; did you mean 'words'?"),
        (ONE.replace('"Jawab."', '["jam buka"]'), "answer[1].text: a list can't stand here; a string would be right"),
        ('[[answer]]\nid = "a"\ntext = "x"\n', "answer[1]: 'title' is missing"),
        ('[units.x]\nname = "X"\ncontacts = "021"\n', "units.x.contacts: '021' can't stand here; a list of strings"),
    ],
)
def test_a_mistake_is_told_with_its_place(table: str, said: str) -> None:
    """File, path, what is wrong, what would be right; what is wrong is left out and the rest stays."""
    found = wrong(table)
    assert len(found) == 1
    assert said in found[0]


def test_answers_have_patterns_of_their_own() -> None:
    """So a call that is no question looks for none of them; what only they ask for is no pattern of the rules."""
    plain, made = rules_of(CITY), rules_of(CITY + ONE + 'words = ["jam buka", "buka*"]\n')
    assert made["patterns"] == plain["patterns"]
    assert (made["stars"], made["words"]) == (plain["stars"], plain["words"])
    assert set(made["answers"]["patterns"]) == {"jambuka"}
    assert (plain["answerable"], made["answerable"]) == (False, True)
    assert json.loads(json.dumps(made)) == made


def test_units_that_say_how_they_are_reached_answer_by_themselves() -> None:
    """After what is written as an answer, under an id that no written one can have."""
    unit = '[units.x]\nname = "Kantor X"\ncontacts = ["021-1", "x.example"]\nhours = "08:00-16:00"\n'
    entries = rules_of(CITY + unit + ONE)["answers"]["entries"]
    assert [entry["id"] for entry in entries] == ["a", "unit:x"]
    assert entries[1]["text"] == "Kantor X: 021-1, x.example (08:00-16:00)"


FLAWED = ONE + 'words = ["jam", "buka"]\n'
SECOND = FLAWED.replace('"a"', '"b"')


@pytest.mark.parametrize(
    ("tables", "said"),
    [
        (FLAWED + SECOND.replace(', "buka"', ""), ["answer[2]: it is never the first: 'a' comes before it"]),
        (FLAWED + SECOND.replace(', "buka"', ', "tutup"'), []),
        (FLAWED + 'valid_until = "2026-11-26"\n', ["answer[1].valid_until: the answer 'a' was right until"]),
        (FLAWED + 'valid_until = "2026-11-27"\n', []),
        (ONE.replace("Jawab.", "x" * 501), ["answer[1].text: the text has 501 characters: it is too long"]),
        (ONE.replace("Jawab.", "x" * 500), []),
        (FLAWED + 'text_not = ["jam"]\n', ["answer[1]: 'jam' never counts"]),
        (ONE, []),
    ],
)
def test_what_can_not_be_meant_is_warned_of(tables: str, said: list[str]) -> None:
    """What is past its date, and one that another always takes first; one without conditions is found by its words."""
    found = [str(problem) for problem in flaws_of_answers(rules_of(CITY + tables), "2026-11-27")]
    assert len(found) == len(said)
    for one, other in zip(found, said, strict=True):
        assert other in one
