"""`aduan calendar`: the working hours that deadlines count on."""

from __future__ import annotations

import click

from aduan_cli.cli import options
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.cli.groups import ListingGroup
from aduan_cli.cli.rules.check import tell
from aduan_cli.errors import UsageError
from aduan_cli.flow.calendars import DAYS, days_of, years_without_holidays
from aduan_cli.i18n import _
from aduan_cli.problems import Problem

_PATHS = ("calendars", "holidays", "holiday", "dates")
"""Where it is said when it is open: tables of rules.toml, and what a file of holidays has."""


class Calendars(Command, ListingGroup):
    """The group: its commands, and the global options before their names."""


command = Calendars("calendar", help="The working hours that deadlines count on.")


@command.command("show", cls=Command)
@click.argument("month", required=False, metavar="[MONTH]")
@click.option("--calendar", "name", metavar="NAME", help="Only this calendar.")
@options.format_option
@click.pass_obj
def show(context: Context, /, month: str | None, name: str | None, format_: str | None) -> None:
    """Show when each calendar is open, day by day of a month.

    MONTH is like 2026-12, or any time in it; without it the present month. A day that is closed says why: the holiday's
    name; `changed` are hours of that day alone.
    """
    from aduan_cli.render.layout import Layout
    from aduan_cli.render.rows import write_rows

    desk = context.desk
    known = list(desk.rules["clocks"]["calendars"])
    if name is not None and name not in known:
        from aduan_cli.cli.values import unknown

        raise unknown(_("calendar"), name, known)
    first, last = _month(context, month)
    rows = list(days_of(desk.rules, known if name is None else [name], first, last))
    context.page(format_)
    if not rows:
        context.say(_("there is no calendar; [calendars.NAME] in rules.toml makes one"))
    write_rows(rows, format_ or "table", DAYS, layout=Layout((), "why", least={"hours": 24}))


def _month(context: Context, text: str | None) -> tuple[int, int]:
    """Return the first day of a month, and that of the next."""
    desk = context.desk
    if text is None:
        at = desk.clock()
    else:
        is_month = len(text) == 7 and text[4] == "-" and text[:4].isdigit()
        whole = f"{text}-01" if is_month else text
        if is_month and not ("01" <= text[5:] <= "12"):
            raise UsageError(_("there is no month '{text}'; one like 2026-12 would be right").format(text=text))
        try:
            at = options.coming(desk, whole)
        except UsageError:
            at = options.moment(desk, whole)
    local = desk.zone.local(at)
    after = (local.year + 1, 1) if local.month == 12 else (local.year, local.month + 1)
    first, last = (desk.zone.epoch(*month, 1, 12) for month in ((local.year, local.month), after))
    return desk.zone.day_number(first), desk.zone.day_number(last)


@command.command("check", cls=Command)
@click.option("--strict", is_flag=True, help="Warnings count as errors (for CI).")
@options.format_option
@click.pass_obj
def check(context: Context, /, strict: bool, format_: str | None) -> None:
    """Find what is wrong with calendars and holidays, as they stand on disk.

    Spans that overlap or have no length, days named twice, files of holidays that can't be read; and a year without
    holidays, this one or the one that is 90 days ahead. Exit code 3 when there is an error.
    """
    from aduan_cli.app.rulebook import checked

    desk = context.desk
    found = [problem for problem in checked(desk).problems if problem.path[:1] and problem.path[0] in _PATHS]
    for year in years_without_holidays(desk.rules, desk.zone, desk.clock()):
        what = _("no holiday of {year} is known: every calendar is open on them").format(year=year)
        right = _(
            "the year's holidays in the file that [holidays] names would be right; aduan holidays init drafts one"
        )
        found.append(Problem("rules.toml", ("holidays",), what, right, severity="warning"))
    tell(context, found, strict, format_)
    if not found and format_ is None:
        context.say(_("nothing is wrong with the calendars"))
