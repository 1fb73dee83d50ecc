"""`aduan plugin enable`: a plugin counts from now on, or its code is asked again after it was set aside."""

from __future__ import annotations

import os
import re

import click

from aduan_cli.cli.plugin.switching import switch
from aduan_cli.cli.root import Command, Context
from aduan_cli.config.plugin_places import enabled, folders, missing, place_named, text_of
from aduan_cli.config.sources import RULES
from aduan_cli.errors import NotFoundError, UsageError
from aduan_cli.i18n import _
from aduan_cli.rules.schema import SHAPES, SLUG


@click.command("enable", cls=Command)
@click.argument("name", metavar="NAME")
@click.option("--before", metavar="OTHER", help="Before this plugin in the list, and not as the last.")
@click.pass_obj
def command(context: Context, /, name: str, before: str | None) -> None:
    """Let the plugin NAME count: add it to the list in rules.toml.

    It comes last, or before OTHER: of two plugins' words that both fit a call, those of the earlier one count.
    Everything else in rules.toml stays as it is written. The desk is tried with the plugin before; when that brings
    errors to any file, nothing is changed and the exit code is 3. A plugin whose code was set aside after failures
    is asked again.
    """
    if not re.fullmatch(SLUG, name):
        raise UsageError(_("'{name}' is no plugin's name; {right}").format(name=name, right=_(SHAPES["slug"].right)))
    desk = context.desk
    desk.leave_changes()
    if place_named(desk.folder, name) is None:
        raise missing(name, folders(desk.folder))
    if before is not None and before not in enabled(text_of(os.path.join(desk.folder, RULES)) or ""):
        raise NotFoundError(_("plugin '{plugin}' is not enabled").format(plugin=before))
    switched = switch(context, name, enable=True, before=before)
    state = desk.store.plugin_states().get(name)
    aside = state is not None and state.set_aside_at is not None
    if aside and desk.store.enable_plugin(name, desk.actor, desk.clock()):
        context.say(_("plugin '{plugin}' is set aside no more; its code is asked again").format(plugin=name))
    elif not switched:
        context.say(_("plugin '{plugin}' is enabled already").format(plugin=name))
    if switched:
        context.say(_("plugin '{plugin}' is enabled").format(plugin=name))
