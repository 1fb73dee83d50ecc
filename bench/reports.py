"""What each report costs over a desk of a million calls: processor seconds and memory, each a process of its own.

The desk is the one of `safety.py --full` (`--desk`), of which a copy gets two clocks for each complaint, some of them
with pauses, hoaxes, and what people did to a fiftieth of the calls: by SQL, for nothing of it is verified here.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sqlite3
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

from measure import Bar, environment, machine, report, script, shipped

KEPT = Path(tempfile.gettempdir()) / "aduan-bench-million" / "aduan.db"
EVER = ("--since", "2023-11-01", "--until", "2025-03-01")
REPORTS = {
    "week": ("week", "2024-06-01"),
    "month": ("month", "2024-06"),
    "year": ("year", "2024"),
    "year --compare": ("year", "2024", "--compare"),
    **{name: (name, *EVER) for name in ("unit", "category", "kelurahan", "shifts", "deadlines", "callers", "rules")},
}
MOST_SECONDS, MOST_MEMORY = 5.0, 100.0
"""Processor seconds of a report, and the megabytes that it may hold."""
CLOCKS = """
INSERT INTO clock (complaint_id, clock, unit, since, stopped_at, due_at)
  SELECT id, 'acknowledge', unit, reported_at, CASE WHEN id % 9 THEN reported_at + id * 7919 % 20000 END,
    reported_at + 7200 FROM complaint WHERE kind = 'complaint';
INSERT INTO clock (complaint_id, clock, unit, since, pauses, stopped_at, due_at)
  SELECT id, 'resolve', unit, reported_at,
    CASE WHEN id % 50 = 0 THEN '[[' || (reported_at + 60) || ',' || (reported_at + 4000) || ',"a"]]' END,
    CASE WHEN status = 'closed' THEN reported_at + id * 7919 % 500000 END, reported_at + 259200
    FROM complaint WHERE kind = 'complaint';
"""
PEOPLE = """
UPDATE complaint SET version = 2 WHERE id % 2 = 0;
UPDATE complaint SET step = 'manual' WHERE id % 50 = 0;
UPDATE complaint SET status = 'rejected', version = 2 WHERE id % 20 = 3;
INSERT INTO event (complaint_id, body, hash) SELECT id, replace(replace(:rejected, 'TICKET', ticket), '1700000000',
  reported_at), x'00' FROM complaint WHERE status = 'rejected';
INSERT INTO event (complaint_id, body, hash) SELECT id, replace(replace(:routed, 'TICKET', ticket), '1700000000',
  reported_at), x'00' FROM complaint WHERE id % 50 = 0;
"""


class Cost(NamedTuple):
    """What a command took: seconds of processors, megabytes of memory, the calls that it counted."""

    seconds: float
    memory: float
    received: int


def main() -> int:
    """Measure every report; return 1 when one is over a bar."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--desk", type=Path, default=KEPT, help=f"the file of a million calls (default {KEPT})")
    given = parser.parse_args()
    if not given.desk.exists():
        sys.stdout.write(f"{given.desk} isn't there; bench/safety.py --full makes it\n")
        return 0
    sys.stdout.write(f"{machine()}\n")
    with tempfile.TemporaryDirectory() as folder:
        desk = Path(folder) / "desk"
        # In a process of its own: what this one holds would count as its children's memory.
        with ProcessPoolExecutor(1) as apart:
            sys.stdout.write(apart.submit(prepare, desk, given.desk).result())
        bars = []
        for name, line in REPORTS.items():
            cost = cost_of(Path(folder), desk, line)
            sys.stdout.write(f"{name:16} {cost.seconds:6.2f} s {cost.memory:6.0f} MB {cost.received:9,} calls\n")
            bars.append(Bar(f"{name}: seconds of {MOST_SECONDS:.0f}", cost.seconds / MOST_SECONDS, 1.0))
            bars.append(Bar(f"{name}: megabytes of {MOST_MEMORY:.0f}", cost.memory / MOST_MEMORY, 1.0))
    return report(bars)


def prepare(desk: Path, file: Path) -> str:
    """Make a desk with a copy of the file, to which was done what a desk does; return what was made."""
    desk.mkdir()
    shipped(desk)
    shutil.copy(file, desk / "aduan.db")
    began = time.monotonic()
    connection = sqlite3.connect(desk / "aduan.db")
    connection.executescript("PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF;" + CLOCKS)
    bodies = {
        "rejected": ("rejected", {"code": "hoax", "status": "rejected", "was": "routed"}),
        "routed": ("routed", {"from": "dlh", "status": "routed", "step": "manual", "to": "bpbd"}),
    }
    values = {
        name: json.dumps(
            {"actor": "rina", "at": 1_700_000_000, "data": data, "ticket": "TICKET", "type": type_, "version": 2},
            separators=(",", ":"),
        )
        for name, (type_, data) in bodies.items()
    }
    for statement in filter(str.strip, PEOPLE.split(";")):
        connection.execute(statement, {name: value for name, value in values.items() if f":{name}" in statement})
    connection.commit()
    events = connection.execute("SELECT count(*) FROM event").fetchone()[0]
    clocks = connection.execute("SELECT count(*) FROM clock").fetchone()[0]
    connection.close()
    return f"{events:,} events, {clocks:,} clocks, made in {time.monotonic() - began:.0f} s\n"


def cost_of(folder: Path, desk: Path, line: tuple[str, ...]) -> Cost:
    """Return what a report took, as a process of its own, its children included."""
    command = [str(script(folder, "aduan", "aduan_cli.cli")), "--desk", str(desk), "-q", "report", *line]
    result = folder / "out.json"
    child = os.posix_spawn(
        command[0],
        [*command, "--format", "json"],
        environment(),
        file_actions=[(os.POSIX_SPAWN_OPEN, 1, str(result), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)],
    )
    _child, status, used = os.wait4(child, 0)
    assert status == 0, line
    told = json.loads(result.read_text(encoding="utf-8"))
    received = told["total"].get("received") or told["total"].get("decided") or told.get("received") or 0
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, received or told["total"]["promised"])


if __name__ == "__main__":
    sys.exit(main())
