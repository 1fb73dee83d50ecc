"""`aduan callbacks`: who has to be rung back; `done` in a module of its own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

from aduan_cli.cli import declared, options
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.cli.groups import Lazy
from aduan_cli.cli.row_limits import most_rows
from aduan_cli.i18n import _

if TYPE_CHECKING:
    from aduan_cli.app.desk import Desk
    from aduan_cli.flow.callers import Waiting

COMMANDS = {"done": ("done", "The caller was rung back.")}
"""Each command: its module in this package, and its line in the help."""
COLUMNS = ("ticket", "name", "phone", "reason", "since")
FOR_PEOPLE = ("since", "ticket", "reason", "name", "phone", "said")

_NUMBER = 16
"""Columns of a phone: who cuts it rings a stranger."""
_LINES = 20
"""Lines that what there is to say may take: it is read out on the phone, to its end."""


class CallbacksGroup(Command, Lazy):
    """The list, and what is done about it."""


@click.command(
    "callbacks",
    cls=CallbacksGroup,
    package=__name__,
    table=COMMANDS,
    invoke_without_command=True,
    no_args_is_help=False,
)
@options.adds(declared.LIMIT, declared.COUNT, declared.FORMAT, declared.REVEAL)
@click.pass_context
def command(click_context: click.Context, /, limit: int | None, count: bool, format_: str | None, reveal: bool) -> None:
    """Who has to be rung back.

    Of what was resolved, referred, closed or rejected, and of all that was merged into it: one row for each caller, the
    longest waiting first. Who rang says so by aduan callbacks done TICKET.
    """
    if click_context.invoked_subcommand is None:
        show(click_context.obj, limit, count, format_, reveal)


def show(context: Context, limit: int | None, count: bool, format_: str | None, reveal: bool) -> None:
    """Print who waits to be rung, one row for each caller, the longest waiting first."""
    from aduan_cli.flow.callers import waiting
    from aduan_cli.render.layout import Layout
    from aduan_cli.render.rows import write_rows

    desk = context.desk
    context.only_looks()
    if count:
        click.echo(desk.store.count_awaiting_callback())
        return
    most = most_rows(limit, format_)
    if reveal:
        found = desk.store.count_awaiting_callback()
        options.note_reveals(desk, {"command": "callbacks", "count": min(found, most or found)}, format_)
    people = format_ in (None, "table", "md")
    rows = list(_rows(desk, waiting(desk.store, most and most + 1), reveal, people))
    more = most is not None and len(rows) > most
    context.page(format_)
    layout = Layout(("name",), "said", lines=_LINES, least={"phone": _NUMBER, "said": 40})
    write_rows(rows[:most], format_ or "table", COLUMNS, FOR_PEOPLE, layout=layout)
    if not rows and people:
        context.say(_("nobody waits to be rung back"))
    if more:
        context.tell(_("more than {count} were found; --limit 0 shows all").format(count=most))


def _rows(desk: Desk, found: Iterable[Waiting], reveal: bool, people: bool) -> Iterable[dict[str, Any]]:
    from aduan_cli.masking import mask_name
    from aduan_cli.phones import mask_phone
    from aduan_cli.render.table import short_time
    from aduan_cli.value_words import label

    for one in found:
        complaint = one.complaint
        name, phone = complaint.caller_name, complaint.caller_phone
        since = complaint.owed_since or 0
        row = {
            "ticket": complaint.ticket,
            "name": name if reveal else mask_name(name),
            "phone": phone if reveal else mask_phone(phone),
            "reason": label("status", one.incident.status) if people else one.incident.status,
            "since": short_time(since, desk.zone) if people else desk.zone.iso(since),
        }
        if people:
            row["said"] = _words_for_caller(desk, one)
        yield row


def _words_for_caller(desk: Desk, one: Waiting) -> str:
    """Return what there is to tell the caller: what the unit did, where it was referred to, why not."""
    from aduan_cli.flow.callers import what_became
    from aduan_cli.value_words import label

    event = what_became(desk.store, one.incident)
    data: dict[str, Any] = {} if event is None else {**event.data, **(event.private or {})}
    outside = desk.rules["outside"].get(one.incident.unit or "")
    referral = outside["referral"] if outside and one.incident.status == "referred" else None
    told = [data.get("result"), label("reason", data.get("code") or ""), referral, data.get("reason")]
    if one.incident is not one.complaint:
        told.append(_("through {ticket}").format(ticket=one.incident.ticket))
    return "; ".join(str(part) for part in told if part)
