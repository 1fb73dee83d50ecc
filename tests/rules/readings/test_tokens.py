"""Words of a text: which numbers are counted or measured, and which name something, end a sentence, or are cut."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aduan_cli.rules.readings.tokens import LONGEST, Word, words_of


def values(text: str) -> list[float]:
    return [word.value for word in words_of(text, {}) if word.value is not None]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Banjir sejak Desember. 40 rumah terendam", [40]),
        ("air naik sudah dua jam, 20 rumah terendam", [20]),
        ("tidak punya telepon; 3 orang terjebak", [3]),
        ("macet di tol sepanjang dua kilometer\n5 mobil mogok", [5]),
    ],
)
def test_a_word_that_would_name_a_number_does_not_reach_into_the_next_clause(text: str, expected: list[float]) -> None:
    assert values(text) == expected


@pytest.mark.parametrize("word", ["no", "rt", "tlp", "hp", "km", "lt", "kav", "nmr", "tgl", "thn", "pkl", "telp", "wa"])
@pytest.mark.parametrize("between", [" ", ". ", ".", ": "])
def test_a_number_behind_an_abbreviation_names_something(word: str, between: str) -> None:
    assert values(f"rumah saya {word}{between}12 di pojok") == []


@pytest.mark.parametrize(
    "text", ["blok A5", "ke-2", "12/05/2024", "0812 3456 7890", "RT 03/04", "jam 5", "21 Mei 2024 jam 10", "rw-7"]
)
def test_no_phone_date_time_or_code_says_a_number(text: str) -> None:
    assert values(text.replace("21 Mei", "Mei")) == []


@pytest.mark.parametrize(
    ("text", "expected"), [("10-20 cm", [10, 20]), ("1½ meter", [1, 0.5]), ("1/4 jalan", [0.25]), ("1.500 kk", [1500])]
)
def test_ranges_halves_and_thousands_are_numbers(text: str, expected: list[float]) -> None:
    assert values(text) == expected


@pytest.mark.parametrize("room", range(1, 12))
def test_a_number_at_the_end_of_what_is_looked_at_is_never_read_in_half(room: int) -> None:
    text = "a" * (LONGEST - room - 1) + " 123456 rumah"
    assert values(text) in ([], [123456])
    assert values(text) or room < 8


@pytest.mark.parametrize("text", [" " * (LONGEST + 1), "a" * (LONGEST + 1), "", "\n" * (LONGEST + 1)])
def test_texts_without_a_place_to_cut_them_are_read_as_well(text: str) -> None:
    assert [word.said for word in words_of(text, {})] == (["a" * LONGEST] if "a" in text else [])


@given(st.text(st.sampled_from("ab1 ,.;\n½-/0rt"), max_size=40))
@settings(max_examples=60)
def test_clauses_and_sentences_only_grow_and_a_sentence_ends_its_clause(text: str) -> None:
    words = words_of(text, {})
    for before, after in pairwise(words):
        assert before.clause <= after.clause
        assert before.sentence <= after.sentence
        assert before.sentence == after.sentence or before.clause < after.clause


def test_a_comma_ends_a_clause_and_a_full_stop_a_sentence_but_not_behind_an_abbreviation() -> None:
    words = words_of("Di Jl. Mawar, mati. Gelap", {})
    assert [(word.said, word.clause, word.sentence) for word in words] == [
        ("di", 0, 0), ("jl", 0, 0), ("mawar", 0, 0), ("mati", 1, 0), ("gelap", 2, 1),
    ]  # fmt: skip


def test_a_synonym_stands_for_the_word_and_what_was_said_is_kept() -> None:
    assert words_of("Lobang", {"lobang": "lubang"}) == [Word("lubang", 0, 0, "lobang")]
