"""What is told of other calls once one is stored: on one line each, what an officer needs, nothing of the caller."""

from __future__ import annotations

from pathlib import Path

import pytest

from aduan_cli import i18n
from aduan_cli.cli.suggested import in_short, known_of, why
from aduan_cli.complaint.complaint import Complaint, copy_of
from aduan_cli.complaint.similarity import Similar
from aduan_cli.flow.intake.repeats import Known, known
from desk_here import HereDesk, desk_here

PHONE = "+6281200000001"


@pytest.fixture(autouse=True)
def _in_english() -> None:
    i18n.choose("en")


@pytest.fixture
def desk(tmp_path: Path) -> HereDesk:
    """Return a desk on a Monday afternoon."""
    return desk_here(tmp_path)


def rung(desk: HereDesk, count: int) -> list[Complaint]:
    """Take calls of one caller; return them, the first first."""
    return [desk.log(f"sampah nomor {number}", caller_phone=PHONE, caller_name="Budi") for number in range(count)]


def test_a_call_in_short_is_its_ticket_time_category_and_state(desk: HereDesk) -> None:
    (one,) = rung(desk, 1)
    assert in_short(desk, one) == f"{one.ticket} 14:05 sampah, routed"


def test_a_call_of_another_day_is_told_with_it(desk: HereDesk) -> None:
    (one,) = rung(desk, 1)
    yesterday = copy_of(one, reported_at=one.reported_at - 86_400)
    assert in_short(desk, yesterday) == f"{one.ticket} 2026-11-22 14:05 sampah, routed"
    last_year = copy_of(one, reported_at=one.reported_at - 365 * 86_400)
    assert in_short(desk, last_year) == f"{one.ticket} 2025-11-23 14:05 sampah, routed"


def test_the_day_is_that_of_the_desk_and_not_of_greenwich(desk: HereDesk) -> None:
    """Between midnight and seven it is another one there."""
    (one,) = rung(desk, 1)
    at_one = copy_of(one, reported_at=one.reported_at - 13 * 3_600 - 60)
    assert in_short(desk, at_one) == f"{one.ticket} 01:04 sampah, routed"


def test_a_call_without_a_category_has_a_dash(desk: HereDesk) -> None:
    one = desk.log("sesuatu yang aneh")
    assert in_short(desk, one).split(", ")[0].endswith(" -")


def test_nothing_of_the_caller_is_on_the_line(desk: HereDesk) -> None:
    (one,) = rung(desk, 1)
    assert not {"Budi", PHONE, PHONE[-4:]} & set(in_short(desk, one).replace(",", " ").split())
    assert "nomor 0" not in in_short(desk, one)


@pytest.mark.parametrize(("language", "said"), [("en", "phone, kelurahan"), ("id", "telepon, kelurahan")])
def test_reasons_are_told_in_the_officers_language(desk: HereDesk, language: str, said: str) -> None:
    i18n.choose(language)
    (one,) = rung(desk, 1)
    assert why(desk.rules, Similar(one, 90, ("phone", "kelurahan"))) == said


def test_who_rings_again_is_told_by_counts(desk: HereDesk) -> None:
    """One is not told as many; what there is none of is left out."""
    assert known_of(desk, Known(1, (), 0), set()) == "1 call"
    assert known_of(desk, Known(3, (), 0), set()) == "3 calls"
    assert known_of(desk, Known(3, (), 2), set()) == "3 calls, hoaxes: 2"


def test_open_calls_are_told_one_by_one_up_to_three(desk: HereDesk) -> None:
    calls = tuple(rung(desk, 5))
    told = known_of(desk, Known(9, calls, 1), set())
    assert told.startswith("9 calls, open: 5 (")
    assert told.endswith("), hoaxes: 1")
    assert [one.ticket in told for one in calls] == [True, True, True, False, False]


def test_what_was_told_already_comes_last_and_only_by_its_state(desk: HereDesk) -> None:
    first, second, third = rung(desk, 3)
    told = known_of(desk, Known(3, (first, second, third), 0), {first.ticket})
    inside = told.partition("(")[2].rstrip(")").split("; ")
    assert inside == [in_short(desk, second), in_short(desk, third), f"{first.ticket}, routed"]


def test_a_caller_is_known_by_every_number_and_the_call_itself_is_not_counted(desk: HereDesk) -> None:
    calls = rung(desk, 3)
    desk.log("sampah lain", caller_phone="+6281200000002")
    other = known(desk.store, (PHONE, "+6281200000002"), calls[:1])
    assert (other.calls, other.hoaxes) == (3, 0)
    assert calls[0].ticket not in {one.ticket for one in other.open}
    assert known(desk.store, ("+6281299999999",)) == Known(0, (), 0)
    assert known(desk.store, (PHONE,), calls) == Known(0, (), 0)


def test_rejected_calls_are_hoaxes_only_where_that_was_the_reason(desk: HereDesk) -> None:
    first, second, _third = rung(desk, 3)
    desk.move(first, "rejected", {"code": "hoax"}, status="rejected")
    desk.move(second, "rejected", {"code": "duplicate"}, status="rejected")
    found = known(desk.store, (PHONE,))
    assert (found.calls, len(found.open), found.hoaxes) == (3, 1, 1)
