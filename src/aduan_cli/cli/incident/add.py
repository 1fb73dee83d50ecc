"""`aduan incident add`: complaints into an incident."""

from __future__ import annotations

import click

from aduan_cli.cli import options
from aduan_cli.cli.arguments import ID
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.cli.incident import gathering, get_incident
from aduan_cli.i18n import _


@click.command("add", cls=Command)
@click.argument("number", type=ID, metavar="ID")
@click.argument("tickets", nargs=-1, required=True, metavar="TICKET...")
@click.pass_obj
def command(context: Context, /, number: int, tickets: tuple[str, ...]) -> None:
    """Take complaints into an incident, also into one that is over.

    What waits to be told of each of them is skipped while it is open.
    """
    desk = context.desk
    incident = get_incident(desk, number)
    complaints = [options.ticket(desk, ticket) for ticket in dict.fromkeys(tickets)]
    count = gathering(desk).take_in(incident, complaints)
    sentence = _("incident {number}: {count} taken in, {known} were in it")
    click.echo(sentence.format(number=number, count=count, known=len(complaints) - count))
