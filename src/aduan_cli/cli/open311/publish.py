"""`aduan open311 publish`: what other systems may read, as static files."""

from __future__ import annotations

import click

from aduan_cli.amounts import complaints, files
from aduan_cli.app.open311 import publish
from aduan_cli.cli.arguments import FILE_NAME
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.i18n import _


@click.command("publish", cls=Command)
@click.argument("folder", type=FILE_NAME, metavar="FOLDER")
@click.option("--anew", is_flag=True, help="Look at all complaints, not only at those that changed.")
@click.pass_obj
def command(context: Context, /, folder: str, anew: bool) -> None:
    """Write what other systems may read into FOLDER, for any web server: Open311 GeoReport v2, XML and JSON.

    Of the categories that [open311] of rules.toml names, and of no person: no wording, no street, no point unless that
    table says so. A second run writes what changed since.
    """
    context.only_looks()
    done = publish(context.desk, folder, anew)
    sentence = _("open311: {complaints} changed · {files} written, {removed} removed")
    context.say(sentence.format(complaints=complaints(done.changed), files=files(done.written), removed=done.removed))
