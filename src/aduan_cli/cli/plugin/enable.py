"""`aduan plugin enable`: a plugin counts from now on, or its code is asked again after it was set aside."""

from __future__ import annotations

import click

from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.errors import DONE, PARTIAL
from aduan_cli.i18n import _

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
    from aduan_cli.app.plugin_care import ask_again, check_can_be_enabled, check_in_force, switch

    desk = context.desk
    desk.leave_changes()
    was_enabled = check_can_be_enabled(desk, name, before)
    switched = switch(desk, name, enable=True, before=before)
    if not switched:
        check_in_force(desk, name)
    again = ask_again(desk, name)
    if again:
        context.say(_("plugin '{plugin}' is set aside no more; its code is asked again").format(plugin=name))
        context.say(_("what was decided without it meanwhile stays; to ask it about a call: aduan route TICKET"))
    if switched and was_enabled:
        context.say(_("plugin '{plugin}' stands before '{other}' now").format(plugin=name, other=before))
    elif switched:
        context.say(_("plugin '{plugin}' is enabled").format(plugin=name))
    elif not again:
        context.say(_("plugin '{plugin}' is enabled already").format(plugin=name))
    return _tell_of_code(context, name)


def _tell_of_code(context: Context, name: str) -> int:
    """Warn of what is wrong with a plugin's code; that is no reason not to enable it: it runs guarded."""
    from aduan_cli.app.plugin_check import PluginCheck

    wrong = PluginCheck(context.desk, name).wrong_with_code()
    for problem in wrong[:MOST_TOLD]:
        context.warn(str(problem))
    if not wrong:
        return DONE
    context.say(_("aduan plugin check {plugin} shows all that is wrong with its code").format(plugin=name))
    return PARTIAL
