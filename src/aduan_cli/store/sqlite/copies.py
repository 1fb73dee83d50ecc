"""Whole copies of the file, made while others write, and what is said of a file without reading all of it."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import quote

from aduan_cli.errors import StoreError
from aduan_cli.files import create
from aduan_cli.i18n import _
from aduan_cli.modes import file_of
from aduan_cli.storable import storable
from aduan_cli.store.sqlite.connection import WAIT
from aduan_cli.store.sqlite.migrations import SCHEMA, steps
from aduan_cli.store.sqlite.migrations import migrate as bring_up
from aduan_cli.transfer import TABLES

_PAGES = 500
"""Pages (2 MB) that are copied and brought to the disk before others get it for a moment."""


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


def complaints_until(path: str, event: int) -> int:
    """Return how many complaints there were when an event was the newest one."""
    with looking(path) as connection:
        row = connection.execute("SELECT count(DISTINCT complaint_id) FROM event WHERE id <= ?", (event,)).fetchone()
    return int(row[0])


def last_at(path: str) -> int:
    """Return the time of the newest event, UTC seconds; 0 where there is none."""
    with looking(path) as connection:
        row = connection.execute("SELECT json_extract(body, '$.at') FROM event ORDER BY id DESC LIMIT 1").fetchone()
    return int(row[0]) if row else 0


def size(path: str) -> int:
    """Return the bytes of a file, with those that lie in its log."""
    file = file_of(path)
    return sum(os.path.getsize(name) for name in (file, f"{file}-wal") if os.path.exists(name))


def lacking(path: str) -> tuple[int, int, list[str]]:
    """Return the schema of a file, that of this version, and the names of the steps between them.

    Raises `StoreError` of a newer one.
    """
    with looking(path) as connection:
        (schema,) = connection.execute("PRAGMA user_version").fetchone()
    if schema > SCHEMA:
        sentence = _("{path}: made by a newer aduan (schema {found}, known: {known}); update aduan")
        raise StoreError(sentence.format(path=storable(path), found=schema, known=SCHEMA))
    return schema, SCHEMA, [name for name in steps() if int(name[:4]) > schema]


def migrate(path: str) -> None:
    """Bring a file up to this version, in one transaction. Raises `StoreError`: it is as it was then."""
    connection = sqlite3.connect(file_of(path), isolation_level=None, timeout=WAIT)
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA secure_delete = ON")
        bring_up(connection)
    except sqlite3.Error as error:
        sentence = _("{path}: it can't be brought up to this version, and is as it was: {reason}")
        raise StoreError(sentence.format(path=storable(path), reason=error)) from error
    finally:
        connection.close()


def compact(path: str) -> None:
    """Write the file anew without what was let go of in it; others wait, and nothing that is kept changes.

    Raises `StoreError` where it can't be had alone, or there is no room for a second one.
    """
    connection = sqlite3.connect(file_of(path), isolation_level=None, timeout=WAIT)
    try:
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("INSERT INTO complaint_fts (complaint_fts) VALUES ('optimize')")
        connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.Error as error:
        raise StoreError(
            _("{path}: it was not compacted, and is as it was: {reason}").format(path=storable(path), reason=error)
        ) from error
    finally:
        connection.close()


def copy(path: str, to: str, step: Callable[[int, int, int], object] | None = None) -> None:
    """Copy a store, as it is at one moment, to a new file of the user's own. Raises `StoreError`.

    `step` is told after some pages each: SQLite's code, how many are left, and how many there are.
    """
    os.close(create(to, own=True))
    with looking(path) as source:
        # Held as it is now: else each step of another process lets the copy begin anew, and it never ends.
        source.execute("BEGIN")
        source.execute("SELECT 1 FROM sqlite_master").fetchone()
        target, written = sqlite3.connect(to), os.open(to, os.O_RDONLY)

        def stepped(code: int, left: int, pages: int) -> None:
            os.fsync(written)  # A little at a time: all of it at once would let officers wait for the disk.
            if step is not None:
                step(code, left, pages)

        try:
            source.backup(target, pages=_PAGES, progress=stepped, sleep=0.001)
            target.execute("PRAGMA journal_mode = DELETE")
            os.fsync(written)
        except sqlite3.OperationalError as error:
            if "full" not in str(error):
                raise  # It may be either file's.
            raise _unwritable(to, error) from error
        finally:
            target.close()
            os.close(written)


def doubt_messages(path: str) -> None:
    """Let every message that still has to go say that it may have gone before: since a copy was made, nobody knows.

    Raises `StoreError`.
    """
    connection = sqlite3.connect(path)
    try:
        if connection.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'outbox'").fetchone():
            connection.execute("UPDATE outbox SET repeated = 1 WHERE state IN ('queued', 'leased', 'failed')")
            connection.commit()
    except sqlite3.Error as error:
        raise _unwritable(path, error) from error
    finally:
        connection.close()


def figures(path: str) -> dict[str, object]:
    """Return what is to be known of a file: bytes, rows by table, schema, time of the first and the newest event."""
    file = file_of(path)
    with looking(path) as connection:
        one = connection.execute
        at = "json_extract(body, '$.at')"
        first, last = one(f"SELECT min({at}), max({at}) FROM event").fetchone()
        there = {row[0] for row in one("SELECT name FROM sqlite_master WHERE type = 'table'")}
        names = [table.name for table in TABLES if table.name in there]
        rows = {name: one(f"SELECT count(*) FROM {name}").fetchone()[0] for name in names}
        (schema,) = one("PRAGMA user_version").fetchone()
    sizes = {name: os.path.getsize(name) if os.path.exists(name) else 0 for name in (file, f"{file}-wal")}
    return {
        "file": file, "bytes": sizes[file], "wal_bytes": sizes[f"{file}-wal"], "complaints": rows["complaint"],
        "events": rows["event"], "rows": rows, "schema": schema, "sqlite": sqlite3.sqlite_version, "first_at": first,
        "last_at": last,
    }  # fmt: skip


def _unreadable(path: str, error: sqlite3.Error) -> StoreError:
    return StoreError(_("{path}: it can't be read: {reason}").format(path=storable(path), reason=error))


def _unwritable(path: str, error: sqlite3.Error) -> StoreError:
    return StoreError(_("{path}: it can't be written: {reason}").format(path=storable(path), reason=error))
