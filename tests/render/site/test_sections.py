"""Sections of a page: a chart of what there is, a table of the same figures, and a sentence where there is nothing."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aduan_cli.render.site.sections import FEW_BARS, MANY_BARS, PageSection, Polygons, Sections
from aduan_cli.render.site.words import Key, SiteNames
from aduan_cli.report_tables import TEXT, ReportColumn, ReportTable
from aduan_cli.sites import (
    ABOUT,
    CATEGORY,
    OVERVIEW,
    PLACES,
    PROMISES,
    TRACKER,
    UNIT,
    UNITS,
    SitePage,
)
from reports import JAKARTA, KEPT_SHARE, OPEN, RECEIVED, report

pytest.importorskip("svg", reason="the extra [html] is not installed")
NAMES = SiteNames("Meja", {"dlh": "Dinas LH"}, {}, {})
NAME, LATE = ReportColumn("unit", TEXT), ReportColumn("late")
COLUMNS = (NAME, RECEIVED, OPEN, LATE, KEPT_SHARE)
WARDS = (ReportColumn("kecamatan", TEXT), ReportColumn("kelurahan", TEXT), RECEIVED, OPEN)
SQUARE = [[[(106.0, -6.0), (106.1, -6.0), (106.1, -6.1), (106.0, -6.1)]]]


def units(*rows: Sequence[Any], name: str = "unit") -> ReportTable:
    """Return a report of units: name, received, open, late, share kept."""
    return report(COLUMNS, *rows, total=(None, 0, 0, 0, None), name=name)


def wards(*rows: Sequence[Any], **notes: Any) -> ReportTable:
    """Return a report of places: kecamatan, kelurahan, received, open."""
    made = report(WARDS, *rows, total=(None, None, 0, 0), name="kelurahan", **notes)
    return made._replace(
        rows=tuple(row._replace(key=(row.values["kecamatan"], row.values["kelurahan"])) for row in made.rows)
    )


def sections(sort: str, key: Key = (), areas: Polygons | None = None, **tables: ReportTable) -> dict[str, PageSection]:
    """Return the sections of a page, by their ids; every page that could be is there."""
    page = SitePage(sort, key, tables)
    made = list(Sections(page, NAMES, JAKARTA, lambda sort, key: f"{sort}/{key[-1]}", areas or {}).all())
    found = {one.id: one for one in made}
    assert len(found) == len(made), "each id once, for a heading is found by it"
    return found


def drawn(section: PageSection) -> ElementTree.Element:
    """Return the chart of a section."""
    assert section.chart is not None
    return ElementTree.fromstring(section.chart)


def labels(section: PageSection) -> list[str]:
    """Return the names beside the bars."""
    return [text.text or "" for text in drawn(section).iter("text") if text.attrib["class"] == "label"]


def rows_of(section: PageSection) -> list[list[str]]:
    """Return the cells of the table."""
    assert section.table is not None
    return [[cell.text for cell in row] for row in section.table.rows]


# -- bars


def test_bars_and_table_have_the_same_lines_and_lead_to_the_same_pages() -> None:
    one = sections(UNITS, unit=units(("dlh", 3, 1, 0, None), ("bmsda", 2, 0, 0, None)))["unit"]
    assert labels(one) == ["Dinas LH", "bmsda"] == [row[0] for row in rows_of(one)]
    hrefs = [link.attrib["href"] for link in drawn(one).iter("a")]
    assert one.table is not None
    assert hrefs == ["unit/dlh", "unit/bmsda"] == [row[0].href for row in one.table.rows]
    assert (one.folded, one.wide) == (False, True), "a page of units alone shows its table"


def test_a_colour_is_explained_only_where_there_are_several() -> None:
    both = sections(UNITS, unit=units(("dlh", 3, 1, 0, None)))["unit"]
    assert [(line.text, line.mark) for line in both.keys] == [("Received", "s0"), ("Open", "s1")]
    assert (drawn(both).find("desc").text or "").endswith("one for those of them that are open.")  # type: ignore[union-attr]
    one = sections(UNITS, unit=units(("dlh", 3, 0, 0, None)))["unit"]
    assert one.keys == ()
    assert (drawn(one).find("desc").text or "").endswith("none of them is open.")  # type: ignore[union-attr]


def test_what_is_nothing_has_no_bar_and_stands_in_the_table() -> None:
    one = sections(UNITS, unit=units(("dlh", 3, 1, 0, None), ("bmsda", 0, 0, 0, None)))["unit"]
    assert labels(one) == ["Dinas LH"]
    assert [row[0] for row in rows_of(one)] == ["Dinas LH", "bmsda"]


@pytest.mark.parametrize(
    ("sort", "most"), [(UNITS, MANY_BARS), (OVERVIEW, FEW_BARS), (UNIT, FEW_BARS)], ids=["its own page", "all", "one"]
)
def test_of_very_many_those_with_the_most_are_drawn_and_that_is_said(sort: str, most: int) -> None:
    table = units(*((f"u{n}", 100 - n, 0, 0, None) for n in range(most + 3)))
    key: Key = ("sampah",) if sort == UNIT else ()
    one = sections(sort, key, unit=table)["unit"]
    assert labels(one) == [f"u{n}" for n in range(most)]
    assert one.texts == (f"The {most} with the most of {most + 3}.",)
    assert len(rows_of(one)) == most + 3
    whole = sections(sort, key, unit=table._replace(rows=table.rows[:most]))["unit"]
    assert whole.texts == ()


def test_a_page_of_a_single_unit_has_no_bars_of_units() -> None:
    """A category that one unit has alone needs no comparison."""
    assert "unit" not in sections(CATEGORY, ("sampah",), unit=units(("dlh", 3, 1, 0, None)))
    assert "unit" in sections(UNITS, unit=units(("dlh", 3, 1, 0, None)))


def test_where_no_call_came_a_sentence_says_so_and_nothing_is_drawn() -> None:
    one = sections(UNITS, unit=units())["unit"]
    assert (one.texts, one.chart, one.table) == (("no call came",), None, None)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50), st.integers(0, 9)), max_size=14))
def test_whatever_the_figures_every_section_has_something_to_see(rows: list[tuple[int, int, int]]) -> None:
    table = units(*((f"u{n}", *row, None) for n, row in enumerate(rows)))
    for sort in (OVERVIEW, UNITS, PROMISES):
        for one in sections(sort, unit=table).values():
            assert one.texts or one.chart or one.table
            if one.chart:
                drawn(one)


# -- promises


def test_what_was_kept_is_drawn_of_those_of_whom_something_was_promised() -> None:
    table = units(("dlh", 3, 1, 0, 50.0), ("bmsda", 2, 0, 0, None), ("dinkes", 1, 0, 1, 0.0))
    found = sections(PROMISES, unit=table)
    assert labels(found["kept"]) == ["Dinas LH", "dinkes"]
    assert found["kept"].table is None
    assert labels(found["open"]) == ["Dinas LH", "dinkes"], "of those that have something open or late"
    widths = [float(rect.attrib["width"]) for rect in drawn(found["kept"]).iter("rect")]
    assert len(widths) == 1, "none of nothing"
    assert widths[0] == pytest.approx((480 - 70) / 2, abs=0.1), "half of what there could be"


def test_where_nothing_is_open_or_late_that_is_said() -> None:
    found = sections(PROMISES, unit=units(("dlh", 3, 0, 0, 100.0)))
    assert found["open"].texts == ("Nothing that came in that time is open or late.",)
    assert found["open"].chart is None


def test_promises_that_nobody_made_are_told_on_their_page_alone() -> None:
    nothing = report((NAME, ReportColumn("promised")), total=(None, 0), name="deadlines")
    assert sections(PROMISES, deadlines=nothing)["deadlines"].texts == ("Nothing was promised for calls of that time.",)
    assert sections(UNIT, ("dlh",), deadlines=nothing) == {}


def test_promises_of_all_stand_on_their_page_and_of_a_unit_on_its_own_without_a_total() -> None:
    """The last line would be that of all units."""
    table = report((NAME, ReportColumn("promised")), ("dlh", 2), total=(None, 5), name="deadlines")
    whole, mine = (
        sections(PROMISES, deadlines=table)["deadlines"],
        sections(UNIT, ("dlh",), deadlines=table)["deadlines"],
    )
    assert whole.table is not None
    assert mine.table is not None
    assert (whole.table.total is None, mine.table.total) == (False, None)
    assert sections(OVERVIEW, deadlines=table) == {}


def test_on_the_overview_a_part_leads_to_the_page_that_says_more() -> None:
    found = sections(
        OVERVIEW, unit=units(("dlh", 3, 1, 0, 50.0)), category=_named("category", units(("a", 1, 0, 0, 100.0)))
    )
    leads = {name: one.more.href for name, one in found.items() if one.more}
    assert leads == {"unit": "units.html", "kept": "promises.html", "category": "categories.html"}
    assert [(one.folded, one.wide) for one in found.values()] == [(True, False)] * 3
    assert sections(UNITS, unit=units(("dlh", 3, 1, 0, 50.0)))["unit"].more is None


def _named(name: str, table: ReportTable) -> ReportTable:
    columns = (ReportColumn(name, TEXT), *table.columns[1:])
    rows = tuple(row._replace(values={name: row.key[0], **row.values}) for row in table.rows)
    return table._replace(name=name, columns=columns, rows=rows)


# -- places


def test_places_are_drawn_the_most_first_and_those_of_nothing_are_named_below() -> None:
    table = wards(
        ("A", "Satu", 1, 0), ("A", "Dua", 5, 2), ("B", "Tiga", 0, 0), never_call={"B": ["Tiga"], "C": ["Empat", "Lima"]}
    )
    found = sections(PLACES, kelurahan=table)
    assert labels(found["kelurahan"]) == ["Dua", "Satu"]
    assert [(line.text, line.value) for line in found["silent"].terms] == [("B", "Tiga"), ("C", "Empat, Lima")]
    assert found["silent"].texts == ("Nobody called from or about these 3:",)
    assert "silent" not in sections(OVERVIEW, kelurahan=table)


def test_a_map_shows_each_area_and_what_its_colours_mean() -> None:
    areas: Any = {("A", "Satu"): SQUARE, ("A", "Dua"): SQUARE, ("B", "Tiga"): SQUARE}
    table = wards(("A", "Satu", 1, 0), ("A", "Dua", 6, 0), ("X", "Lain", 50, 0))
    one = sections(PLACES, areas=areas, kelurahan=table)["map"]
    titles = [path.find("title").text for path in drawn(one).iter("path")]  # type: ignore[union-attr]
    assert titles == ["Satu, A: 1", "Dua, A: 6", "Tiga, B"]
    assert [(line.text, line.mark) for line in one.keys] == [("none", "h0"), ("1", "h1"), ("6", "h6")]
    assert one.table is None, "the bars below it have it"
    assert "kelurahan" not in sections(OVERVIEW, areas=areas, kelurahan=table), "the map is enough there"
    assert "map" not in sections(UNIT, ("dlh",), areas=areas, kelurahan=table)


@pytest.mark.parametrize(("count", "marks"), [(0, []), (1, ["h0", "h6"]), (2, ["h0", "h1", "h6"])])
def test_shades_that_a_map_has_not_are_not_explained(count: int, marks: list[str]) -> None:
    areas: Any = {("A", "Satu"): SQUARE}
    one = sections(PLACES, areas=areas, kelurahan=wards(("A", "Satu", count, 0)))["map"]
    assert [line.mark for line in one.keys] == marks


# -- time


def test_a_course_has_a_column_for_each_day_told_as_people_write_it() -> None:
    columns = (ReportColumn("day", TEXT), RECEIVED, ReportColumn("complaints"))
    table = report(columns, ("2026-11-22", 3, 1), ("2026-11-23", 0, 0), total=(None, 3, 1), name="days")
    one = sections(OVERVIEW, course=table)["days"]
    ticks = [text.text for text in drawn(one).iter("text") if re.fullmatch(r"\d\d/\d\d", text.text or "")]
    assert ticks == ["22/11", "23/11"]
    assert len([rect for rect in drawn(one).iter("rect") if rect.attrib["class"] == "c0"]) == 1


def test_hours_are_a_square_for_each_of_each_day() -> None:
    days = ("mon", "tue")
    columns = (ReportColumn("hour", TEXT), RECEIVED, *map(ReportColumn, days))
    table = report(columns, *((f"{n:02}:00", n, n, 0) for n in range(24)), total=(None, 276, 276, 0), name="hours")
    one = sections(OVERVIEW, hours=table)["hours"]
    squares = [rect.attrib["class"] for rect in drawn(one).iter("rect")]
    assert len(squares) == 48
    assert (squares[0], squares[23], {*squares[24:]}) == ("heat h0", "heat h6", {"heat h0"})
    heads = [text.text for text in drawn(one).iter("text")]
    assert [head for head in heads if head and head.isdigit()] == ["00", "03", "06", "09", "12", "15", "18", "21"]


# -- the others


def test_crews_are_told_only_where_there_are_several() -> None:
    assert sections(UNIT, ("bmsda",), crews=units(("bmsda", 1, 0, 0, None))) == {}
    assert "crews" in sections(UNIT, ("bmsda",), crews=units(("bmsda", 1, 0, 0, None), ("bmsda-pju", 1, 0, 0, None)))


def test_tickets_have_a_table_without_a_total_and_days_a_sentence_where_there_are_none() -> None:
    days = report((ReportColumn(TRACKER, TEXT),), ("2026-11-23",), name=TRACKER)
    one = sections(TRACKER, tracker=days)["tracker-days"]
    assert one.table is not None
    assert one.table.total is None
    none = sections(TRACKER, tracker=days._replace(rows=()))["tracker-days"]
    assert none.texts == ("No call came in the last 90 days.",)
    states = report((ReportColumn("ticket", TEXT), ReportColumn("status", TEXT)), ("UJI-261123-0001-6", "routed"))
    assert rows_of(sections(TRACKER, ("2026-11-23",), tracker=states)["tracker"]) == [["UJI-261123-0001-6", "routed"]]


def test_each_figure_of_the_site_is_explained_once() -> None:
    one = sections(ABOUT, unit=units(), kelurahan=wards())["figures"]
    assert [line.text for line in one.terms] == ["Received", "Open", "Late", "Kept %"]
    assert all(line.value for line in one.terms)
