"""`aduan plugin enable`: a plugin counts from now on, or its code is asked again after it was set aside."""

from __future__ import annotations

import os
import re

import click

from aduan_cli.app.desk import Desk
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.cli.plugin.switching import switch
from aduan_cli.config.plugin_files.places import enabled, missing, place_named, text_of
from aduan_cli.config.rule_files.loader import load
from aduan_cli.config.rule_files.sources import RULES, plugin_folders
from aduan_cli.errors import DONE, PARTIAL, ConfigError, NotFoundError, UsageError
from aduan_cli.i18n import _
from aduan_cli.rules.language.declare import manifest_path
from aduan_cli.rules.language.schema import SHAPES, SLUG

MOST_TOLD = 5
"""Lines about code that fails."""


@click.command("enable", cls=Command)
@click.argument("name", metavar="NAME")
@click.option("--before", metavar="OTHER", help="Before this plugin in the list, and not as the last.")
@click.pass_obj
def command(context: Context, /, name: str, before: str | None) -> int:
    """Let the plugin NAME count: add it to the list in rules.toml.

    It comes last, or before OTHER: of two plugins' words that both fit a call, those of the earlier one count. One
    that is enabled already is moved there. Everything else in rules.toml stays as it is written. The desk is tried
    with the plugin before; when that brings errors to any file, nothing is changed and the exit code is 3. A plugin
    whose code was set aside after failures is asked again. What is wrong with its code is told, and the exit code
    is then 6.
    """
    if not re.fullmatch(SLUG, name):
        raise UsageError(_("'{name}' is no plugin's name; {right}").format(name=name, right=_(SHAPES["slug"].right)))
    desk = context.desk
    desk.leave_changes()
    listed = enabled(text_of(os.path.join(desk.folder, RULES)) or "")
    if place_named(desk.folder, name) is None:
        raise missing(name, [folder for folder in plugin_folders(desk.folder) if folder not in listed])
    if before is not None and before not in listed:
        raise NotFoundError(_("plugin '{plugin}' is not enabled").format(plugin=before))
    if before == name:
        raise UsageError(_("--before {plugin}: another plugin would be right").format(plugin=before))
    switched = switch(context, name, enable=True, before=before)
    if not switched:
        _check_in_force(desk, name)
    again = _lift(desk, name)
    if again:
        context.say(_("plugin '{plugin}' is set aside no more; its code is asked again").format(plugin=name))
        context.say(_("what was decided without it meanwhile stays; to ask it about a call: aduan route TICKET"))
    if switched and name in listed:
        context.say(_("plugin '{plugin}' stands before '{other}' now").format(plugin=name, other=before))
    elif switched:
        context.say(_("plugin '{plugin}' is enabled").format(plugin=name))
    elif not again:
        context.say(_("plugin '{plugin}' is enabled already").format(plugin=name))
    return _tell_of_code(context, name)


def _tell_of_code(context: Context, name: str) -> int:
    """Warn of what is wrong with a plugin's code; that is no reason not to enable it: it runs guarded."""
    from aduan_cli.cli.plugin.check import wrong_with_code

    wrong = wrong_with_code(context, name)
    for problem in wrong[:MOST_TOLD]:
        context.warn(str(problem))
    if not wrong:
        return DONE
    context.say(_("aduan plugin check {plugin} shows all that is wrong with its code").format(plugin=name))
    return PARTIAL


def _check_in_force(desk: Desk, name: str) -> None:
    """Raise `ConfigError` with what is wrong with the manifest of a plugin that is enabled and doesn't count."""
    loaded = load(desk.folder, desk.store.accepted())
    wrong = loaded.left_out.get(manifest_path(name))
    if wrong:
        sentence = _("plugin '{plugin}' is enabled, but its manifest as it is on disk is not in force")
        raise ConfigError(sentence.format(plugin=name), tuple(map(str, wrong)))


def _lift(desk: Desk, name: str) -> bool:
    """Let a plugin that was set aside be asked again; False when it was not."""
    state = desk.store.plugin_states().get(name)
    aside = state is not None and state.set_aside_at is not None
    return aside and desk.store.enable_plugin(name, desk.actor, desk.clock())
