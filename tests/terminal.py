"""A command on a real terminal: what it shows is read, what an officer types is sent. The one way to in all tests."""

from __future__ import annotations

import codecs
import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import IO

from aduan_cli.testing import clean_environment

EVERYTHING = ("stdin", "stdout", "stderr")
_ELSEWHERE = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}


class Terminal:
    """`aduan` (or a `command`) at work in a desk's folder, `on` a terminal of so many rows and columns.

    It is the one that controls the process, so that Ctrl-C reaches it. Streams that aren't on it are read apart.
    """

    def __init__(
        self,
        desk: Path,
        *arguments: str,
        command: Sequence[str] = (sys.executable, "-m", "aduan_cli"),
        on: Collection[str] = ("stdin", "stderr"),
        size: tuple[int, int] = (0, 0),
        **environment: str,
    ) -> None:
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", *size, 0, 0))

        def control() -> None:
            os.setsid()
            fcntl.ioctl(slave, termios.TIOCSCTTY, 0)

        self.process = subprocess.Popen(
            [*command, *arguments],
            cwd=desk,
            env={**clean_environment(desk.parent), "TERM": "dumb", **environment},
            preexec_fn=control,
            **{name: slave if name in on else other for name, other in _ELSEWHERE.items()},  # type: ignore[arg-type]
        )
        os.close(slave)
        self.shown = ""
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self.said = ""
        """What came on stderr, where that is not on the terminal."""

    def wait_for(self, pattern: str, seconds: float = 10) -> str:
        """Wait until something is shown that fits; return all that was shown until then, and forget it."""
        until = time.monotonic() + seconds
        while not (found := re.search(pattern, self.shown)):
            ready = select.select([self.master], [], [], max(0.0, until - time.monotonic()))[0]
            assert ready, f"{pattern!r} was not shown: {self.shown!r}"
            more = self._read()
            assert more or re.search(pattern, self.shown), f"it ended, and {pattern!r} was not shown: {self.shown!r}"
        before, self.shown = self.shown[: found.end()], self.shown[found.end() :]
        return before

    def _read(self) -> bool:
        try:
            more = os.read(self.master, 65_536)
        except OSError:  # what Linux says when nobody has the other end any more
            more = b""
        # A character, or the end of a line, may come in two parts.
        self.shown = (self.shown + self._decoder.decode(more)).replace("\r\n", "\n")
        return bool(more)

    def type(self, text: str) -> None:
        """Type a line, or with `\\x03` press Ctrl-C."""
        if text == "\x03":
            time.sleep(0.2)  # What comes between a prompt and the reading after it, Python heeds only after that.
        os.write(self.master, (text if text == "\x03" else f"{text}\n").encode())

    def press(self, keys: str) -> None:
        """Press keys, without Enter."""
        os.write(self.master, keys.encode())

    def end(self, seconds: float = 10) -> tuple[int, str, str]:
        """Wait for the end; return exit code, stdout, and what was shown since the last wait."""
        until = time.monotonic() + seconds
        while True:
            if not select.select([self.master], [], [], max(0.0, until - time.monotonic()))[0]:
                shown = self.shown
                self.close()
                raise AssertionError(f"it did not end, but showed {shown!r}")
            if not self._read():
                break
        out = self._rest(self.process.stdout)
        self.said = self._rest(self.process.stderr)
        os.close(self.master)
        return self.process.wait(10), out, self.shown

    def close(self) -> None:
        """End it, whatever it does."""
        self.process.kill()
        self.process.communicate()
        os.close(self.master)

    @staticmethod
    def _rest(stream: IO[bytes] | None) -> str:
        if stream is None:
            return ""
        with stream:
            return stream.read().decode()
