"""The pages of a site as HTML, without any script: they open from the disk as from a web server."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING

from aduan_cli import __version__
from aduan_cli.digest import sha256
from aduan_cli.i18n import _, language
from aduan_cli.render.report_cells import figure_text
from aduan_cli.render.report_words import time_of
from aduan_cli.render.site.sections import Line, Polygons, Sections
from aduan_cli.render.site.tables import key_in
from aduan_cli.render.site.words import FOLDERS, NAV, Key, SiteNames, file_of, heading, nav_word, title_of
from aduan_cli.sites import ABOUT, LISTED, OVERVIEW, PLACE, TRACKER, SitePage
from aduan_cli.templates import PageTemplates

if TYPE_CHECKING:
    from aduan_cli.desk_time import Zone
    from aduan_cli.report_tables import ReportTable, ReportTime

STYLE = "style.css"
_FOLDER = os.path.join(os.path.dirname(__file__), "templates")
_TILES = ("received", "complaints", "open", "late", "kept_share", "residents")
"""The figures that stand large on a page."""


def style() -> bytes:
    """Return the style of all pages, which lies beside them as `STYLE`."""
    with open(os.path.join(_FOLDER, STYLE), "rb") as file:
        return file.read()


class SitePages:
    """Makes the pages of a site; links lead to those that there are."""

    def __init__(
        self, names: SiteNames, zone: Zone, time: ReportTime, made: str, public: bool, areas: Polygons
    ) -> None:
        """`made` is up to when the figures tell, as text; `areas` are those of the desk's map, if it has one."""
        self._names, self._zone, self._areas, self._public = names, zone, areas, public
        self._time, self._made = time, made
        self._there: frozenset[tuple[str, Key]] = frozenset()
        self._templates = PageTemplates(_FOLDER)
        self._common: str | None = None

    def know(self, pages: Iterable[SitePage]) -> None:
        """Say which pages there are."""
        self._there = frozenset((page.sort, page.key) for page in pages)

    def file_of(self, page: SitePage) -> str:
        """Return the file of a page, by its path in the site."""
        return file_of(page.sort, page.key)

    def digest(self, page: SitePage) -> str:
        """Return a digest of all that a page says: where it is that of before, the page needn't be made."""
        if self._common is None:
            told = (language(), self._public, self._time, self._names.values(), self._areas, _ours())
            self._common = sha256(repr(told).encode()).hexdigest()
        tables = [(name, *self._table_data(table)) for name, table in page.tables.items()]
        told_when = page.sort == OVERVIEW or (page.sort == TRACKER and not page.key)
        made = (self._made if told_when else "", self._has(TRACKER))
        return str(sha256(repr((self._common, page.sort, page.key, made, tables)).encode()).hexdigest())

    def _table_data(self, table: ReportTable) -> tuple[object, ...]:
        """Return all that a table says, and where it leads."""
        rows = [tuple(row.values.items()) for row in (*table.rows, table.total)]
        names = [column for column in table.columns if column.name in FOLDERS]
        leads = [tuple((column.name, key_in(row, column)) in self._there for column in names) for row in table.rows]
        return table.columns, rows, leads, table.notes

    def html(self, page: SitePage) -> bytes:
        """Return a page."""
        root = "../" if page.key else ""

        def leads(sort: str, key: Key) -> str | None:
            return root + file_of(sort, key) if (sort, key) in self._there else None

        values = {
            "lang": language(),
            "title": title_of(page, self._names),
            "desk": self._names.desk,
            "root": root,
            "indexed": self._public and page.sort != TRACKER,
            "nav": self._nav(page),
            "time": self._time_line(page),
            "intro": self._intro(page),
            "tiles": self._tiles(page),
            "sections": list(Sections(page, self._names, self._zone, leads, self._areas).all()),
            "words": {"skip": _("To the figures"), "nav": _("Pages"), "folded": _("The figures as a table")},
        }
        return self._templates.filled("page.html", values).encode("utf-8", "replace")

    def _nav(self, page: SitePage) -> list[Line]:
        here = LISTED.get(page.sort, page.sort)
        return [Line(nav_word(sort), href=file_of(sort, ()), here=sort == here) for sort in NAV if self._has(sort)]

    def _has(self, sort: str) -> bool:
        return sort != TRACKER or (TRACKER, ()) in self._there

    def _time_line(self, page: SitePage) -> str:
        if page.sort == TRACKER:
            return ""
        time = time_of(self._time, self._zone)
        return f"{page.key[0]} · {time}" if page.sort == PLACE else time

    def _intro(self, page: SitePage) -> list[str]:
        if page.sort == OVERVIEW:
            return [_("What came in that time, and what had become of it by {time}.").format(time=self._made)]
        if page.sort == TRACKER:
            return _tracker_intro(page, self._made)
        if page.sort == ABOUT:
            told = [
                _("A call belongs to the time at which it was reported, on the desk's clock."),
                _("Each figure says what had become of the calls when the page was made; the overview says when."),
            ]
            return [*told, _("Lines of fewer than 5 calls of one sort in one place are told together.")][
                : 2 + self._public
            ]
        return []

    def _tiles(self, page: SitePage) -> list[Line]:
        table = page.tables.get("row") or (page.tables["unit"] if page.sort == OVERVIEW else None)
        found: list[Line] = []
        if table is None:
            return found
        promised = table.total.values.get("kept", 0) or table.total.values.get("late", 0)
        for column in table.columns:
            value = table.total.values[column.name]
            if column.name in _TILES and value is not None and (promised or column.name != "late"):
                name = heading("kept") if column.name == "kept_share" else self._names.column(column.name)
                found.append(Line(name, figure_text(value, column.type, self._zone)))
        return found


def _tracker_intro(page: SitePage, made: str) -> list[str]:
    """Return what is said above tickets and their states."""
    found = [_("Nothing else is told of a call here.")]
    if not page.key:
        found.insert(0, _("The state of each ticket by {time}.").format(time=made))
        found.append(
            _(
                "A ticket says the day in its middle: 261124 is 24 November 2026."
                " All its signs count, the last one too: a ticket that was misheard is not there."
            )
        )
    return found


def _ours() -> list[bytes]:
    """Return what makes pages: another release makes others of the same figures."""
    found = [__version__.encode()]
    for folder, ending in ((os.path.dirname(_FOLDER), ".py"), (_FOLDER, ".html")):
        for name in sorted(one for one in os.listdir(folder) if one.endswith(ending)):
            with open(os.path.join(folder, name), "rb") as file:
                found.append(file.read())
    return found
