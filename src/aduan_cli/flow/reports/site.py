"""The pages of a site of reports, each with its reports; of a public site without what citizens must not see."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from aduan_cli.flow.reports.clocks import by_clock
from aduan_cli.flow.reports.gathered import LIVING, LYING, Gathered, WeekCounts
from aduan_cli.flow.reports.ground import Ground, whole_unit
from aduan_cli.flow.reports.grouped import (
    WardPlaces,
    by_category,
    by_hour,
    by_piece,
    by_shift,
    by_unit,
    of_places,
    wards_of,
)
from aduan_cli.flow.reports.public import for_citizens, joined
from aduan_cli.record import Record
from aduan_cli.report_tables import ReportRow, ReportTable, ReportTime
from aduan_cli.sites import (
    ABOUT,
    CATEGORIES,
    CATEGORY,
    OTHER,
    OVERVIEW,
    PLACE,
    PLACES,
    PROMISES,
    UNIT,
    UNITS,
    SitePage,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from aduan_cli.compiled import Rules

Tables = dict[str, ReportTable]


def gather(rules: Rules, time: ReportTime, weeks: Iterable[WeekCounts], whole: WeekCounts, public: bool) -> Gathered:
    """Return what was counted of a time and of its weeks; where `public` is, published categories alone are named."""
    shown = frozenset(rules["open311"]["categories"])
    gathered = Gathered(time, lambda one: one if one in shown else OTHER) if public else Gathered(time)
    for week in weeks:
        gathered.add(week)
    gathered.set_totals(whole)
    return gathered


class SiteOf(Record):
    """What the pages of a site are made of."""

    ground: Ground
    """Its figures are those of `gathered`."""
    gathered: Gathered
    time: ReportTime
    public: bool

    def pages(self) -> Iterator[SitePage]:
        """Yield all pages, the overview first."""
        tables = self._of_all()
        units, categories, places = tables["unit"], tables["category"], tables["kelurahan"]
        clocks = tables["deadlines"]
        shown = ("course", "hours", "unit", "category", "kelurahan", "deadlines", "shifts")
        yield self._page(OVERVIEW, (), {name: tables[name] for name in shown if name in tables})
        yield self._page(UNITS, (), {"unit": units})
        yield self._page(CATEGORIES, (), {"category": categories})
        yield self._page(PLACES, (), {"kelurahan": places})
        yield self._page(PROMISES, (), {"deadlines": clocks, "unit": units})
        yield from self._of_units(units, clocks)
        yield from self._of_categories(categories)
        yield from self._of_places(places)
        yield self._page(ABOUT, (), {"unit": units, "kelurahan": places, "deadlines": clocks})

    def _of_all(self) -> Tables:
        ground, time = self.ground, self.time
        places = self.gathered.counted(LYING, *time, ground.now)
        living = () if self.public else self.gathered.counted(LIVING, *time, ground.now)
        tables = {
            "course": by_piece(ground, time),
            "hours": by_hour(ground, time),
            "unit": by_unit(ground, time),
            "category": by_category(ground, time),
            "kelurahan": of_places(ground.rules, time, places, living),
            "deadlines": by_clock(ground, time),
        }
        if self.public:  # A line of nothing says from where nobody calls.
            return {**tables, "kelurahan": _with_calls(tables["kelurahan"])}
        return {**tables, "shifts": by_shift(ground, time)}

    def _of_units(self, units: ReportTable, clocks: ReportTable) -> Iterator[SitePage]:
        rules = self.ground.rules
        parts = self.gathered.split(("unit",), lambda of: whole_unit(rules, of[0]))
        for row in units.rows:
            (unit,) = row.key
            if not isinstance(unit, str):
                continue
            ground = self._ground(parts[unit])
            tables = {
                "row": _alone(units, row),
                "course": by_piece(ground, self.time),
                "category": by_category(ground, self.time),
            }
            if not self.public:  # What a unit does where tells as much as what was told there.
                tables["kelurahan"] = self._places(parts[unit])
                tables["crews"] = by_unit(ground, self.time, unit)
            tables["deadlines"] = _of_unit(clocks, unit)
            yield self._page(UNIT, (unit,), tables)

    def _of_categories(self, categories: ReportTable) -> Iterator[SitePage]:
        parts = self.gathered.split(("category",), lambda of: of[0])
        for row in categories.rows:
            (category,) = row.key
            if not isinstance(category, str) or category == OTHER:
                continue
            ground = self._ground(parts[category])
            tables = {
                "row": _alone(categories, row),
                "course": by_piece(ground, self.time),
                "unit": by_unit(ground, self.time),
                "kelurahan": self._places(parts[category]),
            }
            yield self._page(CATEGORY, (category,), tables)

    def _of_places(self, places: ReportTable) -> Iterator[SitePage]:
        rules = self.ground.rules
        place = WardPlaces(wards_of(rules))
        parts = self.gathered.split(LYING, lambda of: place.of(*of))
        for row in places.rows:
            if None in row.key or row.key not in parts:
                continue
            district, ward = row.key
            ground = self._ground(parts[str(district), str(ward)])
            tables = {"row": _alone(places, row), "course": by_piece(ground, self.time)}
            category = by_category(ground, self.time)
            tables["category"] = joined(category) if self.public else category
            if not self.public:
                tables["unit"] = by_unit(ground, self.time)
            yield self._page(PLACE, (str(district), str(ward)), tables)

    def _places(self, part: Gathered) -> ReportTable:
        lying = part.counted(LYING, *self.time, self.ground.now)
        table = _with_calls(of_places(self.ground.rules, self.time, lying))
        return joined(table) if self.public else table

    def _ground(self, part: Gathered) -> Ground:
        return self.ground._replace(figures=part)

    def _page(self, sort: str, key: tuple[str | None, ...], tables: Tables) -> SitePage:
        shown = {name: for_citizens(table) for name, table in tables.items()} if self.public else tables
        return SitePage(sort, key, shown)


def _with_calls(table: ReportTable) -> ReportTable:
    """Return a report without the lines of which no call was."""
    return table._replace(rows=tuple(row for row in table.rows if row.values["received"]))


def _alone(table: ReportTable, row: ReportRow) -> ReportTable:
    """Return a report of one row, which is all that there is."""
    return table._replace(rows=(), total=row, notes={})


def _of_unit(clocks: ReportTable, unit: str) -> ReportTable:
    """Return what of the report on promises is a unit's; its last line stays that of all units."""
    mine = tuple(row for row in clocks.rows if row.key[0] == unit)
    columns = tuple(column for column in clocks.columns if column.name != UNIT)
    return clocks._replace(columns=columns, rows=mine)
