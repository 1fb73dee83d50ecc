"""`aduan report deadlines`: what was promised, and what was kept."""

from __future__ import annotations

import click

from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.cli.report import shown


@click.command("deadlines", cls=Command)
@shown.of_time
@click.pass_obj
def command(context: Context, /, since: str | None, until: str | None, **form: shown.Printed) -> None:
    """What was promised for the calls of a time, by unit and clock, and what was kept.

    Clocks that stopped in time, too late, that run, and that run though they are over; within which time half and 90 %
    of those that stopped had. The last line is of `resolve`, what callers were promised. What each figure counts,
    --explain says.
    """
    from aduan_cli.flow.reports.clocks import by_clock

    shown.show_between(context, by_clock, since, until, form)
