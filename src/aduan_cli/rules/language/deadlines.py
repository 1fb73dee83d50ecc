"""Working hours and deadlines, as the files have them: calendars of the city, targets of desk, units and categories."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from aduan_cli.i18n import _
from aduan_cli.model import CLOCKS, PRIORITIES
from aduan_cli.problems import Path, Problems
from aduan_cli.rules.language.conditions import span
from aduan_cli.rules.language.declare import Source
from aduan_cli.rules.language.escalations import escalations_of
from aduan_cli.rules.language.holidays import Holidays
from aduan_cli.rules.language.names import DeclaredNames
from aduan_cli.rules.language.shape import each
from aduan_cli.rules.language.values import DAYS

if TYPE_CHECKING:
    from aduan_cli.compiled import ClockTables, DeadlineTable, Hours, WorkingHours

ALWAYS = "always"
"""The calendar on which every hour counts."""


def clocks_of(sources: list[Source], names: DeclaredNames, holidays: Holidays, problems: Problems) -> ClockTables:
    """Return the targets that the files have, and the calendars; what is wrong goes to `problems`."""
    city = next((source for source in sources if source.plugin is None), None)
    calendars = {} if city is None else _calendars(city, problems)
    found: ClockTables = {
        "desk": {"calendar": None, "targets": {}},
        "units": {},
        "categories": {},
        "calendars": calendars,
        "holiday_names": holidays.names,
        "joint_leave": holidays.joint_leave,
        "escalations": [] if city is None else escalations_of(city, names, problems),
    }
    for source in sources:
        for kind, name, path, table in _tables(source):
            deadlines = _deadlines(source, path, table, calendars, problems)
            if kind == "desk":
                found["desk"] = deadlines
            elif kind == "unit" and name in names.units:
                found["units"][name] = deadlines
            elif kind == "category" and names.categories.get(name) == source.file:
                found["categories"][name] = deadlines
    return found


def _tables(source: Source) -> Iterator[tuple[str, str, Path, dict[str, Any]]]:
    """Yield each table of deadlines of a file: whose it is, of which name, where it stands, and itself."""
    data = source.data
    own = data.get("unit", {}).get("id")
    named = [("desk", "", (), data), ("unit", own, ("unit",), data.get("unit", {}))]
    named += [("unit", name, ("units", name), entry) for name, entry in data.get("units", {}).items()]
    named += [("unit", f"{own}-{name}", ("crews", name), entry) for name, entry in data.get("crews", {}).items()]
    named += [("category", name, ("categories", name), entry) for name, entry in data.get("categories", {}).items()]
    for kind, name, path, table in named:
        if "deadlines" in table:
            yield kind, name, (*path, "deadlines"), table["deadlines"]


def _deadlines(
    source: Source, path: Path, table: dict[str, Any], calendars: Mapping[str, object], problems: Problems
) -> DeadlineTable:
    calendar = table.get("calendar")
    if calendar is not None and calendar != ALWAYS and calendar not in calendars:
        what = _("unknown calendar '{name}'").format(name=calendar)
        right = problems.suggest(calendar, [ALWAYS, *calendars])
        problems.error(source.file, (*path, "calendar"), what, right)
        calendar = None
    targets = {"": _targets(table), **{name: _targets(table[name]) for name in PRIORITIES if name in table}}
    return {"calendar": calendar, "targets": {name: found for name, found in targets.items() if found}}


def _targets(table: dict[str, Any]) -> dict[str, str]:
    return {clock: table[clock] for clock in CLOCKS if clock in table}


def _calendars(city: Source, problems: Problems) -> dict[str, WorkingHours]:
    return {
        name: _calendar(city, ("calendars", name), table, problems)
        for name, table in city.data.get("calendars", {}).items()
    }


def _calendar(city: Source, path: Path, table: dict[str, Any], problems: Problems) -> WorkingHours:
    week: list[Hours] = [[] for _day in range(7)]
    for words, spans in table.get("hours", {}).items():
        where = (*path, "hours", words)
        hours = _hours(city, where, spans, problems)
        for day in _days(words):
            if week[day]:
                what = _("{day} has its hours already").format(day=_name(day))
                problems.error(city.file, where, what, _("name each day once"))
            week[day] = hours
    _tell_overlaps(city, (*path, "hours"), week, problems)
    if not table.get("hours") and "broken" not in table:
        what, right = _("it never opens"), _("hours = { mon-fri = '08:00-16:00' } would be right")
        problems.error(city.file, path, what, right)
    changed = {
        date: _hours(city, (*path, "changed", date), spans, problems)
        for date, spans in table.get("changed", {}).items()
    }
    holidays = table.get("holidays", True)
    return {
        "week": week,
        "changed": changed,
        "holidays": holidays,
        "joint_leave": table.get("joint_leave", holidays),
    }


def _hours(city: Source, path: Path, spans: list[str], problems: Problems) -> Hours:
    """Return the spans of a day, ascending; tell those of no length, and those that overlap."""
    found: Hours = []
    for text, where in each(spans, path):
        begin, until = span(text)
        if begin == until:
            what = _("{span} is empty").format(span=repr(text))
            problems.error(city.file, where, what, _("'00:00-24:00' is the whole day"))
        else:
            found.append([begin, until if until > begin else until + 1440])
    found.sort()
    for before, after in pairwise(found):
        if after[0] < before[1]:
            problems.error(city.file, path, _("the spans overlap"), _("each hour once would be right"))
            return found[:1]
    return found


def _tell_overlaps(city: Source, path: Path, week: list[Hours], problems: Problems) -> None:
    """Tell a span past midnight that runs into the next day's."""
    for day, hours in enumerate(week):
        following = week[(day + 1) % 7]
        if hours and following and hours[-1][1] - 1440 > following[0][0]:
            what = _("the hours of {day} run into those of {next}").format(day=_name(day), next=_name((day + 1) % 7))
            problems.error(city.file, path, what, _("each hour once would be right"))


def _days(words: str) -> list[int]:
    """Return the days of the week that `mon-fri`, `sabtu` or `weekend` means; a range may pass Sunday."""
    first, _dash, last = words.partition("-")
    if not last:
        return [day for day in DAYS[first] if isinstance(day, int)]
    begin, end = DAYS[first][0], DAYS[last][-1]
    assert isinstance(begin, int)
    assert isinstance(end, int)
    return [(begin + step) % 7 for step in range((end - begin) % 7 + 1)]


def _name(day: int) -> str:
    return next(word for word, days in DAYS.items() if days == (day,))
