"""Each local day's numbers, from 1 without gaps but for those that are recorded."""

from __future__ import annotations

import sqlite3

from aduan_cli.store.writing import SET_LAST, last_number, note_event

SKIPPED = "numbers_skipped"
"""The event of the desk that says which numbers of a day were left out: those after `after`, up to `past`."""


def skip(connection: sqlite3.Connection, day: int, past: int, actor: str | None, at: int) -> bool:
    """Let a day's next number be the one after `past`, with an event; False when it is behind that already."""
    last = last_number(connection, day)
    if last >= past:
        return False
    connection.execute(SET_LAST, (day, past))
    note_event(connection, SKIPPED, actor, at, {"day": day, "after": last, "past": past})
    return True
