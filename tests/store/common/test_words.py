"""What a search for words means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.store.common.words import contains, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Lampu PJU-12 mati!", ["lampu", "pju", "12", "mati"]),
        ("Café É", ["cafe", "e"]),
        ("a_b", ["a", "b"]),
        (" .,;", []),
    ],
)
def test_words_are_runs_of_letters_and_digits(text: str, words: list[str]) -> None:
    assert words_of(text) == words


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("lampu mati", True),
        ("lampu melati", True),
        ("lamp", False),
        ("lamp*", True),
        ('"lampu jalan mati"', True),
        ('"lampu mati"', False),
        ('"jalan ma*"', True),
        ("jalan-mati", True),
        ('"mati gang"', False),
        ("* -", False),
        ("", False),
    ],
)
def test_each_term_is_whole_in_one_of_the_texts(words: str, found: bool) -> None:
    """Words may stand in different texts; words in quotes stand one after the other in one."""
    assert contains(("Lampu jalan mati", None, "Gang Melati"), words) is found


@given(st.text(st.characters(max_codepoint=127)))
def test_what_is_plain_is_parted_as_everything_is(text: str) -> None:
    """Texts of plain letters take a shorter way to the same words."""
    assert [*words_of(text), "e"] == words_of(f"{text} é")
