"""What a draft takes over of a city's file, and what it says that it left out: nothing goes without a word."""

from __future__ import annotations

from typing import Any

import pytest

from aduan_cli.rules.language.schema import TABLES
from aduan_cli.rules.learning.carried import KEPT, by_category, left_out, of_category, of_unit, pick
from aduan_cli.rules.learning.document import document
from aduan_cli.rules.learning.draft import Category, Draft
from compiling import SMALLEST, documents, rules_of

LEVEL: dict[str, Any] = {"id": "e", "clock": "resolve", "at": "due", "list": True}


@pytest.mark.parametrize("table", sorted(TABLES["rules.toml"]))
def test_each_table_that_a_city_can_have_is_taken_over_made_anew_or_told(table: str) -> None:
    """A promise to citizens that silently went with the old categories would be found out by citizens."""
    (city,) = documents(SMALLEST)
    present = {**city.data, table: city.data.get(table) or {"x": {"y": "z"}}}
    if TABLES["rules.toml"][table].type == "tables":
        present[table] = [{"id": "x", "category": "x", "categories": ["x"]}]
    compiled = rules_of(SMALLEST)
    data = document(Draft([], []), present, compiled)
    told = [one for one in left_out(present, data) if one.split()[0].split(".")[0] == table]
    assert (table in data) + bool(told) + (table in ("units", "outside", "categories", "rule")) >= 1


def test_of_an_entry_only_what_it_says_is_taken() -> None:
    entry = {"name": "X", "aliases": [], "say": "", "contact": None, "hours": "24 jam"}
    assert pick(entry, "name", "aliases", "say", "contact", "hours", "none") == {"name": "X", "hours": "24 jam"}


def test_what_a_citys_file_says_of_a_unit_stays_and_its_name_is_the_compiled_ones() -> None:
    present = {
        "units": {"dlh": {"name": "Lama", "tell": ["spool"], "called": ["kebersihan"], "deadlines": {"ack": "1h"}}}
    }
    assert of_unit(present, "dlh") == {"tell": ["spool"], "called": ["kebersihan"], "deadlines": {"ack": "1h"}}
    assert of_unit(present, "lain") == {}
    assert of_unit({}, "dlh") == {}


def test_a_category_of_the_same_id_keeps_its_promises_and_not_its_words() -> None:
    old = {
        "unit": "dlh",
        "text": ["x"],
        "title": "Sampah",
        "routes_feedback": True,
        "proof": ["file"],
        "priority": "high",
    }
    assert of_category({"categories": {"x": old}}, "x") == {
        "title": "Sampah",
        "proof": ["file"],
        "routes_feedback": True,
    }
    assert of_category({"categories": {"x": old}}, "y") == {}


@pytest.mark.parametrize(
    ("named", "is_kept"),
    [([], True), (["a"], True), (["a", "b"], True), (["b", "c"], False), (["c"], False)],
)
def test_a_level_stays_where_all_its_categories_do(named: list[str], is_kept: bool) -> None:
    """With fewer categories than it names it would be a promise to fewer people than were told of it."""
    level = {**LEVEL, **({"categories": named} if named else {})}
    present = {"escalation": [level]}
    kept = by_category(present, {"a", "b"})
    assert kept == {"escalation": [level] if is_kept else [], "incident": []}
    assert left_out(present, {**kept, "categories": {}}) == ([] if is_kept else ["escalation e"])


@pytest.mark.parametrize("category", ["a", ["a"], ["a", "c"], "c", "ab"])
def test_an_incident_stays_with_its_category_written_either_way(category: str | list[str]) -> None:
    """`ab` is one category and not two."""
    incident = {"id": "i", "category": category, "count": 5, "within": "1h"}
    kept = by_category({"incident": [incident]}, {"a", "b"})["incident"]
    assert kept == ([incident] if category in ("a", ["a"]) else [])


def test_what_is_left_out_is_told_in_the_order_of_the_file_and_by_its_id() -> None:
    present = {
        "handoff": [{"id": "h"}],
        "escalation": [{**LEVEL, "categories": ["gone"]}],
        "desk": {"name": "D"},
        "categories": {"gone": {"unit": "x", "deadlines": {"ack": "1h"}, "proof": ["file"]}, "bare": {"unit": "x"}},
        "rule": [{"id": "r"}],
        "incident": [{"id": "i", "category": "gone"}],
        "views": {"v": {}},
    }
    data = {"desk": {"name": "D"}, "categories": {"new": {}}, **by_category(present, {"new"})}
    assert left_out(present, data) == [
        "handoff", "escalation e", "categories.gone.deadlines", "categories.gone.proof", "incident i", "views",
    ]  # fmt: skip


def test_a_promise_of_a_category_that_stays_is_not_told_as_left_out() -> None:
    present = {"categories": {"x": {"unit": "dlh", "deadlines": {"ack": "1h"}}}}
    compiled = rules_of(SMALLEST)
    data = document(Draft([Category("x", "dlh", {"text": ["y"]})], []), present, compiled)
    assert data["categories"] == {"x": {"unit": "dlh", "text": ["y"], "deadlines": {"ack": "1h"}}}
    assert left_out(present, data) == []


def test_what_is_taken_over_as_it_is_are_tables_of_a_citys_file() -> None:
    assert [table for table in KEPT if table not in TABLES["rules.toml"]] == []
