"""To a program of the desk's own: JSON on its stdin, its exit code says what became of it."""

from __future__ import annotations

import os
import select
import selectors
import signal
import subprocess
from collections.abc import Sequence
from time import monotonic

from aduan_cli.i18n import _
from aduan_cli.notify.outcomes import down, line
from aduan_cli.outbox import FAILED, RETRY, SENT, Delivered, Letter
from aduan_cli.record import Record

_NEVER = (64, 65, 66, 67, 68, 76, 77, 78)
"""Exit codes of sysexits.h that say that trying again makes no sense; 75 and all others: another time."""


_CHUNK = 65_536
"""Bytes of what a program says that are kept: the last ones."""
UNBEGUN, UNENDED = "unbegun", "unended"
"""What stands for an exit code of a program that can't be run, or that took too long."""


class CommandNotifier(Record):
    """A program with its arguments; it begins in the desk's folder."""

    run: tuple[str, ...]
    folder: str
    timeout: float = 20.0

    def send(self, letter: Letter) -> Delivered:
        """Run the program. 0: it arrived. One that takes too long is ended with all that it began: it may have."""
        code, said = finished(self.run, self.folder, letter.as_json().encode(), self.timeout)
        if code == 0:
            return Delivered(SENT)
        if code == UNBEGUN:
            return down(f"{self.run[0]}: {said}")
        if code == UNENDED:
            return Delivered(RETRY, said, doubtful=True)
        return Delivered(FAILED if code in _NEVER else RETRY, said)


def finished(run: Sequence[str], folder: str, given: bytes, timeout: float) -> tuple[int | str, str]:
    """Run a program in a folder, something given to it on stdin: its exit code, and what is to be said of that.

    The code is `UNBEGUN` where it can't be run, and `UNENDED` where it took too long; it is ended then with all that
    it began.
    """
    try:
        process = subprocess.Popen(
            run,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            cwd=folder,
            start_new_session=True,
        )
    except (OSError, ValueError) as error:
        return UNBEGUN, str(getattr(error, "strerror", None) or error)
    try:
        said = _exchange(process, given, monotonic() + timeout)
    except subprocess.TimeoutExpired:
        _end(process)
        return UNENDED, _("it took longer than {seconds:g} seconds").format(seconds=timeout)
    last = line(said.rstrip().rpartition(b"\n")[2])
    code = process.returncode
    return code, _("exit code {code}").format(code=code) + (f": {last}" if last else "")


def _exchange(process: subprocess.Popen[bytes], given: bytes, until: float) -> bytes:
    """Give a program what it is to read; return the end of what it says on stderr, however much that is.

    Raises `subprocess.TimeoutExpired` at a time of the monotonic clock.
    """
    said, left = b"", memoryview(given)
    with selectors.DefaultSelector() as waiting:
        assert process.stdin is not None
        assert process.stderr is not None
        waiting.register(process.stdin, selectors.EVENT_WRITE)
        waiting.register(process.stderr, selectors.EVENT_READ)
        while waiting.get_map():
            for key, _ready in waiting.select(_time_left(process, until)):
                if key.fileobj is process.stderr:
                    part = os.read(key.fd, _CHUNK)
                    said = (said + part)[-_CHUNK:]
                    is_over = not part
                else:
                    left = _write_some(key.fd, left)
                    is_over = not left
                if is_over:
                    waiting.unregister(key.fileobj)
                    key.fileobj.close()  # type: ignore[union-attr]
        process.wait(_time_left(process, until))
    return said


def _time_left(process: subprocess.Popen[bytes], until: float) -> float:
    left = until - monotonic()
    if left <= 0:
        raise subprocess.TimeoutExpired(process.args, 0)
    return left


def _write_some(number: int, left: memoryview) -> memoryview:
    """Write what a pipe takes at once; return the rest, nothing where nobody reads it."""
    try:
        return left[os.write(number, left[: select.PIPE_BUF]) :]
    except BrokenPipeError:
        return left[:0]


def _end(process: subprocess.Popen[bytes]) -> None:
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.kill()
    for pipe in (process.stdin, process.stderr):
        if pipe is not None:
            try:
                pipe.close()
            except OSError:
                pass
    process.wait()
