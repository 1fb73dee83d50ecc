"""What the pages of a site say: their titles, what stands above a chart, and names for what reports tell apart."""

from __future__ import annotations

import re
from collections.abc import Mapping

from aduan_cli.column_words import head
from aduan_cli.i18n import _
from aduan_cli.record import Record
from aduan_cli.render.report_words import named
from aduan_cli.sites import (
    ABOUT,
    CATEGORIES,
    CATEGORY,
    OTHER,
    OVERVIEW,
    PLACE,
    PLACES,
    PROMISES,
    TRACKER,
    UNIT,
    UNITS,
    SitePage,
)
from aduan_cli.value_words import label

Key = tuple["str | None", ...]
NAV = (OVERVIEW, UNITS, CATEGORIES, PLACES, PROMISES, TRACKER, ABOUT)
"""The pages that every page leads to, as far as there are such."""
_FILES = {
    OVERVIEW: "index.html",
    UNITS: "units.html",
    CATEGORIES: "categories.html",
    PLACES: "places.html",
    PROMISES: "promises.html",
    TRACKER: "tracker.html",
    ABOUT: "about.html",
}
_LONGEST = 150
"""Characters of such a name."""
FOLDERS = (UNIT, CATEGORY, PLACE, TRACKER)
"""The folders in which each unit, category, place and day of tickets has its page."""


class SiteNames(Record):
    """What a site's pages call a desk, its units and categories, and the levels of its places."""

    desk: str
    units: Mapping[str, str]
    categories: Mapping[str, str]
    levels: Mapping[str, str]

    def values(self) -> tuple[object, ...]:
        """Return all names, as plain values."""
        return self.desk, dict(self.units), dict(self.categories), dict(self.levels)

    def of(self, sort: str, value: str | None) -> str:
        """Return what people read for a unit, a category, a place, a clock, ... of a report."""
        if value == OTHER:
            return _("all others together")
        if value is None:
            return {UNIT: _("no unit"), CATEGORY: _("no category"), PLACE: _("place unknown")}.get(sort, "–")
        if sort == UNIT:
            return self.units.get(value, value)
        if sort == CATEGORY:
            return self.categories.get(value, value.replace("-", " "))
        return label(sort, value) if sort in ("clock", "status") else value

    def of_row(self, sort: str, key: Key) -> str:
        """Return what people read for a line of a report; of a place that nobody said, in which district it is."""
        told = self.of(sort, key[-1])
        return f"{key[0]} ({told})" if sort == PLACE and key[-1] is None and key[0] else told

    def column(self, column: str) -> str:
        """Return what stands above a column."""
        if column == TRACKER:
            return _("Day in the ticket")
        word = head(column, self.levels) if column in self.levels else named(column)
        word = label("weekday", word)
        return word[:1].upper() + word[1:]


def file_of(sort: str, key: Key) -> str:
    """Return the file of a page, by its path in the site."""
    return f"{sort}/{_slug(key)}.html" if key else _FILES[sort]


def _slug(key: Key) -> str:
    """Return a name of a file for what a page is about; one that says it in no plain letters gets a number of it."""
    parts = [(part or "").casefold() for part in key]
    plain = [re.sub("[^a-z0-9]+", "-", part).strip("-") for part in parts]
    slug = "--".join(filter(None, plain))
    if all(plain) and plain == [part.replace(" ", "-") for part in parts] and len(slug) <= _LONGEST:
        return slug
    from aduan_cli.digest import sha256

    return f"{slug[:_LONGEST] or 'x'}-{sha256(chr(0).join(parts).encode()).hexdigest()[:6]}"


def title_of(page: SitePage, names: SiteNames) -> str:
    """Return the title of a page."""
    if page.key:
        return names.of(page.sort, page.key[-1])
    return nav_word(page.sort) if page.sort != OVERVIEW else _("Calls and complaints")


def nav_word(sort: str) -> str:
    """Return by which word a page is led to."""
    return {
        OVERVIEW: _("Overview"),
        UNITS: _("Units"),
        CATEGORIES: _("Categories"),
        PLACES: _("Places"),
        PROMISES: _("Promises"),
        TRACKER: _("Your report"),
        ABOUT: _("About the figures"),
    }[sort]


def heading(name: str) -> str:
    """Return what stands above a report, or above a chart of it."""
    return {
        "weeks": _("Week by week"),
        "days": _("Day by day"),
        "hours": _("When people call"),
        "unit": _("By unit"),
        "crews": _("Crews and offices"),
        "category": _("By category"),
        "kelurahan": _("By place"),
        "map": _("On the map"),
        "shifts": _("By shift"),
        "deadlines": _("What was promised"),
        "silent": _("Places from which nobody calls"),
        "tracker": _("Tickets and their states"),
        "tracker-days": _("Of which day is it?"),
        "kept": _("Done by the time promised"),
        "open": _("Open and late"),
    }[name]


def described(name: str) -> str:
    """Return what a chart shows, in a sentence."""
    return {
        "weeks": _("A column for each week: all calls that came, in front of it the complaints among them."),
        "days": _("A column for each day: all calls that came, in front of it the complaints among them."),
        "hours": _("A square for each hour of each weekday; the fuller its colour, the more calls came then."),
        "received": _("A bar for each: how many calls came; below it one for those of them that are open."),
        "only-received": _("A bar for each: how many calls came; none of them is open."),
        "open": _(
            "A bar for each: how many calls are open; below it one for those that are late or were done too late."
        ),
        "kept": _("A bar for each: how many per cent of what was promised was done in time."),
        "map": _("A map of the city; the fuller the colour of a place, the more calls are about it."),
    }[name]
