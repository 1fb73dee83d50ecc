"""`aduan report`: what the desk's calls add up to; each command in a module of its own."""

from __future__ import annotations

from aduan_cli.cli.command import Command
from aduan_cli.cli.groups import Lazy

COMMANDS = {
    "day": ("day", "The account of a day: what came, and where it is now."),
}
"""Each command: its module in this package, and its line in the help."""


class ReportGroup(Command, Lazy):
    """The group: its commands, and the global options before their names."""


command = ReportGroup("report", package=__name__, table=COMMANDS, help="What the calls add up to.")
