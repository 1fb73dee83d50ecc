"""Values of the command line: such that any store can keep them, and what is said of one that nobody knows."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.cli.dashes import looks_like_option, looks_like_text
from aduan_cli.cli.values import storable_value, unknown, unknown_word
from aduan_cli.i18n import choose
from aduan_cli.model import PRIORITIES

TEXTS = st.text() | st.text(st.characters(categories=["Cs", "Ll"]), max_size=4)
PLAIN = st.none() | st.booleans() | st.integers() | TEXTS
VALUES = st.recursive(PLAIN, lambda inner: st.lists(inner) | st.lists(inner).map(tuple), max_leaves=6)


@given(VALUES)
def test_any_value_can_be_kept_and_keeps_its_shape(value: Any) -> None:
    """Lists stay lists and tuples tuples; what is no text is left alone."""

    def walk(one: Any, other: Any) -> None:
        assert type(one) is type(other)
        if isinstance(one, (list, tuple)):
            assert len(one) == len(other)
            for pair in zip(one, other, strict=True):
                walk(*pair)
        elif isinstance(one, str):
            other.encode("utf-8")
        else:
            assert one == other

    walk(value, storable_value(value))


@given(st.text(max_size=20), st.lists(st.sampled_from(["dlh", "bpbd", "bmsda", "dinkes"]), unique=True, min_size=1))
def test_who_is_unknown_is_told_what_is_known(given: str, known: list[str]) -> None:
    """The nearest one, or those that there are."""
    sentence = str(unknown("unit", given, known))
    assert sentence.startswith(f"unknown unit '{given}'; ")
    assert any(f"{name}" in sentence for name in known)


def test_of_very_many_only_some_are_listed() -> None:
    sentence = str(unknown("unit", "zzzzzz", [f"x{number}" for number in range(40)]))
    assert sentence.endswith(", ...")
    assert sentence.count(", ") == 12


def test_fixed_words_are_named_in_the_users_language() -> None:
    choose("id")
    sentence = str(unknown_word("priority", "tingi", PRIORITIES))
    choose(None)
    assert "'tinggi'" in sentence
    assert "'high'" in str(unknown_word("priority", "hihg", PRIORITIES))


@given(st.text("ab-= _\t", max_size=10))
def test_a_word_is_a_text_or_an_option_and_never_both(word: str) -> None:
    assert not (looks_like_text(word) and looks_like_option(word))
    if looks_like_text(word) or looks_like_option(word):
        assert word.startswith("-")


@pytest.mark.parametrize(
    ("word", "is_text", "is_option"),
    [
        ("--kelurahan", False, True), ("--kelurahan=Margahayu Dua", False, True), ("-p", False, False),
        ("- sampah di pasar", True, False), ("-cepat datang", True, False), ("--", False, False),
        ("--to-do_x", False, True),
        ("-- sampah", True, False), ("--a b=c", True, False), ("sampah", False, False), ("--?", False, False),
    ],
)  # fmt: skip
def test_what_a_word_with_dashes_is_taken_for(word: str, is_text: bool, is_option: bool) -> None:
    assert (looks_like_text(word), looks_like_option(word)) == (is_text, is_option)
