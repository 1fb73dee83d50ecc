"""An empty store as SQLite has it, for tests of the verbs that run inside one of its transactions."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from json import loads
from pathlib import Path
from typing import Any

from aduan_cli.store.sqlite.migrations import migrate


@contextmanager
def empty_store(path: str | Path = ":memory:") -> Iterator[sqlite3.Connection]:
    """Open a file with all tables and nothing in them."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        migrate(connection)
        yield connection


def told_by(connection: sqlite3.Connection) -> list[tuple[str, str | None, int, dict[str, Any]]]:
    """Return type, actor, time and data of each event, what may be erased among its data."""
    rows = connection.execute("SELECT body, private FROM event ORDER BY id").fetchall()
    said = [(loads(body), loads(private or "{}")) for body, private in rows]
    return [(body["type"], body["actor"], body["at"], {**body["data"], **beside}) for body, beside in said]
