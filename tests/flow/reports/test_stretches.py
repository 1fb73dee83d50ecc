"""The times of reports: whole days, weeks, months and years of the desk's clock, none left out and none twice."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.desk_time import DAY, Zone, transitions_of
from aduan_cli.errors import UsageError
from aduan_cli.flow.reports.stretches import (
    LAST_DAYS,
    MONTH,
    WEEK,
    YEAR,
    around,
    before,
    begin_of,
    last_days,
    parts,
    pieces,
    with_tickets,
)
from aduan_cli.report_tables import ReportTime

NAMES = ("Asia/Jakarta", "UTC", "Europe/Berlin", "America/Santiago", "Asia/Beirut", "Pacific/Apia", "America/St_Johns")
ZONES = {name: Zone(transitions_of(name)) for name in NAMES}
"""Among them some whose clocks are set at midnight, and one that left out a day."""
ANY_ZONE = st.sampled_from(sorted(ZONES)).map(ZONES.__getitem__)
MOMENTS = st.integers(946_684_800 + DAY, 4_102_444_800 - 10 * DAY)
"""From 2000 to the last whole week of 2099, whatever the zone."""
PERIODS = st.sampled_from([WEEK, MONTH, YEAR])


def days_of(stretch: ReportTime, zone: Zone) -> list[date]:
    """Return the first and the last local day of a time."""
    return [zone.date(stretch.since), zone.date(stretch.until - 1)]


@given(PERIODS, MOMENTS, ANY_ZONE)
def test_a_moment_lies_in_its_period_which_begins_and_ends_as_it_should(name: str, at: int, zone: Zone) -> None:
    found = around(name, at, zone)
    first, last = days_of(found, zone)
    assert found.since <= at < found.until
    after = last + timedelta(days=1)
    if name == WEEK:
        assert (first.weekday(), after.weekday(), (after - first).days) == (0, 0, 7)
    elif name == MONTH:
        assert (first.day, after.day, first.month) == (1, 1, last.month)
    else:
        assert (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)


@given(PERIODS, MOMENTS, ANY_ZONE)
def test_what_was_before_ends_where_a_period_begins(name: str, at: int, zone: Zone) -> None:
    """So nothing lies between, and it is the same as the one in which that moment is."""
    found = around(name, at, zone)
    earlier = before(found, zone, name)
    assert earlier.until == found.since
    assert earlier == ReportTime(*before(around(name, found.until - 1, zone), zone, name))
    assert earlier.since <= found.since - 1 < earlier.until


@given(MOMENTS, st.integers(1, 400), ANY_ZONE)
def test_before_any_other_time_are_as_many_days_of_the_same_hours(at: int, days: int, zone: Zone) -> None:
    """Whatever was done to the clocks meanwhile."""
    found = ReportTime(begin_of(zone.date(at), zone), begin_of(zone.date(at) + timedelta(days=days), zone))
    earlier = before(found, zone)
    assert earlier.since < earlier.until <= found.since + 3600
    first, last = days_of(found, zone)
    assert zone.date(earlier.since) in (first - timedelta(days=(last - first).days + n) for n in (0, 1, 2))


@given(MOMENTS, st.integers(1, 70 * DAY), ANY_ZONE)
def test_pieces_are_the_whole_time_without_a_hole(at: int, length: int, zone: Zone) -> None:
    """Days of two weeks at the most, else weeks from Monday on; the first and the last may be a part of one."""
    stretch = ReportTime(at, at + length)
    name, found = pieces(stretch, zone)
    assert (found[0].since, found[-1].until) == tuple(stretch)
    assert [one.until for one in found[:-1]] == [one.since for one in found[1:]]
    for one in found:
        first, last = days_of(one, zone)
        same = first == last if name == "days" else first.isocalendar()[:2] == last.isocalendar()[:2]
        assert (one.since < one.until, same) == (True, True)
    assert (name == "days") is (length <= 15 * DAY)


@given(PERIODS, MOMENTS, st.sampled_from(["Asia/Jakarta", "Europe/Berlin", "America/Santiago", "Asia/Beirut"]))
def test_parts_of_a_period_are_all_of_it(name: str, at: int, zone_name: str) -> None:
    zone = ZONES[zone_name]
    stretch = around(name, at, zone)
    found = list(parts(name, stretch, zone))
    assert (found[0].since, found[-1].until) == tuple(stretch)
    assert [one.until for one in found[:-1]] == [one.since for one in found[1:]]
    assert len(found) == {WEEK: 7, YEAR: 12}.get(name, (days_of(stretch, zone)[1]).day)


@given(MOMENTS, st.integers(1, 400), ANY_ZONE)
def test_the_last_days_are_whole_and_today_is_among_them(now: int, days: int, zone: Zone) -> None:
    found = last_days(now, zone, days)
    first, last = days_of(found, zone)
    assert last == zone.date(now)
    assert found.since <= now < found.until
    assert (last - first).days in (days - 1, days - 2)  # a day may have been left out


# -- the ends of the calendar


ENDS = [begin_of(date(1, 1, 1), ZONES["UTC"]), begin_of(date(9999, 12, 31), ZONES["UTC"]) + DAY - 1]


@pytest.mark.parametrize("at", ENDS)
@pytest.mark.parametrize("name", [WEEK, MONTH, YEAR])
def test_a_period_of_which_there_can_be_no_tickets_is_refused(at: int, name: str) -> None:
    with pytest.raises(UsageError, match="one from 2000 to 2099"):
        around(name, at, ZONES["UTC"])


@pytest.mark.parametrize("year", [2000, 2099])
@pytest.mark.parametrize("name", [WEEK, MONTH, YEAR])
def test_the_first_and_the_last_year_of_tickets_have_all_periods(name: str, year: int) -> None:
    zone = ZONES["Asia/Jakarta"]
    for day in (date(year, 1, 1), date(year, 12, 31)):
        found = around(name, begin_of(day, zone), zone)
        assert before(found, zone, name).until == found.since


def test_a_time_that_goes_on_for_ever_ends_with_the_tickets() -> None:
    """So may somebody say that all calls are meant."""
    zone = ZONES["Asia/Jakarta"]
    found = with_tickets(*ENDS, zone)
    assert days_of(found, zone) == [date(2000, 1, 1), date(2099, 12, 31)]
    assert before(found, zone).until == found.since
    assert with_tickets(*found, zone) == found
    for since, until in ((ENDS[0], ENDS[0] + DAY), (ENDS[1] - DAY, ENDS[1])):
        with pytest.raises(UsageError, match=r"the year (1|9999) is out of range"):
            with_tickets(since, until, zone)


def test_the_last_days_of_a_clock_that_is_far_off_are_days_of_the_calendar() -> None:
    for now in ENDS:
        found = last_days(now, ZONES["UTC"])
        assert found.until - found.since == LAST_DAYS * DAY
