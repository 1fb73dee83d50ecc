"""`aduan outbox preview`: what a unit would be told of a complaint; nothing is sent."""

from __future__ import annotations

import click

from aduan_cli.cli import options
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.model import CALLER_TOLD, OF_CALLER, SEVERAL, TEMPLATES
from aduan_cli.outbox import Posted

COLUMNS = ("ticket", "event", "to", "subject", "body", "html")
EVENTS = (*TEMPLATES, *(f"{OF_CALLER}{event}" for event in CALLER_TOLD))


@click.command("preview", cls=Command)
@click.argument("tickets", nargs=-1, required=True, metavar="TICKET...")
@click.option("--event", default="routed", show_default=True, type=click.Choice(EVENTS), help="What is told.")
@click.option("--unit", metavar="UNIT", help="Who is told; the one that leads if nothing is said.")
@options.format_option
@click.pass_obj
def command(context: Context, /, tickets: tuple[str, ...], event: str, unit: str | None, format_: str | None) -> None:
    """What a unit would be told of a complaint, or of several in one message. Nothing is sent, callers stay masked."""
    from aduan_cli.app.sending import preview
    from aduan_cli.desk_names import Names
    from aduan_cli.render.cells import shown
    from aduan_cli.render.rows import write_rows

    desk = context.desk
    complaints = [options.ticket(desk, ticket) for ticket in tickets]
    to = Names(desk.rules).unit(unit) if unit else complaints[0].unit or desk.rules["desk"]["triage"]
    if event.startswith(OF_CALLER):
        to, complaints = f"@{next(iter(complaints[0].agreed), '')}", complaints[:1]
    at = desk.clock()
    messages = [Posted(0, one.ticket, event, 0, "", to, "queued", 0, at, at, None, "", False) for one in complaints]
    letter = preview(desk, messages)
    if format_ not in (None, "table"):
        ticket, told = ";".join(one.ticket for one in complaints), SEVERAL if len(messages) > 1 else event
        values = (ticket, told, to, letter.subject, letter.body, letter.html)
        write_rows([dict(zip(COLUMNS, values, strict=True))], format_, COLUMNS)
        return
    click.echo(shown(f"{letter.subject}\n\n{letter.body}" + (f"\n{letter.html}" if letter.html else "")))
