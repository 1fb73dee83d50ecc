"""`aduan plugin disable`: a plugin counts no more; its folder stays."""

from __future__ import annotations

import click

from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.i18n import _


@click.command("disable", cls=Command)
@click.argument("name", metavar="NAME")
@click.pass_obj
def command(context: Context, /, name: str) -> None:
    """Let the plugin NAME count no more: remove it from the list in rules.toml. Its folder stays.

    Everything else in rules.toml stays as it is written, its [grants] too. The desk is tried without the plugin
    before; where rules or other plugins name its units or categories, nothing is changed and the exit code is 3. Open
    calls of its units stay filed under them: how many, and where they would go, is told.
    """
    from aduan_cli.app.plugin_care import check_is_known, left_on_disk, switch

    desk = context.desk
    desk.leave_changes()
    check_is_known(desk, name)
    if switch(desk, name, enable=False):
        context.say(_("plugin '{plugin}' is disabled").format(plugin=name))
        for sentence in left_on_disk(desk):
            context.warn(sentence)  # Where the change waits to be accepted; else this was said when it was.
    else:
        context.say(_("plugin '{plugin}' is not enabled").format(plugin=name))
