"""What a cell says of a time of day: whatever is written back is read, and what may be two times is none."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from aduan_cli.desk_time import DAY
from aduan_cli.formats.times_of_day import LONGEST, TimeOfDay, alternatives, clock_of, doubt, readings, rounded

HOURS, MINUTES = st.integers(0, 23), st.integers(0, 59)
EAST = {"wib": 7, "WITA": 8, "Wit": 9, "Z": 0, "+07:00": 7, "+0330": 3.5}
PARTS = {
    "dini hari": (0, 5), "pagi": (0, 11), "siang": (10, 15), "sore": (14, 18), "petang": (14, 18), "malam": (18, 23),
}  # fmt: skip


@given(
    HOURS,
    MINUTES,
    st.sampled_from(["", "pukul ", "Pkl. ", "jam ", "JAM ", "at ", "@", "  "]),
    st.sampled_from([":", ".", ",", ";", "h"]),
    st.sampled_from(["", *EAST]),
    st.booleans(),
)
def test_an_hour_and_its_minutes_are_read_however_people_write_them(
    hour: int, minute: int, before: str, mark: str, zone: str, is_apart: bool
) -> None:
    """With a word before and a zone behind, in any case, with a space or without."""
    assume(not (mark in ".," and hour == 0 and not before.strip() and not zone))  # `0.25` may be a part of a day
    text = f"{before}{hour}{mark}{minute:02}{' ' if is_apart and zone else ''}{zone}"
    east = int(EAST[zone] * 3600) if zone else None
    assert clock_of(text) == TimeOfDay(hour * 3600 + minute * 60, east)
    assert readings(text) == []
    assert doubt(text) is None


@given(st.integers(1, 12), MINUTES, st.sampled_from([*PARTS]))
def test_a_part_of_the_day_says_which_half_or_that_it_cannot_be(hour: int, minute: int, part: str) -> None:
    """`2 sore` is fourteen o'clock, `12 malam` nobody's hour: what is read lies in the part that was said."""
    first, last = PARTS[part]
    clock = clock_of(f"{hour}.{minute:02} {part}")
    fitting = [at for at in (hour, hour + 12) if first <= at <= last]
    assert clock == (TimeOfDay(fitting[0] * 3600 + minute * 60) if fitting else None)
    assert clock_of(f"jam {hour} {part}") == (TimeOfDay(fitting[0] * 3600) if fitting else None)


@given(HOURS, st.integers(1, 9), st.sampled_from(".,"))
def test_one_digit_behind_a_decimal_sign_is_never_one_time(hour: int, digit: int, mark: str) -> None:
    """It may be minutes, minutes whose 0 was lost, or a part of an hour; the reason lists each of them once."""
    text = f"{hour}{mark}{digit}"
    assert clock_of(text) is None
    wanted = {f"{hour:02}:{minute:02}" for minute in (digit, digit * 10, digit * 6) if minute < 60}
    found = readings(text)
    assert wanted <= {*found}
    assert {*found} - wanted == ({f"{digit * 144 // 60:02}:{digit * 144 % 60:02}"} if hour == 0 else set())
    assert found == sorted(found)
    assert alternatives(found) in str(doubt(text))


@given(st.integers(0, DAY - 1), st.integers(6, 15), st.sampled_from(".,"))
def test_a_spreadsheets_part_of_a_day_gives_its_second_back(second: int, places: int, mark: str) -> None:
    """With six digits and more to the second."""
    digits = f"{second / DAY:.{places}f}"[2:]
    assume(digits.strip("0") or not second)
    assert clock_of(f"0{mark}{digits}") == TimeOfDay(second)
    assert rounded(digits) == TimeOfDay(second)


@given(st.text(alphabet="0123456789.,:;hjampukl @wibtz+-()", max_size=14) | st.text(max_size=20))
def test_what_is_read_is_a_time_and_what_is_doubted_is_not(cell: str) -> None:
    """No cell is a bug; a time lies in its day; a cell that is a time has no doubt, one with a doubt is no time."""
    clock = clock_of(cell)
    if clock is not None:
        assert 0 <= clock.second <= DAY
        assert doubt(cell) is None
    if doubt(cell) is not None:
        assert clock is None
        assert len(readings(cell)) > 1


@pytest.mark.parametrize(
    "cell", ["", "8", "24:01", "23:60", "12:30:60", "banjir", "14:30 besok", "12 malam", "14:30-15:00"]
)
def test_what_is_no_time_is_none(cell: str) -> None:
    assert clock_of(cell) is None


def test_a_long_cell_is_words() -> None:
    assert clock_of("jam 14:30" + " " * 200) == TimeOfDay(52_200)  # spaces are none of it
    assert clock_of("0" * (LONGEST + 1)) is None
    assert readings("9.5" + "0" * LONGEST) == []
