"""`aduan incident remove`: complaints out of an incident."""

from __future__ import annotations

import click

from aduan_cli.cli import options
from aduan_cli.cli.arguments import ID
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.cli.incident import gathering, get_incident
from aduan_cli.i18n import _


@click.command("remove", cls=Command)
@click.argument("number", type=ID, metavar="ID")
@click.argument("tickets", nargs=-1, required=True, metavar="TICKET...")
@click.pass_obj
def command(context: Context, /, number: int, tickets: tuple[str, ...]) -> None:
    """Take complaints out of an incident. They go on as any other."""
    desk = context.desk
    incident = get_incident(desk, number)
    complaints = [options.ticket(desk, ticket) for ticket in dict.fromkeys(tickets)]
    count = gathering(desk).take_out(incident, complaints)
    sentence = _("incident {number}: {count} taken out, {known} were not in it")
    click.echo(sentence.format(number=number, count=count, known=len(complaints) - count))
