"""What was counted, kept beside the desk in `.aduan/figures/`: a cache, which one run at a time uses.

What lacks, is damaged or can't be written is counted from the store.
"""

from __future__ import annotations

import fcntl
import json
from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from aduan_cli import files

FOLDER = ".aduan/figures"
_LOCK = ".lock"


class FiguresCache:
    """The cache of a desk's folder. Outside of `alone` it has nothing, and takes nothing."""

    def __init__(self, desk: str) -> None:
        self._desk, self._is_open = desk, False

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Open it, unless another run has it, or it can't be: two that write would believe each other's halves."""
        with ExitStack() as held:
            try:
                number = held.enter_context(files.opened(self._desk, f"{FOLDER}/{_LOCK}"))
                fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
                self._is_open = True
            except OSError:
                self._is_open = False
            try:
                yield
            finally:
                self._is_open = False

    def read(self, name: str) -> Any:
        """Return what a file says; None where it says nothing that can be believed."""
        if not self._is_open:
            return None
        try:
            return json.loads(files.unsealed(files.read(self._desk, f"{FOLDER}/{name}")))
        except (OSError, ValueError):
            return None

    def write(self, name: str, data: Any) -> None:
        """Write a file; where one can't be written, none is from then on."""
        try:
            if self._is_open:
                files.write(self._desk, f"{FOLDER}/{name}", files.sealed(json.dumps(data).encode()))
        except OSError:
            self._is_open = False

    def leave(self, names: Collection[str]) -> None:
        """Take away every file but some."""
        try:
            if self._is_open:
                files.leave(self._desk, FOLDER, {_LOCK, *names})
        except OSError:
            self._is_open = False
