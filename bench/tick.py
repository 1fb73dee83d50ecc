"""The job of cron with nothing to do, and one that tells and sends 10,000, as whole processes. Bars in README.md."""

from __future__ import annotations

import os
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
from measure import Bar, environment, interleaved, machine, median_ms, options, report, run, script, shipped

OPEN, LATE = 20_000, 10_000
FEW = 1_000
"""How many are late in the desk that shows whether memory grows with their number."""
MANY, MOST = 100_000, 1_000_000
DAY = 86_400
PROMISES = """
[deadlines]
resolve = "3d"
[[escalation]]
id = "terlambat"
clock = "resolve"
at = "due"
tell = ["arsip"]
[[escalation]]
id = "lama"
clock = "resolve"
at = "+99999d"
list = true
[notifiers.arsip]
type = "spool"
folder = "pesan"
"""
"""Round the clock, so that what is late is known by the day; the second level keeps every clock waiting."""


def backlog(stored: int, now: int, late: int) -> Iterator[Complaint]:
    """Yield calls of which the last ones are open, so many of those for long enough to be late."""
    for number, one in enumerate(invented.calls(stored)):
        if number < stored - OPEN:
            yield copy_of(one, status="closed") if one.status == "routed" else one
        else:
            at = now - (10 * DAY if number % (OPEN // late) == 0 else 0)
            yield copy_of(one, kind="complaint", status="routed", reported_at=at, logged_at=at, owed_since=None)


def make_desk(folder: Path, stored: int, now: int, late: int = LATE) -> Path:
    """Make a desk with so many calls stored, and so many of them open and late."""
    desk = folder / f"desk-{late}"
    desk.mkdir()
    shipped(desk, PROMISES)
    store = SqliteStore(str(desk / "aduan.db"))
    calls = backlog(stored, now, late)
    started = time.perf_counter()
    while batch := list(islice(calls, invented.BATCH)):
        store.commit([taking(one) for one in batch])
    store.close()
    print(f"  {stored:>9,} stored in {time.perf_counter() - started:.1f} s", flush=True)
    return desk


def timed(command: list[str], folder: Path) -> tuple[float, float]:
    """Run a tick; return its seconds and the most MB that it had."""
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, env=environment())
    _pid, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{' '.join(command)}: {status}")
    return time.perf_counter() - started, usage.ru_maxrss / 1024


def first(folder: Path, stored: int, late: int) -> list[str]:
    """Make a desk and let its first ticks date what is open, then tell and send what is late; return the command."""
    now = int(time.time())
    desk = make_desk(folder, stored, now, late)
    aduan = [str(script(folder, "aduan", "aduan_cli.cli")), "--desk", str(desk)]
    before = time.strftime("%Y-%m-%d %H:%M", time.localtime(now - 11 * DAY))
    run([*aduan, "--now", before, "tick", "--limit", "1"], folder)  # Compiles the rules.
    seconds, most = timed([*aduan, "--now", before, "tick"], folder)
    print(f"  dated {OPEN:,} in {seconds:.1f} s, at most {most:.0f} MB")
    seconds, most = timed([*aduan, "tick"], folder)
    sent = sum(1 for _letter in (desk / "pesan").iterdir())
    if sent != late:
        sys.exit(f"{sent} letters in the spool, not {late}")
    print(f"  told {late:,} and sent {sent:,} letters in {seconds:.1f} s, at most {most:.0f} MB")
    return [*aduan, "tick"]


def main() -> int:
    """Measure, print, and return 1 when a bar is missed."""
    given = options(__doc__, 20, sizes=True)
    stored = MOST if given.full else MANY
    print(f"tick, whole processes, median of {given.rounds} runs in turn; {machine()}")
    with tempfile.TemporaryDirectory(prefix="aduan-bench-") as name:
        folder = Path(name)
        first(folder, MANY, FEW)
        tick = first(folder, stored, LATE)
        floor.prepare(str(folder / "floor.db"))
        least = script(folder, "floor", "floor", Path(__file__).parent)
        commands = {"floor": [str(least), "x", "--store", str(folder / "floor.db")], "tick": tick}
        milliseconds = {name: median_ms(taken) for name, taken in interleaved(commands, folder, given.rounds).items()}
    for name, figure in milliseconds.items():
        print(f"  {name:<8}{figure:8.1f} ms")
    what = f"tick with nothing to do, {stored:,} stored, {OPEN:,} open / floor"
    return report([Bar(what, milliseconds["tick"] / milliseconds["floor"], 1.5, 1.0)])


if __name__ == "__main__":
    sys.exit(main())
