"""`aduan open311 publish` of 90 days of a large desk: the first run, one after ten new calls, one after nothing.

100,000 calls in 16 months, as a large city has them; `--full`: a million. All complaints of five categories are
published, with wording, street and point. What the second run leaves must be what a new folder is, to the byte.
"""

from __future__ import annotations

import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import invented
from aduan_cli.complaint.complaint import copy_of
from aduan_cli.complaint.step import taking
from aduan_cli.store.sqlite import SqliteStore
from measure import Bar, Cost, cost_of, machine, options, report, script, shipped

CALLS, TIMES = 100_000, 10
SPAN = 40_000_000
"""Seconds in which they are."""
NOW = "2025-02-20 05:00"
TABLE = """
[open311]
categories = ["pju-mati", "jalan-rusak", "sampah", "pohon-tumbang"]
publish = ["description", "address", "point"]
url = "https://example.org/open311"
"""
FIRST_SECONDS, MOST_SECONDS = 5.0, 3.0


def main() -> int:
    """Measure, print, and return 1 when a bar is missed."""
    given = options(__doc__, 1, sizes=True)
    print(machine())
    with tempfile.TemporaryDirectory(prefix="aduan-bench-") as name:
        folder = Path(name)
        desk = folder / "desk"
        # In a process of its own: what this one holds would count as its children's memory.
        with ProcessPoolExecutor(1) as apart:
            apart.submit(prepare, desk, CALLS * (TIMES if given.full else 1)).result()
        aduan = [str(script(folder, "aduan", "aduan_cli.cli")), "--desk", str(desk), "--now", NOW]
        publish = [*aduan, "open311", "publish"]
        first = tell("first", cost_of([*publish, str(folder / "web")]))
        for number in range(10):
            cost_of([*aduan, "-q", "log", f"Penelepon melaporkan sampah menumpuk ke-{number} di Kel. Margahayu"])
        second = tell("second", cost_of([*publish, str(folder / "web")]))
        third = tell("third", cost_of([*publish, str(folder / "web")]))
        tell("new", cost_of([*publish, str(folder / "new")]))
        here, there = (contents(folder / one) for one in ("web", "new"))
        print(f"{len(here):,} files; those of the second run are those of a new folder: {here == there}")
    bars = [
        Bar(f"second run: seconds of {MOST_SECONDS:.0f}", second.processor / MOST_SECONDS, 1.0),
        Bar(f"third run: seconds of {MOST_SECONDS:.0f}", third.processor / MOST_SECONDS, 1.0),
        Bar("files that differ from those of a new folder", float(here != there), 0.0),
    ]
    if not given.full:
        bars.insert(0, Bar(f"first run: seconds of {FIRST_SECONDS:.0f}", first.processor / FIRST_SECONDS, 1.0))
    return report(bars)


def prepare(desk: Path, count: int) -> None:
    """Make a desk of so many calls, all in the same time."""
    desk.mkdir()
    shipped(desk, TABLE)
    store = SqliteStore(str(desk / "aduan.db"))
    steps = []
    for number, call in enumerate(invented.calls(count)):
        at = invented.START + number * SPAN // count
        point = f"-6.{200000 + number % 99999},106.{900000 + number % 99991}"
        steps.append(taking(copy_of(call, reported_at=at, logged_at=at, day=invented.day_of(at), point=point)))
        if len(steps) == invented.BATCH:
            store.commit(steps)
            steps.clear()
    store.commit(steps)
    store.close()


def tell(what: str, cost: Cost) -> Cost:
    """Print what a run took; return it."""
    used = f"{cost.seconds:6.2f} s ({cost.processor:.2f} s of processors) {cost.memory:5.0f} MB"
    print(f"{what:8} {used}; {cost.said.splitlines()[-1]}", flush=True)
    return cost


def contents(folder: Path) -> dict[str, bytes]:
    """Return what a folder gives out; of the discovery not when it was written."""
    found = (path for path in folder.rglob("*") if path.is_file() and not path.name.startswith((".", "discovery")))
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


if __name__ == "__main__":
    sys.exit(main())
