"""`aduan desk own`: make the desk its owner's alone."""

from __future__ import annotations

import click

from aduan_cli.app import sharing
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.cli.desk.changing import change


@click.command("own", cls=Command)
@click.option("--dry-run", is_flag=True, help="Change nothing; say what would be changed.")
@click.pass_obj
def command(context: Context, /, dry_run: bool) -> None:
    """Make the desk its owner's alone. For the folder's owner, or root.

    Calls can be read and written by nobody else, rules be written by nobody else. The group that had the desk
    leaves `[plugins] trust`, and the present files are accepted under your name. One line for each change, on
    stderr.
    """
    change(context, sharing.to_own(context.desk), dry_run)
