"""`aduan db export`: the whole desk in one file."""

from __future__ import annotations

import sys

import click

from aduan_cli.cli import options
from aduan_cli.cli.arguments import FILE_NAME
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.errors import PartialError
from aduan_cli.i18n import _, ngettext
from aduan_cli.storable import storable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.app.moving import MovedDesk


@click.command("export", cls=Command)
@click.argument("file", type=FILE_NAME)
@click.pass_obj
def command(context: Context, /, file: str) -> None:
    """Write everything that the desk keeps to FILE (-: stdout), as at one moment, while others work.

    It is JSONL: complaints, events, who acts, clocks, messages, incidents, accepted rules and attachments, with all
    that callers said; only its owner can read it. aduan db import takes it in on another machine, or into another
    store. The same desk is always the same bytes. A file that is there already is left alone.
    """
    from aduan_cli.app import moving

    def note(moved: MovedDesk) -> None:
        """Afterwards, so that the file has the same bytes wherever the desk has just moved."""
        options.note_export(context.desk, "db export", moved.counts.rows.get("complaint", 0))

    if file == "-":
        context.stop_when_unread()
        moved = moving.give_away(context.desk, sys.stdout.buffer)
        note(moved)
    else:
        moved = moving.give_away_to_file(context.desk, file, note)
    tell(context, _("{file}: written whole"), file, moved)
    if moved.missing:
        sentence = ngettext(
            "{count} attachment is missing here, and in the file: {files}",
            "{count} attachments are missing here, and in the file: {files}",
            len(moved.missing),
        )
        raise PartialError(sentence.format(count=len(moved.missing), files=", ".join(moved.missing)))


def tell(context: Context, done: str, file: str, moved: MovedDesk) -> None:
    """Say what became of a file, and how much is in it."""
    rows, sentence = moved.counts.rows, _("complaints: {complaints}; events: {events}; files: {files}")
    counted = sentence.format(
        complaints=rows.get("complaint", 0), events=rows.get("event", 0), files=moved.counts.files
    )
    context.say(f"{done.format(file=storable(file))}; {counted}; {moved.counts.head}")
