"""A store's file changed by somebody who has it: what keeps its rows from being changed is away meanwhile."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_triggers(connection: sqlite3.Connection) -> Iterator[None]:
    """Take the triggers away, and put them back: nobody is to see that they were away."""
    found = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _sql in found:
        connection.execute(f"DROP TRIGGER {name}")
    yield
    for _name, sql in found:
        connection.execute(sql)
