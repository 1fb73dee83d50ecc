"""`aduan calendar`: when it is open, day by day, and what is wrong with that."""

from __future__ import annotations

import json

import pytest

from office import RULES, Office

CALENDARS = """
[holidays]
file = "libur.csv"
[calendars.kantor]
hours = { mon-thu = "08:00-16:00", fri = ["08:00-11:30", "13:00-16:00"] }
changed = { 2026-12-26 = ["08:00-12:00"] }
[calendars.piket]
hours = { weekend = "22:00-02:00", mon-fri = "02:00-24:00" }
holidays = false
"""


@pytest.fixture
def open_office(office: Office) -> Office:
    """Return a desk with calendars."""
    (office.folder / "libur.csv").write_text("tanggal,nama\n2026-12-25,Hari Natal\n", encoding="utf-8")
    office.write_rules(RULES + CALENDARS)
    return office


def test_each_day_of_a_month_says_when_it_is_open_and_why_not(open_office: Office) -> None:
    ran = open_office.run("--now", "2026-11-27 10:00", "calendar", "show", "2026-12", "--format", "json")
    assert ran.code == 0, ran.err
    assert all(list(row) == ["calendar", "date", "weekday", "hours", "why"] for row in ran.data)
    assert [row["calendar"] for row in ran.data] == ["kantor"] * 31 + ["piket"] * 31
    rows = {(row["calendar"], row["date"][-2:]): (row["weekday"], row["hours"], row["why"]) for row in ran.data}
    assert rows["kantor", "24"] == ("thu", ["08:00-16:00"], None)
    assert rows["kantor", "25"] == ("fri", [], "Hari Natal")
    assert rows["kantor", "26"] == ("sat", ["08:00-12:00"], "changed")
    assert rows["kantor", "27"] == ("sun", [], None)
    assert rows["kantor", "18"] == ("fri", ["08:00-11:30", "13:00-16:00"], None)
    assert rows["piket", "25"] == ("fri", ["02:00-24:00"], None)
    assert rows["piket", "26"] == ("sat", ["22:00-02:00"], None)


@pytest.mark.parametrize(
    ("month", "first", "days"),
    [((), "2026-11-01", 30), (("besok",), "2026-12-01", 31), (("2028-02",), "2028-02-01", 29)],
)
def test_the_month_is_the_present_one_or_that_of_a_time(
    open_office: Office, month: tuple[str, ...], first: str, days: int
) -> None:
    given = ("calendar", "show", *month, "--calendar", "piket", "--format", "json")
    rows = open_office.run("--now", "2026-11-30 23:30", *given).data
    assert (rows[0]["date"], len(rows)) == (first, days)


def test_a_calendar_that_is_none_is_told(open_office: Office, office: Office) -> None:
    assert open_office.run("calendar", "show", "--calendar", "kantr").code == 2
    assert "kantor" in open_office.run("calendar", "show", "--calendar", "kantr").err
    office.write_rules(RULES)
    ran = office.run("calendar", "show")
    assert (ran.code, "there is no calendar" in ran.err) == (0, True)


def test_a_year_without_holidays_is_told_ninety_days_before_it_begins(open_office: Office) -> None:
    fine = open_office.run("--now", "2026-09-30", "calendar", "check")
    assert (fine.code, fine.out, "nothing is wrong" in fine.err) == (0, "", True)
    soon = open_office.run("--now", "2026-11-27", "calendar", "check")
    assert (soon.code, "no holiday of 2027" in soon.out) == (0, True)
    rows = open_office.run("--now", "2028-01-02", "calendar", "check", "--strict", "--format", "json")
    assert rows.code == 3
    assert [(row["severity"], row["path"]) for row in json.loads(rows.out)] == [("warning", "holidays")]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ('fri = "08:00-08:00"', "is empty"),
        ('fri = ["08:00-12:00", "11:00-13:00"]', "the spans overlap"),
        ('fri = "22:00-09:00", sat = "08:00-12:00"', "run into those of"),
        ('fri = "08:00-12:00", mon-fri = "08:00-12:00"', "has its hours already"),
    ],
)
def test_spans_that_can_not_be_are_told(open_office: Office, wrong: str, told: str) -> None:
    text = CALENDARS.replace('fri = ["08:00-11:30", "13:00-16:00"]', wrong)
    open_office.write_rules(RULES + text + '[[rule]]\nid = "x"\nto = "nirgends"\n')
    ran = open_office.run("--now", "2026-09-30", "calendar", "check")
    assert (ran.code, told in ran.out, "nirgends" in ran.out) == (3, True, False)


def test_a_file_of_holidays_that_can_not_be_read_is_told(open_office: Office) -> None:
    (open_office.folder / "libur.csv").write_text("tanggal,nama\n2026-13-25,Hari Natal\n", encoding="utf-8")
    ran = open_office.run("--now", "2026-09-30", "calendar", "check")
    assert (ran.code, "2026-13-25" in ran.out) == (3, True)


def test_days_of_the_week_are_in_the_language_of_the_officer(open_office: Office) -> None:
    """In data they are the names that rules.toml takes."""
    shown = open_office.run("calendar", "show", "2026-12", "--lang", "id").out.splitlines()[2]
    assert shown.split()[2] == "sel"
    assert (
        open_office.run("calendar", "show", "2026-12", "--lang", "id", "--format", "json").data[0]["weekday"] == "tue"
    )


@pytest.mark.parametrize("month", ["2026-13", "2026-00"])
def test_a_month_that_there_is_not_is_told_as_it_was_typed(open_office: Office, month: str) -> None:
    ran = open_office.run("calendar", "show", month)
    assert (ran.code, f"there is no month '{month}'" in ran.err) == (2, True)
