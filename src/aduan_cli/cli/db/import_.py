"""`aduan db import`: a whole desk out of one file."""

from __future__ import annotations

import click

from aduan_cli.cli.arguments import FILE_NAME
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.cli.db.export import tell
from aduan_cli.errors import PartialError
from aduan_cli.i18n import _, ngettext


@click.command("import", cls=Command)
@click.argument("file", type=FILE_NAME)
@click.pass_obj
def command(context: Context, /, file: str) -> None:
    """Take in a desk that aduan db export wrote to FILE (-: stdin), where nothing was stored yet.

    All of it, held against its events, or nothing: where the file was cut or changed the line is told, and it can be
    tried again. The desk goes on here as it was: tickets, numbers, chain, accepted rules. Records of other sources come
    in by aduan import.
    """
    from aduan_cli.app import moving

    moved = moving.take_in_file(context.desk, file)
    tell(context, _("{file}: taken in whole"), file, moved)
    if moved.missing:
        sentence = ngettext(
            "{count} attachment was damaged before: {files}",
            "{count} attachments were damaged before: {files}",
            len(moved.missing),
        )
        raise PartialError(sentence.format(count=len(moved.missing), files=", ".join(moved.missing)))
