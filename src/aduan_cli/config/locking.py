"""One at a time: whoever changes a desk's rule files holds the desk's lock from reading to writing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from aduan_cli.files import opened

LOCK = ".aduan/lock"


@contextmanager
def changing_files(desk: str) -> Iterator[None]:
    """Hold the lock, waiting for whoever has it; it ends with the process, whatever happens to that.

    Where there can be none, nothing is locked: a desk that can't be written says so when it is written.
    """
    import fcntl
    from contextlib import ExitStack

    with ExitStack() as held:
        try:
            fcntl.flock(held.enter_context(opened(desk, LOCK)), fcntl.LOCK_EX)
        except OSError:
            pass
        yield
