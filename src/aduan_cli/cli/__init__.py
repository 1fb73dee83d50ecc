"""The command line: the only home of click."""

from __future__ import annotations

import gc
import sys


def main() -> None:
    """Run `aduan`; the process ends with an exit code of the README's."""
    # Nothing that a short command makes is garbage before it ends; the others collect again (cli/groups.py).
    gc.disable()
    from aduan_cli.cli.entry import done, leave

    leave(done(sys.argv[1:]))
