"""`aduan report kelurahan`: where the calls come from, and where nobody calls."""

from __future__ import annotations

import click

from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.cli.report import shown


@click.command("kelurahan", cls=Command)
@shown.of_time
@click.pass_obj
def command(context: Context, /, since: str | None, until: str | None, **form: shown.Printed) -> None:
    """Where the calls come from, by kelurahan, and from where nobody calls.

    What lies there, and how many live there who called; with the inhabitants that [kelurahan] of rules.toml gives also
    how many calls came for every 1,000 of them. Below it stand the kelurahan that never call in that time.
    """
    from aduan_cli.flow.reports.grouped import by_place

    shown.show_between(context, by_place, since, until, form)
