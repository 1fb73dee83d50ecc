"""`aduan desk begin-anew`: go on without data that were lost."""

from __future__ import annotations

import sys

import click

from aduan_cli.cli import keyboard
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.errors import NotAllowedError, UsageError
from aduan_cli.i18n import _


@click.command("begin-anew", cls=Command)
@click.option("--reason", metavar="TEXT", help="Why; it stands in the history.")
@click.option("--yes", is_flag=True, help="Don't ask whether you are sure.")
@click.pass_obj
def command(context: Context, /, reason: str | None, yes: bool) -> None:
    """Go on without the desk's data, because they are lost.

    The desk remembers that it had data. When they are gone, emptied, or others lie in their place, every command
    ends with 7, so that a drive that isn't mounted or a slip of the hand is not taken for a desk without calls. Look
    for the file, or for a backup of it, first. Beginning anew is the first event of the new data. Tickets that were
    given are not given again, as far as the desk remembers them. What is left of an emptied
    or damaged file gets another name.
    """
    asks = sys.stdin.isatty() and not keyboard.is_typed_ahead()
    why = (reason or (click.prompt(_("Why"), err=True) if asks else "")).strip()
    if not why:
        raise UsageError(_("--reason TEXT: say why, in a few words; it stands in the history"))
    if not yes:
        if not asks or keyboard.is_typed_ahead():
            raise UsageError(_("--yes is needed where nobody can be asked"))
        if not keyboard.agrees(_("Are the data of this desk lost, and no backup there?")):
            raise NotAllowedError(_("nothing was begun anew"))
    from aduan_cli.app.sharing import begin_anew

    for name in begin_anew(context.desk, why):
        context.say(_("what was left of it: {file}").format(file=name))
    context.say(_("the desk goes on; tickets that it remembers are not given again"))
