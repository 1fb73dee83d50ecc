"""Phrases, `..` and `~`, held against a reader that tries every way, alone and among other patterns."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from aduan_cli.patterns import END, FORM, GAP, MOST_BETWEEN, is_phrase
from aduan_cli.text import Folded, Matcher, StarLots, lots_of
from aduan_cli.word_forms import roots_of
from thorough import examples

WORD = st.text("ab", min_size=1, max_size=3)
PART = st.one_of(WORD, WORD, st.just(GAP), st.sampled_from([FORM + "rusak", FORM + "bakar"]))
TOKEN = st.one_of(WORD, WORD, st.sampled_from(["rusak", "kerusakan", "terbakar", "rusa"]))
TOKENS = st.lists(TOKEN, max_size=9)


def joined(parts: list[str]) -> list[str]:
    """Return parts of which no two plain ones stand side by side, as the compiler leaves them."""
    made: list[str] = []
    for part in parts:
        if made and not {part[0], made[-1][0]} & {FORM, GAP[0]}:
            made[-1] += part
        else:
            made.append(part)
    return made


@st.composite
def phrases(draw: st.DrawFn) -> list[str]:
    """Draw the parts of a phrase without fault."""
    middle = draw(st.lists(PART, max_size=3))
    ends = [draw(PART.filter(lambda part: part != GAP)) for _end in range(2)]
    end = [END] if draw(st.integers(0, 3)) == 0 else []
    parts = [*joined([ends[0], *middle, ends[1]]), *end]
    assume(is_phrase(parts))
    return parts


def spans(part: str, tokens: list[str], at: int) -> set[int]:
    """Return behind which tokens a part may end that begins at one."""
    if part == GAP:
        return set(range(at, min(len(tokens), at + MOST_BETWEEN) + 1))
    if part == END:
        return {at} if at == len(tokens) else set()
    if part[0] == FORM:
        return {at + 1} if at < len(tokens) and part[1:] in roots_of(tokens[at]) else set()
    return {after for after in range(at + 1, len(tokens) + 1) if "".join(tokens[at:after]) == part}


def first_place(parts: list[str], tokens: list[str]) -> int | None:
    """Return the first token at which a phrase stands, by trying all ways."""
    for first in range(len(tokens)):
        ends = {first}
        for part in parts:
            ends = {after for at in ends for after in spans(part, tokens, at)}
        if ends:
            return first
    return None


@given(phrases(), TOKENS)
@settings(max_examples=examples(400))
def test_a_phrase_is_found_where_all_ways_find_it(parts: list[str], tokens: list[str]) -> None:
    """At the first place, whatever stands between."""
    found = Matcher({}, [(0, parts)]).find(Folded(" ".join(tokens)))
    assert (found[0][0] if found else None) == first_place(parts, tokens)


@given(st.lists(phrases(), max_size=5), st.lists(TOKENS, min_size=1, max_size=3))
def test_in_lots_the_same_phrases_are_found(patterns: list[list[str]], texts: list[list[str]]) -> None:
    """Read when a text begins so, or may have a form of the word; beside patterns with stars."""
    stars = [*enumerate(patterns), (len(patterns), ["a*"]), (len(patterns) + 1, ["*b"])]
    plain, lots = Matcher({"ab": len(stars)}, stars), StarLots(lots_of(stars))
    matcher = Matcher({"ab": len(stars)}, lots)
    for tokens in texts:
        folded = Folded(" ".join(tokens))
        assert matcher.find(folded) == plain.find(folded)
    assert list(lots) == stars


@pytest.mark.parametrize("between", range(6))
def test_up_to_three_words_stand_between(between: int) -> None:
    """A fourth is too many."""
    text = Folded(" ".join(["jalan", *["raya"] * between, "rusak"]))
    found = Matcher({}, [(7, ["jalan", GAP, "rusak"])]).find(text)
    assert found == ({7: (0, between + 1)} if between <= MOST_BETWEEN else {})


def test_many_gaps_over_a_long_text_end_soon() -> None:
    """The most gaps that a phrase may have, where each way fails at its last word only."""
    parts = ["a", GAP, "a", GAP, "a", GAP, "b"]
    assert Matcher({}, [(0, parts)]).find(Folded("a " * 5_000)) == {}
