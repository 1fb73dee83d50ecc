"""A process that logs calls while no file may grow beyond a size; first one size, then the next.

Arguments: a folder, then sizes in bytes. For each it prints a line of JSON: what was stored within the limit,
the sentence that ended it, and the tickets stored after the limit was lifted, all through one open store.
"""

from __future__ import annotations

import json
import resource
import signal
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from aduan_cli.errors import StoreError
from aduan_cli.store.sqlite import SqliteStore
from invented import MORNING, call
from steps import change, changed, take


def limit(size: int) -> None:
    """Set the soft limit only, so that it can be lifted again."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def until_it_fails(store: SqliteStore) -> tuple[list[str], str]:
    """Log, and change every second call, until the store says no."""
    tickets: list[str] = []
    try:
        for number in range(25):
            complaint = call(MORNING + number, text=f"banjir nomor {number} " * 9, caller_phone="+6281200000001")
            take(store, [complaint])
            tickets.append(complaint.ticket)
            if number % 2:
                change(store, [changed(complaint, {"text": "banjir", "unit": "bpbd"}, "edited", None, MORNING, {})])
    except StoreError as error:
        return tickets, str(error)
    return tickets, ""


def main() -> None:
    """Try each size with a new desk."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    for size in map(int, sys.argv[2:]):
        path = Path(sys.argv[1]) / f"{size}.db"
        store = SqliteStore(str(path))
        limit(size)
        within, sentence = until_it_fails(store)
        limit(resource.RLIM_INFINITY)
        after = [taken.ticket for taken in take(store, [call(), call()])]
        store.close()
        said = {"path": str(path), "within": within, "sentence": sentence, "after": after}
        sys.stdout.write(json.dumps(said) + "\n")


main()
