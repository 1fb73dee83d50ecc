"""Whom a number or a ticket on the line means: a phone is never taken for a ticket, nor a ticket for a phone."""

from __future__ import annotations

from pathlib import Path

import pytest

from aduan_cli.cli.person.chosen import calls_of, line_of
from aduan_cli.cli.whose import phones_of
from aduan_cli.errors import AduanError, NotFoundError
from aduan_cli.i18n import choose
from desk_here import HereDesk, desk_here

PHONE = "+6281255500101"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> HereDesk:
    """Return a desk with two calls of one number, one of another, one without any, one from a service number."""
    made = desk_here(tmp_path_factory.mktemp("siapa"))
    for phone in (PHONE, PHONE, "+6281255500202", None, "1500444"):
        made.log("sampah  di\npasar " + "x" * 80, caller_phone=phone)
    return HereDesk(Path(made.folder))


def tickets(desk: HereDesk) -> list[str]:
    """Return the tickets, the first first."""
    return [one.ticket for one in desk.all()]


@pytest.mark.parametrize(
    "typed",
    ["0812-5550-0101", "0812 5550 0101", "+62 812-5550-0101", "6281255500101", "(0812) 55500101", "81255500101"],
)
def test_a_number_is_that_caller_however_it_is_written(desk: HereDesk, typed: str) -> None:
    assert phones_of(desk, typed) == (PHONE,)


def test_a_ticket_is_the_number_of_its_caller_however_short(desk: HereDesk) -> None:
    first = tickets(desk)[0]
    for typed in (first, first.lower(), "1", first.split("-", 1)[1], "-".join(first.split("-")[2:])):
        assert phones_of(desk, typed) == (PHONE,)


def test_a_number_that_nobody_rang_from_is_a_number_all_the_same(desk: HereDesk) -> None:
    assert phones_of(desk, "0812-9999-9999") == ("+6281299999999",)


def test_a_service_number_is_one_and_no_ticket(desk: HereDesk) -> None:
    assert phones_of(desk, "1500444") == phones_of(desk, tickets(desk)[4])


def test_a_call_without_a_number_is_told_by_its_ticket(desk: HereDesk) -> None:
    with pytest.raises(NotFoundError, match=f"{tickets(desk)[3]}: no phone of its caller is known"):
        phones_of(desk, "4")


@pytest.mark.parametrize("typed", ["", "siapa", "UJI-261123-0001-0", "uji-261123-0009-9"])
def test_who_is_nobody_is_told(desk: HereDesk, typed: str) -> None:
    """A ticket that was misheard is none, and no number either: its digits would be somebody's phone."""
    with pytest.raises(AduanError):
        phones_of(desk, typed)


def test_all_calls_of_a_person_are_meant_the_newest_first(desk: HereDesk) -> None:
    first, second = tickets(desk)[:2]
    for typed in ("0812-5550-0101", first, "2"):
        assert [one.ticket for one in calls_of(desk, typed)] == [second, first]


def test_of_a_call_without_a_number_it_alone_is_meant(desk: HereDesk) -> None:
    """Nobody else's calls are erased because both left no number."""
    assert [one.ticket for one in calls_of(desk, "4")] == [tickets(desk)[3]]


def test_a_number_that_nobody_rang_from_is_told(desk: HereDesk) -> None:
    with pytest.raises(NotFoundError, match="nobody rang from 0812-9999-9999"):
        calls_of(desk, "0812-9999-9999")


def test_a_call_of_a_plan_stands_on_one_short_line(desk: HereDesk) -> None:
    one = desk.all()[0]
    told = line_of(one)
    assert told.startswith(f"{one.ticket} · {one.status} · sampah di pasar xxx")
    assert ("\n" not in told, len(told.split(" · ")[2])) == (True, 60)
    choose("id")
    assert "menunggu" in line_of(one) or one.status != "routed"
