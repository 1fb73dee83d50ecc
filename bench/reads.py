"""Looking at calls when many are stored: whole processes, against the same with a thousand. Bars in README.md."""

from __future__ import annotations

import sys
import tempfile
import time
from itertools import islice
from pathlib import Path

import invented
from aduan_cli.complaint.complaint import copy_of
from aduan_cli.complaint.step import taking
from aduan_cli.store.sqlite import SqliteStore
from measure import Bar, interleaved, machine, median_ms, options, output, report, script, shipped

SMALLEST, MANY, MOST = 1_000, 100_000, 1_000_000
VIEW = '\n[views.menunggu]\nunit = "bmsda"\nstatus = "!closed"\ncolumns = ["ticket", "status", "unit", "text"]\n'
NOTED = tuple(("noted", {"notes": [f"penelepon menelepon lagi, ke-{number}"]}) for number in range(4))
"""With the first, five events of each call."""
CALLER = "0812-0000-0007"


def make_desk(folder: Path, stored: int) -> Path:
    """Make a desk with the city's own rules and so many calls stored, each with five events; some callers are owed."""
    desk = folder / f"desk-{stored}"
    desk.mkdir()
    shipped(desk, VIEW)
    started = time.perf_counter()
    store = SqliteStore(str(desk / "aduan.db"))
    backlog = (
        copy_of(one, caller_phone=f"+62812{number % 200_000:08}") for number, one in enumerate(invented.calls(stored))
    )
    while batch := list(islice(backlog, invented.BATCH)):
        store.commit([taking(_owed(one), NOTED) for one in batch])
    store.close()
    print(f"  {stored:>9,} stored in {time.perf_counter() - started:.1f} s", flush=True)
    return desk


def _owed(complaint: invented.Complaint) -> invented.Complaint:
    """Return a call; of one in a hundred that are closed the caller waits to be rung."""
    waits = complaint.status == "closed" and complaint.reported_at % 4000 == 0
    return copy_of(complaint, owed_since=complaint.reported_at) if waits else complaint


def commands(folder: Path, size: int) -> dict[str, list[str]]:
    """Return every command that is measured at a desk of a size, by name."""
    desk = make_desk(folder, size)
    aduan = [str(script(folder, "aduan", "aduan_cli.cli")), "--desk", str(desk)]
    ticket = output([*aduan, "list", "--limit", "1", "--columns", "ticket", "--format", "tsv"], folder).split()[-1]
    lines = {
        "list --view": ["list", "--view", "menunggu"],
        "list --unit": ["list", "--unit", "dlh"],
        "caller": ["caller", CALLER],
        "similar": ["similar", ticket],
        "history": ["history", ticket],
        "history --after": ["history", "--after", str(size * 5 - 10), "--format", "jsonl"],
        "callbacks": ["callbacks"],
    }
    return {f"{name} {size}": [*aduan, *line] for name, line in lines.items()}


def main() -> int:
    """Measure, print, and return 1 when a bar is missed."""
    given = options(__doc__, 20, sizes=True)
    most = MOST if given.full else MANY
    print(f"looking at calls, whole processes, median of {given.rounds} runs in turn; {machine()}")
    with tempfile.TemporaryDirectory(prefix="aduan-bench-") as name:
        folder = Path(name)
        found = {size: commands(folder, size) for size in (SMALLEST, most)}
        seconds = interleaved({**found[SMALLEST], **found[most]}, folder, given.rounds)
    milliseconds = {name: median_ms(taken) for name, taken in seconds.items()}
    for name, taken in milliseconds.items():
        print(f"  {name:22} {taken:7.1f} ms   (fastest {min(seconds[name]) * 1000:.1f})")
    bars = []
    for name in found[SMALLEST]:
        what = name.removesuffix(f" {SMALLEST}")
        bars.append(
            Bar(f"{what} with {most:,} / with {SMALLEST:,}", milliseconds[f"{what} {most}"] / milliseconds[name], 1.3)
        )
    return report(bars)


if __name__ == "__main__":
    sys.exit(main())
