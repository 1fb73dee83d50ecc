"""Wordings in a text: where a naive search by words finds them, with spaces missing or too many, within a clause."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aduan_cli.patterns import MOST_BETWEEN
from aduan_cli.rules.readings.phrases import Beside, Place, Wordings
from aduan_cli.rules.readings.tokens import Word, words_of
from thorough import examples

TOKENS = ["air", "airnya", "naik", "sampai", "lutut", "12", "a", "ir", "na", "ik", ",", "."]
TEXTS = st.lists(st.sampled_from(TOKENS), max_size=8).map(" ".join)
WORD = st.sampled_from(["air", "naik", "air*", "na*", "lutut|naik", "air|ai*", "airnaik", "sampai"])
WORDINGS = st.lists(WORD | st.just(".."), min_size=1, max_size=4).map(" ".join)


def places(wording: str, text: str, **synonyms: str) -> list[tuple[int, int]]:
    return [(place.first, place.last) for place in Wordings([wording], synonyms).places(words_of(text, synonyms))]


def naive(wording: str, words: list[Word]) -> set[tuple[int, int]]:
    """Return where a wording stands, its words tried one behind the other."""
    wanted = wording.split()
    while wanted and wanted[0] == "..":
        wanted.pop(0)
    while wanted and wanted[-1] == "..":
        wanted.pop()
    return {(first, last) for first in range(len(words)) if wanted for last in _ends(wanted, words, first, first)}


def _ends(wanted: list[str], words: list[Word], at: int, first: int) -> Iterator[int]:
    """Yield the last words of all ways in which the wanted ones stand from a word on."""
    if wanted[0] == "..":
        for later in range(at, min(at + MOST_BETWEEN, len(words) - 1) + 1):
            if all(word.value is None for word in words[at:later]):
                yield from _ends(wanted[1:], words, later, first)
        return
    for last in _standing(wanted[0], words, at):
        if words[last].clause != words[first].clause:
            continue
        if len(wanted) == 1:
            yield last
        else:
            yield from _ends(wanted[1:], words, last + 1, first)


def _standing(wanted: str, words: list[Word], at: int) -> Iterator[int]:
    """Yield the last words of what stands for one wanted word: itself, or several that are written apart."""
    for choice in wanted.split("|"):
        joined = ""
        for last in range(at, len(words)):
            before, joined = joined, joined + words[last].text
            if choice.endswith("*"):
                if joined.startswith(choice[:-1]) and len(before) < len(choice) - 1:
                    yield last
            elif joined == choice:
                yield last


@settings(max_examples=examples(400))
@given(WORDINGS, TEXTS)
def test_a_wording_stands_where_its_words_do_one_behind_the_other(wording: str, text: str) -> None:
    """Where `..` stands for one of several places, that from the nearest words before it is among those found."""
    words = words_of(text, {})
    found = set(places(wording, text))
    expected = naive(wording.replace(".. ..", ".."), words)
    if " .. .. " in f" {wording} ":
        return
    assert found <= expected, (found, expected)
    assert {last for _first, last in found} == {last for _first, last in expected}
    if ".." not in wording:
        assert found == expected


@pytest.mark.parametrize(
    ("wording", "text", "found"),
    [
        ("air naik", "air naik", [(0, 1)]),
        ("air naik", "airnaik", [(0, 0)]),
        ("airnaik", "air naik", [(0, 1)]),
        ("Air-Naik", "AIR naik", [(0, 1)]),
        ("air naik", "air, naik", []),
        ("air naik", "air yang naik", []),
        ("air*", "airnya", [(0, 0)]),
        ("air*", "kali airnya air", [(1, 1), (2, 2)]),
        ("air* naik", "airnya naik", [(0, 1)]),
        ("air* naik", "airnya sudah naik", []),
        ("air* naik", "airnya, naik", []),
        ("air* naik sampai*", "airnya naik sampainya", [(0, 2)]),
        ("air*|banjir naik", "banjir naik", [(0, 1)]),
        ("air*|banjir naik", "airku naik", [(0, 1)]),
        ("ai* .. naik", "airnya sudah lama naik", [(0, 3)]),
        ("air .. naik", "air sudah sangat lama naik", [(0, 4)]),
        ("air .. naik", "air sudah sangat lama sekali naik", []),
        ("air .. naik", "air 20 naik", []),
        ("air .. naik", "air air naik", [(0, 2), (1, 2)]),
        ("air .. naik .. sampai", "air x naik y sampai", [(0, 4)]),
        ("air $", "air", [(0, 0)]),
        ("air $", "air naik", []),
        ("air $", "air, naik", [(0, 0)]),
        ("air naik $", "air naik.", [(0, 1)]),
        ("lutut|dengkul", "sampai dengkul", [(1, 1)]),
        ("$", "air", []),
        ("..", "air", []),
        ("", "air", []),
    ],
)
def test_where_a_wording_stands(wording: str, text: str, found: list[tuple[int, int]]) -> None:
    """A star leaves the end of each word open, not of the last one alone."""
    assert places(wording, text) == found


def test_a_word_with_a_synonym_is_found_by_either() -> None:
    assert places("cai naik", "air naik", cai="air") == [(0, 1)]
    assert places("air naik", "cai naik", cai="air") == [(0, 1)]
    assert places("kali|cai naik", "air naik", cai="air") == [(0, 1)]


def test_several_wordings_are_told_by_their_numbers_in_the_order_of_the_text() -> None:
    words = words_of("air naik sampai lutut", {})
    found = Wordings(["lutut", "air", "air naik", "tidak"], {}).places(words)
    assert found == [Place(1, 0, 0), Place(2, 0, 1), Place(0, 3, 3)]


def test_a_wording_with_many_gaps_is_looked_for_once_at_each_place() -> None:
    """However many ways there are in which its words stand: a text that says one word without end is read."""
    words = words_of("air " * 300, {})
    found = Wordings([" .. ".join(["air"] * 12)], {}).places(words)
    lengths = {place.last - place.first for place in found}
    assert (min(lengths), max(lengths)) == (11, 11 * (MOST_BETWEEN + 1))
    assert len(found) == sum(300 - length for length in range(11, 45))


# -- beside a number


def holding(*wordings: str, text: str, number: int) -> list[str]:
    """Return the wordings that stand around one word of a text."""
    around = Beside(wordings, {}).of(words_of(text, {}))
    return [wordings[one] for one in around.holding(number, number)]


@pytest.mark.parametrize(
    ("text", "number", "held"),
    [
        ("setinggi 20", 1, ["setinggi #"]),
        ("setinggi sekitar 20", 2, []),
        ("sampai di atas 20", 3, ["sampai .. #"]),
        ("sampai a b c d 20", 5, []),
        ("20 dari", 0, ["# dari"]),
        ("20 jauh dari", 0, ["# .. dari"]),
        ("20 anak", 0, ["# anak $"]),
        ("20 anak kecil", 0, []),
        ("antara 20 dan", 1, ["antara # dan"]),
        ("antara 20 lagi dan", 1, []),
        ("setinggi, 20", 1, []),
        ("20. dari", 0, []),
        ("sampai 5 di 20", 3, []),
    ],
)
def test_what_stands_around_a_number(text: str, number: int, held: list[str]) -> None:
    """Just so, or with some words between where `..` says so; never across a clause or another number."""
    wordings = ("setinggi #", "sampai .. #", "# dari", "# .. dari", "# anak $", "antara # dan")
    found = holding(*wordings, text=text, number=number)
    loose = {"# .. dari"} if held == ["# dari"] else set()
    assert set(found) - loose == set(held)


def test_around_a_word_the_longest_wording_counts() -> None:
    words = words_of("air setinggi atas lutut orang dewasa", {})
    around = Beside(["# orang", "setinggi .. # orang", "# orang dewasa"], {}).of(words)
    assert around.span(3, 3) == (1, 4)
    assert around.span(2, 2) is None
    assert Beside([], {}).of(words).span(3, 3) is None


SIDES = st.sampled_from(["", "air", "air ..", "naik", "na*"])


@settings(max_examples=examples(150))
@given(SIDES, SIDES, TEXTS, st.data())
def test_a_wording_holds_around_words_where_both_of_its_sides_stand(
    left: str, right: str, text: str, data: st.DataObject
) -> None:
    words = words_of(text, {})
    if not words or not (left or right):
        return
    at = data.draw(st.integers(0, len(words) - 1))
    right = " ".join(reversed(right.split()))
    around = Beside([f"{left} # {right}"], {}).of(words)
    lefts = {last for _first, last in naive(left, words)} if left else {at - 1}
    rights = {first for first, _last in naive(right, words)} if right else {at + 1}
    reach = [range(1, MOST_BETWEEN + 2) if ".." in side else range(1, 2) for side in (left, right)]
    is_before = not left or any(at - last in reach[0] and _leads(words, last, at) for last in lefts)
    is_after = not right or any(first - at in reach[1] and _leads(words, at, first) for first in rights)
    assert bool(around.holding(at, at)) == (is_before and is_after)


def _leads(words: list[Word], last: int, first: int) -> bool:
    same = words[last].clause == words[first].clause
    return same and all(word.value is None for word in words[last + 1 : first])


def test_all_alternatives_of_several_words_are_looked_for() -> None:
    wording = "air|kali naik|surut"
    for one, other in product(("air", "kali"), ("naik", "surut")):
        assert places(wording, f"{one} {other}") == [(0, 1)]
    assert places(wording, "air kali") == []
