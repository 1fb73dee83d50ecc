"""The counter: what a caller asks finds its answer, is stored as answered with it, and says how to reach the office."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from aduan_cli.complaint.deciding import decide
from aduan_cli.complaint.events import ANSWERED
from aduan_cli.complaint.reading import read
from aduan_cli.complaint.report import Report
from aduan_cli.flow.directory.counter import COLUMNS, Enquiry, ask, fitting, offices, row, take
from aduan_cli.testing import RULES
from desk_here import HereDesk, desk_here

CITY = (
    RULES.replace(
        "[units.bpbd]",
        """[units.dukcapil]
name = "Dinas Kependudukan"
aliases = ["Disdukcapil"]
contacts = ["021-80000001", "WA 0812-0000-0000"]
hours = "Senin-Jumat 08:00-15:00"
[units.dukcapil-loket]
name = "Loket KTP"
parent = "dukcapil"
[units.dishub]
name = "Dinas Perhubungan"
contact = "021-80000002"
[units.bpbd]""",
    )
    + """
[outside.pln]
name = "PLN"
referral = "Hubungi 123."
contacts = ["123"]
[categories.ktp]
unit = "dukcapil-loket"
text = ["ktp"]
[[answer]]
id = "ktp-hilang"
title = "KTP hilang"
words = ["hilang"]
category = "ktp"
unit = "dukcapil-loket"
text = "Bawa surat kehilangan dari polisi."
source = "Disdukcapil, 2 Februari"
[[answer]]
id = "ktp-jam"
title = "Jam layanan KTP"
words = ["jam"]
category = "ktp"
unit = "dukcapil-loket"
text = "Buka jam 8 sampai 15."
valid_until = "2026-11-23"
"""
)


@pytest.fixture
def desk(tmp_path: Path) -> HereDesk:
    made = desk_here(tmp_path, CITY)
    assert made.router
    assert made.warned == []
    return made


def asked(desk: HereDesk, text: str, days: int = 0, **more: Any) -> Enquiry:
    """Ask the counter, so many days from now."""
    at = desk.clock() + days * 86_400
    return ask(Report(text=text, reported_at=at, logged_at=at, **more), desk.router, desk.directory)


def best(enquiry: Enquiry) -> list[str]:
    """Return the answers' names, the best first."""
    return [one.answer["id"] for one in enquiry.ready]


# -- what is found


def test_a_question_finds_the_answer_whose_words_it_has(desk: HereDesk) -> None:
    assert best(asked(desk, "Menanyakan KTP hilang, harus bagaimana"))[0] == "ktp-hilang"
    assert best(asked(desk, "Menanyakan jam layanan KTP"))[0] == "ktp-jam"


def test_an_answer_holds_through_its_last_day_and_is_told_as_old_afterwards(desk: HereDesk) -> None:
    """The day is that of the desk's clock when it was asked."""
    text = "Menanyakan jam layanan KTP"
    today, tomorrow = asked(desk, text), asked(desk, text, 1)
    assert (best(today)[0], [one["id"] for one in today.stale]) == ("ktp-jam", [])
    assert "ktp-jam" not in best(tomorrow)
    assert [one["id"] for one in tomorrow.stale] == ["ktp-jam"]


def test_an_old_answer_to_something_else_is_not_told(desk: HereDesk) -> None:
    assert asked(desk, "Menanyakan jadwal angkutan kota", 1).stale == []


def test_what_nothing_is_known_of_has_no_answer(desk: HereDesk) -> None:
    enquiry = asked(desk, "Menanyakan sesuatu yang lain sama sekali")
    assert (best(enquiry), enquiry.stale) == ([], [])


def decided_of(desk: HereDesk, text: str) -> Any:
    """Return a text understood and decided."""
    return decide(read(Report(text=text, reported_at=desk.clock(), logged_at=desk.clock()), desk.router), desk.router)


def test_only_a_question_has_a_fitting_answer(desk: HereDesk) -> None:
    found = fitting(decided_of(desk, "Menanyakan KTP hilang"), desk.router, desk.directory)
    assert found is not None
    assert found["id"] == "ktp-hilang"
    assert fitting(decided_of(desk, "Melaporkan KTP hilang"), desk.router, desk.directory) is None
    assert fitting(decided_of(desk, "Menanyakan KTP"), desk.router, desk.directory) is None


# -- which office


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Menanyakan nomor Disdukcapil", ["dukcapil"]),
        ("Menanyakan KTP", ["dukcapil-loket", "dukcapil"]),
        ("Menanyakan KTP di Dinas Perhubungan", ["dishub", "dukcapil-loket", "dukcapil"]),
        ("Menanyakan nomor PLN", ["pln"]),
        ("Menanyakan sesuatu", []),
    ],
)
def test_offices_are_those_that_are_named_or_meant_each_once_with_what_they_are_a_part_of(
    desk: HereDesk, text: str, found: list[str]
) -> None:
    assert offices(decided_of(desk, text), desk.router.compiled) == found


def answer(unit: str | None) -> Any:
    """Return an answer of an office."""
    return {"id": "a", "title": "A", "text": "t", "unit": unit, "source": "s", "valid_until": None}


@pytest.mark.parametrize(
    ("unit", "contacts", "hours"),
    [
        ("dukcapil", ["021-80000001", "WA 0812-0000-0000"], "Senin-Jumat 08:00-15:00"),
        ("dukcapil-loket", ["021-80000001", "WA 0812-0000-0000"], "Senin-Jumat 08:00-15:00"),
        ("dishub", ["021-80000002"], None),
        ("pln", ["123"], None),
        ("bpbd", [], None),
        (None, [], None),
        ("tidak-ada", [], None),
    ],
)
def test_an_office_is_reached_as_it_says_else_as_what_it_is_a_part_of(
    desk: HereDesk, unit: str | None, contacts: list[str], hours: str | None
) -> None:
    told = row(answer(unit), desk.rules)
    assert tuple(told) == COLUMNS
    assert (told["contacts"], told["hours"]) == (contacts, hours)


# -- stored


def test_a_question_is_stored_as_answered_with_what_was_read_out(desk: HereDesk) -> None:
    desk.keep_revision()
    enquiry = asked(desk, "Menanyakan KTP hilang")
    done = take(enquiry, enquiry.ready[0].answer, desk.store)
    (one,) = desk.all()
    assert (done.repeated, done.complaint.ticket) == (False, one.ticket)
    assert (one.kind, one.status, one.answer) == ("information", "answered", "Bawa surat kehilangan dari polisi.")
    event = desk.store.events(one)[-1]
    assert (event.type, event.data["ready"], event.data["status"]) == (ANSWERED, "ktp-hilang", "answered")
    assert desk.store.breaks() == []


def test_a_question_with_a_key_that_is_there_already_is_not_stored_again(desk: HereDesk) -> None:
    desk.keep_revision()
    enquiry = asked(desk, "Menanyakan KTP hilang", key="telp-1")
    first = take(enquiry, enquiry.ready[0].answer, desk.store)
    second = take(asked(desk, "Menanyakan KTP hilang", key="telp-1"), enquiry.ready[0].answer, desk.store)
    assert (second.repeated, second.complaint.ticket) == (True, first.complaint.ticket)
    assert len(desk.all()) == 1
