"""What goes into learning and comes out of it: conditions that mean the value as it is, and ids that are ids."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.model import Facts
from aduan_cli.rules.engine import holds
from aduan_cli.rules.language.values import SLUG
from aduan_cli.rules.learning.document import written
from aduan_cli.rules.learning.draft import Category, Draft, Ids, Rule, condition, conditions
from compiling import SMALLEST, rules_of

VALUES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8) | st.sampled_from(
    [">= 5", " > x", "!=", "<", "=5", "5", "true", "", " ", "dua\n>= 3"]
)


@given(st.lists(VALUES, min_size=1, max_size=3, unique_by=str.casefold), VALUES)
def test_a_value_of_a_table_is_what_it_is_and_no_comparison(values: list[str], other: str) -> None:
    """Whatever stands in a city's column: the condition holds for these values and for no other one."""
    rule = {"id": "r", "to": "dlh", **condition("fields.x", values)}
    (made,) = rules_of(SMALLEST + written({"rule": [rule]}, [], {}))["city"]
    facts = Facts()
    for value in [*values, other]:
        facts.fields = {"x": value}
        assert holds(made["when"], facts) == (value.casefold() in {one.casefold() for one in values})


@pytest.mark.parametrize(
    ("name", "values", "made"),
    [
        ("kecamatan", ["Utara"], {"kecamatan": "Utara"}),
        ("kecamatan", ["Utara", "Timur"], {"kecamatan": ["Utara", "Timur"]}),
        ("fields.jenis", ["a"], {"fields": {"jenis": "a"}}),
        ("answers.x y", ["a"], {"answers": {"x y": "a"}}),
        ("fields.a.b", ["1"], {"fields": {"a.b": "1"}}),
        ("fields.", ["1"], {"fields": {"": "1"}}),
        ("fields.x", ["  <=3"], {"fields": {"x": ["  <=3"]}}),
        ("fields.x", ["3 > 2"], {"fields": {"x": "3 > 2"}}),
    ],
)
def test_an_input_as_a_condition(name: str, values: list[str], made: dict[str, object]) -> None:
    """Only the first dot parts what it is a value of; a value is listed where it would be read otherwise."""
    assert condition(name, values) == made


def test_parts_of_one_input_stand_in_one_table() -> None:
    parts = [{"category": ["a"]}, {"fields": {"x": "1"}}, {"answers": {"x": "2"}}, {"fields": {"y": "3"}}]
    assert conditions(parts) == {"category": ["a"], "fields": {"x": "1", "y": "3"}, "answers": {"x": "2"}}
    assert parts[1] == {"fields": {"x": "1"}}
    assert conditions([]) == {}


WORDS = st.text(max_size=70) | st.sampled_from(["Jalan Rusak", "jalan-rusak", "道路", "", "---", "a" * 59 + "-b"])


@given(st.lists(st.lists(WORDS, min_size=1, max_size=2), max_size=8))
def test_every_id_can_be_one_and_is_given_out_once(wanted: list[list[str]]) -> None:
    ids = Ids()
    made = [ids.new(*texts) for texts in wanted]
    assert len(set(made)) == len(made)
    for one in made:
        assert re.fullmatch(SLUG, one)
        assert len(one) <= 60 + len("-99")


@pytest.mark.parametrize(
    ("before", "wanted", "made"),
    [
        ([], ["Jalan Rusak"], "jalan-rusak"),
        (["jalan-rusak"], ["Jalan Rusak"], "jalan-rusak-2"),
        (["jalan-rusak", "jalan-rusak-2"], ["Jalan Rusak"], "jalan-rusak-3"),
        (["jalan-rusak"], ["jalan rusak", "dlh jalan"], "dlh-jalan"),
        (["a", "b"], ["a", "b"], "b-2"),
        ([], ["道路"], "learned"),
        (["learned"], ["", "道路"], "learned-2"),
        (["a"], ["道路", "a"], "a-2"),
        ([], ["a" * 59 + "-b"], "a" * 59),
    ],
)
def test_an_id_is_the_first_that_is_free(before: list[str], wanted: list[str], made: str) -> None:
    """A second choice comes before a number, and the number is behind the last choice."""
    ids = Ids()
    for one in before:
        assert ids.new(one) == one
    assert ids.new(*wanted) == made


def test_a_draft_is_as_long_as_what_a_person_has_to_read() -> None:
    assert Draft([Category("a", "x", {})], [Rule("r", "x", {}), Rule("s", "x", {})]).size == 3
    assert Draft([], []).size == 0
