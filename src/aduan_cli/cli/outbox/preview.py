"""`aduan outbox preview`: what a unit would be told of a complaint; nothing is sent."""

from __future__ import annotations

import click

from aduan_cli.cli import options
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.model import TEMPLATES
from aduan_cli.outbox import Posted


@click.command("preview", cls=Command)
@click.argument("ticket")
@click.option("--event", default="routed", show_default=True, type=click.Choice(TEMPLATES), help="What is told.")
@click.option("--unit", metavar="UNIT", help="Who is told; the one that leads if nothing is said.")
@options.format_option
@click.pass_obj
def command(context: Context, /, ticket: str, event: str, unit: str | None, format_: str | None) -> None:
    """What a unit would be told of a complaint. Nothing is sent, and the caller stays masked."""
    from aduan_cli.app.sending import preview
    from aduan_cli.desk_names import Names
    from aduan_cli.render.rows import write_rows

    desk = context.desk
    complaint = options.ticket(desk, ticket)
    to = Names(desk.rules).unit(unit) if unit else complaint.unit or desk.rules["desk"]["triage"]
    at = desk.clock()
    posted = Posted(0, complaint.ticket, event, 0, "", to, "queued", 0, at, at, None, "", False)
    subject, body = preview(desk, posted)
    if format_ not in (None, "table"):
        row = {"ticket": complaint.ticket, "event": event, "to": to, "subject": subject, "body": body}
        write_rows([row], format_, tuple(row))
        return
    click.echo(f"{subject}\n\n{body}")
