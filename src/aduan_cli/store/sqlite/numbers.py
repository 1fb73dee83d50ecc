"""Numbers of a day that are left out, with an event that says so."""

from __future__ import annotations

import sqlite3

from aduan_cli.complaint.events import NUMBERS_SKIPPED
from aduan_cli.errors import UsageError
from aduan_cli.i18n import _
from aduan_cli.store.sqlite.last_numbers import SET_LAST, last_number
from aduan_cli.store.sqlite.steps import note_event
from aduan_cli.tickets import MOST_CALLS, make_ticket


def check(day: int, past: int) -> None:
    """Raise `UsageError` for a number that no ticket should have, or a day (yyyymmdd) that none can say."""
    if past > MOST_CALLS:
        raise UsageError(
            _("{number}: a day's tickets go up to {most}; a smaller number would be right").format(
                number=past, most=MOST_CALLS
            )
        )
    make_ticket("", day, past)


def skip(connection: sqlite3.Connection, day: int, past: int, actor: str | None, at: int) -> bool:
    """Let a day's next number be the one after `past`, with an event; False when it is behind that already."""
    last = last_number(connection, day)
    if last >= past:
        return False
    connection.execute(SET_LAST, (day, past))
    note_event(connection, NUMBERS_SKIPPED, actor, at, {"day": day, "after": last, "past": past})
    return True
