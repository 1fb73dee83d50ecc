"""Holding a file against the tables of the schema: what comes back has the right types, all else is told."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.problems import Problems
from aduan_cli.rules.language.key import Key
from aduan_cli.rules.language.schema import TABLES
from aduan_cli.rules.language.shape import Cleaner, One, each
from aduan_cli.rules.language.values import SHAPES

DAY = date(2026, 12, 1)
MORNING = datetime(2026, 12, 1, 7)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
WORDS = st.sampled_from(["sampah", "dlh", "high", "complaint", "", "*", "07:00-14:00", "pagi", ">= 3", "a" * 300])
DATA = st.recursive(
    SCALARS | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@st.composite
def tables(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """Return a table's name, and data in which its keys have values that may be right."""
    name = draw(st.sampled_from(sorted(TABLES)))
    keys = st.sampled_from(sorted(TABLES[name]) or ["x"]) | st.text(max_size=4)
    return name, draw(st.dictionaries(keys, DATA, max_size=5))


def cleaned(name: str, data: Any) -> tuple[dict[str, Any] | None, list[str]]:
    problems = Problems()
    good = Cleaner("rules.toml", problems).table(data, name, (name,))
    return good, [str(problem) for problem in problems if problem.severity == "error"]


def fits(value: Any, wanted: Key) -> bool:
    """Say whether a cleaned value has the type of its key."""
    if wanted.type in ("strings", "list"):
        return isinstance(value, list) and all(isinstance(item, str | dict) for item in value)
    if wanted.type == "tables":
        return isinstance(value, list) and all(isinstance(item, dict) for item in value)
    if wanted.type in ("table", "map"):
        return isinstance(value, dict)
    if wanted.type == "comparison":
        return isinstance(value, str | int | float | list)
    kinds = {"string": str, "integer": int, "boolean": bool, "number": (int, float)}
    return isinstance(value, kinds[wanted.type])  # type: ignore[arg-type]


@given(tables())
def test_what_comes_back_has_the_right_types(given_data: tuple[str, dict[str, Any]]) -> None:
    """No key of another file, no value of another type; whatever was taken out is told."""
    name, data = given_data
    good, told = cleaned(name, data)
    if good is None:
        assert told
        return
    for key, value in good.items():
        if key != "broken":
            assert key in TABLES[name]
            assert fits(value, TABLES[name][key])
    assert bool(told) == ("broken" in good) or any("missing" in sentence for sentence in told)


@given(tables())
def test_what_was_cleaned_is_clean(given_data: tuple[str, dict[str, Any]]) -> None:
    """Looked at again nothing is wrong with it."""
    name, data = given_data
    good, told = cleaned(name, data)
    if good is None or told:
        return
    again, wrong = cleaned(name, {key: _bare(value) for key, value in good.items()})
    assert wrong == []
    assert again == good


def _bare(value: Any) -> Any:
    """Return a value as a file would have it: without the places of tables in their list."""
    if isinstance(value, dict):
        return {key: _bare(item) for key, item in value.items() if key != "number"}
    if isinstance(value, One):
        return value[0]
    return [_bare(item) for item in value] if isinstance(value, list) else value


@given(DATA, st.sampled_from(sorted(TABLES)))
def test_what_is_no_table_is_told_once(data: Any, name: str) -> None:
    if isinstance(data, dict):
        return
    good, told = cleaned(name, data)
    assert good is None
    (sentence,) = told
    assert sentence.endswith("can't stand here; a table would be right")


@pytest.mark.parametrize("name", sorted(TABLES))
def test_what_is_missing_is_told_in_the_form_that_it_has_in_a_file(name: str) -> None:
    """Each key that a table must have, in one sentence each."""
    _good, told = cleaned(name, {})
    required = [key for key, wanted in TABLES[name].items() if wanted.required]
    assert len(told) == len(required)
    assert all(f"'{key}' is missing; " in sentence for key, sentence in zip(required, told, strict=True))


@pytest.mark.parametrize(
    ("wanted", "value", "sentence"),
    [
        (Key("string", "."), 7, '7 can\'t stand here; with quotes it would be right: "7"'),
        (Key("string", ".", shape="date"), DAY, f'{DAY} can\'t stand here; with quotes it would be right: "{DAY}"'),
        (
            Key("string", ".", shape="date"),
            MORNING,
            f'{MORNING.isoformat()} can\'t stand here; with quotes it would be right: "{DAY}"',
        ),
        (
            Key("strings", ".", shape="date"),
            [DAY],
            f'[1]: {DAY} can\'t stand here; with quotes it would be right: "{DAY}"',
        ),
        (Key("strings", ".", shape="date"), DAY, f'{DAY} can\'t stand here; with quotes it would be right: "{DAY}"'),
        (Key("comparison", "."), DAY, f'{DAY} can\'t stand here; with quotes it would be right: "{DAY}"'),
        (Key("strings", ".", shape="span"), time(7), "07:00:00 can't stand here; a span of time as in"),
        (
            Key("string", ".", values=("true", "on")),
            True,
            'true can\'t stand here; with quotes it would be right: "true"',
        ),
        (Key("string", ".", values=("low", "high")), 1, "1 can't stand here; one of 'low', 'high'"),
        (Key("string", ".", names="unit"), 7, "7 can't stand here; a string would be right"),
        (Key("integer", "."), True, "true can't stand here; a whole number would be right"),
        (Key("number", "."), float("inf"), "inf can't stand here; a number above 0 would be right"),
        (Key("number", "."), 0, "0 can't stand here; a number above 0 would be right"),
        (Key("boolean", "."), "ya", "'ya' can't stand here; true or false would be right"),
        (Key("strings", "."), [], "the list is empty; at least one value would be right"),
        (Key("list", "."), "x", "'x' can't stand here; a list of strings would be right"),
        (Key("strings", ".", names="pattern"), "?!", "'?!' has no letter or digit; a word would be right"),
        (Key("string", ".", names="unit"), "", "'' names nothing; a name would be right"),
        (Key("string", ".", values=("low", "high")), "hihg", "unknown value 'hihg'; did you mean 'high'?"),
        (Key("comparison", "."), [], "a list can't stand here"),
        (Key("tables", ".", table="rule"), {}, "a table can't stand here"),
    ],
)
def test_a_wrong_value_is_told_with_what_would_be_right(wanted: Key, value: Any, sentence: str) -> None:
    problems = Problems()
    assert Cleaner("rules.toml", problems).value(value, wanted, ("x",)) is None
    (problem,) = problems
    assert str(problem).startswith((f"rules.toml: x: {sentence}", f"rules.toml: x{sentence}"))


@pytest.mark.parametrize("shape", sorted(SHAPES))
def test_what_a_shape_says_would_be_right_is_told(shape: str) -> None:
    problems, wrong = Problems(), "" if shape == "filled" else "\x00"
    assert Cleaner("rules.toml", problems).value(wrong, Key("string", ".", shape=shape), ("x",)) is None
    (problem,) = problems
    assert SHAPES[shape].right in str(problem)


@given(st.lists(st.sampled_from(["got", "", "kali"]), min_size=1, max_size=4))
def test_each_string_has_its_place(values: list[str]) -> None:
    """A bad one is empty and passed over; one that stood alone has no number."""
    assert list(each(values, ("text",))) == [(value, ("text", n)) for n, value in enumerate(values) if value]
    assert list(each(One(["got"]), ("text",))) == [("got", ("text",))]
