"""`aduan db`: the desk's data as a whole; each command in a module of its own."""

from __future__ import annotations

from aduan_cli.cli.command import Command
from aduan_cli.cli.groups import Lazy

COMMANDS = {
    "verify": ("verify", "Hold everything that is kept against what happened."),
    "head": ("head", "Print the newest event's hash and number."),
    "info": ("info", "How much there is, and since when."),
    "audit": ("audit", "List who saw persons' data, took them out or away."),
    "backup": ("backup", "Back up the data while others work."),
    "restore": ("restore", "Put a backup in the place of the data."),
    "drill": ("drill", "See that the newest backup could be put back."),
    "compact": ("compact", "Write the file anew, without lost room."),
    "migrate": ("migrate", "Bring data of an older version up to this one."),
    "views": ("views", "Make readable views for programs like datasette."),
    "export": ("export", "Write the whole desk to a file."),
    "import": ("import_", "Take in a whole desk from a file."),
    "copy": ("copy", "Move the data to another store."),
    "grants": ("grants", "Print what roles of a database may do, as SQL."),
}
"""Each command: its module in this package, and its line in the help."""


class DataGroup(Command, Lazy):
    """The group: its commands, and the global options before their names."""


command = DataGroup("db", package=__name__, table=COMMANDS, help="The desk's data: verified, backed up, put back.")
