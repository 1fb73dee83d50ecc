"""Names of streets in a text: where they begin, whether they are the place or another one's, however they are spelt."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aduan_cli.street_words import STREET, TITLES, is_on, is_on_another, named_so, names_after_streets, without_street
from aduan_cli.text import Folded

WORDS = st.sampled_from(["melati", "indah", "raya", "jend", "jl", "12", "dekat", "di", "lampu"])


def on(text: str, name: str = "melati") -> bool | None:
    """Say whether the incident is on the street of a name; the text must name it once."""
    folded = Folded(text)
    at = folded.tokens.index(name)
    ((word, last),) = named_so(folded, (at, at))
    return is_on(folded, word, last)


@pytest.mark.parametrize(
    ("name", "bare"),
    [("Jl. Raya Melati", "melati"), ("Jalan Jend. H. Melati", "melati"), ("Melati", "melati"), ("Jl. Raya", ""),
     ("", ""), ("Melati Raya", "melati raya")],
)  # fmt: skip
def test_the_bare_name_of_a_street_has_no_word_for_it_before(name: str, bare: str) -> None:
    assert without_street(name) == bare


@given(st.lists(WORDS, max_size=6).map(" ".join))
@settings(max_examples=20)
def test_a_bare_name_stays_as_it_is_and_its_end_is_never_lost(name: str) -> None:
    bare = without_street(name)
    assert without_street(bare) == bare
    assert name.endswith(bare)
    assert not bare or bare.split()[0] not in STREET | TITLES


@given(st.lists(WORDS, max_size=8).map(" ".join))
@settings(max_examples=20)
def test_a_name_begins_behind_its_word_and_is_found_again_by_its_words(text: str) -> None:
    folded = Folded(text)
    for word, first in names_after_streets(folded):
        assert word < first < len(folded.tokens)
        assert folded.tokens[word] in STREET
        assert set(folded.tokens[word + 1 : first]) <= TITLES
        assert (word, first) in named_so(folded, (first, first))


@pytest.mark.parametrize("spelt", ["Jl. Melati Indah", "jln melatiindah", "di Jalan Raya Melati-Indah"])
def test_a_street_is_named_joined_and_spaced_alike(spelt: str) -> None:
    folded = Folded(f"melati indah: lampu mati {spelt} sejak kemarin")
    ((_word, last),) = named_so(folded, (0, 1))
    assert folded.tokens[last + 1] == "sejak"


def test_the_beginning_of_a_longer_name_is_not_that_street() -> None:
    folded = Folded("melati: rusak di jl melatiku")
    assert named_so(folded, (0, 0)) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Jl. Melati gelap", True),
        ("lampu mati di Jl. Melati", True),
        ("lampu mati dijalan melati", True),
        ("pohon tumbang dekat Jl Melati", False),
        ("macet dari jl melati", False),
        ("lampu mati di Jl. Melati Raya", False),
        ("lampu mati di Jl. Melati 3", False),
        ("bapak saya jl melati", None),
    ],
)
def test_the_words_around_a_street_say_whether_it_is_the_place(text: str, expected: bool | None) -> None:
    assert on(text) is expected


def test_a_street_that_is_known_already_is_no_other_one_and_a_nameless_road_is_none() -> None:
    folded = Folded("lampu mati di jl melati")
    assert is_on_another(folded, ())
    assert not is_on_another(folded, (3,))
    assert not is_on_another(Folded("lubang di jalan yang rusak"), ())
    assert not is_on_another(Folded("dekat jl melati"), ())
