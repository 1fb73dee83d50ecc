"""`aduan db grants`: what roles of the database may do, as SQL."""

from __future__ import annotations

import click

from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context


@click.command("grants", cls=Command)
@click.option("--officer", "officers", multiple=True, metavar="ROLE", help="A role that works at the desk. (several)")
@click.option("--unit", "units", multiple=True, metavar="UNIT=ROLE", help="A role that works for a unit. (several)")
@click.option("--reader", "readers", multiple=True, metavar="ROLE", help="A role that looks at everything. (several)")
@click.pass_obj
def command(context: Context, /, officers: tuple[str, ...], units: tuple[str, ...], readers: tuple[str, ...]) -> None:
    """Print the SQL that says what roles of the database may do with the desk's data.

    For the server's administrator, who runs it as often as needed, and again after an update of aduan: aduan db grants
    ... | psql DATABASE. Officers work at the desk, readers look, a unit sees what it and its crews lead or help with
    and moves its own part of that, whatever program it uses. Roles that are not named stay as they are; those that
    are missing are made, without a password.
    """
    from aduan_cli.app.granting import grants_of

    click.echo(grants_of(context.desk, officers, readers, units), nl=False)
