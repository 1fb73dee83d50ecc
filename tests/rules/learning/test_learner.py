"""From samples to a draft: it decides by the engine as it was learned, and is as short as was asked for."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aduan_cli.complaint.router import Router
from aduan_cli.model import Facts
from aduan_cli.rules.learning.document import document, written
from aduan_cli.rules.learning.draft import Draft, Ids, Sample
from aduan_cli.rules.learning.learner import base_of_column, base_of_words, learn
from aduan_cli.text import Folded
from compiling import SMALLEST, documents, rules_of
from thorough import examples

UNITS = ("dlh", "pju", "bpbd")
INPUTS = ["fields.jenis", "fields.wilayah", "text"]
ROWS = st.lists(
    st.tuples(
        st.sampled_from(UNITS),
        st.sampled_from(["lampu", "sampah", "> 5", ""]),
        st.sampled_from(["Utara", "Timur", ""]),
        st.lists(st.sampled_from(["lampu", "sampah", "sampahnya", "padam", "di"]), max_size=3).map(" ".join),
        st.integers(1, 9),
    ),
    min_size=1,
    max_size=8,
)


def samples_of(*rows: tuple[str, str, str, str, int]) -> list[Sample]:
    """Return each (unit, kind, district, text) as often as its row says, one of each after the other."""
    found = [[Sample(unit, (kind, where, ""), text)] * count for unit, kind, where, text, count in rows]
    return [one for turn in range(max(map(len, found), default=0)) for of in found for one in of[turn : turn + 1]]


def router_of(draft: Draft) -> Router:
    (city,) = documents(SMALLEST)
    data = document(draft, city.data, rules_of(SMALLEST))
    return Router(rules_of(written(data, [], {})), None)


def decided(router: Router, sample: Sample) -> tuple[str | None, str]:
    """Return the category and the unit of a sample, as the engine has them."""
    facts = Facts()
    facts.found = router.engine.find(Folded(sample.text))
    facts.fields = {name: value for name, value in zip(("jenis", "wilayah"), sample.values, strict=False) if value}
    facts.category = router.engine.category_of(facts)
    return facts.category, router.engine.decide(facts).unit


@settings(max_examples=examples(120))
@given(ROWS, st.sampled_from([1, 2, 4, 30]))
def test_a_draft_decides_what_it_was_learned_from_as_well_as_one_unit_for_each_category(
    rows: list[tuple[str, str, str, str, int]], most: int
) -> None:
    """Its exceptions, as the engine takes them, never make more wrong than its categories alone would be."""
    samples = samples_of(*rows)
    draft = learn(samples, INPUTS, most)
    assert draft.size <= most
    router, plain = router_of(draft), router_of(draft._replace(rules=[]))
    right = sum(decided(router, sample)[1] == sample.unit for sample in samples)
    assert right >= sum(decided(plain, sample)[1] == sample.unit for sample in samples)


@settings(max_examples=examples(120))
@given(ROWS, st.integers(1, 6))
def test_the_engine_finds_the_category_that_learning_found(
    rows: list[tuple[str, str, str, str, int]], most: int
) -> None:
    """What is counted in a draft is counted in the very complaints that its categories get."""
    samples = samples_of(*rows)
    for base in (base_of_words(samples, most, Ids()), base_of_column(samples, 0, INPUTS[0], most, Ids())):
        assert len(base.categories) <= most
        router = router_of(Draft(base.categories, []))
        for sample in samples:
            assert decided(router, sample)[0] == base.find(sample)


def test_words_make_the_categories_where_they_tell_as_much_as_a_column() -> None:
    """Of a column that says nothing of what comes, such as a number, none."""
    rows = [Sample("ab"[number % 2], (str(number), "", ""), ["lampu", "sampah"][number % 2]) for number in range(40)]
    draft = learn(rows, INPUTS, 10)
    assert sorted(str(one.when) for one in draft.categories) == ["{'text': ['lampu']}", "{'text': ['sampah']}"]
    assert [one.when for one in learn(rows, INPUTS[:2], 10).categories if "text" in one.when] == []


def test_a_column_that_tells_more_than_words_makes_the_categories() -> None:
    rows = samples_of(("dlh", "sampah", "", "tolong", 20), ("pju", "lampu", "", "tolong", 20))
    assert [one.when for one in learn(rows, INPUTS, 10).categories] == [
        {"fields": {"jenis": "lampu"}}, {"fields": {"jenis": "sampah"}},
    ]  # fmt: skip


def test_the_other_columns_make_the_exceptions_and_take_half_of_the_rules_at_most() -> None:
    rows = samples_of(
        *[(f"unit-{number}", f"jenis {number}", "Utara", "", 9) for number in range(8)],
        *[("timur", f"jenis {number}", "Timur", "", 5) for number in range(8)],
    )
    draft = learn(rows, INPUTS[:2], 8)
    assert len(draft.categories) == 4
    assert [(rule.to, rule.when["fields"]) for rule in draft.rules] == [("timur", {"wilayah": "Timur"})]
    alone = learn([sample._replace(values=(sample.values[0],)) for sample in rows], INPUTS[:1], 8)
    assert len(alone.categories) == 8


@pytest.mark.parametrize("most", [1, 2, 3, 5])
def test_rare_values_share_categories_and_none_is_named_twice(most: int) -> None:
    rows = samples_of(*[(UNITS[number % 3], f"jenis {number:02}", "", "", 20 - number) for number in range(12)])
    base = base_of_column(rows, 0, INPUTS[0], most, Ids())
    assert len(base.categories) <= most
    named: list[Any] = []
    for one in base.categories:
        value: Any = one.when["fields"]["jenis"]  # type: ignore[index]
        named += value if isinstance(value, list) else [value]
    assert len(set(named)) == len(named)
    assert [f"jenis {number:02}" for number in range(most // 2)] == sorted(named)[: most // 2]


def test_fewer_rules_are_kept_by_asking_more_of_each() -> None:
    """One exception mends many complaints and one a few: of few rules the small one goes, and no category."""
    rows = samples_of(
        ("dlh", "sampah", "Utara", "", 60), ("bpbd", "banjir", "Utara", "", 60), ("timur", "sampah", "Timur", "", 20),
        ("timur", "banjir", "Timur", "", 20), ("barat", "sampah", "Barat", "", 5),
    )  # fmt: skip
    assert [rule.to for rule in learn(rows, INPUTS[:2], 9).rules] == ["barat", "timur"]
    more = [
        ("barat", "banjir", "Barat", "", 4),
        ("selatan", "sampah", "Selatan", "", 6),
    ]
    many = [*rows, *samples_of(*more)]
    assert [rule.to for rule in learn(many, INPUTS[:2], 5).rules] == ["barat", "selatan", "timur"]
    few = learn(many, INPUTS[:2], 4)
    assert (len(few.rules), few.rules[-1].to) == (2, "timur")
    assert few.rules[-1].when["category"] == ["banjir", "sampah"]


def test_names_of_categories_and_rules_are_read_by_people() -> None:
    """After what they are about; a second one of the same word after its unit, and each once."""
    rows = samples_of(("dlh", "", "", "sampah liar", 9), ("pju", "", "", "sampah lampu", 9))
    draft = learn(rows, ["text"], 9)
    ids = [one.id for one in draft.categories]
    assert len(set(ids)) == len(ids)
    for one in draft.categories:
        first = one.when["text"][0].replace("*", "").replace(" ", "-")  # type: ignore[index]
        assert one.id in (first, f"{one.unit}-{first}")
