"""What callers say for one of the choices of a question."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.complaint.spoken_choices import understood

SURE = ["ya", "tidak", "tidak tahu"]
STATE = ["sadar", "tidak sadar", "tidak tahu"]
BREATH = ["normal", "sesak", "tidak", "tidak tahu"]
DEPTH = ["mata kaki", "lutut", "pinggang", "dada atau lebih"]
INSIDE = "Masih ada orang di dalam?"
OUT = "Ada orang yang terjebak atau tidak bisa keluar?"


@pytest.mark.parametrize(
    ("said", "question", "choices", "meant"),
    [
        ("iya napas", "Apakah bernapas?", SURE, "ya"),
        ("masih sadar tapi linglung", "Apakah korban sadar?", SURE, "ya"),
        ("masih sadar tapi linglung", "Bagaimana keadaan korban?", STATE, "sadar"),
        ("sudah tidak sadar dari tadi", "Bagaimana keadaan korban?", STATE, "tidak sadar"),
        ("semua sudah keluar", INSIDE, SURE, "tidak"),
        ("sudah keluar semua pak", OUT, SURE, "tidak"),
        ("ada nenek di dalam", INSIDE, SURE, "ya"),
        ("tidak ada pak", INSIDE, SURE, "tidak"),
        ("nggak tau", INSIDE, SURE, "tidak tahu"),
        ("kurang tahu", INSIDE, SURE, "tidak tahu"),
        ("sedengkul", "Setinggi apa?", DEPTH, "lutut"),
        ("sepinggang orang dewasa", "Setinggi apa?", DEPTH, "pinggang"),
        ("sudah seleher", "Setinggi apa?", DEPTH, "dada atau lebih"),
        ("sebetis", "Setinggi apa?", DEPTH, "lutut"),
        ("napasnya sesak", "Apakah bernapas?", BREATH, "sesak"),
    ],
)
def test_what_is_said_is_the_choice_that_is_meant(said: str, question: str, choices: list[str], meant: str) -> None:
    assert understood(said, question, choices) == meant


@pytest.mark.parametrize(
    ("said", "question", "choices"),
    [
        ("semua sudah keluar kecuali nenek", INSIDE, SURE),
        ("belum semua keluar", INSIDE, SURE),
        ("tidak, masih ada anak", INSIDE, SURE),
        ("iya tidak ada", INSIDE, SURE),
        ("iya napas", "Apakah bernapas?", BREATH),
        ("tidak begitu sadar", "Apakah korban hidup?", STATE),
        ("dari lutut sampai dada", "Setinggi apa?", DEPTH),
        ("belum sampai dada", "Setinggi apa?", DEPTH),
        ("gak selutut", "Setinggi apa?", DEPTH),
        ("tidak ada air", "Setinggi apa?", DEPTH),
        ("panik", INSIDE, SURE),
        ("", INSIDE, SURE),
    ],
)
def test_what_may_mean_either_is_asked_again(said: str, question: str, choices: list[str]) -> None:
    """Nobody is taken for safe by a guess."""
    assert understood(said, question, choices) is None


@given(st.text(), st.text(), st.lists(st.sampled_from([*SURE, *STATE, *BREATH, *DEPTH]), unique=True))
def test_whatever_is_said_a_choice_or_nothing_is_understood(said: str, question: str, choices: list[str]) -> None:
    assert understood(said, question, choices) in (None, *choices)
