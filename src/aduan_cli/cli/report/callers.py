"""`aduan report callers`: who rings again and again, and how much was made up."""

from __future__ import annotations

import click

from aduan_cli.cli import options
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.cli.report import shown
from aduan_cli.cli.row_limits import MOST as MOST_ROWS

MOST = 20
"""Numbers of the report, if nothing is said."""


@click.command("callers", cls=Command)
@click.option("--limit", type=click.IntRange(min=1), default=MOST, metavar="N", help="Most numbers, 20 without it.")
@options.reveal_option
@shown.of_time
@click.pass_obj
def command(
    context: Context,
    /,
    limit: int,
    reveal: bool,
    since: str | None,
    until: str | None,
    **form: shown.Printed,
) -> None:
    """Who called more than once, the most calls first, and how many calls were hoaxes.

    A caller is a number; whoever has none is not counted. Numbers are masked; --reveal shows them, which is recorded.
    `aduan caller NUMBER` lists the calls of one.
    """
    from aduan_cli.flow.reports.ground import Ground
    from aduan_cli.flow.reports.repeats import by_number
    from aduan_cli.report_tables import ReportTable, ReportTime

    most = min(limit, MOST_ROWS)
    chosen: list[str] = []

    def make(ground: Ground, time: ReportTime) -> ReportTable:
        """Make the report; of the period before on the same numbers."""
        if chosen:
            return by_number(ground, time, most, reveal, chosen)
        table = by_number(ground, time, most, reveal)
        chosen.extend(str(row.key[0]) for row in table.rows)
        if reveal:
            note = {"command": "report callers", "count": len(chosen)}
            options.note_reveals(context.desk, note, form["format_"])
        return table

    shown.show_between(context, make, since, until, form)
