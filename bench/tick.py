"""The job of cron that has nothing to do, and one that has 10,000 to tell, as whole processes. Bars in README.md."""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import floor
import invented
from aduan_cli.complaint.complaint import Complaint, copy_of
from aduan_cli.complaint.step import taking
from aduan_cli.store.sqlite import SqliteStore
from measure import ROOT, Bar, environment, interleaved, machine, median_ms, options, report, run, script

OPEN, LATE = 20_000, 10_000
MANY, MOST = 100_000, 1_000_000
DAY = 86_400
PROMISES = """
[deadlines]
resolve = "3d"
[[escalation]]
id = "terlambat"
clock = "resolve"
at = "due"
tell = ["unit.head"]
[[escalation]]
id = "lama"
clock = "resolve"
at = "+99999d"
list = true
"""
"""Round the clock, so that what is late is known by the day; the second level keeps every clock waiting."""


def backlog(stored: int, now: int) -> Iterator[Complaint]:
    """Yield calls of which the last ones are open, a half of those for long enough to be late."""
    for number, one in enumerate(invented.calls(stored)):
        if number < stored - OPEN:
            yield copy_of(one, status="closed") if one.status == "routed" else one
        else:
            at = now - (10 * DAY if number % (OPEN // LATE) == 0 else 0)
            yield copy_of(one, kind="complaint", status="routed", reported_at=at, logged_at=at, owed_since=None)


def make_desk(folder: Path, stored: int, now: int) -> Path:
    """Make a desk with so many calls stored, and so many of them open."""
    desk = folder / "desk"
    desk.mkdir()
    (desk / "rules.toml").write_text((ROOT / "rules.toml").read_text(encoding="utf-8") + PROMISES, encoding="utf-8")
    shutil.copytree(ROOT / "plugins", desk / "plugins")
    store = SqliteStore(str(desk / "aduan.db"))
    calls = backlog(stored, now)
    started = time.perf_counter()
    while batch := list(islice(calls, invented.BATCH)):
        store.commit([taking(one) for one in batch])
    store.close()
    print(f"  {stored:>9,} stored in {time.perf_counter() - started:.1f} s", flush=True)
    return desk


def first(command: list[str], folder: Path) -> tuple[float, int]:
    """Run the first tick, which dates all that is open and tells what is late; return its seconds and most kB."""
    started = time.perf_counter()
    subprocess.run(command, cwd=folder, env=environment(), check=True)
    return time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss


def main() -> int:
    """Measure, print, and return 1 when a bar is missed."""
    given = options(__doc__, 20, sizes=True)
    stored = MOST if given.full else MANY
    print(f"tick, whole processes, median of {given.rounds} runs in turn; {machine()}")
    with tempfile.TemporaryDirectory(prefix="aduan-bench-") as name:
        folder = Path(name)
        desk = make_desk(folder, stored, int(time.time()))
        floor.prepare(str(folder / "floor.db"))
        tick = [str(script(folder, "aduan", "aduan_cli.cli")), "--desk", str(desk), "tick"]
        run([*tick, "--limit", "1"], folder)  # Compiles the rules.
        seconds, most = first(tick, folder)
        print(f"  dated {OPEN:,} and told {LATE:,} in {seconds:.1f} s, at most {most / 1024:.0f} MB")
        least = script(folder, "floor", "floor", Path(__file__).parent)
        commands = {"floor": [str(least), "x", "--store", str(folder / "floor.db")], "tick": tick}
        milliseconds = {name: median_ms(taken) for name, taken in interleaved(commands, folder, given.rounds).items()}
    for name, figure in milliseconds.items():
        print(f"  {name:<8}{figure:8.1f} ms")
    what = f"tick with nothing to do, {stored:,} stored, {OPEN:,} open / floor"
    return report([Bar(what, milliseconds["tick"] / milliseconds["floor"], 1.5)])


if __name__ == "__main__":
    sys.exit(main())
