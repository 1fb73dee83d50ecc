"""Times to come as officers say them: the list of docs/time.md, and what may be two times or none."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from aduan_cli.coming_time import parse_coming
from aduan_cli.desk_time import Zone, transitions_of
from aduan_cli.errors import UsageError

JAKARTA = Zone(transitions_of("Asia/Jakarta"))
DOC = (Path(__file__).parent.parent / "docs" / "time.md").read_text(encoding="utf-8")
TABLE = DOC.partition("<!-- coming: a test reads each line -->")[2].partition("<!-- coming end -->")[0]
SAID = [
    (form, line.split("|")[2].strip())
    for line in TABLE.splitlines()
    if line.startswith("| `")
    for form in re.findall("`([^`]+)`", line)
]


def moment(text: str) -> int:
    """Return a local time of Jakarta."""
    day, clock = text.split()
    hour, minute = map(int, clock.split(":"))
    return JAKARTA.epoch(*map(int, day.split("-"))) + hour * 3600 + minute * 60


MONDAY = moment("2026-11-23 14:05")


@pytest.mark.parametrize(("said", "is_at"), SAID, ids=lambda text: text)
def test_each_form_of_the_list_is_read_as_it_says(said: str, is_at: str) -> None:
    assert JAKARTA.iso(parse_coming(said, MONDAY, JAKARTA))[:16] == is_at.replace(" ", "T")


@pytest.mark.parametrize(
    ("said", "now", "first", "second"),
    [
        ("kamis depan", "2026-11-23 14:05", "2026-11-26", "2026-12-03"),
        ("hari minggu depan", "2026-11-23 14:05", "2026-11-29", "2026-12-06"),
        ("next friday 3pm", "2026-11-23 14:05", "2026-11-27", "2026-12-04"),
        ("nanti jam 9", "2026-11-23 14:05", "21:00", "besok 09:00"),
        ("nanti 9.30", "2026-11-23 14:05", "21:30", "besok 09:30"),
        ("nanti jam 12", "2026-11-23 14:05", "00:00", "besok 12:00"),
    ],
)
def test_what_may_be_two_times_names_both_and_each_can_be_typed(said: str, now: str, first: str, second: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_coming(said, moment(now), JAKARTA)
    assert str(caught.value) == f"the time {said!r} may be two: {first!r} or {second!r} would be right"
    assert parse_coming(first, moment(now), JAKARTA) < parse_coming(second, moment(now), JAKARTA)


@pytest.mark.parametrize(
    ("said", "now", "is_at"),
    [
        ("nanti malam", "2026-11-23 01:00", "2026-11-23 18:00"),
        ("nanti jam 2 malam", "2026-11-23 22:00", "2026-11-24 02:00"),
        ("nanti jam 2 malam", "2026-11-23 01:00", "2026-11-23 02:00"),
        ("nanti jam 9", "2026-11-23 07:00", "2026-11-23 09:00"),
        ("nanti subuh", "2026-11-23 22:00", "2026-11-24 04:00"),
        ("kamis depan", "2026-11-27 10:00", "2026-12-03 00:00"),
        ("senin depan", "2026-11-29 23:00", "2026-11-30 00:00"),
        ("minggu depan", "2026-11-29 23:00", "2026-11-30 00:00"),
        ("bulan depan", "2026-12-31 23:00", "2027-01-01 00:00"),
        ("akhir bulan", "2026-12-05 10:00", "2026-12-31 00:00"),
        ("12pm", "2026-11-23 11:00", "2026-11-23 12:00"),
        ("12am", "2026-11-23 11:00", "2026-11-24 00:00"),
    ],
)
def test_what_is_said_late_at_night_or_late_in_the_week_is_the_next_one(said: str, now: str, is_at: str) -> None:
    assert JAKARTA.iso(parse_coming(said, moment(now), JAKARTA))[:16] == is_at.replace(" ", "T")


@pytest.mark.parametrize(
    ("said", "now", "what"),
    [
        ("nanti sore", "2026-11-23 16:00", "has begun"), ("malam ini", "2026-11-23 20:00", "has begun"),
        ("nanti jam 13", "2026-11-23 14:05", "has passed"), ("pagi ini", "2026-11-23 14:05", "has passed"),
        ("nanti jam 9 pagi", "2026-11-23 14:05", "has passed"), ("besok nanti", "2026-11-23 14:05", "can't be read"),
        ("lusa depan", "2026-11-23 14:05", "can't be read"), ("sebentar lagi", "2026-11-23 14:05", "can't be read"),
    ],
)  # fmt: skip
def test_what_has_begun_or_passed_or_says_no_time_is_refused_in_a_sentence(said: str, now: str, what: str) -> None:
    with pytest.raises(UsageError, match=what):
        parse_coming(said, moment(now), JAKARTA)
