"""`aduan report mail`: a report as a message over a notifier, for cron."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from aduan_cli import errors
from aduan_cli.cli import declared, options
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.flow.reports import clocks, deciding, grouped
from aduan_cli.i18n import _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from aduan_cli.app.desk import Desk
    from aduan_cli.flow.reports.ground import Making
    from aduan_cli.report_tables import ReportTable, ReportTime

BESIDES: Mapping[str, Making] = {
    "unit": grouped.by_unit,
    "category": grouped.by_category,
    "kelurahan": grouped.by_place,
    "shifts": grouped.by_shift,
    "deadlines": clocks.by_clock,
    "rules": deciding.by_rule,
}
"""What makes each report that may stand below the account; none of them names a person."""
USUAL = ("unit", "deadlines")


@click.command("mail", cls=Command)
@click.argument("period", type=click.Choice(["week", "month", "year"]), metavar="week|month|year")
@click.argument("date", required=False, metavar="[DATE]")
@click.option("--to", "notifier", required=True, metavar="NOTIFIER", help="Over which of [notifiers] it goes.")
@click.option(
    "--with",
    "besides",
    multiple=True,
    type=click.Choice([*BESIDES]),
    help="A report that stands below the account; repeatable. Without it unit and deadlines.",
)
@click.option("--again", is_flag=True, help="Send it though it went already.")
@options.adds(declared.DRY_RUN)
@click.pass_obj
def command(
    context: Context,
    /,
    period: str,
    date: str | None,
    notifier: str,
    besides: tuple[str, ...],
    again: bool,
    dry_run: bool,
) -> int:
    """Send the account of a week, month or year over a notifier, as plain text and HTML.

    Without DATE it is the last one that is over. Each goes once: where it went already nothing is done, so that cron
    may try as often as it likes; what did not arrive (exit 6) goes at the next try. Nobody is named in it.
    """
    from aduan_cli.app.report_mail import ReportMail, has_gone, send_report, subject_of
    from aduan_cli.app.sending import type_of
    from aduan_cli.flow.reports import stretches
    from aduan_cli.i18n import language
    from aduan_cli.model import OPEN311
    from aduan_cli.outbox import SENT
    from aduan_cli.render.report_letter import html_letter, plain_letter
    from aduan_cli.render.report_words import title_of

    desk = context.desk
    if type_of(desk, notifier) == OPEN311:
        raise errors.UsageError(_("{name}: takes complaints alone, no report").format(name=notifier))
    now = stretches.around(period, options.within(desk, date), desk.zone)
    stretch = stretches.before(now, desk.zone, period) if date is None else now
    mail = ReportMail(period, stretch, besides or USUAL, notifier)
    if not (again or dry_run) and has_gone(desk, mail):
        if context.verbose:
            context.tell(_("it went already; --again sends it once more"))
        return errors.DONE
    tables = _tables(desk, period, stretch, mail.besides)
    levels = desk.rules["levels"]
    body = plain_letter(tables, desk.zone, levels)
    if dry_run:
        click.echo(body, nl=False)
        return errors.DONE
    subject = subject_of(desk, mail, title_of(tables[0]._replace(before=None), desk.zone))
    done = send_report(desk, mail, subject, body, html_letter(tables, desk.zone, levels, language()))
    if done.state == SENT:
        return errors.DONE
    context.tell(_("{name}: the report did not go: {why}").format(name=notifier, why=done.detail or "-"))
    return errors.PARTIAL


def _tables(desk: Desk, period: str, stretch: ReportTime, besides: Sequence[str]) -> list[ReportTable]:
    """Return the account beside that of the period before, and the reports that stand below it."""
    from aduan_cli.flow.reports import stretches
    from aduan_cli.flow.reports.ground import Ground

    ground: Ground = Ground(desk.store.figures, desk.rules, desk.zone, desk.clock())
    earlier = stretches.before(stretch, desk.zone, period)
    account = grouped.by_time(ground, stretch, period)
    tables = [account.beside(grouped.by_time(ground, earlier, period), with_gone=False)]
    return [*tables, *(BESIDES[name](ground, stretch) for name in besides)]
