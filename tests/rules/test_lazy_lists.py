"""Lists that are read entry by entry: the same list, and no entry that holds is passed over."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from generated import CALLS, compiled_of, desks, facts_of
from hypothesis import given, settings
from hypothesis import strategies as st
from naive import Call

from aduan_cli.complaint.router import Router
from aduan_cli.rules.engine import holds
from aduan_cli.rules.lazy_lists import Kept, words_of
from thorough import examples


def kept(entries: list[Any], whens: list[Any], names: tuple[str, ...] = ()) -> Kept:
    """Return a list as the cache gives it."""
    made = Kept([json.dumps(entry) for entry in entries], *words_of(whens))
    made.names = names
    return made


def lazily(compiled: Mapping[str, Any]) -> dict[str, Any]:
    """Return compiled rules whose categories and hand-offs are read one by one."""
    entries, handoffs = compiled["categories"], compiled["handoffs"]
    categories = kept(entries, [entry[3] or ["text", []] for entry in entries], tuple(entry[0] for entry in entries))
    return {**compiled, "categories": categories, "handoffs": kept(handoffs, [rule["when"] for rule in handoffs])}


def test_it_is_the_list_that_was_kept() -> None:
    """Also from its end, in part, and where somebody asks for more than there is."""
    entries = [["a", 1], {"b": None}, "c"]
    made = Kept([json.dumps(entry) for entry in entries])
    assert (made, len(made), list(made), list(reversed(made))) == (entries, 3, entries, entries[::-1])
    assert (made[0], made[-1], made[1:], made[5:]) == (["a", 1], "c", entries[1:], [])
    assert made != [*entries, 1]
    with pytest.raises(IndexError):
        made[3]


def test_an_entry_is_read_when_it_is_asked_for() -> None:
    """A line that nobody asks for costs nothing; one that is asked for again is the same object."""
    made = Kept(["not read", '["b"]'])
    assert made[1] is made[1]
    with pytest.raises(ValueError, match="Expecting value"):
        made[0]


@pytest.mark.parametrize(
    ("condition", "met_by", "not_by"),
    [
        (["text", [3, 7]], [7], [4]),
        (["text", []], [], [3]),
        (["all", [["text", [3]], ["text", [4, 5]]]], [3], [4, 5]),
        (["any", [["text", [3]], ["text_all", [4, 5]]]], [4], [5]),
        (["text_not", [3]], [3], []),
        (["kecamatan", ["Utara"]], [9], []),
        (["any", [["text", [3]], ["kecamatan", ["Utara"]]]], [9], []),
        (None, [], []),
    ],
    ids=str,
)
def test_what_words_a_condition_waits_for(condition: Any, met_by: list[int], not_by: list[int]) -> None:
    """Of several sets of words the smallest is waited for; what may hold without any word is always met."""
    made = kept([condition, 1], [condition, ["text", [1]]])
    always = condition is None or condition[0] in ("text_not", "kecamatan") or "kecamatan" in str(condition)
    assert made.met(met_by) == ([0] if met_by or always else [])
    assert made.met(not_by) == ([0] if always else [])
    assert made.met([*met_by, 1]) == [*made.met(met_by), 1]


@settings(max_examples=examples(200), deadline=None)
@given(desks(), st.lists(CALLS, min_size=1, max_size=6))
def test_read_one_by_one_rules_decide_alike(desk: tuple[dict[str, Any], dict[str, Any]], calls: list[Call]) -> None:
    """Every category and hand-off that holds is met, and what is decided, and why, is the same."""
    compiled = compiled_of(*desk)
    lazy = lazily(compiled)
    for call in calls:
        # New ones each time: after some calls both have an index instead.
        plain, one_by_one = Router(compiled, None), Router(lazy, None)  # type: ignore[arg-type]
        facts, others = facts_of(call, plain), facts_of(call, one_by_one)
        assert others.category == facts.category
        assert one_by_one.engine.decide(others) == plain.engine.decide(facts)
        holding = {n for n, entry in enumerate(compiled["categories"]) if entry[3] and holds(entry[3], facts)}
        assert holding <= set(lazy["categories"].met(facts.found))


def test_categories_are_known_by_name_before_any_is_read() -> None:
    """As a mapping from name to entry, whether the names were kept or stand in the entries."""
    entries = [["a", "x", None, None], ["b", "y", None, ["text", [0]]]]
    desk: Any = {"patterns": {"b": 0}, "stars": [], "city": []}
    for categories in (entries, kept(entries, [["text", []], ["text", [0]]], ("a", "b"))):
        known = Router({**desk, "categories": categories, "zone": [[0, 0]], "shifts": [], "holidays": []}, None)
        assert (list(known.engine.categories), len(known.engine.categories)) == (["a", "b"], 2)
        assert known.engine.categories["b"] == entries[1]
        assert known.engine.categories.get("c") is None
        assert "c" not in known.engine.categories
