"""Whether the file of the store is still what it was before a unit's code ran, and putting back what can be.

The code itself is refused the file (`plugins/fence.py`); a program that it starts is not, and is noticed here.
"""

from __future__ import annotations

import os
import sqlite3
from typing import TYPE_CHECKING

from aduan_cli.errors import StoreError
from aduan_cli.files import create, file_of, side_files
from aduan_cli.i18n import _
from aduan_cli.ports import Harm
from aduan_cli.record import Record
from aduan_cli.store.beside import FILLED, FINE, REMOVED, Beside, descriptor_of
from aduan_cli.store.remembering import LostError, is_lasting, refuse_lost

if TYPE_CHECKING:
    from aduan_cli.ports import Store

_OWNER, _OTHERS = 0o600, 0o007
_HEAD = 4096
"""Bytes of a file's first page, which SQLite makes as large as this."""


class _State(Record):
    """What tells one state of the file from a harmed one."""

    device: int
    inode: int
    mode: int
    size: int
    head: bytes

    def is_cut(self, before: _State) -> bool:
        """Say whether the file lacks pages that it says it has; SQLite itself takes some away only once it says so."""
        size, count = int.from_bytes(self.head[16:18], "big"), int.from_bytes(self.head[28:32], "big")
        return self.size < before.size and self.size < count * (65_536 if size == 1 else size)

    def is_another(self, before: _State) -> bool:
        """Say whether it begins otherwise; how SQLite keeps its log, in two of the bytes, may change."""
        heads = [(head[:18], head[20:24]) for head in (self.head, before.head)]
        return bool(self.head and before.head) and heads[0] != heads[1]


class Watch:
    """Watches the file of a store from `begin` on; `path` may be a `file:` URI."""

    def __init__(self, store: Store, path: str) -> None:
        self._store, self._path = store, path
        self._file = file_of(path) if is_lasting(path) else None
        self._before: _State | None = None
        self._beside = None if self._file is None else Beside(self._file)
        self._opening: int | None = None
        self._harm: Harm | None = None
        """What was noticed and nobody was told yet."""

    def begin(self) -> None:
        """Remember the file as it is now, and hold it open, for only so it can be put back: code is about to run."""
        self.look()
        self._hold()
        self._before = self._now()
        self._found_beside()

    def look(self) -> None:
        """Notice what was done to the file since the last look, and put back what can be; `harm` tells of it."""
        before, now = self._before, self._now()
        self._before = now
        found = self._found(before, now) if before is not None and before != now else None
        found = found or (self._found_beside() if before is not None else None)
        if found is None:
            return
        self._hold()
        self._before = self._now()
        if self._harm is None or found.lost:
            self._harm = found

    @property
    def lost(self) -> bool:
        """Whether something was noticed after which nothing can be stored any more."""
        return self._harm is not None and self._harm.lost is not None

    def harm(self) -> Harm | None:
        """Return what was done to the file since this was asked last; what can be put back is."""
        self.look()
        found, self._harm = self._harm, None
        return found

    def _hold(self) -> None:
        try:
            self._store.hold()
        except StoreError:
            pass  # The store says so itself as soon as it is needed.

    def _now(self) -> _State | None:
        if self._file is None:
            return None
        try:
            found = os.stat(self._file)
        except OSError:
            return None
        return _State(found.st_dev, found.st_ino, found.st_mode & 0o7777, found.st_size, _head(found))

    def _found(self, before: _State, now: _State | None) -> Harm | None:
        if now is None or (now.device, now.inode) != (before.device, before.inode):
            if self._store.put_back():
                return Harm(_("the desk's database was removed or exchanged while it ran; it was put back"))
            return Harm(_("the desk's database was removed or exchanged while it ran"), self._lost())
        if before.size and not now.size:
            return Harm(_("the desk's database was emptied while it ran"), self._lost())
        if now.is_cut(before) or now.is_another(before):
            return self._damaged(before, now)
        # The desk itself takes away what its folder doesn't ask for.
        if (before.mode & _OWNER) & ~now.mode or (now.mode & _OTHERS) & ~before.mode:
            self._give_mode(before.mode)
            return Harm(_("the mode of the desk's database was changed while it ran; it was put back"))
        return None

    def _damaged(self, before: _State, now: _State) -> Harm:
        """Put back how the file began, where nothing else is missing then."""
        if now.size >= before.size and self._begun_again(before.head) and self._is_sound():
            return Harm(_("the desk's database was written over while it ran; it was put back"))
        lost = f"{self._path}: " + _("the file is damaged or no aduan database; restore a backup beside it")
        return Harm(_("the desk's database was damaged while it ran"), StoreError(lost))

    def _begun_again(self, head: bytes) -> bool:
        try:
            number = descriptor_of(os.stat(str(self._file)))
            return number is not None and os.pwrite(number, head, 0) == len(head)
        except OSError:
            return False

    def _is_sound(self) -> bool:
        try:
            connection = sqlite3.connect(str(self._file))
            try:
                return bool(connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
            finally:
                connection.close()
        except sqlite3.Error:
            return False

    def _found_beside(self) -> Harm | None:
        """Look at the log beside the file: of one opening, for SQLite itself takes it away and makes another."""
        opening = self._store.opening
        if self._beside is None or opening is None:
            self._opening = None
            return None
        if opening != self._opening:
            self._beside.forget()
            self._opening = opening
        found = self._beside.look()
        if found == FINE:
            return None
        if found == FILLED or (found == REMOVED and self._settled()):
            return Harm(
                _("what SQLite keeps beside the desk's database was emptied or removed while it ran; it was put back")
            )
        lost = f"{self._path}: " + _("what was stored last in it is gone; restore a backup beside it")
        return Harm(
            _("what SQLite keeps beside the desk's database was emptied or removed while it ran"),
            StoreError(lost),
        )

    def _settled(self) -> bool:
        try:
            return self._store.settle() or self._store.put_back()
        except StoreError:
            return False

    def _lost(self) -> StoreError | None:
        """Return why nothing can be stored any more; None where another file is in its place."""
        try:
            refuse_lost(self._path)
        except LostError as error:
            return error
        return None

    def _give_mode(self, mode: int) -> None:
        try:
            os.chmod(str(self._file), mode)
        except OSError:
            pass


def _head(found: os.stat_result) -> bytes:
    """Return how a file begins that SQLite has open; empty where it hasn't."""
    try:
        number = descriptor_of(found)
        return b"" if number is None else os.pread(number, _HEAD, 0)
    except OSError:
        return b""


def copy_out(connection: sqlite3.Connection, path: str) -> str:
    """Write all that a connection sees to a new file beside the store's, and return its name."""
    file = file_of(path)
    copy = f"{file}.{os.urandom(8).hex()}"
    os.close(create(copy, own=True))
    try:
        target = sqlite3.connect(copy)
        try:
            connection.backup(target)
        finally:
            target.close()
    except BaseException:
        os.unlink(copy)
        raise
    return copy


def put_in_place(copy: str, path: str) -> None:
    """Make a copy the store's file; what stands in its place is kept under another name, what lies beside is not."""
    file = file_of(path)
    if os.path.lexists(file):
        os.rename(file, f"{copy}.found")
    for name in side_files(file):
        try:
            os.unlink(name)
        except FileNotFoundError:
            pass
    os.rename(copy, file)
