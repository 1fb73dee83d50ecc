"""`aduan handover history`: which hand-overs were signed."""

from __future__ import annotations

import click

from aduan_cli.cli import options
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.cli.row_limits import MOST, most_rows
from aduan_cli.i18n import _


@click.command("history", cls=Command)
@options.limit_option
@options.format_option
@click.pass_obj
def command(context: Context, /, limit: int | None, format_: str | None) -> None:
    """Which hand-overs were signed, the last one first.

    When, by whom and to whom, in which shift, and how much was open; in JSON the tickets too.
    """
    from aduan_cli.render.handover import SIGNED, SIGNED_TABLE, signed_for_people, signed_row
    from aduan_cli.render.layout import Layout
    from aduan_cli.render.records import FOR_PEOPLE
    from aduan_cli.render.rows import write_rows

    desk = context.desk
    context.only_looks()
    most, people = most_rows(limit, format_), format_ in (None, *FOR_PEOPLE)
    found = desk.store.figures.signed(MOST if most is None else most + 1)
    zone = desk.zone
    rows = [signed_for_people(one, zone) if people else signed_row(one, zone.iso) for one in found[:most]]
    context.page(format_)
    write_rows(rows, format_ or "table", SIGNED, SIGNED_TABLE, layout=Layout(("shift",), "counts"))
    if not rows and people:
        context.say(_("nobody has signed a hand-over yet"))
    if most is not None and len(found) > most:
        context.tell(_("more than {count} were found; --limit 0 shows all").format(count=most))
