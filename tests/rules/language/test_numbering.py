"""The numbers of patterns: those in most lists are the smallest, and every list still means the same words."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.rules.language.conditions import Patterns

WORDS = st.lists(st.sampled_from(["api", "gas", "asap*", "tidak $", "ga", "kali"]), max_size=4)


@given(st.lists(WORDS, max_size=6))
def test_numbering_anew_changes_no_meaning(lists: list[list[str]]) -> None:
    patterns = Patterns({"ga": "tidak"})
    made = [patterns.numbers(words) for words in lists]
    meant = [[patterns.words[number] for number in numbers] for numbers in made]
    exact = {joined: patterns.words[number] for joined, number in patterns.exact.items()}
    stars = {patterns.words[number]: words for number, words in patterns.stars}
    patterns.renumber()
    assert [[patterns.words[number] for number in numbers] for numbers in made] == meant
    assert {joined: patterns.words[number] for joined, number in patterns.exact.items()} == exact
    assert {patterns.words[number]: words for number, words in patterns.stars} == stars
    used = [sum(number in numbers for numbers in made) for number in range(len(patterns.words))]
    assert used == sorted(used, reverse=True)
    assert [patterns.number(word) for word in dict.fromkeys(patterns.words)] == list(range(len(patterns.words)))
