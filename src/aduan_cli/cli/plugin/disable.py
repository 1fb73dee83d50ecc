"""`aduan plugin disable`: a plugin counts no more; its folder stays."""

from __future__ import annotations

import os

import click

from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.cli.plugin.switching import switch
from aduan_cli.config.plugin_files.places import enabled, missing, place_named, text_of
from aduan_cli.config.rule_files.checking import read_desk
from aduan_cli.config.rule_files.sources import RULES
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
    desk = context.desk
    desk.leave_changes()
    names = enabled(text_of(os.path.join(desk.folder, RULES)) or "")
    if name not in names and place_named(desk.folder, name) is None:
        raise missing(name, names)
    if switch(context, name, enable=False):
        context.say(_("plugin '{plugin}' is disabled").format(plugin=name))
        found = read_desk(desk.folder, desk.store.accepted())
        for sentence in desk.left_by(found.loaded) if found.loaded.revision != desk.revision else ():
            context.warn(sentence)  # Where the change waits to be accepted; else this was said when it was.
    else:
        context.say(_("plugin '{plugin}' is not enabled").format(plugin=name))
