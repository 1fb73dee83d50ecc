"""`aduan history`: what happened to one complaint."""

from __future__ import annotations

import click

from aduan_cli.cli import options
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context


@click.command("history", cls=Command)
@click.argument("ticket")
@options.format_option
@click.pass_obj
def command(context: Context, /, ticket: str, format_: str | None) -> None:
    """Show what happened to a complaint: when, who, what.

    TICKET takes any short form: BKS-261123-0042-7, 0042-7, 261123-42, 42.
    """
    from aduan_cli.render.history import COLUMNS, TOLD, is_told, rows
    from aduan_cli.render.layout import Layout
    from aduan_cli.render.records import FOR_PEOPLE
    from aduan_cli.render.rows import write_rows

    desk = context.desk
    complaint = options.ticket(desk, ticket)
    events = desk.store.events(complaint)
    if format_ in (None, *FOR_PEOPLE):
        events = [event for event in events if is_told(event)]
    told = list(rows(complaint.ticket, events, desk.zone))
    for row in told:
        for_people = row.pop("event"), row.pop("said")
        if format_ in (None, *FOR_PEOPLE):
            row["at"] = row["at"][:16].replace("T", " ")
            row["event"], row["said"] = for_people
    context.page(format_)
    write_rows(told, format_ or "table", COLUMNS, TOLD, layout=Layout(("actor",), "said", least={"said": 40}))
