"""`aduan open311 pull`: the complaints of another system."""

from __future__ import annotations

import click

from aduan_cli import errors
from aduan_cli.app.importing import ImportFiles
from aduan_cli.app.open311 import MAP, pulled
from aduan_cli.cli.arguments import FILE_NAME
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.cli.import_ import take_files
from aduan_cli.i18n import _


@click.command("pull", cls=Command)
@click.argument("source", type=FILE_NAME, metavar="URL|FILE")
@click.option("--endpoint", metavar="NAME", help="What the system is called; by its address if nothing is said.")
@click.option("--jurisdiction", metavar="ID", help="The city, where the endpoint has several.")
@click.option("--dry-run", is_flag=True, help="Store nothing; say what would become of the requests.")
@click.pass_obj
def command(context: Context, /, source: str, endpoint: str | None, jurisdiction: str | None, dry_run: bool) -> int:
    """Take the complaints of another system that speaks Open311 (GeoReport v2): of an endpoint, or of a file of it.

    Running it again takes nothing twice; what changed there since is taken over, and a state only moves forward. What
    can't be taken lies in the quarantine, with the reason.
    """
    with pulled(context.desk, source, endpoint, jurisdiction) as (path, count):
        if not count:
            context.say(_("{source}: no requests").format(source=source))
            return errors.DONE
        opening = ImportFiles(context.desk, MAP, None, None)
        return take_files(context, opening, (path,), (), dry_run, replace=True)
