"""What a citizen may look up by the ticket alone: in which state a call is. Nothing else is told of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from aduan_cli.desk_time import DAY, iso_day
from aduan_cli.report_tables import TEXT, ReportColumn, ReportRow, ReportTable, ReportTime
from aduan_cli.sites import TRACKED_DAYS, TRACKER, SitePage
from aduan_cli.tickets import day_and_number

if TYPE_CHECKING:
    from aduan_cli.figures import Figures


def tracker_pages(figures: Figures, now: int) -> Iterator[SitePage]:
    """Yield the page of the days, and one for each with its tickets and their states; the newest first."""
    time = ReportTime(now - TRACKED_DAYS * DAY, now + 1)
    by_day = [(day, list(told)) for day, told in groupby(figures.states(*time), _day_of)]
    days = ((day, {TRACKER: day}) for day, _told in by_day)
    yield SitePage(TRACKER, (), {TRACKER: _table(time, (TRACKER,), days)})
    for day, told in by_day:
        rows = ((ticket, {"ticket": ticket, "status": status}) for ticket, status in told)
        yield SitePage(TRACKER, (day,), {TRACKER: _table(time, ("ticket", "status"), rows)})


def _day_of(told: tuple[str, str]) -> str:
    """Return the day in a ticket as an ISO date."""
    day, _number = day_and_number(told[0])
    return "" if day is None else iso_day(day)


def _table(time: ReportTime, columns: Sequence[str], rows: Iterable[tuple[str, dict[str, str]]]) -> ReportTable:
    told = tuple(ReportRow((key,), values) for key, values in rows)
    return ReportTable(
        TRACKER, time, tuple(ReportColumn(one, TEXT) for one in columns), told, ReportRow((), dict.fromkeys(columns))
    )
