"""Plugins that end the process that they run in, or stop it."""

from __future__ import annotations

from aduan_cli.testing.misbehaving.kit import at_import, in_route

_ENDED = ("ended",)

ENDING = (
    in_route("os-exit", "ends the process", "import os", "os._exit(0)", kinds=_ENDED),
    at_import("os-exit-at-import", "ends the process when it is imported", "import os", "os._exit(7)", kinds=_ENDED),
    in_route("kills-itself", "kills its process", "import os", "os.kill(os.getpid(), 9)", kinds=_ENDED),
    in_route(
        "kills-its-group",
        "kills everything in its group of processes",
        "import os",
        "assert os.getpgrp() == os.getpid()  # else it would be others, and that is for the guard to prevent",
        "os.killpg(os.getpgrp(), 9)",
        kinds=_ENDED,
    ),
    in_route("aborts", "aborts as a C library does", "import os", "os.abort()", kinds=_ENDED),
    in_route("segfault", "reads where nothing is", "import ctypes", "ctypes.string_at(0)", kinds=_ENDED),
    in_route(
        "becomes-another-program",
        "puts another program in its place",
        "import os",
        'os.execv("/bin/sh", ["/bin/sh", "-c", "sleep 600"])',
        kinds=_ENDED,
    ),
    in_route(
        "stops-itself",
        "stops its process, which then does nothing",
        "import os, signal",
        "os.kill(os.getpid(), signal.SIGSTOP)",
        kinds=("time",),
        waits=True,
    ),
)
