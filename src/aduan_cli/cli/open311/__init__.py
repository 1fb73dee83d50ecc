"""`aduan open311`: complaints for other systems (GeoReport v2); each command in a module of its own."""

from __future__ import annotations

from aduan_cli.cli.command import Command
from aduan_cli.cli.groups import Lazy

COMMANDS = {
    "pull": ("pull", "Take the complaints of another system."),
    "push": ("push", "Post complaints to another system."),
    "publish": ("publish", "Write what other systems may read, as static files."),
}
"""Each command: its module in this package, and its line in the help."""


class Open311Group(Command, Lazy):
    """The group: its commands, and the global options before their names."""


command = Open311Group(
    "open311", package=__name__, table=COMMANDS, help="Publish complaints for other systems, take theirs."
)
