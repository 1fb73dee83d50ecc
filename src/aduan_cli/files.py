"""The one way to write and to read files of the desk's own, and to read files that people write.

Files of the desk's own (`.aduan/` and what else the desk makes) are written as a whole under a name that nobody can
guess, with modes and owner by the desk's policy whatever the umask; no link below the desk's folder is followed. They
are believed only where nobody but the desk's people can have written them. On the daily path: `os` and `stat` only.
"""

from __future__ import annotations

import errno
import os
import stat
from binascii import crc32
from collections.abc import Callable, Collection, Iterator

from aduan_cli.i18n import _
from aduan_cli.modes import Policy, is_anothers, is_shared, policy_from, policy_of
from aduan_cli.within import contextmanager

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import BinaryIO

LARGEST = 64 * 1024 * 1024
"""Bytes of the largest file of the desk's own that is read; the compiled rules of ten thousand take a tenth."""
_SEAL = 9
"""Bytes of a seal: a CRC-32 in hex and a blank."""
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
_READ = os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


class UnsafeError(PermissionError):
    """A file of the desk's own that somebody else may have written; `strerror` says why."""


def _judge(found: os.stat_result, desk: os.stat_result) -> None:
    """Raise `UnsafeError` when others than the desk's people can have written a file, or put one into a folder."""
    by_group = is_shared(desk) and found.st_gid == desk.st_gid
    if found.st_mode & stat.S_IWOTH:
        raise UnsafeError(errno.EPERM, _("it can be written by everyone; chmod o-w would be right"))
    if not by_group and found.st_uid not in (0, desk.st_uid, os.geteuid(), os.getuid()):
        raise UnsafeError(errno.EPERM, _("it belongs to somebody else"))
    if (
        found.st_mode & stat.S_IWGRP
        and not by_group
        and found.st_gid not in (0, os.getegid(), os.getgid(), *os.getgroups())
    ):
        raise UnsafeError(errno.EPERM, _("it can be written by another group; chmod g-w would be right"))


@contextmanager
def _named(path: str) -> Iterator[None]:
    """Let errors name the whole path: the system knows only the last part of it."""
    try:
        yield
    except OSError as error:
        error.filename, error.filename2 = path, None
        raise


@contextmanager
def _folder_of(desk: str, name: str, make: bool = False) -> Iterator[tuple[int, os.stat_result]]:
    """Open the folder of a file of the desk's own, each folder judged; with `make` those that lack are made.

    The desk's folder itself may be reached through a link. Yields a descriptor, and the state of the desk's folder.
    """
    number = os.open(desk, _FOLDER)
    try:
        root = os.fstat(number)
        _judge(root, root)
        if make and is_anothers(root) and not os.path.lexists(os.path.join(desk, name.partition("/")[0])):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        for part in name.split("/")[:-1]:
            inner = _opened(number, part, policy_from(root) if make else None)
            os.close(number)
            number = inner
            _judge(os.fstat(number), root)
        yield number, root
    finally:
        os.close(number)


def _opened(folder: int, name: str, policy: Policy | None) -> int:
    """Open a folder in another; with a policy it is made where it lacks, and one of the user's own put right."""
    made = False
    if policy is not None:
        try:
            os.mkdir(name, policy.folder & 0o700, dir_fd=folder)
            made = True
        except FileExistsError:
            pass
    number = os.open(name, _FOLDER | os.O_NOFOLLOW, dir_fd=folder)
    if policy is not None:
        found = os.fstat(number)
        if made or (found.st_mode & stat.S_IWOTH and found.st_uid == os.geteuid()):
            policy.give(number, policy.folder)
    return number


def write(desk: str, name: str, data: bytes, durable: bool = False) -> None:
    """Write a file of the desk's own as a whole; `name` is its path in the desk. Raises `OSError`.

    `durable` waits for the disk: for what can't be made anew.
    """
    with _named(os.path.join(desk, name)), _folder_of(desk, name, make=True) as (folder, root):
        policy = policy_from(root)
        put(folder, os.path.basename(name), data, lambda number: policy.give(number, policy.data), durable)


def put(
    folder: int,
    name: str,
    data: bytes,
    give: Callable[[int], None],
    durable: bool,
    check: Callable[[], None] | None = None,
) -> None:
    """Put a new file in the place of whatever has its name in an open folder; a failure leaves nothing behind."""
    temporary = f".{name[:64]}.{os.urandom(8).hex()}"
    number = os.open(temporary, _NEW, 0o600, dir_fd=folder)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(data)
            file.flush()
            give(number)
            if durable:
                os.fsync(number)
        if check:
            check()
        os.replace(temporary, name, src_dir_fd=folder, dst_dir_fd=folder)
        if durable:
            os.fsync(folder)
    except BaseException:
        try:
            os.unlink(temporary, dir_fd=folder)
        except OSError:
            pass
        raise


def names_in(folder: str) -> list[str]:
    """Return the names in a folder that begin with no dot, in order; none where there is none. Raises `OSError`."""
    names = os.listdir(folder) if os.path.isdir(folder) else []
    return sorted(name for name in names if not name.startswith("."))


def sync_folder(folder: str) -> None:
    """Bring to the disk that a folder has something new in it, or something less."""
    number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def read(desk: str, name: str, most: int = LARGEST) -> bytes:
    """Return the bytes of a file of the desk's own; `name` is its path in the desk.

    Raises `OSError` when it can't be read or is no file of at most `most` bytes, and as such `UnsafeError` when others
    may have written it.
    """
    with _named(os.path.join(desk, name)), _folder_of(desk, name) as (folder, root):
        number = os.open(os.path.basename(name), _READ | os.O_NOFOLLOW, dir_fd=folder)
        try:
            _judge(_regular(number, most), root)
            return _bytes(number)
        finally:
            os.close(number)


def leave(desk: str, folder: str, names: Collection[str]) -> None:
    """Take all out of a folder of the desk's own but files of some names. Raises `OSError`."""
    with _named(os.path.join(desk, folder)), _folder_of(desk, f"{folder}/") as (number, _root):
        for name in os.listdir(number):
            if name not in names:
                os.unlink(name, dir_fd=number)


@contextmanager
def opened(desk: str, name: str) -> Iterator[int]:
    """Open a file of the desk's own, made where it lacks, for locks on it: a descriptor. Raises `OSError`.

    Whoever may only read it can lock it all the same.
    """
    with _named(os.path.join(desk, name)), _folder_of(desk, name, make=True) as (folder, root):
        base, policy = os.path.basename(name), policy_from(root)
        try:
            number = os.open(base, _NEW, 0o600, dir_fd=folder)
            policy.give(number, policy.data)
        except FileExistsError:
            number = os.open(base, _READ | os.O_NOFOLLOW, dir_fd=folder)
    try:
        _regular(number, LARGEST)
        yield number
    finally:
        os.close(number)


# -- files that people write: they may be links


def replace(path: str, data: bytes, check: Callable[[], None] | None = None, policy: Policy | None = None) -> None:
    """Put a file in the place of one that people write, through a link if it is one, with mode and owners of the old.

    A new one has those of `policy`, that of its folder unless given. `check` is called at the last moment, and may
    raise. Raises `OSError`; the old file is then as it was.
    """
    target = os.path.realpath(path)
    folder = os.path.dirname(target)
    make_folder(folder)
    kept = policy or policy_of(folder)

    def give(number: int) -> None:
        try:
            old = os.stat(target)
        except FileNotFoundError:
            kept.give(number, kept.rules)
            return
        owner = old.st_uid if os.geteuid() == 0 else None
        kept._replace(owner=owner, group=old.st_gid).give(number, stat.S_IMODE(old.st_mode))

    number = os.open(folder, _FOLDER)
    try:
        with _named(target):
            put(number, os.path.basename(target), data, give, durable=True, check=check)
    finally:
        os.close(number)


def make_folder(path: str, own: bool = False) -> None:
    """Make a folder and those above that lack: for the group where the one above is.

    It is one that people write in, or one of the desk's `own`, that holds calls.
    """
    if not path or os.path.isdir(path):
        return
    above = os.path.dirname(path)
    make_folder(above)
    policy = policy_of(above or ".")
    try:
        os.mkdir(path, 0o700 if own else 0o755)
    except FileExistsError:
        return  # Somebody else was faster.
    if policy.shared or policy.owner is not None:
        number = os.open(path, _FOLDER | os.O_NOFOLLOW)
        try:
            policy.give(number, policy.folder if own else policy.folder | 0o005 if policy.shared else 0o755)
        finally:
            os.close(number)


def keep(path: str) -> None:
    """Give a file of the desk's own that was just made mode and owners as its folder asks for. Raises `OSError`."""
    policy = policy_of(os.path.dirname(path) or ".")
    number = os.open(path, _READ | os.O_NOFOLLOW)
    try:
        policy.give(number, policy.data)
    finally:
        os.close(number)


def create(path: str, own: bool = False) -> int:
    """Make a new file as its folder asks for, whatever the umask; return it open for writing.

    It is one that people write, or one of the desk's `own`, that holds calls. Raises `OSError`; a file is never taken
    for a new one.
    """
    policy = policy_of(os.path.dirname(path) or ".")
    mode = policy.data if own else policy.rules
    before = os.umask(0)  # A colleague who opens it at this very moment must find it open to the group.
    try:
        number = os.open(path, _NEW, mode)
    finally:
        os.umask(before)
    try:
        policy.give(number, mode)
    except BaseException:
        os.close(number)
        raise
    return number


@contextmanager
def making(path: str) -> Iterator[BinaryIO]:
    """Write a new file that holds calls: it has its name once all of it is on the disk, or it is never there.

    Raises `OSError`; `FileExistsError` where the name is taken: that one is left alone.
    """
    half = f"{path}.{os.urandom(8).hex()}"
    if os.path.lexists(path):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), path)
    with _named(path):
        number = create(half, own=True)
        try:
            with os.fdopen(number, "wb", buffering=1 << 20) as file:
                yield file
                file.flush()
                os.fsync(number)
            _name(half, path)
            try:
                sync_folder(os.path.dirname(path) or ".")
            except OSError:
                os.unlink(path)  # What nobody knows to be on the disk is not there.
                raise
        finally:
            try:
                os.unlink(half)
            except FileNotFoundError:
                pass


def _name(half: str, path: str) -> None:
    """Give a file its name, in nobody's place. Where the medium knows no second names it only looks before."""
    try:
        os.link(half, path)
    except FileExistsError:
        raise
    except OSError as error:
        if error.errno not in (errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS) or os.path.lexists(path):
            raise
        os.rename(half, path)


def read_regular(path: str, most: int = LARGEST) -> bytes:
    """Return the bytes of a file that people write, through links. Raises `OSError` also for what is no regular file.

    A pipe, a device or a folder in its place never stops a command.
    """
    return read_with_state(path, most)[0]


def read_with_state(path: str, most: int) -> tuple[bytes, os.stat_result]:
    """Return the bytes of a file that people write, and the state of the file that belongs to them."""
    number = os.open(path, _READ)
    try:
        found = _regular(number, most)
        return _bytes(number), found
    finally:
        os.close(number)


def _regular(number: int, most: int) -> os.stat_result:
    found = os.fstat(number)
    if not stat.S_ISREG(found.st_mode):
        raise OSError(errno.EINVAL, _("it is not a file"))
    if found.st_size > most:
        raise OSError(errno.EFBIG, _("it has more than {size} bytes").format(size=most))
    return found


def _bytes(number: int) -> bytes:
    with os.fdopen(number, "rb", closefd=False) as file:
        return file.read()


def mend(desk: str, name: str) -> bool:
    """Give a rule file of the user's, or a folder of them, to the group of its desk, whatever an editor's umask.

    `name` is its path in the desk. What is somebody else's, a link, or a file with a second name is left alone, and
    root mends nothing by the way. False: others are still kept out.
    """
    try:
        with _folder_of(desk, name) as (folder, root):
            found = os.stat(os.path.basename(name), dir_fd=folder, follow_symlinks=False)
            policy, mode = policy_from(root), stat.S_IMODE(found.st_mode)
            wanted = mode | (0o2770 if stat.S_ISDIR(found.st_mode) else 0o660)
            if (wanted, root.st_gid) == (mode, found.st_gid):
                return True
            if not found.st_uid or found.st_uid != os.geteuid():
                return False
            number = os.open(os.path.basename(name), _READ | os.O_NOFOLLOW, dir_fd=folder)
            try:
                now = os.fstat(number)
                mine = os.path.samestat(now, found) and (stat.S_ISDIR(now.st_mode) or now.st_nlink == 1)
                if mine:
                    policy.give(number, wanted)
                return mine
            finally:
                os.close(number)
    except FileNotFoundError:
        return True
    except OSError:
        return False


# -- seals against damage


def sealed(data: bytes) -> bytes:
    """Return data with a seal before it, so that damage anywhere is found."""
    return b"%08x " % crc32(data) + data


def unsealed(data: bytes) -> bytes:
    """Return data without its seal. Raises `ValueError` when they were damaged."""
    body = data[_SEAL:]
    if data[:_SEAL] != b"%08x " % crc32(body):
        raise ValueError("damaged")
    return body
