"""When a store is not what the desk remembers: an older state of it, or a new one in the place of what was lost.

What is given to a caller is never given twice: numbers that the desk remembers are skipped, and it is recorded.
"""

from __future__ import annotations

import sqlite3
import time

from aduan_cli.complaint.events import STORE_BEGUN_ANEW, STORE_OLDER
from aduan_cli.modes import give_name
from aduan_cli.store.sqlite.desk_mark import Mark
from aduan_cli.store.sqlite.numbers import skip
from aduan_cli.store.sqlite.steps import note_event

_SETTLED = "SELECT 1 FROM event WHERE complaint_id IS NULL AND instr(body, ?) AND instr(body, ?) LIMIT 1"


def begin(connection: sqlite3.Connection, before: Mark | None, reason: str, actor: str | None, at: int) -> None:
    """Record that the desk goes on with this store, and skip the numbers that were given from the one before.

    None: nothing of it is known but that it is lost.
    """
    note_event(connection, STORE_BEGUN_ANEW, actor, at, {"reason": reason, **(_before(before) if before else {})})
    if before:
        _skip(connection, before, actor, at)


def record_older_state(connection: sqlite3.Connection, before: Mark) -> None:
    """Record that an older state of the store was put back, and skip the numbers that were given since.

    Of commands at once one does it, and where the mark can't be written anew the first.
    """
    if is_recorded(connection, before):
        return
    at = int(time.time())
    note_event(connection, STORE_OLDER, None, at, _before(before))
    _skip(connection, before, None, at)


def is_recorded(connection: sqlite3.Connection, before: Mark) -> bool:
    """Say whether it is recorded already that this store is behind a mark."""
    found = connection.execute(_SETTLED, (f'"{STORE_OLDER}"', f'"{before.hash}"')).fetchone()
    return found is not None


def check_whole(connection: sqlite3.Connection) -> None:
    """Read all pages of a file. Raises `sqlite3.DatabaseError` when they are no whole database."""
    (said,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if said != "ok":
        raise sqlite3.DatabaseError("malformed")


def _before(mark: Mark) -> dict[str, str | int]:
    return {"store": mark.store, "event": mark.event, "hash": mark.hash}


def _skip(connection: sqlite3.Connection, mark: Mark, actor: str | None, at: int) -> None:
    for day, last in sorted(mark.days.items()):
        skip(connection, day, last, actor, at)


def set_aside(path: str, at: int) -> list[str]:
    """Give what is left of a lost store another name, for somebody to look at; return the new names."""
    return give_name(path, f"{path}.lost-{time.strftime('%Y%m%d-%H%M%S', time.gmtime(at))}")
