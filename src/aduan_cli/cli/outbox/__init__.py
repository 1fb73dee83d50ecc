"""`aduan outbox ...`: the messages to units; each command in a module of its own."""

from __future__ import annotations

import click

from aduan_cli.cli.command import Command
from aduan_cli.cli.groups import Lazy

COMMANDS = {
    "list": ("list_", "Which messages went, and which wait."),
    "show": ("show", "One message, as it goes."),
    "preview": ("preview", "What a unit would be told of a complaint."),
    "retry": ("retry", "Let messages go again with the next tick."),
    "skip": ("skip", "Let messages never go."),
    "test": ("test", "Send a trial over a notifier."),
}
"""Each command: its module in this package, and its line in the help."""


class OutboxGroup(Command, Lazy):
    """The messages to units."""


@click.command("outbox", cls=OutboxGroup, package=__name__, table=COMMANDS)
def command() -> None:
    """The messages to units: what waits, went or failed. aduan tick sends them."""
