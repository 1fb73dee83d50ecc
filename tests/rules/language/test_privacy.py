"""How long persons' data are kept, and who may do what, as the city's file has it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.model import RIGHTS
from aduan_cli.rules.language.compile import Compiled, compile_rules
from aduan_cli.rules.language.privacy import days
from compiling import SMALLEST, documents, sentences

AGES = st.sampled_from(["30d", "90d", "1y", "2y", "365d", "never"])
PARTS = st.fixed_dictionaries({}, optional={"callers": AGES, "texts": AGES, "attachments": AGES})
TABLES = st.builds(
    lambda whole, parts: {**whole, **parts},
    PARTS,
    st.dictionaries(st.sampled_from(["information", "closed", "rejected"]), PARTS, max_size=2),
)


def of(**tables: Any) -> Compiled:
    (city,) = documents(SMALLEST)
    return compile_rules(documents({**city.data, **tables}))


def never_comes(texts: str | None, other: str | None) -> bool:
    """Tell whether what is to go alone goes with the texts before."""
    if not texts or texts == "never" or other is None:
        return False
    return other == "never" or days(other) > days(texts)


@given(TABLES)
def test_what_never_comes_is_told_of_each_part_that_says_so_itself(table: dict[str, Any]) -> None:
    """Texts take the caller and the files along: who says that these stay longer means something else."""
    found = of(retention=table)
    expected = set()
    for name, part in [("", table), *((n, p) for n, p in table.items() if isinstance(p, dict))]:
        whole = {**{key: age for key, age in table.items() if isinstance(age, str)}, **part}
        for other in ("callers", "attachments"):
            own = {"texts", other} & part.keys()
            if own and never_comes(whole.get("texts"), whole.get(other)):
                at = other if other in part else "texts"
                expected.add(".".join(filter(None, ("rules.toml: retention", name, at))) + f": {other} go")
    assert {sentence.split(" with the texts")[0] for sentence in sentences(found)} == expected


@given(TABLES)
def test_each_part_says_its_own_days_and_takes_over_nothing(table: dict[str, Any]) -> None:
    """What it doesn't say is the kind's or the desk's, which is looked up when the day comes."""
    compiled = of(retention=table).rules["retention"]
    plain = {key: age for key, age in table.items() if isinstance(age, str)}
    parts = {"all": plain, **{name: part for name, part in table.items() if isinstance(part, dict)}}
    assert compiled == {name: {key: days(age) for key, age in part.items()} for name, part in parts.items() if part}


@pytest.mark.parametrize(
    ("age", "is_told"), [("30d", False), ("31d", True), ("1y", True), ("never", True), ("1d", False)]
)
def test_a_day_longer_than_the_texts_is_too_long(age: str, is_told: bool) -> None:
    found = of(retention={"texts": "30d", "callers": age})
    assert sentences(found) == (
        [
            "rules.toml: retention.callers: callers go with the texts, after 30 days already;"
            " a shorter time would be right"
        ]
        if is_told
        else []
    )


def test_texts_that_never_go_bound_nothing_and_a_year_is_so_many_days() -> None:
    assert sentences(of(retention={"texts": "never", "callers": "2y"})) == []
    assert sentences(of(retention={"texts": "1y", "callers": "365d", "quarantine": "9y"})) == []
    assert len(sentences(of(retention={"texts": "1y", "callers": "366d"}))) == 1


def test_without_a_word_of_it_everything_is_kept_and_everybody_may_do_all() -> None:
    rules = of().rules
    assert (rules["retention"], rules["people"]) == ({}, {})


# -- people


def test_who_may_do_what_is_told_by_right_and_by_unit() -> None:
    table = {"log": ["sari", "@meja"], "erase": "kepala", "units": {"dlh": ["@dlh"]}}
    assert of(people=table).rules["people"] == {
        "log": ["sari", "@meja"],
        "erase": ["kepala"],
        "units": {"dlh": ["@dlh"]},
    }


@pytest.mark.parametrize("right", RIGHTS)
def test_a_right_with_a_name_that_is_none_is_nobodys_and_not_everybodys(right: str) -> None:
    """A slip must not open a door: the right stays restricted, to nobody but those whose names are good."""
    found = of(people={right: ["bu rina", "sari"]})
    assert len(sentences(found)) == 1
    assert found.rules["people"] == {right: ["sari"]}
    assert sentences(of(people={right: []}))[0].endswith("the list is empty; at least one value would be right")


def test_people_of_a_unit_that_there_is_not_are_told_and_left_out() -> None:
    found = of(people={"units": {"dhl": ["sari"], "dlh": ["@dlh"]}})
    assert sentences(found) == ["rules.toml: people.units.dhl: unknown unit 'dhl'; did you mean 'dlh'?"]
    assert found.rules["people"] == {"units": {"dlh": ["@dlh"]}}
    assert of(people={"units": {"dhl": ["sari"]}}).rules["people"] == {}
