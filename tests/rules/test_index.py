"""An index of conditions: it hides nothing that can hold, and shows little that can't."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.model import Facts
from aduan_cli.rules.engine import holds
from aduan_cli.rules.index import Index, anchors, spelt

VALUES: list[Any] = ["a", "A", "ß", "SS", "1", 1, 1.0, True, "true", 0, "İ", "i̇"]
LEAVES = st.one_of(
    st.builds(lambda words: ["text", words], st.lists(st.integers(0, 3), min_size=1, max_size=2, unique=True)),
    st.builds(lambda words: ["text_all", words], st.lists(st.integers(0, 3), min_size=1, max_size=2, unique=True)),
    st.builds(lambda words: ["text_not", words], st.lists(st.integers(0, 3), min_size=1, max_size=2, unique=True)),
    st.builds(lambda names: ["category", names], st.lists(st.sampled_from("xy"), min_size=1, max_size=2, unique=True)),
    st.builds(
        lambda name, places: [name, places],
        st.sampled_from(["kecamatan", "kelurahan"]),
        st.lists(st.sampled_from("UT"), min_size=1, max_size=2, unique=True),
    ),
    st.builds(
        lambda kind, name, values: [kind, name, "in", values],
        st.sampled_from(["fields", "answers"]),
        st.sampled_from("pq"),
        st.lists(st.sampled_from(VALUES), min_size=1, max_size=3),
    ),
    st.builds(lambda name: ["fields", name, ">=", 1], st.sampled_from("pq")),
    st.just(["kind", ["complaint"]]),
)
CONDITIONS = st.none() | st.recursive(
    LEAVES,
    lambda inner: (
        st.builds(lambda name, parts: [name, parts], st.sampled_from(["any", "all"]), st.lists(inner, max_size=3))
        | st.builds(lambda part: ["not", part], inner)
    ),
    max_leaves=4,
)
GIVEN = st.dictionaries(st.sampled_from("pq"), st.none() | st.sampled_from(VALUES), max_size=2)


@st.composite
def facts(draw: st.DrawFn) -> Facts:
    made = Facts()
    made.found = dict.fromkeys(draw(st.sets(st.integers(0, 4))), (0, 0))
    made.category = draw(st.sampled_from([None, "x", "y", "z"]))
    made.kecamatan, made.kelurahan = draw(st.sampled_from([None, *"UTS"])), draw(st.sampled_from([None, *"UTS"]))
    made.fields, made.answers = draw(GIVEN), draw(GIVEN)
    return made


@given(st.lists(CONDITIONS, max_size=6), st.lists(facts(), min_size=1, max_size=5))
def test_whatever_holds_is_among_the_candidates_in_order_and_once(
    conditions: list[Any], everything: list[Facts]
) -> None:
    index = Index(conditions)
    for one in everything:
        found = index.candidates(one)
        assert found == sorted(set(found))
        assert {number for number, condition in enumerate(conditions) if holds(condition, one)} <= set(found)
        assert all(0 <= number < len(conditions) for number in found)


@given(CONDITIONS, facts())
def test_of_each_set_of_anchors_one_is_there_where_a_condition_holds(condition: Any, one: Facts) -> None:
    """This is what an index may rely on, and the lists of the cache do."""
    if not holds(condition, one):
        return
    there: set[object] = {*one.found, one.category, ("kecamatan", one.kecamatan), ("kelurahan", one.kelurahan)}
    for kind, values in (("fields", one.fields), ("answers", one.answers)):
        there |= {(kind, name, spelt(value)) for name, value in values.items() if value is not None}
    for keys in anchors(condition):
        assert not there.isdisjoint(keys)


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        (None, []),
        (["text", [1, 2]], [[1, 2]]),
        (["text_all", [1, 2]], [[1], [2]]),
        (["text_not", [1]], []),
        (["not", ["text", [1]]], []),
        (["kecamatan", ["U", "T"]], [[("kecamatan", "U"), ("kecamatan", "T")]]),
        (["fields", "p", "in", ["A", "b"]], [[("fields", "p", "a"), ("fields", "p", "b")]]),
        (["fields", "p", "in", ["a", 1]], []),
        (["answers", "p", ">=", 1], []),
        (["readings", "p", "in", ["a"]], []),
        (["all", [["text", [1]], ["kind", ["complaint"]], ["category", ["x"]]]], [[1], ["x"]]),
        (["any", [["text", [1, 2]], ["category", ["x"]]]], [[1, 2, "x"]]),
        (["any", [["text", [1]], ["kind", ["complaint"]]]], []),
        (["any", [["all", [["text", [1, 2, 3]], ["category", ["x"]]]], ["text", [4]]]], [["x", 4]]),
        (["any", []], [[]]),
    ],
)
def test_what_a_condition_can_be_found_by(condition: Any, found: list[list[object]]) -> None:
    """A number may be spelt in several ways, words only in one; of what lies within `any` the fewest count."""
    assert anchors(condition) == found


def test_a_condition_is_filed_under_what_the_fewest_others_have() -> None:
    """A place that every rule names finds all of them; the word finds one."""
    rules = [["all", [["kecamatan", ["U"]], ["text", [number]]]] for number in range(50)]
    index = Index([*rules, None])
    one = Facts()
    one.kecamatan, one.found = "U", {7: (0, 0)}
    assert index.candidates(one) == [7, 50]
    one.found = {}
    assert index.candidates(one) == [50]
    assert Index([["all", [["text", [1]], ["text", [2]]]], ["text", [1]]]).candidates(one) == []
