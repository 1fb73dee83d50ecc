"""What tells records of files apart: a sheet that was opened and saved again is known, two records are never one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.complaint.identity import APART, identity, joined, same

CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters=APART), max_size=12) | st.sampled_from(
    ["", "-", " - ", "7", "007", "7.0", "7,00", "1.000", "a\r\nb", "a\rb", "1.5", "0.0", " 12 "]
)
ROWS = st.lists(CELLS, min_size=1, max_size=5)


@given(ROWS)
def test_a_sheet_saved_again_is_the_same(row: list[str]) -> None:
    """With spaces, other line ends, `.0` after whole numbers, a dash for what is empty."""
    ended = [cell if "\r" in cell else cell.replace("\n", "\r\n") for cell in row]
    saved = [f" {cell}\t" if cell.strip() else "-" for cell in ended]
    assert joined(saved) == joined(row)
    numbers = [f"{cell}.0" if cell.isascii() and cell.isdecimal() else cell for cell in row]
    assert joined(numbers) == joined(row)


@given(ROWS)
def test_what_is_joined_is_joined_for_good(row: list[str]) -> None:
    text = joined(row)
    assert joined(text.split(APART)) == text
    assert text.count(APART) == len(row) - 1


@given(ROWS, ROWS)
def test_rows_are_one_only_where_every_cell_means_the_same(one: list[str], other: list[str]) -> None:
    """No cell runs into the next."""
    equal = len(one) == len(other) and all(same(a, b) for a, b in zip(one, other, strict=True))
    assert (joined(one) == joined(other)) == equal


@pytest.mark.parametrize(
    ("one", "other"),
    [("1.000", "1"), ("007", "7"), ("1.5", "15"), ("7.0a", "7a"), ("a", "A"), ("12.000", "12"), ("", "0"), ("-7", "7")],
)
def test_what_only_looks_alike_stays_apart(one: str, other: str) -> None:
    """Thousands, leading zeros, letters."""
    assert not same(one, other)
    assert joined([one]) != joined([other])


@given(st.text(max_size=8), st.text(max_size=8))
def test_a_record_is_known_by_its_key_and_without_one_by_its_content(key: str, content: str) -> None:
    found = identity(key, content)
    assert len(found.key) == len(found.content) == 8
    assert found.content == identity("", content).content
    if not key.strip(APART + " -"):
        assert found.key == found.content
    else:
        assert found.key == identity(key, content + "x").key


VALUES = st.recursive(
    st.none() | st.integers() | CELLS, lambda inner: st.dictionaries(st.text(max_size=3), inner, max_size=2)
)


@given(VALUES, VALUES)
def test_sameness_is_the_same_both_ways(one: object, other: object) -> None:
    assert same(one, one)
    assert same(one, other) == same(other, one)
    assert same({"a": one}, {"a": other}) == same(one, other)
    assert not same({"a": one}, {"b": one})
