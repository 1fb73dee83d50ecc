"""`aduan db migrate`: the data brought up to this version, on purpose."""

from __future__ import annotations

import click

from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.i18n import _


@click.command("migrate", cls=Command)
@click.option("--dry-run", is_flag=True, help="Try it on a copy, verify that, and change nothing.")
@click.pass_obj
def command(context: Context, /, dry_run: bool) -> None:
    """Bring the data of an older version up to this one, all steps in one transaction.

    The first command that writes does it anyway; --dry-run says before whether it will go well, and prints the steps.
    """
    from aduan_cli.app.schema import migrate

    found = migrate(context.desk, dry_run)
    for name in found.steps:
        click.echo(name)
    if not found.steps:
        context.say(_("schema {schema}: nothing is to be done").format(schema=found.schema))
    elif dry_run:
        sentence = _("schema {before} to {schema}: it goes well on a copy, which verifies; nothing was changed")
        context.say(sentence.format(before=found.before, schema=found.schema))
    else:
        context.say(_("schema {before} to {schema}: done").format(before=found.before, schema=found.schema))
