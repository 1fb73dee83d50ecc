"""`aduan report`: what the desk's calls add up to; each command in a module of its own."""

from __future__ import annotations

from aduan_cli.cli.command import Command
from aduan_cli.cli.groups import Lazy

COMMANDS = {
    "day": ("day", "The account of a day: what came, and where it is now."),
    "week": ("week", "The account of a week by days."),
    "month": ("month", "The account of a month by days."),
    "year": ("year", "The account of a year by months."),
    "unit": ("unit", "What each unit got, and what became of it."),
    "category": ("category", "What each category came to."),
    "kelurahan": ("kelurahan", "Where the calls come from, and where nobody calls."),
    "shifts": ("shifts", "What each shift took."),
    "deadlines": ("deadlines", "What was promised, and what was kept."),
    "callers": ("callers", "Who called again, and how much was made up."),
    "html": ("html", "The reports as a site of static pages."),
    "mail": ("mail", "A report as a message over a notifier."),
    "rules": ("rules", "What each rule decided, and what people corrected."),
}
"""Each command: its module in this package, and its line in the help."""


class ReportGroup(Command, Lazy):
    """The group: its commands, and the global options before their names."""


command = ReportGroup("report", package=__name__, table=COMMANDS, help="What the calls add up to.")
