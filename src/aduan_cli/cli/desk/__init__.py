"""`aduan desk`: what concerns the desk as a whole; each command in a module of its own."""

from __future__ import annotations

from aduan_cli.cli.command import Command
from aduan_cli.cli.groups import Lazy

COMMANDS = {
    "share": ("share", "Let a group work at the desk."),
    "own": ("own", "Make the desk its owner's alone."),
    "begin-anew": ("begin_anew", "Go on without data that were lost."),
}
"""Each command: its module in this package, and its line in the help."""


class DeskGroup(Command, Lazy):
    """The group: its commands, and the global options before their names."""


command = DeskGroup("desk", package=__name__, table=COMMANDS, help="The desk as a whole.")
