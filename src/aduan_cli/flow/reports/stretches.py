"""The times of reports on the desk's calendar: days, weeks from Monday on, months, years, and what was before."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from aduan_cli.errors import UsageError
from aduan_cli.i18n import _
from aduan_cli.report_tables import ReportTime
from aduan_cli.tickets import FIRST_YEAR, LAST_YEAR

if TYPE_CHECKING:
    from aduan_cli.desk_time import Zone

WEEK, MONTH, YEAR = "week", "month", "year"
_BY_DAY = 15 * 86_400
"""Seconds of two weeks, and a day for clocks that were set."""
LAST_DAYS = 30
"""Days of a report for which no time is named, today included."""
_FIRST, _LAST = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
"""The days of which there may be tickets; the calendar's own ends are far from both."""


def begin_of(day: date, zone: Zone) -> int:
    """Return when a local day begins."""
    return zone.epoch(day.year, day.month, day.day)


def around(name: str, at: int, zone: Zone) -> ReportTime:
    """Return the week, month or year in which a moment is. Raises `UsageError` where there can be no tickets of it."""
    day = zone.date(at)
    if day != _near(day):
        raise _without_tickets(day)
    return _stretch(*_BOUNDS[name](day), zone)


def with_tickets(since: int, until: int, zone: Zone) -> ReportTime:
    """Return a time as far as there may be tickets of it. Raises `UsageError` where there can't be any."""
    first, end = begin_of(_FIRST, zone), begin_of(_LAST + timedelta(days=1), zone)
    if until <= first or since >= end:
        raise _without_tickets(zone.date(since if since >= end else until - 1))
    return ReportTime(max(since, first), min(until, end))


def _without_tickets(day: date) -> UsageError:
    what = _("the year {year} is out of range; one from {first} to {last} would be right")
    return UsageError(what.format(year=day.year, first=FIRST_YEAR, last=LAST_YEAR))


def _near(day: date) -> date:
    """Return a day, or the nearest of which there may be tickets."""
    return min(max(day, _FIRST), _LAST)


def last_days(now: int, zone: Zone, days: int = LAST_DAYS) -> ReportTime:
    """Return so many whole days, of which today is the last."""
    today = _near(zone.date(now))
    return _stretch(today - timedelta(days=days - 1), today + timedelta(days=1), zone)


def before(stretch: ReportTime, zone: Zone, name: str | None = None) -> ReportTime:
    """Return the week, month or year before one; of any other time as many days before it."""
    first = zone.date(stretch.since)
    if name is not None:
        return _stretch(*_BOUNDS[name](first - timedelta(days=1)), zone)
    days = (zone.date(stretch.until - 1) - first).days + 1
    moved = [_moved(at, -days, zone) for at in stretch]
    return ReportTime(*moved)


def parts(name: str, stretch: ReportTime, zone: Zone) -> Iterator[ReportTime]:
    """Yield the days of a week or month, the months of a year."""
    day, end = zone.date(stretch.since), zone.date(stretch.until - 1)
    while day <= end:
        after = _month(day)[1] if name == YEAR else day + timedelta(days=1)
        yield _stretch(day, after, zone)
        day = after


def pieces(stretch: ReportTime, zone: Zone) -> tuple[str, list[ReportTime]]:
    """Return into what a time falls so that one sees how it went: `days` of two weeks at the most, else `weeks`.

    Weeks begin on Monday; the first and the last are there as far as they lie in the time.
    """
    name, found, since = "weeks" if stretch.until - stretch.since > _BY_DAY else "days", [], stretch.since
    while since < stretch.until:
        day = zone.date(since)
        after = _week(day)[1] if name == "weeks" else day + timedelta(days=1)
        until = min(stretch.until, begin_of(after, zone))
        found.append(ReportTime(since, until))
        since = until
    return name, found


def _moved(at: int, days: int, zone: Zone) -> int:
    """Return the same time of day so many days later."""
    return zone.epoch_of_wall(at + zone.offset(at) + days * 86_400)


def _stretch(first: date, after: date, zone: Zone) -> ReportTime:
    return ReportTime(begin_of(first, zone), begin_of(after, zone))


def _week(day: date) -> tuple[date, date]:
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=7)


def _month(day: date) -> tuple[date, date]:
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1)


def _year(day: date) -> tuple[date, date]:
    return date(day.year, 1, 1), date(day.year + 1, 1, 1)


_BOUNDS: dict[str, Callable[[date], tuple[date, date]]] = {WEEK: _week, MONTH: _month, YEAR: _year}
