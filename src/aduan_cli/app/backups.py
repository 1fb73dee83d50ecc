"""Backups of a desk: made while officers log, whole or not there, verified before they count, and put back.

A backup is a folder `aduan-20261127-103000-1a2b3c4d5e6f`: local time and the newest event's hash, in it the data
(`aduan.db`) and `attachments/`. The accepted texts of the rules are part of the data.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
from contextlib import suppress
from filecmp import cmp

from aduan_cli.app.desk import Desk
from aduan_cli.app.servers import refuse_server
from aduan_cli.errors import NotAllowedError, NotFoundError, StoreError, UnconfirmedError
from aduan_cli.files import create, make_folder, sync_folder
from aduan_cli.formats.attachments import FOLDER
from aduan_cli.i18n import _
from aduan_cli.model import STORE_FILE
from aduan_cli.modes import file_of, give_name, side_files
from aduan_cli.record import Record
from aduan_cli.storable import storable

NAME = re.compile(r"aduan-\d{8}-\d{6}-[0-9a-f]{12}")
_TIME = re.compile(r"aduan-(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)-[0-9a-f]{12}$")
_LEFT = re.compile(r"\.(\d+)\.(?:half|drill|part)")
"""How the name of what is being made ends, by the number of its process."""


class Backup(Record):
    """A backup: where it lies, the newest event in it, and how many complaints it has."""

    folder: str
    event: int
    hash: str
    complaints: int
    files: int
    """Attachments."""
    damaged: tuple[str, ...] = ()
    """Those that were not the ones that were attached any more when it was made."""
    in_the_way: tuple[str, ...] = ()
    """A sentence for each older one beyond those to keep that can't be removed."""


def make(desk: Desk, into: str, keep: int | None) -> tuple[Backup, list[str]]:
    """Back up a desk into a folder of backups; return it, and the older ones that were removed beyond `keep`.

    Raises `StoreError` where there is nothing to back up, it can't be written, or what was written doesn't verify: then
    nothing is left of it, and nothing older is removed.
    """
    from aduan_cli.store.sqlite import copies

    refuse_server(desk.address)
    desk.store.head()  # Says what is wrong where there is no store at all.
    into = os.path.abspath(into)
    half = os.path.join(into, f".{os.getpid()}.half")
    try:
        make_folder(into, own=True)
        sweep(into)
        make_folder(half, own=True)
        copies.copy(desk.store_path, os.path.join(half, STORE_FILE))
        _copy_files(desk, half)
        found = verified(half)
        sync_folder(half)
        name = f"aduan-{_stamp(desk)}-{found.hash[:12]}"
        place = os.path.join(into, name)
        if os.path.isdir(place):
            shutil.rmtree(half)
        else:
            os.rename(half, place)
            _sync_or_remove(into, place)
    except OSError as error:
        path = storable(str(error.filename or into))
        sentence = _("{path}: it can't be written: {reason}")
        raise StoreError(sentence.format(path=path, reason=error.strerror)) from error
    finally:
        shutil.rmtree(half, ignore_errors=True)
    gone, kept = _thinned(into, keep)
    return found._replace(folder=place, in_the_way=tuple(kept)), gone


def _sync_or_remove(into: str, place: str) -> None:
    """Bring to the disk that there is a backup; one of which that can't be known is none. Raises `OSError`."""
    try:
        sync_folder(into)
    except OSError:
        shutil.rmtree(place, ignore_errors=True)
        raise


def _stamp(desk: Desk) -> str:
    return re.sub(r"[-:]", "", desk.zone.iso(desk.clock())[:19]).replace("T", "-")


def _copy_files(desk: Desk, to: str) -> None:
    """Copy the attachments that complaints have, as they are; what is missing is told by verifying the desk."""
    hashes = {file.sha256 for _ticket, file in desk.store.attached()}
    found = [one for one in sorted(hashes) if os.path.isfile(os.path.join(desk.folder, FOLDER, one))]
    if found:
        make_folder(os.path.join(to, FOLDER), own=True)
    for name in found:
        _copy(os.path.join(desk.folder, FOLDER, name), os.path.join(to, FOLDER, name))
    if found:
        sync_folder(os.path.join(to, FOLDER))


def _copy(path: str, to: str) -> None:
    """Copy a file to a new one of the user's own, which is on the disk then. Raises `OSError`."""
    with open(path, "rb") as source, os.fdopen(create(to, own=True), "wb") as target:
        shutil.copyfileobj(source, target, 1 << 20)
        target.flush()
        os.fsync(target.fileno())


def sweep(into: str) -> None:
    """Remove what a backup or a drill left that was cut off: calls are in it, and nobody would look for them."""
    for name in os.listdir(into):
        if _is_left(name):
            shutil.rmtree(os.path.join(into, name), ignore_errors=True)


def _sweep_beside(path: str) -> None:
    """Remove what a restore left beside the data that was cut off. Raises `OSError`."""
    folder, base = os.path.split(path)
    for name in os.listdir(folder or "."):
        if name.startswith(base) and _is_left(name.removeprefix(base)):
            os.unlink(os.path.join(folder, name))


def _is_left(name: str) -> bool:
    """Say whether a name is that of something that was being made, and that nobody makes any more."""
    left = _LEFT.fullmatch(name)
    return left is not None and not _runs(int(left[1]))


def _runs(process: int) -> bool:
    """Say whether another process is at work: where each begins with the same number, its own was the one before's."""
    if process == os.getpid():
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def made_at(desk: Desk, folder: str) -> int:
    """Return when a backup was made, by its name; of one that has another, when its data were written."""
    said = _TIME.match(os.path.basename(os.path.abspath(folder)))
    if said is None:
        return int(os.stat(os.path.join(folder, STORE_FILE)).st_mtime)
    return desk.zone.epoch(*map(int, said.groups()))


def verified(folder: str) -> Backup:
    """Return what a folder of a backup holds. Raises `StoreError` where its data don't verify."""
    from aduan_cli.store.sqlite import SqliteStore, copies

    path = os.path.join(folder, STORE_FILE)
    if not os.path.isfile(path):
        if os.path.isdir(folder) and not os.access(folder, os.X_OK, effective_ids=True):
            reason = os.strerror(errno.EACCES)
            raise StoreError(_("{path}: it can't be read: {reason}").format(path=storable(folder), reason=reason))
        raise NotFoundError(_("{path}: there is no backup in it").format(path=storable(folder)))
    store = SqliteStore(path)
    try:
        wrong = [f"{_('event')} {one.event}: {one.what}" for one in store.breaks()[:1]]
        wrong += [f"{one.ticket or '-'}, {one.field}" for one, _n in zip(store.differences(), range(1), strict=False)]
    finally:
        store.close()
    there = os.path.join(folder, FOLDER)
    names = [name for name in os.listdir(there) if len(name) == 64] if os.path.isdir(there) else []
    damaged = tuple(f"{FOLDER}/{name}" for name in sorted(names) if _digest(os.path.join(there, name)) != name)
    if wrong:
        raise StoreError(_("{path}: it does not verify: {what}").format(path=path, what=wrong[0]))
    newest = copies.head(path)
    assert newest is not None
    complaints = copies.figures(path)["complaints"]
    assert isinstance(complaints, int)
    return Backup(folder, *newest, complaints, len(names), damaged)


def _digest(path: str) -> str:
    from hashlib import sha256

    found = sha256()
    with open(path, "rb") as file:
        while part := file.read(1 << 20):
            found.update(part)
    return found.hexdigest()


def all_in(folder: str) -> list[str]:
    """Return the backups in a folder, the newest first."""
    names = os.listdir(folder) if os.path.isdir(folder) else []
    return [os.path.join(folder, name) for name in sorted(filter(NAME.fullmatch, names), reverse=True)]


def beside(desk: Desk) -> list[str]:
    """Return the files beside the data that are called after them: what a restored backup took the place of, say."""
    path = file_of(desk.store_path)
    folder, name = os.path.split(path)
    found = sorted(os.listdir(folder)) if os.path.isdir(folder) else []
    others = (os.path.join(folder, one) for one in found if one.startswith((f"{name}.", f"{name}-")))
    return [other for other in others if other not in side_files(path)]


def _thinned(folder: str, keep: int | None) -> tuple[list[str], list[str]]:
    """Remove the backups beyond those to keep; return them, and of those that can't be removed a sentence each."""
    gone, kept = [], []
    for place in [] if keep is None else all_in(folder)[max(keep, 1) :]:
        try:
            shutil.rmtree(place)
            gone.append(place)
        except OSError as error:
            sentence = _("{path}: it can't be removed: {reason}")
            kept.append(sentence.format(path=storable(place), reason=error.strerror))
    return gone, kept


def newest(desk: Desk, folder: str) -> str:
    """Return the newest backup in a folder, or the folder itself where it is one.

    Raises `NotFoundError`, and `NotAllowedError` for a desk whose data lie on a server.
    """
    refuse_server(desk.address)
    if os.path.isfile(os.path.join(folder, STORE_FILE)):
        return folder
    found = all_in(folder)
    if not found:
        raise NotFoundError(_("{path}: there is no backup in it").format(path=storable(folder)))
    return found[0]


def restore(desk: Desk, backup: Backup, sure: bool) -> list[str]:
    """Put a verified backup in the place of a desk's data; return what was there, under the names that it has now.

    All of it lies beside the data, on the disk, before these get another name: what fails until then leaves the desk
    as it was. Raises `NotAllowedError` where the desk has calls and nobody is `sure`, and `StoreError` where the copy
    can't be written.
    """
    refuse_server(desk.address)
    path = file_of(desk.store_path)
    if os.path.exists(path) and not sure:
        sentence = _("{path}: there are data; --yes puts the backup in their place, and keeps a copy of them beside it")
        raise NotAllowedError(sentence.format(path=storable(path)))
    from aduan_cli.store.sqlite import copies

    desk.store.close()
    half = f"{path}.{os.getpid()}.part"
    try:
        _sweep_beside(path)
        bring_back(backup.folder, half)
        copies.doubt_messages(half)
        _bring_files(backup.folder, desk)
        aside = give_name(path, f"{path}.{_stamp(desk)}")
        os.replace(half, path)
    except OSError as error:
        sentence = _("{path}: it can't be written: {reason}")
        raise StoreError(sentence.format(path=storable(str(error.filename or half)), reason=error.strerror)) from error
    finally:
        with suppress(FileNotFoundError):
            os.unlink(half)
    try:
        sync_folder(os.path.dirname(path) or ".")
    except OSError as error:
        sentence = _("{path}: the backup is in its place, but nobody knows whether the disk keeps it: {reason}")
        raise UnconfirmedError(sentence.format(path=storable(path), reason=error.strerror)) from error
    return aside


def put_back(folder: str, to: str) -> Backup:
    """Copy what a backup has into a folder, and return what is in it then, verified. Raises `OSError`, `StoreError`."""
    bring_back(folder, os.path.join(to, STORE_FILE))
    if os.path.isdir(os.path.join(folder, FOLDER)):
        shutil.copytree(os.path.join(folder, FOLDER), os.path.join(to, FOLDER))
    return verified(to)


def bring_back(folder: str, to: str) -> None:
    """Copy the data of a backup to a new file, which is the same byte for byte. Raises `OSError` and `StoreError`."""
    source = os.path.join(folder, STORE_FILE)
    _copy(source, to)
    if not cmp(source, to, shallow=False):
        raise StoreError(_("{path}: it is not what was written there").format(path=storable(to)))


def _bring_files(folder: str, desk: Desk) -> None:
    there = os.path.join(folder, FOLDER)
    names = [name for name in os.listdir(there) if len(name) == 64] if os.path.isdir(there) else []
    with desk.attachments.taking():
        for name in names:
            place = os.path.join(desk.folder, FOLDER, name)
            if not os.path.exists(place) or _digest(place) != name:
                with open(os.path.join(there, name), "rb") as file:
                    desk.attachments.bring(name, iter(lambda: file.read(1 << 20), b""))
