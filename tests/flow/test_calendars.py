"""The desk's calendars, day by day; and the years of which no holiday is known."""

from __future__ import annotations

from typing import Any, cast

import pytest

from aduan_cli.compiled import Rules
from aduan_cli.complaint.deadlines import day_number
from aduan_cli.flow.calendars import DAYS, days_of, years_without_holidays
from compiling import rules_of
from promising import UTC

CITY = """\
[desk]
name = "M"
prefix = "UJI"
timezone = "UTC"
[units.dlh]
name = "DLH"
[holidays]
dates = ["2026-12-25"]
[calendars.kantor]
hours = { mon-thu = "08:00-16:00", fri = ["08:00-11:30", "13:00-16:00"] }
changed = { 2026-12-24 = ["08:00-12:00"], 2026-12-26 = ["09:00-10:00"], 2026-12-28 = [] }
[calendars.siaga]
hours = { mon-sun = "20:00-06:00" }
holidays = false
[calendars.penuh]
hours = { mon-sun = "00:00-24:00" }
"""
RULES = cast(Rules, rules_of(CITY))


def days(name: str, first: str, count: int) -> list[tuple[Any, ...]]:
    """Return weekday, hours and why of some days."""
    begin = day_number(first)
    rows = list(days_of(RULES, [name], begin, begin + count))
    assert all(tuple(row) == DAYS for row in rows)
    return [(row["date"], row["weekday"], row["hours"], row["why"]) for row in rows]


def test_each_day_has_its_hours_and_why_it_has_no_others() -> None:
    """A holiday is closed by its name, one whose hours were changed is so whatever else it is."""
    assert days("kantor", "2026-12-23", 7) == [
        ("2026-12-23", "wed", ["08:00-16:00"], None),
        ("2026-12-24", "thu", ["08:00-12:00"], "changed"),
        ("2026-12-25", "fri", [], ""),
        ("2026-12-26", "sat", ["09:00-10:00"], "changed"),
        ("2026-12-27", "sun", [], None),
        ("2026-12-28", "mon", [], "changed"),
        ("2026-12-29", "tue", ["08:00-16:00"], None),
    ]


def test_hours_past_midnight_end_on_the_next_day_and_the_whole_day_is_24_hours() -> None:
    assert days("siaga", "2026-12-25", 1) == [("2026-12-25", "fri", ["20:00-06:00"], None)]
    assert days("penuh", "2026-12-24", 1) == [("2026-12-24", "thu", ["00:00-24:00"], None)]


def test_several_calendars_come_one_after_the_other() -> None:
    begin = day_number("2026-12-24")
    assert [(row["calendar"], row["date"]) for row in days_of(RULES, ["siaga", "kantor"], begin, begin + 2)] == [
        ("siaga", "2026-12-24"), ("siaga", "2026-12-25"), ("kantor", "2026-12-24"), ("kantor", "2026-12-25"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("today", "years"),
    [("2026-06-01", []), ("2026-10-02", []), ("2026-10-04", [2027]), ("2026-12-31", [2027]), ("2025-12-31", [2025]),
     ("2027-11-01", [2027, 2028])],
)  # fmt: skip
def test_a_year_without_holidays_is_told_before_deadlines_reach_it(today: str, years: list[int]) -> None:
    """Ninety days before it begins."""
    assert years_without_holidays(RULES, UTC, day_number(today) * 86_400) == years


def test_where_no_calendar_looks_at_holidays_none_is_missed() -> None:
    round_the_clock = cast(Rules, rules_of(CITY.partition("[calendars.kantor]")[0]))
    assert years_without_holidays(round_the_clock, UTC, 0) == []
