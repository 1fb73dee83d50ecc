"""`aduan plugin enable`: a plugin counts from now on, or its code is asked again after it was set aside."""

from __future__ import annotations

import re

import click

from aduan_cli.cli.plugin.switching import switch
from aduan_cli.cli.root import Command, Context
from aduan_cli.config.plugin_places import folders, missing, place_named
from aduan_cli.errors import UsageError
from aduan_cli.i18n import _
from aduan_cli.rules.schema import SHAPES, SLUG


@click.command("enable", cls=Command)
@click.argument("name", metavar="NAME")
@click.pass_obj
def command(context: Context, /, name: str) -> None:
    """Let the plugin NAME count: add it to the list in rules.toml, as the last.

    Everything else in rules.toml stays as it is written. The desk is tried with the plugin before; when the rules or
    the manifest would be left out, nothing is changed and the exit code is 3. A plugin whose code was set aside
    after failures is asked again.
    """
    if not re.fullmatch(SLUG, name):
        raise UsageError(_("'{name}' is no plugin's name; {right}").format(name=name, right=SHAPES["slug"].right))
    desk = context.desk
    desk.leave_changes()
    if place_named(desk.folder, name) is None:
        raise missing(name, folders(desk.folder))
    again = desk.store.enable_plugin(name, desk.actor, desk.clock())
    if again:
        context.say(_("plugin '{plugin}' is set aside no more; its code is asked again").format(plugin=name))
    if switch(context, name, enable=True):
        context.say(_("plugin '{plugin}' is enabled").format(plugin=name))
    elif not again:
        context.say(_("plugin '{plugin}' is enabled already").format(plugin=name))
