"""The times that people type: figures and words, Indonesian and English, in the desk's zone."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.coming_time import parse_coming
from aduan_cli.desk_time import DAY, Zone, transitions_of
from aduan_cli.errors import UsageError
from aduan_cli.typed_time import parse_span, parse_time

JAKARTA = Zone(transitions_of("Asia/Jakarta"))
NEW_YORK = Zone(transitions_of("America/New_York"))


def seconds(*local: int, zone: str = "Asia/Jakarta") -> int:
    """Return a local time as seconds since 1970."""
    return int(datetime(*local, tzinfo=ZoneInfo(zone)).timestamp())  # type: ignore[arg-type]


NOW = seconds(2026, 11, 26, 6, 30)
"""A Thursday, at the end of a night."""
TYPED_NOW = seconds(2026, 11, 23, 14, 5)
HOUR = 3600


@pytest.mark.parametrize(
    ("typed", "begin", "hours"),
    [
        # a time of day is the last one past
        ("22:00", seconds(2026, 11, 25, 22), 0),
        ("06:30", NOW, 0),
        ("jam 5", seconds(2026, 11, 26, 5), 0),
        ("jam 10 malam", seconds(2026, 11, 25, 22), 0),
        ("jam 2 malam", seconds(2026, 11, 26, 2), 0),
        ("pukul 4 sore", seconds(2026, 11, 25, 16), 0),
        # on a day that is named it is that day's
        ("hari ini 22:00", seconds(2026, 11, 26, 22), 0),
        ("kemarin jam 4 sore", seconds(2026, 11, 25, 16), 0),
        ("yesterday 22:00", seconds(2026, 11, 25, 22), 0),
        # parts of a day
        ("kemarin sore", seconds(2026, 11, 25, 15), 3),
        ("kemarin malam", seconds(2026, 11, 25, 18), 11),
        ("yesterday morning", seconds(2026, 11, 25, 5), 6),
        ("tadi pagi", seconds(2026, 11, 26, 5), 6),
        ("pagi ini", seconds(2026, 11, 26, 5), 6),
        ("this morning", seconds(2026, 11, 26, 5), 6),
        ("tadi siang", seconds(2026, 11, 25, 11), 4),
        ("tadi sore", seconds(2026, 11, 25, 15), 3),
        ("tadi malam", seconds(2026, 11, 25, 18), 11),
        ("tadi pagi jam 6", seconds(2026, 11, 26, 6), 0),
        ("tadi jam 6", seconds(2026, 11, 26, 6), 0),
        ("semalam", seconds(2026, 11, 25, 18), 11),
        ("last night", seconds(2026, 11, 25, 18), 11),
        ("semalam 22:00", seconds(2026, 11, 25, 22), 0),
        ("semalam jam 10", seconds(2026, 11, 25, 22), 0),
        ("semalam jam 2", seconds(2026, 11, 26, 2), 0),
        ("semalam pukul 00.30", seconds(2026, 11, 26, 0, 30), 0),
        ("tadi", NOW - HOUR, 0),
        # days of the week, the last one, today included
        ("kamis", seconds(2026, 11, 26), 24),
        ("Thursday", seconds(2026, 11, 26), 24),
        ("kamis 22:00", seconds(2026, 11, 19, 22), 0),
        ("kamis lalu", seconds(2026, 11, 19), 24),
        ("last thursday", seconds(2026, 11, 19), 24),
        ("rabu", seconds(2026, 11, 25), 24),
        ("senin", seconds(2026, 11, 23), 24),
        ("monday 14:05", seconds(2026, 11, 23, 14, 5), 0),
        ("senin malam", seconds(2026, 11, 23, 18), 11),
        ("minggu", seconds(2026, 11, 22), 24),
        ("jum'at", seconds(2026, 11, 20), 24),
        # dates without a year, the last one, today included
        ("25/11", seconds(2026, 11, 25), 24),
        ("25/11 14:05", seconds(2026, 11, 25, 14, 5), 0),
        ("26-11", seconds(2026, 11, 26), 24),
        ("27/11", seconds(2025, 11, 27), 24),
        ("1/1", seconds(2026, 1, 1), 24),
        ("29/2", seconds(2024, 2, 29), 24),
        ("kemarin", seconds(2026, 11, 25), 24),
        # everyday spellings
        ("kmrn", seconds(2026, 11, 25), 24),
        ("kemaren sore", seconds(2026, 11, 25, 15), 3),
        ("malem kemarin", seconds(2026, 11, 25, 18), 11),
        ("kemarin lusa", seconds(2026, 11, 24), 24),
        ("jam 9 malem", seconds(2026, 11, 25, 21), 0),
        ("9 malam", seconds(2026, 11, 25, 21), 0),
        ("kmrn 9 mlm", seconds(2026, 11, 25, 21), 0),
        ("sekitar jam 4an", seconds(2026, 11, 26, 4), 0),
        ("jam setengah 6", seconds(2026, 11, 26, 5, 30), 0),
        ("jam setengah 8 malam", seconds(2026, 11, 25, 19, 30), 0),
        ("jam setengah satu siang", seconds(2026, 11, 25, 12, 30), 0),
        ("jam 6 magrib", seconds(2026, 11, 25, 18), 0),
        ("tadi subuh", seconds(2026, 11, 26, 4), 2),
        ("subuh", seconds(2026, 11, 26, 4), 2),
        ("dini hari", seconds(2026, 11, 26), 4),
        ("dini hari tadi", seconds(2026, 11, 26), 4),
        ("siang", seconds(2026, 11, 25, 11), 4),
        ("barusan", NOW - 300, 0),
        ("baru saja", NOW - 300, 0),
        ("2 jam lalu", NOW - 2 * HOUR, 0),
        ("2 jam yg lalu", NOW - 2 * HOUR, 0),
        ("dua jam lalu", NOW - 2 * HOUR, 0),
        ("sejam lalu", NOW - HOUR, 0),
        ("an hour ago", NOW - HOUR, 0),
        ("setengah jam yang lalu", NOW - HOUR // 2, 0),
        ("half an hour ago", NOW - HOUR // 2, 0),
        # dates with the month's name
        ("25 nov", seconds(2026, 11, 25), 24),
        ("25 november 2026", seconds(2026, 11, 25), 24),
        ("tgl 25 Nopember 14:05", seconds(2026, 11, 25, 14, 5), 0),
        ("nov 25", seconds(2026, 11, 25), 24),
        ("November 25th, 2025", seconds(2025, 11, 25), 24),
        ("25/11/26 14.05", seconds(2026, 11, 25, 14, 5), 0),
        ("17 ags", seconds(2026, 8, 17), 24),
        ("1 des", seconds(2025, 12, 1), 24),
        # the day before, between or behind its part and its time
        ("25 nov jam 9 malam", seconds(2026, 11, 25, 21), 0),
        ("25/11 sore", seconds(2026, 11, 25, 15), 3),
        ("2026-11-25 jam 9 malam", seconds(2026, 11, 25, 21), 0),
        ("21.00 kemarin", seconds(2026, 11, 25, 21), 0),
        ("9 malam kemarin", seconds(2026, 11, 25, 21), 0),
        ("jam 9 kemarin malam", seconds(2026, 11, 25, 21), 0),
        ("jam 5 pagi tadi", seconds(2026, 11, 26, 5), 0),
        ("pagi kamis lalu", seconds(2026, 11, 19, 5), 6),
        ("sejak kemarin", seconds(2026, 11, 25), 24),
        ("tanggal 20", seconds(2026, 11, 20), 24),
        ("tgl 30 jam 10", seconds(2026, 10, 30, 10), 0),
        ("malam minggu", seconds(2026, 11, 21, 18), 11),
        ("malam jumat", seconds(2026, 11, 19, 18), 11),
        ("tengah malam", seconds(2026, 11, 26), 0),
        ("24 jam terakhir", NOW - DAY, 0),
        ("last 2 hours", NOW - 2 * HOUR, 0),
        ("sebulan lalu", NOW - 30 * DAY, 0),
        ("tahun lalu", seconds(2025, 1, 1), 365 * 24),
        # weeks and months
        ("minggu ini", seconds(2026, 11, 23), 7 * 24),
        ("minggu lalu", seconds(2026, 11, 16), 7 * 24),
        ("last week", seconds(2026, 11, 16), 7 * 24),
        ("hari minggu lalu", seconds(2026, 11, 22), 24),
        ("bulan lalu", seconds(2026, 10, 1), 31 * 24),
        ("bln ini", seconds(2026, 11, 1), 30 * 24),
    ],
)
def test_words_and_short_forms_mean_the_last_one_that_has_begun(typed: str, begin: int, hours: int) -> None:
    """A day is all of it, a part of a day that part, anything else a moment."""
    assert parse_span(typed, NOW, JAKARTA) == (begin, begin + hours * HOUR)
    assert parse_time(typed, NOW, JAKARTA) == begin


def test_late_at_night_the_night_is_the_one_before() -> None:
    """At 23:00 "tadi malam" is this evening, "semalam" the night before; at 02:00 both are the night that goes on."""
    late, early = seconds(2026, 11, 26, 23), seconds(2026, 11, 27, 2)
    assert parse_time("tadi malam", late, JAKARTA) == seconds(2026, 11, 26, 18)
    assert parse_time("semalam", late, JAKARTA) == seconds(2026, 11, 25, 18)
    assert parse_time("tadi malam", early, JAKARTA) == parse_time("semalam", early, JAKARTA)
    assert parse_time("semalam", early, JAKARTA) == seconds(2026, 11, 26, 18)


def test_a_clock_on_the_wall_may_be_ahead() -> None:
    """A time that is to come within `ahead` seconds is today's, and in a day's time it always is."""
    assert parse_time("06:34", NOW, JAKARTA, 300) == NOW + 240
    assert parse_time("06:36", NOW, JAKARTA, 300) == NOW + 360 - DAY
    assert parse_time("22:00", NOW, JAKARTA, DAY) == seconds(2026, 11, 26, 22)


def test_a_day_is_as_long_as_the_zone_makes_it() -> None:
    """Clocks were set back on 1 November 2026 in New York: that Sunday had 25 hours."""
    now = seconds(2026, 11, 3, 9, zone="America/New_York")
    begin, end = parse_span("sunday", now, NEW_YORK)
    assert (begin, end - begin) == (seconds(2026, 11, 1, zone="America/New_York"), 25 * HOUR)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("2026-11-23 14:05", seconds(2026, 11, 23, 14, 5)),
        ("2026-11-23 14:05:30", seconds(2026, 11, 23, 14, 5, 30)),
        ("2026-11-23", seconds(2026, 11, 23)),
        ("2026/11/3 9:05", seconds(2026, 11, 3, 9, 5)),
        ("2026-11-23T14:05", seconds(2026, 11, 23, 14, 5)),
        ("2026-11-23T14:05:30Z", seconds(2026, 11, 23, 21, 5, 30)),
        ("2026-11-23t14:05:30.25+09:00", seconds(2026, 11, 23, 12, 5, 30)),
        ("2026-11-23 14:05 -0330", seconds(2026, 11, 24, 0, 35)),
        ("2026-11-23 14:05+07", seconds(2026, 11, 23, 14, 5)),
        ("14:05", seconds(2026, 11, 23, 14, 5)),
        ("23:59", seconds(2026, 11, 22, 23, 59)),
        ("14.05", seconds(2026, 11, 23, 14, 5)),
        ("pukul 14.05 WIB", seconds(2026, 11, 23, 14, 5)),
        ("kemarin", seconds(2026, 11, 22)),
        ("Yesterday", seconds(2026, 11, 22)),
        ("kemarin 14:05", seconds(2026, 11, 22, 14, 5)),
        ("kemarin, jam 14:05", seconds(2026, 11, 22, 14, 5)),
        ("yesterday at 7:05", seconds(2026, 11, 22, 7, 5)),
        ("hari  ini", seconds(2026, 11, 23)),
        ("today 06:00", seconds(2026, 11, 23, 6)),
        ("sekarang", TYPED_NOW),
        ("now", TYPED_NOW),
        ("3d", TYPED_NOW - 3 * 86_400),
        ("3 hari", TYPED_NOW - 3 * 86_400),
        ("3 days ago", TYPED_NOW - 3 * 86_400),
        ("2h", TYPED_NOW - 7200),
        ("2 jam yang lalu", TYPED_NOW - 7200),
        ("30m", TYPED_NOW - 1800),
        ("30 menit lalu", TYPED_NOW - 1800),
        ("1w", TYPED_NOW - 7 * 86_400),
        ("2 minggu", TYPED_NOW - 14 * 86_400),
        ("23/11/2026", seconds(2026, 11, 23)),
        ("3-11-2026 14:05", seconds(2026, 11, 3, 14, 5)),
        (" 23/11/2026 14.05 ", seconds(2026, 11, 23, 14, 5)),
    ],
)
def test_the_times_that_people_type(typed: str, expected: int) -> None:
    """ISO and Indonesian forms, day first when the year is last, words, and times ago; in the desk's zone."""
    assert parse_time(typed, TYPED_NOW, JAKARTA) == expected


def test_today_is_the_day_of_the_desk_and_not_of_utc() -> None:
    """At 02:00 in Bekasi it is still yesterday in UTC."""
    night = seconds(2026, 11, 23, 2)
    assert parse_time("00:30", night, JAKARTA) == seconds(2026, 11, 23, 0, 30)
    assert parse_time("kemarin", night, JAKARTA) == seconds(2026, 11, 22)


@pytest.mark.parametrize(
    "typed",
    ["", " ", "x", "besok nanti", "2026-13-01", "2026-02-29", "31/04/2026", "11/23/2026", "25:00", "14:60", "3",
     "3y", "2026-11-2314:05", "14:05\x00", "2026-11-23T14:05+25:00",
     "0000-01-01", "0001-01-01T00:00+14:00", "9" * 5000 + "d", "\u0661\u0664:\u0660\u0665"],
)  # fmt: skip
def test_what_is_no_time_is_a_usage_error_that_names_the_forms(typed: str) -> None:
    """One printable sentence, however long or strange the text."""
    with pytest.raises(UsageError, match=re.escape("can't be read; write it like '2026-11-23 14:05'")) as caught:
        parse_time(typed, TYPED_NOW, JAKARTA)
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 250


@given(st.text())
def test_no_text_does_more_than_a_usage_error(typed: str) -> None:
    """Whatever is typed is a moment that can be shown, or UsageError."""
    try:
        JAKARTA.iso(parse_time(typed, TYPED_NOW, JAKARTA))
    except UsageError:
        pass


@pytest.mark.parametrize(
    ("typed", "at"),
    [
        ("besok", seconds(2026, 11, 27)),
        ("besok 08:00", seconds(2026, 11, 27, 8)),
        ("besok pagi", seconds(2026, 11, 27, 5)),
        ("tomorrow 8:00", seconds(2026, 11, 27, 8)),
        ("lusa jam 9", seconds(2026, 11, 28, 9)),
        ("3d", NOW + 3 * DAY),
        ("2 jam", NOW + 2 * HOUR),
        ("dalam 30 menit", NOW + HOUR // 2),
        ("3 hari lagi", NOW + 3 * DAY),
        ("05:00", seconds(2026, 11, 27, 5)),
        ("22:00", seconds(2026, 11, 26, 22)),
        ("hari ini 17:00", seconds(2026, 11, 26, 17)),
        ("senin", seconds(2026, 11, 30)),
        ("kamis 08:00", seconds(2026, 11, 26, 8)),
        ("kamis 05:00", seconds(2026, 12, 3, 5)),
        ("1/12", seconds(2026, 12, 1)),
        ("25/11", seconds(2027, 11, 25)),
        ("2026-12-01 10:00", seconds(2026, 12, 1, 10)),
        ("tanggal 20", seconds(2026, 12, 20)),
        ("tgl 31 jam 8", seconds(2026, 12, 31, 8)),
    ],
)
def test_a_time_to_come(typed: str, at: int) -> None:
    """What could be several is the next one."""
    assert parse_coming(typed, NOW, JAKARTA) == at


@pytest.mark.parametrize(
    "typed", ["kemarin", "tadi pagi", "semalam", "barusan", "3d lalu", "2 hours ago", "2026-11-26", "sekarang"]
)
def test_a_time_that_has_passed_is_none_to_come(typed: str) -> None:
    with pytest.raises(UsageError, match="has passed"):
        parse_coming(typed, NOW, JAKARTA)


@pytest.mark.parametrize("typed", ["", "nanti", "besok nanti", "0/0", "9" * 5000])
def test_what_is_no_time_is_none_to_come(typed: str) -> None:
    """Each form that the sentence names can be typed."""
    with pytest.raises(UsageError, match="can't be read; write it like ") as caught:
        parse_coming(typed, NOW, JAKARTA)
    forms = re.findall("'([^']+)'", str(caught.value).partition("write it like ")[2])
    assert len(forms) > 8
    for form in forms[1:]:
        assert parse_coming(form, NOW, JAKARTA) > NOW


@given(st.integers(1, 31), st.integers(0, 3000))
def test_a_day_of_the_month_to_come_is_the_next_one(number: int, days: int) -> None:
    """Not that of a year later: the first day from tomorrow on that has the number."""
    today = date(2026, 1, 1) + timedelta(days)
    next_one = next(day for day in (today + timedelta(ahead) for ahead in range(1, 63)) if day.day == number)
    noon = seconds(today.year, today.month, today.day, 12)
    expected = seconds(next_one.year, next_one.month, next_one.day)
    assert parse_coming(f"tanggal {number}", noon, JAKARTA) == expected


MOMENTS = st.integers(seconds(1990, 1, 1), seconds(2060, 1, 1))
DAY_WORDS = st.sampled_from(
    [
        "hari ini",
        "kemarin",
        "yesterday",
        "today",
        "senin",
        "jum'at",
        "last friday",
        "hari minggu lalu",
        "kamis kemarin",
        "kmrn",
        "kemarin lusa",
        "",
    ]
)
PART_WORDS = st.sampled_from(["pagi", "siang", "sore", "malam", "night", "evening", "this morning", "tadi malam", ""])
CLOCKS = st.sampled_from(["22:00", "jam 5", "pukul 00.30", "14:05:59", "at 7:05", "jam 10 malam", "23.59 wib", ""])
PHRASES = st.tuples(DAY_WORDS, PART_WORDS, CLOCKS).map(" ".join)
TYPED_WORDS = (
    "tadi", "kemarin", "hari", "ini", "lalu", "last", "semalam", "senin", "minggu", "malam", "pagi", "jam", "pukul",
    "5", "12", "22:00", "24:00", "29/2", "31/4", "0001-01-01", "9999-12-31", "z", "+14:00", "-14:00", "wib", "w", "d",
    "h", "3", "9999", "yang", "ago", "this", ",", "t",
)  # fmt: skip
VOCABULARY = st.lists(st.sampled_from(TYPED_WORDS), max_size=5).map(" ".join)
ZONES = st.sampled_from([JAKARTA, NEW_YORK, Zone(transitions_of("Australia/Lord_Howe"))])


@given(PHRASES | VOCABULARY, st.integers(-(2**40), 2**40), ZONES)
def test_words_in_any_order_do_no_more_than_a_usage_error(typed: str, now: int, zone: Zone) -> None:
    """At any time of any year: a stretch whose begin can be shown, or UsageError."""
    try:
        begin, end = parse_span(typed, now, zone)
    except UsageError:
        return
    zone.iso(begin)
    assert begin <= end
    assert end - begin <= (25 * HOUR if not re.search("minggu|week", typed) else 7 * DAY + HOUR)


@given(PHRASES, MOMENTS, ZONES)
def test_what_callers_say_is_past(typed: str, now: int, zone: Zone) -> None:
    """Nothing that happened is still to come: what is said without "hari ini" has begun, and not long ago."""
    try:
        begin, _end = parse_span(typed, now, zone)
    except UsageError:
        return
    if not typed.startswith(("hari ini", "today")):
        assert now - 16 * DAY < begin <= now


@given(MOMENTS, ZONES)
def test_what_the_desk_shows_can_be_typed(at: int, zone: Zone) -> None:
    """A moment as JSON has it, in any zone, hours that come twice among them."""
    assert parse_time(zone.iso(at), at + 1, zone) == at
    assert parse_time(zone.iso(at).replace("T", " "), at - 99, zone) == at


@given(st.integers(0, 999), st.integers(0, 999), st.sampled_from(["m", "h", "d", "w", " menit", " jam", " hari lalu"]))
def test_longer_ago_is_earlier(one: int, other: int, unit: str) -> None:
    first, second = (parse_time(f"{number}{unit}", NOW, JAKARTA) for number in (one, other))
    assert (first < second) == (one > other)


@given(PHRASES, MOMENTS)
def test_capitals_and_spaces_make_no_difference(typed: str, now: int) -> None:
    def read(text: str) -> tuple[int, int] | str:
        try:
            return parse_span(text, now, JAKARTA)
        except UsageError:
            return "no time"

    assert read(typed) == read(f"  {typed.upper()}  ".replace(" ", "  "))


@given(st.sampled_from(["senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu"]), MOMENTS, ZONES)
def test_a_weekday_is_that_weekday(name: str, now: int, zone: Zone) -> None:
    """Today, or one of the six days before; "lalu" is never today."""
    days = ["senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu"]
    for said, latest in ((name, 0), (f"hari {name} lalu", 1)):
        begin, end = parse_span(said, now, zone)
        local, today = (date.fromisoformat(zone.iso(at)[:10]) for at in (begin, now))
        assert days[local.weekday()] == name
        assert latest <= (today - local).days <= 6 + latest
        assert 23 * HOUR <= end - begin <= 25 * HOUR


@given(
    st.sampled_from(["besok", "tomorrow", "lusa", "besok pagi", "lusa 14:05", "22:00", "05:00", "senin", "29/2", "1/12",
                     "jumat 08:00", "2027-02-28", "3d", "dalam 2 jam", "1 minggu lagi", "jam 10 malam"]),
    MOMENTS,
    ZONES,
)  # fmt: skip
def test_a_time_to_come_is_the_next_one(typed: str, now: int, zone: Zone) -> None:
    """Whatever the clocks do: after now, shown as it was typed, and nothing between fits as well."""
    try:
        at = parse_coming(typed, now, zone)
    except UsageError:
        assert typed.startswith("20")
        return
    assert at > now
    today, day = (date.fromisoformat(zone.iso(one)[:10]) for one in (now, at))
    if typed.startswith(("besok", "tomorrow", "lusa")):
        assert (day - today).days == 1 + typed.startswith("lusa")
    if typed in ("22:00", "05:00", "jam 10 malam"):
        assert (day - today).days <= 1
        assert zone.iso(at)[11:13] in ("22", "05") or zone is not JAKARTA
    if typed in ("senin", "jumat 08:00"):
        assert (day - today).days <= 7
    if typed in ("29/2", "1/12"):
        assert f"{day.day}/{day.month}" == typed
        assert (day - today).days <= (366 if typed == "1/12" else 8 * 366)


@given(PHRASES | VOCABULARY, st.integers(-(2**40), 2**40), ZONES)
def test_no_time_to_come_is_past_or_off_the_calendar(typed: str, now: int, zone: Zone) -> None:
    try:
        at = parse_coming(typed, now, zone)
    except UsageError:
        return
    assert at > now
    zone.iso(at)


MONTHS = "januari februari maret april mei juni juli agustus september oktober november desember".split()  # noqa: SIM905
DATE_FORMS = (
    "{d} {id}", "{d} {id} {y}", "{d} {en}", "{en} {d}", "{en} {d}, {y}", "{d}-{id3}", "tgl {d} {id3} {y}",
    "{d}/{m}/{yy}",
)  # fmt: skip
SPELLINGS = [
    ("kemarin", "kmrn"), ("kemarin", "kemaren"), ("malam", "malem"), ("malam", "mlm"), ("pagi", "pg"), ("tadi", "td"),
    ("hari", "hr"),
]  # fmt: skip


@given(st.dates(date(2026, 1, 1), date(2026, 11, 26)), st.sampled_from(DATE_FORMS))
def test_a_date_may_be_written_with_its_months_name(day: date, form: str) -> None:
    """In either language, whole or its first three letters: the same day as in figures."""
    name = MONTHS[day.month - 1]
    typed = form.format(
        d=day.day, m=day.month, y=day.year, yy=day.year % 100, id=name, id3=name[:3], en=day.strftime("%B")
    )
    assert parse_span(typed, NOW, JAKARTA) == parse_span(day.isoformat(), NOW, JAKARTA)


@given(PHRASES, MOMENTS, st.sampled_from(SPELLINGS))
def test_an_everyday_spelling_is_the_word(typed: str, now: int, spelling: tuple[str, str]) -> None:
    def read(text: str) -> tuple[int, int] | str:
        try:
            return parse_span(text, now, JAKARTA)
        except UsageError:
            return "no time"

    assert read(typed.replace(*spelling)) == read(typed)


@given(
    st.sampled_from(["kemarin", "senin", "25/11", "25 nov", "2026-11-03", "kemarin lusa", "tgl 7", "rabu lalu"]),
    st.sampled_from(["jam 9", "21:00", "9 malam", "jam 8 pagi", "sore", "siang", "pukul 07.30", "jam setengah 4 sore"]),
    MOMENTS,
)
def test_the_day_may_stand_before_or_behind_its_time(day: str, time: str, now: int) -> None:
    assert parse_span(f"{time} {day}", now, JAKARTA) == parse_span(f"{day} {time}", now, JAKARTA)
    assert parse_span(f"{day}, {time}", now, JAKARTA) == parse_span(f"{day} {time}", now, JAKARTA)


@given(MOMENTS, ZONES, st.sampled_from(["minggu", "bulan", "tahun"]))
def test_weeks_and_months_follow_one_another(now: int, zone: Zone, what: str) -> None:
    """This one holds now, the last one ends where it begins."""
    (before, ended), (begin, end) = (parse_span(f"{what} {which}", now, zone) for which in ("lalu", "ini"))
    assert before < ended == begin <= now < end
    assert zone.local(begin).minute == 0 or zone is not JAKARTA
    assert zone.local(begin).weekday == 0 or what != "minggu"
    assert zone.local(begin).day == 1 or what == "minggu"
    assert zone.local(begin).month == 1 or what != "tahun"


@pytest.mark.parametrize("typed", ["besok", "bsk pagi", "lusa", "tomorrow 8:00"])
def test_what_is_to_come_is_told_as_such_unless_it_may_be(typed: str) -> None:
    """For --until it may."""
    with pytest.raises(UsageError, match="is still to come; one that has passed would be right"):
        parse_time(typed, NOW, JAKARTA)
    begin, end = parse_span(typed, NOW, JAKARTA, coming=True)
    assert NOW < begin <= end
    assert begin == parse_coming(typed, NOW, JAKARTA)
