"""`aduan report unit`: what each unit got, and what became of it."""

from __future__ import annotations

import click

from aduan_cli.cli import options
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.cli.report import shown


@click.command("unit", cls=Command)
@click.argument("unit", required=False, metavar="[UNIT]")
@shown.of_time
@click.pass_obj
def command(context: Context, /, unit: str | None, since: str | None, until: str | None, **form: shown.Printed) -> None:
    """What each unit got, its crews and offices with it, and what became of it by now.

    With UNIT that unit alone, each of its crews and offices in a line. A call counts where it is now, so where it was
    sent in the end. Without --since and --until of the last 30 days. What each figure counts, --explain says.
    """
    from aduan_cli.flow.reports.grouped import by_unit

    of = None if unit is None else options.Names(context.desk.rules).unit(unit)
    shown.show_between(context, lambda ground, stretch: by_unit(ground, stretch, of), since, until, form)
