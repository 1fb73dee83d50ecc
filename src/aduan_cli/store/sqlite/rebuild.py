"""Putting a store's file back that units' code harmed: a new one, made of what is still held of it, in its place.

Nothing is mended in a file that others may have open: they go on with the old one, and hear at their next step that
it is no longer there (`connection.py`).
"""

from __future__ import annotations

import os
import sqlite3

from aduan_cli.files import create
from aduan_cli.modes import side_files

_CHUNK = 1 << 20


def rebuild(held: int, head: bytes, log: bytes, file: str, event: tuple[int, bytes] | None) -> bool:
    """Write what a descriptor holds, and the log that belongs to it, to a new file, and put that in a file's place.

    `head` counts instead of how it begins, unless empty. False, and nothing is changed, when that is no whole
    database, or when the `event` (number, hash) that was stored last isn't in it.
    """
    file = os.path.realpath(file)
    copy = f"{file}.{os.urandom(8).hex()}"
    try:
        _write(copy, held, head)
        if log:
            _write_log(f"{copy}-wal", log)
        if not _is_sound(copy, event):
            raise sqlite3.DatabaseError
        _put_in_place(copy, file, held)
    except (OSError, sqlite3.Error):
        for name in (copy, *side_files(copy)):
            _remove(name)
        return False
    return True


def _write(copy: str, held: int, head: bytes) -> None:
    number = create(copy, own=True)
    try:
        place = 0
        while data := os.pread(held, _CHUNK, place):
            os.pwrite(number, head + data[len(head) :] if place == 0 else data, place)
            place += len(data)
        os.fsync(number)
    finally:
        os.close(number)


def _write_log(name: str, log: bytes) -> None:
    with os.fdopen(create(name, own=True), "wb") as file:
        file.write(log)


def _is_sound(copy: str, event: tuple[int, bytes] | None) -> bool:
    """Say whether a file is whole with its log, which is brought into it then."""
    connection = sqlite3.connect(copy, isolation_level=None)
    try:
        whole = connection.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",)
        if event is not None:
            found = connection.execute("SELECT hash FROM event WHERE id = ?", event[:1]).fetchone()
            whole = whole and found == event[1:]
        return bool(whole and connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0)
    finally:
        connection.close()


def _put_in_place(copy: str, file: str, held: int) -> None:
    """Make a copy the store's file; what lies beside the old one is not kept, another one in its place is."""
    try:
        if not os.path.samestat(os.stat(file), os.fstat(held)):
            os.rename(file, f"{copy}.found")
    except FileNotFoundError:
        pass
    for name in side_files(file):
        _remove(name)
    os.rename(copy, file)


def _remove(name: str) -> None:
    try:
        os.unlink(name)
    except FileNotFoundError:
        pass
