"""`aduan attach`: files that belong to a complaint."""

from __future__ import annotations

import click

from aduan_cli import errors
from aduan_cli.cli import files, options
from aduan_cli.cli.arguments import FILE_NAME
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.errors import PartialError
from aduan_cli.flow.attaching import attach
from aduan_cli.i18n import _, ngettext


@click.command("attach", cls=Command)
@click.argument("ticket")
@click.argument("paths", nargs=-1, required=True, type=FILE_NAME, metavar="FILE...")
@click.pass_obj
def command(context: Context, /, ticket: str, paths: tuple[str, ...]) -> int:
    """Attach files to a complaint: a photo, a letter, a recording.

    Each is copied into the desk; show lists them. The same file again changes nothing.
    """
    desk = context.desk
    complaint = options.ticket(desk, ticket)
    taken, new = attach(desk.store, desk.attachments, complaint, paths, desk.actor, desk.clock())
    known = [file for file in taken.files if file not in new]
    if new:
        sentence = _("{ticket}: attached: {files}")
        click.echo(sentence.format(ticket=complaint.ticket, files=files.listed(new)))
    if known:
        sentence = _("{ticket}: attached already: {files}")
        click.echo(sentence.format(ticket=complaint.ticket, files=files.listed(known)))
    if len(taken.wrong) == len(paths) == 1:
        raise taken.wrong[0]
    for error in taken.wrong:
        context.tell(_("error: {sentence}").format(sentence=error))
    if taken.wrong:
        sentence = ngettext(
            "{failed} of {count} was not attached", "{failed} of {count} were not attached", len(taken.wrong)
        )
        raise PartialError(sentence.format(failed=len(taken.wrong), count=len(paths)))
    return errors.DONE
