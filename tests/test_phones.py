"""Phones: one form for all spellings, words kept where no number is, and nothing that raises."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.errors import UsageError
from aduan_cli.phones import (
    MAX_FIELD,
    eaten_numbers,
    mask_phone,
    normalise_phone,
    phone_keys,
    phone_query,
    without_eaten,
)


@pytest.mark.parametrize(
    ("given_as", "expected"),
    [
        ("081234567890", "+6281234567890"),
        ("81234567890", "+6281234567890"),  # a spreadsheet ate the 0
        ("81234567890.0", "+6281234567890"),  # and took it for a measure
        ("0812-3456-7890", "+6281234567890"),
        ("+62 812 3456 7890", "+6281234567890"),
        ("+62 (0)812 3456 7890", "+6281234567890"),
        ("6281234567890", "+6281234567890"),
        ("006281234567890", "+6281234567890"),
        ("06281234567890", "+6281234567890"),
        ("0811234567", "+62811234567"),
        ("021-8000-4677", "+622180004677"),
        ("(021) 8800 1234", "+622188001234"),
        ("2180004677", "+622180004677"),
        ("62 21 8000 4677", "+622180004677"),
        ("0800 1234567", "+628001234567"),
        ("+65 6123 4567", "+6561234567"),
        ("0065 6123 4567", "+6561234567"),
        ("\u0968\u0967\u096e\u0966\u0966\u0966\u096a\u096c\u096d\u096d", "+622180004677"),
        (
            "\uff0b\uff16\uff12\uff18\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18\uff19\uff10",
            "+6281234567890",
        ),
    ],
)
def test_every_spelling_of_a_number_has_one_form(given_as: str, expected: str) -> None:
    """Mobile and landline, with 0, without it, with 62, +62 or 0062, foreign, and in digits of any script."""
    assert normalise_phone(given_as) == expected


@pytest.mark.parametrize("between", [" / ", "/", " & ", ", ", ";", " atau ", "\n", "  ", " dan "])
def test_two_numbers_in_one_field_are_both_kept(between: str) -> None:
    """Whatever stands between two numbers, both are found, in their order."""
    assert normalise_phone(f"81234567890{between}021-80004677") == "+6281234567890;+622180004677"


def test_the_same_number_twice_is_one() -> None:
    """A caller who gives a number in two spellings has one number."""
    assert normalise_phone("81234567890 / +62 812-3456-7890") == "+6281234567890"


@pytest.mark.parametrize("number", ["119", "110", "112", "1500444", "14045", "88004567"])
def test_service_and_local_numbers_stay_as_they_are(number: str) -> None:
    """A number that has no +62 form is not bent into one."""
    assert normalise_phone(number) == number
    assert phone_keys(number) == [number]


@pytest.mark.parametrize("nothing", [None, "", " ", "-", "--", "\t-\n", "0", "N/A"])
def test_an_empty_field_or_a_dash_is_nothing(nothing: str | None) -> None:
    """What spreadsheets write for no phone is null."""
    assert normalise_phone(nothing) is None


def test_words_beside_a_readable_number_are_dropped() -> None:
    """The words are in the original, which is kept beside."""
    assert normalise_phone("WA istri 0812-3456-7890 (malam)") == "+6281234567890"


@pytest.mark.parametrize("words", ["tidak ada", "tidak mau menyebut", "rumah no 12", "8.12E+10", "8129", "0" * 40])
def test_words_stay_when_no_number_is_readable(words: str) -> None:
    """Nothing is lost: what can't be read stays as it stands, stripped, and is no key."""
    assert normalise_phone(f"  {words} ") == words
    assert phone_keys(words) == []


def test_a_digit_inside_a_word_is_no_number() -> None:
    """Letters that touch digits make them part of a word."""
    assert normalise_phone("abc081234567890") == "abc081234567890"


def test_a_field_of_any_length_is_left_alone() -> None:
    """A novel in the phone field costs nothing and stays."""
    novel = "081234567890 " * MAX_FIELD
    assert normalise_phone(novel) == novel.strip()


def test_the_keys_of_a_field_are_its_numbers() -> None:
    """Each number of a field can be looked up on its own; nothing has no keys."""
    assert phone_keys("+6281234567890;+622180004677") == ["+6281234567890", "+622180004677"]
    assert phone_keys(None) == []
    assert phone_keys("") == []


@pytest.mark.parametrize("typed", ["0812 3456 7890", "81234567890", "+6281234567890", "62812-3456-7890"])
def test_any_spelling_finds_the_caller(typed: str) -> None:
    """What an officer types for --phone is brought to the form under which it is stored."""
    assert phone_query(typed) == "+6281234567890"


@pytest.mark.parametrize("typed", ["", "-", "budi", "0812 3456 7890, 021-80004677", "\x1b[31m" * 30])
def test_what_is_not_one_number_cannot_be_looked_up(typed: str) -> None:
    """A usage error that shows forms that are right, in one printable line."""
    with pytest.raises(UsageError, match="is not one phone number; write it like") as caught:
        phone_query(typed)
    assert str(caught.value).isprintable()


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("+6281234567890", "+6281******890"),
        ("+6281234567890;+622180004677", "+6281******890;+6221*****677"),
        ("+6561234567", "+6561***567"),
        ("88004567", "88****67"),
        ("119", "119"),
        ("1500444;+6281234567890", "1500444;+6281******890"),
        ("tidak ada", "tidak ada"),
        ("rumah no 12", "rumah no **"),
        ("8129", "****"),
        ("\u0664\u0662", "**"),
        (None, None),
    ],
)
def test_a_masked_number_is_recognised_and_not_told(number: str | None, masked: str | None) -> None:
    """The first five and last three stay; service numbers are public; digits in words are hidden."""
    assert mask_phone(number) == masked


@given(st.text(alphabet=st.one_of(st.sampled_from("0123456789+-() /&,;."), st.characters()), max_size=60))
def test_nothing_that_a_caller_gives_raises(given_as: str) -> None:
    """Any text has a form that stays itself, whose keys are looked up under themselves and are masked."""
    normalised = normalise_phone(given_as)
    masked = mask_phone(normalised)
    assert (normalised is None) == (masked is None)
    for key in phone_keys(normalised):
        assert phone_query(key) == key
        assert len(key) <= 7 or sum(c == "*" for c in mask_phone(key) or "") >= 3


@given(st.from_regex(r"8[1-9][0-9]{7,10}", fullmatch=True))
def test_all_spellings_of_any_mobile_number_meet(national: str) -> None:
    """No length of mobile number is taken for something else in one of its spellings."""
    spellings = ["0", "", "+62", "62", "0062", "+62 0", "'", "WA "]
    assert {normalise_phone(start + national) for start in spellings} == {"+62" + national}


def test_naughty_strings_do_not_raise() -> None:
    """The Big List of Naughty Strings passes through, and what is no number stays as it stands."""
    folder = os.environ.get("ADUAN_TEST_DATA")
    if not folder:
        pytest.skip("ADUAN_TEST_DATA is not set: no list of naughty strings")
    strings = json.loads((Path(folder) / "robust" / "blns.json").read_text(encoding="utf-8"))
    assert len(strings) > 400
    for string in strings:
        normalised = normalise_phone(string)
        mask_phone(normalised)
        assert normalised is None or phone_keys(normalised) or normalised == string.strip()


@pytest.mark.parametrize(
    ("said", "eaten", "kept"),
    [
        ("6,28123E+12", ["6,28123E+12"], None),
        ("8.12E+10 / 0812 0000 0001", ["8.12E+10"], "+6281200000001"),
        ("6.281200000001E+12", [], "+6281200000001"),
        ("8,1200000001e+10", [], "+6281200000001"),
        ("+62 812 0000 0001", [], "+6281200000001"),
        ("rumah 1E+2", [], "rumah 1E+2"),
    ],
)
def test_what_a_spreadsheet_ate_of_a_number_is_known(said: str, eaten: list[str], kept: str | None) -> None:
    """A number in the form of science lacks its last digits unless all are written; what stands beside it counts."""
    assert eaten_numbers(said) == eaten
    assert normalise_phone(without_eaten(said)) == kept
