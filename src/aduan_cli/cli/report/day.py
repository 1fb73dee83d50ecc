"""`aduan report day`: the account of a day, which has to add up."""

from __future__ import annotations

import click

from aduan_cli.cli import options
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.i18n import _

DOES_NOT_ADD_UP = 3
"""The exit code then."""


@click.command("day", cls=Command)
@click.argument("date", required=False, metavar="[DATE]")
@options.format_option
@click.pass_obj
def command(context: Context, /, date: str | None, format_: str | None) -> int:
    """The account of a day: every call that came then, and in which state it is now.

    By unit, and in the whole by kind; below it what was done that day, whenever the calls came. DATE is today, or as
    times are typed: kemarin, 25/11, senin. Each call is held against its history; where the account doesn't add up,
    it says so, and the exit code is 3.
    """
    from aduan_cli.flow.reports import account
    from aduan_cli.render.account import write_account

    desk = context.desk
    context.stop_when_unread()
    day, since, until = options.day(desk, date)
    found = account(desk.store.figures, day, since, until)
    context.page(format_)
    write_account(found, _written(day), desk.zone.iso(since), desk.zone.iso(until), format_ or "table")
    if found.adds_up:
        return 0
    for one in found.differences:
        context.tell(_told(one.ticket, one.field, one.said, one.stands))
    for line in found.lines:
        if not line.adds_up:
            context.tell(
                _("{unit}: {count} were received, {sum} are in a state that there is").format(
                    unit=line.unit or _("in all"), count=line.received, sum=line.counted
                )
            )
    context.tell(_("the account doesn't add up"))
    return DOES_NOT_ADD_UP


def _told(ticket: str | None, field: str, said: object, stands: object) -> str:
    """Return in one sentence in what a call isn't what its events say."""
    if field in ("number", "ticket_day"):
        return _("numbers of the day: {said} by the history, {stands} in the store").format(said=said, stands=stands)
    sentence = _("{ticket}: {field} is {said} by its history, {stands} in the store")
    return sentence.format(ticket=ticket, field=field, said=said, stands=stands)


def _written(day: int) -> str:
    return f"{day // 10_000:04d}-{day // 100 % 100:02d}-{day % 100:02d}"
