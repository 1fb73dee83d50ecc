"""A new store: its journal, and its tables all at once, as the steps of `migrations` make them one by one.

`empty.sql` is written by `scripts/empty_store.py` from those steps, and a test holds it to them. It saves a desk's
first call the loading of what runs steps, which takes longer than all else that this call does.
"""

from __future__ import annotations

import os
import sqlite3
import time

FILE = os.path.join(os.path.dirname(__file__), "empty.sql")
END = "\n;\n"
"""What ends a statement: triggers have semicolons of their own."""
_NOW = "strftime('%Y-%m-%d %H:%M:%f000+00:00', 'now')"


def use_write_ahead_log(connection: sqlite3.Connection, wait: float) -> None:
    """Switch to WAL. SQLite does not wait for others here by itself, so this tries again for `wait` seconds."""
    until = time.monotonic() + wait
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() >= until:
                raise
        time.sleep(0.01)


def is_new(connection: sqlite3.Connection) -> bool:
    """Say whether there is no table at all."""
    return bool(connection.execute("SELECT NOT EXISTS (SELECT 1 FROM sqlite_master)").fetchone()[0])


def make_tables(connection: sqlite3.Connection) -> int:
    """Make all tables in an empty file, with a name and a secret drawn for it; return how many steps that were."""
    with open(FILE, encoding="utf-8") as file:
        statements = file.read().split(END)
    for statement in statements[:-1]:
        connection.execute(statement)
    connection.execute("INSERT INTO identity VALUES (1, ?, ?)", (os.urandom(16).hex(), os.urandom(32)))
    return connection.execute(f"UPDATE _sqlite_migrations SET applied_at = {_NOW}").rowcount
