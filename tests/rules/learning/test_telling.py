"""How usual patterns are: what is counted is what the rules' matcher would find, and chance proposes nothing."""

from __future__ import annotations

from itertools import pairwise
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.patterns import is_phrase
from aduan_cli.rules.learning.corrected import (
    Corrected,
    CorrectedGroup,
    Files,
    Numbered,
    forms,
    words_for,
)
from aduan_cli.rules.learning.telling import LIFT, Telling
from aduan_cli.text import Folded, Matcher, join_pattern

WORDS = ("jalan", "rusak", "kerusakan", "merusak", "di", "depan", "lampu", "pasar")
TEXTS = st.lists(st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join), min_size=2, max_size=6)


@given(TEXTS)
def test_texts_that_have_a_pattern_are_those_that_the_matcher_finds(texts: list[str]) -> None:
    """Words, neighbours, forms and words apart: each is counted where rules would find it."""
    telling = Telling(texts)
    everything = range(len(texts))
    for joined in (*telling.patterns(everything, 1, False), *telling.patterns(everything, 1, True)):
        written = telling.written(joined)
        found = [number for number, text in enumerate(texts) if _matcher(written).find(Folded(text))]
        assert list(telling.having(joined)) == found, written


def plain_words(text: str) -> set[str]:
    """Return the words and neighbours of a text, joined."""
    tokens = Folded(text).tokens
    both = {one + other for one, other in pairwise(tokens) if one.isalpha() and other.isalpha()}
    return both | {token for token in tokens if len(token) > 1 and token.isalpha()}


@given(TEXTS, st.data(), st.integers(0, 4))
def test_words_that_some_texts_share_are_unusual_in_the_others(
    texts: list[str], data: st.DataObject, most: int
) -> None:
    """At least two of them have each, and of words that stand in the same texts one is told."""
    telling = Telling(texts)
    numbers = data.draw(st.lists(st.sampled_from(range(len(texts))), unique=True))
    told = telling.shared(numbers, most)
    assert len(told) <= most
    holders = []
    for written in told:
        joined = join_pattern(written)
        have = [number for number in numbers if joined in plain_words(texts[number])]
        holders.append(tuple(have))
        assert len(have) > 1
        everywhere = sum(joined in plain_words(text) for text in texts)
        lift = (len(have) / len(numbers)) / (everywhere / len(texts))
        assert lift >= LIFT or len(numbers) == len(texts)
    assert len(set(holders)) == len(holders)
    if not told and most:
        shared = [word for word in set().union(*map(plain_words, texts)) if _is_telling(word, texts, numbers)]
        assert shared == []


def _is_telling(word: str, texts: list[str], numbers: list[int]) -> bool:
    have = sum(word in plain_words(texts[number]) for number in numbers)
    if have < 2:
        return False
    everywhere = sum(word in plain_words(text) for text in texts)
    return len(numbers) == len(texts) or (have / len(numbers)) / (everywhere / len(texts)) >= LIFT


def test_the_word_that_most_of_them_have_is_told_first_and_alone_before_a_pair() -> None:
    texts = ["tiang miring roboh", "tiang miring", "tiang condong", *["lampu mati"] * 20]
    telling = Telling(texts)
    assert telling.shared([0, 1, 2], 9) == ["tiang", "miring"]
    assert telling.shared([0, 1, 2], 1) == ["tiang"]
    assert telling.shared([0], 9) == []
    assert telling.shared([], 9) == []


@given(TEXTS, st.data())
def test_a_lift_is_how_many_times_as_usual_a_word_is(texts: list[str], data: st.DataObject) -> None:
    telling = Telling(texts)
    word = data.draw(st.sampled_from(WORDS))
    some = data.draw(st.lists(st.sampled_from(range(len(texts))), unique=True))
    has = sum(word in Folded(texts[number]).tokens for number in some)
    everywhere = len(telling.having(word))
    expected = (has / len(some)) / (everywhere / len(texts)) if has else 0.0
    assert telling.lift(word, has, len(some)) == pytest.approx(expected)


def test_words_that_nobody_said_before_are_as_usual_as_here() -> None:
    """What is counted in texts that are not among all yet is no wonder by itself."""
    assert Telling([]).lift("kabel", 2, 4) == 1.0
    assert Telling(["lampu"] * 10).lift("kabel", 2, 4) == pytest.approx((2 / 4) / (2 / 10))
    assert Telling(["lampu"]).lift("kabel", 0, 4) == 0.0
    assert Telling([]).lift("kabel", 0, 0) == 0.0


def test_a_word_no_more_usual_in_them_is_all_chance() -> None:
    texts = ["tiang roboh"] * 4 + ["tiang lampu"] * 4
    telling = Telling(texts)
    assert telling.by_chance("tiang", range(4), 1) == inf
    assert telling.by_chance("lampu", range(4), 1) == inf
    assert telling.by_chance("roboh", range(4), 1) < telling.by_chance("roboh", range(5), 1) < inf


def _matcher(pattern: str) -> Matcher:
    parts = pattern.split()
    return Matcher({}, [(0, parts)]) if is_phrase(parts) else Matcher({join_pattern(pattern): 0}, ())


def test_a_form_is_a_pattern_where_two_forms_of_it_stand() -> None:
    """One form alone is the word itself."""
    assert "~rusak" in Telling(["jalan rusak", "kerusakan jalan"]).patterns([0, 1], 2, False)
    assert "~rusak" not in Telling(["jalan rusak", "rusak jalan"]).patterns([0, 1], 2, False)


def test_what_chance_would_give_tells_nothing() -> None:
    """Three of forty calls of a unit that has half of all have a word and no others: so have many words by chance."""
    texts = [f"{'sekali' if number < 3 else 'lagi'} kata{'abcdefgh'[number % 8]} halo" for number in range(40)]
    telling = Telling([*texts, *(text.replace("sekali", "lagi") for text in texts)])
    theirs = set(range(40))
    assert words_for(Numbered(theirs, set(range(40, 80)), theirs), telling, 3, 0.6) == []
    few = {0, 1, 2}
    told = words_for(Numbered(few, set(range(3, 80)), few), telling, 3, 0.6)
    assert [word.pattern for word in told] == ["sekali"]


def test_words_apart_are_looked_for_where_nothing_plainer_tells() -> None:
    """Neither word alone tells these calls, both together do."""
    ways = (("hias", "padam"), ("sorot", "redup"), ("kolam", "pecah"), ("pagar", "hilang"), ("panggung", "miring"))
    mine = [f"lampu {which} taman {what}" for which, what in ways]
    left = ["lampu jalan mati di depan perumahan taman asri", "taman kotor sekali", "lampu mati"] * 12
    telling = Telling([*mine, *left])
    group = Numbered(set(range(5)), set(range(5, 41)), set(range(5)))
    assert [word.pattern for word in words_for(group, telling, 3, 0.6)] == ["lampu .. taman"]


def test_words_for_what_is_in_triage_may_wait_for_all_other_categories() -> None:
    """A word that other categories know what to do with goes last; the next words join it there."""
    call = Corrected("A-1", ("triage", ""), None, "bmsda", None)
    group = CorrectedGroup(("triage", ""), "bmsda", None, (call,))
    files = Files("rules.toml", "places/corrected.toml", {}, {"jalan": ("rules.toml", "bmsda")}, {})
    made = {form.kind: form.changes[0].data for form in forms(group, ["air"], files, ["jalan"], "air")}
    assert made["words"] == {"categories": {"jalan": {"text": ["air"]}}}
    assert made["last category"] == {"categories": {"air": {"unit": "bmsda", "text": ["air"], "specific": "last"}}}
    more = files._replace(categories={**files.categories, "air": ("rules.toml", "bmsda")}, last=["air"])
    made = {form.kind: form.changes[0].data for form in forms(group, ["genangan"], more, ["jalan"], "genangan")}
    assert made["last words"] == {"categories": {"air": {"text": ["genangan"]}}}
    assert "last category" not in made
