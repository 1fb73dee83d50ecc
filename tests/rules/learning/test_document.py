"""A draft as a file: whatever it holds is read back as it was, and what people read is broken where it is too long."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
import tomli
from hypothesis import given, settings
from hypothesis import strategies as st

from aduan_cli.rules.learning.document import WIDTH, document, lines_of, value_of, written
from aduan_cli.rules.learning.draft import Category, Draft, Rule
from compiling import SMALLEST, rules_of
from thorough import examples

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    ['"', "\\", "'''", '"""', "#", "a\nb", "\x00\x1f\x7f", "\u2028", "true", "2026-12-25", "= 5", "道路", "é"]
)
VALUES = st.one_of(st.booleans(), st.integers(-(2**63), 2**63 - 1), st.floats(allow_nan=False), TEXTS)
INNER = st.recursive(
    VALUES | st.lists(VALUES, max_size=4),
    lambda inner: st.dictionaries(TEXTS, inner, max_size=3) | st.lists(inner, max_size=2),
    max_leaves=6,
)
TABLES = st.dictionaries(TEXTS, INNER, max_size=4)
"""What a table of a file can hold: keys that must be quoted, text that must be escaped, tables and lists at depth."""
NAMED = st.dictionaries(TEXTS, TABLES, min_size=1, max_size=2)
ENTRIES = st.lists(
    st.builds(lambda table, name: {**table, "id": name}, TABLES, st.sampled_from(["a", "b-1"])), min_size=1, max_size=2
)


@settings(max_examples=examples(60))
@given(
    st.fixed_dictionaries({}, optional=dict.fromkeys(("desk", "cues", "shifts"), TABLES)),
    st.fixed_dictionaries({"categories": NAMED}, optional={"units": NAMED, "outside": NAMED}),
    st.fixed_dictionaries({}, optional=dict.fromkeys(("rule", "answer", "escalation", "incident"), ENTRIES)),
)
def test_whatever_is_written_is_read_as_it_was(
    plain: dict[str, Any], named: dict[str, Any], listed: dict[str, Any]
) -> None:
    """Names and words come from a city's tables and from what officers typed: nothing of them ends a string."""
    data = {**plain, **named, **listed}
    remarks = {("rule", "a"): "2 complaints", ("categories", next(iter(named["categories"]))): "a remark"}
    text = written(data, ["Learned from 12 complaints.", "", "Read it before you use it."], remarks)
    assert tomli.loads(text) == data
    assert text.endswith("\n")


def test_remarks_stand_above_what_they_are_about_and_nowhere_else() -> None:
    data = {
        "desk": {"name": "D"},
        "categories": {"a": {"unit": "x"}, "b c": {"unit": "y"}},
        "rule": [{"id": "a", "to": "x"}, {"id": "r", "to": "y"}],
    }
    text = written(data, ["One.", "Two."], {("categories", "b c"): "of b", ("rule", "a"): "of a", ("rule", "z"): "no"})
    assert text.split("\n\n") == [
        "# One.\n# Two.",
        '[desk]\nname = "D"',
        '[categories.a]\nunit = "x"',
        '# of b\n[categories."b c"]\nunit = "y"',
        '# of a\n[[rule]]\nid = "a"\nto = "x"',
        '[[rule]]\nid = "r"\nto = "y"\n',
    ]


def test_a_file_without_head_begins_with_its_first_table() -> None:
    assert written({"desk": {"name": "D"}}, [], {}) == '[desk]\nname = "D"\n'
    assert written({}, ["", "Nothing."], {}) == "#\n# Nothing.\n"


@pytest.mark.parametrize(
    ("table", "lines"),
    [
        ({"a": {"b": {"c": 1}, "d": True}}, ["a.b.c = 1", "a.d = true"]),
        ({"a b": {"x.y": "z"}}, ['"a b"."x.y" = "z"']),
        ({"a": {}}, ["a = {  }"]),
        ({"a": []}, ["a = []"]),
        ({"when": [{"text": ["x"], "n": 1.5}, {}]}, ['when = [{ text = ["x"], n = 1.5 }, {  }]']),
        ({"text": "x"}, ['text = "x"']),
    ],
)
def test_tables_in_tables_have_dotted_keys(table: dict[str, Any], lines: list[str]) -> None:
    """A person reads and edits it: one line for each thing."""
    assert list(lines_of(table)) == lines


@given(st.lists(st.text("abc é", min_size=1, max_size=60), max_size=30), st.integers(0, 40))
def test_a_list_is_broken_where_it_is_too_long(values: list[str], key: int) -> None:
    """Each line is as full as it may be, and none is longer than it must."""
    name = "k" * (key + 1)
    (text,) = lines_of({name: values})
    assert tomli.loads(text) == {name: values}
    lines = text.split("\n")
    if len(lines) == 1:
        assert len(text) <= WIDTH
        return
    assert len(f"{name} = {value_of(values)}") > WIDTH
    assert (lines[0], lines[-1]) == (f"{name} = [", "]")
    rows = lines[1:-1]
    assert all(len(row) <= WIDTH for row in rows)
    for row, following in pairwise(rows):
        first = value_of(tomli.loads(f"a = [{following}]")["a"][0])
        assert len(row) + len(first) + 2 > WIDTH


def test_a_value_longer_than_a_line_stands_alone() -> None:
    (text,) = lines_of({"text": ["x" * 200, "y"]})
    assert text.split("\n")[1:-1] == [f'    "{"x" * 200}",', '    "y",']


# -- of a desk

PRESENT: dict[str, Any] = {
    **tomli.loads(SMALLEST),
    "outside": {"pln": {"name": "PLN", "referral": "123", "contacts": ["123"], "hours": "24 jam"}},
    "places": {"levels": ["district", "ward"]},
    "district": {"North": ["A"], "South": []},
}
PRESENT["units"] = {
    "dlh": {"name": "Dinas", "say": "Tunggu.", "called": ["kebersihan"], "contact": "021-0000"},
    "kantor": {"name": "Kantor", "each": "district", "aliases": ["CAMAT"]},
}


def of_draft(*rules: Rule, categories: tuple[Category, ...] = ()) -> dict[str, Any]:
    compiled = rules_of(PRESENT)
    data: Any = document(Draft(list(categories), list(rules)), PRESENT, compiled)
    assert tomli.loads(written(data, [], {})) == data
    return dict(data)


def test_a_draft_speaks_the_citys_words_for_its_places() -> None:
    """The compiled form and what was learned do not: a file with other words would not be read."""
    when = {"kecamatan": "North", "text": ["x"]}
    data = of_draft(Rule("r", "dlh", when), categories=(Category("c", "dlh", {"kelurahan": ["A"]}),))
    assert data["rule"] == [{"id": "r", "district": "North", "text": ["x"], "to": "dlh"}]
    assert data["categories"]["c"] == {"unit": "dlh", "ward": ["A"]}
    assert data["district"] == PRESENT["district"]
    again = rules_of(data)
    assert again["levels"] == {"kecamatan": "district", "kelurahan": "ward"}
    assert again["city"][0]["when"][1][0] == ["kecamatan", ["North"]]


def test_offices_are_made_by_their_parent_and_not_written() -> None:
    data = of_draft(Rule("r", "kantor-north", {"text": ["x"]}))
    assert data["units"]["kantor"] == {"name": "Kantor", "aliases": ["CAMAT"], "each": "district"}
    assert data["units"]["dlh"] == PRESENT["units"]["dlh"]
    assert set(data["units"]) == {"dlh", "kantor"}
    assert set(rules_of(data)["units"]) == {"dlh", "kantor", "kantor-north", "kantor-south"}


def test_a_unit_that_the_desk_has_not_is_declared_once() -> None:
    rules = [Rule("r", "baru", {"text": ["x"]}), Rule("s", "baru", {"text": ["y"]}), Rule("t", "pln", {"text": ["z"]})]
    data = of_draft(*rules, categories=(Category("c", "lain", {"text": ["k"]}),))
    assert {unit: data["units"][unit] for unit in ("baru", "lain")} == {
        "baru": {"name": "baru"},
        "lain": {"name": "lain"},
    }
    assert "pln" not in data["units"]
    assert data["outside"]["pln"] == PRESENT["outside"]["pln"]


def test_of_tables_without_anything_none_is_written() -> None:
    """A file of a desk that has no outside bodies, no categories and no rules yet has no empty tables of them."""
    compiled = rules_of(SMALLEST)
    data = document(Draft([], []), tomli.loads(SMALLEST), compiled)
    assert list(data) == ["desk", "units"]
