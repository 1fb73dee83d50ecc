"""What a desk remembers of its store, so that a lost, emptied, exchanged or older file is taken for what it is.

A store has an identity of its own, which its backups share. With what a command stores the desk keeps a mark beside
its cache: that identity, the newest event, and the numbers given. The mark is a cache's neighbour, no second store:
where it can't be written, or was removed with `.aduan/`, the desk does without. One that is there and can't be believed
says no more than that there was a store.
"""

from __future__ import annotations

import errno
import json
import os
import sqlite3
from binascii import crc32
from collections.abc import Callable
from time import monotonic

from aduan_cli.errors import StoreError
from aduan_cli.files import UnsafeError, read, sealed, unsealed, write
from aduan_cli.i18n import _
from aduan_cli.model import STORE_FILE
from aduan_cli.modes import file_of
from aduan_cli.record import Record

FORMAT = 1
DAYS = 60
"""Days whose numbers a mark keeps, the newest: it is written with every step, so it must stay small."""
_MOST = 65_536
"""Bytes of the largest mark."""
_AT_ONCE = 1.0
"""Seconds after which a step of the same command is remembered again, though it gave no number."""
_DAYS = f"SELECT day, last FROM ticket_day ORDER BY day DESC LIMIT {DAYS}"
_HEAD = "SELECT id, hash FROM event ORDER BY id DESC LIMIT 1"


class Mark(Record):
    """A store as the desk saw it last: its identity, its newest event with its hash in hex, and numbers.

    `days` maps yyyymmdd to the last number given on that day.
    """

    store: str
    event: int
    hash: str
    days: dict[int, int]


class DamagedError(StoreError):
    """The file is damaged, or something else than a database."""


class UndecodableError(DamagedError):
    """A text in it isn't UTF-8 any more."""


class LostError(StoreError):
    """The store is not the one that the desk remembers. `exchanged`: it is another one."""

    def __init__(self, sentence: str, exchanged: bool = False) -> None:
        super().__init__(sentence)
        self.exchanged = exchanged


def name_of(desk: str, path: str) -> str:
    """Return what a desk calls a store, by whatever links its path leads there.

    Relative, so that a desk that is moved or copied with all its files still knows its store. The desk's own is called
    so even where its file is a link: one that is removed is still known then.
    """
    folder, file = os.path.realpath(desk), file_of(path)
    own = os.path.join(folder, STORE_FILE)
    place = os.path.join(os.path.realpath(os.path.dirname(file) or "."), os.path.basename(file))
    if place != own:
        place = os.path.realpath(place)
        if place == os.path.realpath(own):
            return STORE_FILE
    inside = folder.rstrip(os.sep) + os.sep
    return place[len(inside) :] if place.startswith(inside) else place


class MarkFile:
    """The mark of one store, in a file of the desk's own. `warn` is told what doesn't stop the work.

    `accepted_in` returns what the desk calls the store in which, as far as it is known otherwise, rules were accepted.
    """

    def __init__(
        self, desk: str, path: str, warn: Callable[[str], None], accepted_in: Callable[[], str | None] = lambda: None
    ) -> None:
        self._store = name_of(desk, path)
        self._accepted_in = accepted_in
        self._told = False
        number = f"-{crc32(self._store.encode(errors='replace')):08x}"
        name = f"store{'' if self._store == STORE_FILE else number}.json"
        self._desk, self._name = desk, f".aduan/{name}"
        self._kept: Mark | None = None
        self._kept_at = 0.0
        self.warn = warn

    def mark(self) -> Mark | None:
        """Return what is remembered; None: nothing, or nothing that can be read."""
        try:
            said = json.loads(unsealed(read(self._desk, self._name, _MOST)))
            if said["format"] == FORMAT and said["path"] == self._store:
                days = {int(day): int(last) for day, last in said["days"].items()}
                return Mark(str(said["store"]), int(said["event"]), str(said["hash"]), days)
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            pass  # See `refuse_lost`.
        return self._kept

    def refuse_lost(self, path: str) -> None:
        """Raise `LostError` when there is a sign of a store, but neither its file nor a mark that is believed."""
        if not _is_missing(path):
            return
        try:
            unsealed(read(self._desk, self._name, _MOST))
            reason = _("it was made by another version of aduan")
        except OSError as error:
            reason = error.strerror or str(error)
        except ValueError:
            reason = _("it is damaged")
        place = os.path.join(self._desk, self._name)
        if not _is_missing(path):
            return  # Another command has just made both.
        if os.path.lexists(place):
            what = _(
                "{path}: it is gone or empty, and the desk's mark of it, {mark}, can't be believed: {reason}; {cure}"
            )
            raise LostError(what.format(path=path, mark=place, reason=reason, cure=_cure()))
        if self._accepted_in() == self._store:
            refuse_lost(path)

    def keep(self, mark: Mark, behind: Mark | None = None, anew: bool = False) -> None:
        """Remember a store as it is now; of two commands at once the newer state.

        It counts instead of the one that it was found to be `behind` of, and `anew` instead of any. A step that gives
        no number and follows at once on another one of this command is left to the next command.
        """
        kept, now = self._kept, monotonic()
        follows = kept is not None and (kept.store, kept.days) == (mark.store, mark.days) and not (behind or anew)
        if follows and now - self._kept_at < _AT_ONCE:
            return
        self._kept_at = now
        before = None if anew else self.mark()
        self._kept = mark
        if before not in (None, behind) and before.store == mark.store and before.event >= mark.event:
            return
        said = {"format": FORMAT, "path": self._store, **mark._asdict()}
        try:
            write(self._desk, self._name, sealed(json.dumps(said, separators=(",", ":")).encode()))
        except OSError as error:
            self._tell(error)

    def _tell(self, error: OSError) -> None:
        """Say once that the mark can't be written, where somebody can mend it and isn't told by the rules."""
        if not (self._told or error.errno == errno.EROFS or self._is_folder_unsafe()):
            self._told = True
            what = _("the desk can't remember its data, so their loss would not be noticed: {file}: {reason}")
            self.warn(what.format(file=error.filename or self._name, reason=error.strerror))

    def _is_folder_unsafe(self) -> bool:
        """Say whether others may write the desk's folder itself, of which everything that is read there tells."""
        try:
            read(self._desk, ".none")
        except UnsafeError:
            return True
        except OSError:
            pass
        return False


def check_lasting(path: str) -> None:
    """Raise `UsageError` for a store's path of which nothing is left after the command."""
    if not is_lasting(path):
        from aduan_cli.errors import UsageError

        sentence = _("--store '{path}': what is stored there is gone with the command; a file would be right")
        raise UsageError(sentence.format(path=path))


def is_lasting(path: str) -> bool:
    """Say whether a store's path means a file that is there for the next command."""
    if not path.startswith("file:"):
        return path not in ("", ":memory:")
    from urllib.parse import parse_qs, unquote

    name, _mark, query = path[len("file:") :].partition("#")[0].partition("?")
    options = parse_qs(query)
    name = unquote(name).removeprefix("//localhost").removeprefix("//")
    return (
        name not in ("", ":memory:")
        and "memory" not in options.get("mode", ())
        and "memdb" not in options.get("vfs", ())
    )


def refuse_lost(path: str) -> None:
    """Raise `LostError` when the file of a store that is remembered is gone or empty.

    It is looked at before SQLite opens it, which would remove the log beside an emptied file.
    """
    missing = _is_missing(path)
    if missing == "gone":
        raise LostError(
            _("{path}: it is gone, though this desk had its data in it; {cure}").format(path=path, cure=_cure())
        )
    if missing:
        raise LostError(emptied(path))


def _is_missing(path: str) -> str | None:
    """Return how the file of a store is missing: `gone`, or `empty`; None when something is there."""
    try:
        return None if os.stat(file_of(path)).st_size else "empty"
    except FileNotFoundError:
        return "gone"
    except OSError:
        return None  # SQLite says what is wrong.


def emptied(path: str) -> str:
    """Return the sentence for a file in which nothing is left."""
    return _("{path}: it is empty, though this desk had its data in it; {cure}").format(path=path, cure=_cure())


def exchanged(path: str) -> str:
    """Return the sentence for a store that is not the one remembered."""
    return _(
        "{path}: it is another store than the one this desk had its data in; put that one back, or, if this one counts"
        " from now on: aduan desk begin-anew --reason TEXT"
    ).format(path=path)


def older(path: str) -> str:
    """Return what is told of a store that was put back from a backup."""
    return _(
        "{path}: an older state of it was put back: what was stored since is not in it; the numbers given since are not"
        " given again"
    ).format(path=path)


def _cure() -> str:
    return _("put it or a backup of it back, or, if they are lost: aduan desk begin-anew --reason TEXT")


def seen(connection: sqlite3.Connection, mark: Mark) -> tuple[str | None, str | None]:
    """Return a store's identity, and the hash in hex of the event that a mark names; None for what is not there."""
    try:
        row = connection.execute(
            "SELECT store, (SELECT lower(hex(hash)) FROM event WHERE id = ?) FROM identity WHERE only = 1",
            (mark.event,),
        ).fetchone()
    except sqlite3.OperationalError as error:
        if "no such table" not in str(error):
            raise
        row = None
    return row or (None, None)


def head_of(connection: sqlite3.Connection) -> tuple[int, bytes] | None:
    """Return the newest event's number and hash; None when there is none."""
    head: tuple[int, bytes] | None = connection.execute(_HEAD).fetchone()
    return head


def mark_of(connection: sqlite3.Connection) -> Mark | None:
    """Return the mark of a store as it is now; None when it has no event."""
    head = head_of(connection)
    if head is None:
        return None
    (store,) = connection.execute("SELECT store FROM identity WHERE only = 1").fetchone()
    return Mark(store, head[0], head[1].hex(), dict(connection.execute(_DAYS).fetchall()))
