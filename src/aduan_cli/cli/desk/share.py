"""`aduan desk share`: let a group work at the desk."""

from __future__ import annotations

import click

from aduan_cli.app import sharing
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.cli.desk.changing import change


@click.command("share", cls=Command)
@click.argument("group", metavar="GROUP")
@click.option("--dry-run", is_flag=True, help="Change nothing; say what would be changed.")
@click.pass_obj
def command(context: Context, /, group: str, dry_run: bool) -> None:
    """Let everybody in GROUP, a group of this machine, work at the desk. For the folder's owner, or root.

    Folder and files become the group's: calls can be read and written by the group and by nobody else, rules
    be written by the group. rules.toml gets the group into `[plugins] trust`, and the present files are accepted
    under your name. One line for each change, on stderr.
    """
    plan = sharing.to_share(context.desk, group)
    for sentence in sharing.kept_out(context.desk, group):
        context.warn(sentence)
    change(context, plan, dry_run)
