"""`aduan holidays`: the days on which offices are closed."""

from __future__ import annotations

from aduan_cli.cli.command import Command
from aduan_cli.cli.groups import Lazy

COMMANDS = {"init": ("init", "Write a file of holidays, for a person to check.")}
"""Each command: its module in this package, and its line in the help."""


class HolidayFiles(Command, Lazy):
    """The group: its commands, and the global options before their names."""


command = HolidayFiles("holidays", package=__name__, table=COMMANDS, help="The days on which offices are closed.")
