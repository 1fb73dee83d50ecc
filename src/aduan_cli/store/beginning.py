"""When a store is not what the desk remembers: an older state of it, or a new one in the place of what was lost.

What is given to a caller is never given twice: numbers that the desk remembers are skipped, and it is recorded.
"""

from __future__ import annotations

import os
import sqlite3
import time

from aduan_cli.store.numbers import skip
from aduan_cli.store.remembering import Mark
from aduan_cli.store.writing import note_event

BEGUN, OLDER = "store_begun_anew", "store_older"
"""Events of the desk: that it began anew, why, and after what; that an older state of the store was put back."""
_PARTS = ("", "-wal", "-shm", "-journal")


def begin(connection: sqlite3.Connection, before: Mark, reason: str, actor: str | None, at: int) -> None:
    """Record that the desk goes on with this store, and skip the numbers that were given from the one before."""
    note_event(connection, BEGUN, actor, at, {"reason": reason, **_before(before)})
    _skip(connection, before, actor, at)


def settle(connection: sqlite3.Connection, before: Mark) -> None:
    """Record that an older state of the store was put back, and skip the numbers that were given since."""
    at = int(time.time())
    note_event(connection, OLDER, None, at, _before(before))
    _skip(connection, before, None, at)


def _before(mark: Mark) -> dict[str, str | int]:
    return {"store": mark.store, "event": mark.event, "hash": mark.hash}


def _skip(connection: sqlite3.Connection, mark: Mark, actor: str | None, at: int) -> None:
    for day, last in sorted(mark.days.items()):
        skip(connection, day, last, actor, at)


def set_aside(path: str, at: int) -> list[str]:
    """Give what is left of a lost store another name, for somebody to look at; return the new names."""
    stamp = time.strftime("%Y%m%d-%H%M%S", time.gmtime(at))
    place, number = f"{path}.lost-{stamp}", 1
    while any(os.path.lexists(place + part) for part in _PARTS):
        number += 1
        place = f"{path}.lost-{stamp}-{number}"
    moved = []
    for part in _PARTS:
        if os.path.lexists(path + part):
            os.rename(path + part, place + part)
            moved.append(place + part)
    return moved
