"""The last number that was given on each day."""

from __future__ import annotations

import sqlite3

SET_LAST = "INSERT INTO ticket_day (day, last) VALUES (?, ?) ON CONFLICT (day) DO UPDATE SET last = excluded.last"


def last_number(connection: sqlite3.Connection, day: int) -> int:
    """Return the last number given on a day (yyyymmdd); 0 when none was."""
    row = connection.execute("SELECT last FROM ticket_day WHERE day = ?", (day,)).fetchone()
    return row[0] if row else 0
