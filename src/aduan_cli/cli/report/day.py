"""`aduan report day`: the account of a day, which has to add up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.cli.report import shown
from aduan_cli.i18n import _

if TYPE_CHECKING:
    from aduan_cli.figures import AccountLine
    from aduan_cli.flow.reports.ground import Ground
    from aduan_cli.report_tables import ReportTable, ReportTime


@click.command("day", cls=Command)
@click.argument("date", required=False, metavar="[DATE]")
@shown.form
@click.pass_obj
def command(context: Context, /, date: str | None, **form: shown.Printed) -> None:
    """The account of a day: every call that came then, and in which state it is now.

    By unit, and in the whole by kind; below it what was done that day, whenever the calls came. DATE is today, or as
    times are typed: kemarin, 25/11, senin. Each call is held against its history; where the account doesn't add up,
    it says so, and the exit code is 3.
    """
    from aduan_cli.app.verifying import finding
    from aduan_cli.cli import options
    from aduan_cli.desk_time import iso_day
    from aduan_cli.errors import ConfigError
    from aduan_cli.flow.reports import accounts, stretches

    desk = context.desk
    context.only_looks()
    day, since, until = options.day(desk, date)
    time = stretches.with_tickets(since, until, desk.zone)
    found = accounts.account(desk.store.figures, day, *time)
    told = [finding(one)._asdict() for one in found.differences]
    notes = {"adds_up": found.adds_up, "moved": found.moved, "differences": told}
    notes |= {"imported": desk.store.figures.imported(*time)}

    def make(ground: Ground, of: ReportTime) -> ReportTable:
        lines = found.lines if of == time else accounts.account_lines(ground.figures, *of)
        return accounts.of_day(lines, iso_day(day), of, notes)

    shown.show(context, make, time, stretches.before(time, desk.zone), form)
    if not found.adds_up:
        lines = [f"{one['where']}: {one['what']}" for one in told]
        raise ConfigError(_("the account doesn't add up"), (*lines, *map(_off, found.lines_off)))


def _off(line: AccountLine) -> str:
    sentence = _("{unit}: received {count}, in a state that there is {sum}")
    return sentence.format(unit=line.unit or _("in all"), count=line.received, sum=line.counted)
