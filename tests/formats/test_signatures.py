"""Signatures below a sheet, in one column or several."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.formats.signatures import Signatures

BEGINNINGS = (
    "Mengetahui,",
    "Bekasi, 30 November 2026",
    "Menyetujui",
    "Yang mengetahui, Kepala Dinas",
    "Bekasi, 30/11/2026",
)
BELOW = (
    "Kepala Dinas",
    "NIP. 19700101 199003 1 001",
    "BUDI SANTOSO",
    "Siti Aminah, S.Sos",
    "Drs. Ahmad, M.Si",
    "....",
    "_____",
)
CALLS = ("lampu jalan mati di depan pasar baru", "Penelepon melaporkan sampah", "sampah 3 hari belum diangkut")


def rows(*cells: str, column: int = 2) -> list[list[str]]:
    return [[""] * column + [cell] + [""] * 2 for cell in cells]


@pytest.mark.parametrize("beginning", BEGINNINGS)
@pytest.mark.parametrize("below", BELOW)
def test_what_stands_below_its_beginning_is_of_it(beginning: str, below: str) -> None:
    """Titles, numbers, names and lines to sign on, in the same column or beside it."""
    for aside in (-1, 0, 1):
        signatures = Signatures()
        assert signatures.is_part(rows(beginning)[0])
        assert signatures.is_part(rows(below, column=2 + aside)[0])


@pytest.mark.parametrize("below", BELOW[2:3])
def test_a_name_alone_begins_no_signature(below: str) -> None:
    """It may be all that somebody wrote of a call; nor does a name two columns away belong to one."""
    assert not Signatures().is_part(rows(below)[0])
    signatures = Signatures()
    assert signatures.is_part(rows(BEGINNINGS[0])[0])
    assert not signatures.is_part(rows(below, column=4)[0])


@pytest.mark.parametrize("words", CALLS)
def test_words_of_a_call_end_it(words: str) -> None:
    """And what stands below them is of none any more."""
    signatures = Signatures()
    assert signatures.is_part(rows(BEGINNINGS[0])[0])
    assert not signatures.is_part(rows(words)[0])
    assert not signatures.is_part(rows("BUDI SANTOSO")[0])


def test_two_signatures_side_by_side_are_one_block() -> None:
    """Each with its title, its name and its number."""
    signatures = Signatures()
    block = [
        ["Mengetahui,", "", "", "Bekasi, 30 November 2026"],
        ["Kepala Bidang", "", "", "Operator"],
        ["AHMAD YANI", "", "", "Siti Aminah"],
        ["NIP. 1970", "", "", "NIP. 1980"],
    ]
    assert all(signatures.is_part(row) for row in block)


def test_empty_rows_belong_to_none_and_do_not_end_it() -> None:
    """A space to sign in stands between title and name."""
    signatures = Signatures()
    assert signatures.is_part(rows("Kepala Dinas, mengetahui")[0]) is False
    assert signatures.is_part(rows("Mengetahui,")[0])
    assert not signatures.is_part(["", " - ", "\u00a0", ""])
    assert signatures.is_part(rows("BUDI SANTOSO")[0])


def test_it_goes_on_for_eight_rows_at_most() -> None:
    """A list of names further down is no signature."""
    signatures = Signatures()
    assert signatures.is_part(rows("Mengetahui,")[0])
    assert [signatures.is_part(rows("Siti Aminah")[0]) for _row in range(9)] == [True] * 8 + [False]


def test_a_call_between_ends_it_whoever_says_so() -> None:
    """The reader of a file tells of rows that are calls."""
    signatures = Signatures()
    assert signatures.is_part(rows("Mengetahui,")[0])
    signatures.end()
    assert not signatures.is_part(rows("Siti Aminah")[0])


@given(st.lists(st.lists(st.sampled_from([*BELOW, *CALLS, "", "12"]), min_size=3, max_size=3), max_size=8))
def test_without_a_beginning_nothing_is_a_signature(found: list[list[str]]) -> None:
    """Whatever names and titles stand below each other."""
    signatures = Signatures()
    assert not any(signatures.is_part(row) for row in found)
