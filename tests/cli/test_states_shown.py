"""On the screen a state says what is so: nobody answered a question without an answer. Programs read `answered`."""

from __future__ import annotations

import pytest

from office import Office


@pytest.fixture
def office(office: Office) -> Office:
    """Return a desk with a question that is closed, one that waits in triage, one with its answer, and feedback."""
    office.log("menanyakan ktp di Margahayu")
    office.log("menanyakan sesuatu")
    office.log("menanyakan ktp di Teluk Pucung", "--answer", "di kantor")
    office.log("terima kasih sampah sudah diangkut")
    return office


def test_tables_and_the_whole_complaint_say_it(office: Office) -> None:
    shown = office.run("list", "--columns", "status", "--sort", "ticket", "--reverse").out.splitlines()[2:]
    assert shown == ["unanswered", "new", "answered", "noted"]
    indonesian = office.run("list", "--columns", "status", "--sort", "ticket", "--reverse", "--lang", "id").out
    assert indonesian.split()[2:] == ["belum-dijawab", "baru", "dijawab", "tercatat"]
    assert "unanswered" in office.run("show", "1").out
    assert "noted" in office.run("show", "4").out
    states = [one["status"] for one in office.run("list", "--format", "json", "--sort", "ticket").data]
    assert sorted(states) == ["answered", "answered", "answered", "new"]


@pytest.mark.parametrize(
    ("words", "count"),
    [
        (("--unanswered",), 2),  # what waits in triage was not answered either
        (("--unanswered", "--open"), 1),
        (("--status", "unanswered"), 1),
        (("--status", "Belum-dijawab"), 1),
        (("--status", "noted"), 1),
        (("--status", "tercatat"), 1),
        (("--status", "answered"), 3),
        (("--status", "dijawab,baru"), 4),
    ],
)
def test_the_screens_words_find_what_they_stand_for(office: Office, words: tuple[str, ...], count: int) -> None:
    assert office.run("list", *words, "--count").out == f"{count}\n"


@pytest.mark.parametrize("words", ["!unanswered", "!tercatat", "Noted,closed"])
def test_the_screens_words_stand_alone(office: Office, words: str) -> None:
    """They are no state of their own, and it isn't said that another state was meant."""
    ran = office.run("list", "--status", words)
    assert (ran.code, "did you mean" in ran.err, "it goes alone" in ran.err) == (2, False, True)


def test_an_answer_that_is_noted_ends_it(office: Office) -> None:
    office.run("answer", "2", "jam delapan")
    assert office.run("list", "--unanswered", "--count").out == "1\n"


def test_what_is_closed_is_closed_as_what_it_is(office: Office) -> None:
    for kind, words in (("feedback", "ditutup sebagai aspirasi"), ("information", "ditutup sebagai informasi")):
        ticket = office.log("sampah", "--kind", "complaint", "--key", kind)
        told = office.run("route", ticket, "--kind", kind, "--reason", "salah paham", "--lang", "id").err
        assert words in told
        assert ("tercatat" if kind == "feedback" else "belum-dijawab") in told


def test_what_changed_nothing_is_no_line_of_the_history(office: Office) -> None:
    """In data all of it is there."""
    ticket = office.log("melaporkan pju mati")
    office.run("route", ticket, "--priority", "low")
    lines = office.run("history", ticket).out
    assert "bmsda-pju → bmsda-pju" not in lines
    assert "priority normal → low" in lines
    assert "corrected" in lines
    assert "routed" not in lines
    office.run("return", ticket, "--reason", "bukan")
    office.run("assign", ticket, "dlh")
    office.run("return", ticket, "--reason", "bukan")
    office.run("assign", ticket, "dlh")
    assert "dlh → dlh" not in office.run("history", ticket).out
    assert len(office.run("history", ticket, "--format", "json").data) == 6


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (("reject", "TICKET"), "palsu (hoax)"),
        (("close", "TICKET", "--by", "penelepon", "--dry-run"), "selesai → ditutup"),
        (("close", "TICKET", "--by", "tetangga"), "penelepon"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_the_indonesian_screen_takes_and_says_indonesian_words(
    office: Office, line: tuple[str, ...], words: str
) -> None:
    ticket = office.log("melaporkan sampah")
    office.run("resolve", ticket, "--result", "bersih")
    ran = office.run(*(ticket if word == "TICKET" else word for word in line), "--lang", "id")
    assert words in ran.out + ran.err
    assert "Kesalahan" not in ran.err
