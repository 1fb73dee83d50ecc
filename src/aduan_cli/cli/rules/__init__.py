"""`aduan rules`: check, try, explain and change the rules; each command in a module of its own."""

from __future__ import annotations

from aduan_cli.cli.command import Command
from aduan_cli.cli.groups import Lazy

COMMANDS = {
    "check": ("check", "Find everything that is wrong with the rules."),
    "test": ("test", "Run the examples, or try a sentence."),
    "show": ("show", "Show the rules in force, by step."),
    "history": ("history", "List the revisions of the rules."),
    "diff": ("diff", "Show what two revisions say differently."),
    "accept": ("accept", "Bring changed files into force."),
    "restore": ("restore", "Write back the files of a revision."),
    "backtest": ("backtest", "Replay stored complaints under other rules."),
    "corrections": ("corrections", "List what officers corrected."),
    "learn": ("learn", "Propose rules from complaints that were decided by hand."),
    "schema": ("schema", "Print the JSON Schema of the files."),
}
"""Each command: its module in this package, and its line in the help."""


class RulesGroup(Command, Lazy):
    """The group: its commands, and the global options before their names."""


command = RulesGroup("rules", package=__name__, table=COMMANDS, help="Check, try, explain and change the rules.")
