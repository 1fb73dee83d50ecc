"""What is counted of a long time, gathered week by week, so that many reports are made of one look at the calls."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from operator import itemgetter
from typing import Any, TypeVar

from aduan_cli.figures import FACTS, CallCounts, Clocked, Counted
from aduan_cli.flow.reports.measures import ENDED_OTHERWISE
from aduan_cli.record import Record
from aduan_cli.report_tables import ReportTime

Key = TypeVar("Key")
Fields = tuple[str, ...]
Lists = Mapping[Fields, Sequence[Counted]]

LYING: Fields = ("kecamatan", "kelurahan")
LIVING: Fields = ("caller_kecamatan", "caller_kelurahan")
OF_WHOM: Fields = ("unit", "category")
CROSSED: Fields = (*OF_WHOM, *LYING)
BY_WEEK: tuple[Fields, ...] = (OF_WHOM, LYING)
"""The fields by which the calls of each week are told apart."""
IN_ALL: tuple[Fields, ...] = (OF_WHOM, LYING, ("shift",), CROSSED, LIVING)
"""Those by which the calls of the whole time are: what needs fewer of them is looked up in the first that has them."""
ALL: Fields = tuple(dict.fromkeys(field for fields in IN_ALL for field in fields))
WITHOUT = tuple(sorted(ENDED_OTHERWISE))
"""States in which a call's clocks don't count."""


class WeekCounts(Record):
    """What is counted of a week, or of the part of it that lies in a time."""

    time: ReportTime
    lists: Lists
    quarters: Mapping[int, int]
    clocks: Sequence[Clocked]


def count_week(figures: CallCounts, time: ReportTime, now: int) -> WeekCounts:
    """Look at the calls of a week once, and count them by all that is asked later."""
    counted = figures.counted(ALL, *time, now)
    lists = {fields: _apart(counted, ALL, fields) for fields in IN_ALL}
    return WeekCounts(time, lists, figures.by_quarter(*time), figures.clocked(*time, now, WITHOUT))


class Summed:
    """The counts of several weeks together; of one that changed the old ones are taken out and the new ones added."""

    def __init__(self) -> None:
        self._lists: dict[Fields, Counter[tuple[Any, ...]]] = {fields: Counter() for fields in IN_ALL}
        self._clocks: Counter[tuple[Any, ...]] = Counter()
        self._quarters: Counter[int] = Counter()

    def add(self, week: WeekCounts, times: int = 1) -> None:
        """Add the counts of a week; with `times` -1 they are taken out."""
        for fields, rows in week.lists.items():
            _add(self._lists[fields], rows, times)
        _add(self._clocks, week.clocks, times)
        for quarter, calls in week.quarters.items():
            self._quarters[quarter] += times * calls

    def counts(self, time: ReportTime) -> WeekCounts:
        """Return the counts of the whole time."""
        clocks = [tuple.__new__(Clocked, (*key, calls)) for key, calls in self._clocks.items() if calls]
        quarters = {quarter: calls for quarter, calls in self._quarters.items() if calls}
        return WeekCounts(time, {fields: _rows(found) for fields, found in self._lists.items()}, quarters, clocks)


class Gathered:
    """The `CallCounts` of a time and of its weeks, of what was gathered; `now` is that of the gathering."""

    def __init__(self, time: ReportTime, named: Callable[[str | None], str | None] | None = None) -> None:
        """`named` says what a category is called here."""
        self.time = time
        self._named = named or _as_it_is
        self._weeks: dict[ReportTime, Lists] = {}
        self._quarters: Mapping[int, int] = {}
        self._whole: Lists = {}
        self._clocks: Sequence[Clocked] = ()

    def add(self, week: WeekCounts) -> None:
        """Add the counts of a week, or of the part of one."""
        self._weeks[week.time] = {fields: self._renamed(fields, week.lists[fields]) for fields in BY_WEEK}

    def set_totals(self, whole: WeekCounts) -> None:
        """Set the counts of the whole time."""
        self._whole = {fields: self._renamed(fields, rows) for fields, rows in whole.lists.items()}
        self._quarters, self._clocks = whole.quarters, whole.clocks

    def counted(
        self, by: Sequence[str], since: int, until: int, now: int, facts: Sequence[str] = FACTS
    ) -> list[Counted]:
        """Return the calls of the whole time, or of one of its weeks, counted by fields of `IN_ALL`, `BY_WEEK`.

        All facts are told, whichever are asked for.
        """
        time = ReportTime(since, until)
        # Of a time of one week only, what is told apart in the whole is asked, too.
        lists = self._whole if time == self.time else self._weeks.get(time, {})
        fields = next((fields for fields in lists if set(by) <= set(fields)), None)
        if fields is None:
            return []
        rows = lists[fields]
        if tuple(by) == fields:
            return list(rows)
        picked = _picking(fields, by)
        return [_made((picked(row[0]), *row[1:])) for row in rows]

    def by_quarter(self, since: int, until: int) -> dict[int, int]:
        """Return how many calls of the whole time were reported in each quarter of an hour."""
        return dict(self._quarters)

    def clocked(self, since: int, until: int, now: int, without: Sequence[str]) -> list[Clocked]:
        """Return the clocks of the calls of the whole time, those in `WITHOUT` left out."""
        return list(self._clocks)

    def split(self, fields: Fields, key: Callable[[tuple[str | None, ...]], Key]) -> dict[Key, Gathered]:
        """Return the same of each group of calls; `key` says in which those are with some values of fields."""
        found: dict[Key, Gathered] = {}
        places: list[tuple[ReportTime | None, Lists]] = [(None, self._whole), *self._weeks.items()]
        for time, lists in places:
            parts: dict[Key, dict[Fields, list[Counted]]] = defaultdict(dict)
            for names, rows in lists.items():
                if set(fields) <= set(names):
                    picked, group_of = _picking(names, fields), cache(key)
                    for row in rows:
                        parts[group_of(picked(row[0]))].setdefault(names, []).append(row)
            for group, mine in parts.items():
                part = found.setdefault(group, Gathered(self.time))
                if time is None:
                    part._whole = mine
                else:
                    part._weeks[time] = mine
        return found

    def _renamed(self, fields: Fields, rows: Sequence[Counted]) -> Sequence[Counted]:
        if "category" not in fields or self._named is _as_it_is:
            return rows
        at, named = fields.index("category"), self._named
        return [_made(((*of[:at], named(of[at]), *of[at + 1 :]), *more)) for of, *more in rows]


def _as_it_is(category: str | None) -> str | None:
    return category


def _apart(rows: Iterable[Counted], fields: Fields, by: Fields) -> list[Counted]:
    """Return the same counted by fewer fields."""
    picked = _picking(fields, by)
    found: Counter[tuple[Any, ...]] = Counter()
    for row in rows:
        key = (picked(row[0]), *row[1:-1])
        found[key] += row[-1]
    return _rows(found)


def _add(found: Counter[tuple[Any, ...]], rows: Iterable[Counted] | Iterable[Clocked], times: int) -> None:
    for row in rows:
        found[row[:-1]] += times * row[-1]


def _rows(found: Counter[tuple[Any, ...]]) -> list[Counted]:
    return [_made((*key, calls)) for key, calls in found.items() if calls]


def _made(values: tuple[Any, ...]) -> Counted:
    """Return a line of counts of its values, in a tenth of the time that its class takes to look at them."""
    return tuple.__new__(Counted, values)


def _picking(fields: Fields, by: Sequence[str]) -> Callable[[tuple[str | None, ...]], tuple[str | None, ...]]:
    """Return what picks the values of some fields of the values of all."""
    at = [fields.index(name) for name in by]
    if len(at) > 1:
        return itemgetter(*at)
    return (lambda of: (of[at[0]],)) if at else lambda _of: ()
