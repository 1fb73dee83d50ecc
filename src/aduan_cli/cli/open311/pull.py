"""`aduan open311 pull`: the complaints of another system."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from aduan_cli import errors
from aduan_cli.app.importing import ImportFiles
from aduan_cli.app.open311 import MAP, pulled
from aduan_cli.app.pushed import Following
from aduan_cli.cli.arguments import FILE_NAME
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.cli.import_ import take_files
from aduan_cli.i18n import _

if TYPE_CHECKING:
    from aduan_cli.app.pushed import PushedRequest
    from aduan_cli.georeport import Request


@click.command("pull", cls=Command)
@click.argument("source", type=FILE_NAME, metavar="URL|FILE|NAME")
@click.option("--endpoint", metavar="NAME", help="What the system is called; by its address if nothing is said.")
@click.option("--jurisdiction", metavar="ID", help="The city, where the endpoint has several.")
@click.option("--dry-run", is_flag=True, help="Store nothing; say what would become of the requests.")
@click.pass_obj
def command(context: Context, /, source: str, endpoint: str | None, jurisdiction: str | None, dry_run: bool) -> int:
    """Take the complaints of another system that speaks Open311 (GeoReport v2): of an endpoint, or of a file of it.

    What was posted there from here stays the complaint that it is: what is closed there its unit has done. With the
    NAME of a notifier nothing else is asked for.

    Running it again takes nothing twice; what changed there since is taken over, and a state only moves forward. What
    can't be taken lies in the quarantine, with the reason.
    """
    with pulled(context.desk, source, endpoint, jurisdiction) as found:
        if not found.number and not found.ours:
            context.say(_("{source}: no requests").format(source=source))
            return errors.DONE
        code = _follow(context, found.ours, dry_run) if found.ours else errors.DONE
        if not found.number:
            return code
        opening = ImportFiles(context.desk, MAP, None, None)
        return take_files(context, opening, (found.path,), (), dry_run, replace=True) or code


def _follow(context: Context, ours: Sequence[tuple[PushedRequest, Request]], dry_run: bool) -> int:
    """Take what is said of our own complaints; return the exit code."""
    done = Following(context.desk, dry_run).take(ours)
    for sentence in done.refused:
        context.tell(sentence)
    sentence = _("{count} posted from here: {moved} moved, {kept} more in the history, {known} known")
    context.say(sentence.format(count=len(ours), moved=done.moved, kept=done.kept, known=done.known))
    return errors.PARTIAL if done.refused else errors.DONE
