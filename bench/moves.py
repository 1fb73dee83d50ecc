"""The life of a complaint: what each move costs as a whole process. Bars in README.md beside this file.

Every round takes complaints of its own, so that each measured move is one that changes something.
"""

from __future__ import annotations

import sys
import tempfile
from itertools import islice
from pathlib import Path

import floor
import invented
from aduan_cli.complaint.complaint import copy_of
from aduan_cli.complaint.step import taking
from aduan_cli.store.sqlite import SqliteStore
from daily import CALL, make_desk
from measure import Bar, machine, median_ms, options, report, run, script

STORED = 1_000
DAY = 20250102
"""A day on which nothing else was reported: the numbers of its tickets are those of the rounds."""
LIVES = (
    ("ack", "start", "hold --reason cuaca", "return --reason lain --to dlh", "assign", "note dicek"),
    ("resolve --result beres", "close", "reopen --reason belum"),
    ("edit --kelurahan kranji", "refer pln"),
    ("reject --reason hoax",),
    ("answer sudah-dijelaskan",),
    ("merge --into 1 --yes", "unmerge"),
)
"""What happens to a complaint of its own, one after the other: the words behind `aduan`, without the ticket."""


def line(said: str, ticket: str) -> list[str]:
    """Return a command line: the ticket stands behind the verb."""
    verb, *more = said.split()
    return [verb, ticket, *more]


def store_routed(path: Path, count: int) -> None:
    """Store so many complaints that wait at their unit."""
    store = SqliteStore(str(path))
    complaints = [
        copy_of(one, status="routed", kind="complaint", sources={**one.sources, "kind": "given"}, day=DAY)
        for one in islice(invented.calls(count), count)
    ]
    store.commit([taking(one) for one in complaints])
    store.close()


def main() -> int:
    """Measure, print, and return 1 when a bar is missed."""
    rounds: int = options(__doc__, 25).rounds
    print(f"moves, whole processes, median of {rounds} runs in turn; {machine()}")
    with tempfile.TemporaryDirectory(prefix="aduan-bench-") as name:
        folder = Path(name)
        desk = make_desk(folder, STORED)
        store_routed(desk / "aduan.db", rounds * len(LIVES))
        bare = [str(script(folder, "floor", "floor", Path(__file__).parent)), CALL, "--store", str(folder / "floor.db")]
        floor.prepare(bare[-1])
        aduan = [str(script(folder, "aduan", "aduan_cli.cli")), "--desk", str(desk), "-q"]
        seconds: dict[str, list[float]] = {"floor": []}
        for number in range(rounds):
            seconds["floor"].append(run(bare, folder))
            for place, life in enumerate(LIVES):
                ticket = f"{DAY % 1_000_000}-{number * len(LIVES) + place + 1}"
                for said in life:
                    seconds.setdefault(said.split()[0], []).append(run([*aduan, *line(said, ticket)], folder))
    milliseconds = {name: median_ms(taken) for name, taken in seconds.items()}
    for name, taken in milliseconds.items():
        print(f"  {name:15} {taken:7.1f} ms")
    ratios = {name: taken / milliseconds["floor"] for name, taken in milliseconds.items() if name != "floor"}
    return report([Bar(f"{name} / floor", ratio, 1.5) for name, ratio in ratios.items()])


if __name__ == "__main__":
    sys.exit(main())
