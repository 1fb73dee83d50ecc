"""Work in a process of its own while this one does other work: two processors hold a large file in half the time."""

from __future__ import annotations

import os
import pickle
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from signal import SIGKILL
from typing import TypeVar

T = TypeVar("T")
Part = Callable[[], Iterable[T]]
_Done = dict["int", "list[T]"]


def shared(parts: Sequence[Part[T]]) -> Iterator[list[T]]:
    """Yield what each part yields, in their order, done by this process and one beside it.

    Each takes the next one as soon as it is done with one, the last first; at most 256. Nothing may hold a file of the
    store open. Where there can be no process, or it ends before its time, its parts are done here as well, and raise
    here what they raise.
    """
    try:
        left = _pile(len(parts))
    except OSError:  # No more files.
        yield from (list(part()) for part in parts)
        return
    try:
        pipe, child = _forked(lambda: _worked(parts, left))
    except OSError:  # No more processes, or files.
        os.close(left)
        yield from (list(part()) for part in parts)
        return
    try:
        done = _worked(parts, left)
        with open(pipe, "rb", closefd=False) as file:
            theirs = file.read()
    except BaseException:
        os.kill(child, SIGKILL)
        raise
    finally:
        os.close(left)
        os.close(pipe)
        with suppress(OSError):  # Whoever started us may let the system take in children that end.
            os.waitpid(child, 0)
    done |= pickle.loads(theirs) if theirs else {}  # noqa: S301  # It is our own child's.
    for number, part in enumerate(parts):
        yield done.pop(number) if number in done else list(part())


def _pile(count: int) -> int:
    """Return a pipe from which each who wants to do a part takes its number."""
    reading, writing = os.pipe()
    os.write(writing, bytes(reversed(range(count))))
    os.close(writing)
    return reading


def _worked(parts: Sequence[Part[T]], left: int) -> _Done[T]:
    """Do parts for as long as there are any left."""
    done = {}
    while taken := os.read(left, 1):
        done[taken[0]] = list(parts[taken[0]]())
    return done


def _forked(work: Callable[[], object]) -> tuple[int, int]:
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
            file.write(pickle.dumps(work()))
    finally:
        os._exit(0)  # Nothing of what the command has still to do is this one's; what failed is done again by it.
