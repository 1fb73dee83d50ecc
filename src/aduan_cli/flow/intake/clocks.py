"""What a cell of a sheet says of a day or of a time of day, as people and spreadsheets write them.

Only what a cell clearly means is understood; where it may mean two things (`0,25` is a quarter past midnight, or as a
part of a day six o'clock) it isn't, and its record waits in the quarantine.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from aduan_cli.desk_time import DAY, Zone, date_parser

_ZONES = {"wib": 7 * 3600, "wita": 8 * 3600, "wit": 9 * 3600, "z": 0}
"""Indonesia's three zones as people add them to a time, and ISO's letter: seconds east of UTC."""
_FIRST_SERIAL, _LAST_SERIAL = 36_526, 73_050
"""Days as spreadsheets number them, of the years that a ticket can say: 2000-01-01 to 2099-12-31."""
_SERIAL_EPOCH = 25_569
"""1970-01-01 in a spreadsheet's numbers of days."""
ZEROS = frozenset(date(*day).toordinal() - 719_163 for day in ((1899, 12, 30), (1899, 12, 31), (1900, 1, 1)))
"""Days (since 1970) that stand before a time where a spreadsheet had no day."""
_WEEKDAYS = {
    name: number
    for number, names in enumerate(
        ("senin monday mon", "selasa tuesday tue", "rabu wednesday wed", "kamis thursday thu",
         "jumat jum'at friday fri", "sabtu saturday sat", "minggu ahad sunday sun")
    )
    for name in names.split()
}  # fmt: skip
_DAY_FIRST = ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"]
_MONTH_FIRST = ["%m/%d/%Y", "%m-%d-%Y", "%m.%d.%Y"]
_CLEAR = ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%d %B %Y", "%d-%B-%Y", "%d/%B/%Y", "%d. %B %Y", "%B %d, %Y", "%B %d %Y"]

_LONGEST = 100
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
_PART = re.compile(r"0[.,]([0-9]+)")
_SERIAL = re.compile(r"([0-9]{5})(?:[.,]([0-9]+))?")


class Clock(NamedTuple):
    """A time of day: seconds from its midnight (86400: the day's end); `east` where the cell names its zone."""

    second: int
    east: int | None = None


class Stamp(NamedTuple):
    """What a date cell says: the day, counted from 1970-01-01, and its time of day where it names one."""

    day: int
    clock: Clock | None = None


def clock_of(cell: str) -> Clock | None:
    """Return the time of day that a cell says; None when it can't be read, or may mean two things."""
    text = " ".join(cell.casefold().split())
    if len(text) > _LONGEST:
        return None
    part = _PART.fullmatch(text)
    if part:
        return _of_part(part[1])
    match = _CLOCK.fullmatch(text)
    if match is None or text == "0":
        return None if match is None else Clock(0)
    hour, minute, second = _numbers(match)
    if match["m"] is None and not match["run"] and not (match["at"] or match["half"] or match["zone"]):
        return None  # "8" is a number, "jam 8" a time
    if match["half"]:
        hour = _in_half(hour, match["half"])
    if hour == 24 and not minute and not second:
        return Clock(DAY, _east(match["zone"]))
    if not 0 <= hour < 24 or minute > 59 or second > 59:
        return None
    return Clock(hour * 3600 + minute * 60 + second, _east(match["zone"]))


def _numbers(match: re.Match[str]) -> tuple[int, int, int]:
    if run := match["run"]:
        run = run.zfill(4 if len(run) < 5 else 6)
        return int(run[:2]), int(run[2:4]), int(run[4:] or 0)
    minute = match["m"] or "0"
    if len(minute) == 1 and match["dot"] in (".", ","):
        minute += "0"  # 14.30 that a spreadsheet took for a number is 14.3
    return int(match["h"]), int(minute), int(match["s"] or 0)


def _of_part(digits: str) -> Clock | None:
    """Return the time that a part of a day is; None where it may be hours and minutes as well."""
    if len(digits) < 3 and 0 < int(digits.ljust(2, "0")) < 60:
        return None
    return _rounded(digits)


def _rounded(digits: str) -> Clock:
    seconds = int(digits) * DAY / 10 ** len(digits)
    # Fewer digits than six can't tell seconds apart.
    return Clock(min(round(seconds) if len(digits) > 5 else 60 * round(seconds / 60), DAY))


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


def stamp_reader(formats: list[str]) -> Callable[[str], Stamp | None]:
    """Return what reads a date cell; None: it can't be read.

    `formats` are the map's own: they say whether `01/11/2026` is of January or November. Beside them such dates are
    read as are clear by themselves.
    """
    utc = Zone([[-(2**62), 0]])
    month_first = any(re.match(r"\s*%[mbB].*%d", written) for written in formats)
    own = date_parser(formats, utc) if formats else None
    clear = date_parser([*_CLEAR, *(_MONTH_FIRST if month_first else _DAY_FIRST)], utc)

    def day_of(text: str) -> int | None:
        words = text.replace(",", ", ").split()
        named = _WEEKDAYS.get(words[0].strip(",.()").casefold()) if len(words) > 1 else None
        if named is not None:
            words = words[1:]
        try:
            day = clear(" ".join(words).replace(" ,", ",")) // DAY
        except ValueError:
            return None
        return day if named is None or named == (day + 3) % 7 else None

    def read(cell: str) -> Stamp | None:
        text = " ".join(cell.split())
        if len(text) > _LONGEST:
            return None
        serial = _SERIAL.fullmatch(text)
        if serial and _FIRST_SERIAL <= int(serial[1]) <= _LAST_SERIAL:
            return Stamp(int(serial[1]) - _SERIAL_EPOCH, _rounded(serial[2]) if serial[2] else None)
        if own is not None:
            try:
                day, second = divmod(own(text), DAY)
                return Stamp(day, Clock(second) if second else None)
            except ValueError:
                pass
        day_alone = day_of(text)
        if day_alone is not None:
            return Stamp(day_alone)
        for mark in reversed(list(re.finditer(r"(?<=[0-9])[Tt](?=[0-9])|,?\s+", text))):
            clock = clock_of(text[mark.end() :])
            day_before = day_of(text[: mark.start()]) if clock else None
            if day_before is not None:
                return Stamp(day_before, clock)
        return None

    return read
