"""A command on a real terminal: what it shows is read, what an officer types is sent."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import subprocess
import sys
import termios
import time
from pathlib import Path

from aduan_cli.testing import clean_environment


def control() -> None:
    """Make the terminal the one that the process is controlled by, so that Ctrl-C reaches it."""
    os.setsid()
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


class Terminal:
    """`aduan` at work in a desk's folder, its stdin and stderr a terminal; stdout is read apart."""

    def __init__(self, desk: Path, *arguments: str, **environment: str) -> None:
        self.master, slave = pty.openpty()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "aduan_cli", *arguments],
            cwd=desk,
            env={**clean_environment(desk.parent), "TERM": "dumb", **environment},
            stdin=slave,
            stdout=subprocess.PIPE,
            stderr=slave,
            preexec_fn=control,
        )
        os.close(slave)
        self.shown = ""

    def wait_for(self, pattern: str, seconds: float = 10) -> str:
        """Wait until something is shown that fits; return all that was shown until then, and forget it."""
        until = time.monotonic() + seconds
        while not (found := re.search(pattern, self.shown)):
            ready = select.select([self.master], [], [], max(0.0, until - time.monotonic()))[0]
            assert ready, f"{pattern!r} was not shown: {self.shown!r}"
            self._read()
        before, self.shown = self.shown[: found.end()], self.shown[found.end() :]
        return before

    def _read(self) -> bool:
        try:
            more = os.read(self.master, 65_536)
        except OSError:  # what Linux says when nobody has the other end any more
            more = b""
        self.shown += more.decode().replace("\r\n", "\n")
        return bool(more)

    def type(self, text: str) -> None:
        """Type a line, or with `\\x03` press Ctrl-C."""
        if text == "\x03":
            time.sleep(0.2)  # What comes between a prompt and the reading after it, Python heeds only after that.
        os.write(self.master, (text if text == "\x03" else f"{text}\n").encode())

    def end(self, seconds: float = 10) -> tuple[int, str, str]:
        """Wait for the end; return exit code, stdout, and what was shown since the last wait."""
        until = time.monotonic() + seconds
        while True:
            if not select.select([self.master], [], [], max(0.0, until - time.monotonic()))[0]:
                self.process.kill()
                self.process.communicate()
                raise AssertionError(f"it did not end, but showed {self.shown!r}")
            if not self._read():
                break
        assert self.process.stdout is not None
        with self.process.stdout as stdout:
            out = stdout.read().decode()
        os.close(self.master)
        return self.process.wait(10), out, self.shown
