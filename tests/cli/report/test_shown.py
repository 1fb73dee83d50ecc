"""The time of a report as it is typed: what has no end, what has no tickets, and nothing at all."""

from __future__ import annotations

import pytest

from office import Office


@pytest.fixture
def office(fresh_office: Office) -> Office:
    fresh_office.log("Melaporkan sampah di pasar")
    return fresh_office


@pytest.mark.parametrize(
    "time",
    [
        (),
        ("--since", "0001-01-01"),
        ("--until", "9999-12-31", "--since", "2026-11-01"),
        ("--since", "0001-01-01", "--until", "9999-12-31", "--compare"),
    ],
)
def test_all_calls_of_a_time_without_an_end_are_counted(office: Office, time: tuple[str, ...]) -> None:
    told = office.run("report", "unit", *time, "--format", "json").data
    assert told["total"]["received"] == 1


@pytest.mark.parametrize(
    "line",
    [
        ("day", "9999-12-31"),
        ("day", "--now", "0001-01-02"),
        ("week", "0001-01-01"),
        ("month", "9999-12-31"),
        ("year", "0001-05-01", "--compare"),
        ("unit", "--since", "0001-01-01", "--until", "0002-01-01"),
        ("html", "situs", "--until", "1950-01-01"),
    ],
)
def test_a_time_of_which_there_can_be_no_tickets_is_told(office: Office, line: tuple[str, ...]) -> None:
    ran = office.run("report", *line)
    assert (ran.code, ran.out) == (2, "")
    assert "is out of range; one from 2000 to 2099 would be right" in ran.err


def test_a_time_that_ends_before_it_begins_is_told(office: Office) -> None:
    ran = office.run("report", "unit", "--since", "2026-11-20", "--until", "2026-11-01")
    assert (ran.code, "--since 2026-11-20 is not before --until 2026-11-01" in ran.err) == (2, True)
