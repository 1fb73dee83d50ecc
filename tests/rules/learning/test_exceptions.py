"""Exceptions to what is usual: more than chance, written together without a change, and none that mends nothing."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aduan_cli.rules.learning.draft import Sample
from aduan_cli.rules.learning.exceptions import (
    DEPTH,
    LEAST_MENDED,
    FoundException,
    Merged,
    Worth,
    exceptions,
    grow,
    merged,
    pruned,
)
from thorough import examples

UNITS = ("dlh", "pju", "kantor-utara", "kantor-timur", "kantor-barat")
PLACES = ("", "Utara", "Timur", "Barat", "Selatan")
CHANNELS = ("phone", "app", "")
SHIFTS = ("pagi", "malam")
COLUMNS = (0, 1, 2)


def samples_of(*rows: tuple[str, tuple[str, ...], int]) -> list[Sample]:
    """Return each sample as often as its row says."""
    return [Sample(unit, values) for unit, values, count in rows for _number in range(count)]


VALUES = st.tuples(*map(st.sampled_from, (PLACES, CHANNELS, SHIFTS)))
ROWS = st.lists(st.tuples(st.sampled_from(UNITS), VALUES, st.integers(1, 12)), min_size=1, max_size=9)
GROUPS = st.dictionaries(st.sampled_from(["pju", "sampah", "surat", "ktp"]), ROWS, min_size=1).map(
    lambda found: {name: samples_of(*rows) for name, rows in found.items()}
)
LEAST = st.sampled_from([2, 3, 6])


def by_exceptions(found: Sequence[FoundException], usual: str, sample: Sample) -> str:
    """Return the unit of a sample of one group: the exception of the lowest rank that holds, else the usual one."""
    holding = [one for one in found if all(sample.values[column] == value for column, value in one.pairs)]
    return min(holding, key=lambda one: one.rank).unit if holding else usual


def by_rules(rules: Sequence[Merged], group: str, usual: str, sample: Sample) -> str:
    """Return the unit of a sample by rules in their order, as the engine would look at them."""
    for rule in rules:
        if group in rule.groups and all(sample.values[column] in values for column, values in rule.pairs):
            return rule.unit
    return usual


def wrong(rules: Sequence[Merged], groups: dict[str, list[Sample]], usual: dict[str, str]) -> int:
    return sum(
        by_rules(rules, group, usual[group], sample) != sample.unit
        for group, samples in groups.items()
        for sample in samples
    )


# -- what holds for all


@settings(max_examples=examples(200))
@given(GROUPS, LEAST)
def test_written_together_they_decide_as_each_of_its_own(groups: dict[str, list[Sample]], least: int) -> None:
    """One rule for several groups or values takes nothing from another; also where values were never seen together."""
    usual, found = exceptions(groups, COLUMNS, least)
    rules = merged(found)
    for group in groups:
        own = [one for one in found if one.group == group]
        for values in product(PLACES, CHANNELS, SHIFTS):
            sample = Sample("", values)
            assert by_rules(rules, group, usual[group], sample) == by_exceptions(own, usual[group], sample), values


@settings(max_examples=examples(200))
@given(GROUPS, LEAST)
def test_an_exception_names_few_columns_each_once_and_a_value(groups: dict[str, list[Sample]], least: int) -> None:
    usual, found = exceptions(groups, COLUMNS, least)
    assert usual.keys() == groups.keys()
    for one in found:
        columns = [column for column, _value in one.pairs]
        assert 1 <= len(columns) <= DEPTH
        assert len(set(columns)) == len(columns)
        assert all(value for _column, value in one.pairs)
        assert one.unit in {sample.unit for samples in groups.values() for sample in samples}


@settings(max_examples=examples(200))
@given(GROUPS, LEAST)
def test_exceptions_never_make_more_wrong_than_the_commonest_unit_alone(
    groups: dict[str, list[Sample]], least: int
) -> None:
    """Nobody reads a rule that leaves the complaints it was learned from worse than one unit for each group."""
    usual, found = exceptions(groups, COLUMNS, least)
    commonest = {group: Counter(sample.unit for sample in of).most_common(1)[0][0] for group, of in groups.items()}
    assert wrong(merged(found), groups, usual) <= wrong([], groups, commonest)


@settings(max_examples=examples(200))
@given(GROUPS, LEAST)
def test_each_rule_that_is_kept_mends_more_than_it_spoils(groups: dict[str, list[Sample]], least: int) -> None:
    """As counted without it, where it stands; one that is named after a value need only spoil nothing."""
    usual, found = exceptions(groups, COLUMNS, least)
    rules = merged(found)
    kept = pruned(rules, groups, usual)
    assert [rule for rule in rules if rule in kept] == kept
    for number, rule in enumerate(kept):
        without = wrong([*kept[:number], *kept[number + 1 :]], groups, usual)
        assert without - wrong(kept, groups, usual) >= (0 if rule.named else LEAST_MENDED)


@settings(max_examples=examples(100))
@given(GROUPS, LEAST, st.integers(0, 9))
def test_the_order_of_the_complaints_changes_nothing(groups: dict[str, list[Sample]], least: int, seed: int) -> None:
    shuffled = {group: random.Random(seed).sample(of, len(of)) for group, of in groups.items()}
    usual, found = exceptions(groups, COLUMNS, least)
    again, as_well = exceptions(shuffled, COLUMNS, least)
    assert (again, merged(as_well)) == (usual, merged(found))


# -- what is more than chance


@pytest.mark.parametrize(
    ("here", "usual", "least", "is_enough"),
    [
        (2, 0, 2, False),  # two alone may be chance, whatever is asked for
        (3, 0, 2, True),
        (3, 0, 4, False),
        (10, 4, 2, True),
        (10, 5, 2, False),  # by five of fifteen, less than 1.6 times the root of fifteen
        (4, 10, 2, False),
    ],
)
def test_an_exception_must_lead_by_more_than_chance(here: int, usual: int, least: int, is_enough: bool) -> None:
    assert Worth(least).enough(False, here, usual) is is_enough


def test_one_that_is_known_from_other_groups_needs_no_more_proof_than_one() -> None:
    worth = Worth(5, {(0, "Timur", "dlh")})
    assert worth.enough(True, 2, 1)
    assert not worth.enough(True, 1, 1)
    assert worth.price(True) < worth.price(False)


def test_what_three_groups_show_holds_in_a_fourth_with_less_proof() -> None:
    """Each of three has more there than chance; the fourth has one complaint, and so gets the rule as well."""
    proved = [("pju", ("Utara",), 20), ("timur", ("Timur",), 9)]
    groups = {name: samples_of(*proved) for name in ("a", "b", "c")}
    little = samples_of(("pju", ("Utara",), 20), ("timur", ("Timur",), 1))
    (rule,) = merged(exceptions({**groups, "d": little}, [0], 3)[1])
    assert (rule.groups, rule.unit) == (("a", "b", "c", "d"), "timur")
    del groups["c"]
    (rule,) = merged(exceptions({**groups, "d": little}, [0], 3)[1])
    assert rule.groups == ("a", "b", "d")
    del groups["b"]
    (rule,) = merged(exceptions({**groups, "d": little}, [0], 3)[1])
    assert rule.groups == ("a",)


def test_complaints_without_the_value_tell_what_is_usual() -> None:
    """Most name a district that has an office; of those that name none the city's unit takes all."""
    groups = {"surat": samples_of(("kota", ("",), 10), ("utara", ("Utara",), 30), ("timur", ("Timur",), 30))}
    usual, found = exceptions(groups, [0], 2)
    assert usual == {"surat": "kota"}
    assert {one.pairs[0][1]: one.unit for one in found} == {"Utara": "utara", "Timur": "timur"}


# -- units named after a value


def offices(*districts: str) -> dict[str, list[Sample]]:
    """Return letters that the office of each district has, and one that is known from identity cards alone."""
    rows = [(f"kantor-{name.lower()}", (name,), 6) for name in districts]
    letters = samples_of(("kota", ("",), 40), *rows, ("kota", ("Pondok Gede",), 1))
    return {"surat": letters, "ktp": samples_of(("kantor-pondok-gede", ("Pondok Gede",), 9))}


def without_letters(groups: dict[str, list[Sample]]) -> dict[str, list[Sample]]:
    """Return them as long as no letter came from Pondok Gede."""
    return {**groups, "surat": [sample for sample in groups["surat"] if sample.values != ("Pondok Gede",)]}


def test_what_three_offices_are_called_tells_the_fourths() -> None:
    """No letter went to Pondok Gede's office, but there is one; none is made up for a district that has none."""
    letters = without_letters(offices("Utara", "Timur", "Barat"))
    letters["jalan"] = samples_of(("dlh", ("Selatan",), 9))
    usual, found = exceptions(letters, [0], 2)
    (one,) = [one for one in found if one.named and one.group == "surat"]
    assert usual["surat"] == "kota"
    assert (one.pairs, one.unit, one.gain) == (((0, "Pondok Gede"),), "kantor-pondok-gede", 0)


def test_a_district_whose_letters_went_elsewhere_has_no_office_by_its_name() -> None:
    """What was seen counts more than what an office is called."""
    found = exceptions(offices("Utara", "Timur", "Barat"), [0], 2)[1]
    assert "Pondok Gede" not in {value for one in found if one.group == "surat" for _column, value in one.pairs}


def test_two_offices_make_no_way_of_naming() -> None:
    letters = without_letters(offices("Utara", "Timur"))
    assert [one for one in exceptions(letters, [0], 2)[1] if one.named] == []


# -- order and depth


def test_what_is_found_behind_other_exceptions_stands_behind_them_with_its_own() -> None:
    """A second column counts for what the first one left, and there an exception may have one of its own again."""
    group = samples_of(
        ("kota", ("Utara", "phone", "pagi"), 90), ("timur", ("Timur", "app", "malam"), 60),
        ("tim-app", ("Utara", "app", "pagi"), 40), ("tim-malam", ("Utara", "app", "malam"), 30),
    )  # fmt: skip
    usual, found = grow("pju", group, COLUMNS, Worth(2))
    for sample in group:
        assert by_exceptions(found, usual, sample) == sample.unit
    rules = merged(found)
    assert [(rule.unit, rule.rank) for rule in rules] == [("timur", 0), ("tim-malam", 1), ("tim-app", 2)]


def test_an_exception_of_an_exception_has_a_lower_rank() -> None:
    group = samples_of(
        ("kota", ("Utara", "phone"), 60), ("kota", ("Utara", "app"), 60), ("timur", ("Timur", "phone"), 40),
        ("tim-app", ("Timur", "app"), 30),
    )  # fmt: skip
    usual, found = grow("pju", group, [0, 1], Worth(2))
    assert usual == "kota"
    ranks = {one.pairs: one.rank for one in found}
    assert ranks[(0, "Timur"), (1, "app")] < ranks[((0, "Timur"),)]


def test_no_exception_names_three_columns() -> None:
    """Whoever reads it keeps two in mind."""
    group = samples_of(
        ("a", ("x", "x", "x"), 90), ("b", ("y", "x", "x"), 60), ("c", ("y", "y", "x"), 40), ("d", ("y", "y", "y"), 30)
    )  # fmt: skip
    _usual, found = grow("g", group, [0, 1, 2], Worth(2))
    assert max(len(one.pairs) for one in found) == DEPTH


def test_a_group_of_one_unit_has_no_exceptions() -> None:
    assert grow("pju", samples_of(("pju", ("Utara",), 9), ("pju", ("Timur",), 9)), [0], Worth(2)) == ("pju", [])


def test_rules_stand_in_the_order_of_their_ranks() -> None:
    """Those of one rank may stand in any order, and do in the same one each time."""
    one = FoundException("pju", ((0, "Utara"),), "utara", 1, 5)
    first = one._replace(pairs=((0, "Utara"), (1, "app")), unit="app", rank=0)
    both = one._replace(group="lampu", gain=2)
    other = one._replace(pairs=((0, "Timur"),), gain=3)
    apart = one._replace(pairs=((0, "Barat"),), unit="barat", named=True, gain=0)
    rules = merged([one, other, apart, first])
    assert [(rule.unit, rule.pairs[-1][1], rule.gain, rule.named) for rule in rules] == [
        ("app", ("app",), 5, False),
        ("barat", ("Barat",), 0, True),
        ("utara", ("Timur", "Utara"), 8, False),
    ]
    assert [(rule.groups, rule.pairs[0][1], rule.gain) for rule in merged([one, both, other])] == [
        (("pju",), ("Timur",), 3),
        (("lampu", "pju"), ("Utara",), 7),
    ]


def test_a_rule_that_mends_nothing_where_it_stands_is_left_out() -> None:
    """What the first one decides, the second one never mends; without the first it does, and is looked at again."""
    groups = {"pju": samples_of(("utara", ("Utara", "app"), 9), ("kota", ("Timur", "app"), 9))}
    rules = [
        Merged(0, ("pju",), ((0, ("Utara",)),), "utara", 9, False),
        Merged(0, ("pju",), ((0, ("Utara",)), (1, ("app",))), "utara", 9, False),
    ]
    usual = {"pju": "kota"}
    assert pruned(rules[:1], groups, usual) == rules[:1]
    assert pruned([rules[0]._replace(unit="lain")], groups, usual) == []
    idle = rules[0]._replace(pairs=((0, ("Barat",)),))
    assert pruned([idle], groups, usual) == []
    assert pruned([idle._replace(named=True)], groups, usual) == [idle._replace(named=True)]
