"""`aduan clock`: when a complaint is due, and what counted of the time till then."""

from __future__ import annotations

import click

from aduan_cli.cli import options
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context


@click.command("clock", cls=Command)
@click.argument("ticket")
@options.format_option
@click.pass_obj
def command(context: Context, /, ticket: str, format_: str | None) -> None:
    """Show when a complaint is due, and why.

    Each clock with its target and whose it is; below it the stretches of time that counted and those that did not:
    outside of working hours, holidays, pauses. With a format one row for each clock.
    """
    from aduan_cli.complaint.clocks_explained import explained
    from aduan_cli.render.clocks import COLUMNS, TABLE, blocks, rows
    from aduan_cli.render.records import FOR_PEOPLE
    from aduan_cli.render.rows import write_block, write_rows

    desk = context.desk
    complaint = options.ticket(desk, ticket)
    found = explained(complaint, desk.store.events(complaint), desk.rules, desk.zone, desk.clock())
    if format_ not in (None, "table"):
        write_rows(
            list(rows(complaint.ticket, found, desk.zone)), format_, COLUMNS, TABLE if format_ in FOR_PEOPLE else None
        )
        return
    context.page()
    if not found:
        context.say(_nothing(complaint.ticket))
    for block in blocks(found, desk.zone):
        write_block(block)


def _nothing(ticket: str) -> str:
    from aduan_cli.i18n import _

    return _("{ticket} has no clock: it is no open complaint, or [deadlines] says nothing of it").format(ticket=ticket)
