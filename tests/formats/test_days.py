"""What a cell says of a day: each day is read back from what people write, and what may be two days is none."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from aduan_cli.formats.days import ZEROS, Days, Stamp
from aduan_cli.formats.times_of_day import LONGEST, TimeOfDay

DATES = st.dates(date(2000, 1, 1), date(2099, 12, 31))
EPOCH = date(1970, 1, 1)
WEEKDAYS = (
    ("Senin", "Monday"), ("Selasa", "Tue"), ("RABU", "Wednesday"), ("kamis", "Thu"), ("Jum'at", "Friday"),
    ("Sabtu", "Sat"), ("Minggu", "Ahad"),
)  # fmt: skip
MONTHS = (
    ("Januari", "Jan"), ("Februari", "Feb"), ("Maret", "Mar"), ("April", "Apr"), ("Mei", "May"), ("Juni", "Jun"),
    ("Juli", "Jul"), ("Agustus", "Aug"), ("September", "Sep"), ("Oktober", "Oct"), ("November", "Nop"),
    ("Desember", "Dec"),
)  # fmt: skip
CLEAR = (
    "{y}-{m:02}-{d:02}", "{y}/{m}/{d}", "{y}.{m:02}.{d}", "{d} {name} {y}", "{d}-{name}-{y}", "{d}/{name}/{y}",
    "{d}. {name} {y}", "{name} {d}, {y}", "{name} {d} {y}", "{d} {name} {short:02}", "{d}-{name}-{short:02}",
    "{d} {name} '{short:02}",
)  # fmt: skip
"""Forms that are one day, whatever the map says."""
DAY_FIRST = ("{d}/{m}/{y}", "{d:02}-{m:02}-{y}", "{d}.{m:02}.{y}", "{d:02}/{m:02}/{short:02}", "{d}.{m}.{short:02}")
MONTH_FIRST = ("{m}/{d}/{y}", "{m:02}-{d:02}-{y}", "{m:02}/{d:02}/{short:02}")


def stamp(day: date, clock: TimeOfDay | None = None) -> Stamp:
    """Return what a cell with a day says."""
    return Stamp((day - EPOCH).days, clock)


def written(form: str, day: date, turn: int = 0) -> str:
    """Return a day in a form; `turn` says in which language its month is."""
    name = MONTHS[day.month - 1][turn]
    return form.format(y=day.year, short=day.year % 100, m=day.month, d=day.day, name=name)


@given(
    DATES, st.sampled_from(CLEAR), st.integers(0, 1), st.sampled_from([[], ["%d/%m/%Y"], ["%m/%d/%Y"], ["%Y-%m-%d"]])
)
def test_forms_that_are_one_day_are_read_whatever_the_map_says(
    day: date, form: str, turn: int, formats: list[str]
) -> None:
    """In both languages, with their weekday before them, with spaces, and with a time behind."""
    text = written(form, day, turn)
    days = Days(formats)
    assert days.read(text) == stamp(day)
    assert days.read(f"  {WEEKDAYS[day.weekday()][turn]}, {text} ") == stamp(day)
    assert days.read(f"{text} 14:30") == stamp(day, TimeOfDay(52_200))
    assert days.doubt(text) is None


@given(DATES, st.sampled_from([(DAY_FIRST, ["%d/%m/%Y"]), (DAY_FIRST, []), (MONTH_FIRST, ["%m/%d/%Y"])]), st.data())
def test_numbers_alone_are_read_in_the_order_of_the_map(
    day: date, forms: tuple[tuple[str, ...], list[str]], data: st.DataObject
) -> None:
    """Day first unless the map's own forms have the month first."""
    text = written(data.draw(st.sampled_from(forms[0])), day)
    assert Days(forms[1]).read(text) == stamp(day)


@given(DATES, st.integers(1, 6), st.sampled_from(CLEAR))
def test_another_weekday_than_the_days_own_is_the_reason(day: date, off: int, form: str) -> None:
    """Nobody knows which of the two is wrong, and the reason says what that day is."""
    days = Days([])
    wrong = (day.weekday() + off) % 7
    text = f"{WEEKDAYS[wrong][0]}, {written(form, day)}"
    assert days.read(text) is None
    names = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    assert f"is a {names[day.weekday()]}, not" in str(days.doubt(text))


@given(st.integers(1, 31), st.integers(1, 12), st.integers(1, 31))
def test_a_short_year_at_either_end_is_read_only_where_one_day_is_meant(first: int, month: int, last: int) -> None:
    """A map that has years first may mean either end: what is read is the only day there is, else both are named."""

    def meant(year: int, day: int) -> date | None:
        try:
            return date(2000 + year, month, day)
        except ValueError:
            return None

    text = f"{first:02}-{month:02}-{last:02}"
    possible = {found for found in (meant(last, first), meant(first, last)) if found}
    days = Days(["%Y-%m-%d"])
    if len(possible) == 1:
        assert days.read(text) == stamp(possible.pop())
    else:
        assert days.read(text) is None
        reason = days.doubt(text)
        assert (reason is None) == (not possible)
        assert all(found.isoformat() in str(reason) for found in possible)


@given(DATES, st.integers(0, 86_399))
def test_a_spreadsheets_number_of_a_day_is_that_day(day: date, second: int) -> None:
    """With its part of the day, to the second."""
    number = (day - date(1899, 12, 30)).days
    assert Days([]).read(f"{number}") == stamp(day)
    assert Days([]).read(f"{number},{round(second / 86_400 * 10**9):09}") == stamp(day, TimeOfDay(second))


@given(DATES, st.sampled_from(["%Y-%m-%d %H:%M:%S", "%d/%m/%Y %H.%M", "%m/%d/%Y %I:%M %p"]), st.integers(1, 1439))
def test_what_the_maps_own_forms_write_is_read(day: date, form: str, minute: int) -> None:
    at = timedelta(minutes=minute)
    text = f"{(day - EPOCH + at).days}"  # only the day and its minute matter
    assert text == f"{(day - EPOCH).days}"
    hour = minute // 60
    cell = (
        form.replace("%Y", f"{day.year}").replace("%m", f"{day.month:02}").replace("%d", f"{day.day:02}")
        .replace("%H", f"{hour:02}").replace("%I", f"{(hour - 1) % 12 + 1:02}").replace("%M", f"{minute % 60:02}")
        .replace("%S", "00").replace("%p", "AM" if hour < 12 else "PM")
    )  # fmt: skip
    assert Days([form]).read(cell) == stamp(day, TimeOfDay(minute * 60))


@given(st.text(alphabet="0123456789-/., 'JanFebSninMgu:", max_size=24) | st.text(max_size=30))
def test_no_cell_is_a_bug_and_what_is_read_has_no_doubt(cell: str) -> None:
    """Whatever stands there: a day, none with a reason, or none."""
    for formats in ([], ["%Y-%m-%d"], ["%m/%d/%Y"]):
        days = Days(formats)
        found = days.read(cell)
        if found is not None:
            assert days.doubt(cell) is None
        assert days.read(cell) == found


@pytest.mark.parametrize("cell", ["", "besok", "31/02/2026", "2026", "36525", "73051", "24/13/2026", "Senin", "1"])
def test_what_is_no_day_is_none(cell: str) -> None:
    assert Days([]).read(cell) is None


@given(DATES)
def test_a_long_cell_is_words(day: date) -> None:
    text = written(CLEAR[0], day)
    assume(len(text) == 10)
    assert Days([]).read(text + "x" * LONGEST) is None
    assert Days([]).doubt(text + "x" * LONGEST) is None


def test_what_a_spreadsheet_puts_before_a_time_without_a_day_is_known() -> None:
    assert {(EPOCH + timedelta(days=day)).isoformat() for day in ZEROS} == {"1899-12-30", "1899-12-31", "1900-01-01"}
