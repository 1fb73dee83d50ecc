"""`aduan deadlines`: what is promised, what that would have meant, and what was promised elsewhere."""

from __future__ import annotations

from aduan_cli.cli.command import Command
from aduan_cli.cli.groups import Lazy

COMMANDS = {
    "show": ("show", "Show the targets in force, and whose they are."),
    "backtest": ("backtest", "What the targets would have meant for stored complaints."),
    "learn": ("learn", "Propose targets from a column of due times."),
}
"""Each command: its module in this package, and its line in the help."""


class Deadlines(Command, Lazy):
    """The group: its commands, and the global options before their names."""


command = Deadlines("deadlines", package=__name__, table=COMMANDS, help="What is promised, and what that would mean.")
