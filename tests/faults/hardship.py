"""Hardships for a process: a limit on the size of files, and folders that even root may not write in."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
from collections.abc import Callable

_CAPBSET_DROP = 24  # of prctl(2)
_DAC_OVERRIDE = 1  # of capabilities(7): write whatever the permissions say


def file_limit(size: int) -> Callable[[], None]:
    """Return what makes a process unable to let any file grow beyond `size` bytes; it is told, not killed."""

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return limit


def obey_permissions() -> None:
    """Give up root's right to write everywhere, for this process and what it executes."""
    if os.geteuid() == 0:
        ctypes.CDLL(None).prctl(_CAPBSET_DROP, _DAC_OVERRIDE, 0, 0, 0)
