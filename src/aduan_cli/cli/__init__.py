"""The command line: the only home of click."""

from __future__ import annotations

import gc
import sys


def main() -> None:
    """Run `aduan`; the process ends with an exit code of the README's."""
    # Nothing that a short command makes is garbage before it ends; the others collect again (cli/groups.py).
    gc.disable()
    from aduan_cli.cli.bundle import Bundle

    bundle = Bundle()
    sys.meta_path.insert(0, bundle)
    from aduan_cli.cli.entry import done, leave

    code = done(sys.argv[1:])
    if bundle.is_to_be_made():
        from aduan_cli.cli.bundling import keep

        keep(bundle)
    leave(code)
