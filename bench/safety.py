"""Backups, verifying and drills of many calls: how long they take, and how long an officer waits meanwhile.

Eight officers, each a process, store calls one after the other with a pause between; the longest that one waits for a
call to be durable is told without and with a backup beside it. Bars in README.md beside this file.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import invented
from aduan_cli.complaint.complaint import copy_of
from aduan_cli.complaint.step import taking
from aduan_cli.errors import StoreError
from aduan_cli.store.sqlite import SqliteStore
from measure import ROOT, Bar, environment, machine, output, report, script

SMALL, FULL = 100_000, 1_000_000
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


def timed(command: list[str], folder: Path) -> float:
    """Return the seconds that a command takes."""
    began = time.perf_counter()
    subprocess.run(command, cwd=folder, env=environment(), check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def main() -> int:
    """Measure, print, and return 1 when a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--full", action="store_true", help="with 1,000,000 stored (minutes)")
    parser.add_argument("--store", type=Path, help="a store with invented calls that is there; it is written to")
    parser.add_argument("--officer", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.officer:
        return be_an_officer(given.officer)
    with tempfile.TemporaryDirectory(prefix="aduan-bench-", dir=given.store and given.store.parent) as name:
        folder = Path(name)
        desk = folder / "desk"
        desk.mkdir()
        (desk / "rules.toml").write_text((ROOT / "rules.toml").read_text(encoding="utf-8"), encoding="utf-8")
        (desk / "plugins").symlink_to(ROOT / "plugins")
        store = desk / "aduan.db"
        if given.store:
            store.hardlink_to(given.store)
        else:
            invented.fill(store, FULL if given.full else SMALL)
        return measure(folder, desk)


def measure(folder: Path, desk: Path) -> int:
    """Measure a desk, print, and return 1 when a bar is missed."""
    aduan = [str(script(folder, "aduan", "aduan_cli.cli")), "--desk", str(desk), "-q"]
    count = int(output([*aduan, "list", "--count"], folder))
    print(f"safety, {count:,} complaints, {(desk / 'aduan.db').stat().st_size / 1e6:,.0f} MB; {machine()}", flush=True)
    with Officers(desk / "aduan.db") as alone:
        time.sleep(10)
    print(f"  eight officers alone      longest wait {alone.longest:8.0f} ms, {alone.stored:,} stored", flush=True)
    with Officers(desk / "aduan.db") as beside:
        backup = timed([*aduan, "db", "backup"], folder)
    size = sum(path.stat().st_size for path in (desk / "backups").rglob("*") if path.is_file())
    print(f"  eight officers, a backup  longest wait {beside.longest:8.0f} ms, {beside.stored:,} stored")
    print(f"  db backup beside them     {backup:8.1f} s, {size / 1e6:,.0f} MB; copied and verified", flush=True)
    seconds = {}
    for verb in ("verify", "verify --quick", "drill", "export moved.jsonl"):
        seconds[verb] = timed([*aduan, "db", *verb.split()], folder)
        print(f"  db {verb:22} {seconds[verb]:8.1f} s", flush=True)
    return report(
        [
            Bar("longest wait beside a backup, against alone", beside.longest / alone.longest, LONGEST),
            Bar(
                f"verify {count:,}, of {MOST_SECONDS} s a million", seconds["verify"] / MOST_SECONDS * FULL / count, 1.0
            ),
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
