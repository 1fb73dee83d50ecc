"""`aduan history`: what happened to one complaint, or to all of them."""

from __future__ import annotations

from collections.abc import Iterable

import click

from aduan_cli.cli import options
from aduan_cli.cli.arguments import HIGHEST
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.complaint.history import Told, with_units
from aduan_cli.errors import UsageError
from aduan_cli.flow.feed import feed
from aduan_cli.i18n import _

_LINES = 20
"""Lines that what an event says may take: who reads it wants the end as well."""


@click.command("history", cls=Command)
@click.argument("ticket", required=False)
@click.option("--since", metavar="TIME", help="Of all complaints, from then on: kemarin, 'senin 08:00', 3d.")
@click.option("--after", type=click.IntRange(min=0), metavar="N", help="Of all complaints, what came after number N.")
@options.format_option
@click.pass_obj
def command(context: Context, /, ticket: str | None, since: str | None, after: int | None, format_: str | None) -> None:
    """Show what happened to a complaint: when, who, what.

    TICKET takes any short form: BKS-261123-0042-7, 0042-7, 261123-42, 42. Without it --since or --after shows what
    happened to all complaints, in order and none twice: a program keeps the last number, and asks by --after for more.
    """
    desk = context.desk
    is_one = ticket is not None
    if is_one == (since is not None or after is not None):
        raise UsageError(_("history of what? a TICKET, or of all complaints --since TIME or --after N"))
    context.only_looks()
    if ticket is not None:
        complaint = options.ticket(desk, ticket)
        told: Iterable[Told] = with_units(complaint.ticket, desk.store.events(complaint))
    else:
        told = feed(desk.store, min(after or 0, HIGHEST), None if since is None else options.moment(desk, since))
    _show(context, told, format_, is_one)


def _show(context: Context, told: Iterable[Told], format_: str | None, is_one: bool) -> None:
    """Print events; for people those that tell them anything, in their words."""
    from aduan_cli.render.history import COLUMNS, TOLD, TOLD_OF_ALL, is_shown, rows
    from aduan_cli.render.layout import Layout
    from aduan_cli.render.records import FOR_PEOPLE
    from aduan_cli.render.rows import write_rows
    from aduan_cli.render.table import short_iso

    zone = context.desk.zone
    if format_ not in (None, *FOR_PEOPLE):
        names = ("event", "said")
        plain = ({name: value for name, value in row.items() if name not in names} for row in rows(told, zone))
        write_rows(plain, format_, COLUMNS)
        return
    shown = list(rows((one for one in told if is_shown(one[1])), zone, context.desk.rules["levels"]))
    for row in shown:
        row["at"] = short_iso(row["at"])
    context.page(format_)
    layout = Layout((), "said", lines=_LINES, least={"said": 30})
    write_rows(shown, format_ or "table", COLUMNS, TOLD if is_one else TOLD_OF_ALL, layout=layout)
