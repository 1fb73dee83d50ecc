"""A false alarm that a person corrects is none: nobody is urged, who acts is decided anew, and what is new is heard."""

from __future__ import annotations

from typing import Any

import pytest

from office import RULES, Office

WORDS = (
    RULES
    + """
[[question]]
id = "beracun"
category = "sampah"
text = "Beracun?"
type = "choice"
choices = ["ya", "tidak"]
[[rule]]
id = "racun"
category = "sampah"
answers.beracun = "ya"
to = "disdamkar"
priority = "emergency"
say = "Sambungkan ke regu racun."
"""
).replace(
    '[[rule]]\nid = "sekolah"',
    '[[handoff]]\nid = "jerit"\ntext = ["menjerit"]\nto = "disdamkar"\nsay = "Sambungkan!"\n'
    '[[handoff]]\nid = "setrum"\ntext = ["tersetrum"]\nto = "pln"\nsay = "Telepon PLN!"\n[[rule]]\nid = "sekolah"',
)


@pytest.fixture
def office(fresh_office: Office) -> Office:
    fresh_office.write_rules(WORDS)
    return fresh_office


def stored(office: Office, ticket: str) -> tuple[Any, ...]:
    shown = office.run("show", ticket, "--format", "json").data
    return shown["unit"], shown["priority"], shown["step"]


ALARMS = {
    "a category that goes by voice": (("sampah terbakar", "-c", "kebakaran"), ("disdamkar", "normal", "category")),
    "words that go by voice": (("sampah, orang menjerit",), ("dlh", "normal", "category")),
    "an answer": (("sampah", "--detail", "beracun=ya"), ("dlh", "normal", "category")),
}


@pytest.mark.parametrize("at_log", [(), ("-p", "low")], ids=["as read", "with a priority that was given"])
@pytest.mark.parametrize("call", ALARMS)
def test_a_lower_priority_says_that_it_is_none(office: Office, call: str, at_log: tuple[str, ...]) -> None:
    """Then, when it is decided again, and for what `why` and the rules of today say of it."""
    words, expected = ALARMS[call]
    ticket = office.log(*words, *at_log)
    ran = office.run("route", ticket, "--priority", "normal")
    assert (ran.code, "!!" in ran.err) == (0, False), ran.err
    by_voice = call != "an answer"
    assert ("tell the crew that it is no emergency" in ran.err) is by_voice, ran.err
    assert stored(office, ticket) == expected
    assert "tell the crew" not in office.run("edit", ticket, "--priority", "low").err
    again = office.run("route", ticket, "--format", "json")
    assert (again.data[0]["changed"], again.err) == (False, "")
    why = office.run("why", ticket, "--format", "json").data
    assert (why["replayed"]["same"], why["today"]["same"], why["held"]) == (True, True, [])


@pytest.mark.parametrize(
    ("call", "category", "stays"),
    [
        ("melaporkan orang menjerit", "sampah", False),
        ("melaporkan kebakaran", "sampah", False),
        ("melaporkan orang menjerit", "kebakaran", True),
    ],
)
def test_a_category_of_other_units_says_it_too(office: Office, call: str, category: str, stays: bool) -> None:
    """One of the units that were called, or one that goes by voice itself, leaves the emergency what it is."""
    ticket = office.log(call)
    assert stored(office, ticket) == ("disdamkar", "emergency", "handoff")
    ran = office.run("route", ticket, "-c", category)
    assert ran.code == 0
    unit, priority, _step = stored(office, ticket)
    assert (unit, priority) == (("disdamkar", "emergency") if stays else ("dlh", "normal"))
    assert (f"{ticket} had gone by voice to disdamkar" in ran.err) is not stays
    if not stays:
        assert "!! " not in ran.err
        assert ("--priority emergency" in ran.err) is ("menjerit" in call)  # Its words are still those of an emergency.
        assert office.run("route", ticket, "--format", "json").data[0]["changed"] is False
        raised = office.run("route", ticket, "-p", "emergency")
        assert "!! " in raised.err
        assert stored(office, ticket)[1] == "emergency"


@pytest.mark.parametrize("told_none", [True, False], ids=["told none", "given with the call"])
@pytest.mark.parametrize(
    "new",
    [
        ("edit", "TICKET", "--text", "sampah, orang menjerit"),
        ("edit", "TICKET", "--text", "sampah, orang menjerit", "--kelurahan", "Margahayu"),
        ("set", "TICKET", "beracun=ya"),
        ("route", "TICKET", "-c", "kebakaran"),
    ],
    ids=lambda new: new[0],
)
def test_what_is_known_only_later_is_heard(office: Office, new: tuple[str, ...], told_none: bool) -> None:
    """Nobody who said that it is no emergency said so of words, answers or a category that came after that."""
    ticket = office.log("sampah", *(() if told_none else ("-p", "normal")))
    if told_none:
        office.run("route", ticket, "-p", "normal")
    ran = office.run(*(ticket if word == "TICKET" else word for word in new))
    assert "!! " in ran.err, ran.err
    unit, priority, _step = stored(office, ticket)
    assert (unit, priority) == ("disdamkar", "emergency")


def test_other_words_of_what_was_told_none_say_what_makes_it_one(office: Office) -> None:
    ticket = office.log("melaporkan kebakaran")
    office.run("route", ticket, "-p", "normal")
    ran = office.run("-q", "edit", ticket, "--text", "melaporkan kebakaran, asapnya tebal")
    assert ("!! " in ran.err, f"aduan route {ticket} --priority emergency" in ran.err) == (False, True)


def test_words_that_were_typed_wrong_are_no_alarm_once_mended(office: Office) -> None:
    ticket = office.log("melaporkan kebakaran")
    ran = office.run("edit", ticket, "--text", "melaporkan sampah")
    assert "!! " not in ran.err
    assert stored(office, ticket) == ("dlh", "normal", "category")


def test_a_unit_that_has_it_in_hand_keeps_it_and_the_desk_is_told_where_it_would_go(office: Office) -> None:
    ticket = office.log("sampah, orang menjerit")
    office.run("ack", ticket)
    ran = office.run("route", ticket, "-p", "normal", "--reason", "anak bermain")
    assert "!! " not in ran.err
    assert f"{ticket} stays with disdamkar" in ran.err
    assert "would send it to dlh" in ran.err


@pytest.mark.parametrize("mend", [("-p", "normal"), ("-c", "sampah")], ids=" ".join)
def test_what_was_referred_by_the_alarm_alone_comes_back(office: Office, mend: tuple[str, ...]) -> None:
    """An outside body was told by voice; once it is none, somebody of the city has it, without more being asked."""
    ticket = office.log("melaporkan sampah, ayam tersetrum")
    assert office.run("show", ticket, "--format", "json").data["status"] == "referred"
    ran = office.run("route", ticket, *mend)
    assert (ran.code, "!! " in ran.err) == (0, False), ran.err
    assert stored(office, ticket)[:2] == ("dlh", "normal")
    assert office.run("show", ticket, "--format", "json").data["status"] == "routed"
