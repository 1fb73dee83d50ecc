"""`aduan db copy`: the desk moves to another store."""

from __future__ import annotations

import click

from aduan_cli.cli.arguments import FILE_NAME
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.i18n import _, ngettext


@click.command("copy", cls=Command)
@click.option(
    "--to", required=True, type=FILE_NAME, metavar="URL|FILE", help="The new place: nothing is stored there yet."
)
@click.option("--cancel", is_flag=True, help="Stay: a move that was cut off is given up, and the desk goes on here.")
@click.pass_obj
def command(context: Context, /, to: str, cancel: bool) -> None:
    """Move the desk's data to another store: postgresql://USER@HOST/DATABASE#DESK, or a file.

    They are copied while officers work. Then this store takes no more steps (exit code 7, with the new place), the rest
    is copied, all rows are compared, both stores are verified, and the new one is opened. Where anything fails, the
    desk goes on here. After a kill, the same line goes on where it was. Attachments stay in the desk's folder.
    """
    from aduan_cli.app import copying

    if cancel:
        copying.cancel(context.desk, to)
        context.say(_("the desk goes on here"))
        return
    done = copying.copy(context.desk, to, context.say)
    sentence = ngettext(
        "moved to {place}: {count} complaint, newest event {event} ({hash})",
        "moved to {place}: {count} complaints, newest event {event} ({hash})",
        done.complaints,
    )
    context.say(sentence.format(place=done.place, count=done.complaints, event=done.event, hash=done.hash))
    context.say(_("from now on [store] in rules.toml must name it, or ADUAN_STORE"))
