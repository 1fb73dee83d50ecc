"""`aduan incident show`: one incident, with what belongs to it."""

from __future__ import annotations

import click

from aduan_cli.cli import options
from aduan_cli.cli.arguments import ID
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.cli.incident import get_incident, row_of
from aduan_cli.i18n import _


@click.command("show", cls=Command)
@click.argument("number", type=ID, metavar="ID")
@options.format_option
@click.pass_obj
def command(context: Context, /, number: int, format_: str | None) -> None:
    """One incident, with the tickets that belong to it, the first first. aduan list --incident ID shows them whole."""
    from aduan_cli.flow.incidents import members
    from aduan_cli.render.cells import shown_in_line
    from aduan_cli.render.rows import write_rows
    from aduan_cli.value_words import label

    desk = context.desk
    incident = get_incident(desk, number)
    people = format_ in (None, "table", "md")
    row = row_of(context, incident, people)
    there = list(desk.store.find(members(number)._replace(ascending=True)))
    if not people:
        row["tickets"] = [one.ticket for one in there]
        write_rows([row], format_ or "json", tuple(row))
        return
    context.page()
    over = _("{began} to {ended}") if incident.ended_at else _("since {began}")
    span = over.format(began=row["began_at"], ended=row["ended_at"])
    places = row["kelurahan"] or row["kecamatan"]
    told = " · ".join(part for part in (f"{number} {row['name']}", row["category"], places, span) if part)
    click.echo(shown_in_line(told))
    click.echo(_("{count} called, of {open} something is owed").format(count=row["count"], open=row["open"]))
    for one in there:
        click.echo(f"{one.ticket}  {label('status', one.status)}")
