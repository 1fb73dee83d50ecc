"""What `aduan note` does: what an officer wants to be remembered of a complaint. No click here (`plain`)."""

from __future__ import annotations

import sys

from aduan_cli.cli import options
from aduan_cli.cli.context import Context
from aduan_cli.cli.declared import Argument
from aduan_cli.cli.missing import ask
from aduan_cli.errors import UsageError
from aduan_cli.flow.editing import note
from aduan_cli.i18n import _

PARAMETERS = (
    Argument("ticket", "TICKET", alone=True, required=True),
    Argument("text", "TEXT", alone=True),
)
"""What stands on the line, in the order of the help."""


def note_complaint(context: Context, /, ticket: str, text: str | None) -> None:
    """Note something on a complaint.

    It stands in the history, in whatever state the complaint is, and changes nothing else.
    """
    desk = context.desk
    words = ask(context, _("What is to be noted?")) if text is None else text.strip()
    if words is None:
        sentence = _("{behind} is missing: aduan {verb} TICKET {behind}")
        raise UsageError(sentence.format(behind="TEXT", verb="note"))
    if not words:
        raise UsageError(_("{behind} is empty").format(behind="TEXT"))
    complaint = options.ticket(desk, ticket)
    note(desk.store, complaint, words, desk.actor, desk.clock())
    sys.stdout.write(_("{ticket}: noted").format(ticket=complaint.ticket) + "\n")


LINES = {"note": (note_complaint, PARAMETERS)}
