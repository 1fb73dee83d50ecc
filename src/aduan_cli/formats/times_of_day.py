"""What a cell of a sheet says of a time of day, as people and spreadsheets write it.

Only what a cell clearly means is understood; where it may mean two things (`0,25` is a quarter past midnight, or as a
part of a day six o'clock; `9.5` is five past nine, half past nine, or 9.50 that became a number) it isn't, and its
record waits in the quarantine.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from aduan_cli.desk_time import DAY, is_zone
from aduan_cli.i18n import _

_ZONES = {"wib": 7 * 3600, "wita": 8 * 3600, "wit": 9 * 3600, "z": 0}
"""Indonesia's three zones as people add them to a time, and ISO's letter: seconds east of UTC."""
LONGEST = 100
"""Characters of a cell that may say a day or a time; a longer one is words, whatever it begins with."""

_PREFIX = r"(?P<at>(?:pukul|pkl|jam|at|@)[.:]?\s*)?"
_TIMES = (
    r"(?P<h>[0-9]{1,2})(?:(?P<dot>[:.,;h])(?P<m>[0-9]{1,2})(?:[:.;](?P<s>[0-5][0-9])(?:[.,][0-9]+)?)?)?"
    r"|(?P<run>[0-9]{3,4}|[0-9]{6})(?:[.,]0+)?"
)
_HALF = r"(?:\s*(?P<half>[ap]\.?m\.?|dini hari|pagi|siang|sore|petang|malam))?"
_EAST = r"(?:\s*\(?(?P<zone>wib|wita|wit|z|[+-][0-9]{2}:?[0-9]{2})\.?\)?)?"
_CLOCK = re.compile(rf"{_PREFIX}(?:{_TIMES}){_HALF}{_EAST}")
_HALVES = {
    "am": (0, 11), "pm": (12, 23), "dini hari": (0, 5), "pagi": (0, 11), "siang": (10, 15), "sore": (14, 18),
    "petang": (14, 18), "malam": (18, 23),
}  # fmt: skip
"""The first and the last hour (0-23) of what people call a part of the day."""
ONE_DIGIT_AT_END = re.compile(r"(?:^|[\sT])(?:[0-9]{1,2}[.,][0-9]|0[.,][0-9]{2})$")
"""A time at the end of a text that may be two: `9.5`, `0,25`."""
_PART = re.compile(r"0[.,]([0-9]+)")


class TimeOfDay(NamedTuple):
    """A time of day: seconds from its midnight (86400: the day's end); `east` where the cell names its zone."""

    second: int
    east: int | None = None


def clock_of(cell: str) -> TimeOfDay | None:
    """Return the time of day that a cell says; None when it can't be read, or may mean two things."""
    text = " ".join(cell.casefold().split())
    if len(text) > LONGEST:
        return None
    part = _PART.fullmatch(text)
    if part:
        return _of_part(part[1])
    match = _CLOCK.fullmatch(text)
    if match is None or text == "0":
        return None if match is None else TimeOfDay(0)
    if _is_short(match):
        return None
    hour, minute, second = _numbers(match)
    east = _east(match["zone"])
    if east is not None and not is_zone(match["zone"], east, bool(match["s"])):
        return None
    if match["m"] is None and not match["run"] and not (match["at"] or match["half"] or match["zone"]):
        return None  # "8" is a number, "jam 8" a time
    if match["half"]:
        hour = _in_half(hour, match["half"])
    if hour == 24 and not minute and not second:
        return TimeOfDay(DAY, east)
    if not 0 <= hour < 24 or minute > 59 or second > 59:
        return None
    return TimeOfDay(hour * 3600 + minute * 60 + second, east)


def _numbers(match: re.Match[str]) -> tuple[int, int, int]:
    if run := match["run"]:
        run = run.zfill(4 if len(run) < 5 else 6)
        return int(run[:2]), int(run[2:4]), int(run[4:] or 0)
    return int(match["h"]), int(match["m"] or 0), int(match["s"] or 0)


def _is_short(match: re.Match[str]) -> bool:
    """Say whether one digit stands behind the sign of a decimal number, so that it may be minutes or a part."""
    minute = match["m"]
    return minute is not None and len(minute) == 1 and minute != "0" and match["dot"] in (".", ",") and not match["s"]


def readings(cell: str) -> list[str]:
    """Return the times (`09:05`) that a cell may mean which may mean more than one; none of any other."""
    text = " ".join(cell.casefold().split())
    if len(text) > LONGEST:
        return []
    part, match = _PART.fullmatch(text), _CLOCK.fullmatch(text)
    found = set(_as_numbers(match)) if match and _is_short(match) else set()
    if part and _of_part(part[1]) is None:
        minute = int(part[1]) if len(part[1]) == 2 else None
        found |= {rounded(part[1]).second // 60, *([] if minute is None else [minute])}
    return [f"{minute // 60:02}:{minute % 60:02}" for minute in sorted(found)]


def _as_numbers(match: re.Match[str]) -> Iterator[int]:
    """Yield the minutes of the day of `9.5`: five minutes, 9.50 that lost its last 0, and half an hour."""
    hour, digit = int(match["h"]), int(match["m"])
    if match["half"]:
        hour = _in_half(hour, match["half"])
    if 0 <= hour < 24:
        yield from (hour * 60 + minute for minute in (digit, digit * 6, digit * 10) if minute < 60)


def doubt(cell: str) -> str | None:
    """Return why a cell that may mean more than one time can't be taken; None for any other."""
    if not (may_be := readings(cell)):
        return None
    what = _("the time {text!r} may be {times}; write it like 14:30")
    return what.format(text=cell.strip(), times=alternatives(may_be))


def alternatives(said: Sequence[str]) -> str:
    """Return what something may mean, as a sentence lists it."""
    return _("{first} or {last}").format(first=", ".join(said[:-1]), last=said[-1])


def _of_part(digits: str) -> TimeOfDay | None:
    """Return the time that a part of a day is; None where it may be hours and minutes as well."""
    if int(digits) and (len(digits) == 1 or (len(digits) == 2 and int(digits) < 60)):
        return None
    return rounded(digits)


def rounded(digits: str) -> TimeOfDay:
    """Return the time of day of the digits behind a spreadsheet's day; of few digits to the minute."""
    seconds = int(digits) * DAY / 10 ** len(digits)
    # Fewer digits than six can't tell seconds apart.
    return TimeOfDay(min(round(seconds) if len(digits) > 5 else 60 * round(seconds / 60), DAY))


def _in_half(hour: int, half: str) -> int:
    """Return the hour of the day (0-24) of an hour with its half or part of the day; -1: it can't be."""
    half = half.replace(".", "")
    if hour == 12 and half in ("am", "pm"):
        hour = 0
    first, last = _HALVES[half]
    return next((at for at in (hour, hour + 12) if first <= at <= last), -1)


def _east(zone: str | None) -> int | None:
    if zone is None:
        return None
    if zone in _ZONES:
        return _ZONES[zone]
    seconds = int(zone[1:3]) * 3600 + int(zone[-2:]) * 60
    return -seconds if zone[0] == "-" else seconds
