"""Entries of the compiled form, from memory and from the cache alike: found by name, shown by their words."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.rules.entries import Categories, listed, met, named_lists
from aduan_cli.rules.lazy_lists import Kept, words_of
from compiling import SMALLEST, rules_of

ENTRIES = [["pju", "dlh", None, ["text", [0]]], ["got", "dlh", None, ["text", [1]]], ["lain", "dlh", None, None]]


def kept(entries: list[list[Any]], named: bool) -> Kept:
    """Return entries as the cache has them."""
    lines = [json.dumps(entry).encode() for entry in entries]
    return Kept(lines, *words_of(entry[3] for entry in entries), names=[entry[0] for entry in entries] if named else ())


@pytest.mark.parametrize("entries", [ENTRIES, kept(ENTRIES, True), kept(ENTRIES, False)])
def test_a_category_is_found_by_its_name(entries: Any) -> None:
    categories = Categories(entries)
    assert categories["got"] == ENTRIES[1]
    assert categories.get("tidak") is None
    assert (list(categories), len(categories)) == (["pju", "got", "lain"], 3)
    assert "lain" in categories


def test_no_category_is_read_that_nobody_asks_for() -> None:
    """One call needs one of hundreds; a line that is not read can't be wrong."""
    lines = [b"no JSON", json.dumps(ENTRIES[1]).encode()]
    assert Categories(Kept(lines, names=["pju", "got"]))["got"][1] == "dlh"


def test_all_entries_of_a_list_in_memory_are_worth_a_look() -> None:
    assert list(met(ENTRIES, {0: (0, 0)})) == [0, 1, 2]


@pytest.mark.parametrize(("found", "numbers"), [([], [2]), ([0], [0, 2]), ([1, 0], [0, 1, 2]), ([7], [2])])
def test_of_the_cache_those_with_a_word_of_the_text_are(found: list[int], numbers: list[int]) -> None:
    assert list(met(kept(ENTRIES, True), found)) == numbers


# -- lists of words


LISTS = {"lampu": [0, 1], "jalan": [2, 3], "semua": [0, 1, 2]}
WORDS = ["pju", "lampu", "aspal", "trotoar", "got"]
FORM: Any = {"lists": LISTS, "words": WORDS}


@given(st.sets(st.integers(0, 4)))
def test_a_list_is_named_where_all_of_its_words_are_there(patterns: set[int]) -> None:
    assert named_lists(patterns, FORM) == {
        name: words for name, words in LISTS.items() if all(word in patterns for word in words)
    }


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        (["text", [0, 1, 4]], ["@lampu", "got"]),
        (["text", [4, 1, 0]], ["@lampu", "got"]),
        (["text_not", [2, 3]], ["@jalan"]),
        (["text", [0, 1, 2]], ["@lampu", "@semua"]),
        (["text", [0, 2]], ["pju", "aspal"]),
        (["text_all", [0, 1]], ["pju", "lampu"]),
        (["text", []], []),
    ],
)
def test_a_condition_is_told_as_it_was_written(condition: Any, said: list[str]) -> None:
    """A list by its name; in `text_all` all words are asked for, and a list is there for one of its words."""
    assert listed(condition, FORM) == said


def test_a_desk_without_lists_tells_its_words() -> None:
    form: Any = {"words": WORDS}
    assert listed(["text", [0, 1]], form) == ["pju", "lampu"]
    rules: Any = rules_of(
        SMALLEST + '[words]\nair = ["banjir", "genangan"]\n[[rule]]\ntext = ["@air", "got"]\nto = "dlh"\n'
    )
    assert listed(rules["city"][0]["when"], rules) == ["@air", "got"]
