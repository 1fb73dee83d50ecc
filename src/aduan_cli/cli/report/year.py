"""`aduan report year`: the account of a year by months."""

from __future__ import annotations

import click

from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.cli.report import shown


@click.command("year", cls=Command)
@click.argument("date", required=False, metavar="[DATE]")
@shown.form
@click.pass_obj
def command(context: Context, /, date: str | None, **form: shown.Printed) -> None:
    """The account of a year by months: what came, and what became of it by now.

    DATE is any time in it: 2026, 25/11, 'tahun lalu'; without it this year. Below it stands what was done in that
    time, whenever the calls came. What each figure counts, --explain says.
    """
    shown.show_around(context, "year", date, form)
