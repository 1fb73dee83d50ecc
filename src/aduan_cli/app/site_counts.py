"""The counts of the weeks of a site, remembered beside the desk: a week is counted again when something in it changed.

What is counted of a week changes with an event of one of its calls, or when a promise of one is over; both are looked
up. What no site asked for since `_KEPT` is forgotten.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from aduan_cli.app.figures_cache import FiguresCache
from aduan_cli.desk_time import DAY
from aduan_cli.figures import Clocked, Counted
from aduan_cli.flow.reports.gathered import BY_WEEK, IN_ALL, Fields, Summed, WeekCounts, count_week
from aduan_cli.record import Record
from aduan_cli.report_tables import ReportTime
from aduan_cli.tickets import parse_ticket

if TYPE_CHECKING:
    from aduan_cli.ports import Store

_INDEX, _WHOLE = "index.json", "whole.json"
_FORMAT = 2
"""Raised whenever something else is counted, or it is written otherwise."""
_MOST_CHANGED = 20_000
"""Calls that changed, or whose promise is over; where there are more all is counted anew."""
_KEPT = 40 * DAY
"""Seconds for which a week is kept that no site asks for: one that is made once a month finds its own."""


class _Remembered(Record):
    """Up to which event and when weeks were counted; which, and when each was asked for; of which the sums are."""

    event: int
    hash: str
    now: int
    weeks: Mapping[ReportTime, int]
    summed: tuple[ReportTime, ...]


class SiteCounts:
    """The counts of a store's calls by weeks, looked up in the folder of its desk where they are remembered."""

    def __init__(self, store: Store, folder: str, now: int, anew: bool = False) -> None:
        """`anew`: nothing that is remembered is believed."""
        self._store, self._now, self._anew = store, now, anew
        self._cache = FiguresCache(folder)

    def of(self, time: ReportTime, weeks: Sequence[ReportTime]) -> tuple[list[WeekCounts], WeekCounts]:
        """Return the counts of each week by the fields of `BY_WEEK`, and all counts of the whole time."""
        with self._cache.alone():
            return self._of(time, weeks)

    def _of(self, time: ReportTime, weeks: Sequence[ReportTime]) -> tuple[list[WeekCounts], WeekCounts]:
        cache, before = self._cache, None if self._anew else _index(self._cache)
        event, digest = self._store.head()  # What happens from here on is looked at once more by the next run.
        good = _unchanged(self._store, before, self._now) if before else frozenset()
        summed = self._summed(before, weeks, good)
        changes = summed.weeks != frozenset(weeks) or (before is not None and before.summed != tuple(weeks))
        if changes:
            cache.write(_INDEX, {})  # What is cut off from here on leaves nothing that is believed.
        found = [self._counted(week, good, summed) for week in weeks]
        whole = summed.sums.counts(time)
        if changes:
            cache.write(_WHOLE, _as_data(whole, IN_ALL))
        asked = {week: at for week, at in before.weeks.items() if week in good} if before else {}
        asked.update(dict.fromkeys(weeks, self._now))
        kept = [(week, at) for week, at in sorted(asked.items()) if at > self._now - _KEPT]
        state = {"format": _FORMAT, "event": event, "hash": digest, "now": self._now}
        cache.write(_INDEX, {**state, "weeks": kept, "summed": list(weeks)})
        cache.leave({_INDEX, _WHOLE, *(_file(week, sort) for week, _at in kept for sort in _SORTS)})
        return found, whole

    def _summed(self, before: _Remembered | None, weeks: Sequence[ReportTime], good: frozenset[ReportTime]) -> _Sums:
        """Return the sums that are remembered, without the weeks that changed or are no more; else none."""
        gone = [week for week in before.summed if week not in good or week not in weeks] if before else []
        if before is None or not before.summed or 2 * len(gone) > len(weeks):
            return _Sums(Summed(), frozenset())
        whole = _read(self._cache, _WHOLE, ReportTime(0, 0), IN_ALL)
        old = [_read(self._cache, _file(week, _ALL), week, IN_ALL) for week in gone]
        if whole is None or None in old:
            return _Sums(Summed(), frozenset())
        sums = Summed()
        sums.add(whole)
        for one in filter(None, old):
            sums.add(one, -1)
        return _Sums(sums, frozenset(before.summed) - frozenset(gone))

    def _counted(self, week: ReportTime, good: frozenset[ReportTime], summed: _Sums) -> WeekCounts:
        """Return the counts of a week, and see to it that they are in the sums."""
        cache = self._cache
        small = _read(cache, _file(week, _SMALL), week, BY_WEEK) if week in good else None
        if small is not None and week in summed.weeks:
            return small
        counts = _read(cache, _file(week, _ALL), week, IN_ALL) if week in good else None
        if counts is None:
            counts = count_week(self._store.figures, week, self._now)
            cache.write(_file(week, _ALL), _as_data(counts, IN_ALL))
        small = counts._replace(lists={fields: counts.lists[fields] for fields in BY_WEEK}, quarters={}, clocks=())
        cache.write(_file(week, _SMALL), _as_data(small, BY_WEEK))
        if week not in summed.weeks:
            summed.sums.add(counts)
        return small


class _Sums(Record):
    """Sums, and of which weeks they are."""

    sums: Summed
    weeks: frozenset[ReportTime]


def _unchanged(store: Store, before: _Remembered, now: int) -> frozenset[ReportTime]:
    """Return the weeks of which nothing changed since they were counted; none where that is too much to look at."""
    if not store.has_event(before.hash, before.event) or before.now > now:
        return frozenset()
    tickets = set()
    for ticket, event in store.feed(before.event):
        tickets.add(ticket)
        if "reported_at" in event.changed or len(tickets) > _MOST_CHANGED:
            return frozenset()
    over = store.figures.due(before.now, now, _MOST_CHANGED)
    if len(over) == _MOST_CHANGED:
        return frozenset()
    found = (store.resolve(parse_ticket(ticket)) for ticket in tickets)
    times = {one.reported_at for one in found if one} | {one.complaint.reported_at for one in over}
    return frozenset(week for week in before.weeks if not any(week.since <= at < week.until for at in times))


def _index(cache: FiguresCache) -> _Remembered | None:
    told = cache.read(_INDEX)
    if told is None or told.get("format") != _FORMAT:
        return None
    weeks = {ReportTime(*week): at for week, at in told["weeks"]}
    summed = tuple(ReportTime(*week) for week in told["summed"])
    return _Remembered(told["event"], told["hash"], told["now"], weeks, summed)


_ALL, _SMALL = _SORTS = "all", "week"
"""What is kept of a week: all that is counted of it, and what pages say of each week."""


def _file(week: ReportTime, sort: str) -> str:
    return f"{sort}-{week.since}-{week.until}.json"


def _read(cache: FiguresCache, name: str, time: ReportTime, of: Sequence[Fields]) -> WeekCounts | None:
    told = cache.read(name)
    if told is None:
        return None
    lists = {
        fields: [tuple.__new__(Counted, (tuple(of), *more)) for of, *more in rows]
        for fields, rows in zip(of, told["lists"], strict=True)
    }
    return WeekCounts(time, lists, dict(told["quarters"]), [tuple.__new__(Clocked, row) for row in told["clocks"]])


def _as_data(counts: WeekCounts, of: Sequence[Fields]) -> dict[str, Any]:
    lists = [counts.lists[fields] for fields in of]
    return {"lists": lists, "quarters": list(counts.quarters.items()), "clocks": counts.clocks}
