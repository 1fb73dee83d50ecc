"""The desk's calendars, day by day: when each is open, and why not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from aduan_cli.complaint.deadlines import calendar_of
from aduan_cli.desk_time import EPOCH_ORDINAL, Zone
from aduan_cli.model import WEEKDAYS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.compiled import Rules

DAYS = ("calendar", "date", "weekday", "hours", "why")
LOOKED_AHEAD = 90
"""Days to come whose year must have its holidays: deadlines reach as far."""
CHANGED = "changed"
"""Why the hours are no others: they are those of a single day."""


def days_of(rules: Rules, names: Sequence[str], first: int, last: int) -> Iterator[dict[str, object]]:
    """Yield each day of some calendars, in the order of `DAYS`; days are numbered from 1970-01-01, `last` is outside.

    `hours` are texts like `08:00-16:00`; past midnight the end is that of the next day.
    """
    for name in names:
        calendar = calendar_of(rules, name)
        assert calendar is not None, name
        for day in range(first, last):
            why = CHANGED if day in calendar.changed else calendar.closed.get(day)
            hours = [f"{_clock(begin)}-{_clock(until)}" for begin, until in calendar.hours(day)]
            when = date.fromordinal(day + EPOCH_ORDINAL)
            values = (name, when.isoformat(), WEEKDAYS[when.weekday()], hours, why)
            yield dict(zip(DAYS, values, strict=True))


def _clock(minute: int) -> str:
    minute = minute if minute <= 1440 else minute - 1440
    return f"{minute // 60:02d}:{minute % 60:02d}"


def years_without_holidays(rules: Rules, zone: Zone, now: int) -> list[int]:
    """Return this year, and the one in which time soon is, where no holiday is known; none if no calendar looks."""
    if not any(hours["holidays"] for hours in rules["clocks"]["calendars"].values()):
        return []
    today = zone.day_number(now)
    years = {date.fromordinal(day + EPOCH_ORDINAL).year for day in (today, today + LOOKED_AHEAD)}
    return sorted(years - {int(day[:4]) for day in rules["holidays"]})
