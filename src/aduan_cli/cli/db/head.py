"""`aduan db head`: the newest event, for somebody else to keep."""

from __future__ import annotations

import click

from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context


@click.command("head", cls=Command)
@click.pass_obj
def command(context: Context, /) -> None:
    """Print the newest event's hash and number.

    Whoever keeps it elsewhere can tell later, by aduan db verify --since HASH, that nothing before it was changed or
    cut off.
    """
    from aduan_cli.app.verifying import head

    number, digest = head(context.desk)
    click.echo(f"{digest} {number}")
