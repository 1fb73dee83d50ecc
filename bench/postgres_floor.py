"""The least that a call on a server can cost: the driver imported, a connection made, bare inserts in one transaction.

The rows are those of a call, in tables and indexes as a desk has them: the complaint, its event, its phone, who acts,
and the day's number. Nothing is read, decided, chained or looked up, and what the rows say is there already.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

import psycopg2

TABLES = ("complaint", "event", "phone", "assignment")
_NUMBER = {"complaint": ("id", "number"), "event": ("id",), "phone": ("complaint_id",), "assignment": ("id",)}
"""Columns in which each call has a number of its own."""
_DAY = "INSERT INTO ticket_day VALUES (1, 1) ON CONFLICT (day) DO UPDATE SET last = ticket_day.last + 1 RETURNING last"


def store(cursor: psycopg2.extensions.cursor, rows: dict[str, dict[str, object]], number: int) -> None:
    """Store one call in a transaction, with a number that no other has."""
    cursor.execute(f"BEGIN; SET LOCAL search_path = floor; SET LOCAL synchronous_commit = on; {_DAY}")
    for table, row in rows.items():
        values = {**row, **dict.fromkeys(_NUMBER[table], number)}
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(values)}) VALUES ({', '.join(['%s'] * len(values))})", [*values.values()]
        )
    cursor.execute("COMMIT")


def numbers() -> int:
    """Return a number that no other process gives."""
    return time.time_ns() % 10**15 * 1000 + os.getpid() % 1000


def main() -> int:
    """Store one line and print its number."""
    file, url = sys.argv[1:]
    rows = json.loads(Path(file).read_text(encoding="utf-8"))
    connection = psycopg2.connect(url)
    connection.autocommit = True
    number = numbers()
    store(connection.cursor(), rows, number)
    sys.stdout.write(f"{number}\n")
    connection.close()
    return 0


def prepare(url: str, file: Path) -> None:
    """Keep the rows of a call that is stored in the desk `floor`, so that what is measured is the inserts alone."""
    connection = psycopg2.connect(url)
    connection.autocommit = True
    cursor = connection.cursor()
    found = {}
    for table in TABLES:
        cursor.execute(f"SELECT to_json(t) FROM floor.{table} t ORDER BY 1::text LIMIT 1")
        (row,) = cursor.fetchone() or ({},)
        found[table] = {name: value for name, value in row.items() if value is not None}
    file.write_text(json.dumps(found), encoding="utf-8")
    connection.close()
