"""Work in a process of its own while this one does other work: two processors hold a large file in half the time."""

from __future__ import annotations

import os
import pickle
import warnings
from collections.abc import Callable, Iterator
from contextlib import suppress
from signal import SIGKILL
from typing import TypeVar

T = TypeVar("T")


def beside(aside: Callable[[], Iterator[T]], here: Callable[[], Iterator[T]]) -> Iterator[T]:
    """Yield what `here` yields, then what `aside` does, which is done meanwhile in a process of its own.

    Nothing may hold a file of the store open. Where there can be no process, or it ends before its time, `aside` is
    done here as well, and raises here what it raises.
    """
    try:
        pipe, child = _forked(aside)
    except OSError:  # No more processes, or files.
        yield from here()
        yield from aside()
        return
    try:
        yield from here()
        with open(pipe, "rb", closefd=False) as file:
            done = file.read()
    except BaseException:
        os.kill(child, SIGKILL)
        raise
    finally:
        os.close(pipe)
        with suppress(OSError):  # Whoever started us may let the system take in children that end.
            os.waitpid(child, 0)
    yield from pickle.loads(done) if done else aside()  # noqa: S301  # It is our own child's.


def _forked(work: Callable[[], Iterator[T]]) -> tuple[int, int]:
    reading, writing = os.pipe()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # of threads, which our own commands have none of
            child = os.fork()
    except OSError:
        os.close(reading)
        os.close(writing)
        raise
    if child:
        os.close(writing)
        return reading, child
    try:
        os.close(reading)
        with open(writing, "wb") as file:
            file.write(pickle.dumps(list(work())))
    finally:
        os._exit(0)  # Nothing of what the command has still to do is this one's; what failed is done again by it.
