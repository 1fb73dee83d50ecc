"""One at a time: whoever changes a desk's rule files holds the desk's lock from reading to writing."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager

from aduan_cli.errors import NotAllowedError
from aduan_cli.files import UnsafeError, opened
from aduan_cli.i18n import _

LOCK = ".aduan/lock"
TICK_LOCK = ".aduan/tick.lock"
INBOX_LOCK = ".aduan/inbox.lock"
_NONE_THERE = (errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EROFS)
"""Errors of a place that has no locks, or that nobody writes."""


@contextmanager
def changing_files(desk: str) -> Iterator[None]:
    """Hold the lock, waiting for whoever has it; it ends with the process, whatever happens to that.

    Where there can be none, nothing is locked: a desk that can't be written says so when it is written. Raises
    `NotAllowedError` where the lock can't be had or believed, though there could be one.
    """
    with _held(desk, LOCK, wait=True):
        yield


@contextmanager
def ticking(desk: str) -> Iterator[bool]:
    """Hold the lock of the job of cron; False where somebody has it. It ends with the process as well.

    Raises `NotAllowedError` as `changing_files` does.
    """
    with _held(desk, TICK_LOCK, wait=False) as mine:
        yield mine


@contextmanager
def receiving(desk: str, wait: bool = True) -> Iterator[bool]:
    """Hold the lock of who takes in what comes back from units; False where somebody has it and `wait` is not said.

    Raises `NotAllowedError` as `changing_files` does.
    """
    with _held(desk, INBOX_LOCK, wait) as mine:
        yield mine


@contextmanager
def _held(desk: str, name: str, wait: bool) -> Iterator[bool]:
    import fcntl
    from contextlib import ExitStack

    mine = True
    with ExitStack() as held:
        try:
            fcntl.flock(held.enter_context(opened(desk, name)), fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            mine = False
        except OSError as error:
            if isinstance(error, UnsafeError) or (error.errno not in _NONE_THERE and os.access(desk, os.W_OK)):
                raise NotAllowedError(
                    _("{file}: nobody else can be kept from changing the desk meanwhile: {reason}").format(
                        file=error.filename or os.path.join(desk, name), reason=error.strerror
                    )
                ) from error
        yield mine
