"""When a record was reported: its cells of date and time, or the record above it where a map says so.

No record is taken at a moment that nobody said. What a cell clearly means is understood (`clocks`), what can't be
read is refused with its reason, and what comes from another record, or is a day without a time, is counted and told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeVar

from aduan_cli.desk_time import DAY, Zone, date_parser
from aduan_cli.formats.days import ZEROS, Days
from aduan_cli.formats.times_of_day import ONE_DIGIT_AT_END, TimeOfDay, clock_of, doubt
from aduan_cli.i18n import _

MEMO = 4096
"""Values of one column that are remembered."""
SKEW = 600
"""Seconds by which the clock of who wrote a file may be ahead of the desk's."""
_FIRST, _LAST = -62_135_596_800 + DAY * 366, 253_402_300_800 - DAY * 366
"""Moments that every zone can show."""

_A_DAY = re.compile(r"\s*(?:[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}|[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{4})(?![0-9])")

T = TypeVar("T")


_EPOCH = date(1970, 1, 1).toordinal()


class RejectedError(Exception):
    """A record that can't be taken; the message is the reason."""


def remembered(work: Callable[[str], T]) -> Callable[[str], T]:
    """Return `work` that remembers what it said of the last few thousand values."""
    memo: dict[str, T] = {}

    def look(value: str) -> T:
        if value in memo:
            return memo[value]
        if len(memo) >= MEMO:
            memo.clear()
        found = memo[value] = work(value)
        return found

    return look


def iso_reader(formats: list[str], zone: Zone) -> Callable[[str], str]:
    """Return what makes of a time in one of some formats one of ISO 8601; what can't be read stays as it is."""
    parse = date_parser(formats, zone)

    def read(text: str) -> str:
        try:
            return zone.iso(parse(text))
        except (ValueError, OverflowError):
            return text

    return read


class Moments:
    """Reads when the records of one file were reported, in their order.

    `formats` are the map's; with `fills` a record without a date is of the day of the one above it. `now` (UTC
    seconds): what is still to come then was not reported. None: anything may have been.
    """

    def __init__(self, formats: list[str], zone: Zone, fills: bool, now: int | None = None) -> None:
        self.zone = zone
        self._fills = fills
        self._parse = date_parser(formats, zone)
        self._days = Days(formats)
        self._stamp = remembered(self._days.read)
        self._latest = _LAST if now is None else now + SKEW
        self._clock = remembered(clock_of)
        self._above: int | None = None
        self._is_unread = False
        self.filled = self.untimed = 0
        """Records whose day is that of the one above them, and those with a day but no time where there is a column."""

    def read(self, day: str, times: Sequence[str], has_times: bool) -> int:
        """Return the moment (UTC seconds) of a cell of date and those of time, of which empty ones are left out.

        `has_times`: the file has columns of times. Raises `RejectedError`.
        """
        self._is_unread = True  # until it is read: no record below may count from the one above this
        if not times:
            moment = self._of_date(day)
            self.untimed += has_times and not (moment + self.zone.offset(moment)) % DAY
        else:
            moment = self._of_both(day, times)
        return self._kept(moment, day)

    def read_below(self, times: Sequence[str]) -> int:
        """Return the moment of a record without a date: the day of the record above, at the time that it says.

        Without a time it came right after the one above. Raises `RejectedError`.
        """
        above = self._above
        if not self._fills or above is None:
            self._is_unread = True
            raise RejectedError(_("no date; one like 2026-11-24 would be right"))
        if self._is_unread:
            raise RejectedError(_("no date, and that of the record above it could not be read"))
        self.filled += 1
        if not times:
            return above
        wall = above + self.zone.offset(above)
        return self._kept(self._at(wall - wall % DAY, self._time(times, wall // DAY)), " ".join(times))

    def moment_of_filled(self, moment: int, has_time: bool) -> int:
        """Return the moment of a record without a date as one with its day would have it: from 00:00 without a time."""
        return moment if has_time else moment - (moment + self.zone.offset(moment)) % DAY

    def unread(self) -> None:
        """Be told that a record could not be read at all: no record below it may count from the one above it."""
        self._is_unread = True

    def _kept(self, moment: int, said: str) -> int:
        if not _FIRST <= moment < _LAST:
            raise RejectedError(_("the date {text!r} is out of range").format(text=_short(said)))
        if moment > self._latest:
            what = _("{moment} is still to come; a call was reported at a moment that has passed")
            raise RejectedError(what.format(moment=self.zone.iso(moment)[:16].replace("T", " ")))
        self._above, self._is_unread = moment, False
        return moment

    def _of_date(self, day: str) -> int:
        if not ((day[-2:-1] in ".," or day[-3:-2] in ".,") and ONE_DIGIT_AT_END.search(day)):
            try:
                return self._parse(day)
            except ValueError:
                pass
        stamp = self._stamp(day)
        if stamp is None:
            raise self._unread_date(day)
        return self._at(stamp.day * DAY, stamp.clock)

    def _of_both(self, day: str, times: Sequence[str]) -> int:
        last = times[-1]
        if last[-2:-1] not in (".", ",") and last[:2] not in ("0.", "0,"):  # those may mean two times
            try:
                return self._parse(" ".join([day, *times]))
            except ValueError:
                pass
        stamp = self._stamp(day)
        if stamp is None:
            raise self._unread_date(day, *times)
        time = self._time(times, stamp.day)
        if stamp.clock and stamp.clock.second and stamp.clock.second != time.second:
            what = _("{first!r} and {second!r} say two times; one of them would be right")
            raise RejectedError(what.format(first=_short(day), second=_short(" ".join(times))))
        return self._at(stamp.day * DAY, time)

    def _time(self, times: Sequence[str], day: int) -> TimeOfDay:
        """Return what the cells of time say. A day in them must be that of the record, or a spreadsheet's zero."""
        said = " ".join(times)
        clock = self._clock(said)
        if clock is not None:
            return clock
        stamp = self._stamp(said)
        if stamp is None:
            if reason := doubt(said):
                raise RejectedError(reason)
            what = _("the time {text!r} can't be read; write it like 14:30")
            raise RejectedError(what.format(text=_short(said)))
        if stamp.day != day and stamp.day not in ZEROS:
            raise RejectedError(_("the time {text!r} is of another day than the date").format(text=_short(said)))
        return stamp.clock or TimeOfDay(0)

    def _at(self, midnight: int, clock: TimeOfDay | None) -> int:
        """Return the moment of a time of day; `midnight` in seconds on the wall clock."""
        second, east = clock or TimeOfDay(0)
        return self.zone.epoch_of_wall(midnight + second) if east is None else midnight + second - east

    def _unread_date(self, day: str, *times: str) -> RejectedError:
        """Return why a cell of a date can't be read, with what would be right."""
        if reason := self._days.doubt(day):
            return RejectedError(reason)
        what = _("the date {text!r} can't be read; write it like 2026-11-24")
        return RejectedError(what.format(text=_short(" ".join([day, *times]))))

    # -- what a cell means, however it is written

    def day_meant(self, cell: str) -> str:
        """Return a cell of a date in one form."""
        stamp = self._stamp(cell)
        if stamp is None:
            return cell.strip()
        return f"{stamp.day}" if stamp.clock is None or not stamp.clock.second else f"{stamp.day}T{stamp.clock.second}"

    def cell_meant(self, cell: str) -> str:
        """Return a cell of any column in one form: a day as a day where it is one beyond doubt."""
        return self.day_meant(cell) if not cell.isalnum() and _A_DAY.match(cell) else cell

    def cell_kept(self, cell: str) -> str:
        """Return a cell as it is kept: a day beyond doubt, and the time with it, as a workbook's own are read."""
        stamp = None if cell.isalnum() or not _A_DAY.match(cell) else self._stamp(cell)
        if stamp is None or (stamp.clock is not None and stamp.clock.east is not None):
            return cell
        day = date.fromordinal(stamp.day + _EPOCH).isoformat()
        if stamp.clock is None or not stamp.clock.second:
            return day
        minute, second = divmod(stamp.clock.second, 60)
        return f"{day} {minute // 60:02}:{minute % 60:02}" + (f":{second:02}" if second else "")

    def time_meant(self, cell: str) -> str:
        """Return a cell of a time in one form."""
        clock = self._clock(cell)
        if clock is None and (stamp := self._stamp(cell)):
            clock = stamp.clock or TimeOfDay(0)
        return cell.strip() if clock is None else f"T{clock.second}"


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:40] + "…"
