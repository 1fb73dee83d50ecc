"""Holidays from a calendar program: what an event makes a holiday, and what is told rather than left out."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.config.rule_files.icalendar import ics_holidays


def ics(*events: str) -> str:
    """Return a calendar of events, each with the lines between its first and its last."""
    inside = "".join(f"BEGIN:VEVENT\r\n{event}\r\nEND:VEVENT\r\n" for event in events)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{inside}END:VCALENDAR\r\n"


def read(*events: str) -> dict[str, object]:
    """Return what the events say; nothing must be wrong with them."""
    found = ics_holidays("libur.ics", ics(*events))
    assert found.problems == []
    assert len(found.lines) == len(found.data["dates"])
    return found.data


NATAL = "DTSTART;VALUE=DATE:20261225\r\nDTEND;VALUE=DATE:20261226\r\nSUMMARY:Hari Raya Natal"
CUTI = "DTSTART;VALUE=DATE:20261224\r\nDTEND;VALUE=DATE:20261225\r\nSUMMARY:Cuti Bersama Natal"


def test_an_event_is_a_holiday_with_its_name_and_joint_leave_is_told_by_it() -> None:
    assert read(CUTI, NATAL) == {
        "dates": ["2026-12-24", "2026-12-25"],
        "names": {"2026-12-24": "Cuti Bersama Natal", "2026-12-25": "Hari Raya Natal"},
        "joint_leave": ["2026-12-24"],
    }


@pytest.mark.parametrize(
    "more",
    [
        "SUMMARY:Christmas Joint Holiday",
        "SUMMARY:Sehari lagi\r\nCATEGORIES:LIBUR\r\nCATEGORIES;LANGUAGE=id:Cuti Bersama",
    ],
)
def test_joint_leave_is_told_by_name_or_category_in_either_language(more: str) -> None:
    assert read(f"DTSTART;VALUE=DATE:20261224\r\n{more}")["joint_leave"] == ["2026-12-24"]


@pytest.mark.parametrize("order", [1, -1])
def test_a_day_that_is_the_nations_as_well_is_no_joint_leave_whatever_their_order(order: int) -> None:
    joint = CUTI.replace("1225", "1226").replace("1224", "1225")
    found = read(*[NATAL, joint][::order])
    assert (found["joint_leave"], found["names"]) == ([], {"2026-12-25": "Hari Raya Natal"})


@given(st.dates(date(1990, 1, 1), date(2200, 1, 1)), st.integers(1, 366), st.sampled_from(["DTEND", "DAYS", "WEEKS"]))
def test_an_event_of_several_days_is_that_many_holidays(first: date, days: int, how: str) -> None:
    end = {
        "DTEND": f"DTEND;VALUE=DATE:{first + timedelta(days=days):%Y%m%d}",
        "DAYS": f"DURATION:P{days}D",
        "WEEKS": f"DURATION:P{min(days, 52)}W",
    }[how]
    days = min(days, 52) * 7 if how == "WEEKS" else days
    found = read(f"DTSTART;VALUE=DATE:{first:%Y%m%d}\r\n{end}")
    assert found["dates"] == [(first + timedelta(days=number)).isoformat() for number in range(days)]
    assert found["names"] == {}


def test_lines_that_are_folded_marked_and_within_alarms_are_understood() -> None:
    """As calendar programs write them: a name over two lines, commas marked, parameters in quotes, an alarm inside."""
    event = (
        'DTSTART;X-A="a:b;c";VALUE=DATE:20260321\nSUMMARY;LANGUAGE=id:Idul Fitri\\, 1 Syawal\n  1447 H\\nhari\n'
        " pertama\nBEGIN:VALARM\nSUMMARY:bangun\nDTSTART:20200101\nEND:VALARM"
    )
    for text in (ics(event), "\ufeff" + ics(event).replace("\r\n", "\n"), ics(event).replace("SUMMARY", "Summary")):
        found = ics_holidays("libur.ics", text)
        assert found.data["names"] == {"2026-03-21": "Idul Fitri, 1 Syawal 1447 H haripertama"}


def test_what_is_cancelled_or_only_observed_is_no_holiday() -> None:
    observed = NATAL + "\r\nDESCRIPTION:Observance\\nTo hide observances\\, go to the settings"
    assert read(NATAL + "\r\nSTATUS:CANCELLED", observed)["dates"] == []
    assert read(NATAL + "\r\nSTATUS:CONFIRMED\r\nDESCRIPTION:Public holiday")["dates"] == ["2026-12-25"]


@pytest.mark.parametrize(
    ("event", "what"),
    [
        ("SUMMARY:tanpa hari", "there is no day ''"),
        ("DTSTART;VALUE=DATE:20261332", "there is no day '20261332'"),
        ("DTSTART:20261225T080000Z", "there is no day '20261225T080000Z'"),
        (NATAL + "\r\nRRULE:FREQ=YEARLY", "repeats by a rule"),
        ("DTSTART;VALUE=DATE:20261225\r\nDTEND;VALUE=DATE:20261220", "'20261220' is no end of it"),
        ("DTSTART;VALUE=DATE:20261225\r\nDTEND;VALUE=DATE:20291220", "'20291220' is no end of it"),
        ("DTSTART;VALUE=DATE:20261225\r\nDURATION:PT4H", "there is no day 'PT4H'"),
        ("DTSTART;VALUE=DATE:99991225\r\nDURATION:P52W", "'P52W' is no end of it"),
    ],
)
def test_what_cant_be_understood_is_told_with_the_line_of_its_event(event: str, what: str) -> None:
    (problem,) = ics_holidays("libur.ics", ics(NATAL, event)).problems
    assert (problem.file, problem.line) == ("libur.ics", 8)
    assert what in problem.what
    assert "DTSTART;VALUE=DATE:20261225" in (problem.right or "")


@pytest.mark.parametrize("text", ["", "date,name\n2026-12-25,Natal\n", "BEGIN:VCARD\n"])
def test_what_is_no_calendar_is_told(text: str) -> None:
    (problem,) = ics_holidays("libur.ics", text).problems
    assert "BEGIN:VCALENDAR" in problem.what


@given(st.text('BEGINVEVENDTSTART:;="\r\n 2026\\,', max_size=60))
def test_nothing_that_somebody_put_into_it_is_more_than_told(inside: str) -> None:
    found = ics_holidays("libur.ics", ics(inside))
    assert all(date.fromisoformat(day) for day in found.data["dates"])
