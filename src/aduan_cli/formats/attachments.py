"""The folder of a desk's attachments: each file once, under its SHA-256, as the desk keeps what is its own.

A file is there, and on the disk, before the step that names it is committed: whatever stops a command leaves at most a
file that nothing names. Who takes one holds a lock until then, so that nobody drops it in between.
"""

from __future__ import annotations

import errno
import fcntl
import os
import stat
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from hashlib import sha256
from json import dumps, loads

from aduan_cli.complaint.attachments import CHANGED, CLOSED, MISSING, SAME, Attached
from aduan_cli.errors import StoreError, UsageError
from aduan_cli.files import create, names_in, opened, read, sync_folder, write
from aduan_cli.i18n import _
from aduan_cli.model import LEAVING
from aduan_cli.storable import storable

FOLDER = "attachments"
_LOCK = f"{FOLDER}/.lock"
_DIGITS = 64
_LOOK = os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_NOFOLLOW | os.O_CLOEXEC


class AttachmentFolder:
    """The attachments of a desk, `most` bytes each at most."""

    def __init__(self, desk: str, most: int) -> None:
        self._desk, self._most = desk, most

    @contextmanager
    def taking(self) -> Iterator[None]:
        """Keep what is taken meanwhile from being dropped; see `ports.Attachments`."""
        with self._locked(fcntl.LOCK_SH):
            yield

    def take(self, path: str) -> Attached:
        """Copy a file; it is on the disk when this returns. Raises `UsageError` for what is no such file."""
        data = self._read(path)
        return self._written(_attached(path, data), data)

    def keep(self, name: str, data: bytes) -> Attached:
        """Keep what came along with a mail, under its name. Raises `UsageError` for what is too large."""
        self._refuse_large(name, data)
        return self._written(_attached(name, data), data)

    def forget(self, digests: Iterable[str]) -> None:
        """Remove what was brought for nothing; see `ports.Attachments`."""
        for digest in digests:
            with suppress(OSError):  # What stays is named by nothing, and harms nobody.
                os.unlink(os.path.join(self._desk, FOLDER, digest))

    def _written(self, file: Attached, data: bytes) -> Attached:
        try:
            write(self._desk, self.place(file), data, durable=True)
        except OSError as error:
            raise self._unwritable(error) from error
        return file

    def look(self, path: str) -> Attached:
        """Return what `take` would; nothing is kept. Raises `UsageError`."""
        return _attached(path, self._read(path))

    def parts(self, digest: str, size: int) -> Iterator[bytes]:
        """Yield what a file has, some at a time, whatever became of it. Raises `OSError`; see `ports.Attachments`."""
        with open(os.path.join(self._desk, FOLDER, digest), "rb", opener=_to_look) as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise OSError(errno.EINVAL, _("it is not a file"))
            yield file.read(size)
            while part := file.read(size):
                yield part

    def bring(self, digest: str, parts: Iterable[bytes]) -> bool:
        """Keep a file that a desk brings along, some at a time; see `ports.Attachments`."""
        place = os.path.join(self._desk, FOLDER, digest)
        half = f"{place}.{os.urandom(8).hex()}"
        try:
            with os.fdopen(create(half, own=True), "wb") as file:
                for part in parts:
                    file.write(part)
                file.flush()
                os.fsync(file.fileno())
            is_new = not os.path.lexists(place)
            os.replace(half, place)
            sync_folder(os.path.dirname(place))
        except OSError as error:
            raise self._unwritable(error) from error
        finally:
            with suppress(FileNotFoundError):
                os.unlink(half)
        return is_new

    def state(self, file: Attached) -> str:
        """Return whether a file is still the one that was taken."""
        try:
            data = read(self._desk, self.place(file), most=file.size)
        except FileNotFoundError:
            return MISSING
        except OSError as error:
            return CHANGED if error.errno in (errno.EFBIG, errno.EINVAL, errno.ELOOP) else CLOSED
        return SAME if sha256(data).hexdigest() == file.sha256 else CHANGED

    def place(self, file: Attached) -> str:
        """Return where a file lies in the desk."""
        return f"{FOLDER}/{file.sha256}"

    def drop(self, digests: Collection[str], held: Callable[[], Collection[str]]) -> list[str]:
        """Remove files but those that are `held` by their hashes; return the hashes of what is gone."""
        if not digests:
            return []
        gone = []
        with self._locked(fcntl.LOCK_EX):
            for digest in sorted(set(digests).difference(held())):
                try:
                    os.unlink(os.path.join(self._desk, FOLDER, digest))
                except FileNotFoundError:
                    pass
                except OSError as error:
                    raise self._unwritable(error) from error
                gone.append(digest)
        return gone

    @contextmanager
    def letting_go(
        self, digests: Iterable[str], newest: tuple[int, str], held: Callable[[], Collection[str]]
    ) -> Iterator[set[str]]:
        """Remove files once the step is stored that lets them go; see `ports.Attachments`."""
        going = set(digests)
        with self._noted(going, newest) if going else nullcontext() as note:
            yield going
            if going:
                self.drop(going, held)
            if note is not None:
                with suppress(FileNotFoundError):
                    os.unlink(note)

    @contextmanager
    def _noted(self, digests: Collection[str], newest: tuple[int, str]) -> Iterator[str]:
        """Note files that are about to go. Whoever finishes for others waits until nobody is at it."""
        name = f"{LEAVING}/{os.urandom(8).hex()}"
        with self._leaving(fcntl.LOCK_SH):
            try:
                write(self._desk, name, dumps([*newest, sorted(digests)]).encode(), durable=True)
            except OSError as error:
                raise self._unwritable(error) from error
            yield os.path.join(self._desk, name)

    def finish(self, is_known: Callable[[str, int], bool], held: Callable[[], Collection[str]]) -> list[str]:
        """Remove what commands that are gone have let go; see `ports.Attachments`."""
        gone: list[str] = []
        folder = os.path.join(self._desk, LEAVING)
        if not names_in(folder):
            return gone
        try:
            with self._leaving(fcntl.LOCK_EX | fcntl.LOCK_NB):
                for name in names_in(folder):
                    event, digest, digests = loads(read(self._desk, f"{LEAVING}/{name}"))
                    if is_known(digest, event):
                        gone += self.drop(digests, held)
                        os.unlink(os.path.join(folder, name))
        except BlockingIOError:
            pass  # Somebody is letting go of some just now: the next run finishes.
        except OSError as error:
            raise self._unwritable(error) from error
        return gone

    @contextmanager
    def _leaving(self, how: int) -> Iterator[None]:
        with ExitStack() as held:
            try:
                fcntl.flock(held.enter_context(opened(self._desk, f"{LEAVING}/.lock")), how)
            except BlockingIOError:
                raise
            except OSError as error:
                raise self._unwritable(error) from error
            yield

    def unnamed(self, held: Callable[[], Collection[str]]) -> list[str]:
        """Return the hashes of files that nobody names; see `ports.Attachments`."""
        with suppress(FileNotFoundError):
            there = {name for name in os.listdir(os.path.join(self._desk, FOLDER)) if len(name) == _DIGITS}
            return sorted(there.difference(held())) if there else []
        return []

    @contextmanager
    def _locked(self, how: int) -> Iterator[None]:
        with ExitStack() as held:
            is_new = not os.path.isdir(os.path.join(self._desk, FOLDER))
            try:
                fcntl.flock(held.enter_context(opened(self._desk, _LOCK)), how)
                if is_new:
                    sync_folder(self._desk)
            except OSError as error:
                raise self._unwritable(error) from error
            yield

    def _unwritable(self, error: OSError) -> StoreError:
        place = error.filename or os.path.join(self._desk, FOLDER)
        return StoreError(_("{path}: it can't be written: {reason}").format(path=place, reason=error.strerror))

    def _read(self, path: str) -> bytes:
        """Return what is in a file that somebody names. Raises `UsageError`."""
        try:
            number = os.open(path, _LOOK)
        except OSError as error:
            raise self._unreadable(path, error) from error
        try:
            mode = os.fstat(number).st_mode
            if not stat.S_ISREG(mode):
                raise UsageError(_no_file(path, mode))
            with os.fdopen(number, "rb", closefd=False) as file:
                data = file.read(self._most + 1)
        except OSError as error:
            raise self._unreadable(path, error) from error
        finally:
            os.close(number)
        self._refuse_large(path, data)
        return data

    def _refuse_large(self, path: str, data: bytes) -> None:
        if len(data) > self._most:
            sentence = _("{path}: it has more than {most} MB, the most that [desk] largest_file allows")
            raise UsageError(sentence.format(path=storable(path), most=f"{self._most / 1_000_000:g}"))

    def _unreadable(self, path: str, error: OSError) -> UsageError:
        shown = storable(path)
        if error.errno == errno.ENOENT:
            return UsageError(_("{path}: there is no such file").format(path=shown))
        if error.errno == errno.ELOOP and os.path.islink(path):
            return UsageError(_("{path}: it is a link; the file itself would be right").format(path=shown))
        return UsageError(_("{path}: it can't be read: {reason}").format(path=shown, reason=error.strerror))


def _to_look(path: str, _flags: int) -> int:
    return os.open(path, _LOOK)


def _attached(path: str, data: bytes) -> Attached:
    return Attached(sha256(data).hexdigest(), len(data), storable(os.path.basename(path)))


def _no_file(path: str, mode: int) -> str:
    """Return what stands in the place of a file."""
    sentence = _("{path}: it is a device or a pipe and no file")
    if stat.S_ISDIR(mode):
        sentence = _("{path}: it is a folder; its files would be right, each by its name")
    return sentence.format(path=storable(path))
