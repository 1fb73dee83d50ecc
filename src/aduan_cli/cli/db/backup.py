"""`aduan db backup`: a copy of the data that verifies, made while others work."""

from __future__ import annotations

import os

import click

from aduan_cli.cli.arguments import FILE_NAME
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.errors import PartialError
from aduan_cli.i18n import _, ngettext
from aduan_cli.storable import storable

DEFAULT = "backups"
"""The folder of backups in the desk's own, where none is named."""
_NICE = 10


@click.command("backup", cls=Command)
@click.argument("folder", type=FILE_NAME, required=False)
@click.option("--keep", type=click.IntRange(min=1), metavar="N", help="Remove older ones beyond so many.")
@click.pass_obj
def command(context: Context, /, folder: str | None, keep: int | None) -> None:
    """Back up the data while others work, into FOLDER (without it: backups, in the desk's folder).

    Each backup is a folder named by time and by the newest event's hash, with the data and the attachments, for its
    owner alone to read (in a folder of a group for the group). It is verified before it counts: what doesn't verify is
    not kept, and nothing older is removed for it. Attachments are copied as they are; one that is damaged is told, and
    so is an older backup that can't be removed (exit code 6).
    """
    from aduan_cli.app import backups

    give_way()
    desk = context.desk
    made, gone = backups.make(desk, folder or os.path.join(desk.folder, DEFAULT), keep)
    click.echo(storable(made.folder))
    sentence = _("complaints: {complaints}; files: {files}; newest event: {event}")
    context.say(sentence.format(complaints=made.complaints, files=made.files, event=made.event))
    for place in gone:
        context.say(_("removed: {path}").format(path=storable(place)))
    for sentence in made.in_the_way:
        context.warn(sentence)
    damaged(made.damaged)
    if made.in_the_way:
        raise PartialError(_("older backups stay that --keep would remove: {count}").format(count=len(made.in_the_way)))


def give_way() -> None:
    """Let those who log have the processors first, from now on: what reads a whole desk would take all of them."""
    os.nice(max(0, _NICE - os.nice(0)))


def damaged(files: tuple[str, ...]) -> None:
    """Raise `PartialError` where attachments of a backup are not what was attached."""
    if files:
        sentence = ngettext(
            "{count} attachment was damaged before: {files}",
            "{count} attachments were damaged before: {files}",
            len(files),
        )
        raise PartialError(sentence.format(count=len(files), files=", ".join(files)))
