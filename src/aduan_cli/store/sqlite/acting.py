"""Who must act on a complaint, read from the store."""

from __future__ import annotations

import sqlite3

from aduan_cli.complaint.assignments import Assignment

_HELD = "SELECT unit, role, status FROM assignment WHERE complaint_id = ? AND ended_at IS NULL ORDER BY role, id"


def assignments(connection: sqlite3.Connection, complaint_id: int) -> list[Assignment]:
    """Return who must act on a complaint, and how far each unit is; the lead first."""
    return [Assignment(*row) for row in connection.execute(_HELD, (complaint_id,))]
