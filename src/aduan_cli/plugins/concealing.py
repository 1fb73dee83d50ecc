"""What unit code doesn't get to see: the command's arguments, and what of its environment is none of its business.

The names by which Python knows them are the smaller part: the system shows any program of the same user the memory that
a process was started with. Where that can't be written over (no Linux) it stays as it is.
"""

from __future__ import annotations

import os
import sys

ALLOWED = frozenset({"PATH", "HOME", "USER", "LOGNAME", "LANG", "LANGUAGE", "TZ", "TMPDIR", "ADUAN_DESK", "ADUAN_LANG"})
"""Variables that unit code gets, beside those that begin with `LC_`; said in docs/plugins.md."""
_NAME = b"aduan"
_STAT, _MEMORY = "/proc/self/stat", "/proc/self/mem"
_ARGUMENTS, _ENVIRONMENT = slice(45, 47), slice(47, 49)
"""Begin and end of both among what follows the name in `stat` (proc_pid_stat(5), fields 48 to 51)."""


def conceal() -> None:
    """Forget the arguments and the variables that aren't allowed, in this process for good."""
    del sys.argv[1:]
    del sys.orig_argv[:]
    kept = _allowed()
    os.environ.clear()
    # A hook that runs aduan itself would otherwise call for itself, without end.
    os.environ.update(kept, ADUAN_NO_PLUGINS="1")
    _write_over(_ARGUMENTS, _NAME)
    _write_over(_ENVIRONMENT, _block(kept))


def conceal_from_children() -> None:
    """Show nobody what this process was called with, but that it is aduan and has the variables that are allowed.

    It goes on with all of its own: the C library gets copies, for the block that the system shows is written over.
    """
    _write_over(_ARGUMENTS, _NAME)
    for name, value in os.environ.items():
        try:
            os.putenv(name, value)
        except (OSError, ValueError):
            return  # A variable that the library takes no copy of would be lost to it: all stay where they are.
    _write_over(_ENVIRONMENT, _block(_allowed()))


def _allowed() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name in ALLOWED or name.startswith("LC_")}


def _block(variables: dict[str, str]) -> bytes:
    return b"".join(os.fsencode(f"{name}={value}") + b"\0" for name, value in variables.items())


def _write_over(where: slice, shown: bytes) -> None:
    try:
        with open(_STAT, "rb") as file:
            begin, end = (int(field) for field in file.read().rpartition(b")")[2].split()[where])
        with open(_MEMORY, "r+b", buffering=0) as memory:
            memory.seek(begin)
            memory.write(shown.ljust(end - begin, b"\0")[: end - begin])
    except (OSError, ValueError, OverflowError):
        pass
