"""A folder of static files that a web server gives out: each is there whole or not at all, and none is touched in vain.

Each file is written beside its place and takes it as a whole. The state, a file of our own that says what the folder
tells, is written last, so that what was cut off is done again by the next run.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

from aduan_cli.errors import UsageError, unwritten
from aduan_cli.i18n import _

_LOCK, _PART = ".aduan.lock", ".part"
_LEAST_TO_SYNC = 200
"""So many files are brought to the disk all at once, fewer one by one."""


class StaticFolder:
    """One such folder. `written` counts the files that were written, `removed` those taken away."""

    def __init__(self, path: str, state: str) -> None:
        """`state` is the name of the file that says what it tells."""
        self._path, self._state = path, state
        self._there: dict[str, frozenset[str]] = {}
        self.written = self.removed = 0

    def at(self, name: str) -> str:
        """Return the path of a file in it."""
        return os.path.join(self._path, name)

    @contextmanager
    def alone(self, folders: Collection[str]) -> Iterator[None]:
        """Keep other runs out; folders that lack are made.

        Raises `UsageError` where another run is at work, or where the folder can't be written; of a full disk
        `StoreError`.
        """
        try:
            for folder in ("", *folders):
                os.makedirs(self.at(folder), exist_ok=True)
            number = os.open(self.at(_LOCK), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise unwritten(f"{self._path}: {error.strerror}", error) from error
        try:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield
        except BlockingIOError:
            raise UsageError(_("{path}: another run is publishing there").format(path=self._path)) from None
        except OSError as error:
            raise unwritten(f"{self._path}: {error.strerror}", error) from error
        finally:
            os.close(number)

    def state(self) -> dict[str, Any]:
        """Return what it tells, as it was settled; nothing where it was never whole."""
        try:
            with open(self.at(self._state), encoding="utf-8") as file:
                state = json.load(file)
        except (OSError, ValueError):
            return {}
        return state if isinstance(state, dict) else {}

    def save_state(self, state: dict[str, Any]) -> None:
        """Say what it tells, once all else is on the disk."""
        if self.written > _LEAST_TO_SYNC:
            os.sync()
        self.tell(state)

    def tell(self, state: dict[str, Any]) -> None:
        """Say what it tells; before anything is written: what a run that is cut off leaves behind."""
        before = self.written
        self.put(self._state, json.dumps(state).encode())
        self.written = before

    def is_there(self, name: str) -> bool:
        """Say whether it has a file."""
        return os.path.exists(self.at(name))

    def look(self, folder: str) -> None:
        """Remember which files a folder has, where so many are put into it that asking for each would cost more."""
        self._there[folder] = frozenset(os.listdir(self.at(folder)))

    def _is_new(self, name: str) -> bool:
        folder, _slash, name = name.rpartition("/")
        return folder in self._there and name not in self._there[folder]

    def put(self, name: str, data: bytes) -> None:
        """Write a file in the place of the one that is there, unless that says the same."""
        path = self.at(name)
        if not self._is_new(name) and _bytes_of(path) == data:
            return
        number = os.open(path + _PART, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o644)
        try:
            try:
                _write(number, data)
                if self.written <= _LEAST_TO_SYNC:
                    os.fsync(number)
            finally:
                os.close(number)
            os.replace(path + _PART, path)
        except BaseException:
            os.unlink(path + _PART)
            raise
        self.written += 1

    def remove(self, name: str) -> None:
        """Take a file away; one that isn't there is none."""
        try:
            os.unlink(self.at(name))
        except FileNotFoundError:
            return
        self.removed += 1

    def leave(self, folder: str, names: Collection[str], endings: Collection[str]) -> None:
        """Take away what of a folder has one of some endings and no name of these, and halves that were cut off."""
        for one in os.listdir(self.at(folder)):
            name, ending = os.path.splitext(one)
            if ending == _PART or (ending[1:] in endings and name not in names):
                self.remove(f"{folder}/{one}")


def _write(number: int, data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[os.write(number, left) :]


def _bytes_of(path: str) -> bytes | None:
    try:
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError:
        return None
