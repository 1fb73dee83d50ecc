"""Backups, verifying and drills of many calls: how long they take, and how long an officer waits meanwhile.

Eight officers, each a process, store calls one after the other with a pause between; the longest that one waits for a
call to be durable is told without and with a backup beside it. Bars in README.md beside this file.

With `--full` a million calls are stored once (`--desk` says where they stay), and a copy of that desk is verified,
backed up beside officers, drilled, damaged in ten ways of which each must be told, restored, and drilled again.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import NamedTuple

import invented
from aduan_cli.complaint.complaint import copy_of
from aduan_cli.complaint.step import taking
from aduan_cli.errors import StoreError
from aduan_cli.store.sqlite import SqliteStore
from measure import ROOT, Bar, environment, machine, output, report, script, shipped

sys.path.append(str(ROOT / "tests"))

from damages import damage

SMALL, FULL = 100_000, 1_000_000
KEPT = Path(tempfile.gettempdir()) / "aduan-bench-million"
"""Where a million calls stay from one run to the next: 1.5 GB. A run takes 6 GB more beside them."""
OFFICERS, PAUSE = 8, 0.05
LONGEST = 3.0
"""How many times as long as without a backup an officer may wait for a call at most."""
MOST_SECONDS = 60
"""Seconds in which a million is verified on two processors; of fewer calls as many less."""


def be_an_officer(path: str) -> int:
    """Store calls until stdin ends; print how many, and the longest wait of one in milliseconds."""
    ended = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), ended.set()), daemon=True).start()
    store = SqliteStore(path)
    longest, stored = 0.0, 0
    (call,) = invented.calls(1)
    while not ended.is_set():
        began = time.perf_counter()
        try:
            store.commit([taking(copy_of(call))])
            stored += 1
        except StoreError as error:  # It waited as long as anybody does.
            sys.stderr.write(f"{error}\n")
        longest = max(longest, time.perf_counter() - began)
        time.sleep(PAUSE)
    print(stored, longest * 1000)
    return 0


class Officers:
    """Eight of them, at work as long as this is entered; then `stored` and `longest` (milliseconds) are known."""

    def __init__(self, path: Path) -> None:
        self._line = [sys.executable, __file__, "--officer", str(path)]
        self.stored, self.longest = 0, 0.0

    def __enter__(self) -> Officers:
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self._running = [subprocess.Popen(self._line, **pipes) for _number in range(OFFICERS)]  # type: ignore[call-overload]
        time.sleep(1.0)
        return self

    def __exit__(self, *_error: object) -> None:
        for officer in self._running:
            said, _nothing = officer.communicate()
            stored, longest = said.split()
            self.stored += int(stored)
            self.longest = max(self.longest, float(longest))


class Ran(NamedTuple):
    """A command that ran: seconds by the clock, those of processors with all its processes, memory of the largest."""

    seconds: float
    processors: float
    megabytes: float
    code: int
    said: str


class Desk:
    """A desk whose commands are run and told, a line each."""

    def __init__(self, folder: Path, desk: Path) -> None:
        self.folder, self.store, self.backups = folder, desk / "aduan.db", desk / "backups"
        self._aduan = [str(script(folder, "aduan", "aduan_cli.cli")), "--desk", str(desk), "-q"]

    def count(self) -> int:
        """Return how many complaints it has."""
        return int(output([*self._aduan, "list", "--count"], self.folder))

    def run(self, command: str, code: int = 0, more: str = "") -> Ran:
        """Run a command, tell what it took, and return it. Ends all where it has another exit code."""
        began = time.perf_counter()
        with tempfile.TemporaryFile() as said:
            running = subprocess.Popen(
                [*self._aduan, *command.split()], cwd=self.folder, env=environment(), stdout=said
            )
            _process, status, used = os.wait4(running.pid, 0)
            running.returncode = os.waitstatus_to_exitcode(status)
            seconds = time.perf_counter() - began
            said.seek(0)
            ran = Ran(
                seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, running.returncode, said.read().decode()
            )
        shown = command.replace(f"{self.backups}", self.backups.name)
        print(f"  {shown:36} {seconds:7.1f} s {ran.processors:7.1f} s {ran.megabytes:5.0f} MB{more}", flush=True)
        if ran.code != code:
            sys.exit(f"{command}: exit code {ran.code}, not {code}: {ran.said[:2000]}")
        return ran


def main() -> int:
    """Measure, print, and return 1 when a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--full", action="store_true", help="with 1,000,000 stored, damaged and restored (minutes)")
    parser.add_argument("--desk", type=Path, default=KEPT, help=f"where a million calls stay (default {KEPT})")
    parser.add_argument("--calls", type=int, default=FULL, help="with --full: so many, not a million")
    parser.add_argument("--fill", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--officer", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.officer:
        return be_an_officer(given.officer)
    if given.fill:
        invented.fill(given.fill, given.calls)
        return 0
    print(f"safety; {machine()}", flush=True)
    kept = stored(given.desk, given.calls) if given.full else None
    with tempfile.TemporaryDirectory(prefix="aduan-bench-", dir=kept and given.desk) as name:
        desk = Path(name) / "desk"
        desk.mkdir()
        shipped(desk)
        if kept is None:
            fill(desk / "aduan.db", SMALL)
        else:
            shutil.copyfile(kept, desk / "aduan.db")
        made = Desk(Path(name), desk)
        bars = measure(made)
        if given.full:
            harm(made)
        else:
            made.run("db export moved.jsonl")
        return report(bars)


def stored(folder: Path, calls: int) -> Path:
    """Return the file with so many calls, which is made where it isn't there yet."""
    kept = folder / ("aduan.db" if calls == FULL else f"aduan-{calls}.db")
    if not kept.exists():
        folder.mkdir(parents=True, exist_ok=True)
        half, began = folder / f"{kept.name}.half", time.perf_counter()
        half.unlink(missing_ok=True)
        used = fill(half, calls)
        half.rename(kept)
        took = time.perf_counter() - began
        print(f"  {calls:,} calls stored once in {kept}: {took:.1f} s, {used:.1f} s of processors", flush=True)
    return kept


def fill(store: Path, calls: int) -> float:
    """Store so many calls in a process of its own, and return the seconds of processors.

    The system counts the memory that we had as that of each command that we start.
    """
    before = os.times()
    subprocess.run([sys.executable, __file__, "--fill", str(store), "--calls", str(calls)], check=True)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def measure(desk: Desk) -> list[Bar]:
    """Measure a desk that nothing is wrong with, and return the figures with their bars."""
    count = desk.count()
    print(f"  {count:,} complaints, {desk.store.stat().st_size / 1e6:,.0f} MB", flush=True)
    print(f"  {'':36} {'clock':>9} {'processors':>9} memory of the larger process")
    verified = desk.run("db verify")
    desk.run("db verify --quick")
    with Officers(desk.store) as alone:
        time.sleep(10)
    print(f"  eight officers alone                 longest wait {alone.longest:6.0f} ms, {alone.stored:,} stored")
    with Officers(desk.store) as beside:
        desk.run("db backup", more="; copied and verified beside eight officers")
    size = sum(path.stat().st_size for path in desk.backups.rglob("*") if path.is_file())
    print(f"  eight officers beside it             longest wait {beside.longest:6.0f} ms, {beside.stored:,} stored")
    print(f"  the backup                           {size / 1e6:,.0f} MB", flush=True)
    desk.run("db drill")
    return [
        Bar("longest wait beside a backup, against alone", beside.longest / alone.longest, LONGEST),
        Bar(f"verify {count:,}, of {MOST_SECONDS} s a million", verified.seconds / MOST_SECONDS * FULL / count, 1.0),
    ]


def harm(desk: Desk) -> None:
    """Damage a desk that has a backup, see that all of it is told, put the backup back, and drill it once more."""
    places = damage(desk.store)
    found = [one["where"] for one in json.loads(desk.run("db verify --format json", code=3).said)]
    for what, place in places.items():
        said = "told" if any(where.startswith(place) for where in found) else "NOT TOLD"
        print(f"    {what:34} {place:32} {said}", flush=True)
        if said != "told":
            sys.exit(f"{what}: verify doesn't tell of it")
    print(f"    {len(places)} ways, {len(found)} places told")
    desk.run(f"db restore {desk.backups} --yes")  # Which verifies what it puts back.
    desk.run("db drill")


if __name__ == "__main__":
    sys.exit(main())
