"""`aduan unmerge`: a call that was merged by mistake."""

from __future__ import annotations

import click

from aduan_cli import errors
from aduan_cli.cli import merged, options
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.complaint.events import UNMERGED


@click.command("unmerge", cls=Command)
@click.argument("tickets", nargs=-1, required=True, metavar="TICKET...")
@options.dry_run_option
@options.format_option
@click.pass_obj
def command(context: Context, /, tickets: tuple[str, ...], dry_run: bool, format_: str | None) -> int:
    """Take calls out of the incident that they were merged into.

    Each is again what it was: its state, its unit, how far each unit that helps is. What was noted on it meanwhile
    stays in its history.
    """
    joined = merged.merging(context, dry_run).unmerge(tickets)
    merged.show(context, "unmerge", joined, format_)
    return errors.DONE if dry_run else merged.observed(context, joined, UNMERGED)
