"""Numbers, lengths and counts out of words: those that are said, where they stand, and none that nobody said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.rules.readings.quantities import UNITS, Quantity, counts, lengths, numbers
from aduan_cli.rules.readings.tokens import words_of

WORDS = st.sampled_from(
    ["1", "2,5", "20", "1/2", "dua", "puluh", "ratus", "ribu", "juta", "belas", "setengah", "se", "seratus", "m", "cm",
     "mm", "km", "meter", "persegi", "kk", "unit", "lebih", "an", "rt", "05", "puluhan", ",", ".", "banjir"]
)  # fmt: skip
TEXTS = st.lists(WORDS, max_size=12).map(" ".join)
KNOWN = {"puluhan": 40.0}


def found(text: str) -> list[tuple[str, float]]:
    """Return the numbers of a text, each with its words."""
    words = words_of(text, {})
    return [(_said(words, one), one.value) for one in numbers(words, KNOWN)]


def measured(text: str) -> list[tuple[str, float]]:
    words = words_of(text, {})
    return [(_said(words, one), one.value) for one in lengths(words, KNOWN)]


def counted(text: str, *of: tuple[int, int, float]) -> list[tuple[str, float]]:
    words = words_of(text, {})
    return [(_said(words, one), one.value) for one in counts(words, KNOWN, of)]


def _said(words: list, one: Quantity) -> str:
    return " ".join(word.text for word in words[one.first : one.last + 1])


# -- numbers


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("dua puluh lima", [("dua puluh lima", 25)]),
        ("dua tiga", [("dua", 2), ("tiga", 3)]),
        ("seratus dua puluh", [("seratus dua puluh", 120)]),
        ("2 ribu", [("2 ribu", 2000)]),
        ("1,5 juta", [("1,5 juta", 1_500_000)]),
        ("dua ratus ribu", [("dua ratus ribu", 200_000)]),
        ("3 ratus ribu", [("3 ratus ribu", 300_000)]),
        ("puluhan ribu", [("puluhan ribu", 40_000)]),
        ("setengah", [("setengah", 0.5)]),
        ("satu setengah", [("satu setengah", 1.5)]),
        ("2 setengah", [("2 setengah", 2.5)]),
        ("2 1/2", [("2 1/2", 2.5)]),
        ("2½", [("2 1/2", 2.5)]),
        ("dua 1/2", [("dua", 2), ("1/2", 0.5)]),
        ("1,5 setengah", [("1,5", 1.5), ("setengah", 0.5)]),
        ("2 ribu setengah", [("2 ribu setengah", 2000.5)]),
        ("ribu", []),
        ("belas", []),
        ("rt 05", []),
        ("dua puluh, lima", [("dua puluh", 20), ("lima", 5)]),
        ("2, ribu", [("2", 2)]),
        ("2, setengah", [("2", 2), ("setengah", 0.5)]),
        ("2, 1/2", [("2", 2), ("1/2", 0.5)]),
        ("puluh dua", [("dua", 2)]),
    ],
)
def test_a_number_is_as_long_as_it_is_said(text: str, expected: list[tuple[str, float]]) -> None:
    assert found(text) == expected


@given(TEXTS)
def test_numbers_stand_one_behind_the_other_and_are_said_by_their_words(text: str) -> None:
    """None overlaps another one, each is above nought, and of its words alone the same number is read."""
    words = words_of(text, {})
    last = -1
    for one in numbers(words, KNOWN):
        assert last < one.first <= one.last == one.number
        last = one.last
        assert one.value > 0
        alone = [*numbers(words[one.first : one.last + 1], KNOWN)]
        assert [(more.first, more.last, more.value) for more in alone] == [(0, one.last - one.first, one.value)]


@pytest.mark.parametrize("word", ["juta", "ribu", "ratus", "puluh"])
@pytest.mark.parametrize("behind", ["mm", "setengah m", "km", "kk"])
def test_a_number_without_end_is_read_to_an_end(word: str, behind: str) -> None:
    """Whatever somebody pastes: the call must be stored."""
    text = f"1 {word} " + f"{word} " * 400 + behind
    for value in (value for _said, value in [*found(text), *measured(text), *counted(text, (402, 402, 4.5))]):
        assert 0 < value < 10**30


# -- lengths


@pytest.mark.parametrize("unit", sorted(UNITS))
def test_every_unit_is_so_many_centimetres(unit: str) -> None:
    assert measured(f"air 3 {unit}") == [(f"3 {unit}", pytest.approx(3 * UNITS[unit]))]
    assert measured(f"air tiga {unit} lebih") == [(f"tiga {unit}", pytest.approx(3 * UNITS[unit]))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2 meter 20 cm", [("2 meter 20 cm", 220)]),
        ("2 meter 20 senti", [("2 meter 20 senti", 220)]),
        ("2 meter lebih 20 cm", [("2 meter", 200), ("20 cm", 20)]),
        ("2 meter 120 cm", [("2 meter", 200), ("120 cm", 120)]),
        ("2 meter 5 mm", [("2 meter", 200), ("5 mm", 0.5)]),
        ("2 m 3 m", [("2 m", 200), ("3 m", 300)]),
        ("2 m 3 m 20 cm", [("2 m", 200), ("3 m 20 cm", 320)]),
        ("20 cm 2 meter", [("20 cm", 20), ("2 meter", 200)]),
        ("2 meter setengah", [("2 meter setengah", 250)]),
        ("2 meter setengah km", [("2 meter", 200), ("setengah km", 50_000)]),
        ("2 meter setengah 20 cm", [("2 meter setengah 20 cm", 270)]),
        ("setengah meter", [("setengah meter", 50)]),
        ("10 meter persegi", []),
        ("10 m2", []),
        ("1 meter, 20 cm", [("1 meter", 100), ("20 cm", 20)]),
        ("1 meter, setengah jam", [("1 meter", 100)]),
        ("2, meter", []),
        ("10 m²", []),
        ("10 m2 lahan", []),
        ("10 m² lahan", []),
        ("10 m 2", []),
        ("10 m 2, banjir", []),
        ("10 square", []),
        ("50 cm, 2 rumah", [("50 cm", 50)]),
        ("50 cm 3 rumah", [("50 cm", 50)]),
        ("50 cm. persegi", [("50 cm", 50)]),
        ("10", []),
        ("meter", []),
    ],
)
def test_metres_and_centimetres_are_one_length_where_they_stand_together(
    text: str, expected: list[tuple[str, float]]
) -> None:
    assert measured(text) == expected


@given(TEXTS)
def test_lengths_are_told_in_their_order_and_never_twice(text: str) -> None:
    words = words_of(text, {})
    ends = [(one.first, one.last) for one in lengths(words, KNOWN)]
    assert all(before[1] < after[0] for before, after in zip(ends, ends[1:], strict=False))  # noqa: RUF007
    assert all(words[last].text in UNITS or words[last].text == "setengah" for _first, last in ends)


# -- counts


@pytest.mark.parametrize(
    ("text", "of", "expected"),
    [
        ("20 kk", [(1, 1, 4)], [("20 kk", 80)]),
        ("20 unit kk", [(2, 2, 4)], [("20 unit kk", 80)]),
        ("20 buah unit kk", [(3, 3, 4)], []),
        ("20 orang kk", [(2, 2, 4)], []),
        ("dua puluh kepala keluarga", [(2, 3, 4)], [("dua puluh kepala keluarga", 80)]),
        ("2 kepala keluarga", [(1, 1, 1), (1, 2, 4)], [("2 kepala keluarga", 8)]),
        ("2 kepala keluarga", [(1, 2, 4), (1, 1, 1)], [("2 kepala keluarga", 8)]),
        ("satu rw 05", [(1, 1, 400)], []),
        ("satu rw dan", [(1, 1, 400)], [("satu rw", 400)]),
        ("satu rw", [(1, 1, 400)], [("satu rw", 400)]),
        ("kk 20", [(0, 0, 4)], []),
        ("20 kk 3 anak", [(1, 1, 4)], [("20 kk", 80)]),
        ("korban 5, rumah rusak", [(2, 2, 4)], []),
        ("dua rw, 20 rumah", [(1, 1, 400), (3, 3, 4)], [("dua rw", 800), ("20 rumah", 80)]),
        ("puluhan kk", [(1, 1, 4)], [("puluhan kk", 160)]),
    ],
)
def test_what_is_counted_stands_behind_its_number(
    text: str, of: list[tuple[int, int, float]], expected: list[tuple[str, float]]
) -> None:
    """Of two that begin there the longer one; an address has a number of its own behind it."""
    assert counted(text, *of) == expected
