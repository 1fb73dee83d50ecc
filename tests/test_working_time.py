"""Working time against a count of minutes that knows nothing of it, in every zone, with hours that occur twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.desk_time import DAY, Zone, transitions_of
from aduan_cli.working_time import (
    CLOSED,
    DAYS,
    HOLIDAY,
    OPEN,
    PAUSED,
    UNITS,
    WAITING,
    WORKING_DAYS,
    Calendar,
    DueTime,
    NeverOpenError,
    Pause,
    Span,
    Stretch,
    Target,
    after,
    begin_of,
    counted,
    due,
    least,
    read_target,
    stretches,
)

ZONES = {name: Zone(transitions_of(name)) for name in ("Asia/Jakarta", "Europe/Berlin", "Australia/Lord_Howe", "UTC")}
"""One without changes, one with hours, one with half hours that occur twice or never."""
MINUTE = 60


def moment(zone: str, text: str) -> int:
    """Return the moment of a local time like `2026-11-27 08:00`."""
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp())


def at(zone: str, epoch: int | None) -> str:
    """Return a moment as a local time."""
    assert epoch is not None
    return f"{datetime.fromtimestamp(epoch, ZoneInfo(zone)):%Y-%m-%d %H:%M}"


OFFICE = Calendar((((8 * 60, 12 * 60), (13 * 60, 16 * 60)),) * 5 + ((), ()))
JAKARTA = "Asia/Jakarta"
HOLIDAY_DAY = ZONES[JAKARTA].day_number(moment(JAKARTA, "2026-12-25 12:00"))
CHRISTMAS = OFFICE._replace(closed={HOLIDAY_DAY: "Hari Raya Natal"})


@pytest.mark.parametrize(
    ("start", "target", "begins", "at_"),
    [
        ("2026-11-27 09:00", "90m", "2026-11-27 09:00", "2026-11-27 10:30"),
        ("2026-11-27 11:30", "1h", "2026-11-27 11:30", "2026-11-27 13:30"),  # over the break
        ("2026-11-27 12:10", "1h", "2026-11-27 13:00", "2026-11-27 14:00"),
        ("2026-11-27 15:00", "1h", "2026-11-27 15:00", "2026-11-27 16:00"),  # ends as it closes
        ("2026-11-27 16:00", "1h", "2026-11-30 08:00", "2026-11-30 09:00"),  # Friday evening
        ("2026-11-28 02:00", "3d", "2026-11-30 08:00", "2026-12-03 08:00"),  # a Saturday
        ("2026-11-27 10:00", "3d", "2026-11-27 10:00", "2026-11-30 10:00"),  # days of the calendar: Sunday counts
        ("2026-11-27 10:00", "3wd", "2026-11-27 10:00", "2026-12-02 10:00"),
        ("2026-12-24 10:00", "1wd", "2026-12-24 10:00", "2026-12-28 10:00"),  # over Christmas and a weekend
        ("2026-12-24 18:00", "1wd", "2026-12-28 08:00", "2026-12-29 08:00"),
    ],
)
def test_what_is_reported_outside_of_the_hours_begins_with_the_next_opening(
    start: str, target: str, begins: str, at_: str
) -> None:
    read = read_target(target)
    assert read is not None
    found = due(CHRISTMAS, ZONES[JAKARTA], moment(JAKARTA, start), read)
    assert (at(JAKARTA, found.begins), at(JAKARTA, found.at)) == (begins, at_)


def test_without_a_calendar_time_runs_round_the_clock() -> None:
    zone, start = ZONES[JAKARTA], moment(JAKARTA, "2026-11-28 23:50")
    assert due(None, zone, start, Target(5, "m")) == DueTime(start, start + 300)
    assert due(None, zone, start, Target(3, WORKING_DAYS)) == due(None, zone, start, Target(3, DAYS))


def test_a_pause_is_added_at_the_end_and_one_that_has_not_ended_leaves_it_open() -> None:
    zone, start = ZONES[JAKARTA], moment(JAKARTA, "2026-11-30 10:00")
    for begin, until, target, at_ in (
        ("2026-11-30 11:00", "2026-11-30 14:00", "4h", "2026-12-01 09:00"),  # 2 h of it open: 15:00 + 2 h
        ("2026-11-30 17:00", "2026-12-01 07:00", "4h", "2026-11-30 15:00"),  # closed, and after it
        ("2026-12-01 10:00", "2026-12-02 10:00", "3wd", "2026-12-04 10:00"),
        ("2026-12-01 18:00", "2026-12-02 07:00", "3wd", "2026-12-03 10:00"),  # nobody lost an hour of work
        ("2026-12-01 18:00", "2026-12-02 07:00", "3d", "2026-12-03 23:00"),
    ):
        read = read_target(target)
        assert read is not None
        pause = Pause(moment(JAKARTA, begin), moment(JAKARTA, until))
        assert at(JAKARTA, due(OFFICE, zone, start, read, (pause,)).at) == at_
    assert due(OFFICE, zone, start, Target(4, "h"), (Pause(start + MINUTE, None),)).at is None
    assert due(OFFICE, zone, start, Target(4, "h"), (Pause(start + DAY, None),)).at == moment(
        JAKARTA, "2026-11-30 15:00"
    )


def test_every_hour_that_counted_or_did_not_has_its_reason() -> None:
    zone = ZONES[JAKARTA]
    start, until = moment(JAKARTA, "2026-12-24 06:00"), moment(JAKARTA, "2026-12-28 09:00")
    pause = Pause(moment(JAKARTA, "2026-12-24 14:00"), moment(JAKARTA, "2026-12-24 20:00"), "cuaca")
    assert [
        (at(JAKARTA, one.begin), at(JAKARTA, one.until), one.why, one.name)
        for one in stretches(CHRISTMAS, zone, start, until, (pause,))
    ] == [
        ("2026-12-24 06:00", "2026-12-24 08:00", WAITING, ""),
        ("2026-12-24 08:00", "2026-12-24 12:00", OPEN, ""),
        ("2026-12-24 12:00", "2026-12-24 13:00", CLOSED, ""),
        ("2026-12-24 13:00", "2026-12-24 14:00", OPEN, ""),
        ("2026-12-24 14:00", "2026-12-24 16:00", PAUSED, "cuaca"),
        ("2026-12-24 16:00", "2026-12-25 00:00", CLOSED, ""),
        ("2026-12-25 00:00", "2026-12-26 00:00", HOLIDAY, "Hari Raya Natal"),
        ("2026-12-26 00:00", "2026-12-28 08:00", CLOSED, ""),
        ("2026-12-28 08:00", "2026-12-28 09:00", OPEN, ""),
    ]


def test_hours_of_a_single_day_are_those_on_a_holiday_too() -> None:
    zone = ZONES[JAKARTA]
    calendar = CHRISTMAS._replace(changed={HOLIDAY_DAY: ((540, 600),), HOLIDAY_DAY - 1: ()})
    start = moment(JAKARTA, "2026-12-23 16:00")
    assert at(JAKARTA, begin_of(calendar, zone, start)) == "2026-12-25 09:00"
    assert at(JAKARTA, after(calendar, zone, start, 2 * 3600)) == "2026-12-28 09:00"


def test_a_span_may_pass_midnight() -> None:
    zone = ZONES[JAKARTA]
    night = Calendar((((22 * 60, 30 * 60),),) * 7)  # 22:00 to 06:00
    assert at(JAKARTA, begin_of(night, zone, moment(JAKARTA, "2026-11-27 01:00"))) == "2026-11-27 01:00"
    assert at(JAKARTA, begin_of(night, zone, moment(JAKARTA, "2026-11-27 06:00"))) == "2026-11-27 22:00"
    found = due(night, zone, moment(JAKARTA, "2026-11-27 01:00"), Target(2, WORKING_DAYS))
    assert at(JAKARTA, found.at) == "2026-11-29 01:00"  # the night that began on the 26th


@pytest.mark.parametrize("target", [Target(1, "h"), Target(1, WORKING_DAYS)])
def test_a_calendar_that_never_opens_is_told(target: Target) -> None:
    with pytest.raises(NeverOpenError):
        due(Calendar(((),) * 7), ZONES["UTC"], 0, target)


@pytest.mark.parametrize("text", ["", "3", "d", "0h", "-3d", "3 d", "3w", "3dd", "٣d", "1.5h", "123456m", "3D"])
def test_what_is_no_target_is_none(text: str) -> None:
    assert read_target(text) is None


# -- against a count of minutes


@st.composite
def calendars(draw: st.DrawFn, first: int) -> Calendar:
    """Draw working hours in steps of ten minutes, with days around one that are closed or have hours of their own."""
    edges = st.lists(st.integers(0, 288), min_size=2, max_size=4, unique=True).map(sorted)

    def spans() -> tuple[Span, ...]:
        found = draw(edges)
        return tuple((a * 10, b * 10) for a, b in zip(found[::2], found[1::2], strict=False) if a < 144)

    week = tuple(spans() if draw(st.booleans()) else () for _day in range(7))
    near = st.integers(first, first + 9)
    closed = dict.fromkeys(draw(st.sets(near, max_size=3)), "libur")
    changed = {day: spans() for day in draw(st.sets(near, max_size=2))}
    return Calendar(week, closed, changed)


def open_minutes(name: str, calendar: Calendar, first: int, days: int) -> set[int]:
    """Return each minute that is open: every span of every day walked from the wall clock's own arithmetic."""
    zone, found = ZoneInfo(name), set()
    for day in range(first, first + days):
        midnight = datetime(1970, 1, 1) + timedelta(days=day)
        if day in calendar.changed:
            spans = calendar.changed[day]
        else:
            spans = () if day in calendar.closed else calendar.week[midnight.weekday()]
        for begin, until in spans:
            edges = (midnight + timedelta(minutes=begin), midnight + timedelta(minutes=until))
            opens, closes = (int(edge.replace(tzinfo=zone).astimezone(timezone.utc).timestamp()) for edge in edges)
            found.update(range(opens, closes, MINUTE))
    return found


SPRING = {"Europe/Berlin": "2026-03-27", "Australia/Lord_Howe": "2026-10-02"}
AUTUMN = {"Europe/Berlin": "2026-10-23", "Australia/Lord_Howe": "2026-04-03"}


@st.composite
def cases(draw: st.DrawFn) -> tuple[str, Calendar, int, int, set[int]]:
    """Draw a zone, a calendar, its first day and a moment, mostly near a change of the clocks; and its open minutes."""
    name = draw(st.sampled_from(sorted(ZONES)))
    date = draw(st.sampled_from([SPRING.get(name, "2026-12-23"), AUTUMN.get(name, "2027-01-30")]))
    first = (datetime.fromisoformat(date) - datetime(1970, 1, 1)).days
    calendar = draw(calendars(first))
    start = first * DAY + draw(st.integers(0, 5 * 1440)) * MINUTE
    return name, calendar, first, start, open_minutes(name, calendar, first - 3, 40)


@given(cases(), st.integers(0, 3000))
def test_what_counts_between_two_moments_is_every_open_minute(
    case: tuple[str, Calendar, int, int, set[int]], minutes: int
) -> None:
    name, calendar, _first, start, opened = case
    until = start + minutes * MINUTE
    inside = [minute for minute in opened if start <= minute < until]
    assert counted(calendar, ZONES[name], start, until) == len(inside) * MINUTE


@given(cases(), st.integers(1, 1500))
def test_after_so_many_minutes_so_many_have_counted(
    case: tuple[str, Calendar, int, int, set[int]], minutes: int
) -> None:
    name, calendar, _first, start, opened = case
    coming = sorted(minute for minute in opened if minute >= start)
    if len(coming) >= minutes:
        assert after(calendar, ZONES[name], start, minutes * MINUTE) == coming[minutes - 1] + MINUTE
        assert begin_of(calendar, ZONES[name], start) == coming[0]


@st.composite
def paused(draw: st.DrawFn) -> tuple[str, Calendar, int, list[Pause], set[int]]:
    """Draw a case with pauses behind its start."""
    name, calendar, _first, start, opened = draw(cases())
    edges = sorted(draw(st.sets(st.integers(0, 4000), max_size=6)))
    moments = [start + edge * MINUTE for edge in edges]
    return name, calendar, start, list(map(Pause, moments[::2], moments[1::2])), opened


def open_and_going(start: int, pauses: list[Pause], opened: set[int]) -> Iterator[int]:
    """Yield each minute that counts."""
    for minute in sorted(opened):
        if minute >= start and not any(one.begin <= minute < (one.until or 0) for one in pauses):
            yield minute


@given(paused(), st.integers(1, 1500))
def test_something_is_due_when_its_minutes_have_counted(
    case: tuple[str, Calendar, int, list[Pause], set[int]], minutes: int
) -> None:
    """Whatever is closed, or paused, on the way."""
    name, calendar, start, pauses, opened = case
    counting = list(open_and_going(start, pauses, opened))
    if len(counting) >= minutes:
        found = due(calendar, ZONES[name], start, Target(minutes, "m"), pauses)
        assert found.at == counting[minutes - 1] + MINUTE


@given(paused(), st.sampled_from(UNITS), st.integers(1, 6000))
def test_the_least_target_that_is_kept_is_kept_and_one_less_is_not(
    case: tuple[str, Calendar, int, list[Pause], set[int]], unit: str, minutes: int
) -> None:
    name, calendar, start, pauses, _opened = case
    until = start + minutes * MINUTE
    try:
        found = least(calendar, ZONES[name], start, unit, until, pauses)
    except NeverOpenError:
        return
    times = [due(calendar, ZONES[name], start, Target(n, unit), pauses).at for n in (found, max(found - 1, 1))]
    assert times[0] is not None
    assert times[0] >= until
    assert found == 1 or (times[1] is not None and times[1] < until)


@given(paused(), st.integers(0, 4500))
def test_the_stretches_are_the_whole_time_and_what_counts_is_what_counted(
    case: tuple[str, Calendar, int, list[Pause], set[int]], minutes: int
) -> None:
    """Without a gap, none empty, each minute for the right reason."""
    name, calendar, start, pauses, opened = case
    until = start + minutes * MINUTE
    found = list(stretches(calendar, ZONES[name], start, until, pauses))
    edges = [start, *(one.until for one in found)]
    assert [one.begin for one in found] == edges[:-1]
    assert edges[-1] == until
    assert all(one.begin < one.until for one in found)
    counts = {minute for one in found if one.counts for minute in range(one.begin, one.until, MINUTE)}
    assert counts == {minute for minute in open_and_going(start, pauses, opened) if minute < until}
    assert not any(minute in opened for one in found if one.why == HOLIDAY for minute in _minutes(one))
    assert {one.why for one in found[1:] if one.why == WAITING and found[0].why not in (WAITING, HOLIDAY)} == set()


def _minutes(stretch: Stretch) -> range:
    return range(stretch.begin, stretch.until, MINUTE)


@given(cases(), st.integers(1, 4))
def test_working_days_are_days_that_open(case: tuple[str, Calendar, int, int, set[int]], amount: int) -> None:
    """Due on the day that is so many working days behind the one on which it began, never later than its closing."""
    name, calendar, first, start, opened = case
    if not any(calendar.week):
        return
    zone = ZONES[name]
    found = due(calendar, zone, start, Target(amount, WORKING_DAYS))
    assert found.at is not None
    assert found.begins == min(minute for minute in opened if minute >= start)
    working = [day for day in range(first - 3, first + 60) if calendar.hours(day)]
    holding = [day for day in working if _span_holds(zone, calendar, day, found.begins)]
    due_day = working[working.index(holding[0]) + amount]
    ends = zone.epoch_of_wall(due_day * DAY + calendar.hours(due_day)[-1][1] * MINUTE)
    assert zone.epoch_of_wall(due_day * DAY) <= found.at <= ends


def _span_holds(zone: Zone, calendar: Calendar, day: int, minute: int) -> bool:
    spans = [[zone.epoch_of_wall(day * DAY + edge * MINUTE) for edge in span] for span in calendar.hours(day)]
    return any(begin <= minute < until for begin, until in spans)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(available_timezones()))
def test_an_office_day_is_seven_hours_in_every_zone(name: str) -> None:
    """Also in the week in which the clocks are changed: at night, not while it is open."""
    zone = Zone(transitions_of(name))
    for date in ("2026-03-09", "2026-10-26"):
        monday = (datetime.fromisoformat(date) - datetime(1970, 1, 1)).days
        start, until = (zone.epoch_of_wall(day * DAY) for day in (monday, monday + 5))
        assert counted(OFFICE, zone, start, until) == 5 * 7 * 3600
