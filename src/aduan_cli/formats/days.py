"""What a date cell of a sheet says, as people and spreadsheets write days.

A year of two digits is of this century. Numbers alone are read in the order that the map's own formats have; where
they may be two days, or name a weekday on which that day is not, nobody knows which, and the reason says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from aduan_cli.desk_time import DAY, EPOCH_ORDINAL, Zone, date_parser
from aduan_cli.formats.times_of_day import LONGEST, ONE_DIGIT_AT_END, TimeOfDay, alternatives, clock_of, doubt, rounded
from aduan_cli.i18n import _

_FIRST_SERIAL, _LAST_SERIAL = 36_526, 73_050
"""Days as spreadsheets number them, of the years that a ticket can say: 2000-01-01 to 2099-12-31."""
_SERIAL_EPOCH = 25_569
"""1970-01-01 in a spreadsheet's numbers of days."""
_CENTURY = 2000
ZEROS = frozenset(date(*day).toordinal() - EPOCH_ORDINAL for day in ((1899, 12, 30), (1899, 12, 31), (1900, 1, 1)))
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
_NAMED = ["%d %B %Y", "%d-%B-%Y", "%d/%B/%Y", "%d. %B %Y", "%B %d, %Y", "%B %d %Y"]
_CLEAR = ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", *_NAMED]
_NAMED_SHORT = [named.replace("%Y", "%y") for named in _NAMED]
_SERIAL = re.compile(r"([0-9]{5})(?:[.,]([0-9]+))?")
_SHORT = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{2})")
_BEFORE_A_CLOCK = re.compile(r"(?<=[0-9])[Tt](?=[0-9])|,?\s+")


class Stamp(NamedTuple):
    """What a date cell says: the day, counted from 1970-01-01, and its time of day where it names one."""

    day: int
    clock: TimeOfDay | None = None


class Days:
    """Reads the date cells of one file.

    `formats` are the map's own: they say whether `01/11/2026` is of January or November. Beside them such dates are
    read as are clear by themselves.
    """

    def __init__(self, formats: list[str]) -> None:
        utc = Zone([[-(2**62), 0]])
        self._month_first = any(re.match(r"\s*%[mbB].*%d", written) for written in formats)
        self._year_first = {found[1] for written in formats if (found := re.match(r"\s*%Y([-/.])%m", written))}
        self._own = date_parser(formats, utc) if formats else None
        self._clear = date_parser([*_CLEAR, *(_MONTH_FIRST if self._month_first else _DAY_FIRST)], utc)
        self._named_short = date_parser(_NAMED_SHORT, utc)

    def read(self, cell: str) -> Stamp | None:
        """Return what a cell says; None: it can't be read, or may mean two things."""
        text = " ".join(cell.split())
        if len(text) > LONGEST:
            return None
        serial = _SERIAL.fullmatch(text)
        if serial and _FIRST_SERIAL <= int(serial[1]) <= _LAST_SERIAL:
            return Stamp(int(serial[1]) - _SERIAL_EPOCH, rounded(serial[2]) if serial[2] else None)
        if self._own is not None and not ONE_DIGIT_AT_END.search(text):
            try:
                day, second = divmod(self._own(text), DAY)
                return Stamp(day, TimeOfDay(second) if second else None)
            except ValueError:
                pass
        if len(days := self._days(text)) == 1:
            return Stamp(days[0])
        for before, after in _split(text):
            clock = clock_of(after)
            if clock and len(days := self._days(before)) == 1:
                return Stamp(days[0], clock)
        return None

    def _days(self, text: str) -> list[int]:
        """Return the days (since 1970) that a text without a time may mean, those that fit the weekday it names."""
        named, text = _weekday(text)
        try:
            found = [self._clear(text) // DAY]
        except ValueError:
            found = list(self._short(text))
        return [day for day in found if named is None or named == (day + 3) % 7]

    def _short(self, text: str) -> Iterator[int]:
        """Yield the days that a date with a year of two digits may mean."""
        try:
            yield _of_this_century(self._named_short(text) // DAY)
            return
        except ValueError:
            pass
        match = _SHORT.fullmatch(text.replace("'", ""))
        if match is None:
            return
        first, second, third = int(match[1]), int(match[3]), int(match[4])
        orders = [(third, first, second) if self._month_first else (third, second, first)]
        if match[2] in self._year_first and len(match[1]) == 2:
            orders.append((first, second, third))
        for year, month, day in dict.fromkeys(orders):
            try:
                yield date(_CENTURY + year, month, day).toordinal() - EPOCH_ORDINAL
            except ValueError:
                continue

    def doubt(self, cell: str) -> str | None:
        """Return why a cell that says a day can't be taken at its word; None when it says none."""
        text = " ".join(cell.split())
        if len(text) > LONGEST:
            return None
        named, rest = _weekday(text)
        if named is not None and (stamp := self.read(rest)):
            what = _("the date {text!r} is a {weekday}, not the day of the week that it names; mend one of them")
            return what.format(text=cell.strip(), weekday=_name(stamp.day))
        for before, after in ((text, ""), *_split(text)):
            if not self._days(before):
                continue
            if reason := doubt(after):
                return reason
            if len(days := self._days(before)) > 1 and (not after or clock_of(after)):
                what = _("the date {text!r} may be {days}; write the year with four digits")
                shown = [date.fromordinal(day + EPOCH_ORDINAL).isoformat() for day in days]
                return what.format(text=cell.strip(), days=alternatives(shown))
        return None


def _of_this_century(day: int) -> int:
    """Return a day of the century that is meant, also where POSIX has 69 to 99 before 2000."""
    read = date.fromordinal(day + EPOCH_ORDINAL)
    return read.replace(year=_CENTURY + read.year % 100).toordinal() - EPOCH_ORDINAL


def _split(text: str) -> Iterator[tuple[str, str]]:
    """Yield the ways in which a text may be a day and a time, the longest day first."""
    for mark in reversed(list(_BEFORE_A_CLOCK.finditer(text))):
        yield text[: mark.start()], text[mark.end() :]


def _weekday(text: str) -> tuple[int | None, str]:
    """Return the weekday (0 is Monday) before a date, and the date as patterns have it."""
    words = text.replace(",", ", ").split()
    named = _WEEKDAYS.get(words[0].strip(",.()").casefold()) if len(words) > 1 else None
    return named, " ".join(words if named is None else words[1:]).replace(" ,", ",").replace(" '", " ")


def _name(day: int) -> str:
    names = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))
    return names[(day + 3) % 7]
