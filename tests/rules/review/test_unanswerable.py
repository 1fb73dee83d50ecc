"""Rules on answers that their questions don't allow are told, and no others."""

from __future__ import annotations

import pytest
from linted import rules, told

QUESTIONS = """\
[[question]]
id = "bahaya"
category = "sampah"
text = "Berbahaya?"
type = "choice"
choices = ["ya", "tidak"]
[[question]]
id = "tinggi"
category = "banjir"
text = "Berapa cm?"
type = "number"
[[question]]
id = "warna"
category = "sampah"
text = "Warnanya?"
"""


@pytest.mark.parametrize(
    ("condition", "sentence"),
    [
        ("answers.bahaya = 'iya'", "answers.bahaya: 'iya' is none of the question's choices; one of 'ya', 'tidak'"),
        ("not = { answers.bahaya = ['ya', 'tak'] }", "'tak' is none of the question's choices"),
        ("answers.bahaya = '>= 3'", "is none of the question's choices"),
        ("any = [{ answers.tinggi = 'dalam' }, { text = 'got' }]", "'dalam' is no answer to a question for a number"),
        (
            "category = 'banjir'\nanswers.tingi-air = '>= 50'",
            "no question has the id 'tingi-air'; did you mean 'tinggi'?",
        ),
        ("answers.bhaya = 'ya'", "no question has the id 'bhaya'; did you mean 'bahaya'?"),
    ],
)
def test_an_answer_that_nobody_can_give(condition: str, sentence: str) -> None:
    (problem,) = told(QUESTIONS + rules(condition))
    assert problem.startswith("rules.toml")
    assert sentence in problem


@pytest.mark.parametrize(
    "condition",
    [
        "answers.bahaya = ['ya', 'tidak']",
        "answers.tinggi = '>= 30'",
        "answers.tinggi = [30, '40']",
        "answers.warna = 'merah'",
        "answers.sesuatu-dari-kode = 'ya'",
        "fields.bahaya = 'iya'",
    ],
)
def test_what_may_be_answered_is_not_told(condition: str) -> None:
    """What code asks or an import brings has names of its own."""
    assert told(QUESTIONS + rules(condition)) == []
