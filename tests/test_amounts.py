"""Counts in sentences: one of a thing is told otherwise than several."""

from __future__ import annotations

import inspect
import re

import pytest

import catalogue
from aduan_cli import amounts, i18n

ABOVE_ONE = re.compile(r"(?:more than|at least|at most|has|last|holds|stands for) \{\w+\} (?:different )?\w+$")
"""What is behind a limit: the code's own numbers, all of them larger than one."""
VERBS = re.compile(
    "answers|belongs|brings|comes|decides|ends|gives|goes|has|is|keeps|leads|lies|prints|rules|says|sends|shows|signs"
    "|stands|stays|stores|takes|tells|needs|was"
)
"""Words of one thing that end like those of several."""
FUNCTIONS = [
    found for _name, found in inspect.getmembers(amounts, inspect.isfunction) if found.__module__ == amounts.__name__
]


@pytest.fixture(autouse=True)
def _in_english() -> None:
    """Speak English, whatever the environment says."""
    i18n.choose("en")


@pytest.mark.parametrize("counted", FUNCTIONS, ids=lambda found: found.__name__)
def test_one_of_a_thing_is_told_otherwise_than_none_or_several(counted: object) -> None:
    """One number stands in each, and only that of one is in the singular."""
    assert callable(counted)
    none, one, two = counted(0), counted(1), counted(2)
    assert (none, two) == (two.replace("2", "0", 1), none.replace("0", "2", 1))
    assert one.startswith("1 ")
    assert one != two.replace("2", "1", 1)


def test_no_sentence_counts_in_the_plural_alone() -> None:
    """What is counted is said by `amounts`, or by both forms of the sentence: never "1 messages wait"."""
    found = [
        sentence
        for sentence in catalogue.marked(catalogue.SOURCE)
        if isinstance(sentence, str)
        for match in re.finditer(r"\{\w+\} (?:(?:more|new|open|other|different) )?([a-z]+s)\b", sentence)
        if not VERBS.fullmatch(match[1]) and not ABOVE_ONE.search(sentence[: match.end()])
    ]
    assert found == []
