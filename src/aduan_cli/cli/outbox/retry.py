"""`aduan outbox retry`: let messages go again."""

from __future__ import annotations

import click

from aduan_cli.cli.arguments import ID
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.cli.outbox.setting import set_all
from aduan_cli.complaint.messages import QUEUED
from aduan_cli.i18n import _


@click.command("retry", cls=Command)
@click.argument("numbers", nargs=-1, type=ID, required=True, metavar="ID...")
@click.pass_obj
def command(context: Context, /, numbers: tuple[int, ...]) -> int:
    """Let messages go again with the next tick: what is dead, failed or was skipped."""
    return set_all(context, numbers, QUEUED, _("{id}: goes with the next tick"))
