"""A desk as a whole: written to a file, and taken in from one by a desk in which nothing is yet."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from hashlib import sha256
from json import loads
from typing import TYPE_CHECKING

from aduan_cli.app.desk import Desk
from aduan_cli.complaint.events import FILES_REMOVED
from aduan_cli.errors import StoreError, UsageError
from aduan_cli.files import making
from aduan_cli.formats.whole_desk import PART, Counts, DeskFile, write
from aduan_cli.i18n import _
from aduan_cli.record import Record
from aduan_cli.storable import storable
from aduan_cli.transfer import KeptTable, Row

if TYPE_CHECKING:
    from typing import BinaryIO

_FILES = '"files":[{'
"""How the body of an event that brought files has them."""
_REMOVED = f'"type":"{FILES_REMOVED}"'
"""How the body of an event says that files went."""


class MovedDesk(Record):
    """What was written or taken in: what is counted, and the files that weren't there, or not what their names say."""

    counts: Counts
    missing: tuple[str, ...] = ()


def give_away(desk: Desk, out: BinaryIO) -> MovedDesk:
    """Write all that a desk keeps, as at one moment, while others work. Raises `OSError` of the file that is written.

    Raises `StoreError` where nothing was ever stored.
    """
    named = _Named()
    missing: list[str] = []
    counts = write(named.noting(desk.store.transfer.rows()), lambda: _files(desk, named.hashes(), missing.append), out)
    return MovedDesk(counts, tuple(missing))


def give_away_to_file(desk: Desk, path: str, note: Callable[[MovedDesk], None]) -> MovedDesk:
    """Write all that a desk keeps to a new file, whole or not at all.

    `note` is called once all is written, before the file has its name: what it raises leaves none. Raises `UsageError`
    where the file is there already, and `StoreError` where it can't be written.
    """
    try:
        with making(path) as out:
            moved = give_away(desk, out)
            note(moved)
            return moved
    except FileExistsError:
        raise UsageError(
            _("{path} is there already; another name would be right").format(path=storable(path))
        ) from None
    except OSError as error:
        sentence = _("{path}: it can't be written: {reason}")
        raise StoreError(sentence.format(path=storable(path), reason=error.strerror)) from error


class _Named:
    """The files that the events of complaints name, but those of who was erased."""

    def __init__(self) -> None:
        self._erased: set[object] = set()
        self._of: dict[object, set[str]] = {}

    def noting(self, rows: Iterator[tuple[KeptTable, Row]]) -> Iterator[tuple[KeptTable, Row]]:
        """Yield rows, and keep which files they name; who was erased comes before the events."""
        for table, row in rows:
            if table.name == "erased":
                self._erased.add(row[0])
            elif table.name == "event" and _FILES in row[2] and row[1] not in self._erased:
                self._of.setdefault(row[1], set()).update(file["sha256"] for file in loads(row[2])["data"]["files"])
            elif table.name == "event" and _REMOVED in row[2] and row[1] in self._of:
                self._of[row[1]].difference_update(loads(row[2])["data"].get("removed", ()))
            yield table, row

    def hashes(self) -> list[str]:
        """Return the hashes of those files, in order."""
        return sorted(set().union(*self._of.values()))


def _files(desk: Desk, hashes: list[str], miss: Callable[[str], None]) -> Iterator[tuple[str, Iterator[bytes]]]:
    for digest in hashes:
        parts = desk.attachments.parts(digest, PART)
        try:
            first = next(parts)
        except OSError:
            miss(digest)
        else:
            yield digest, _from(first, parts)


def _from(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def take_in(desk: Desk, file: BinaryIO, name: str) -> MovedDesk:
    """Take in a desk from a file, whole or not at all; it goes on here as that very desk.

    Raises `StoreError` with the line where the file was cut or changed, or with what does not fit its events, and
    `NotAllowedError` where something is stored here already. Files are there before the rows count that name them.
    """
    source, attachments = DeskFile(file, name), desk.attachments
    brought: list[str] = []
    damaged: list[str] = []

    def keep(digest: str, parts: Iterator[bytes]) -> None:
        hashed = _Hashed(parts)
        if attachments.bring(digest, hashed):
            brought.append(digest)
        if hashed.digest != digest:
            damaged.append(digest)

    with attachments.taking():
        try:
            desk.store.transfer.fill(source.rows(keep))
        except BaseException:
            attachments.forget(brought)
            raise
    assert source.counts is not None  # It is told by then, or something was raised.
    return MovedDesk(source.counts, tuple(damaged))


def take_in_file(desk: Desk, path: str) -> MovedDesk:
    """Take in a desk from a file, `-` is stdin; see `take_in`. Raises `UsageError` where it can't be read."""
    if path == "-":
        return take_in(desk, sys.stdin.buffer, _("stdin"))
    try:
        with open(path, "rb", buffering=1 << 20) as file:
            return take_in(desk, file, storable(path))
    except OSError as error:
        sentence = _("{path}: it can't be read: {reason}")
        raise UsageError(sentence.format(path=storable(path), reason=error.strerror)) from error


class _Hashed:
    """Parts of a file, and the SHA-256 of them all once they were taken."""

    def __init__(self, parts: Iterator[bytes]) -> None:
        self._parts, self._sha256 = parts, sha256()

    def __iter__(self) -> Iterator[bytes]:
        for part in self._parts:
            self._sha256.update(part)
            yield part

    @property
    def digest(self) -> str:
        """The SHA-256 in hex."""
        return self._sha256.hexdigest()
