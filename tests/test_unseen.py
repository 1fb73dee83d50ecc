"""Characters that are not to be seen, and the way back."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.unseen import UNSEEN, escaped, unescaped

CELLS = st.text() | st.text(st.sampled_from("\\xuU01fae\x1b\x00\u202e\u200b\ufeff\U000e0041\t\r\n\ud800é"), max_size=16)


@given(CELLS)
def test_escaped_cells_come_back(cell: str) -> None:
    """Also those in which somebody wrote what looks like one of our escapes."""
    assert unescaped(escaped(cell)) == cell


@given(CELLS)
def test_nothing_unseen_is_left_but_tabs_and_ends_of_lines(cell: str) -> None:
    """A carriage return alone would let a line be written over."""
    written = escaped(cell)
    assert not re.search(rf"(?![\t\r\n]){UNSEEN}", written)
    assert not re.search(r"\r(?!\n)", written)


@given(CELLS, CELLS)
def test_two_cells_are_never_written_alike(one: str, other: str) -> None:
    """Else one of them would come back as the other."""
    assert (escaped(one) == escaped(other)) == (one == other)


def test_every_character_that_acts_or_hides_is_unseen() -> None:
    """Controls, surrogates, overrides of direction and separators of lines, by Unicode's own table.

    Looked at are the blocks that have any.
    """
    blocks = (range(0x3100), range(0xD7F0, 0xE010), range(0xF900, 0x10800), range(0xE0000, 0xE0200))
    characters = [chr(code) for block in blocks for code in block]
    unseen = {*re.findall(UNSEEN, "".join(characters))}
    for character in characters:
        acts = unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") and character != "\n"
        turns = unicodedata.bidirectional(character) in ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
        assert not (acts or turns) or character in unseen
        assert unicodedata.category(character)[0] not in "LNPS" or character not in unseen


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("a\x1b[2J", "a\\x1b[2J"), ("\u202egnp", "\\u202egnp"), ("\U000e0041", "\\U000e0041"),
        ("a\tb\r\nc", "a\tb\r\nc"),
        ("a\rb", "a\\x0db"), ("C:\\temp", "C:\\temp"), ("\\x1b", "\\x5cx1b"), ("\\x1g", "\\x1g"), ("👩‍🚒", "👩‍🚒"),
    ],
)  # fmt: skip
def test_how_it_stands_there(cell: str, written: str) -> None:
    """The same everywhere; what was seen before stays as it is."""
    assert escaped(cell) == written


def test_an_escape_of_no_character_is_left() -> None:
    """Beyond the last one that Unicode has."""
    assert unescaped("\\Uffffffff \\U0010ffff") == "\\Uffffffff \U0010ffff"
