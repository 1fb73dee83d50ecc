"""`aduan caller`: every call of one caller."""

from __future__ import annotations

import click

from aduan_cli.cli import options
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.cli.row_limits import most_rows, show_limited
from aduan_cli.cli.whose import phones_of
from aduan_cli.stored import Query

_COLUMNS = ("ticket", "reported_at", "status", "unit", "text")


@click.command("caller", cls=Command)
@click.argument("given", metavar="PHONE|TICKET")
@options.limit_option
@options.columns_option
@options.count_option
@options.sheet_format_option
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
    context.only_looks()
    format_ = options.format_of(format_, excel)
    chosen = options.columns(desk, columns)
    phones = phones_of(desk, given)
    query = Query((("phone", phones),))
    found = known(desk.store, phones)
    if count:
        click.echo(found.calls)
        return
    most = most_rows(limit, format_)
    if reveal:
        options.note_reveals(desk, {"command": "caller", "count": min(found.calls, most or found.calls)}, format_)
    people = format_ in (None, "table", "md")
    if found.calls and people:
        context.say(known_of(desk, found, set()))
    shown = chosen or (_COLUMNS if people else None)
    show_limited(context, lambda most: desk.store.find(query._replace(limit=most)), most, format_, reveal, shown)
