"""The command line: the only home of click."""

from __future__ import annotations


def main() -> None:
    """Run `aduan`; the process ends with the exit code of design section 10."""
    from aduan_cli.cli.root import run

    run()
