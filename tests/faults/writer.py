"""A process that logs calls until it is stopped; prints each ticket once it is stored.

For each line on stdin, `FILE COUNT MODE`, it logs so many calls into a desk's file and then prints a line with
a dot. Modes: `keep` one open store; `reopen` a store for each call, as `aduan log` does; `mixed` also changes
every third call. What goes wrong is printed as `error: ...`.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from aduan_cli.errors import NotAllowedError, StoreError
from aduan_cli.store.sqlite import SqliteStore
from invented import DAY, MORNING, call
from steps import change, changed, take


def say(line: str) -> None:
    """Write a line in one piece, at once."""
    os.write(1, (line + "\n").encode())


def write(path: str, count: int, mode: str) -> None:
    """Log `count` calls, on two days in turn."""
    store = SqliteStore(path)
    for number in range(count):
        complaint = call(MORNING + number % 2 * DAY, caller_phone="+6281200000001", answer="diteruskan " * 20)
        take(store, [complaint])
        say(complaint.ticket)
        if mode == "mixed" and number % 3 == 0:
            try:
                change(store, [changed(complaint, {"unit": "bpbd"}, "routed", "joko", MORNING, {})])
            except NotAllowedError as error:
                say(f"error: {error}")
        if mode == "reopen":
            store.close()
    store.close()


def main() -> None:
    """Do what each line asks for."""
    say("ready")
    for line in sys.stdin:
        path, count, mode = line.split()
        try:
            write(path, int(count), mode)
        except StoreError as error:
            say(f"error: {error}")
        say(".")


main()
