"""Whether the log that SQLite lays beside an open database still has what the index says, and filling it again.

What was stored last is in the log alone until it goes into the database. SQLite itself takes an emptied log for a
longer one and reads zeros out of it, so that the next one who writes it into the database destroys that. The forms:
sqlite.org/walformat.html.
"""

from __future__ import annotations

import os
import sys
import time

from aduan_cli.files import side_files
from aduan_cli.record import Record

FINE, FILLED, REMOVED, LOST = "fine", "filled", "removed", "lost"
"""How a log is found: as it should be, or now again, or no longer under its name, or with parts missing for good."""
_LARGEST = 64 * 1024 * 1024
"""Bytes of the largest log that is kept in memory; SQLite lets it grow to 4 MB, in an import to 16 MB."""
_ATTEMPTS, _REST = 15, 0.02
"""Looks, and seconds between two, before a log that doesn't fit its index is believed to be harmed."""
_HEAD, _FRAME_HEAD, _INDEX_HEAD = 32, 24, 136

_PAGE_FRAMES_DONE = (slice(14, 16), slice(16, 20), slice(96, 100))
"""Where these numbers stand in the index, in the machine's own order of bytes."""
_MOST_NUMBERS = 256
"""Descriptors among which one of SQLite's is looked for."""


class _Index(Record):
    """What the index says of the log: frames that count, those of them in the database already, bytes, salts."""

    frames: int
    done: int
    page: int
    salts: bytes

    def size(self) -> int:
        """Return the bytes of the log that count."""
        return _HEAD + self.frames * (_FRAME_HEAD + self.page)


class Beside:
    """The log beside a database that this process has open, kept in memory as it was last found to be whole."""

    def __init__(self, database: str) -> None:
        self._log, self._index = side_files(database)[:2]
        self.forget()

    def forget(self) -> None:
        """Look at the files anew: SQLite closed them, and takes the log away where nobody else has it open."""
        self._files: tuple[tuple[int, int], ...] | None = None
        self._size = 0
        self._kept: tuple[_Index, bytes] | None = None

    def look(self) -> str:
        """Say how the log is found, fill it again where it must be, and keep it as it is then."""
        try:
            return self._look()
        except OSError:
            return FINE  # It can't be looked at; SQLite says so itself as soon as it can't either.

    def _look(self) -> str:
        try:
            log, index = os.stat(self._log), os.stat(self._index)
        except FileNotFoundError:
            return REMOVED if self._files else FINE  # No log: SQLite doesn't keep one here, or not yet.
        files = ((log.st_dev, log.st_ino), (index.st_dev, index.st_ino))
        if self._files is not None and files != self._files:
            return REMOVED
        self._files = files
        harmed = index.st_size < self._size
        if harmed:
            # With zeros in it SQLite makes it anew from the log; without them reading it would end this process.
            os.truncate(self._index, self._size)
        self._size = max(index.st_size, self._size)
        said = self._kept[0] if harmed and self._kept else _said(index)
        if said is None or said.frames == said.done:  # Somebody writes it this moment, or all is in the database.
            return FILLED if harmed else FINE
        for _attempt in range(_ATTEMPTS):
            if self._is_whole(said, os.stat(self._log).st_size):
                self._keep(said)
                return FILLED if harmed else FINE
            # A colleague may begin the log anew this moment: its head is written before the index says so.
            time.sleep(_REST)
            again = _said(os.stat(self._index))
            if not harmed and not _same(again, said):
                return FINE
        return FILLED if self._fill(said) else LOST

    def _is_whole(self, said: _Index, size: int) -> bool:
        if size < said.size():
            return False
        number = os.open(self._log, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        try:
            return os.pread(number, 8, 16) == said.salts
        finally:
            os.close(number)

    def _keep(self, said: _Index) -> None:
        if self._kept and self._kept[0].frames == said.frames and self._kept[0].salts == said.salts:
            return
        if said.size() > _LARGEST:
            self._kept = None
            return
        with open(self._log, "rb") as file:
            self._kept = (said, file.read(said.size()))

    def _fill(self, said: _Index) -> bool:
        """Write what is kept to where it was; say whether nothing is missing then. What came later stands behind it."""
        if self._kept is None or self._kept[0].salts != said.salts:
            return False
        try:
            number = os.open(self._log, os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC)
        except OSError:
            return False
        try:
            os.pwrite(number, self._kept[1], 0)
            os.fsync(number)
            step = _FRAME_HEAD + said.page
            places = range(_HEAD + said.done * step, said.size(), step)
            return os.fstat(number).st_size >= said.size() and all(
                os.pread(number, 8, place + 8) == said.salts for place in places
            )
        except OSError:
            return False
        finally:
            os.close(number)


def _same(again: _Index | None, said: _Index) -> bool:
    """Say whether the index still says of the log what it said, and that it is needed."""
    return again is not None and again.frames != again.done and (again.frames, again.salts) == (said.frames, said.salts)


def descriptor_of(found: os.stat_result) -> int | None:
    """Return the number under which SQLite has a file open in this process; None when it hasn't.

    One of our own won't do: closing it would end all locks that SQLite has on that file.
    """
    for number in range(3, _MOST_NUMBERS):
        try:
            if os.path.samestat(os.fstat(number), found):
                return number
        except OSError:
            pass
    return None


def _said(index: os.stat_result) -> _Index | None:
    """Return what the index says; None while somebody writes it, or where it is empty."""
    number = descriptor_of(index)
    data = b"" if number is None else os.pread(number, _INDEX_HEAD, 0)
    if len(data) < _INDEX_HEAD or data[:48] != data[48:96] or not data[12]:
        return None
    page, frames, done = (int.from_bytes(data[place], sys.byteorder) for place in _PAGE_FRAMES_DONE)
    return _Index(frames, min(done, frames), 65_536 if page == 1 else page, data[32:40])
