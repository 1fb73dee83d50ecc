"""Backups of a desk: made while officers log, whole or not there, verified before they count, and put back.

A backup is a folder `aduan-20261127-103000-1a2b3c4d5e6f`: local time and the newest event's hash, in it the data
(`aduan.db`) and `attachments/`. The accepted texts of the rules are part of the data.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator, Sequence

from aduan_cli.app.desk import Desk
from aduan_cli.app.servers import refuse_server
from aduan_cli.errors import NotAllowedError, NotFoundError, StoreError
from aduan_cli.files import keep, make_folder, sync_folder
from aduan_cli.i18n import _
from aduan_cli.model import STORE_FILE
from aduan_cli.modes import file_of, side_files
from aduan_cli.record import Record
from aduan_cli.storable import storable

FOLDER = "attachments"
NAME = re.compile(r"aduan-\d{8}-\d{6}-[0-9a-f]{12}")


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


def make(desk: Desk, into: str, keep: int | None) -> tuple[Backup, list[str]]:
    """Back up a desk into a folder of backups; return it, and the older ones that were removed beyond `keep`.

    Raises `StoreError` where there is nothing to back up, it can't be written, or what was written doesn't verify: then
    nothing is left of it, and nothing older is removed.
    """
    from aduan_cli.store.sqlite import copies

    refuse_server(desk.address)
    desk.store.breaks()  # Says what is wrong where there is no store at all.
    into = os.path.abspath(into)
    half = os.path.join(into, f".{os.getpid()}.half")
    try:
        make_folder(into, own=True)
        make_folder(half, own=True)
        copies.copy(desk.store_path, os.path.join(half, STORE_FILE))
        _copy_files(desk, half)
        found = verified(half)
        name = f"aduan-{_stamp(desk)}-{found.hash[:12]}"
        place = os.path.join(into, name)
        if os.path.isdir(place):
            shutil.rmtree(half)
        else:
            os.rename(half, place)
        sync_folder(into)
    except OSError as error:
        path = storable(str(error.filename or into))
        sentence = _("{path}: it can't be written: {reason}")
        raise StoreError(sentence.format(path=path, reason=error.strerror)) from error
    finally:
        shutil.rmtree(half, ignore_errors=True)
    return found._replace(folder=place), _thinned(into, keep)


def _stamp(desk: Desk) -> str:
    return re.sub(r"[-:]", "", desk.zone.iso(desk.clock())[:19]).replace("T", "-")


def _copy_files(desk: Desk, to: str) -> None:
    """Copy the attachments that complaints have, as they are; what is missing is told by verifying the desk."""
    hashes = {file.sha256 for _ticket, file in desk.store.attached()}
    found = [one for one in sorted(hashes) if os.path.isfile(os.path.join(desk.folder, FOLDER, one))]
    if found:
        make_folder(os.path.join(to, FOLDER), own=True)
    for name in found:
        shutil.copyfile(os.path.join(desk.folder, FOLDER, name), os.path.join(to, FOLDER, name))
        keep(os.path.join(to, FOLDER, name))


def verified(folder: str) -> Backup:
    """Return what a folder of a backup holds. Raises `StoreError` where its data don't verify."""
    from aduan_cli.store.sqlite import SqliteStore, copies

    path = os.path.join(folder, STORE_FILE)
    if not os.path.isfile(path):
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

    with open(path, "rb") as file:
        return sha256(file.read()).hexdigest()


def all_in(folder: str) -> list[str]:
    """Return the backups in a folder, the newest first."""
    names = os.listdir(folder) if os.path.isdir(folder) else []
    return [os.path.join(folder, name) for name in sorted(filter(NAME.fullmatch, names), reverse=True)]


def set_aside(desk: Desk) -> list[str]:
    """Return the data that a restored backup took the place of."""
    path = file_of(desk.store_path)
    folder, name = os.path.split(path)
    found = sorted(os.listdir(folder)) if os.path.isdir(folder) else []
    return [os.path.join(folder, one) for one in found if re.fullmatch(re.escape(name) + r"\.\d{8}-\d{6}", one)]


def _thinned(folder: str, keep: int | None) -> list[str]:
    gone = [] if keep is None else all_in(folder)[max(keep, 1) :]
    for place in gone:
        shutil.rmtree(place)
    return gone


def newest(folder: str) -> str:
    """Return the newest backup in a folder, or the folder itself where it is one. Raises `NotFoundError`."""
    if os.path.isfile(os.path.join(folder, STORE_FILE)):
        return folder
    found = all_in(folder)
    if not found:
        raise NotFoundError(_("{path}: there is no backup in it").format(path=storable(folder)))
    return found[0]


def restore(desk: Desk, backup: Backup, sure: bool) -> list[str]:
    """Put a verified backup in the place of a desk's data; return what was there, under the names that it has now.

    Raises `NotAllowedError` where the desk has calls and nobody is `sure`.
    """
    refuse_server(desk.address)
    path = file_of(desk.store_path)
    if os.path.exists(path) and not sure:
        sentence = _("{path}: there are data; --yes puts the backup in their place, and keeps a copy of them beside it")
        raise NotAllowedError(sentence.format(path=storable(path)))
    from aduan_cli.store.sqlite import copies

    desk.store.close()
    aside = list(_set_aside(path, _stamp(desk)))
    shutil.copyfile(os.path.join(backup.folder, STORE_FILE), f"{path}.part")
    keep(f"{path}.part")
    copies.doubt_messages(f"{path}.part")
    os.replace(f"{path}.part", path)
    _bring_files(backup.folder, desk.folder)
    sync_folder(os.path.dirname(path) or ".")
    return aside


def _set_aside(path: str, stamp: str) -> Iterator[str]:
    """Give what is there another name, the log and index beside it too."""
    for name in (path, *side_files(path)):
        if os.path.exists(name):
            yield_name = f"{name}.{stamp}"
            os.rename(name, yield_name)
            yield yield_name


def _bring_files(folder: str, desk: str) -> None:
    there = os.path.join(folder, FOLDER)
    names: Sequence[str] = os.listdir(there) if os.path.isdir(there) else ()
    if names:
        make_folder(os.path.join(desk, FOLDER), own=True)
    for name in names:
        place = os.path.join(desk, FOLDER, name)
        if not os.path.exists(place) or _digest(place) != name:
            shutil.copyfile(os.path.join(there, name), place)
            keep(place)
