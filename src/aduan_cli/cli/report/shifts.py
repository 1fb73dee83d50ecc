"""`aduan report shifts`: what each shift took."""

from __future__ import annotations

import click

from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.cli.report import shown


@click.command("shifts", cls=Command)
@shown.of_time
@click.pass_obj
def command(context: Context, /, since: str | None, until: str | None, **form: shown.Printed) -> None:
    """What each shift took, and what became of it by now.

    The shift of a call is that of the time at which it was reported.
    """
    from aduan_cli.flow.reports.grouped import by_shift

    shown.show_between(context, by_shift, since, until, form)
