"""`aduan outbox show`: one message, as it goes."""

from __future__ import annotations

import click

from aduan_cli.cli import options
from aduan_cli.cli.arguments import ID
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.cli.outbox.list_ import COLUMNS, row_of
from aduan_cli.errors import NotFoundError
from aduan_cli.i18n import _

MORE = ("at", "number", "message_id", "repeated", "subject", "body", "together")


@click.command("show", cls=Command)
@click.argument("number", type=ID, metavar="ID")
@options.format_option
@click.pass_obj
def command(context: Context, /, number: int, format_: str | None) -> None:
    """One message, as it goes: where to, how far it is, what goes as one with it, subject and text.

    A caller stays masked.
    """
    from aduan_cli.app.sending import preview
    from aduan_cli.render.cells import shown, shown_in_line
    from aduan_cli.render.rows import write_rows

    desk = context.desk
    one = desk.store.outbox.message(number)
    if one is None:
        raise NotFoundError(_("no message {id}").format(id=number))
    together = desk.store.outbox.together(number)
    letter = preview(desk, together)
    people = format_ in (None, "table")
    row = {
        **row_of(context, one, people),
        "at": desk.zone.iso(one.at),
        "number": one.event_id,
        "message_id": one.message_id,
        "repeated": one.repeated,
        "subject": letter.subject,
        "body": letter.body,
        "together": [each.id for each in together],
    }
    if not people:
        write_rows([row], format_ or "json", (*COLUMNS, *MORE))
        return
    head = " · ".join(str(row[name]) for name in ("ticket", "event", "to", "notifier", "state"))
    context.page()
    click.echo(shown_in_line(head + (f" · {one.error}" if one.error else "")))
    others = [str(each.id) for each in together if each.id != number]
    if others:
        click.echo(_("as one with {numbers}").format(numbers=", ".join(others)))
    click.echo(shown(f"\n{letter.subject}\n\n{letter.body}"))
