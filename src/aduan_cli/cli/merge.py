"""`aduan merge`: what several callers told of one incident."""

from __future__ import annotations

import click

from aduan_cli import errors
from aduan_cli.cli import keyboard, merged, options
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.complaint.events import MERGED
from aduan_cli.i18n import _


@click.command("merge", cls=Command)
@click.argument("tickets", nargs=-1, required=True, metavar="TICKET...")
@click.option("--into", required=True, metavar="TICKET", help="The call that goes on: the incident.")
@click.option("-y", "--yes", is_flag=True, help="Don't ask whether the plan is right.")
@options.dry_run_option
@options.format_option
@click.pass_obj
def command(
    context: Context, /, tickets: tuple[str, ...], into: str, yes: bool, dry_run: bool, format_: str | None
) -> int:
    """Say that calls tell of one incident.

    Each of TICKET is rejected as a duplicate and linked with the one that goes on. Its caller stays, and is rung back
    once that is done. The plan is shown first; all of it is done, or nothing. aduan unmerge brings it back.
    """
    would = merged.merging(context, dry_run=True).merge(tickets, into)
    if any(one.changed for one in would):
        merged.plan(context, would)
        if not (yes or dry_run):
            keyboard.be_sure(_("Merge them?"), _("nothing was merged"))
    joined = would if dry_run else merged.merging(context, dry_run=False).merge(tickets, into)
    merged.show(context, "merge", joined, format_)
    return errors.DONE if dry_run else merged.observed(context, joined, MERGED)
