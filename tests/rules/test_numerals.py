"""Numbers as people write them: the one reader."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.rules.engine import compare
from aduan_cli.rules.numerals import number


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("1.000", 1000), ("12.500", 12500), ("1.250.123", 1250123), ("1.500,5", 1500.5), ("1,500.5", 1500.5),
        ("1,234,567", 1234567), ("-2.000", -2000), ("0.125", 0.125), ("0,125", 0.125), ("1234,567", 1234.567),
        ("1.1250", 1.125), ("1.0", 1), ("1,00", 1), ("30,5", 30.5), (" 12 ", 12), ("007", 7), (".5", 0.5), ("+3", 3),
        (1e22, 10**22), (1.125, 1.125),
    ],
)  # fmt: skip
def test_thousands_and_fractions(written: object, read: float) -> None:
    """Thousands are read as they are written here and in English, fractions with point or comma."""
    assert number(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("dua", 2), ("Nol", 0), ("sepuluh", 10), ("sebelas", 11), ("dua belas", 12), ("dua puluh lima", 25),
        ("seratus", 100), ("seratus lima puluh", 150), ("seribu dua ratus", 1200), ("dua ribu lima", 2005),
        ("dua-puluh", 20), ("setengah", 0.5), ("satu setengah", 1.5), ("seratus dua belas", 112),
    ],
)  # fmt: skip
def test_numbers_in_words_are_read(written: str, read: float) -> None:
    """A caller says "dua", and the officer types what he hears."""
    assert number(written) == read


@pytest.mark.parametrize(
    "written",
    ["dua tiga", "puluh", "belas", "dua puluh puluh", "dua ribu ribu", "", "duaan", "se", "dua orang", "dua nol",
     "sebelas dua", "dua puluh ratus", "setengah dua"],
)  # fmt: skip
def test_words_that_are_no_number_are_refused(written: str) -> None:
    with pytest.raises(ValueError, match="a number would be right"):
        number(written)


@pytest.mark.parametrize(("written", "whole"), [("1,000", 1000), ("1.125", 1125), ("12,500", 12500), ("-1,005", -1005)])
def test_what_may_mean_two_things_is_no_number(written: str, whole: int) -> None:
    """It is said what would be right, and both that it names can be read."""
    with pytest.raises(ValueError, match=f"it may mean {whole} or a fraction") as told:
        number(written)
    right = str(told.value).partition("; ")[2].removesuffix(", would be right").split(", or ")
    assert [number(text) for text in right] == [whole, float(written.replace(",", "."))]


@given(st.integers(-(10**9), 10**9))
def test_a_whole_number_with_thousands_set_apart_is_that_number(value: int) -> None:
    """Millions in either manner, and in the Indonesian one all that ends in a zero."""
    written = f"{value:,}"
    if written.count(",") != 1:
        assert number(written) == value
    if written.count(",") != 1 or written.endswith("0"):
        assert number(written.replace(",", ".")) == value


@pytest.mark.parametrize(("written", "holds"), [("1.000", True), ("1,000", False), ("1_000", False), ("1e3", False)])
def test_rules_compare_what_is_meant(written: str, holds: bool) -> None:
    """A field or an answer that nobody fitted is read as an answer is."""
    assert compare(written, ">=", 100) is holds
