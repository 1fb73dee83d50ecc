"""Folding and matching: the rule of docs/rules.md, held against a naive reading of it."""

from __future__ import annotations

import json
import re

from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.text import MAX_TEXT, Folded, Lots, Matcher, fold, join_pattern, longest_by_start, star_words

WORD = st.text(alphabet="abé12", min_size=1, max_size=4)
TEXT = st.lists(WORD, max_size=8).map(" ".join)
SEPARATED = st.lists(st.tuples(WORD, st.sampled_from([" ", "-", "/", "...", "\n", "\t"])), max_size=8)


def matcher(*patterns: str) -> Matcher:
    """Return a matcher whose pattern numbers are the places in the argument list."""
    return Matcher(
        {join_pattern(p): n for n, p in enumerate(patterns) if "*" not in p},
        [(n, star_words(p)) for n, p in enumerate(patterns) if "*" in p],
    )


def naive(pattern: str, text: str) -> bool:
    """Say whether consecutive tokens, joined, equal the pattern, joined; a star stays inside a token."""
    tokens = re.findall(r"[^\W_]+", fold(text))
    wanted = join_pattern(pattern)
    return any(
        "".join(tokens[first : last + 1]) == wanted
        for first in range(len(tokens))
        for last in range(first, len(tokens))
    )


@given(TEXT, WORD, WORD)
def test_a_pattern_matches_just_where_consecutive_tokens_join_to_it(text: str, one: str, two: str) -> None:
    """Patterns of one and two words agree with the naive reading."""
    for pattern in (one, f"{one} {two}"):
        assert bool(matcher(pattern).find(Folded(text))) == naive(pattern, text)


@given(SEPARATED)
def test_what_separates_tokens_does_not_matter(parts: list[tuple[str, str]]) -> None:
    """Any separator is as good as a space."""
    spaced = " ".join(word for word, _separator in parts)
    mixed = "".join(word + separator for word, separator in parts)
    assert Folded(spaced).tokens == Folded(mixed).tokens


def reads(patterns: list[str], tokens: list[str]) -> bool:
    """Say whether the words of a star pattern, each in a token of its own, stand side by side in the text."""
    wanted = [re.compile(re.escape(word).replace(r"\*", ".*")) for word in patterns]
    return any(
        all(word.fullmatch(token) for word, token in zip(wanted, tokens[at:], strict=False))
        for at in range(len(tokens) - len(wanted) + 1)
    )


@given(TEXT, WORD, WORD, st.sampled_from(["{}*", "*{}", "{}* {}", "{} *{}", "{}*{}"]))
def test_a_star_is_the_rest_of_a_token(text: str, one: str, two: str, form: str) -> None:
    """Whatever stands word by word in the text is found, and a star never reaches into the next token."""
    pattern = form.format(one, two)
    folded = Folded(text)
    found = matcher(pattern).find(folded)
    if reads(star_words(pattern), folded.tokens):
        assert found
    for first, last in found.values():
        assert last - first < len(join_pattern(pattern).replace("*", "")) + 1


def test_a_star_does_not_swallow_a_word() -> None:
    """`lampu* mati` is no `lampu jalan mati`."""
    assert not matcher("lampu* mati").find(Folded("lampu jalan mati"))
    assert not matcher("ab*cd").find(Folded("ab x cd"))


def test_spellings_of_a_place_are_one() -> None:
    """Joined, spaced and hyphenated spellings match; a part of a token never does."""
    find = matcher("pondok gede").find
    assert all(find(Folded(text)) for text in ("Pondok Gede", "di PONDOKGEDE.", "pondok-gede"))
    assert not any(find(Folded(text)) for text in ("pondok gedean", "sepondok gede", "gede pondok"))


def test_accents_and_case_are_dropped() -> None:
    """A caller's é and capital letters are the pattern's e."""
    assert fold("Café ÉLITE ß") == "cafe elite ss"


def test_the_span_names_the_tokens() -> None:
    """The first and last token of a match are given, so that `why` can quote the caller."""
    text = Folded("Ada lampu jalan mati di situ")
    assert text.words(*matcher("lampu jalan mati").find(text)[0]) == "lampu jalan mati"
    assert text.words(*matcher("lamp* jalan").find(text)[0]) == "lampu jalan"


def test_a_pattern_without_letter_or_digit_is_empty() -> None:
    """Only dots and stars are no pattern; the rules' compiler refuses them."""
    assert join_pattern("...") == join_pattern("*") == ""


def test_a_huge_text_is_matched_in_its_beginning_only() -> None:
    """Ten megabytes are not searched to the end: intake must not wait for them."""
    text = "pju " + "x" * (MAX_TEXT * 2) + " banjir"
    assert matcher("pju", "banjir").find(Folded(text)).keys() == {0}


def test_patterns_in_lots_are_found_as_those_in_one_table() -> None:
    """Each lot is read when a text has its beginning; whoever looks at all of them finds all."""
    exact = {"a": 0, "air": 1, "aspal": 2, "jalanrusak": 3, "jalan": 0}
    waiting: dict[str, list[str]] = {}
    for joined, number in exact.items():
        lot = waiting.setdefault(joined[:2], ["", ""])
        lot[0], lot[1] = f"{lot[0]} {joined}".strip(), lot[1] + chr(number)
    for text in ("", "a", "air jalan", "jalan rusak", "aspal a", "b"):
        for kept in (list, lambda lot: json.dumps(lot).encode()):
            lots = Lots({start: kept(lot) for start, lot in waiting.items()})
            matcher = Matcher(lots, [], longest_by_start(exact))
            assert matcher.find(Folded(text)) == Matcher(exact, []).find(Folded(text))
            assert "ja" in lots.waiting or "jalan" in text
            assert dict(lots) == exact
