"""Local time held against zoneinfo, the times that people type, shifts, and the dates of imports."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import datetime, timedelta, timezone
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from aduan_cli.desk_time import (
    BEFORE_ALL,
    DAY,
    NO_SHIFT,
    Zone,
    date_parser,
    midnights,
    shift_end,
    shift_of,
    shifts_ahead,
    transitions_of,
)
from aduan_cli.errors import ConfigError
from aduan_cli.typed_time import parse_time

NAMES = [
    "Asia/Jakarta",
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "UTC",
]
TRANSITIONS = {name: transitions_of(name) for name in NAMES}
ZONES = {name: Zone(transitions) for name, transitions in TRANSITIONS.items()}
JAKARTA = ZONES["Asia/Jakarta"]
NOW = int(datetime(2026, 11, 23, 14, 5, tzinfo=timezone(timedelta(hours=7))).timestamp())

names = st.sampled_from(NAMES)
epochs = st.integers(0, 4_133_894_400)  # 1970 to the end of 2100
walls = st.datetimes(datetime(1970, 1, 3), datetime(2100, 12, 30)).map(lambda wall: wall.replace(microsecond=0))


def seconds(*parts: int, zone: str = "Asia/Jakarta") -> int:
    """Return the moment of a local time, as Python's datetime has it."""
    return int(datetime(*parts, tzinfo=ZoneInfo(zone)).timestamp())  # type: ignore[misc,arg-type]


@given(names, epochs)
def test_a_moment_shows_as_zoneinfo_shows_it(name: str, epoch: int) -> None:
    """Offset, fields, ISO form and day agree with zoneinfo from 1970 to 2100."""
    zone, right = ZONES[name], datetime.fromtimestamp(epoch, ZoneInfo(name))
    local = zone.local(epoch)
    assert zone.iso(epoch) == right.isoformat()
    assert zone.day(epoch) == int(right.strftime("%Y%m%d"))
    assert local[:3] == (right.year, right.month, right.day)
    assert (local.minute, local.second, local.weekday) == (
        right.hour * 60 + right.minute,
        right.second,
        right.weekday(),
    )
    assert local.offset == zone.offset(epoch) == int((right.utcoffset() or timedelta()).total_seconds())


@pytest.mark.parametrize("name", NAMES)
def test_every_change_of_offset_is_found_to_the_second(name: str) -> None:
    """One second before a transition the old offset holds, at it the new one; none is missed or invented."""
    transitions = TRANSITIONS[name]
    assert transitions[0][0] == BEFORE_ALL
    assert [epoch for epoch, offset in transitions] == sorted(epoch for epoch, offset in transitions)
    for (_, before), (epoch, after) in pairwise(transitions):
        for moment, offset in ((epoch - 1, before), (epoch, after)):
            assert datetime.fromtimestamp(moment, ZoneInfo(name)).utcoffset() == timedelta(seconds=offset)
            assert ZONES[name].offset(moment) == offset
        assert before != after


def test_jakarta_has_one_offset_for_all_times() -> None:
    """The zone of the desk needs no search: seven hours east, since before 1970."""
    assert transitions_of("Asia/Jakarta") == [[BEFORE_ALL, 7 * 3600]]
    assert JAKARTA.iso(NOW) == "2026-11-23T14:05:00+07:00"
    assert JAKARTA.day(NOW) == 20261123


@given(names, walls)
def test_a_local_time_is_the_moment_that_datetime_means_by_it(name: str, wall: datetime) -> None:
    """From local time to UTC as datetime with fold=0 has it, any day and second."""
    right = wall.replace(tzinfo=ZoneInfo(name)).timestamp()
    assert ZONES[name].epoch(wall.year, wall.month, wall.day, wall.hour, wall.minute, wall.second) == right


@given(st.sampled_from([name for name in NAMES if len(TRANSITIONS[name]) > 1]), st.data())
def test_gaps_and_overlaps_are_read_as_datetime_reads_them(name: str, data: st.DataObject) -> None:
    """Within three hours of a change of the clocks, fold=0 holds to the second."""
    epoch, offset = data.draw(st.sampled_from(TRANSITIONS[name][1:]))
    wall = datetime(1970, 1, 1) + timedelta(seconds=epoch + offset + data.draw(st.integers(-10_800, 10_800)))
    right = wall.replace(tzinfo=ZoneInfo(name)).timestamp()
    assert ZONES[name].epoch(*wall.timetuple()[:6]) == right


def test_a_time_that_does_not_occur_moves_forward_and_one_that_occurs_twice_is_the_first() -> None:
    """New York, March 2015 at 02:30 and November 2015 at 01:30."""
    zone = ZONES["America/New_York"]
    assert zone.iso(zone.epoch(2015, 3, 8, 2, 30)) == "2015-03-08T03:30:00-04:00"
    assert zone.iso(zone.epoch(2015, 11, 1, 1, 30)) == "2015-11-01T01:30:00-04:00"


def test_an_offset_with_seconds_is_told_whole() -> None:
    """Liberia was 44 minutes and 30 seconds west until 1972."""
    assert Zone(transitions_of("Africa/Monrovia")).iso(0) == "1969-12-31T23:15:30-00:44:30"


@pytest.mark.parametrize("name", ["Asia/Jakrta", "", "Asia", "../etc/passwd", "/etc/passwd", "a\x00b", "Asia/Jakarta "])
def test_an_unknown_zone_is_an_error_of_the_configuration(name: str) -> None:
    """Whatever stands for the zone, the sentence says what would be right."""
    with pytest.raises(ConfigError, match=re.escape("a name like 'Asia/Jakarta' would be right")):
        transitions_of(name)


@given(names, epochs)
def test_what_the_desk_prints_it_reads_back(name: str, epoch: int) -> None:
    """An ISO time with its offset is the same moment again, in a typed option and in an import."""
    zone = ZONES[name]
    assert parse_time(zone.iso(epoch), NOW, zone) == epoch
    assert date_parser(["%Y-%m-%dT%H:%M:%S%z"], zone)(zone.iso(epoch)) == epoch


SHIFTS = [["pagi", 420, 840], ["siang", 840, 1260], ["malam", 1260, 420]]


@pytest.mark.parametrize(
    ("minute", "shift"),
    [(0, "malam"), (419, "malam"), (420, "pagi"), (839, "pagi"), (840, "siang"), (1260, "malam")],
)
def test_a_shift_begins_with_its_first_minute_and_may_wrap_midnight(minute: int, shift: str) -> None:
    """The minute of the change belongs to the shift that begins."""
    assert shift_of(minute, SHIFTS) == shift


def test_a_minute_outside_of_all_shifts_has_none_and_equal_ends_are_the_whole_day() -> None:
    """A desk that closes has hours without a shift; one that never changes has one shift."""
    assert shift_of(419, SHIFTS[:2]) is None
    assert {shift_of(minute, [["all", 420, 420]]) for minute in range(1440)} == {"all"}


FORMATS = [
    "%Y-%m-%d %H:%M:%S", "%m/%d/%Y %I:%M:%S %p", "%d/%m/%Y %H:%M", "%d-%b-%y", "%d %B %Y %H.%M",
    "%Y%m%d%H%M%S", "%Y-%m-%dT%H:%M:%S.%f", "%%%Y-%m-%d", "%F %T", "%D %R",
]  # fmt: skip


LONG = {"%F": "%Y-%m-%d", "%T": "%H:%M:%S", "%D": "%m/%d/%y", "%R": "%H:%M"}  # strptime knows none of these


@given(names, st.sampled_from(FORMATS), walls)
def test_dates_of_an_import_are_read_as_strptime_reads_them(name: str, written: str, wall: datetime) -> None:
    """Each format against datetime.strptime, over days with a change of the clocks as well."""
    text = wall.strftime(written)
    long_form = re.sub("%[FTDR]", lambda match: LONG[match[0]], written)
    right = datetime.strptime(text, long_form).replace(microsecond=0, tzinfo=ZoneInfo(name))
    assume(right.year >= 1970)  # two digits of 2069 are 1969; a zone is known from 1970 on
    assert date_parser([written], ZONES[name])(text) == right.timestamp()


@given(st.integers(0, 14), st.integers(0, 33), st.integers(2010, 2013), st.integers(0, 25), st.integers(0, 61))
def test_impossible_dates_and_times_are_refused_where_strptime_refuses(
    month: int, day: int, year: int, hour: int, minute: int
) -> None:
    """29 February of 2011, the 31st of April, 24:00 and the like raise ValueError, all else doesn't."""
    written, text = "%d/%m/%Y %H:%M", f"{day}/{month:02d}/{year} {hour}:{minute:02d}"
    parse = date_parser([written], JAKARTA)
    try:
        right = datetime.strptime(text, written).replace(tzinfo=ZoneInfo("Asia/Jakarta")).timestamp()
    except ValueError:
        with pytest.raises(ValueError, match=re.escape(text)):
            parse(text)
    else:
        assert parse(text) == right


def test_the_first_format_that_fits_counts_and_the_next_are_tried_when_the_date_is_impossible() -> None:
    """The order of the map decides 3/4, and 13/14 can only be read one way."""
    parse = date_parser(["%d/%m/%Y", "%m/%d/%Y"], JAKARTA)
    assert parse("03/04/2024") == seconds(2024, 4, 3)
    assert parse("12/31/2024") == seconds(2024, 12, 31)
    assert parse("03/04/2024") == seconds(2024, 4, 3)


def test_noon_and_midnight_of_the_twelve_hour_clock() -> None:
    """12 AM is the first hour of the day, 12 PM the thirteenth; small letters and points are read too."""
    parse = date_parser(["%m/%d/%Y %I:%M:%S %p"], JAKARTA)
    assert parse("01/02/2015 12:00:00 AM") == seconds(2015, 1, 2)
    assert parse("01/02/2015 12:00:00 pm") == seconds(2015, 1, 2, 12)
    assert parse("1/2/2015 1:05:09 p.m.") == seconds(2015, 1, 2, 13, 5, 9)


def test_months_have_their_indonesian_names() -> None:
    """A spreadsheet in Indonesian writes Mei, Agustus, Okt and Desember."""
    parse = date_parser(["%d %B %Y"], JAKARTA)
    assert parse(" 17  Agustus 1945 ") == seconds(1945, 8, 17, zone="Etc/GMT-7")
    assert [parse(f"1 {month} 2024") for month in ("Mei", "okt", "DESEMBER")] == [
        seconds(2024, month, 1) for month in (5, 10, 12)
    ]
    with pytest.raises(ValueError, match="Brumaire"):
        parse("1 Brumaire 2024")


def test_the_same_day_read_many_times_stays_the_same_day() -> None:
    """Remembered days are right for each of their hours, on a day when the clocks change as well."""
    zone = ZONES["America/New_York"]
    parse = date_parser(["%Y-%m-%d %H:%M"], zone)
    for day in ("2015-03-08", "2015-11-01", "2015-07-01"):
        for hour in [*range(24), *range(24)]:
            year, month, number = map(int, day.split("-"))
            assert parse(f"{day} {hour:02d}:30") == zone.epoch(year, month, number, hour, 30)


def test_more_days_than_are_remembered_are_read_all_the_same() -> None:
    """Thirty years of days, twice, are all right."""
    parse = date_parser(["%Y-%m-%d"], JAKARTA)
    start = datetime(1990, 1, 1)
    for number in [*range(11_000), 0, 1]:
        day = start + timedelta(days=number)
        assert parse(day.strftime("%Y-%m-%d")) == (day - datetime(1970, 1, 1)).total_seconds() - 7 * 3600


@given(st.text())
def test_no_cell_does_more_than_a_value_error(cell: str) -> None:
    """Whatever stands in the column, it is a moment or ValueError."""
    try:
        moment = date_parser(["%Y-%m-%dT%H:%M:%S%z", "%d/%m/%Y"], JAKARTA)(cell)
    except ValueError:
        return
    assert isinstance(moment, int)


@pytest.mark.parametrize(
    ("written", "wrong"),
    [
        ("%Y-%m-%d %Q", "'%Q' can't stand there"),
        ("%Y-%m-%d %", "'%' can't stand there"),
        ("%Y-%m-%d %y", "'%y' can't stand there"),
        ("%H:%M", "year, month and day must be in it"),
        ("", "year, month and day must be in it"),
    ],
)
def test_a_bad_format_is_an_error_of_the_configuration(written: str, wrong: str) -> None:
    """Found when the map is read, not at the first record."""
    with pytest.raises(ConfigError, match=re.escape(f"date format {written!r}: {wrong}")):
        date_parser([written], JAKARTA)


def test_the_daily_path_loads_nothing_heavy() -> None:
    """Using the five pure modules imports none of the modules that cost a log its speed."""
    code = """
import sys
before = set(sys.modules)
from aduan_cli import desk_time, gazetteer, phones, places, tickets, typed_time
from aduan_cli.text import Folded
zone = desk_time.Zone([[-2**62, 25200]])
typed_time.parse_time("kemarin 14:05", 1_800_000_000, zone), zone.iso(1_800_000_000)
tickets.parse_ticket(tickets.make_ticket("BKS", 20261123, 42)), phones.normalise_phone("0812 3456 7890")
places.find_place(Folded("Kel. A"), "Kel. A", gazetteer.compile_gazetteer({"B": ["A"]}, {}))
heavy = {"tomli", "pluggy", "pathlib", "zoneinfo", "logging", "importlib.metadata", "tabulate",
         "sqlite_utils", "dataclasses"}
print(sorted(heavy & (set(sys.modules) - before)))
"""
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout == "[]\n"


@pytest.mark.slow
def test_no_change_of_any_zone_is_stepped_over() -> None:
    """A look at each day finds no change that the steps of a week miss, in any zone that there is."""
    for name in sorted(available_timezones()):
        zone, offset, changes = ZoneInfo(name), None, 0
        for day in range(0, 4_133_980_800, 86_400):
            now = datetime.fromtimestamp(day, zone).utcoffset()
            changes += offset is not None and now != offset
            offset = now
        assert len(transitions_of(name)) == 1 + changes, name


@pytest.mark.parametrize("text", ["2026-11-01 14:30-15:00", "2026-11-01 10:00-11:00", "2026-11-01T10:00:00-15:00"])
def test_a_span_of_times_is_no_zone(text: str) -> None:
    """A call is never taken at a moment that nobody said."""
    parse = date_parser(["%Y-%m-%d %H:%M%z", "%Y-%m-%dT%H:%M:%S%z"], JAKARTA)
    with pytest.raises(ValueError, match="2026"):
        parse(text)
    assert parse("2026-11-01T10:00:00-03:00") == seconds(2026, 11, 1, 20)


@given(st.integers(0, 2_000_000_000), st.sampled_from(["Asia/Jakarta", "UTC"]))
def test_a_shift_ends_when_the_next_begins(at: int, name: str) -> None:
    """Until then it is the same, and never more than a day away."""
    zone = ZONES[name]
    found = shift_end(at, SHIFTS, zone)
    assert found is not None
    shift, end = found
    assert at < end <= at + 86_400
    assert {shift_of(zone.local(moment).minute, SHIFTS) for moment in range(at, end, 600)} == {shift}
    assert shift_of(zone.local(end).minute, SHIFTS) != shift


def test_a_moment_in_no_shift_has_no_end() -> None:
    assert shift_end(0, [["pagi", 420, 840]], Zone([[0, 0]])) is None


@given(at=epochs, name=names)
def test_a_day_lasts_from_its_first_moment_until_the_next_ones(at: int, name: str) -> None:
    """Also where clocks are set forward or back within it: no moment of it is outside, none of another inside."""
    zone = ZONES[name]
    begin, end = midnights(at, zone)
    assert begin <= at < end
    assert abs(end - begin - DAY) <= 3600
    assert zone.day(begin - 1) < zone.day(begin) == zone.day(at) == zone.day(end - 1) < zone.day(end)
    assert midnights(end, zone)[0] == end


@given(at=epochs, name=names)
def test_the_next_shift_is_the_one_that_begins_when_this_one_ends(at: int, name: str) -> None:
    zone = ZONES[name]
    shift, coming, until = shifts_ahead(at, SHIFTS, zone)
    found = shift_end(at, SHIFTS, zone)
    assert found is not None
    assert (shift, (coming, until)) == (found[0], shift_end(found[1], SHIFTS, zone))


def test_where_there_is_no_shift_the_next_hours_are_looked_at() -> None:
    utc = Zone([[0, 0]])
    assert shifts_ahead(0, [], utc) == (None, None, NO_SHIFT)
    assert shifts_ahead(0, [["pagi", 420, 840]], utc) == (None, None, NO_SHIFT)
    assert shifts_ahead(8 * 3600, [["pagi", 420, 840]], utc) == ("pagi", None, 14 * 3600 + NO_SHIFT)
