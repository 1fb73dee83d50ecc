"""`aduan desk share`: let a group work at the desk."""

from __future__ import annotations

import click

from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.cli.desk.changing import change, warn_of_places
from aduan_cli.config import sharing


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
    folder = context.desk.folder
    sharing.check_right(folder)
    policy = sharing.shared_with(sharing.group_named(group))
    before = sharing.group_of(folder)
    no_longer = before if before != group else None
    texts = sharing.trusting_text(folder, trusted=group, no_longer=no_longer)
    warn_of_places(context, folder, group)
    change(context, policy, texts, dry_run, group)
