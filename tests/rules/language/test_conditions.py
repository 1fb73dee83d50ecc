"""Conditions as they are compiled: spans, comparisons and patterns, each against a plain reading of the same words."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.model import Facts
from aduan_cli.problems import Problems
from aduan_cli.rules.engine import holds
from aduan_cli.rules.language.conditions import Conditions, Patterns, span
from aduan_cli.rules.language.names import DeclaredNames
from aduan_cli.rules.language.values import DAYS, SHAPES, SPELT, is_day
from aduan_cli.rules.language.wordings import WordLists
from aduan_cli.text import Folded, Matcher, join_pattern, longest_by_start


def compiled(**table: Any) -> tuple[Any, list[str]]:
    """Return the condition of a cleaned table, and what is wrong with it."""
    problems = Problems()
    conditions = Conditions(
        "rules.toml", DeclaredNames(problems, missing=False), Patterns({}), WordLists((), problems, ())
    )
    return conditions.table(table, ("rule", 0)), [str(problem) for problem in problems]


def seen(**facts: Any) -> Facts:
    """Return what rules see of a call."""
    made = Facts()
    for name, value in facts.items():
        setattr(made, name, value)
    return made


# -- spans and days


@given(st.integers(0, 1439), st.integers(0, 1440), st.sampled_from(["-", " - ", "–", " – "]), st.sampled_from(":."))
def test_a_span_is_minutes_however_it_is_written(begin: int, end: int, dash: str, dot: str) -> None:
    """With a colon or a dot, spaces or a long dash; midnight at the end is 24:00."""
    import re

    written = dash.join(f"{minute // 60:02d}{dot}{minute % 60:02d}" for minute in (begin, end))
    assert re.fullmatch(SHAPES["span"].regex, written)
    assert span(written) == [begin, end]


@given(st.integers(0, 1439), st.integers(0, 1439), st.integers(0, 1439))
def test_hours_hold_minute_by_minute_as_a_clock_goes(begin: int, end: int, now: int) -> None:
    """From the first minute up to the last, over midnight where the end comes before the beginning."""
    if begin == end:
        return
    condition, _wrong = compiled(hours=[f"{begin // 60:02d}:{begin % 60:02d}-{end // 60:02d}:{end % 60:02d}"])
    minutes, minute = set(), begin
    while minute != end:
        minutes.add(minute)
        minute = (minute + 1) % 1440
    assert holds(condition, seen(minute=now)) is (now in minutes)


def test_a_span_of_no_length_is_told_with_what_the_whole_day_is() -> None:
    condition, wrong = compiled(hours=["08:00-16:00", "09:00-09:00"])
    assert condition is None
    assert wrong == ["rules.toml: rule[1].hours[2]: '09:00-09:00' is empty; '00:00-24:00' is the whole day"]
    assert compiled(hours=["00:00-24:00"]) == (["hours", [[0, 1440]]], [])


@given(st.lists(st.sampled_from(sorted(DAYS)), min_size=1, max_size=5), st.integers(0, 6), st.booleans())
def test_days_hold_as_their_words_say(words: list[str], weekday: int, holiday: bool) -> None:
    """English and Indonesian alike; a holiday is one whatever the weekday."""
    condition, _wrong = compiled(days=words)
    wanted = any(weekday in DAYS[word] or ("holiday" in DAYS[word] and holiday) for word in words)
    assert holds(condition, seen(weekday=weekday, holiday=holiday)) is wanted


def test_other_words_for_a_value_each_mean_one_that_there_is() -> None:
    for known, others in SPELT.items():
        assert set(others.values()) <= set(known)
        assert not set(others) & set(known)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("2026-12-25", True), ("2024-02-29", True), ("2026-02-29", False), ("2026-13-01", False), ("0000-01-01", False)],
)
def test_a_day_is_one_that_there_is(text: str, is_one: bool) -> None:
    assert is_day(text) is is_one


# -- comparisons

NUMBERS = st.integers(-(10**20), 10**20) | st.decimals(-1000, 1000, places=2).map(str)
OPERATORS = {
    ">=": lambda a, b: a >= b, "<=": lambda a, b: a <= b, ">": lambda a, b: a > b, "<": lambda a, b: a < b,
    "!=": lambda a, b: a != b,
}  # fmt: skip


@given(st.sampled_from(sorted(OPERATORS)), st.integers(-(10**6), 10**6), st.integers(-(10**6), 10**6), st.booleans())
def test_a_comparison_is_that_of_the_numbers(operator: str, wanted: int, given_: int, written: bool) -> None:
    """Whether the answer came as a number or as digits."""
    condition, wrong = compiled(answers={"x": f"{operator} {wanted}"})
    assert wrong == []
    answer = str(given_) if written and given_ >= 0 else given_
    assert holds(condition, seen(answers={"x": answer})) is OPERATORS[operator](given_, wanted)


@given(NUMBERS, st.sampled_from([" ", "", "  "]), st.sampled_from(sorted(OPERATORS)))
def test_a_number_is_kept_to_its_last_digit(number: int | str, space: str, operator: str) -> None:
    """Whole ones of any length as they are; and the compiled form is JSON."""
    condition, wrong = compiled(answers={"x": f"{operator}{space}{number}"})
    assert wrong == []
    assert condition[:3] == ["answers", "x", operator]
    assert condition[3] == (number if isinstance(number, int) else float(number))
    assert json.loads(json.dumps(condition, allow_nan=False)) == condition


@pytest.mark.parametrize("wanted", [">= lutut", ">= 1e5", "> ", ">= 5 cm", "< --3", ">=" + "9" * 400, "> 0x10"])
def test_what_is_no_number_is_told_beside_its_operator(wanted: str) -> None:
    """One that is longer than any number is none."""
    condition, (sentence,) = compiled(answers={"tinggi": wanted})
    assert condition is None
    assert "compares numbers; a number after it, as in " in sentence
    assert sentence.startswith("rules.toml: rule[1].answers.tinggi: ")


@pytest.mark.parametrize(
    ("wanted", "given_", "held"),
    [
        ("ya", "ya", True), ("ya", "Ya", True), ("ya", "yang", False), (["ya", 2], 2, True), (["ya", 2], "2", True),
        (True, True, True), ("= 5", "= 5", True), ("5", 5, True), (5, "5", True), (["a"], None, False),
    ],
)  # fmt: skip
def test_what_begins_with_no_operator_is_a_value(wanted: Any, given_: object, held: bool) -> None:
    """A list of values is any of them, whatever the case; nothing is no value."""
    condition, _wrong = compiled(fields={"KET": wanted})
    assert holds(condition, seen(fields={} if given_ is None else {"KET": given_})) is held


def test_all_that_is_compared_has_to_hold_and_all_that_is_wrong_is_told() -> None:
    condition, _wrong = compiled(answers={"a": ">= 1", "b": "ya"})
    assert condition == ["all", [["answers", "a", ">=", 1], ["answers", "b", "in", ["ya"]]]]
    _none, wrong = compiled(answers={"a": ">= x", "b": "< y", "c": 1})
    assert len(wrong) == 2


# -- patterns

WORDS = st.sampled_from(
    ["lampu", "jalan", "pju", "Lampu Jalan", "lampu-jalan", "lam*", "* jalan", "mati$", "lampujalan"]
)


@given(st.lists(st.lists(WORDS, max_size=4), max_size=6))
def test_a_pattern_has_one_number_wherever_it_stands(lists: list[list[str]]) -> None:
    """Those that are the same once they are joined are one; each list keeps its order and names each once."""
    patterns = Patterns({})
    made = [patterns.numbers(one) for one in lists]
    before = [[patterns.words[number] for number in numbers] for numbers in made]
    patterns.renumber()
    assert [[patterns.words[number] for number in numbers] for numbers in made] == before
    joined = [(join_pattern(word), "*" in word, word.endswith("$")) for word in patterns.words]
    assert len(set(joined)) == len(joined)
    assert all(len(set(numbers)) == len(numbers) for numbers in made)


@given(st.lists(st.lists(WORDS, min_size=1, max_size=4), min_size=1, max_size=6))
def test_those_in_most_lists_have_the_shortest_numbers(lists: list[list[str]]) -> None:
    patterns = Patterns({})
    made = [patterns.numbers(one) for one in lists]
    patterns.renumber()
    used = [sum(number in numbers for numbers in made) for number in range(len(patterns.words))]
    assert used == sorted(used, reverse=True)


@given(
    st.lists(WORDS, min_size=1, max_size=6), st.lists(st.sampled_from(["lampu", "jalan", "pju", "mati"]), max_size=5)
)
def test_a_pattern_is_found_after_numbering_as_it_was_before(written: list[str], text: list[str]) -> None:
    """Numbers are only names: what is found in a text is the same words."""
    patterns = Patterns({"pju": "lampu"})
    patterns.numbers(written)

    def found() -> set[str]:
        matcher = Matcher(patterns.exact, patterns.stars, longest_by_start(patterns.exact))
        return {patterns.words[number] for number in matcher.find(Folded(" ".join(text)))}

    before = found()
    patterns.renumber()
    assert found() == before


def test_a_word_that_stands_for_another_is_the_same_pattern() -> None:
    patterns = Patterns({"pju": "lampu"})
    assert patterns.number("pju mati") == patterns.number("lampu mati")
    assert patterns.number("pju*") != patterns.number("pju")
    assert patterns.number("mati$") != patterns.number("mati")
