"""What a column's cells say, against its name and where the name says nothing."""

from __future__ import annotations

from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aduan_cli.formats.column_facts import KEY, NAMES, TIME, UNIT, VOCABULARY, ColumnFacts, roles
from compiling import SMALLEST, rules_of

RULES = cast("Any", rules_of(SMALLEST + '\n[kecamatan]\n"Utara" = ["Melati"]\n'))


def column(name: str, *cells: str) -> ColumnFacts:
    made = ColumnFacts(name, RULES)
    for cell in cells:
        made.see(cell)
    return made


def test_no_name_means_two_fields_and_all_are_in_small_letters() -> None:
    assert len(VOCABULARY) == len(set(VOCABULARY))
    assert all(name == name.casefold().strip() for name in VOCABULARY)


@pytest.mark.parametrize(
    ("what", "cell"),
    [(TIME, "08:00"), ("caller.phone", "0812-0000-001"), ("kecamatan", "kec. UTARA"), ("kelurahan", "Melati"),
     (UNIT, "Dinas Lingkungan"), ("reported_at", "13/04/2024")],
)  # fmt: skip
def test_a_cell_says_what_it_is_and_a_dash_or_a_blank_one_nothing(what: str, cell: str) -> None:
    seen = column("x", cell, "-", "", "  ")
    assert (seen.filled, seen.share(what)) == (1, 1.0)
    others = {TIME, "caller.phone", "kecamatan", "kelurahan", UNIT, "reported_at"} - {what}
    assert [other for other in others if seen.share(other)] == []


@given(st.lists(st.sampled_from(["", "-", "08:00", "13/04/2024", "Utara", "Melati", "08120000001", "x"]), max_size=8))
@settings(max_examples=40, deadline=None)
def test_shares_are_parts_of_the_filled_cells(cells: list[str]) -> None:
    seen = column("x", *cells)
    assert sum(seen.values.values()) == seen.filled == sum(cell not in ("", "-") for cell in cells)
    assert all(0 <= seen.share(what) <= 1 for what in (*NAMES, "nothing"))
    assert seen.is_unique == (seen.filled > 1 and max(seen.values.values()) == 1)


def test_a_name_that_its_cells_contradict_is_not_believed() -> None:
    dates, words = column("Tanggal", "besok", "lusa"), column("Aduan", "ya", "tidak")
    assert {role: one.name for role, one in roles([dates, words]).items() if role in ("reported_at", "text")} == {}


def test_a_field_has_one_column_and_a_column_one_field() -> None:
    columns = [column("Keluhan", "lampu mati di jalan"), column("isi", "lampu mati di pasar"), column("No", "1", "2")]
    found = roles(columns)
    assert found["text"].name == "isi", "in the order of the names that are known"
    assert found[KEY].name == "No"
    assert len({one.name for one in found.values()}) == len(found)


def test_of_columns_without_a_known_name_the_longest_cells_are_the_text() -> None:
    columns = [column("a", "baris pendek sekali"), column("b", "lampu jalan padam sejak semalam di depan pasar")]
    assert roles(columns)["text"].name == "b"


def test_numbers_from_one_may_begin_anew_and_others_that_are_unique_may_not() -> None:
    assert column("No", "1", "2").may_begin_anew
    assert column("No", "7", "7").may_begin_anew
    assert not column("No", "A-17", "A-18").may_begin_anew
