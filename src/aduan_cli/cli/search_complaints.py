"""What `aduan search` does: complaints by words in them. No click here (`plain`)."""

from __future__ import annotations

import sys

from aduan_cli.cli import options
from aduan_cli.cli.context import Context
from aduan_cli.cli.declared import COLUMNS, COUNT, EXCEL, LIMIT, REVEAL, SHEET_FORMAT, Argument
from aduan_cli.cli.row_limits import most_rows, show_limited
from aduan_cli.errors import UsageError
from aduan_cli.i18n import _

PARAMETERS = (Argument("words", "WORDS...", required=True), LIMIT, COLUMNS, COUNT, SHEET_FORMAT, EXCEL, REVEAL)
"""What stands on the line, in the order of the help."""


def search_complaints(
    context: Context,
    /,
    words: tuple[str, ...],
    limit: int | None,
    columns: str | None,
    count: bool,
    format_: str | None,
    excel: bool,
    reveal: bool,
) -> None:
    """Find complaints by words in text, answer and address, the newest reported first.

    All words must occur. `jal*` finds what begins so, '"lampu jalan"' the words side by side.
    """
    desk = context.desk
    context.only_looks()
    format_ = options.format_of(format_, excel)
    chosen = options.columns(desk, columns)
    wanted = " ".join(words)
    if not any(character.isalnum() for character in wanted):
        raise UsageError(_("there is no word to search for; letters or digits are needed"))
    if count:
        sys.stdout.write(f"{desk.store.search_count(wanted)}\n")
        return
    most = most_rows(limit, format_)
    if reveal:
        found = desk.store.search_count(wanted)
        # Not the words: they may be a caller's, and an event's data can't be erased.
        options.note_reveals(desk, {"command": "search", "count": min(found, most or found)}, format_)
    show_limited(context, lambda limit: desk.store.search(wanted, limit), most, format_, reveal, chosen, wanted)


LINES = {"search": (search_complaints, PARAMETERS)}
