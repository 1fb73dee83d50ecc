"""What `aduan report html` does: a site of reports from the desk's figures, its files and its map."""

from __future__ import annotations

from typing import NamedTuple

from aduan_cli.app.desk import Desk
from aduan_cli.app.site_counts import SiteCounts
from aduan_cli.complaint.elsewhere import title_of
from aduan_cli.errors import UsageError
from aduan_cli.flow.reports import stretches
from aduan_cli.flow.reports.ground import Ground
from aduan_cli.flow.reports.site import SiteOf, gather
from aduan_cli.flow.reports.tracker import tracker_pages
from aduan_cli.formats.areas import read_areas
from aduan_cli.formats.static_folder import StaticFolder
from aduan_cli.i18n import _
from aduan_cli.render.site.charts import check_charts
from aduan_cli.render.site.pages import STYLE, SitePages, style
from aduan_cli.render.site.words import FOLDERS, SiteNames
from aduan_cli.render.table import short_time
from aduan_cli.report_tables import ReportTime

STATE = ".aduan-site.json"
_FORMAT = 1
_INDEX = "index.html"


class MadeSite(NamedTuple):
    """What came of a run: pages there are, files written and taken away."""

    pages: int
    written: int
    removed: int


def make_site(
    desk: Desk, folder: str, time: ReportTime, public: bool = False, anew: bool = False, tracker: bool = False
) -> MadeSite:
    """Bring a folder up to what the desk knows now of the calls of a time; what didn't change isn't written.

    `tracker`: with pages on which a citizen finds the state of a ticket. `anew`: all is counted from the store, and
    every page is made. Raises `UsageError` where the folder can't be written or holds pages of somebody else, or
    charts can't be drawn.
    """
    check_charts()
    now, zone, rules = desk.clock(), desk.zone, desk.rules
    files = StaticFolder(folder, STATE)
    with files.alone(FOLDERS):
        before = _made_before(files, folder)
        weeks, whole = SiteCounts(desk.store, desk.folder, now, anew).of(time, stretches.pieces(time, zone)[1])
        gathered = gather(rules, time, weeks, whole, public)
        ground = Ground(desk.store.figures, rules, zone, now)._replace(figures=gathered)
        pages = list(SiteOf(ground, gathered, time, public).pages())
        if tracker:
            pages += tracker_pages(desk.store.figures, now)
        areas = read_areas(desk.folder, rules["gazetteer"], desk.warn).wards()
        site = SitePages(_names(desk), zone, time, short_time(now, zone), public, areas)
        site.know(pages)
        files.put(STYLE, style())
        there = {STYLE: ""}
        for page in pages:
            name = site.file_of(page)
            there[name] = site.digest(page)
            if anew or before.get(name) != there[name] or not files.is_there(name):
                files.put(name, site.html(page))
        for name in before.keys() - there:
            files.remove(name)
        files.save_state({"format": _FORMAT, "files": there})
    return MadeSite(len(pages), files.written, files.removed)


def _made_before(files: StaticFolder, folder: str) -> dict[str, str]:
    """Return the files of the site that is there, each with a digest of what it says.

    Raises `UsageError` where there is one that isn't ours.
    """
    told = files.state()
    if not told and files.is_there(_INDEX):
        what = _("{folder}: there are pages that aren't this desk's; a folder of its own would be right")
        raise UsageError(what.format(folder=folder))
    return dict(told.get("files", {})) if told.get("format") == _FORMAT else {}


def _names(desk: Desk) -> SiteNames:
    rules = desk.rules
    units = {unit: str(entry["name"]) for table in ("outside", "units") for unit, entry in rules[table].items()}
    units[rules["desk"]["triage"]] = units.get(rules["desk"]["triage"], rules["desk"]["triage"])
    titled = desk.router.engine.categories
    categories = {str(one[0]): title_of(str(one[0]), titled) for one in rules["categories"]}
    return SiteNames(str(rules["desk"]["name"]), units, categories, rules["levels"])
