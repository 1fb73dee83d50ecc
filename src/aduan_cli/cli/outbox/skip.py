"""`aduan outbox skip`: let messages never go."""

from __future__ import annotations

import click

from aduan_cli.cli.arguments import ID
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.cli.outbox.setting import set_all
from aduan_cli.complaint.messages import SKIPPED
from aduan_cli.i18n import _


@click.command("skip", cls=Command)
@click.argument("numbers", nargs=-1, type=ID, required=True, metavar="ID...")
@click.pass_obj
def command(context: Context, /, numbers: tuple[int, ...]) -> int:
    """Let messages never go. Who said so stands in the history of the complaint."""
    return set_all(context, numbers, SKIPPED, _("{id}: will not go"))
