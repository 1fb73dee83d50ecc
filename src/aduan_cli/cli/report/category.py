"""`aduan report category`: what each category came to."""

from __future__ import annotations

import click

from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.cli.report import shown


@click.command("category", cls=Command)
@shown.of_time
@click.pass_obj
def command(context: Context, /, since: str | None, until: str | None, **form: shown.Printed) -> None:
    """What each category came to: how many calls, and what became of them by now.

    Categories that have a `group` in the rules stand below it, with the figures of all of them beside its name.

    Without --since and --until of the last 30 days. What each figure counts, --explain says.
    """
    from aduan_cli.flow.reports.grouped import by_group

    shown.show_between(context, by_group, since, until, form)
