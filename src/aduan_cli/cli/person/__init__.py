"""`aduan person`: what a desk keeps of one person; each command in a module of its own."""

from __future__ import annotations

from aduan_cli.cli.command import Command
from aduan_cli.cli.groups import Lazy

COMMANDS = {
    "show": ("show", "All that is kept of a person."),
    "correct": ("correct", "Correct a person's name, phone or address, on every call."),
    "erase": ("erase", "Erase a person, everywhere."),
}
"""Each command: its module in this package, and its line in the help."""


class PersonGroup(Command, Lazy):
    """The group: its commands, and the global options before their names."""


command = PersonGroup(
    "person", package=__name__, table=COMMANDS, help="What is kept of a person: shown, corrected, erased."
)
"""The calls of one person."""
