"""The process's own streams: what can't be told or printed never stops what must be stored.

stderr takes every sentence and never fails: whoever closed it, filled its disk or hung up hears nothing, and the
command goes on. stdout remembers what went wrong with it: a command that stores goes on to its end and says it then,
one that only reads ends at once (`Printed.stops`).
"""

from __future__ import annotations

import errno
import io
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol, TextIO

    from _typeshed import ReadableBuffer

    class Taker(Protocol):
        """Takes what is written to stdout in its place (`aduan_cli.cli.pager`)."""

        def take(self, data: bytes, /) -> None:
            """Take bytes."""


_PATIENCE = 5.0
"""Seconds to wait for a terminal that takes no more for now (it may have been set not to wait itself)."""


class UnreadError(Exception):
    """Nobody reads what a command prints that only reads: it may end. No `OSError`, for click would exit 1 for it."""


class BrokenError(Exception):
    """A broken pipe that is not stdout's; the cause is the error itself."""


class _Stderr(io.FileIO):
    """stderr: takes everything, whatever becomes of it."""

    def write(self, data: ReadableBuffer) -> int:
        """Write what can be written, and say that all of it was."""
        try:
            written = _written(self, data)
        except OSError:
            written = None
        return _size(data) if written is None else written


class Printed(io.FileIO):
    """stdout: `failure` is what went wrong first. From then on it takes everything, or `stops` the command."""

    failure: OSError | None = None
    stops = False
    pager: Taker | None = None
    """Takes what is written instead (`aduan_cli.cli.pager`)."""

    def write(self, data: ReadableBuffer) -> int:
        """Write data while that succeeds. Raises `UnreadError` only where it `stops`."""
        if self.pager is not None:
            taken = bytes(data)
            self.pager.take(taken)
            return len(taken)
        if self.failure is None:
            try:
                written = _written(self, data)
                if written is not None:
                    return written
                self.failure = BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))
            except OSError as error:
                self.failure = error
        if self.stops:
            raise UnreadError
        return _size(data)


def _size(data: ReadableBuffer) -> int:
    return memoryview(data).nbytes


def _written(stream: io.FileIO, data: ReadableBuffer) -> int | None:
    """Return how many bytes a stream took; None: it takes none, and has been waited for."""
    written = io.FileIO.write(stream, data)
    if written is None:
        from select import select

        select([], [stream], [], _PATIENCE)
        written = io.FileIO.write(stream, data)
    return written


def prepare() -> Printed | None:
    """Make stdin, stdout and stderr what this module says; return stdout's end, None where it is not the process's own.

    Where a caller closed one (`>&-`) Python has None: there is nothing then.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115
    # Only over the interpreter's own: those stay open, and so does their descriptor.
    if _is_own(sys.stderr, sys.__stderr__):
        sys.stderr = _over(sys.stderr, _Stderr(sys.stderr.fileno(), "w", closefd=False))
    if not _is_own(sys.stdout, sys.__stdout__):
        return None
    end = Printed(sys.stdout.fileno(), "w", closefd=False)
    sys.stdout = _over(sys.stdout, end)
    return end


def _is_own(stream: TextIO, first: object) -> bool:
    return stream is first and type(stream) is io.TextIOWrapper


def _over(stream: TextIO, end: io.FileIO) -> io.TextIOWrapper:
    """Return a stream like another one, its bytes going to `end`; one without a buffer (`python -u`) goes by lines."""
    assert isinstance(stream, io.TextIOWrapper)
    stream.flush()
    return io.TextIOWrapper(
        io.BufferedWriter(end),
        stream.encoding,
        stream.errors,
        line_buffering=stream.line_buffering or stream.write_through,
        write_through=stream.write_through,
    )


def tell(lines: str) -> None:
    """Say something on stderr: the one way to. Never raises; what is not to be seen is shown escaped."""
    _put(lines if lines.isprintable() else _escaped("shown", lines))


def tell_line(sentence: str) -> None:
    """Say a sentence on stderr, on one line, whatever a name or a text in it holds."""
    _put(sentence if sentence.isprintable() else _escaped("shown_in_line", sentence))


def tell_urgent(sentence: str) -> None:
    """Say what must be done now: on a terminal bold and red."""
    _put(sentence if sentence.isprintable() else _escaped("shown_in_line", sentence), urgent=True)


def fitting(sentences: str) -> str:
    """Return what is said or asked on stderr as it stands there: on a terminal broken between words."""
    try:
        if sys.stderr.isatty():
            from aduan_cli.render.widths import wrapped

            return wrapped(sentences, sys.stderr)
    except (OSError, ValueError):
        pass  # No more files can be opened, not even those of the program; or stderr is closed.
    return sentences


def _escaped(how: str, text: str) -> str:
    try:
        from aduan_cli.render import cells
    except OSError:  # No more files can be opened, not even those of the program.
        return ascii(text)[1:-1]
    escaped: str = getattr(cells, how)(text)
    return escaped


def _put(lines: str, urgent: bool = False) -> None:
    try:
        lines = fitting(lines)
        sys.stderr.write((_painted(lines) if urgent else lines) + "\n")
        sys.stderr.flush()
    except (OSError, ValueError):
        pass  # Not the process's own stream (tests), or closed by somebody's code.


def _painted(lines: str) -> str:
    try:
        from aduan_cli.render import colour
    except OSError:  # No more files can be opened, not even those of the program.
        return lines
    return colour.painted(lines, colour.URGENT) if colour.is_on(sys.stderr) else lines
