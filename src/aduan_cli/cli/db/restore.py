"""`aduan db restore`: a backup in the place of the data."""

from __future__ import annotations

import click

from aduan_cli.cli.arguments import FILE_NAME
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.i18n import _
from aduan_cli.storable import storable


@click.command("restore", cls=Command)
@click.argument("folder", type=FILE_NAME)
@click.option("--yes", is_flag=True, help="Also where there are data; they are kept under another name.")
@click.pass_obj
def command(context: Context, /, folder: str, yes: bool) -> None:
    """Put a backup in the place of the data: FOLDER, or the newest in it.

    It is verified first. What was there gets another name, and stays beside it. Attachments that are missing or damaged
    are brought back.
    """
    from aduan_cli.app import backups

    desk = context.desk
    found = backups.verified(backups.newest(desk, folder))
    for name in backups.restore(desk, found, yes):
        context.say(_("what was there: {file}").format(file=storable(name)))
    sentence = _("restored: {folder}; complaints: {complaints}; newest event: {event}")
    context.say(sentence.format(folder=storable(found.folder), complaints=found.complaints, event=found.event))
