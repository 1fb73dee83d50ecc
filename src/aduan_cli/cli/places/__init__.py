"""`aduan places`: the places that callers say, and those that stored calls tell of."""

from __future__ import annotations

from aduan_cli.cli.command import Command
from aduan_cli.cli.groups import Lazy

COMMANDS = {
    "list": ("list_", "List the places of places/*.toml."),
    "learn": ("learn", "Propose places from stored calls that name a place and a kelurahan."),
}
"""Each command: its module in this package, and its line in the help."""


class Places(Command, Lazy):
    """The group: its commands, and the global options before their names."""


command = Places("places", package=__name__, table=COMMANDS, help="The places that callers say.")
