"""Which records of files are there already."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.store.sqlite.cases import one
from aduan_cli.store.sqlite.query import marks
from aduan_cli.store.sqlite.salted_keys import salting_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeVar

    T = TypeVar("T")


def in_nothing(work: Callable[[sqlite3.Connection], T]) -> T:
    """Return what some work finds in a store in which nothing is."""
    from aduan_cli.store.sqlite.beginning import make_tables

    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        make_tables(connection)
        return work(connection)


def origin_of(connection: sqlite3.Connection, import_key: str) -> tuple[str | None, int | None] | None:
    """Return the file and the row of the complaint with an import key."""
    row: tuple[str | None, int | None] | None = connection.execute(
        "SELECT source_file, source_row FROM complaint WHERE import_key = ?", (salting_of(connection)(import_key),)
    ).fetchone()
    return row


def contents_of(connection: sqlite3.Connection, import_keys: Sequence[str]) -> dict[str, str | None]:
    """Return by each of some import keys that a complaint has what tells its content, as `marks_of` makes it."""
    salted = salting_of(connection, len(import_keys))
    found: dict[str, str | None] = {}
    for start in range(0, len(import_keys), 500):
        part = {salted(key): key for key in import_keys[start : start + 500]}
        select = f"SELECT import_key, content_hash FROM complaint WHERE import_key IN ({marks(len(part))})"
        found.update((part[key], content) for key, content in connection.execute(select, list(part)))
    return found


def marks_of(connection: sqlite3.Connection, contents: Sequence[str]) -> list[str]:
    """Return digests of contents as they are stored."""
    return [*map(salting_of(connection, len(contents)), contents)]


def has_imports(connection: sqlite3.Connection) -> bool:
    """Say whether records were imported at all."""
    return connection.execute("SELECT 1 FROM complaint WHERE import_key IS NOT NULL LIMIT 1").fetchone() is not None


def imported_from(connection: sqlite3.Connection, source_file: str, source_row: int) -> Complaint | None:
    """Return the complaint that came from a row of a file; of several the newest."""
    where = "c.source_file = ? AND c.source_row = ? ORDER BY c.id DESC LIMIT 1"
    return one(connection, where, (source_file, source_row))


def has_older_imports(connection: sqlite3.Connection) -> bool:
    """Say whether records were imported before their keys compared what cells mean."""
    return connection.execute("SELECT 1 FROM older_imports LIMIT 1").fetchone() is not None
