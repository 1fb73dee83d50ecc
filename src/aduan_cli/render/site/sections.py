"""The parts of a page: each report as a chart and as a table of the same figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from aduan_cli.i18n import _
from aduan_cli.points import Ring
from aduan_cli.record import Record
from aduan_cli.render.report_cells import figure_text, shown_rows
from aduan_cli.render.report_words import explanations, no_rows_sentence
from aduan_cli.render.site import charts
from aduan_cli.render.site.charts import Bar, ChartWords, MapArea
from aduan_cli.render.site.tables import Leads, PageTable, page_table
from aduan_cli.render.site.words import Key, SiteNames, described, file_of, heading, nav_word
from aduan_cli.report_tables import TEXT, ReportRow, ReportTable
from aduan_cli.sites import ABOUT, LISTED, OVERVIEW, PLACE, PROMISES, TRACKED_DAYS, TRACKER, UNIT, SitePage

if TYPE_CHECKING:
    from aduan_cli.desk_time import Zone

FEW_BARS, MANY_BARS = 10, 30
"""Lines of a chart of bars: where a page has several reports, and where the report has the page for itself."""
Polygons = Mapping[tuple[str, str], Sequence[Sequence[Ring]]]
_CHARTED = {"unit": ("received", "open"), "category": ("received", "open"), "kelurahan": ("received", "open")}
"""By its name the figures of a report that bars show."""
_COLOURS = {"received": "s0", "open": "s1", "late": "s2", "kept_share": "s0"}


class Line(Record):
    """A figure with its name, a link with its words, a colour with what it means."""

    text: str
    value: str = ""
    href: str = ""
    here: bool = False
    mark: str = ""


class PageSection(Record):
    """A part of a page: sentences, a chart with what its colours mean, a table, and a page that says more."""

    id: str
    title: str
    texts: tuple[str, ...] = ()
    chart: str | None = None
    keys: tuple[Line, ...] = ()
    table: PageTable | None = None
    folded: bool = False
    """Whether the table is shown only when somebody asks for it."""
    terms: tuple[Line, ...] = ()
    more: Line | None = None
    wide: bool = False


class Sections:
    """The sections of a page."""

    def __init__(self, page: SitePage, names: SiteNames, zone: Zone, leads: Leads, areas: Polygons) -> None:
        self._page, self._names, self._zone, self._leads, self._areas = page, names, zone, leads, areas

    def all(self) -> Iterator[PageSection]:
        """Yield the sections of the page, in their order."""
        tables = self._page.tables
        if self._page.sort == ABOUT:
            yield from self._about()
            return
        made: Mapping[str, Callable[[ReportTable], Iterator[PageSection]]] = {
            "course": self._course,
            "hours": self._hours,
            "unit": self._grouped,
            "category": self._grouped,
            "crews": self._crews,
            "kelurahan": self._places,
            "deadlines": self._promises,
            "shifts": self._shifts,
            TRACKER: self._tracker,
        }
        for name, table in tables.items():
            if name in made:
                yield from made[name](table)

    @property
    def _is_list(self) -> bool:
        return self._page.sort in (*LISTED.values(), PROMISES)

    # -- reports

    def _course(self, table: ReportTable) -> Iterator[PageSection]:
        rows, by = table.rows, table.columns[0].name
        labels = [_day(row.values[by]) for row in rows]
        series = [[row.values[name] for row in rows] for name in ("received", "complaints")]
        drawn = charts.columns(self._words(table.name), labels, series)
        keys = (self._key("received", "c0"), self._key("complaints", "c1"))
        yield self._section(table.name, table.name, table, drawn, keys)

    def _hours(self, table: ReportTable) -> Iterator[PageSection]:
        days = [column.name for column in table.columns if column.name not in ("hour", "received")]
        counts = [[row.values[day] for row in table.rows] for day in days]
        heads = [row.values["hour"][:2] if number % 3 == 0 else "" for number, row in enumerate(table.rows)]
        drawn = charts.heat(self._words("hours"), [self._names.column(day) for day in days], heads, counts)
        most = max((count for row in counts for count in row), default=0)
        yield self._section("hours", "hours", table, drawn, _shades(most))

    def _grouped(self, table: ReportTable) -> Iterator[PageSection]:
        of = table.name
        if self._page.sort == PROMISES:
            yield from self._kept(table)
            some = tuple(row for row in table.rows if row.values["open"] or row.values["late"])
            if some:
                yield self._bars("open", of, table._replace(rows=some), ("open", "late"), bare=True)
            else:
                yield PageSection("open", heading("open"), (_("Nothing that came in that time is open or late."),))
            return
        if self._page.key and len(table.rows) < 2 and of == UNIT:
            return
        yield self._bars(of, of, table, _CHARTED[of])
        if self._page.sort == OVERVIEW and of == UNIT:
            yield from self._kept(table)

    def _crews(self, table: ReportTable) -> Iterator[PageSection]:
        if len(table.rows) > 1:
            yield self._section("crews", "crews", table)

    def _kept(self, table: ReportTable) -> Iterator[PageSection]:
        rows = [row for row in table.rows if row.values["kept_share"] is not None]
        if rows:
            yield self._bars("kept", UNIT, table._replace(rows=tuple(rows)), ("kept_share",), 100, bare=True)

    def _places(self, table: ReportTable) -> Iterator[PageSection]:
        mapped = self._areas and self._page.sort in (OVERVIEW, LISTED[PLACE])
        if mapped:
            drawn = self._map(table)
            most = max((row.values["received"] for row in table.rows if row.key in self._areas), default=0)
            yield self._section("map", PLACE, table, drawn, _shades(most), bare=self._is_list)
        if not mapped or self._is_list:
            rows = tuple(sorted(shown_rows(table), key=lambda row: -row.values["received"]))
            yield self._bars("kelurahan", PLACE, table._replace(rows=rows), _CHARTED["kelurahan"])
        silent = table.notes.get("never_call")
        if silent and self._is_list:
            terms = tuple(Line(district, ", ".join(wards)) for district, wards in silent.items())
            texts = (_("Nobody called from or about these {count}:").format(count=sum(map(len, silent.values()))),)
            yield PageSection("silent", heading("silent"), texts, terms=terms)

    def _promises(self, table: ReportTable) -> Iterator[PageSection]:
        if not table.rows:
            if self._page.sort == PROMISES:
                yield PageSection(
                    "deadlines", heading("deadlines"), (_("Nothing was promised for calls of that time."),)
                )
        elif self._page.sort != OVERVIEW:
            yield self._section("deadlines", "deadlines", table, with_total=self._is_list)

    def _shifts(self, table: ReportTable) -> Iterator[PageSection]:
        yield self._section("shifts", "shifts", table)

    def _tracker(self, table: ReportTable) -> Iterator[PageSection]:
        id_ = "tracker" if self._page.key else "tracker-days"
        if table.rows:
            yield PageSection(
                id_, heading(id_), table=page_table(table, heading(id_), self._names, self._zone, self._leads, False)
            )
        else:
            yield PageSection(
                id_, heading(id_), (_("No call came in the last {days} days.").format(days=TRACKED_DAYS),)
            )

    def _about(self) -> Iterator[PageSection]:
        said, terms = explanations(), {}
        for table in self._page.tables.values():
            for column in table.columns:
                if column.type != TEXT and column.name in said:
                    terms[column.name] = Line(self._names.column(column.name), said[column.name])
        yield PageSection("figures", _("What each figure counts"), terms=tuple(terms.values()), wide=True)

    # -- how they look

    def _section(
        self,
        id_: str,
        of: str,
        table: ReportTable,
        drawn: str | None = None,
        keys: tuple[Line, ...] = (),
        bare: bool = False,
        with_total: bool = True,
    ) -> PageSection:
        """Return a section with a report's chart and its table; `bare`: without the table, which stands below."""
        sort = (PROMISES if id_ == "kept" else LISTED.get(of)) if self._page.sort == OVERVIEW else None
        more = Line(nav_word(sort), href=file_of(sort, ())) if sort else None
        if not table.rows:
            return PageSection(id_, heading(id_), (no_rows_sentence(table),))
        folded = drawn is not None and not self._is_list
        shown = None
        if not bare:
            shown = page_table(table, heading(id_), self._names, self._zone, self._leads, with_total)
        wide = shown is not None and not folded
        return PageSection(id_, heading(id_), (), drawn, keys, shown, folded, more=more, wide=wide)

    def _bars(
        self,
        id_: str,
        of: str,
        table: ReportTable,
        figures: Sequence[str],
        most: float | None = None,
        bare: bool = False,
    ) -> PageSection:
        if most is None:  # What is nothing has no bar, nor has a figure that is nothing in every line.
            figures = [name for name in figures if any(row.values[name] for row in table.rows)] or figures[:1]
        some = [row for row in table.rows if most is not None or any(row.values[name] for name in figures)]
        rows = some[: MANY_BARS if self._is_list else FEW_BARS]
        types = {column.name: column.type for column in table.columns}
        drawn = charts.bars(
            self._words(id_, _shown(id_, figures)),
            [self._bar(of, row, figures, types) for row in rows],
            [_COLOURS[name] for name in figures],
            most,
        )
        keys = tuple(self._key(name, _COLOURS[name]) for name in figures) if len(figures) > 1 else ()
        section = self._section(id_, of, table, drawn, keys, bare and self._page.sort == PROMISES)
        if len(some) == len(rows):
            return section
        return section._replace(
            texts=(_("The {count} with the most of {all}.").format(count=len(rows), all=len(some)),)
        )

    def _bar(self, of: str, row: ReportRow, figures: Sequence[str], types: Mapping[str, str]) -> Bar:
        key: Key = row.key  # type: ignore[assignment]
        values = tuple(row.values[name] for name in figures)
        texts = tuple(figure_text(value, types[name], self._zone) for name, value in zip(figures, values, strict=True))
        return Bar(self._names.of_row(of, key), self._leads(of, key), values, texts)

    def _map(self, table: ReportTable) -> str:
        shown: dict[tuple[str, str], MapArea] = {}
        for row in table.rows:
            if row.key not in self._areas:
                continue
            district, ward = str(row.key[0]), str(row.key[-1])
            count = row.values["received"]
            said = f"{ward}, {district}: {count}"
            shown[district, ward] = MapArea(count, said, self._leads(PLACE, (district, ward)))
        return charts.areas(self._words("map"), self._areas, shown)

    def _words(self, id_: str, shows: str | None = None) -> ChartWords:
        return ChartWords(f"chart-{id_}", heading(id_), described(shows or id_))

    def _key(self, figure: str, mark: str) -> Line:
        return Line(self._names.column(figure), mark=mark)


def _shown(id_: str, figures: Sequence[str]) -> str:
    """Return by which name it is said what bars show."""
    if id_ not in (UNIT, "category", "kelurahan"):
        return id_
    return "received" if len(figures) > 1 else "only-received"


def _shades(most: int) -> tuple[Line, ...]:
    """Return what the colours of a field or a map mean, of which the fullest is of the most."""
    ends = (Line("1", mark="h1"), Line(str(most), mark="h6")) if most > 1 else (Line("1", mark="h6"),)
    return (Line(_("none"), mark="h0"), *ends) if most else ()


def _day(written: str) -> str:
    """Return the day of an ISO date as it stands below a chart: day and month."""
    return f"{written[8:10]}/{written[5:7]}"
