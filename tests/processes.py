"""An invented desk's rules, and the installed command as a process, for tests of whole commands."""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
from collections.abc import Sequence
from os import PathLike

from aduan_cli.testing.commands import Aduan, clean_environment, runner
from aduan_cli.testing.desks import RULES

__all__ = ["RULES", "Aduan", "clean_environment", "on_terminal", "runner"]


def on_terminal(columns: int, arguments: Sequence[str], home: str | PathLike[str]) -> tuple[str, str]:
    """Run `aduan` with stdout on a terminal of so many columns; return what it showed, and stderr."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    command = [sys.executable, "-m", "aduan_cli", "--color", "never", *arguments]
    streams = {"stdin": subprocess.DEVNULL, "stdout": theirs, "stderr": subprocess.PIPE}
    shown = b""
    with subprocess.Popen(command, env=clean_environment(home), **streams) as process:  # type: ignore[call-overload]
        os.close(theirs)
        try:
            while more := os.read(ours, 65_536):
                shown += more
        except OSError:  # what Linux says when nobody has the other end any more
            pass
        said = process.stderr.read()
    os.close(ours)
    return shown.decode().replace("\r\n", "\n"), said.decode()
