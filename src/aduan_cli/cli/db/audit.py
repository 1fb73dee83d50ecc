"""`aduan db audit`: who saw persons' data, took them out or away, and who was refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from aduan_cli.cli import options
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.i18n import _
from aduan_cli.value_words import label

if TYPE_CHECKING:
    from aduan_cli.flow.audit import Audited

COLUMNS = ("actor", "at", "event", "command", "ticket", "count", "format", "more")


@click.command("audit", cls=Command)
@click.option("--since", metavar="TIME", help="From then on: kemarin, 'senin 08:00', 3d.")
@click.option("--by", multiple=True, metavar="NAME", help="Only what these did; several by giving it again.")
@options.format_option
@click.pass_obj
def command(context: Context, /, since: str | None, by: tuple[str, ...], format_: str | None) -> None:
    """List who did what with persons' data, by who and then by when.

    Callers shown whole (list, show, search, caller, callbacks, person show, messages), exports, erasures, what
    [retention] took away, and what [people] refused. Phones in filters are masked.
    """
    from aduan_cli.flow.audit import audited
    from aduan_cli.render.rows import write_rows

    desk = context.desk
    found = audited(desk.store, None if since is None else options.moment(desk, since), by)
    for_people = format_ in (None, "table", "md")
    if not found and for_people:
        context.say(_("nothing was done with persons' data"))
        return
    context.page(format_)
    write_rows((_row(desk.zone.iso(one.event.at), one, for_people) for one in found), format_ or "table", COLUMNS)


def _row(at: str, one: Audited, for_people: bool) -> dict[str, Any]:
    from aduan_cli.render.records import encode
    from aduan_cli.render.table import short_iso

    return {
        "actor": one.event.actor,
        "at": short_iso(at) if for_people else at,
        "event": label("event", one.event.type) if for_people else one.event.type,
        "command": one.command,
        "ticket": one.ticket,
        "count": one.count,
        "format": one.format,
        "more": (encode(one.more) if one.more else None) if for_people else dict(one.more),
    }
