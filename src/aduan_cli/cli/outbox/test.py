"""`aduan outbox test`: a trial over a notifier."""

from __future__ import annotations

import click

from aduan_cli import errors
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.i18n import _


@click.command("test", cls=Command)
@click.argument("name", metavar="NOTIFIER")
@click.pass_obj
def command(context: Context, /, name: str) -> int:
    """Send a trial over a notifier, at once. It names no complaint; whether it arrived is told (exit 6: it did not)."""
    from aduan_cli.app.sending import try_out

    done = try_out(context.desk, name)
    if done.state == "sent":
        click.echo(_("{name}: the trial was taken").format(name=name) + (f" ({done.detail})" if done.detail else ""))
        return errors.DONE
    context.tell(_("{name}: the trial failed: {why}").format(name=name, why=done.detail or "-"))
    return errors.PARTIAL
