"""Star patterns: their meaning, held against a backtracking reference, and what they may cost, in lines of code run."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aduan_cli import text
from aduan_cli.patterns import StarPattern
from aduan_cli.text import Folded, Matcher, StarLots, lots_of, star_words
from thorough import examples

PATTERN = st.text(alphabet="ab** ", min_size=2, max_size=9).filter(lambda p: "*" in p and set(p) & set("ab"))
TOKENS = st.lists(st.text(alphabet="ab", min_size=1, max_size=4), max_size=6)


def reference(words: list[str]) -> re.Pattern[str]:
    """Return what a star pattern means over tokens joined by single spaces, as a backtracking expression.

    A space may stand between any two characters, beside a star only where the pattern has one.
    """
    bodies = ["[^ ]*".join(" ?".join(map(re.escape, part)) for part in word.split("*")) for word in words]
    return re.compile("(?:^|(?<= ))" + " ?".join(bodies) + "(?= |$)")


@given(PATTERN, TOKENS)
@settings(max_examples=examples(400))
def test_a_star_pattern_is_found_where_the_reference_finds_it(pattern: str, tokens: list[str]) -> None:
    """The place is the same to the token; before, the reference itself did the work, in time cubic in the text."""
    spaced = " ".join(tokens)
    match = reference(star_words(pattern)).search(spaced)
    place = match and (spaced.count(" ", 0, match.start()), spaced.count(" ", 0, match.end()))
    assert StarPattern(star_words(pattern)).find(Folded(spaced)) == place


@given(PATTERN, TOKENS)
def test_a_matcher_finds_what_the_pattern_alone_finds(pattern: str, tokens: list[str]) -> None:
    """No shortcut of the matcher loses or invents a pattern."""
    words, folded = star_words(pattern), Folded(" ".join(tokens))
    assert bool(Matcher({}, [(0, words)]).find(folded)) == (StarPattern(words).find(folded) is not None)


@given(st.lists(PATTERN, max_size=6), st.lists(TOKENS, min_size=1, max_size=3))
def test_in_lots_the_same_patterns_are_found(patterns: list[str], texts: list[list[str]]) -> None:
    """Whatever stands before the star, and however many texts came before; the whole list is there too."""
    stars = [(number, star_words(pattern)) for number, pattern in enumerate(patterns)]
    plain, lots = Matcher({}, stars), StarLots(lots_of(stars))
    matcher = Matcher({}, lots)
    for tokens in texts:
        folded = Folded(" ".join(tokens))
        assert matcher.find(folded) == plain.find(folded)
    assert (list(lots), len(lots)) == (stars, len(stars))


def test_a_lot_is_read_when_a_word_begins_so() -> None:
    """A lot that no text needs is never taken apart: here it couldn't be."""
    lots = StarLots({"ab": ["abc*", "\0"], "xy": ["x,y", "\0"]})
    matcher = Matcher({}, lots)
    assert matcher.find(Folded("abcd")) == {0: (0, 0)}
    with pytest.raises(ValueError, match="shorter"):
        matcher.find(Folded("xyz"))


def lines_run(work: Callable[[], Any]) -> int:
    """Return how many lines of the matching module a call runs through."""
    count = 0

    def trace(frame: FrameType, event: str, _argument: Any) -> Any:
        nonlocal count
        if frame.f_code.co_filename != text.__file__:
            return None
        count += event in ("line", "call")
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def cost(patterns: list[str], said: str) -> int:
    folded = Folded(said)
    return lines_run(lambda: Matcher({}, [(n, star_words(p)) for n, p in enumerate(patterns)]).find(folded))


HOSTILE = st.builds(
    lambda unit, times, end: unit * times + end,
    st.text(alphabet="ab ", min_size=1, max_size=6),
    st.integers(1, 400),
    st.sampled_from(["", "q", " q", " b", "ab"]),
)


@given(st.lists(PATTERN, min_size=1, max_size=3), HOSTILE)
@settings(max_examples=60, deadline=None)
def test_no_text_costs_more_than_its_length_times_the_patterns(patterns: list[str], said: str) -> None:
    """Whatever is said, the work is bounded by characters of the text times characters of the patterns."""
    assert cost(patterns, said) <= 12 * (len(said) + 20) * sum(len(pattern) + 1 for pattern in patterns)


def test_the_texts_that_took_a_minute_cost_what_others_cost() -> None:
    """`t*l*p* kelurahan` on `tlptlp...`, and a row of stars on one long word: cost grows with the text."""
    for pattern, unit, end in (
        ("t*l*p* kelurahan", "tlp", " kelurahan"),
        ("t*l*p* kelurahan", "t l p", "x kelurahan"),
        ("a* " * 60 + "q", "a", "b"),
        ("a*" * 60 + "q", "a", "bq"),
        ("*a*b", "a", "c b"),
    ):
        small, large = (cost([pattern], unit * times + end) for times in (250, 1000))
        assert large <= 4.5 * small + 500, pattern


def test_many_patterns_of_one_beginning_are_looked_at_once() -> None:
    """A word that is said again and again doesn't ask for the same patterns again and again."""
    patterns = [f"a*b{number}" for number in range(200)]
    assert cost(patterns, "a " * 2000) < 60_000
