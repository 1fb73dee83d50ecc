"""Making a file that of an older version: what later steps added is taken away."""

from __future__ import annotations

import sqlite3

_UNDONE = (
    "DROP TABLE identity",
    "DROP INDEX complaint_unanswered",
    "ALTER TABLE complaint DROP COLUMN unanswered",
    "DROP INDEX complaint_bounced",
    "ALTER TABLE complaint DROP COLUMN bounced",
    "ALTER TABLE complaint DROP COLUMN bounces",
    "DROP TABLE erased",
    "DROP INDEX complaint_source",
    "DROP TABLE older_imports",
    "DROP TABLE desk",
    "DELETE FROM _sqlite_migrations WHERE name >= '0003'",
    "PRAGMA user_version = 2",
)


def to_second_schema(connection: sqlite3.Connection) -> None:
    """Take away what the third step and those after it made. Rows stay as they are."""
    for statement in _UNDONE:
        connection.execute(statement)
