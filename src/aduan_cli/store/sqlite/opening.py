"""How the desk's SQLite file is opened: kept to the modes of its folder, and read where nothing can be written.

SQLite gives `-wal` and `-shm` the mode of the database, past the umask, and as root its owner too. So the database
alone is made and put right here, before SQLite sees it.
"""

from __future__ import annotations

import errno
import os
import sqlite3
import stat

from aduan_cli.errors import StoreError
from aduan_cli.files import create
from aduan_cli.i18n import _
from aduan_cli.model import RULES_FILE
from aduan_cli.modes import Policy, file_of, is_anothers, policy_of, side_files
from aduan_cli.record import Record
from aduan_cli.store.sqlite.desk_mark import is_lasting

_NEEDED = 5
"""Descriptors for the database, its log and index, a journal, and the folder."""
_LOOK = os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC


def _file(path: str) -> str | None:
    """Return the file that a store's path means; None for one in memory."""
    return file_of(path) if is_lasting(path) else None


def exists(path: str) -> bool:
    """Say whether the file is there. Raises `StoreError` when that can't be told, or its folder isn't there."""
    file = _file(path)
    if file is None:
        return True
    try:
        os.stat(file)
    except FileNotFoundError:
        if os.path.isdir(os.path.dirname(file) or ".") and not (path != file and _options(path).get("mode") == "ro"):
            return False
        # A folder that isn't there is no empty desk: a drive not mounted, a path misspelt.
        raise StoreError(f"{path}: " + unopened()) from None
    except OSError as error:
        reason = (shut_out(path) if isinstance(error, PermissionError) else None) or error.strerror
        raise StoreError(_("{path}: it can't be read: {reason}").format(path=path, reason=reason)) from error
    return True


def unopened() -> str:
    """Return the sentence on a file that can't be opened, where nobody is known to keep the user out."""
    if _few_files_left():
        return _("no more files can be opened; a higher limit would be right (ulimit -n)")
    return _("it can't be opened; is the folder there, and may you write in it?")


def _few_files_left() -> bool:
    """Say whether SQLite finds too few descriptors for a database and what it lays beside it."""
    numbers = []
    try:
        for _number in range(_NEEDED):
            numbers.append(os.open(os.devnull, os.O_RDONLY))
    except OSError as error:
        return error.errno in (errno.EMFILE, errno.ENFILE)
    finally:
        for number in numbers:
            os.close(number)
    return False


class Opened(Record):
    """An open file. `reads` says that it can only be read; `seen` is its state where SQLite takes it as it stands.

    SQLite doesn't see then what others change meanwhile.
    """

    connection: sqlite3.Connection
    reads: bool
    seen: tuple[int, ...] | None


def connect(path: str, wait: float, write: bool) -> Opened:
    """Open the file; where it can't be written, for reading, without leaving anything beside it.

    Raises `StoreError` where something lacks that reading needs, and what SQLite raises.
    """
    file = _file(path)
    uri = path.startswith("file:")
    if file is not None:
        _refuse_others(path, file)
    options = _options(path) if uri else {}
    reads = options.get("mode") == "ro"
    if file is not None and not reads:
        if write and not os.path.exists(file):
            _refuse_anothers(path, os.path.dirname(os.path.realpath(file)))
        put_right(file, write)
    if file is not None and os.path.exists(file) and (reads or not _writable(file)):
        if options.get("immutable", "0") == "0":
            return _connect_to_read(file, wait)
        reads = True
    return Opened(_connected(path, wait, uri), reads, None)


def _refuse_anothers(path: str, folder: str) -> None:
    """Raise `StoreError` where a store would be made in somebody else's desk that is for no group."""
    try:
        found = os.stat(folder)
    except OSError:
        return  # SQLite says so.
    if not is_anothers(found) or not os.path.exists(os.path.join(folder, RULES_FILE)):
        return
    from aduan_cli.accounts import user_name
    from aduan_cli.kept_out import cure

    what = _("{path}: the desk is for {owner} alone").format(path=path, owner=user_name(found.st_uid))
    raise StoreError(f"{what}; {cure(folder, found.st_uid)}")


def _connected(path: str, wait: float, uri: bool) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=wait, isolation_level=None, uri=uri)


def _connect_to_read(file: str, wait: float) -> Opened:
    """Open a file for reading. What lies beside it may go meanwhile: who writes last takes it away."""
    try:
        return _read_now(file, wait)
    except sqlite3.OperationalError:
        return _read_now(file, wait)


def _read_now(file: str, wait: float) -> Opened:
    uri, alone = _reading(file)
    seen = state(file) if alone else None
    connection = _connected(uri, wait, True)
    try:
        connection.execute("PRAGMA schema_version")
    except sqlite3.Error:
        connection.close()
        raise
    return Opened(connection, True, seen)


def _refuse_others(path: str, file: str) -> None:
    """Refuse a folder, a pipe or a device in the place of the file, which SQLite would wait for."""
    try:
        found = os.stat(file)
    except OSError:
        return  # It is made, or SQLite says why it can't be opened.
    if not stat.S_ISREG(found.st_mode):
        raise StoreError(_("{path}: it is not a file").format(path=path))


def state(file: str) -> tuple[int, ...]:
    """Return what tells one state of a file from another. A log that grows beside it changes nothing in it."""
    found = os.stat(file)
    return (found.st_ino, found.st_mtime_ns, found.st_size)


def check_unchanged(path: str, seen: tuple[int, ...]) -> None:
    """Raise `StoreError` when others changed a file since it was seen: what was read of it may be of two states."""
    file = _file(path)
    try:
        if file is None or state(file) == seen:
            return
    except OSError:
        pass  # It is gone.
    raise StoreError(_("{path}: it was changed by others while it was read; try again").format(path=path))


def _options(uri: str) -> dict[str, str]:
    from urllib.parse import parse_qsl

    return dict(parse_qsl(uri.partition("#")[0].partition("?")[2]))


def _writable(file: str) -> bool:
    """Say whether the file and what SQLite lays beside it can be written."""
    folder = os.path.dirname(os.path.realpath(file))
    return os.access(file, os.R_OK | os.W_OK) and os.access(folder, os.W_OK | os.X_OK)


def _reading(file: str) -> tuple[str, bool]:
    """Return the URI that reads a file and makes none beside it; and whether it is taken as it stands.

    That is the last resort: where no other file is needed, because only a whole one lies alone.
    """
    from urllib.parse import quote

    real = os.path.realpath(file)
    log, index, journal = side_files(real)
    if os.access(log, os.R_OK) and os.access(index, os.R_OK):
        return f"file:{quote(real)}?mode=ro&readonly_shm=1", False
    for name in (log, journal):
        if _size(name):
            what = _(
                "{path}: newer calls are in {name}, which can only be read where you may write; copy both to such a"
                " folder"
            )
            raise StoreError(what.format(path=file, name=os.path.basename(name)))
    return f"file:{quote(real)}?mode=ro&immutable=1", True


def _size(path: str) -> int:
    try:
        return os.stat(path).st_size
    except OSError:
        return 0


# -- modes


def deviates(path: str) -> bool:
    """Say whether a file of the user's has another mode, owner or group than its folder asks for."""
    file = _file(path)
    try:
        real = None if file is None else _followed(file)
        return real is not None and _amiss(real, _folder(real)) is not None
    except OSError:
        return False  # Its folder is gone, as with a drive: who writes hears of it.


def put_right(file: str, write: bool) -> None:
    """Make the file where it lacks and is to be written, and give those of the user's what their folder asks for.

    For reading only a shared desk is looked at: what SQLite lays beside the file must fit everybody there. Nothing is
    raised: who can't do it meets SQLite's own error, or needs nothing of it.
    """
    try:
        if write and not os.path.exists(file):
            os.close(create(os.path.realpath(file), own=True))
            return
        real = _followed(file)
        folder = None if real is None else _folder(real)
        if real is None or folder is None or not (write or folder.shared):
            return
        for name in (real, *side_files(real)):
            amiss = _amiss(name, folder)
            if amiss is not None:
                _give(name, amiss, folder)
    except OSError:
        pass


def _followed(file: str) -> str | None:
    """Return the file that SQLite opens, where a link leads to it; None for one to leave alone.

    A link may lead to what belongs to the owner of its folder, or, but for root, be the user's own: nobody is led by
    another to change what that one can't.
    """
    if not os.path.islink(file):
        return file
    try:
        found, link = os.stat(file), os.lstat(file)
        user, owner = os.geteuid(), os.stat(os.path.dirname(file) or ".").st_uid
    except OSError:
        return None
    return os.path.realpath(file) if found.st_uid == owner or (user and user == link.st_uid) else None


def _folder(file: str) -> Policy:
    return policy_of(os.path.dirname(file) or ".")


def _amiss(file: str, folder: Policy) -> tuple[int, os.stat_result] | None:
    """Return the mode that a file should have, and its state, when mode, owner or group is another; else None.

    Files that aren't the user's are left alone, and those with a second name, by which root might be led elsewhere.
    """
    try:
        found = os.lstat(file)
    except OSError:
        return None
    if not stat.S_ISREG(found.st_mode) or found.st_nlink > 1 or os.geteuid() not in (0, found.st_uid):
        return None
    if not found.st_mode & stat.S_IWUSR:
        return None  # Somebody means it to stay as it is.
    mode = folder.data
    if not folder.shared and os.stat(os.path.dirname(file) or ".").st_mode & stat.S_IWGRP:
        mode |= found.st_mode & 0o060  # Some may work so, without `desk share`: they aren't shut out.
    right = (
        stat.S_IMODE(found.st_mode) == mode
        and folder.owner in (None, found.st_uid)
        and folder.group in (None, found.st_gid)
    )
    return None if right else (mode, found)


def _give(file: str, amiss: tuple[int, os.stat_result], folder: Policy) -> None:
    """Give a file its mode and owners, if it is still the one that was looked at.

    Nothing may have it open in this process: closing it ends SQLite's locks.
    """
    mode, found = amiss
    number = os.open(file, _LOOK)
    try:
        if os.path.samestat(os.fstat(number), found):
            folder.give(number, mode)
    finally:
        os.close(number)


# -- who is shut out


def shut_out(path: str) -> str | None:
    """Return a sentence on the file that keeps the user from writing, whose it is, and what would help.

    None when no file does.
    """
    file = _file(path)
    if file is None:
        return None
    real = os.path.realpath(file)
    folder = os.path.dirname(real)
    for place in (real, *side_files(real), folder):
        try:
            found = os.stat(place)
        except OSError:
            continue
        if not os.access(place, os.R_OK | os.W_OK | (os.X_OK if place == folder else 0)):
            return _whose(place, found, folder)
    return None


def _whose(place: str, found: os.stat_result, folder: str) -> str:
    from aduan_cli.accounts import user_name
    from aduan_cli.kept_out import cure

    name = place if place == folder else os.path.basename(place)
    if os.statvfs(place).f_flag & os.ST_RDONLY:
        return _("{place} lies on a medium that can only be read").format(place=name)
    owner, mode = user_name(found.st_uid), stat.filemode(found.st_mode)
    if found.st_uid == os.geteuid():
        what = _("{place} is yours and lets you only read ({mode}); chmod u+w would be right")
        return what.format(place=name, mode=mode)
    what = _("{place} belongs to {owner} ({mode}) and keeps you out").format(place=name, owner=owner, mode=mode)
    return f"{what}; {cure(folder, found.st_uid)}"
