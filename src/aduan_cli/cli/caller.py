"""`aduan caller`: every call of one caller."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from aduan_cli.cli import options
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.cli.row_limits import most_rows, show_found
from aduan_cli.errors import NotFoundError
from aduan_cli.i18n import _
from aduan_cli.stored import Query

if TYPE_CHECKING:
    from aduan_cli.app.desk import Desk

_COLUMNS = ("ticket", "reported_at", "status", "unit", "text")
_BEGINS, _LEAST = ("0", "+", "62", "8"), 9
"""How a phone begins, and how many digits it has at the least, to be no ticket."""


@click.command("caller", cls=Command)
@click.argument("given", metavar="PHONE|TICKET")
@options.limit_option
@options.columns_option
@options.count_option
@options.format_option
@options.excel_option
@options.reveal_option
@click.pass_obj
def command(
    context: Context,
    /,
    given: str,
    limit: int | None,
    columns: str | None,
    count: bool,
    format_: str | None,
    excel: bool,
    reveal: bool,
) -> None:
    """Every call of one caller, the newest first.

    By the phone, however it is written (0812..., +62812..., 812...), or by any ticket of the caller.
    """
    from aduan_cli.cli.suggested import known_of
    from aduan_cli.flow.intake.repeats import known

    desk = context.desk
    context.stop_when_unread()
    format_ = options.format_of(format_, excel)
    chosen = options.columns(desk, columns)
    phones = _phones(desk, given)
    query = Query((("phone", phones),))
    found = known(desk.store, phones)
    if count:
        click.echo(found.calls)
        return
    most = most_rows(limit, format_)
    if reveal:
        options.note_reveals(desk, {"command": "caller", "count": min(found.calls, most or found.calls)})
    people = format_ in (None, "table", "md")
    if found.calls and people:
        context.say(known_of(desk, found, set()))
    shown = chosen or (_COLUMNS if people else None)
    show_found(context, lambda most: desk.store.find(query._replace(limit=most)), most, format_, reveal, shown)


def _phones(desk: Desk, given: str) -> tuple[str, ...]:
    """Return the numbers of a caller. Raises `NotFoundError` for no ticket, or one whose caller left none."""
    from aduan_cli.phones import normalise_phone, phone_keys

    phones = tuple(phone_keys(normalise_phone(given)))
    begins = given.lstrip(" (").startswith(_BEGINS)
    if phones and begins and sum(character.isdigit() for character in given) >= _LEAST:
        return phones
    try:
        complaint = options.ticket(desk, given)
    except NotFoundError:
        if phones:  # A local or a service number.
            return phones
        raise
    phones = tuple(phone_keys(complaint.caller_phone))
    if not phones:
        raise NotFoundError(_("{ticket}: no phone of its caller is known").format(ticket=complaint.ticket))
    return phones
