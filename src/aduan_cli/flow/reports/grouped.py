"""Reports that count calls by what they are now: by time, unit, category, place and shift."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from aduan_cli.complaint.former_units import family
from aduan_cli.desk_time import iso_day
from aduan_cli.figures import QUARTER
from aduan_cli.flow.reports.ground import Ground, named_now, whole_unit
from aduan_cli.flow.reports.measures import ACCOUNT, Key, all_of, facts_of, sums
from aduan_cli.flow.reports.stretches import YEAR, parts, pieces
from aduan_cli.model import WEEKDAYS
from aduan_cli.report_tables import RATE, SHARE, TEXT, ReportColumn, ReportRow, ReportTable, ReportTime, share

if TYPE_CHECKING:
    from aduan_cli.compiled import Rules
    from aduan_cli.figures import Counted

OF_TIME = ("received", "complaints", "information", "feedback", "emergencies", *ACCOUNT, "late")
OF_UNIT = ("received", "complaints", "emergencies", *ACCOUNT, "returned", "kept", "late")
OF_PLACE = ("received", "complaints", "emergencies", "open", "late")
OF_SHIFT = ("received", "complaints", "information", "feedback", "emergencies", "rejected", "open", "late")
KEPT = "kept_share"
"""Of what was promised and is over, the share that was done in time."""


def by_time(ground: Ground, stretch: ReportTime, name: str) -> ReportTable:
    """Return the account of a week or month by days, of a year by months."""
    rows, by = [], ("month",) if name == YEAR else ("day", "weekday")
    for number, one in enumerate(parts(name, stretch, ground.zone)):
        found = all_of(_sums(ground, (), one, OF_TIME, lambda _of: None).values())
        day = iso_day(ground.zone.day(one.since))
        called = (day[:7],) if name == YEAR else (day, WEEKDAYS[ground.zone.local(one.since).weekday])
        rows.append(ReportRow((number,), {**dict(zip(by, called, strict=True)), **_counts(found, OF_TIME)}))
    whole = Counter({measure: sum(row.values[measure] for row in rows) for measure in OF_TIME})
    total = ReportRow((), {**dict.fromkeys(by), **_counts(whole, OF_TIME)})
    notes = {"moved": ground.figures.moved(*stretch), "imported": ground.figures.imported(*stretch)}
    return ReportTable(name, stretch, _columns(by, OF_TIME), tuple(rows), total, notes)


def by_unit(ground: Ground, stretch: ReportTime, unit: str | None = None) -> ReportTable:
    """Return the figures of each unit with its crews and offices; of one unit those of it, its crews and offices."""
    rules = ground.rules
    mine = None if unit is None else family(rules, unit)

    def group(of: tuple[str | None, ...]) -> str | None:
        return whole_unit(rules, of[0]) if mine is None else named_now(rules, of[0])

    found = _sums(ground, ("unit",), stretch, OF_UNIT, group)
    if mine is not None:
        found = {one: found.get(one, Counter()) for one in mine}
    return _grouped("unit", stretch, ("unit",), {(one,): group for one, group in found.items()}, OF_UNIT)


def by_category(ground: Ground, stretch: ReportTime) -> ReportTable:
    """Return the figures of each category."""
    found = _sums(ground, ("category",), stretch, OF_UNIT, lambda of: of)
    return _grouped("category", stretch, ("category",), found, OF_UNIT)


def by_group(ground: Ground, stretch: ReportTime) -> ReportTable:
    """Return the figures of each category with its group, those of a group together, and of each group in all."""
    groups: Mapping[str, str] = ground.rules["open311"]["groups"]
    table = by_category(ground, stretch)

    def group(of: tuple[str | None, ...]) -> str | None:
        return groups.get(of[0] or "")

    found = _sums(ground, ("category",), stretch, OF_UNIT, group)
    order = sorted(found, key=lambda name: (name is None, -found[name]["received"], name or ""))
    names = {name: {"category": None, "group": name} for name in order}
    subtotals = [ReportRow((name,), _with_share(names[name], found[name], OF_UNIT)) for name in order]
    rows = [
        row._replace(values={**row.values, "group": groups.get(row.values["category"] or "")}) for row in table.rows
    ]
    rows.sort(key=lambda row: order.index(row.values["group"]))
    total = table.total._replace(values={**table.total.values, "group": None})
    is_grouped = any(name is not None for name in order)
    columns = _columns(("category", "group"), OF_UNIT)
    return table._replace(
        columns=columns, rows=tuple(rows), total=total, subtotals=tuple(subtotals) if is_grouped else ()
    )


def by_shift(ground: Ground, stretch: ReportTime) -> ReportTable:
    """Return the figures of each shift, in the order of the day."""
    shifts = [str(one[0]) for one in ground.rules["shifts"]]
    counted = _sums(ground, ("shift",), stretch, OF_SHIFT, lambda of: of)
    gone = sorted(counted.keys() - {(name,) for name in shifts}, key=lambda of: (of[0] is None, of))
    found = {of: counted.get(of, Counter()) for of in [*((name,) for name in shifts), *gone]}
    return _grouped("shifts", stretch, ("shift",), found, OF_SHIFT, ordered=True)


def by_piece(ground: Ground, stretch: ReportTime) -> ReportTable:
    """Return the account of a time by weeks, of a short one by days, each told by the day on which it begins."""
    name, found = pieces(stretch, ground.zone)
    by, rows = name[:-1], []
    for one in found:
        sum_ = all_of(_sums(ground, (), one, OF_TIME, lambda _of: None).values())
        rows.append(ReportRow((one.since,), {by: iso_day(ground.zone.day(one.since)), **_counts(sum_, OF_TIME)}))
    whole = Counter({measure: sum(row.values[measure] for row in rows) for measure in OF_TIME})
    total = ReportRow((), {by: None, **_counts(whole, OF_TIME)})
    return ReportTable(name, stretch, _columns((by,), OF_TIME), tuple(rows), total)


def by_hour(ground: Ground, stretch: ReportTime) -> ReportTable:
    """Return how many calls came in each hour of the wall clock, by weekday."""
    found: dict[int, Counter[str]] = {hour: Counter() for hour in range(24)}
    for number, calls in ground.figures.by_quarter(*stretch).items():
        local = ground.zone.local(number * QUARTER)
        found[local.minute // 60][WEEKDAYS[local.weekday]] += calls
    rows = [ReportRow((hour,), {"hour": f"{hour:02}:00", **_of_hour(group)}) for hour, group in found.items()]
    total = ReportRow((), {"hour": None, **_of_hour(all_of(found.values()))})
    columns = (ReportColumn("hour", TEXT), *map(ReportColumn, ("received", *WEEKDAYS)))
    return ReportTable("hours", stretch, columns, tuple(rows), total)


def _sums(
    ground: Ground,
    by: Sequence[str],
    stretch: ReportTime,
    names: Sequence[str],
    key: Callable[[tuple[str | None, ...]], Key],
) -> dict[Key, Counter[str]]:
    """Return figures of the calls of a time by group; `key` says in which one calls with some values are."""
    return sums(ground.figures.counted(by, *stretch, ground.now, facts_of(names)), names, key)


def _of_hour(group: Counter[str]) -> dict[str, int]:
    return {"received": group.total(), **_counts(group, WEEKDAYS)}


def by_place(ground: Ground, stretch: ReportTime) -> ReportTable:
    """Return the figures of each kelurahan, those from which nobody calls among them, below its kecamatan.

    `residents` are calls whose caller lives there; the other figures are of what lies there.
    """
    by = ("kecamatan", "kelurahan", "caller_kecamatan", "caller_kelurahan")
    counted = ground.figures.counted(by, *stretch, ground.now, facts_of(OF_PLACE))
    return of_places(ground.rules, stretch, counted, [one._replace(of=one.of[2:]) for one in counted])


def of_places(
    rules: Rules, stretch: ReportTime, lying: Iterable[Counted], living: Iterable[Counted] = ()
) -> ReportTable:
    """Return the report of `by_place`, of calls that are counted by where they lie, and by where their callers live."""
    wards = wards_of(rules)
    place = WardPlaces(wards)
    found = sums(lying, OF_PLACE, lambda of: place.of(*of[:2]))
    for where, group in sums(living, ("received",), lambda of: place.of(*of)).items():
        found.setdefault(where, Counter())["residents"] = group["received"]
    for where in wards:
        found.setdefault(where, Counter())
    inhabitants: Mapping[str, int] = rules.get("inhabitants", {})
    rows = []
    for where, group in sorted(found.items(), key=lambda item: tuple(part or "~" for part in item[0])):
        living_there = inhabitants.get(where[1] or "")
        rows.append(ReportRow(where, _of_place(where, group, living_there)))
    whole = _of_place((None, None), all_of(found.values()), None)
    total = ReportRow((), {**whole, "inhabitants": sum(inhabitants.values()) or None})
    columns = _columns(["kecamatan", "kelurahan"], (*OF_PLACE, "residents", "inhabitants"))
    silent: dict[str, list[str]] = {}
    for where in wards:
        if not found[where]["received"] and not found[where]["residents"]:
            silent.setdefault(where[0], []).append(where[1])
    notes = {"never_call": silent}
    more = ReportColumn("per_1000", RATE)
    return ReportTable("kelurahan", stretch, (*columns, more), tuple(rows), total, notes)


def wards_of(rules: Rules) -> list[tuple[str, str]]:
    """Return each kelurahan of the city's list with its kecamatan, in the order of their names."""
    named = rules["gazetteer"]["names"].values()
    return sorted((district, str(ward)) for _district, ward, districts in named if ward for district in districts)


class WardPlaces:
    """The city's kelurahan: one without its kecamatan gets it where there is one only."""

    def __init__(self, wards: Sequence[tuple[str, str]]) -> None:
        named = Counter(ward for _district, ward in wards)
        self._districts = {ward: district for district, ward in wards if named[ward] == 1}

    def of(self, district: str | None, ward: str | None) -> tuple[str | None, str | None]:
        """Return a place with its kecamatan, where that is known."""
        return district or self._districts.get(ward or ""), ward


def _of_place(where: Sequence[str | None], group: Counter[str], inhabitants: int | None) -> dict[str, Any]:
    per_1000 = round(1000 * group["received"] / inhabitants, 1) if inhabitants else None
    values = {"kecamatan": where[0], "kelurahan": where[1], **_counts(group, (*OF_PLACE, "residents"))}
    return {**values, "inhabitants": inhabitants, "per_1000": per_1000}


def _grouped(
    name: str,
    stretch: ReportTime,
    by: Sequence[str],
    found: Mapping[tuple[str | None, ...], Counter[str]],
    measures: Sequence[str],
    ordered: bool = False,
) -> ReportTable:
    """Return a report with a row for each group: the most calls first, unless they are in an order."""
    groups = list(found.items())
    if not ordered:
        groups.sort(key=lambda item: (-item[1]["received"], tuple(part or "~" for part in item[0])))
    rows = [ReportRow(key, _with_share(dict(zip(by, key, strict=True)), group, measures)) for key, group in groups]
    total = ReportRow((), _with_share(dict.fromkeys(by), all_of(found.values()), measures))
    return ReportTable(name, stretch, _columns(by, measures), tuple(rows), total)


def _with_share(names: Mapping[str, str | None], group: Counter[str], measures: Sequence[str]) -> dict[str, Any]:
    values: dict[str, Any] = {**names, **_counts(group, measures)}
    if "kept" in measures:
        values[KEPT] = share(group["kept"], group["kept"] + group["late"])
    return values


def _counts(group: Counter[str], measures: Sequence[str]) -> dict[str, int]:
    return {name: group[name] for name in measures}


def _columns(texts: Sequence[str], measures: Sequence[str]) -> tuple[ReportColumn, ...]:
    named = [ReportColumn(name, TEXT) for name in texts]
    more = [ReportColumn(KEPT, SHARE)] if "kept" in measures else []
    return (*named, *map(ReportColumn, measures), *more)
