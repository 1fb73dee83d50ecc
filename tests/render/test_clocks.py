"""The clocks of a complaint, for people and as data."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.complaint.clocks import Run
from aduan_cli.complaint.clocks_explained import ClockExplained
from aduan_cli.complaint.deadlines import ALWAYS, Aim
from aduan_cli.desk_time import Zone
from aduan_cli.render.clocks import COLUMNS, blocks, in_all_units, roughly, rows
from aduan_cli.working_time import CLOSED, HOLIDAY, OPEN, PAUSED, WAITING, Stretch, Target

JAKARTA = Zone([[-(2**62), 7 * 3600]])
AT = JAKARTA.epoch(2026, 11, 23, 14, 5)
HOUR = 3600


THREE = Target(3, "h")


def clock(target: Target = THREE, calendar: str = ALWAYS, *found: Stretch, **run: Any) -> ClockExplained:
    """Return a clock that runs since Monday afternoon."""
    given = {"clock": "resolve", "unit": "dlh", "since": AT, "due_at": AT + 3 * HOUR, **run}
    return ClockExplained(Run(**given), Aim("3h", target, calendar, "unit dlh"), "running", AT, found, 2 * HOUR)


def lines(one: ClockExplained) -> dict[str, object]:
    (block,) = blocks([one], JAKARTA)
    return dict(block)


@pytest.mark.parametrize(
    ("target", "calendar", "said"),
    [
        (Target(3, "h"), ALWAYS, "3 h · round the clock (unit dlh)"),
        (Target(90, "m"), ALWAYS, "1 h 30 min · round the clock (unit dlh)"),
        (Target(1, "d"), ALWAYS, "1 day · round the clock (unit dlh)"),
        (Target(14, "d"), "kantor", "14 days · calendar kantor (unit dlh)"),
        (Target(1, "wd"), "kantor", "1 working day · calendar kantor (unit dlh)"),
        (Target(5, "wd"), "kantor", "5 working days · calendar kantor (unit dlh)"),
        (Target(50, "h"), "kantor", "2 d 2 h · calendar kantor (unit dlh)"),
    ],
)
def test_what_a_clock_is_to_keep_is_said_in_words(target: Target, calendar: str, said: str) -> None:
    """How much of what, on which calendar, and who says so."""
    assert lines(clock(target, calendar))["Target"] == said


def test_every_stretch_says_why_it_counts_or_not() -> None:
    """A plus where it counts; a holiday and a pause by name."""
    found = [
        Stretch(AT, AT + HOUR, WAITING),
        Stretch(AT + HOUR, AT + 2 * HOUR, OPEN),
        Stretch(AT + 2 * HOUR, AT + 3 * HOUR, PAUSED, "menunggu"),
        Stretch(AT + 3 * HOUR, AT + 4 * HOUR, CLOSED),
        Stretch(AT + 4 * HOUR, AT + 5 * HOUR, HOLIDAY, "Natal"),
    ]
    told = str(lines(clock(THREE, "kantor", *found))[""]).split("\n")
    assert told == [
        "    2026-11-23 14:05 – 2026-11-23 15:05  1 h  before the next opening",
        "  + 2026-11-23 15:05 – 2026-11-23 16:05  1 h  counts",
        "    2026-11-23 16:05 – 2026-11-23 17:05  1 h  pause: menunggu",
        "    2026-11-23 17:05 – 2026-11-23 18:05  1 h  outside of working hours",
        "    2026-11-23 18:05 – 2026-11-23 19:05  1 h  holiday: Natal",
    ]


def test_of_very_many_stretches_the_first_forty_are_told_and_the_rest_counted() -> None:
    """A complaint of a year ago has hundreds of evenings."""
    found = [Stretch(AT + n, AT + n + 1, OPEN) for n in range(43)]
    told = str(lines(clock(THREE, "kantor", *found))[""]).split("\n")
    assert (len(told), told[-1]) == (41, "  ... and 3 more")


def test_what_is_not_due_or_not_stopped_says_nothing_of_it() -> None:
    """No time is invented: neither in the block nor as data."""
    open_end = clock(due_at=None)
    told = lines(open_end)
    assert (told["Due"], told["Stopped"]) == (None, None)
    (row,) = rows("UJI-261123-0001-6", [open_end], JAKARTA)
    assert (row["due_at"], row["stopped_at"]) == (None, None)
    (row,) = rows("UJI-261123-0001-6", [clock(stopped=AT + 60)], JAKARTA)
    assert row["stopped_at"] == "2026-11-23T14:06:00+07:00"


def test_a_row_has_all_columns_in_their_order() -> None:
    """Moments as ISO 8601, what counted in seconds, each stretch with its reason; no name is null."""
    (row,) = rows("UJI-261123-0001-6", [clock(THREE, "kantor", Stretch(AT, AT + 60, OPEN))], JAKARTA)
    assert tuple(row) == COLUMNS
    assert (row["clock"], row["state"], row["unit"], row["target"], row["counted"]) == (
        "resolve", "running", "dlh", "3h", 7200,
    )  # fmt: skip
    assert row["stretches"] == [
        {"from": "2026-11-23T14:05:00+07:00", "until": "2026-11-23T14:06:00+07:00", "why": OPEN, "name": None}
    ]


def test_blocks_are_apart_but_for_the_last() -> None:
    """An empty line stands between two clocks and none behind the last."""
    first, last = blocks([clock(), clock()], JAKARTA)
    assert str(dict(first)[""]).endswith("\n")
    assert not str(dict(last)[""]).endswith("\n")


@given(st.integers(0, 10**9))
def test_a_length_of_time_adds_up(seconds: int) -> None:
    """Days, hours and minutes as said are the whole minutes of it; below a minute the seconds are told."""
    units = {"d": 86_400, "h": 3600, "min": 60, "s": 1}
    words = in_all_units(seconds).split()
    told = sum(int(count) * units[unit] for count, unit in zip(words[::2], words[1::2], strict=True))
    assert told == (seconds if seconds < 60 else seconds - seconds % 60)
    assert all(int(count) for count in words[::2]) or seconds == 0


@given(st.integers(0, 10**8))
def test_a_rough_length_is_off_by_half_a_tenth_of_its_unit(seconds: int) -> None:
    """Days from a day on, hours from an hour on, whole minutes below."""
    count, unit = str(roughly(seconds)).split()
    length = {"d": 86_400, "h": 3600, "min": 60}[unit]
    assert abs(float(count) * length - seconds) <= (60 if unit == "min" else length * 0.0501)
    assert (unit == "d") == (seconds >= 86_400)
    assert (unit == "min") == (seconds < 3600)
    assert roughly(None) is None
