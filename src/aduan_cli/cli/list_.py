"""`aduan list`: complaints by what they are, newest first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from aduan_cli.cli import filters, options
from aduan_cli.cli.command import Command, Context
from aduan_cli.cli.limits import Limited, most_rows, tell_more
from aduan_cli.i18n import _
from aduan_cli.stored import Query

F = TypeVar("F", bound=Callable[..., Any])


def _several(name: str, about: str) -> Callable[[F], F]:
    return click.option(f"--{name}", multiple=True, metavar="NAME,...", help=about)


class ListCommand(Command):
    """`list` has a filter `--actor`; who is at the desk is said before the command's name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own, everywhere = self.params[: self.own], self.params[self.own :]
        self.params = [*own, *(option for option in everywhere if option.name != "actor")]


def _note_reveal(context: Context, query: Query, limit: int | None) -> None:
    """Record that callers are shown whole: how many complaints, by which filter; phones in it masked."""
    from aduan_cli.phones import mask_phone

    desk = context.desk
    count = desk.store.count(query)
    where = {
        name: [mask_phone(value) for value in values] if name == "phone" else list(values)
        for name, values in query.where
    }
    data: dict[str, Any] = {"command": "list", "count": min(count, limit or count), "where": where}
    for name in ("open_only", "unanswered", "since", "until"):
        if getattr(query, name):
            data[name] = getattr(query, name)
    options.note_reveals(desk, data)


@click.command("list", cls=ListCommand)
@_several("status", "State: new, routed, ...")
@click.option("--open", "open", is_flag=True, help="Only those in which something is still owed.")
@click.option("--unanswered", is_flag=True, help="Only questions to which nobody noted an answer.")
@_several("unit", "Unit or outside body, any spelling; a unit with its crews.")
@_several("category", "What it is about.")
@_several("kind", "complaint, information, feedback.")
@_several("kecamatan", "District of the incident.")
@_several("kelurahan", "Ward of the incident.")
@_several("priority", "low, normal, high, emergency.")
@_several("channel", "How it came in.")
@_several("shift", "Shift in which it was reported.")
@_several("actor", "Who took it. (Who you are stands before `list`, or in ADUAN_ACTOR.)")
@click.option("--phone", multiple=True, metavar="NUMBER,...", help="The caller's phone, in any spelling.")
@click.option("--since", metavar="TIME", help="Reported at this time or later: 22:00, 3d, semalam, senin, 25/11.")
@click.option("--until", metavar="TIME", help="Reported before this time; a day, or a part of it, is taken in.")
@click.option(
    "--sort",
    default="reported_at",
    metavar="[-]FIELD",
    help="Order; - turns it round. Times, tickets: newest first; priority: most urgent first; else from A. One of: "
    + ", ".join(filters.SORTS)
    + ".",
)
@click.option("--reverse", is_flag=True, help="Turn the order round.")
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
    limit: int | None,
    columns: str | None,
    count: bool,
    format_: str | None,
    excel: bool,
    reveal: bool,
    **given: Any,
) -> None:
    """List complaints, newest first.

    Filters take several values, by commas or by giving the option again: any of them fits. Different filters
    must all fit.
    """
    desk = context.desk
    context.stop_when_unread()
    format_ = options.format_of(format_, excel)
    chosen = options.columns(desk, columns)
    query = filters.query(desk, given)
    if context.verbose:
        context.say(
            _("order: {field}, {way}").format(field=query.sort, way=filters.described(query.sort, query.ascending))
        )
    if count:
        click.echo(desk.store.count(query))
        return
    most = most_rows(limit, format_)
    if reveal:
        _note_reveal(context, query, most)
    context.page(format_)
    shown = Limited(desk.store.find(query._replace(limit=most and most + 1)), most)
    printed = options.show_records(desk, shown, format_ or "table", reveal=reveal, columns=chosen)
    tell_more(context, shown, printed, format_)
