"""Pages of a site: whole documents, each made anew when, and only when, it says something else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aduan_cli.i18n import choose
from aduan_cli.render.site import pages
from aduan_cli.render.site.pages import SitePages
from aduan_cli.render.site.words import SiteNames, file_of, heading
from aduan_cli.report_tables import TEXT, ReportColumn, ReportTable, ReportTime
from aduan_cli.sites import ABOUT, CATEGORY, OVERVIEW, PLACE, PROMISES, TRACKER, UNIT, UNITS, SitePage
from any_complaint import TEXTS
from reports import DAY, DAY_BEFORE, JAKARTA, KEPT_SHARE, OPEN, RECEIVED, report

pytest.importorskip("svg", reason="the extra [html] is not installed")
MADE = "2026-11-25 08:00"
COLUMNS = (ReportColumn("unit", TEXT), RECEIVED, OPEN, ReportColumn("kept"), ReportColumn("late"), KEPT_SHARE)
STATES = (ReportColumn("ticket", TEXT), ReportColumn("status", TEXT))


class Document(HTMLParser):
    """A page as a browser reads it: whether each element is ended, its texts and where it leads."""

    VOID = ("meta", "link")

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.open: list[str] = []
        self.texts: dict[str, list[str]] = {}
        self.links: list[tuple[str, str]] = []
        self.here: list[str] = []
        self.attributes: list[tuple[str, dict[str, str]]] = []
        self.feed(page.decode())
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        """Begin an element."""
        found = {name: value or "" for name, value in attrs}
        self.attributes.append((tag, found))
        if tag not in self.VOID:
            self.open.append(tag)
        self.texts.setdefault(tag, []).append("")
        if tag == "a":
            self.links.append((found["href"], ""))
            if "aria-current" in found:
                self.here.append(found["href"])

    def handle_startendtag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        """Take an element that is ended where it begins, as those of a chart."""

    def handle_endtag(self, tag: str) -> None:
        """End the element that was begun last."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Take a text as that of all elements in which it is."""
        for tag in set(self.open):
            self.texts[tag][-1] += data


def units(received: int = 3, late: int = 1, share: float | None = 50.0, unit: str | None = "dlh") -> ReportTable:
    """Return a report of a unit."""
    figures = (received, 1, 1 if share is not None else 0, late, share)
    return report(COLUMNS, (unit, *figures), total=(None, *figures))


def site(
    public: bool = False, names: SiteNames | None = None, time: ReportTime = DAY, made: str = MADE, areas: Any = None
) -> SitePages:
    """Return what makes pages of a desk."""
    names = names or SiteNames("Meja Uji", {"dlh": "Dinas LH"}, {}, {"kelurahan": "kelurahan"})
    return SitePages(names, JAKARTA, time, made, public, areas or {})


def page(sort: str = OVERVIEW, *key: str, **tables: ReportTable) -> SitePage:
    """Return a page."""
    return SitePage(sort, key, tables or {"unit": units()})


def shown(one: SitePage, of: SitePages | None = None, *others: SitePage) -> Document:
    """Return a page of a site that has also others."""
    of = of or site()
    of.know([one, *others])
    return Document(of.html(one))


# -- a page


@settings(max_examples=30)
@given(TEXTS, TEXTS)
def test_whatever_a_desk_and_a_unit_are_called_the_page_is_whole(desk: str, unit: str) -> None:
    names = SiteNames(desk, {"dlh": unit}, {}, {})
    found = shown(page(), site(names=names))
    assert found.texts["title"][0].startswith("Calls and complaints – ")
    assert not {"script", "iframe", "img"} & set(found.texts)
    assert {tag for tag, found_ in found.attributes if "style" in found_ or "onclick" in found_} == set()


def test_a_page_leads_to_the_others_from_wherever_it_lies() -> None:
    """It is opened from a disk as from a server: all that it names is named from its own folder."""
    overview, unit = page(), page(UNIT, "dlh", row=units())
    from_above = [href for href, _text in shown(overview, None, unit).links]
    from_below = [href for href, _text in shown(unit, None, overview).links]
    assert "units.html" in from_above
    assert "../units.html" in from_below
    assert "unit/dlh.html" in from_above
    assert not any(href.startswith("/") for href in from_above + from_below)
    assert all(href.startswith(("../", "#")) for href in from_below)


@pytest.mark.parametrize(
    ("one", "here"),
    [
        (page(), "index.html"),
        (page(UNITS), "units.html"),
        (page(UNIT, "dlh", row=units()), "../units.html"),
        (page(PLACE, "Timur", "Margahayu", row=units()), "../places.html"),
        (page(CATEGORY, "sampah", row=units()), "../categories.html"),
    ],
    ids=lambda one: one.sort if isinstance(one, SitePage) else None,
)
def test_a_page_says_where_one_is(one: SitePage, here: str) -> None:
    """That of a unit belongs to those of units."""
    assert shown(one).here == [here]


def test_only_a_site_with_tickets_leads_to_them() -> None:
    tickets = page(TRACKER, tracker=report((ReportColumn(TRACKER, TEXT),), ("2026-11-23",)))
    assert "tracker.html" in [href for href, _text in shown(page(), None, tickets).links]
    assert "tracker.html" not in [href for href, _text in shown(page()).links]


def test_a_name_leads_to_its_page_only_where_there_is_one() -> None:
    other = page(UNIT, "dlh", row=units())
    assert "unit/dlh.html" in [href for href, _text in shown(page(UNITS), None, other).links]
    assert "unit/dlh.html" not in [href for href, _text in shown(page(UNITS)).links]


@pytest.mark.parametrize(
    ("public", "sort", "found"),
    [(False, OVERVIEW, False), (True, OVERVIEW, True), (True, TRACKER, False), (True, ABOUT, True)],
)
def test_what_is_not_for_everybody_is_kept_out_of_search_engines(public: bool, sort: str, found: bool) -> None:
    """Tickets are for who has one, the desk's own figures for the desk."""
    tables = {TRACKER: report(STATES, ("UJI-261123-0001-6", "routed"))} if sort == TRACKER else {"unit": units()}
    attributes = shown(SitePage(sort, (), tables), site(public)).attributes
    assert (("meta", {"name": "robots", "content": "noindex"}) not in attributes) is found


def test_a_page_is_in_the_language_that_it_says() -> None:
    words = {}
    for language in ("en", "id"):
        choose(language)
        found = shown(page())
        assert ("html", {"lang": language}) in found.attributes
        words[language] = {*found.texts["h2"], *found.texts["h1"], *found.texts["th"]}
    assert words["en"] & words["id"] == {"Dinas LH", "Unit"}, "the word is the same in both"


# -- the figures that stand large


def tiles(found: Document) -> dict[str, str]:
    """Return the figures that stand large, by their names."""
    return dict(zip(found.texts.get("dt", []), found.texts.get("dd", []), strict=True))


def test_the_figures_of_all_stand_large_on_the_overview_and_those_of_a_unit_on_its_page() -> None:
    said = {"Received": "3", "Open": "1", "Late": "1", heading("kept"): "50 %"}
    assert tiles(shown(page())) == said
    assert tiles(shown(page(UNIT, "dlh", row=units()))) == said
    assert tiles(shown(page(UNITS))) == {}


def test_where_nothing_was_promised_nothing_is_late_nor_kept() -> None:
    assert tiles(shown(page(unit=units(late=0, share=None)))) == {"Received": "3", "Open": "1"}
    assert tiles(shown(page(unit=units(late=0)))) == {
        "Received": "3",
        "Open": "1",
        "Late": "0",
        heading("kept"): "50 %",
    }
    assert tiles(shown(page(unit=units(late=2, share=0.0))))["Late"] == "2"


# -- what is said above


def test_the_overview_says_when_it_was_made() -> None:
    assert f"What came in that time, and what had become of it by {MADE}." in shown(page()).texts["p"]


def test_a_place_says_in_which_district_it_is() -> None:
    assert "Timur · 2026-11-23" in shown(page(PLACE, "Timur", "Margahayu", row=units())).texts["p"]
    assert "2026-11-23" in shown(page(UNIT, "dlh", row=units())).texts["p"]


def test_citizens_are_told_what_is_told_together() -> None:
    told = "Lines of fewer than 5 calls of one sort in one place are told together."
    assert told in shown(page(ABOUT), site(public=True)).texts["p"]
    assert told not in shown(page(ABOUT)).texts["p"]


@pytest.mark.parametrize("language", ["en", "id"])
def test_who_looks_a_ticket_up_is_told_which_day_is_in_it(language: str) -> None:
    choose(language)
    days = page(TRACKER, tracker=report((ReportColumn(TRACKER, TEXT),), ("2026-11-23",)))
    one_day = page(TRACKER, "2026-11-23", tracker=report(STATES, ("UJI-261123-0001-6", "routed")))
    above = "\n".join(shown(days).texts["p"])
    below = "\n".join(shown(one_day).texts["p"])
    assert (MADE in above, "261124" in above) == (True, True)
    assert (MADE in below, "261124" in below) == (False, False)


# -- whether it has to be made


def digest(one: SitePage, of: SitePages | None = None, *others: SitePage) -> str:
    """Return the digest of a page of a site that has also others."""
    of = of or site()
    of.know([one, *others])
    return of.digest(one)


OF_UNIT = page(
    UNIT, "dlh", row=units(), deadlines=report(COLUMNS, ("dlh", 1, 1, 1, 1, 1.0), total=(None, 1, 1, 1, 1, 1.0))
)
SAID = {
    "another figure": page(UNIT, "dlh", row=units(4), deadlines=OF_UNIT.tables["deadlines"]),
    "another table": page(UNIT, "dlh", row=units()),
    "another unit": page(UNIT, "bmsda", **OF_UNIT.tables),
    "another sort": page(CATEGORY, "dlh", **OF_UNIT.tables),
}


@pytest.mark.parametrize("name", SAID)
def test_a_page_that_says_something_else_is_another(name: str) -> None:
    assert digest(SAID[name]) != digest(OF_UNIT)
    assert digest(OF_UNIT) == digest(page(UNIT, "dlh", **OF_UNIT.tables))


SITES = {
    "public": site(public=True),
    "another time": site(time=DAY_BEFORE),
    "another name": site(names=SiteNames("Meja Lain", {"dlh": "Dinas LH"}, {}, {"kelurahan": "kelurahan"})),
    "a unit's new name": site(names=SiteNames("Meja Uji", {"dlh": "DLH"}, {}, {"kelurahan": "kelurahan"})),
    "a map": site(areas={("A", "B"): [[[(106.0, -6.0), (106.1, -6.0), (106.1, -6.1)]]]}),
}


@pytest.mark.parametrize("name", SITES)
def test_a_page_of_another_site_is_another(name: str) -> None:
    assert digest(OF_UNIT, SITES[name]) != digest(OF_UNIT)


def test_in_another_language_every_page_is_another() -> None:
    choose("id")
    indonesian = digest(OF_UNIT)
    choose("en")
    assert digest(OF_UNIT) != indonesian


def test_a_run_later_changes_only_pages_that_say_when() -> None:
    """A cron job that makes the site each hour doesn't write hundreds of pages anew."""
    tickets = page(TRACKER, tracker=report((ReportColumn(TRACKER, TEXT),), ("2026-11-23",)))
    of_day = page(TRACKER, "2026-11-23", tracker=report(STATES, ("UJI-261123-0001-6", "routed")))
    for one, changes in ((page(), True), (tickets, True), (of_day, False), (OF_UNIT, False), (page(UNITS), False)):
        assert (digest(one) != digest(one, site(made="2026-11-25 09:00"))) is changes, one.sort


@pytest.mark.parametrize("sort", [OVERVIEW, UNITS, PROMISES])
def test_a_page_to_which_one_leads_and_that_is_gone_makes_it_another(sort: str) -> None:
    """Else a link would lead nowhere."""
    one = page(sort)
    other = page(UNIT, "dlh", row=units())
    of = site()
    of.know([one, other])
    with_it, there = of.html(one), of.digest(one)
    of.know([one])
    assert of.html(one) != with_it
    assert of.digest(one) != there


def test_a_line_whose_key_is_more_than_its_name_leads_as_its_name_does() -> None:
    """What was promised is told by unit and clock, and each unit leads to its page."""
    columns = (ReportColumn("unit", TEXT), ReportColumn("clock", TEXT), ReportColumn("promised"))
    table = report(columns, ("dlh", "resolve", 1), total=(None, "resolve", 1), name="deadlines")
    table = table._replace(rows=tuple(row._replace(key=("dlh", "resolve")) for row in table.rows))
    one, other = page(PROMISES, deadlines=table, unit=units()), page(UNIT, "dlh", row=units())
    only = page(PROMISES, deadlines=table)
    assert "unit/dlh.html" in [href for href, _text in shown(only, None, other).links]
    assert digest(only, None, other) != digest(only)
    assert digest(one, None, other) != digest(one)


def test_tickets_that_come_to_a_site_are_led_to_from_every_page() -> None:
    tickets = page(TRACKER, tracker=report((ReportColumn(TRACKER, TEXT),), ("2026-11-23",)))
    assert digest(OF_UNIT, None, tickets) != digest(OF_UNIT)


@settings(max_examples=25)
@given(st.integers(0, 5), st.integers(0, 5), st.sampled_from([None, 0.0, 50.0]), st.booleans())
def test_pages_with_one_digest_are_one_page(received: int, late: int, share: float | None, there: bool) -> None:
    """Held against one that is: whatever differs, either both are the same or neither is."""
    of, other = site(), page(UNIT, "dlh", row=units())
    first, second = page(), page(unit=units(received, late, share))
    of.know([first, other])
    made, digested = of.html(first), of.digest(first)
    of.know([second, other] if there else [second])
    assert (of.html(second) == made) is (of.digest(second) == digested)


def test_another_release_makes_all_pages_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    before = digest(OF_UNIT)
    monkeypatch.setattr(pages, "__version__", "999.0")
    assert digest(OF_UNIT) != before


def test_the_file_of_a_page_is_the_one_to_which_others_lead() -> None:
    one = page(PLACE, "Bekasi Timur", "Margahayu", row=units())
    assert site().file_of(one) == file_of(PLACE, ("Bekasi Timur", "Margahayu"))
    assert re.fullmatch(r"[a-z]+\.html", site().file_of(page()))
