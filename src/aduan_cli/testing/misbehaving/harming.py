"""Plugins that harm the desk's database by a program that they start, where nothing refuses it to them.

The desk notices it, puts the file back as it was, and sets the plugin aside at once. Not in `KIT`: whoever works at
the same desk at that very moment notices it as well.
"""

from __future__ import annotations

from aduan_cli.testing.misbehaving.kit import Misbehaviour, in_route


def _by_a_program(name: str, does: str, command: str, **more: object) -> Misbehaviour:
    """Return a plugin whose router runs a command of the shell in the desk's folder."""
    lines = (
        "import os, subprocess",
        'desk = os.path.join(os.path.dirname(__file__), "..", "..")',
        f"subprocess.run({command!r}, shell=True, cwd=desk, check=True)",
    )
    return in_route(name, does, *lines, answers=True, **{"kinds": ("harm",), **more})


HARMING = (
    _by_a_program("removes-the-database", "removes the desk's own database", "rm -f aduan.db aduan.db-*"),
    _by_a_program("moves-the-database", "moves it away", "mv aduan.db lain.db"),
    _by_a_program("puts-another-in-its-place", "puts an empty file in its place", "touch lain && mv lain aduan.db"),
    _by_a_program("takes-the-database-s-mode", "lets nobody read it any more", "chmod 0 aduan.db"),
    _by_a_program("shows-the-database", "lets everybody read it", "chmod a+r aduan.db"),
    _by_a_program(
        "writes-over-its-beginning", "writes over how it begins", "head -c 100 /dev/zero | dd of=aduan.db conv=notrunc"
    ),
)
BESIDE = (
    _by_a_program("empties-the-log", "empties the log beside it, with what was stored last", ": > aduan.db-wal"),
    _by_a_program("writes-the-log", "writes something else into the log", "echo sampah > aduan.db-wal"),
    _by_a_program("removes-the-log", "removes the log", "rm -f aduan.db-wal"),
    _by_a_program("empties-the-index", "empties the index of the log", ": > aduan.db-shm"),
    _by_a_program("empties-log-and-index", "empties both", ": > aduan.db-wal; : > aduan.db-shm"),
    _by_a_program("removes-what-lies-beside", "removes both", "rm -f aduan.db-*"),
)
"""Those that harm what SQLite keeps beside it: where nobody else has the database open there is nothing to harm."""
DAMAGING = (
    _by_a_program("writes-the-database-by-a-program", "writes something else in its place", "echo sampah > aduan.db"),
    _by_a_program("cuts-the-database", "cuts most of it off", "truncate -s 8192 aduan.db"),
)
"""Those after which most is lost, and cannot be put back."""
EMPTYING = _by_a_program("empties-by-a-program", "empties the desk's own database, which is then lost", ": > aduan.db")
"""The one after which nothing is left to put back."""
