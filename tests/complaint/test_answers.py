"""Fitting answers to their questions: the one place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.complaint.answers import Questionnaire, fitted, fitting, is_place

CONSCIOUS = ("sadar", "Apakah korban sadar?", "choice", ["ya", "tidak", "tidak tahu"])
DEPTH = ("air", "Berapa cm?", "number", [])
NAMES = st.sampled_from(["ya", "tidak", "tidak tahu", "terbatas", "Terang", "2", "10"])


def test_choices_that_differ_by_case_alone_can_be_answered() -> None:
    """As they are written; another writing means one as well as the other."""
    assert [fitting(given, "choice", ["ya", "Ya", "tidak"]) for given in ("ya", "Ya")] == ["ya", "Ya"]
    with pytest.raises(ValueError, match="choices are ya"):
        fitting("YA", "choice", ["ya", "Ya", "tidak"])


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
    """A beginning is enough, of several the one that the others begin with; for who sees the list also its place."""
    assert fitting(given_, "choice", CONSCIOUS[3], places=True) == kept


@pytest.mark.parametrize("given_", ["tdk", "ga", "gak", "G", "nggak", "t"])
def test_short_words_for_no_are_no(given_: str) -> None:
    assert fitting(given_, "choice", CONSCIOUS[3]) == "tidak"
    assert fitting(given_, "choice", ["normal", "sesak", "tidak", "tidak tahu"]) == "tidak"


def test_a_letter_that_may_mean_two_things_is_asked_again() -> None:
    """Who types `n` when asked whether somebody breathes says no: it is never taken for `normal`."""
    with pytest.raises(ValueError, match="choices are normal"):
        fitting("n", "choice", ["normal", "sesak", "tidak", "tidak tahu"])
    assert fitting("n", "choice", CONSCIOUS[3]) == "tidak"
    assert fitting("iya", "choice", CONSCIOUS[3]) == "ya"
    assert fitting("n", "choice", ["naik", "tetap", "surut"]) == "naik"


def test_a_number_is_a_place_only_for_who_sees_the_list() -> None:
    """What came with the call or in a file is never taken for another answer than it is."""
    with pytest.raises(ValueError, match="choices are ya, tidak"):
        fitting("3", "choice", CONSCIOUS[3])


@pytest.mark.parametrize("places", [False, True])
@pytest.mark.parametrize("given_", ["1", "2", "3", "7"])
def test_a_number_is_never_a_place_among_numbers(given_: str, places: bool) -> None:
    """Two people are not six to ten, nor is one the beginning of eleven."""
    choices = ["0-5", "6-10", "11 or more"]
    with pytest.raises(ValueError, match="choices are 0-5"):
        fitting(given_, "choice", choices, places)
    assert fitting("11", "choice", choices, places) == "11 or more"


@pytest.mark.parametrize(("given_", "kept"), [("30,5", 30.5), ("1.0", 1), (7, 7), (" 12 ", 12)])
def test_numbers(given_: object, kept: float) -> None:
    """A number is one with a comma as well, and whole where it is whole."""
    assert fitting(given_, "number", ()) == kept


@pytest.mark.parametrize(
    "given_",
    ["", "nan", "inf", "lima orang", "1e999", "1e3", "1_000", "5.", "1.00.000", "1.5,5", "9" * 400, 10**400, True],
)
def test_no_number(given_: object) -> None:
    """What is no number says so."""
    with pytest.raises(ValueError, match="a number would be right"):
        fitting(given_, "number", ())


def test_an_answer_without_its_category_is_fitted_where_the_question_is_one() -> None:
    """A rule may look at an answer whatever the category; a question that means two things is left alone."""
    asked = Questionnaire(
        {"ambulans": [CONSCIOUS, DEPTH], "banjir": [("air", "Setinggi apa?", "choice", ["lutut", "dada"])]}
    )
    found = asked.fit({"sadar": "Tidak", "air": "Lutut"}, None)
    assert found == ({"sadar": "tidak", "air": "Lutut"}, {})
    assert asked.fit({"sadar": "mungkin", "air": "Lutut"}, "banjir") == ({"sadar": "mungkin", "air": "lutut"}, {})
    assert list(asked.fit({"sadar": "mungkin"}, "ambulans").unfit) == ["sadar"]


@pytest.mark.parametrize("name", ["TINGGI-AIR", "tinggi_air", "Tinggi air", " tinggi - air "])
def test_a_questions_name_is_fitted_whatever_its_case_and_joints(name: str) -> None:
    """A capital, a space or a `_` in a question's name doesn't keep its answer from the rules."""
    question = ("tinggi-air", "Setinggi apa?", "choice", ["mata kaki", "pinggang"])
    assert fitted({name: "Pinggang"}, [question]).answers == {"tinggi-air": "pinggang"}
    assert Questionnaire({"banjir": [question]}).fit({name: "Pinggang"}, None).answers == {"tinggi-air": "pinggang"}


@pytest.mark.parametrize(
    ("given_", "count", "is_one"),
    [
        ("1", 3, True), ("3", 3, True), ("4", 3, False), ("0", 3, False), ("03", 3, True), ("-1", 3, False),
        ("1.", 3, False), ("²", 3, False), ("", 3, False), ("x", 3, False), ("9" * 5_000, 3, False), ("1", 0, False),
    ],
)  # fmt: skip
def test_a_place_in_a_list_is_a_number_of_it(given_: str, count: int, is_one: bool) -> None:
    assert is_place(given_, count) is is_one


def test_digits_without_end_are_no_choice_and_told_as_any_other_word() -> None:
    """In the desk's own sentence, with the choices."""
    with pytest.raises(ValueError, match="the choices are ya, tidak"):
        fitting("9" * 5_000, "choice", ["ya", "tidak"], places=True)
