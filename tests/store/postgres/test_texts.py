"""Texts that a server can't keep as they are, and those that look like what stands for them, come back as they were."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.store.postgres.texts import kept, restored_row
from aduan_cli.store.postgres.texts import restored as as_given

TEXTS = st.text(st.sampled_from("a0\0\U0010ffff1é'\\"), max_size=12)


@given(TEXTS | st.text())
def test_every_text_comes_back_as_it_was_and_is_kept_without_a_nul(text: str) -> None:
    assert as_given(kept(text)) == text
    assert "\0" not in kept(text)


@given(TEXTS, TEXTS)
def test_no_two_texts_are_kept_alike(one: str, other: str) -> None:
    """A key, or what a rule file says, would be another one's."""
    assert (kept(one) == kept(other)) == (one == other)


@given(st.lists(TEXTS | st.integers() | st.none() | st.binary(max_size=4), max_size=6).map(tuple))
def test_a_row_comes_back_value_by_value(row: tuple[object, ...]) -> None:
    assert restored_row(tuple(map(kept, row))) == row


@pytest.mark.parametrize("value", [None, 0, 1.5, b"\0", True])
def test_what_is_no_text_is_left_alone(value: object) -> None:
    assert kept(value) is value
    assert as_given(value) is value


def test_a_plain_text_is_kept_as_it_is() -> None:
    """So that any other program reads it, and indexes find it by itself."""
    for text in ("", "sampah", "Café É \U0001f600"):
        assert kept(text) is text
