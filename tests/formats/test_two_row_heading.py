"""Heads of two rows, with cells merged over several columns: each column has one name, and no record becomes a head."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.formats.two_row_heading import merged

TOP = ["NO", "PELAPOR", "", "TERLAPOR", "", "URAIAN"]
BELOW = ["", "NAMA", "HP", "NAMA", "HP", ""]
WORDS = st.sampled_from(["", "NO", "NAMA", "HP", "ALAMAT", "PELAPOR", "Uraian", "1", "0812", "sampah di jalan", "İ"])


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        (
            ["no", "pelapor nama", "pelapor hp", "terlapor nama"],
            ["NO", "PELAPOR NAMA", "PELAPOR HP", "TERLAPOR NAMA", "TERLAPOR HP", "URAIAN"],
        ),
        (["no", "nama", "hp"], ["NO", "NAMA", "HP", "TERLAPOR NAMA", "TERLAPOR HP", "URAIAN"]),
        (["no", "terlapor hp", "hp"], ["NO", "PELAPOR NAMA", "HP", "TERLAPOR NAMA", "TERLAPOR HP", "URAIAN"]),
    ],
)
def test_a_column_is_called_as_the_map_calls_it_else_so_that_it_is_told_apart(
    wanted: list[str], names: list[str]
) -> None:
    assert merged(TOP, BELOW, wanted) == names


def test_a_name_that_stands_once_is_enough_for_a_column_that_nobody_named() -> None:
    top, below = ["NO", "PELAPOR", "", ""], ["", "NAMA", "HP", "ALAMAT"]
    assert merged(top, below, ["no", "nama"]) == ["NO", "NAMA", "HP", "ALAMAT"]


def test_where_the_map_names_the_lower_row_alone_that_is_the_head() -> None:
    assert merged(TOP, BELOW, ["nama", "hp"]) is None


@pytest.mark.parametrize(
    "below",
    [
        ["1", "Budi", "0812", "", "", "sampah"],
        ["", "Budi", "0812-0000", "", "", ""],
        ["", "Budi", "", "", "", ""],
        ["", "kantor", "x" * 41, "", "", ""],
        ["", "", "", "", "", ""],
        [],
    ],
)
def test_a_first_record_is_no_head(below: list[str]) -> None:
    """A number, long words, or a single cell tell it."""
    assert merged(TOP, below, ["no", "pelapor", "uraian"]) is None


def test_a_map_that_names_the_upper_row_keeps_the_lower_one_as_a_record() -> None:
    """Words below a column that the map reads are what somebody said."""
    assert merged(["NO", "ISI", ""], ["", "sampah", "lampu"], ["no", "isi"]) is None


@given(st.lists(WORDS, max_size=6), st.lists(WORDS, max_size=6), st.lists(WORDS.map(str.casefold), max_size=4))
def test_a_head_has_a_name_for_each_column_that_has_one_in_either_row(
    top: list[str], below: list[str], wanted: list[str]
) -> None:
    """And the map finds in it at least what it finds in one of them alone."""
    wanted = [*dict.fromkeys(filter(None, wanted))]
    names = merged(top, below, wanted)
    if names is None:
        return
    assert len(names) == max(len(top), len(below))
    for at, name in enumerate(names):
        assert name or not any((*top[at : at + 1], *below[at : at + 1]))
    found = {name.casefold() for name in names}
    for alone in (top, below):
        assert sum(name in found for name in wanted) >= sum(
            name in {one.casefold() for one in alone} for name in wanted
        )
