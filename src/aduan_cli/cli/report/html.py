"""`aduan report html`: the reports as a site of static pages."""

from __future__ import annotations

import click

from aduan_cli.amounts import files, pages
from aduan_cli.cli.arguments import FILE_NAME
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.cli.report import shown
from aduan_cli.i18n import _


@click.command("html", cls=Command)
@click.argument("folder", type=FILE_NAME, metavar="FOLDER")
@shown.of_site
@click.option("--public", is_flag=True, help="For citizens: without what is the desk's own affair.")
@click.option("--tracker", is_flag=True, help="With pages on which a citizen finds the state of a ticket, no more.")
@click.option("--anew", is_flag=True, help="Count all calls and make all pages, not only those that changed.")
@click.pass_obj
def command(
    context: Context, /, folder: str, since: str | None, until: str | None, public: bool, tracker: bool, anew: bool
) -> None:
    """Write the reports into FOLDER as pages that open from the disk and from any web server, without any script.

    An overview, a page for each unit, category and kelurahan, promises kept, weeks, hours, and a map where
    maps/kelurahan.geojson is there; of no person. Without --since and --until of the last 30 days. A second run writes
    what changed. Charts need the library svg.py.
    """
    from aduan_cli.app.site import make_site

    context.only_looks()
    desk = context.desk
    made = make_site(desk, folder, shown.time_between(desk, since, until), public, anew, tracker)
    sentence = _("site: {pages} · {files} written, {removed} removed")
    context.say(sentence.format(pages=pages(made.pages), files=files(made.written), removed=made.removed))
