"""A site of reports: its pages, each with the reports that stand on it."""

from __future__ import annotations

from collections.abc import Mapping

from aduan_cli.record import Record
from aduan_cli.report_tables import ReportTable

OVERVIEW, UNITS, CATEGORIES, PLACES, PROMISES, ABOUT = "overview", "units", "categories", "places", "promises", "about"
TRACKER = "tracker"
"""The page of the days of which tickets are told, and that of each day."""
TRACKED_DAYS = 90
"""For how many days after it was reported a call can be looked up there."""
UNIT, CATEGORY, PLACE = "unit", "category", "kelurahan"
LISTED = {UNIT: UNITS, CATEGORY: CATEGORIES, PLACE: PLACES, TRACKER: TRACKER}
"""What has a page for each of its sort, and the page that lists them."""
OTHER = "~other"
"""What stands for all categories that a public site doesn't name, and for what was too little to stand alone."""


class SitePage(Record):
    """A page: what sort of page, of whom (the key of their row in the reports; nothing: of all), and its reports."""

    sort: str
    key: tuple[str | None, ...]
    tables: Mapping[str, ReportTable]
    """By their names, those of the reports; `course` is how it went in time, `row` one that has a last line only."""
