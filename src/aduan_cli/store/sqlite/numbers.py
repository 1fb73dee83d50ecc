"""Numbers of a day that are left out, with an event that says so."""

from __future__ import annotations

import sqlite3

from aduan_cli.complaint.events import NUMBERS_SKIPPED
from aduan_cli.store.common.numbers import check_skip as check_skip
from aduan_cli.store.sqlite.last_numbers import SET_LAST, last_number
from aduan_cli.store.sqlite.steps import note_event


def skip(connection: sqlite3.Connection, day: int, past: int, actor: str | None, at: int) -> bool:
    """Let a day's next number be the one after `past`, with an event; False when it is behind that already."""
    last = last_number(connection, day)
    if last >= past:
        return False
    connection.execute(SET_LAST, (day, past))
    note_event(connection, NUMBERS_SKIPPED, actor, at, {"day": day, "after": last, "past": past})
    return True
