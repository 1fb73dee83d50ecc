"""Whether the file of the store is still what it was before a unit's code ran, and putting back what can be.

The code itself is refused the file (`plugins/fence.py`); a program that it starts is not, and is noticed here. While
code runs this command has the store at rest: all that was stored before is in the one file, as far as others who read
older pages let it, and SQLite has it closed in this process.
"""

from __future__ import annotations

import os

from aduan_cli.errors import StoreError
from aduan_cli.i18n import _
from aduan_cli.modes import file_of
from aduan_cli.record import Record
from aduan_cli.store.sqlite.desk_mark import LostError, exchanged, is_lasting, refuse_lost
from aduan_cli.store.sqlite.wal_files import DAMAGED, FINE, REMOVED, WalFiles, hold
from aduan_cli.stored import Harm, Rest

TYPE_CHECKING = False
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


class TamperWatch:
    """Watches the file of a store while code runs, each time from `begin` to `harm`; `path` may be a `file:` URI."""

    def __init__(self, store: Store, path: str) -> None:
        self._store, self._path = store, path
        self._file = file_of(path) if is_lasting(path) else None
        self._beside = WalFiles(self._file or "")
        self._held: int | None = None
        self._rest: Rest | None = None
        self._before: _State | None = None

    def begin(self) -> None:
        """Bring the store to rest, and hold its file as it is now, for only so it can be put back: code is to run."""
        if self._file is None:
            return
        rest = self._store.rest()
        if self._before is not None and rest is self._rest:
            return  # Nobody here has touched it since.
        self._let_go()
        self._rest = rest
        try:
            self._held = hold(self._file)
        except OSError:
            return  # There is none, or nobody here can have it: then there is nothing to put back.
        self._before = self._now()
        self._beside.begin(rest.whole)

    def harm(self) -> Harm | None:
        """Return what was done to the file since it was looked at last; what can be put back is."""
        if self._before is None:
            return None
        is_at_rest = self._store.rest() is self._rest
        return self._noticed(is_at_rest)

    def end(self) -> Harm | None:
        """Let go of the file, once the store is closed; return what was done to it since it was looked at last."""
        try:
            return self._noticed(False) if self._before is not None else None
        finally:
            self._let_go()

    def _noticed(self, is_at_rest: bool) -> Harm | None:
        """Look at the file, and at what lies beside it where nothing of it is this command's own."""
        assert self._before is not None
        before, now = self._before, self._now()
        found = self._detect(before, now) if before != now else None
        if found is None and is_at_rest:
            found = self._detect_beside()
        if found is None:
            self._before = now
        else:
            self._let_go()  # It is looked at anew before code runs again.
        return found

    def _let_go(self) -> None:
        """Close what is held. SQLite must have it closed: it would lose its locks."""
        if self._held is not None:
            os.close(self._held)
        self._beside.close()
        self._held = self._before = self._rest = None

    def _now(self) -> _State | None:
        assert self._held is not None
        try:
            found = os.stat(str(self._file))
            return _State(
                found.st_dev, found.st_ino, found.st_mode & 0o7777, found.st_size, os.pread(self._held, _HEAD, 0)
            )
        except OSError:
            return None

    def _detect(self, before: _State, now: _State | None) -> Harm | None:
        if now is None or (now.device, now.inode) != (before.device, before.inode):
            if self._put_back():
                return Harm(_("the desk's database was removed or exchanged while it ran; it was put back"))
            return Harm(_("the desk's database was removed or exchanged while it ran"), self._lost())
        if before.size and not now.size:
            return Harm(_("the desk's database was emptied while it ran"), self._lost())
        if now.is_cut(before) or now.is_another(before):
            if now.size >= before.size and self._put_back(before.head):
                return Harm(_("the desk's database was written over while it ran; it was put back"))
            lost = f"{self._path}: " + _("the file is damaged or no aduan database; restore a backup beside it")
            return Harm(_("the desk's database was damaged while it ran"), StoreError(lost))
        # The desk itself takes away what its folder doesn't ask for.
        if (before.mode & _OWNER) & ~now.mode or (now.mode & _OTHERS) & ~before.mode:
            self._give_mode(before.mode)
            return Harm(_("the mode of the desk's database was changed while it ran; it was put back"))
        return None

    def _detect_beside(self) -> Harm | None:
        assert self._held is not None
        found = self._beside.look(self._held)
        if found == FINE:
            return None
        if found == DAMAGED:
            return Harm(
                _(
                    "what SQLite keeps beside the desk's database was emptied or written over while it ran;"
                    " the database has all that was stored before"
                )
            )
        has_all = found == REMOVED or self._beside.has_all()
        is_back = self._put_back()
        if is_back and has_all is None:
            return Harm(
                _(
                    "what SQLite keeps beside the desk's database was emptied while it ran; it was put back,"
                    " without what others stored in that very moment"
                )
            )
        if is_back and has_all:
            return Harm(
                _("what SQLite keeps beside the desk's database was emptied or removed while it ran; it was put back")
            )
        lost = f"{self._path}: " + _("what was stored last in it is gone; restore a backup beside it")
        return Harm(
            _("what SQLite keeps beside the desk's database was emptied or removed while it ran"),
            StoreError(lost),
        )

    def _put_back(self, head: bytes = b"") -> bool:
        """Write the file anew as it was, with its beginning where that was harmed; False when it isn't whole then."""
        from aduan_cli.store.sqlite.rebuild import rebuild

        assert self._held is not None
        with self._beside.still(self._held):
            event = self._rest.event if self._rest else None
            return rebuild(self._held, head, self._beside.log(), str(self._file), event)

    def _lost(self) -> StoreError:
        """Return why nothing can be stored any more."""
        try:
            refuse_lost(self._path)
        except LostError as error:
            return error
        return LostError(exchanged(self._path), exchanged=True)

    def _give_mode(self, mode: int) -> None:
        try:
            os.chmod(str(self._file), mode)
        except OSError:
            pass
