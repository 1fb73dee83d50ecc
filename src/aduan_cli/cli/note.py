"""`aduan note`: what an officer wants to be remembered of a complaint."""

from __future__ import annotations

import click

from aduan_cli.cli import options
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.errors import UsageError
from aduan_cli.flow.editing import note
from aduan_cli.i18n import _


@click.command("note", cls=Command)
@click.argument("ticket")
@click.argument("text")
@click.pass_obj
def command(context: Context, /, ticket: str, text: str) -> None:
    """Note something on a complaint.

    It stands in the history, in whatever state the complaint is, and changes nothing else.
    """
    desk = context.desk
    words = text.strip()
    if not words:
        raise UsageError(_("{behind} is empty").format(behind="TEXT"))
    complaint = options.ticket(desk, ticket)
    note(desk.store, complaint, words, desk.actor, desk.clock())
    click.echo(_("{ticket}: noted").format(ticket=complaint.ticket))
