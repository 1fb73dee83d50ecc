"""Fitting answers to their questions: the one place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.rules.answers import Asked, fitted, fitting

CONSCIOUS = ("sadar", "Apakah korban sadar?", "choice", ["ya", "tidak", "tidak tahu"])
DEPTH = ("air", "Berapa cm?", "number", [])
NAMES = st.sampled_from(["ya", "tidak", "tidak tahu", "terbatas", "Terang", "2", "10"])


@given(st.lists(NAMES, min_size=1, unique=True), st.data())
def test_a_choice_in_any_case_is_that_choice(choices: list[str], data: st.DataObject) -> None:
    """Whatever the case and the spaces around it, a choice that is given whole is kept as the question writes it."""
    choice = data.draw(st.sampled_from(choices))
    spelt = data.draw(st.sampled_from([choice, choice.upper(), choice.title(), f" {choice} "]))
    same = [other for other in choices if other.casefold() == choice.casefold()]
    assert fitting(spelt, "choice", choices) in same


@given(
    st.dictionaries(st.sampled_from(["sadar", "air", "lain"]), NAMES | st.integers() | st.floats() | st.text()),
)
def test_what_is_fitted_fits(answers: dict[str, object]) -> None:
    """Fitting twice is fitting once, no answer is lost, and what doesn't fit stays as it was given."""
    once = fitted(answers, [CONSCIOUS, DEPTH])
    assert once.answers.keys() == answers.keys()
    again = fitted(once.answers, [CONSCIOUS, DEPTH])
    assert repr(again) == repr(once)
    for name in once.unfit:
        assert once.answers[name] is answers[name]


@pytest.mark.parametrize(
    ("given_", "kept"), [("Tidak", "tidak"), ("TIDAK T", "tidak tahu"), ("Y", "ya"), ("3", "tidak tahu"), (1, "ya")]
)
def test_beginnings_and_places_of_a_choice(given_: object, kept: str) -> None:
    """A beginning is enough, of several the one that the others begin with; so is the place in the list."""
    assert fitting(given_, "choice", CONSCIOUS[3]) == kept


@pytest.mark.parametrize(("given_", "kept"), [("30,5", 30.5), ("1.0", 1), (7, 7), (" 12 ", 12)])
def test_numbers(given_: object, kept: float) -> None:
    """A number is one with a comma as well, and whole where it is whole."""
    assert fitting(given_, "number", ()) == kept


@pytest.mark.parametrize("given_", ["", "nan", "inf", "lima", "1e999", True])
def test_no_number(given_: object) -> None:
    """What is no number says so."""
    with pytest.raises(ValueError, match="a number would be right"):
        fitting(given_, "number", ())


def test_an_answer_without_its_category_is_fitted_where_the_question_is_one() -> None:
    """A rule may look at an answer whatever the category; a question that means two things is left alone."""
    asked = Asked({"ambulans": [CONSCIOUS, DEPTH], "banjir": [("air", "Setinggi apa?", "choice", ["lutut", "dada"])]})
    found = asked.fit({"sadar": "Tidak", "air": "Lutut"}, None)
    assert found == ({"sadar": "tidak", "air": "Lutut"}, {})
    assert asked.fit({"sadar": "mungkin", "air": "Lutut"}, "banjir") == ({"sadar": "mungkin", "air": "lutut"}, {})
    assert list(asked.fit({"sadar": "mungkin"}, "ambulans").unfit) == ["sadar"]
