"""`aduan db compact`: the file without what was let go of in it."""

from __future__ import annotations

import click

from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.i18n import _
from aduan_cli.render.whole import size


@click.command("compact", cls=Command)
@click.pass_obj
def command(context: Context, /) -> None:
    """Write the file of the data anew, without the room of what was erased or replaced in it.

    Nothing that is kept changes. Others wait as long as it takes, or end with 7; a second file must fit beside it.
    """
    from aduan_cli.app.schema import compact

    before, after = compact(context.desk)
    context.say(_("{before} before, {after} now").format(before=size(before), after=size(after)))
