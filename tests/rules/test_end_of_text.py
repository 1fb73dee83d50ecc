"""`$` after the last word of a pattern: nothing follows in the text."""

from __future__ import annotations

import tomli
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.rules.engine import Engine
from aduan_cli.rules.language.compile import Document, compile_rules
from aduan_cli.rules.language.conditions import Patterns
from aduan_cli.rules.review.idle_words import idle
from aduan_cli.text import Folded, Matcher, join_pattern

CITY = """
[desk]
name = "Call Center"
prefix = "ABC"
timezone = "Asia/Jakarta"
[synonyms]
"tidak" = ["ga", "gak"]
[units.dinas]
name = "Dinas"
"""
WORDS = st.lists(st.sampled_from(["ga", "ya", "a", "bisa", "gaya"]), min_size=1, max_size=4)


def engine(cues: str) -> Engine:
    compiled = compile_rules([Document("rules.toml", "city", tomli.loads(CITY + cues))])
    assert compiled.problems == []
    return Engine(compiled.rules)


@given(WORDS, WORDS)
def test_words_at_the_end_are_those_that_the_text_ends_with(text: list[str], wanted: list[str]) -> None:
    """Written together or apart, as everywhere; the same words elsewhere don't count."""
    patterns = Patterns({})
    number = patterns.number(" ".join(wanted) + " $")
    matcher = Matcher(patterns.exact, patterns.stars)
    ends = ["".join(text[first:]) for first in range(len(text))]
    found = matcher.find(Folded(" ".join(text) + "?"))
    assert (number in found) == ("".join(wanted) in ends)
    if number in found:
        assert found[number] == (ends.index("".join(wanted)), len(text) - 1)


def test_a_question_by_its_last_word_in_any_of_its_spellings() -> None:
    """What a caller says for a word counts at the end too; a pattern may be written with it."""
    desk = engine('[cues]\ninformation = ["tidak $", "ga ya pak $"]\n')
    for text in ("puskesmas buka ga", "buka gak?", "buka tidak ya pak", "BUKA GA YA, PAK..."):
        assert desk.kind_of(desk.find(Folded(text))) == "information", text
    for text in ("ga buka", "tidak pak", "ga ya pak rt", "buka gaya", ""):
        assert desk.kind_of(desk.find(Folded(text))) is None, text


def test_the_sign_does_nothing_elsewhere_and_is_told() -> None:
    """Beside a star the end of the text can't be asked for; before the last word it is a slip."""
    for written in ("$ ga", "ga $ ya", "ga* $"):
        data = tomli.loads(CITY + f'[cues]\ninformation = ["{written}"]\n')
        (problem,) = compile_rules([Document("rules.toml", "city", data)]).problems
        assert "'$' does nothing in" in str(problem), written


def test_the_end_makes_another_word_of_a_pattern() -> None:
    """ "tidak $" stands beside "tidak pak $", and does nothing only where the word itself is wanted anywhere."""
    assert idle(["tidak $", "tidak pak $", "tidak"]) == []
    assert idle(["tidak*", "tidak $"]) == [(1, 0)]
    assert idle(["tidak $", "Tidak$"]) == [(1, 0)]
    assert join_pattern("$") == ""
