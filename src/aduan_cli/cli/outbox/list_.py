"""`aduan outbox list`: which messages went, and which wait."""

from __future__ import annotations

from itertools import islice
from typing import Any

import click

from aduan_cli.cli import declared, options
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.cli.row_limits import most_rows
from aduan_cli.complaint.messages import STATES
from aduan_cli.i18n import _
from aduan_cli.outbox import Posted

COLUMNS = ("id", "ticket", "event", "notifier", "to", "state", "attempts", "next_at", "error", "letter")
SHOWN = ("id", "ticket", "event", "notifier", "to", "state", "attempts", "next_at", "letter", "error")
"""The same for people: what was said of it last."""
_SHORT = 8
"""Signs of the id of a letter that people read: the same for messages that go as one."""


@click.command("list", cls=Command)
@click.option("--state", "states", multiple=True, type=click.Choice(STATES), help="Only those in this state.")
@click.option("--ticket", metavar="TICKET", help="Only those of this complaint.")
@options.adds(declared.LIMIT, declared.COUNT, declared.FORMAT)
@click.pass_obj
def command(
    context: Context,
    /,
    states: tuple[str, ...],
    ticket: str | None,
    limit: int | None,
    count: bool,
    format_: str | None,
) -> None:
    """Which messages went, and which wait, the newest first."""
    from aduan_cli.render.layout import Layout
    from aduan_cli.render.rows import write_rows

    desk = context.desk
    context.only_looks()
    found = desk.store.outbox.posted(states, options.ticket(desk, ticket) if ticket else None)
    if count:
        click.echo(sum(1 for _each in found))
        return
    most = most_rows(limit, format_)
    people = format_ in (None, "table", "md")
    rows = [row_of(context, one, people) for one in islice(found, most and most + 1)]
    context.page(format_)
    layout = Layout(("letter", "attempts", "event"), "error", least={"next_at": 11, "error": 20})
    write_rows(rows[:most], format_ or "table", COLUMNS, SHOWN, layout=layout)
    if not rows and people:
        context.say(_("no messages"))
    if most is not None and len(rows) > most:
        context.tell(_("more than {count} were found; --limit 0 shows all").format(count=most))


def row_of(context: Context, one: Posted, people: bool) -> dict[str, Any]:
    """Return a message as a row, for people in their words."""
    from aduan_cli.render.table import day_and_time
    from aduan_cli.value_words import label

    zone = context.desk.zone
    when = day_and_time if people else (lambda at, zone: zone.iso(at))
    return {
        "id": one.id,
        "ticket": one.ticket,
        "event": label("message", one.event) if people else one.event,
        "notifier": one.notifier,
        "to": label("unit", one.unit) if people else one.unit,
        "state": label("message", one.state) if people else one.state,
        "attempts": one.attempts,
        "next_at": None if one.next_at is None else when(one.next_at, zone),
        "error": one.error,
        "letter": (one.letter or "")[:_SHORT] if people else one.letter,
    }
