"""`aduan report month`: the account of a month by days."""

from __future__ import annotations

import click

from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.cli.report import shown


@click.command("month", cls=Command)
@click.argument("date", required=False, metavar="[DATE]")
@shown.form
@click.pass_obj
def command(context: Context, /, date: str | None, **form: shown.Printed) -> None:
    """The account of a month by days: what came, and what became of it by now.

    DATE is any time in it: 2026-11, 25/11, 'bulan lalu'; without it this month. Below it stands what was done in that
    time, whenever the calls came. What each figure counts, --explain says.
    """
    shown.show_around(context, "month", date, form)
