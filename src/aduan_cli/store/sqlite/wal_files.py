"""The log and its index that SQLite lays beside a database which others have open, while a unit's code runs.

This process has the database closed then, so it may open these files and take SQLite's own locks on them: what is
judged doesn't change meanwhile. Nothing is written into them. The forms: sqlite.org/walformat.html, sections 2 and 3.
"""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Iterator

from aduan_cli.modes import side_files
from aduan_cli.record import Record
from aduan_cli.within import contextmanager

FINE, DAMAGED, REMOVED, LOST = "fine", "damaged", "removed", "lost"
"""How they are found: as they should be; harmed, with nothing in them that isn't in the database too; taken away from
others who work in them; without what was in the log alone."""
_LARGEST = 64 * 1024 * 1024
"""Bytes of the largest log that is kept in memory; SQLite lets it grow to 4 MB, in an import to 16 MB."""
_PATIENCE, _REST = 10.0, 0.005
"""Seconds to wait for a lock that others have, and between two tries."""
_RECOVERY = 1.0
"""Seconds for who opens the database first to make the index anew: it says nothing meanwhile."""
_ATTEMPTS = 5
"""Times that log and index are opened anew because they were exchanged meanwhile; then they aren't watched."""
_HEAD, _FRAME_HEAD, _INDEX_HEAD = 32, 24, 136
_PAGE_FRAMES_DONE = (slice(14, 16), slice(16, 20), slice(96, 100))
"""Where these numbers stand in the index, in the machine's own order of bytes."""
_SALTS = slice(16, 24)
"""Where the salts stand in the log; in the index they begin at byte 32."""
_FLOCK = "hhqqi0q" if sys.platform == "linux" else "qqihhi"
"""How the system lays out what is asked of a lock; Linux has type and whence first, others last."""
_WRITERS, _USERS, _ALL = (120, 2), (128, 1), (0x4000_0002, 510)
"""Begin and length of the locks: of the index for who writes or brings the log into the file, and for who has it open;
of the database for who has that open."""


class _Index(Record):
    """What the index says of the log: frames that count, those of them in the database already, bytes, salts."""

    frames: int
    done: int
    page: int
    salts: bytes

    def size(self) -> int:
        """Return the bytes of the log that count."""
        return _HEAD + self.frames * (_FRAME_HEAD + self.page)


class _File:
    """A file as it is found now, held open."""

    def __init__(self, path: str) -> None:
        self.number = hold(path)
        try:
            found = os.fstat(self.number)
            self.identity, self.size = (found.st_dev, found.st_ino), found.st_size
            self.head = os.pread(self.number, _HEAD, 0)
        except BaseException:
            os.close(self.number)
            raise


class WalFiles:
    """What lies beside a database, as it was when `begin` was called."""

    def __init__(self, database: str) -> None:
        self._names = side_files(database)[:2]
        self._log: _File | None = None
        self._index: _File | None = None
        self._kept: bytes | None = None

    def begin(self, whole: bool) -> None:
        """Hold the files as they are; `whole`: nothing is in the log that isn't in the database too."""
        self.close()
        for _attempt in range(_ATTEMPTS):
            self._log, self._index = (_file(name) for name in self._names)
            if self._are_of_one_time():
                break
            self.close()
        if self._log is not None and not whole and self._log.size <= _LARGEST:
            self._kept = os.pread(self._log.number, self._log.size, 0)

    def _are_of_one_time(self) -> bool:
        """Say whether log and index are a pair: the last one to leave may take both away, and the next make others."""
        if self._log is None:
            return True
        now = _state(self._names[0])
        return now is not None and now[0] == self._log.identity

    def close(self) -> None:
        """Let go of the files; SQLite must have them closed in this process."""
        for file in (self._log, self._index):
            if file is not None:
                os.close(file.number)
        self._log = self._index = self._kept = None

    def look(self, database: int) -> str:
        """Say how the files are found; `database` is the open database's descriptor."""
        log, index = self._log, self._index
        if log is None or index is None:
            return FINE  # Nobody else had the database open, and all was in it.
        try:
            found = [_state(name) for name in self._names]
            if any(now is None or now[0] != file.identity for now, file in zip(found, (log, index), strict=True)):
                return REMOVED if self._is_in_use(database, index) else FINE
            if os.pread(log.number, _HEAD, 0) == log.head and all(
                now is not None and now[1] >= file.size for now, file in zip(found, (log, index), strict=True)
            ):
                return FINE
            return self._judged_in_time(database, log, index)
        except OSError:
            return FINE  # It can't be looked at; SQLite says so itself as soon as it can't either.

    def _judged_in_time(self, database: int, log: _File, index: _File) -> str:
        """Say how log and index are found, once whoever comes first has had the time to make the index anew."""
        until = time.monotonic() + _RECOVERY
        while True:
            with locked(index.number, _WRITERS) as alone:
                if not alone:
                    return FINE
                said = _parsed_index(index.number)
                found = self._judged(log, said)
            if said is not None:
                return found
            if not self._is_in_use(database, index):
                return FINE  # Who had it open has gone, and left it so.
            if time.monotonic() >= until:
                return found
            time.sleep(_REST)

    def _judged(self, log: _File, said: _Index | None) -> str:
        """Say whether the log fits what its index says, while nobody can change either."""
        now = os.pread(log.number, _HEAD, 0)
        is_there = os.fstat(log.number).st_size >= (log.size if said is None else said.size())
        if said is None:
            return DAMAGED if self._kept is None or (is_there and now == log.head) else LOST
        if not said.frames or (is_there and now[_SALTS] == said.salts):
            return FINE
        return DAMAGED if said.frames == said.done else LOST

    def _is_in_use(self, database: int, index: _File) -> bool:
        """Say whether somebody works with the files that were there, whatever has their names now.

        Who takes them away because he is the last has the database for himself meanwhile. It is only asked after the
        locks: had for a moment, they would tell a colleague who looks too that somebody works here, and keep the last
        one to leave from taking the files away.
        """
        until = time.monotonic() + _PATIENCE
        while _is_held(database, _ALL, alone=True):
            if time.monotonic() >= until:
                return False
            time.sleep(_REST)
        return _is_held(index.number, _USERS)

    def has_all(self) -> bool | None:
        """Say whether what is kept of the log is all that its index says counts; None: the index was emptied too."""
        said, kept = None if self._index is None else _parsed_index(self._index.number), self._kept
        if kept is None or said is None:
            return None if kept else False
        return kept[_SALTS] == said.salts and len(kept) >= said.size()

    def log(self) -> bytes:
        """Return the log that belongs to the database: as it is, or where that was harmed as it was; SQLite judges it.

        The index must not have been exchanged.
        """
        if self._log is None:
            return b""
        now = os.pread(self._log.number, _LARGEST, 0)
        kept = self._kept
        return now if kept is None or now.startswith(kept) or _begins_later(now, kept) else kept

    @contextmanager
    def still(self, database: int) -> Iterator[None]:
        """Keep others from writing and from bringing the log into the database, as far as that can be had soon."""
        if self._index is None:
            with locked(database, _ALL, patience=1.0):
                yield
        else:
            with locked(self._index.number, _WRITERS, patience=1.0):
                yield


def _begins_later(now: bytes, kept: bytes) -> bool:
    """Say whether a log was begun anew since it was kept: SQLite counts the first salt up, and keeps the rest."""
    return len(now) >= _HEAD and now[:12] == kept[:12] and now[16:20] > kept[16:20]


def hold(path: str) -> int:
    """Open a file to look at it and to lock it, also one that may only be read. Raises `OSError`."""
    flags = os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
    try:
        return os.open(path, flags | os.O_RDWR)
    except PermissionError:
        return os.open(path, flags | os.O_RDONLY)


def _file(path: str) -> _File | None:
    try:
        return _File(path)
    except OSError:
        return None


def _state(path: str) -> tuple[tuple[int, int], int] | None:
    try:
        found = os.stat(path)
    except FileNotFoundError:
        return None
    return (found.st_dev, found.st_ino), found.st_size


@contextmanager
def locked(number: int, place: tuple[int, int], patience: float = _PATIENCE) -> Iterator[bool]:
    """Have one of SQLite's own locks on an open file.

    False when others keep it for so many seconds, or where the file can only be read.
    """
    from fcntl import LOCK_EX, LOCK_NB, LOCK_UN, lockf

    begin, length = place
    until = time.monotonic() + patience
    while True:
        try:
            lockf(number, LOCK_EX | LOCK_NB, length, begin)
            break
        except OSError as error:
            if error.errno not in (errno.EACCES, errno.EAGAIN) or time.monotonic() >= until:
                yield False
                return
            time.sleep(_REST)
    try:
        yield True
    finally:
        lockf(number, LOCK_UN, length, begin)


def _is_held(number: int, place: tuple[int, int], alone: bool = False) -> bool:
    """Say whether another process has one of SQLite's locks on an open file; `alone`: one that keeps all others out."""
    import struct
    from fcntl import F_GETLK, F_RDLCK, F_UNLCK, F_WRLCK, fcntl

    wanted, (begin, length) = F_RDLCK if alone else F_WRLCK, place
    if sys.platform == "linux":
        answer = fcntl(number, F_GETLK, struct.pack(_FLOCK, wanted, os.SEEK_SET, begin, length, 0))
        return bool(struct.unpack(_FLOCK, answer)[0] != F_UNLCK)
    answer = fcntl(number, F_GETLK, struct.pack(_FLOCK, begin, length, 0, wanted, os.SEEK_SET, 0))
    return bool(struct.unpack(_FLOCK, answer)[3] != F_UNLCK)


def _parsed_index(number: int) -> _Index | None:
    """Return what the index says; None where it says nothing."""
    data = os.pread(number, _INDEX_HEAD, 0)
    if len(data) < _INDEX_HEAD or data[:48] != data[48:96] or not data[12]:
        return None
    page, frames, done = (int.from_bytes(data[place], sys.byteorder) for place in _PAGE_FRAMES_DONE)
    return _Index(frames, min(done, frames), 65_536 if page == 1 else page, data[32:40])
