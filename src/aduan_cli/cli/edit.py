"""`aduan edit`: what was typed of a call, corrected."""

from __future__ import annotations

import click

from aduan_cli import errors
from aduan_cli.cli import options, told_again
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.errors import UsageError
from aduan_cli.flow.editing import edit
from aduan_cli.i18n import _
from aduan_cli.value_words import head

_HEADS = {"caller_name": "caller.name", "caller_phone": "caller.phone", "caller_address": "caller.address"}


@click.command("edit", cls=Command)
@click.argument("ticket")
@click.option("--text", metavar="TEXT", help="What the call is about; it is decided again while no unit has begun.")
@click.option("--answer", metavar="TEXT", help="What the officer answered.")
@click.option("--name", "caller_name", metavar="TEXT", help="Who called.")
@click.option("--phone", "caller_phone", metavar="NUMBER", help="The caller's phone.")
@click.option("--caller-address", metavar="TEXT", help="Where the caller lives.")
@click.pass_obj
def command(context: Context, /, ticket: str, **values: str | None) -> int:
    """Correct what was typed of a call; what it was stays in the history.

    An empty value takes it away. How the call was understood (kind, category, priority, place) is corrected by
    aduan route TICKET --kind, --category, ...
    """
    given = {name: value for name, value in values.items() if value is not None}
    if not given:
        raise UsageError(_("nothing to correct: --text, --answer, --name, --phone or --caller-address is needed"))
    desk = context.desk
    complaint = options.ticket(desk, ticket)
    fields = edit(desk.store, complaint, given, desk.actor, desk.clock())
    if not fields:
        click.echo(_("{ticket}: it says so already; nothing changed").format(ticket=complaint.ticket))
        return errors.DONE
    said = ", ".join(head(_HEADS.get(name, name)) for name in fields)
    click.echo(_("{ticket}: corrected: {fields}").format(ticket=complaint.ticket, fields=said))
    if "text" in fields:
        told_again.decide_again(context, options.ticket(desk, complaint.ticket))
    return errors.PARTIAL if desk.code.failed else errors.DONE
