"""`aduan report rules`: what each rule decided, and what people made of that."""

from __future__ import annotations

import click

from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.cli.report import shown


@click.command("rules", cls=Command)
@shown.of_time
@click.pass_obj
def command(context: Context, /, since: str | None, until: str | None, **form: shown.Printed) -> None:
    """What each rule decided, what came back from units, and what officers corrected.

    A call counts for the rule that decided it before anybody corrected that; the most corrected first. Below it stands
    what triage got. `rules learn --from corrections` proposes what would have decided it right.
    """
    from aduan_cli.flow.reports.deciding import by_rule

    shown.show_between(context, by_rule, since, until, form)
