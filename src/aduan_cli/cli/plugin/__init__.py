"""`aduan plugin`: make, check, enable and look at the units' plugins; each command in a module of its own."""

from __future__ import annotations

from aduan_cli.cli.command import Command
from aduan_cli.cli.groups import Lazy

COMMANDS = {
    "list": ("list_", "List the plugins of the desk, enabled or not."),
    "new": ("new", "Begin a plugin: a manifest that holds, and code."),
    "check": ("check", "Find everything that is wrong with a plugin."),
    "enable": ("enable", "Let a plugin count, or be asked again."),
    "disable": ("disable", "Let a plugin count no more."),
    "discover": ("discover", "Look for plugins that are installed."),
    "doctor": ("doctor", "Show how the plugins' code is doing."),
}
"""Each command: its module in this package, and its line in the help."""


class PluginGroup(Command, Lazy):
    """The group: its commands, and the global options before their names."""


command = PluginGroup(
    "plugin", package=__name__, table=COMMANDS, help="The units' plugins: make, check and enable them."
)
