"""Whole copies of the file, made while others write, and what is said of a file without reading all of it."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote

from aduan_cli.errors import StoreError
from aduan_cli.files import create
from aduan_cli.i18n import _
from aduan_cli.modes import file_of
from aduan_cli.storable import storable

_PAGES = 2_000
"""Pages that are copied before others get the file for a moment."""


@contextmanager
def looking(path: str) -> Iterator[sqlite3.Connection]:
    """Open a store's file to read. Raises `StoreError` where it can't be."""
    try:
        connection = sqlite3.connect(
            f"file:{quote(os.fsencode(os.path.abspath(file_of(path))))}?mode=ro", uri=True, timeout=10
        )
    except sqlite3.Error as error:
        raise _unreadable(path, error) from error
    try:
        yield connection
    except sqlite3.Error as error:
        raise _unreadable(path, error) from error
    finally:
        connection.close()


def head(path: str) -> tuple[int, str] | None:
    """Return the number and the hash (hex) of the newest event; None: nothing happened yet."""
    with looking(path) as connection:
        row = connection.execute("SELECT id, hash FROM event ORDER BY id DESC LIMIT 1").fetchone()
    return None if row is None else (row[0], bytes(row[1]).hex())


def has_event(path: str, digest: str, number: int | None) -> bool:
    """Say whether an event, or that of a number, has a hash (hex, or how it begins)."""
    which, values = ("", []) if number is None else (" AND id = ?", [number])
    statement = f"SELECT 1 FROM event WHERE lower(substr(hex(hash), 1, ?)) = ?{which} LIMIT 1"
    with looking(path) as connection:
        row = connection.execute(statement, (len(digest), digest.lower(), *values)).fetchone()
    return row is not None


def copy(path: str, to: str) -> None:
    """Copy a store, as it is at one moment, to a new file of the user's own. Raises `StoreError`."""
    os.close(create(to, own=True))
    with looking(path) as source:
        target = sqlite3.connect(to)
        try:
            source.backup(target, pages=_PAGES, sleep=0.001)
            target.execute("PRAGMA journal_mode = DELETE")
        finally:
            target.close()
    number = os.open(to, os.O_RDONLY)
    os.fsync(number)
    os.close(number)


def doubt_messages(path: str) -> None:
    """Let every message that still has to go say that it may have gone before: since a copy was made, nobody knows."""
    connection = sqlite3.connect(path)
    try:
        if connection.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'outbox'").fetchone():
            connection.execute("UPDATE outbox SET repeated = 1 WHERE state IN ('queued', 'leased', 'failed')")
            connection.commit()
    finally:
        connection.close()


def figures(path: str) -> dict[str, object]:
    """Return what is to be known of a file: bytes, rows by table, schema, time of the first and the newest event."""
    file = file_of(path)
    with looking(path) as connection:
        one = connection.execute
        at = "json_extract(body, '$.at')"
        first, last = one(f"SELECT min({at}), max({at}) FROM event").fetchone()
        rows = {name: one(f"SELECT count(*) FROM {name}").fetchone()[0] for name in ("complaint", "event")}
        (schema,) = one("PRAGMA user_version").fetchone()
    sizes = {name: os.path.getsize(name) if os.path.exists(name) else 0 for name in (file, f"{file}-wal")}
    return {
        "file": file, "bytes": sizes[file], "wal_bytes": sizes[f"{file}-wal"], "complaints": rows["complaint"],
        "events": rows["event"], "schema": schema, "sqlite": sqlite3.sqlite_version, "first_at": first, "last_at": last,
    }  # fmt: skip


def _unreadable(path: str, error: sqlite3.Error) -> StoreError:
    return StoreError(_("{path}: it can't be read: {reason}").format(path=storable(path), reason=error))
