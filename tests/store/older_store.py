"""Making a file that of an older version: what later steps added is taken away."""

from __future__ import annotations

import sqlite3

_UNDONE = {
    19: ("DROP INDEX assignment_given_back",),
    18: ("ALTER TABLE complaint DROP COLUMN point",),
    3: ("DROP TABLE identity",),
    4: ("DROP INDEX complaint_unanswered", "ALTER TABLE complaint DROP COLUMN unanswered"),
    5: ("DROP TABLE erased",),
    6: ("DROP INDEX complaint_source", "DROP TABLE older_imports"),
    7: ("DROP TABLE desk",),
    8: (
        "DROP INDEX complaint_bounced",
        "ALTER TABLE complaint DROP COLUMN bounced",
        "ALTER TABLE complaint DROP COLUMN bounces",
    ),
    10: (
        "DROP INDEX complaint_unanswered",
        "ALTER TABLE complaint DROP COLUMN unanswered",
        "ALTER TABLE complaint ADD COLUMN unanswered INTEGER GENERATED ALWAYS AS"
        " (kind = 'information' AND status = 'answered' AND answer IS NULL) VIRTUAL",
        "CREATE INDEX complaint_unanswered ON complaint (reported_at) WHERE unanswered = 1",
    ),
    11: (
        "DROP INDEX assignment_support",
        "DROP INDEX assignment_support_status",
        "ALTER TABLE assignment DROP COLUMN reported_at",
        "ALTER TABLE assignment DROP COLUMN complaint_status",
    ),
    12: (
        "DROP INDEX complaint_merged",
        "DROP INDEX complaint_owed",
        *(f"ALTER TABLE complaint DROP COLUMN {name}" for name in ("merged_into", "duplicates", "owed_since")),
    ),
    14: (
        "DROP TABLE tick",
        "DROP INDEX clock_escalate",
        "ALTER TABLE clock DROP COLUMN escalate_at",
        "DROP INDEX complaint_waking",
        "DROP INDEX complaint_escalated",
        *(
            f"ALTER TABLE complaint DROP COLUMN {name}"
            for name in ("escalated", "waking", "held_until", "escalated_at", "listed")
        ),
    ),
    13: ("DROP TABLE clock", "ALTER TABLE complaint DROP COLUMN due_at"),
    15: ("DROP TABLE outbox",),
    17: (
        "DROP TABLE incident",
        "DROP INDEX complaint_incident",
        *(f"ALTER TABLE complaint DROP COLUMN {name}" for name in ("incident", "agreed")),
    ),
    16: (
        *(f"DROP INDEX outbox_{name}" for name in ("letter", "tried", "batch")),
        *(f"ALTER TABLE outbox DROP COLUMN {name}" for name in ("batch", "letter", "tried_at")),
    ),
}
"""By the number of a step what undoes it."""


def to_schema(connection: sqlite3.Connection, schema: int) -> None:
    """Take away what the steps after one made. Rows stay as they are."""
    for step in sorted(_UNDONE, reverse=True):
        for statement in _UNDONE[step] if step > schema else ():
            connection.execute(statement)
    connection.execute("DELETE FROM _sqlite_migrations WHERE name >= ?", (f"{schema + 1:04}",))
    connection.execute(f"PRAGMA user_version = {schema}")


def to_second_schema(connection: sqlite3.Connection) -> None:
    """Take away what the third step and those after it made."""
    to_schema(connection, 2)
