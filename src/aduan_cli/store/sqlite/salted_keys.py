"""The salted keys of a store: under its secret, and those of erased complaints. See `common/salting.py`."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from aduan_cli.store.common.chain import MANY
from aduan_cli.store.common.salting import Salted, salting


def salting_of(connection: sqlite3.Connection, count: int = 1) -> Salted:
    """Return what makes digests under the secret of a store; `count`: of so many texts."""
    secret = connection.execute("SELECT secret FROM identity WHERE only = 1").fetchone()[0]
    return salting(secret, count >= MANY)


def of_erased(connection: sqlite3.Connection, keys: Iterable[str]) -> dict[str, int]:
    """Return by each key that an erased complaint was logged under the complaint's number."""
    if connection.execute("SELECT 1 FROM erased WHERE key IS NOT NULL LIMIT 1").fetchone() is None:
        return {}
    salted = salting_of(connection)
    found = {}
    for key in keys:
        row = connection.execute("SELECT complaint_id FROM erased WHERE key = ?", (salted(key),)).fetchone()
        if row is not None:
            found[key] = row[0]
    return found
