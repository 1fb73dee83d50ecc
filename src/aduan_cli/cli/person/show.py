"""`aduan person show`: all that is kept of a person."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from aduan_cli.cli import options
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.cli.person.chosen import calls_of

if TYPE_CHECKING:
    from aduan_cli.app.desk import Desk
    from aduan_cli.complaint.complaint import Complaint


@click.command("show", cls=Command)
@click.argument("given", metavar="PHONE|TICKET")
@click.option("--format", "format_", type=click.Choice(("table", "json")), help="A page to hand out, or JSON.")
@click.pass_obj
def command(context: Context, /, given: str, format_: str | None) -> None:
    """Show all that is kept of a person: every call with its history, nothing masked.

    By the phone, however it is written, or by any ticket. That it was shown is recorded.
    """
    desk = context.desk
    found = calls_of(desk, given)
    options.note_reveals(desk, {"command": "person show", "count": len(found)})
    if format_ == "json":
        click.echo(_as_json(desk, found))
        return
    from aduan_cli.render.whole import write_whole

    context.page()
    for number, one in enumerate(found):
        if number:
            click.echo("")
        write_whole(one, desk.store.events(one), desk.zone, desk.clock(), lambda unit: unit, reveal=True)


def _as_json(desk: Desk, found: Iterable[Complaint]) -> str:
    """Return each call as a record, its history with it."""
    from aduan_cli.complaint.history import with_units
    from aduan_cli.render.history import rows
    from aduan_cli.render.records import as_record, encode

    told = []
    for one in found:
        history = list(rows(with_units(one.ticket, desk.store.events(one)), desk.zone))
        told.append({**as_record(one, desk.zone, desk.clock(), reveal=True), "history": history})
    return encode(told)
