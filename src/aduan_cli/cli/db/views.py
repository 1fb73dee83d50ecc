"""`aduan db views`: what programs that read the file themselves may show."""

from __future__ import annotations

import click

from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.i18n import _


@click.command("views", cls=Command)
@click.option("--drop", is_flag=True, help="Take them out again.")
@click.pass_obj
def command(context: Context, /, drop: bool) -> None:
    """Make views in the file of the data that datasette and other programs can show: calls, history, open_by_unit.

    Their times are on the desk's clock, phones are masked, and nobody is named; the tables beside them have all that is
    kept, so let others see the views alone. After [desk] timezone changed, make them anew.
    """
    from aduan_cli.app.schema import change_views

    names = ", ".join(change_views(context.desk, drop))
    context.say((_("taken out: {names}") if drop else _("made: {names}")).format(names=names))
