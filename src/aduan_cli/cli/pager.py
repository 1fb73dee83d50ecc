"""Long output goes through a pager on a terminal, as git does it: `ADUAN_PAGER`, `PAGER`, else `less` (`LESS=FRX`).

What fits the screen is printed as it is. A pager that isn't there, or is left early, costs nothing: what it did not
take is printed, or nobody wants it.
"""

from __future__ import annotations

import os
import re
import signal
import sys

from aduan_cli.cli.streams import Printed, UnreadError, tell
from aduan_cli.i18n import _

TYPE_CHECKING = False
if TYPE_CHECKING:
    from subprocess import Popen

USUAL = "less"
_ENVIRONMENT = {"LESS": "FRX", "LV": "-c"}
"""What pagers go by where the user says nothing: quit if it is one screen, show colours, leave the screen as it is."""
_FOR_THE_SHELL = re.compile(r"[|&;<>()$`\\\"' \t\n*?\[#~=%]")
_NEVER_RAN = (2, 126, 127)
"""Exit codes of a shell that could not read or run what it was given."""
_KEPT = 1 << 20
"""Bytes that are kept until a pager is known to read; a pipe that nobody reads takes less."""
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")


def command() -> str:
    """Return the pager that is wanted; empty: none."""
    wanted = next((given for name in ("ADUAN_PAGER", "PAGER") if (given := os.environ.get(name)) is not None), USUAL)
    return "" if wanted.strip() == "cat" else wanted.strip()


def begin(end: Printed) -> Pager | None:
    """Let a pager take what is printed from here on, if it gets long; None where nobody sits there to page."""
    wanted = command()
    if not wanted or os.environ.get("TERM", "dumb") == "dumb":
        return None
    try:
        # A job in the background, or a terminal that is not ours to read keys from, has no pager.
        if not sys.stdout.isatty() or os.tcgetpgrp(end.fileno()) != os.getpgrp():
            return None
        columns, rows = os.get_terminal_size(end.fileno())
    except (OSError, ValueError):
        return None
    if columns < 1 or rows < 1:
        return None
    sys.stdout.flush()
    pager = end.pager = Pager(end, wanted, columns, rows)
    return pager


def _charset() -> dict[str, str]:
    """Return what `less` is told of our bytes: a locale that the machine lacks would make it show `<E2><80><A6>`."""
    return {"LESSCHARSET": "utf-8"} if sys.stdout.encoding.lower().replace("_", "-") == "utf-8" else {}


class Pager:
    """Takes the bytes of stdout: holds them while they fit the screen, then hands all to a pager."""

    def __init__(self, end: Printed, wanted: str, columns: int, rows: int) -> None:
        self._end, self._wanted = end, wanted
        self._columns, self._rows = columns, rows
        self._kept: bytearray | None = bytearray()
        self._used = 0
        self._process: Popen[bytes] | None = None
        self._over = False

    def take(self, data: bytes) -> None:
        """Take bytes. Raises `UnreadError` where the pager was left and the command only reads."""
        if self._over:
            self._unread()
        elif self._process is not None:
            self._send(data)
        else:
            assert self._kept is not None
            self._kept += data
            self._used += self._rows_of(data)
            if self._used >= self._rows:
                self._start()

    def finish(self) -> None:
        """Print what fits the screen, or wait until the user has seen enough. Ctrl-C is the pager's then."""
        sys.stdout.flush()
        if self._process is None:
            self._let_go(self._kept or b"")
            return
        usual = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            self._close()
            ended = self._process.wait()
        finally:
            signal.signal(signal.SIGINT, usual)
        if ended in _NEVER_RAN and self._kept is not None and not self._over:
            self._missing()
        self._over = True

    def _rows_of(self, data: bytes) -> int:
        """Return how many rows of the terminal bytes take."""
        from aduan_cli.render.widths import width

        lines = _COLOURS.sub("", data.decode(errors="replace")).split("\n")
        return sum(max(1, -(-width(line) // self._columns)) for line in lines) - 1

    def _start(self) -> None:
        from subprocess import PIPE, Popen

        run = ["/bin/sh", "-c", self._wanted] if _FOR_THE_SHELL.search(self._wanted) else [self._wanted]
        try:
            self._process = Popen(run, stdin=PIPE, env={**_ENVIRONMENT, **_charset(), **os.environ})
        except OSError:
            self._missing()
            return
        held, self._kept = bytes(self._kept or b""), bytearray()
        self._send(held)

    def _send(self, data: bytes) -> None:
        assert self._process is not None
        stdin = self._process.stdin
        assert stdin is not None
        if self._kept is not None:
            self._kept += data
        try:
            stdin.write(data)
            stdin.flush()
        except (OSError, ValueError):
            self._left()
            return
        if self._kept is not None and len(self._kept) > _KEPT:
            self._kept = None

    def _left(self) -> None:
        """Go on without the pager: it never ran, or its user has seen enough."""
        assert self._process is not None
        self._close()
        if self._process.wait() in _NEVER_RAN and self._kept is not None:
            self._missing()
            return
        self._over = True
        self._unread()

    def _unread(self) -> None:
        if self._end.stops:
            raise UnreadError

    def _missing(self) -> None:
        """Print what no pager took, and say so where one was asked for."""
        if self._wanted != USUAL:
            sentence = _("the pager '{name}' can't be run").format(name=self._wanted)
            tell(_("warning: {sentence}").format(sentence=sentence))
        self._let_go(self._kept or b"")

    def _let_go(self, data: bytes | bytearray) -> None:
        """Print, and let stdout go its own way again."""
        self._end.pager = None
        self._process, self._kept = None, None
        left = memoryview(bytes(data))
        while left:
            left = left[self._end.write(left) :]

    def _close(self) -> None:
        assert self._process is not None
        stdin = self._process.stdin
        assert stdin is not None
        try:
            stdin.close()
        except OSError:
            pass  # It has gone.
