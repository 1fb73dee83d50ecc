"""Time at the desk: UTC seconds to local time and back, without zoneinfo, and dates in given formats.

The offsets of the desk's zone come as plain data, `[[utc_epoch_seconds, offset_seconds], ...]`, ascending,
the first entry from before all times. `transitions_of` makes them and is the only place that needs zoneinfo,
so that the daily commands never import it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from datetime import date

from aduan_cli.errors import ConfigError
from aduan_cli.i18n import _
from aduan_cli.record import TupleRecord

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

BEFORE_ALL = -(2**62)
"""The epoch of the first entry of a zone's transitions."""
DAY = 86_400
EPOCH_ORDINAL = 719_163
"""`date(1970, 1, 1).toordinal()`."""


NO_SHIFT = 8 * 3600
"""Seconds of the next shift where a desk has none."""


class LocalTime(TupleRecord):
    """A moment on the desk's wall clock: `minute` of the day (0-1439), `weekday` 0 is Monday."""

    year: int
    month: int
    day: int
    minute: int
    second: int
    weekday: int
    offset: int


def iso_day(day: int) -> str:
    """Return a day given as yyyymmdd as `2026-11-23`."""
    return f"{day // 10_000:04d}-{day // 100 % 100:02d}-{day % 100:02d}"


class Zone:
    """Local time of one zone from its transitions.

    From local to UTC, a time that occurs twice (clocks set back) is the first of the two, and a time that
    does not occur (clocks set forward) counts with the offset from before the gap, so it shows as later by
    the gap's length. Both are what `fold=0` means in Python's datetime.
    """

    __slots__ = ("_epochs", "_from", "_now", "_offsets", "_until", "_walls")

    def __init__(self, transitions: Sequence[Sequence[int]]) -> None:
        self._epochs = [epoch for epoch, offset in transitions]
        self._offsets = [offset for epoch, offset in transitions]
        self._walls: list[int] = []
        # The stretch with one offset that was asked for last. In a zone like Asia/Jakarta it is all there is.
        self._from, self._until, self._now = 1, 0, 0

    def transitions(self) -> list[tuple[int, int]]:
        """Return when which clock begins: moments in UTC seconds, each with the seconds east of UTC from then on."""
        return list(zip(self._epochs, self._offsets, strict=True))

    def offset(self, epoch: int) -> int:
        """Return the seconds east of UTC at a moment."""
        if self._from <= epoch < self._until:
            return self._now
        at = max(bisect_right(self._epochs, epoch) - 1, 0)
        self._from = self._epochs[at] if at else BEFORE_ALL
        self._until = self._epochs[at + 1] if at + 1 < len(self._epochs) else -BEFORE_ALL
        self._now = self._offsets[at]
        return self._now

    def local(self, epoch: int) -> LocalTime:
        """Return the wall clock at a moment; OverflowError or ValueError outside of the years 1 to 9999."""
        offset = self.offset(epoch)
        days, second = divmod(epoch + offset, DAY)
        day = date.fromordinal(days + EPOCH_ORDINAL)
        minute, second = divmod(second, 60)
        return LocalTime(day.year, day.month, day.day, minute, second, day.weekday(), offset)

    def iso(self, epoch: int) -> str:
        """Return a moment as `2026-11-23T14:05:00+07:00`."""
        offset = self.offset(epoch)
        days, second = divmod(epoch + offset, DAY)
        day = date.fromordinal(days + EPOCH_ORDINAL).isoformat()
        minute, second = divmod(second, 60)
        return f"{day}T{minute // 60:02d}:{minute % 60:02d}:{second:02d}{_offset_text(offset)}"

    def day_number(self, epoch: int) -> int:
        """Return the number of the local day of a moment, from 1970-01-01 on."""
        return (epoch + self.offset(epoch)) // DAY

    def date(self, epoch: int) -> date:
        """Return the local day of a moment."""
        return date.fromordinal(self.day_number(epoch) + EPOCH_ORDINAL)

    def day(self, epoch: int) -> int:
        """Return the local day of a moment as yyyymmdd."""
        day = self.date(epoch)
        return day.year * 10_000 + day.month * 100 + day.day

    def epoch(self, year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> int:
        """Return the moment of a local time; ValueError for a date that doesn't exist."""
        days = date(year, month, day).toordinal() - EPOCH_ORDINAL
        return self.epoch_of_wall(days * DAY + hour * 3600 + minute * 60 + second)

    def epoch_of_wall(self, wall: int) -> int:
        """Return the moment of a local time given as seconds since 1970-01-01 00:00 on the wall clock."""
        return wall - self._offsets[self.stretch(wall)]

    def stretch(self, wall: int) -> int:
        """Return the number of the transition in force at a local time (seconds on the wall clock)."""
        if len(self._offsets) == 1:
            return 0
        if not self._walls:
            pairs = zip(self._epochs[1:], self._offsets[:-1], self._offsets[1:], strict=True)
            self._walls = [BEFORE_ALL, *(epoch + max(old, new) for epoch, old, new in pairs)]
        return bisect_right(self._walls, wall) - 1


def _offset_text(offset: int) -> str:
    sign, offset = ("-", -offset) if offset < 0 else ("+", offset)
    text = f"{sign}{offset // 3600:02d}:{offset // 60 % 60:02d}"
    return f"{text}:{offset % 60:02d}" if offset % 60 else text


_FURTHEST_BEHIND, _FURTHEST_AHEAD = -12 * 3600, 14 * 3600
"""Seconds by which clocks of this world differ from UTC."""
_STEP = 7 * DAY
"""Seconds between two looks at a zone: none goes there and back again within a week; a test looks at each day."""


def transitions_of(name: str) -> list[list[int]]:
    """Return the transitions of an IANA zone from 1970 to 2100; ConfigError when there is no such zone."""
    from datetime import datetime
    from zoneinfo import ZoneInfo

    try:
        zone = ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ConfigError(
            _("unknown time zone {name!r}; a name like 'Asia/Jakarta' would be right").format(name=name)
        ) from error

    def offset_at(epoch: int) -> int:
        offset = datetime.fromtimestamp(epoch, zone).utcoffset()
        return 0 if offset is None else offset.days * DAY + offset.seconds

    before, old = 0, offset_at(0)
    transitions = [[BEFORE_ALL, old]]
    for after in range(_STEP, 4_133_980_800 + _STEP, _STEP):  # until 2101-01-01
        new = offset_at(after)
        if new != old:
            low, high = before, after
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (middle, high) if offset_at(middle) == old else (low, middle)
            transitions.append([high, new])
        before, old = after, new
    return transitions


def shift_of(minute: int, shifts: Sequence[Sequence[Any]]) -> str | None:
    """Return the first of `[[name, from_minute, to_minute], ...]` that holds a minute of the day, or None.

    `from` is inside, `to` is not. A shift may wrap midnight; one with equal ends is the whole day.
    """
    for name, start, end in shifts:
        if start <= minute < end if start < end else minute >= start or minute < end:
            return str(name)
    return None


def shift_end(at: int, shifts: Sequence[Sequence[Any]], zone: Zone) -> tuple[str, int] | None:
    """Return the shift of a moment and when it ends, in seconds since 1970; None: it is in no shift."""
    local = zone.local(at)
    name = shift_of(local.minute, shifts)
    if name is None:
        return None
    end = next(shift[2] for shift in shifts if shift[0] == name)
    minutes = end if end > local.minute else end + 1440
    return name, zone.epoch(local.year, local.month, local.day, minute=minutes)


def shifts_ahead(at: int, shifts: Sequence[Sequence[Any]], zone: Zone) -> tuple[str | None, str | None, int]:
    """Return the shift of a moment, the one after it, and when that one ends; None for hours that are in no shift.

    Where the next hours are in no shift they are as long as `NO_SHIFT`.
    """
    now = shift_end(at, shifts, zone)
    begin = now[1] if now else at
    coming = shift_end(begin, shifts, zone)
    name, until = coming or (None, begin + NO_SHIFT)
    return now and now[0], name, until


def midnights(at: int, zone: Zone) -> tuple[int, int]:
    """Return when the local day of a moment begins, and when the next one does."""
    midnight = zone.day_number(at) * DAY
    return zone.epoch_of_wall(midnight), zone.epoch_of_wall(midnight + DAY)


def is_zone(written: str, ahead: int, is_whole: bool) -> bool:
    """Say whether what stands behind a time is a zone of this world, so many seconds `ahead` of UTC.

    Behind hours and minutes alone `-15:00` is the end of a span; `is_whole`: the time has seconds, or is ISO's.
    """
    return (is_whole or written[0] != "-") and _FURTHEST_BEHIND <= ahead <= _FURTHEST_AHEAD


def offset_seconds(text: str) -> int:
    """Return the seconds of `z`, `+07`, `+0700` or `+07:00` (any case); ValueError from 24 hours on."""
    if text in "zZ":
        return 0
    digits = text[1:].replace(":", "")
    hours, minutes, seconds = int(digits[:2]), int(digits[2:4] or 0), int(digits[4:6] or 0)
    if hours > 23 or minutes > 59 or seconds > 59:
        raise ValueError(text)
    offset = hours * 3600 + minutes * 60 + seconds
    return -offset if text[0] == "-" else offset


_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januari", "feb february februari peb pebruari", "mar march maret", "apr april",
            "may mei", "jun june juni", "jul july juli", "aug august agu agustus ags agt",
            "sep september sept", "oct october okt oktober", "nov november nop nopember",
            "dec december des desember",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_DIRECTIVES = {  # directive → the field it fills and what it reads
    "Y": ("Y", "[0-9]{4}"),
    "y": ("Y", "[0-9]{2}"),
    "m": ("m", "1[0-2]|0[1-9]|[1-9]"),
    "b": ("m", "[A-Za-z]{3,9}"),
    "B": ("m", "[A-Za-z]{3,9}"),
    "d": ("d", "3[01]|[12][0-9]|0[1-9]|[1-9]"),
    "H": ("H", "2[0-3]|[01][0-9]|[0-9]"),
    "I": ("H", "1[0-2]|0[1-9]|[1-9]"),
    "M": ("M", "[0-5][0-9]|[0-9]"),
    "S": ("S", "[0-5][0-9]|[0-9]"),
    "f": ("f", "[0-9]{1,6}"),
    "p": ("p", r"[AaPp]\.?[Mm]\.?"),
    "z": ("z", "[Zz]|[+-][0-9]{2}:?[0-9]{2}(?::?[0-9]{2})?"),
}
_SHORT_FOR = {"T": "%H:%M:%S", "D": "%m/%d/%y", "F": "%Y-%m-%d", "R": "%H:%M"}


def _format_regex(written: str) -> re.Pattern[str]:
    """Compile a strptime-like format; ConfigError when it has an unknown or double directive, or no date.

    All formats have the same groups; the group of a field that a format leaves out is empty.
    """
    pieces: list[str] = []
    used: set[str] = set()
    expanded = re.sub("%([TDFR])", lambda match: _SHORT_FOR[match[1]], written.strip())
    for directive, space, other in re.findall(r"(%.?)|(\s+)|([^%\s])", expanded):
        field, reads = _DIRECTIVES.get(directive[1:], ("", ""))
        if space:
            pieces.append(r"\s+")
        elif other or directive == "%%":
            pieces.append(re.escape(other or "%"))
        elif not field or field in used:
            raise ConfigError(
                _("date format {text!r}: '{directive}' can't stand there").format(text=written, directive=directive)
            )
        else:
            pieces.append(f"(?P<{field}>{reads})")
            used.add(field)
    if not used.issuperset("Ymd"):
        raise ConfigError(_("date format {text!r}: year, month and day must be in it").format(text=written))
    pieces.extend(f"(?P<{field}>)" for field in "HMSpz" if field not in used)
    return re.compile(r"\s*" + "".join(pieces) + r"\s*")


def date_parser(formats: list[str], zone: Zone) -> Callable[[str], int]:
    """Return a function from text to moment (UTC seconds) by strptime-like formats; the first to fit counts.

    Known are %Y %y %m %b %B %d %H %I %M %S %f %p %z %T %D %F %R; names of months in English and Indonesian.
    ConfigError for a bad format. The function raises ValueError when none fits or the date doesn't exist.
    """
    readers = [_reader(written, zone) for written in formats]

    def parse(text: str) -> int:
        for read in readers:
            moment = read(text)
            if moment is not None:
                return moment
        raise ValueError(text)

    return parse


def _reader(written: str, zone: Zone) -> Callable[[str], int | None]:
    """Return the reader of one format: text → moment, or None when the text doesn't fit.

    Days are remembered, for a log has many records on each: the wall seconds of local midnight and the
    offset, or None for an offset that changes within the day, so that each of its times is looked up.
    """
    regex = _format_regex(written)
    twelve = "%I" in written  # "%%I" is two directives that no one writes
    fullmatch = regex.fullmatch
    at = regex.groupindex
    fields = (at["Y"], at["m"], at["d"], at["H"], at["M"], at["S"], at["p"], at["z"])
    days: dict[tuple[str, str, str], tuple[int, int | None]] = {}

    def read(text: str) -> int | None:
        match = fullmatch(text)
        if match is None:
            return None
        year, month, day, hour, minute, second, half, east = match.group(*fields)
        known = days.get((year, month, day))
        if known is None:
            known = _midnight(year, month, day, zone)
            if known is None:
                return None
            if len(days) >= 10_000:
                days.clear()
            days[(year, month, day)] = known
        midnight, offset = known
        hours = int(hour or 0)
        if twelve:
            hours = hours % 12 + (12 if half[:1] in ("P", "p") else 0)
        wall = midnight + hours * 3600 + int(minute or 0) * 60 + int(second or 0)
        if east:
            ahead = offset_seconds(east)
            return wall - ahead if is_zone(east, ahead, bool(second) or "T" in text) else None
        return zone.epoch_of_wall(wall) if offset is None else wall - offset

    return read


def _midnight(year: str, month: str, day: str, zone: Zone) -> tuple[int, int | None] | None:
    """Return a day's midnight in wall seconds and its offset (None when that changes); None: no such day."""
    years = int(year)
    if len(year) == 2:
        years += 1900 if years > 68 else 2000  # as POSIX has it
    months = int(month) if month[0].isdigit() else _MONTHS.get(month.casefold(), 0)
    try:
        midnight = (date(years, months, int(day)).toordinal() - EPOCH_ORDINAL) * DAY
    except ValueError:
        return None
    first, last = zone.stretch(midnight), zone.stretch(midnight + DAY - 1)
    return midnight, midnight - zone.epoch_of_wall(midnight) if first == last else None


def header_time(said: str) -> int | None:
    """Return the moment of a date as mails and web servers write it, in epoch seconds; None: it is none.

    One that names no zone (`-0000` of mails as well) is of Greenwich, wherever this machine is: RFC 5322, 3.3, and
    RFC 9110, 5.6.7.
    """
    from datetime import timezone
    from email.utils import parsedate_to_datetime

    try:
        at = parsedate_to_datetime(said)
        return int((at if at.tzinfo else at.replace(tzinfo=timezone.utc)).timestamp())
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
