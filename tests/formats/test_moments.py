"""When a record was reported: what people and spreadsheets write, and what nobody can read."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.desk_time import DAY, Zone
from aduan_cli.formats.days import Days, Stamp
from aduan_cli.formats.moments import Moments, RejectedError
from aduan_cli.formats.times_of_day import TimeOfDay, clock_of

JAKARTA = Zone([[-(2**62), 7 * 3600]])
FORMATS = ["%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d %H.%M", "%Y-%m-%d", "%d/%m/%Y %H:%M", "%d/%m/%Y"]
HALF_PAST_TWO = 14 * 3600 + 30 * 60


def read(day: str, *times: str, formats: list[str] = FORMATS) -> str:
    """Return the moment of one record on the wall clock of Jakarta."""
    return JAKARTA.iso(Moments(formats, JAKARTA, fills=False).read(day, times, True))


@pytest.mark.parametrize(
    "time",
    [
        "14:30", "14.30", "14:30 WIB", "2:30 PM", "2.30 p.m.", "14.30 WIB", "14:30 (WIB)", "pkl 14.30", "Pkl. 14.30",
        "pukul 14.30 wib", "jam 14:30", "0,604166667", "0.604166667", "0,6041667", "1430", "1430.0", "143000",
        "14:30:00.000", "14:30:00,000", "14.30.00", "30/12/1899 14:30:00", "1899-12-30 14:30:00", "1900-01-01 14:30",
        "2026-11-01 14:30:00", "01/11/2026 14:30", "2:30 siang", "jam 2.30 sore", "14,30", "14:30\u00a0WIB",
        "15:30 WITA", "16:30 WIT", "07:30Z", "14:30+07:00", "46327,604166667",
    ],
)  # fmt: skip
def test_what_a_cell_of_time_clearly_means_is_understood(time: str) -> None:
    """All of these are half past two in the afternoon in Jakarta."""
    assert read("2026-11-01", time) == "2026-11-01T14:30:00+07:00"
    assert read("2026-11-01 00:00:00", time) == "2026-11-01T14:30:00+07:00"


def test_the_end_of_a_day_is_the_beginning_of_the_next() -> None:
    """24:00 is no mistake."""
    assert read("2026-11-30", "24:00") == "2026-12-01T00:00:00+07:00"


@pytest.mark.parametrize(
    "time",
    ["pagi", "8", "25:00", "24:01", "14:60", "0,25", "0.5", "14.3", "14:30 - 15:00", "14.30/15.00", "12 malam",
     "14:30-15:00", "10:00-11:00", "08:00:00-15:00", "07:00+15:00",
     "sore jam 2 an", "2026-11-02 14:30", "?", "14:30 besok", "99"],
)  # fmt: skip
def test_what_may_mean_anything_is_refused_and_never_midnight(time: str) -> None:
    """A time that nobody can read, or that may be two, or is of another day, takes no record in."""
    with pytest.raises(RejectedError, match=r"time|two"):
        read("2026-11-01", time)


@pytest.mark.parametrize(
    ("time", "times"),
    [
        ("9.5", "09:05, 09:30 or 09:50"), ("9,5", "09:05, 09:30 or 09:50"), ("1,5", "01:05, 01:30 or 01:50"),
        ("14.5", "14:05, 14:30 or 14:50"), ("14.3", "14:03, 14:18 or 14:30"), ("14,8", "14:08 or 14:48"),
        ("9.5 WIB", "09:05, 09:30 or 09:50"), ("pkl. 9,5", "09:05, 09:30 or 09:50"),
        ("2.5 siang", "14:05, 14:30 or 14:50"), ("0,25", "00:25 or 06:00"), ("0.5", "00:05, 00:30, 00:50 or 12:00"),
    ],
)  # fmt: skip
def test_a_time_that_may_be_two_says_which(time: str, times: str) -> None:
    """Minutes, a part of an hour, or a 0 that a spreadsheet ate: whoever mends it sees what it may have been."""
    for formats, cells in ((FORMATS, ("2026-11-01", time)), (FORMATS, (f"2026-11-01 {time}",))):
        with pytest.raises(RejectedError) as refused:
            read(*cells, formats=[*formats, "%Y-%m-%d %H,%M"])
        assert str(refused.value) == f"the time '{time}' may be {times}; write it like 14:30"


def test_one_digit_of_minutes_is_clear_beside_a_colon_or_seconds() -> None:
    """`9:5` is five past nine, `9.5.30` too, and nothing behind the sign is the whole hour."""
    assert read("2026-11-01", "9:5").endswith("T09:05:00+07:00")
    assert read("2026-11-01", "9.5.30").endswith("T09:05:30+07:00")
    assert read("2026-11-01", "14.0").endswith("T14:00:00+07:00")


def test_two_times_that_differ_are_refused() -> None:
    """A date with a time of its own beside another time: nobody knows which; the same twice is fine."""
    with pytest.raises(RejectedError, match="say two times"):
        read("2026-11-01 08:00:00", "14:30")
    assert read("2026-11-01 14:30:00", "14:30") == "2026-11-01T14:30:00+07:00"


@pytest.mark.parametrize(
    "day",
    [
        "2026/11/24", "2026.11.24", "24.11.2026", "24-11-2026", "24/11/2026", "2026-11-24T10:00:00",
        "2026-11-24T10:00:00.000+07:00", "2026-11-24T03:00:00Z", "Selasa, 24 November 2026", "selasa 24 nopember 2026",
        "24 Nov 2026", "24-Nov-2026", "November 24, 2026", "46350", "46350,416666667", "46350.0",
        "Selasa, 24 November 2026 10.00 WIB", "24/11/2026 pukul 10.00",
    ],
)  # fmt: skip
def test_dates_that_can_be_one_day_only_are_understood_whatever_the_map_says(day: str) -> None:
    """A map lists its file's own forms; those that are clear by themselves need no line in it."""
    assert read(day, *([] if "10" in day or "03:" in day or ",4" in day else ["10:00"])) == "2026-11-24T10:00:00+07:00"


def test_the_map_says_whether_the_month_comes_first() -> None:
    """The first of November and the eleventh of January are written alike."""
    assert read("11.01.2026", "08:00", formats=["%m/%d/%Y"]).startswith("2026-11-01")
    assert read("11.01.2026", "08:00", formats=["%d/%m/%Y"]).startswith("2026-01-11")


@pytest.mark.parametrize("day", ["besok", "32/13/2024", "5", "99999", "2026", ""])
def test_what_is_no_day_is_refused_with_what_would_be_right(day: str) -> None:
    """Neither words nor numbers that no calendar has are a day."""
    with pytest.raises(RejectedError, match="can't be read; write it like 2026-11-24"):
        read(day, "08:00")


@pytest.mark.parametrize(
    "day",
    ["24/11/26", "24-Nov-26", "24 Nop 26", "24 November '26", "Nov 24, 26", "24.11.26", "Selasa, 24/11/26",
     "24/Nov/26", "24-11-26 ", "24. November 26"],
)  # fmt: skip
def test_a_year_of_two_digits_is_of_this_century(day: str) -> None:
    """Where day and month are clear, by the map's own order or by the month's name, the day is understood."""
    formats = ["%d/%m/%Y"]
    assert read(day, "08:00", formats=formats) == "2026-11-24T08:00:00+07:00"
    assert read(f"{day.strip()} 08:00", formats=formats) == "2026-11-24T08:00:00+07:00"


def test_the_order_of_a_short_date_is_that_of_the_map() -> None:
    """Month first where the map has it so; where it also has years first with the same sign, both days are named."""
    assert read("11/24/26", "08:00", formats=["%m/%d/%Y"]).startswith("2026-11-24")
    assert read("01/11/26", "08:00", formats=["%d/%m/%Y", "%Y-%m-%d"]).startswith("2026-11-01")
    assert read("Senin 23-11-26", "08:00", formats=["%Y-%m-%d"]).startswith("2026-11-23"), "a Monday, 2023-11-26 isn't"
    for day in ("26-11-24", "26-11-24 08:00"):
        with pytest.raises(RejectedError, match="may be 2024-11-26 or 2026-11-24; write the year with four digits"):
            read(day, formats=["%Y-%m-%d"])


@pytest.mark.parametrize("day", ["Senin, 24 November 2026", "senin 24/11/26", "Monday, 2026-11-24 08:00"])
def test_a_weekday_that_does_not_fit_its_date_is_the_reason(day: str) -> None:
    """Day or weekday is wrong, and nobody knows which: the sentence says what that day is."""
    with pytest.raises(RejectedError) as refused:
        read(day, "08:00")
    assert str(refused.value) == (
        f"the date '{day}' is a Tuesday, not the day of the week that it names; mend one of them"
    )


def test_no_call_was_reported_at_a_moment_to_come() -> None:
    """A year mistyped ahead is refused; a clock that is a few minutes ahead is none of that."""
    now = 1_796_000_000  # 2026-11-30 07:53:20 in Jakarta
    moments = Moments(FORMATS, JAKARTA, fills=True, now=now)
    assert moments.read("2026-11-30", ["08:00"], True) > now
    for cells in (("2026-11-30", ["08:04"]), ("2026-12-01", []), ("2027-11-24", ["08:00"])):
        with pytest.raises(RejectedError, match=f"^{cells[0]} .* is still to come"):
            moments.read(cells[0], cells[1], True)
    with pytest.raises(RejectedError, match="no date, and that of the record above"):
        moments.read_below(["07:00"])


@given(st.integers(0, DAY - 1))
def test_every_second_of_a_day_is_read_back_from_what_programs_write(second: int) -> None:
    """Hours and minutes in any usual form, and a spreadsheet's part of a day, give the second they were made from."""
    hour, minute, rest = second // 3600, second // 60 % 60, second % 60
    for text in (f"{hour:02}:{minute:02}:{rest:02}", f"{hour}.{minute:02}.{rest:02}", f"{hour:02}{minute:02}{rest:02}"):
        assert clock_of(text) == TimeOfDay(second)
    assert clock_of(f"{hour:02}:{minute:02} WIB") == TimeOfDay(second - rest, 7 * 3600)
    half = "AM" if hour < 12 else "PM"
    assert clock_of(f"{(hour - 1) % 12 + 1}:{minute:02} {half}") == TimeOfDay(second - rest)
    assert Days([]).read(f"46350,{round(second / DAY * 10**9):09}") == Stamp(20781, TimeOfDay(second))


@given(st.text(max_size=20), st.text(max_size=20))
def test_no_cell_is_a_bug(day: str, time: str) -> None:
    """Whatever stands in the two cells: a moment, or a sentence."""
    with suppress(RejectedError):
        read(day, time)


@pytest.mark.parametrize(
    "cell", ["1 " * 90_000, "01/11/2026 " * 20_000, "Senin, " * 30_000 + "1", "total" + " " * 40_000 + "!a"]
)
def test_a_long_cell_is_read_in_no_time(cell: str) -> None:
    """Words of any length in a cell of date or time cost what reading them costs, not its square."""
    moments = Moments(FORMATS, JAKARTA, fills=False)
    started = time.process_time()
    with pytest.raises(RejectedError):
        moments.read(cell, [], True)
    with pytest.raises(RejectedError):
        moments.read("2026-11-24", [cell], True)
    assert time.process_time() - started < 5
