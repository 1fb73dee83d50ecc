"""The tables of a new store, made once for all tests of a process: making them takes most of a desk's first call.

Fifteen steps of migration from nothing give the same pages each time, but for the store's name and its secret. Where a
test's own process opens an empty file, those pages are copied into it, and both are drawn anew. Processes that a test
starts, and whoever calls `migrate` itself, go the real way; `tests/store/test_empty_store.py` holds both against one
another.
"""

from __future__ import annotations

import os
import sqlite3
from functools import cache

import pytest

from aduan_cli.store.sqlite import migrations

_real = migrations.migrate


@cache
def _made() -> sqlite3.Connection:
    """Return a store in memory in which nothing is."""
    connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    _real(connection)
    return connection


def migrate(connection: sqlite3.Connection, wait: float = 10.0) -> None:
    """Bring the tables up to the schema, those of an empty file by copying them."""
    if connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        _real(connection, wait)
        return
    migrations._use_write_ahead_log(connection, wait)
    _made().backup(connection)
    drawn = os.urandom(16).hex(), os.urandom(32)
    connection.execute("UPDATE identity SET (store, secret) = (?, ?)", drawn)


@pytest.fixture(autouse=True)
def tables_are_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let new stores of this process have their tables as copies."""
    monkeypatch.setattr(migrations, "migrate", migrate)
