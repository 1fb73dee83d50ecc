"""One at a time: whoever changes a desk's rule files holds the desk's lock from reading to writing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

LOCK = os.path.join(".aduan", "lock")


@contextmanager
def changing_files(desk: str) -> Iterator[None]:
    """Hold the lock, waiting for whoever has it; it ends with the process, whatever happens to that.

    Where there can be none, nothing is locked: a desk that can't be written says so when it is written.
    """
    import fcntl

    path = os.path.join(desk, LOCK)
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        number = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    except OSError:
        yield
        return
    try:
        fcntl.flock(number, fcntl.LOCK_EX)
        yield
    finally:
        os.close(number)
