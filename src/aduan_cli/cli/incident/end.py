"""`aduan incident end`: it is over."""

from __future__ import annotations

import click

from aduan_cli.cli.arguments import ID
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.cli.incident import gathering, get_incident
from aduan_cli.i18n import _


@click.command("end", cls=Command)
@click.argument("number", type=ID, metavar="ID")
@click.pass_obj
def command(context: Context, /, number: int) -> None:
    """It is over: nothing is taken in any more, and its callers are on the list of those to ring back.

    What is still open stays so; aduan resolve --where incident=ID says of all at once what was done.
    """
    desk = context.desk
    incident = get_incident(desk, number)
    owed = gathering(desk).end(incident)
    if owed is None:
        click.echo(_("incident {number}: it is over already; nothing changed").format(number=number))
        return
    click.echo(_("incident {number}: over · to ring back: {count}").format(number=number, count=owed))
    context.say(_("next: aduan callbacks, and aduan resolve --where incident={number}").format(number=number))
