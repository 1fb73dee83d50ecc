"""Cells made safe for tab-separated values and for terminals."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.render.cells import from_tsv_cell, shown, shown_in_line, tsv_cell

NAUGHTY = st.text() | st.text(alphabet="'=+-@\t\r\n＝ a;,\"|\\", max_size=6)


@given(NAUGHTY)
def test_tsv_cells_are_one_field_and_come_back(text: str) -> None:
    """A TSV cell has no tab and no line end, and reading takes back what writing was given."""
    written = tsv_cell(text)
    assert not set(written) & set("\t\r\n")
    assert from_tsv_cell(written) == text


@given(st.text())
def test_nothing_unseen_is_shown(text: str) -> None:
    """Shown text has no control character but the line feed, and no override of direction; one line has none."""
    for result, allowed in ((shown(text), "\n"), (shown_in_line(text), "")):
        for character in result:
            assert unicodedata.category(character) not in ("Cc", "Cs") or character in allowed
            assert (
                character not in "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029"
            )


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("\x1b[31m", "\\x1b[31m"), ("\x9b", "\\x9b"), ("a\x00b", "a\\x00b"), ("\u202egnp", "\\u202egnp"),
        ("\U000e0041", "\\U000e0041"), ("\ud800", "\\ud800"), ("café 你好 👩‍🚒", "café 你好 👩‍🚒"), ("a\nb", "a\nb"),
    ],
)  # fmt: skip
def test_shown(text: str, seen: str) -> None:
    """Escapes look the same everywhere; letters of any script, emoji and line feeds stay."""
    assert shown(text) == seen


def test_one_line() -> None:
    """White space of any kind is one space."""
    assert shown_in_line("  a \t\r\n b\fc ") == "a b c"
