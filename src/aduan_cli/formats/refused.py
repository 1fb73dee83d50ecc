"""The quarantine of what comes back from units: each record or mail as it came, beside it why it couldn't be taken.

A file for each, under what tells it from others: it lies there once, however often it comes. Once it was taken, or a
person did what it asks for, it goes to `taken/`, and what it came from is known from then on.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from aduan_cli.complaint.incoming import key_of
from aduan_cli.errors import StoreError
from aduan_cli.files import read_regular, sync_folder, write
from aduan_cli.i18n import _
from aduan_cli.record import Record

FOLDER = "quarantine/inbox"
TAKEN = "taken"
MAIL, RECORD = ".eml", ".json"
_REASON = ".txt"
_LENGTH = 12


class Refused(Record):
    """One that lies there: its name, whose file it is, and what stands in the file beside it."""

    name: str
    path: str
    why: str
    source: str
    at: int
    """Since when, UTC seconds."""


class RefusedFolder:
    """What a desk could not take."""

    def __init__(self, desk: str) -> None:
        self._desk = desk
        self.path = os.path.join(desk, FOLDER)

    def holds(self, key: str) -> bool:
        """Say whether one lies there, or lay there before it was taken."""
        places = (self.path, os.path.join(self.path, TAKEN))
        return any(
            os.path.exists(os.path.join(place, _name(key) + kind)) for place in places for kind in (MAIL, RECORD)
        )

    def put(self, key: str, kind: str, data: bytes, why: str, source: str) -> str:
        """Keep one, durable when this returns: the reason first, so that none lies there without. Return its place.

        Raises `StoreError`.
        """
        name = f"{FOLDER}/{_name(key)}"
        try:
            write(self._desk, name + _REASON, _note(why, source), durable=True)
            write(self._desk, name + kind, data, durable=True)
        except OSError as error:
            raise self._unwritable(error) from error
        return name + kind

    def say_again(self, path: str, why: str, source: str) -> str:
        """Write down why one that lies there can't be taken now; return its place."""
        name = os.path.splitext(os.path.basename(path))[0]
        try:
            write(self._desk, f"{FOLDER}/{name}{_REASON}", _note(why, source))
        except OSError as error:
            raise self._unwritable(error) from error
        return f"{FOLDER}/{os.path.basename(path)}"

    def dismiss(self, path: str) -> None:
        """Put one aside that was taken, or that a person dealt with. Raises `StoreError`."""
        folder, base = os.path.split(path)
        name = os.path.splitext(base)[0]
        try:
            write(self._desk, f"{FOLDER}/{TAKEN}/{name}{_REASON}", self._why(name))
            os.replace(path, os.path.join(self.path, TAKEN, base))
            sync_folder(os.path.join(self.path, TAKEN))
            try:
                os.unlink(os.path.join(folder, name + _REASON))
            except FileNotFoundError:
                pass
        except OSError as error:
            raise self._unwritable(error) from error

    def is_mine(self, path: str) -> bool:
        """Say whether a file lies there."""
        return os.path.realpath(os.path.dirname(path)) == os.path.realpath(self.path)

    def paths(self) -> list[str]:
        """Return the files that lie there, in the order of their names."""
        try:
            names = os.listdir(self.path)
        except OSError:
            return []
        return [os.path.join(self.path, name) for name in sorted(names) if name.endswith((MAIL, RECORD))]

    def all(self) -> Iterator[Refused]:
        """Yield what lies there."""
        for path in self.paths():
            name = os.path.splitext(os.path.basename(path))[0]
            why, _newline, source = self._why(name).decode("utf-8", "replace").partition("\n")
            yield Refused(name, path, why, source.strip(), _since(path))

    def _why(self, name: str) -> bytes:
        try:
            return read_regular(os.path.join(self.path, name + _REASON))
        except OSError:
            return b""

    def _unwritable(self, error: OSError) -> StoreError:
        place = error.filename or self.path
        return StoreError(_("{path}: it can't be written: {reason}").format(path=place, reason=error.strerror))


def _note(why: str, source: str) -> bytes:
    """Return what stands in the file beside one: why it couldn't be taken, and whose it is."""
    return f"{why}\n{source}\n".encode("utf-8", "backslashreplace")


def _since(path: str) -> int:
    try:
        return int(os.stat(path).st_mtime)
    except OSError:
        return 0


def _name(key: str) -> str:
    """Return what a file is called that is told from others by a key: short enough to be typed."""
    return key_of(key)[:_LENGTH]
