"""The job of cron is killed at any moment, and runs twice at once: each level of each clock is told once."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from aduan_cli.complaint.events import ESCALATED, WOKEN
from aduan_cli.store.sqlite import SqliteStore
from aduan_cli.stored import Query
from processes import clean_environment

PROMISES = """
[deadlines]
acknowledge = "2h"
resolve = "3d"
[[escalation]]
id = "diam"
clock = "acknowledge"
at = "due"
tell = "unit"
[[escalation]]
id = "separuh"
clock = "resolve"
at = "50%"
list = true
[[escalation]]
id = "terlambat"
clock = "resolve"
at = "due"
tell = "unit.head"
[[escalation]]
id = "lama"
clock = "resolve"
at = "+1d"
tell = ["unit.head", "asisten"]
"""
START = "2026-11-23 08:00"
TEXTS = [f"sampah nomor {number}" for number in range(12)]


def told(path: Path) -> Counter[tuple[str, str, int, str]]:
    """Return how often each level of each clock was told or passed; the store must be whole."""
    store = SqliteStore(str(path))
    assert store.breaks() == []
    assert list(store.differences()) == []
    found: Counter[tuple[str, str, int, str]] = Counter()
    for complaint in list(store.find(Query())):
        events = store.events(complaint)
        assert len([one for one in events if one.type == WOKEN]) <= 1
        for event in events:
            if event.type == ESCALATED:
                for level in (*event.data["passed"], event.data["level"]):
                    found[complaint.ticket, event.data["clock"], event.data["since"], level] += 1
    store.close()
    return found


def kill_ticks(desk: Path, home: Path, rounds: int) -> None:
    """Let time go by, in leaps and sometimes back, and kill what ticks."""
    rules = desk / "rules.toml"
    rules.write_text(rules.read_text(encoding="utf-8") + PROMISES, encoding="utf-8")
    chance, environment = random.Random(), clean_environment(home)
    aduan = [sys.executable, "-m", "aduan_cli", "--now"]
    quiet = {"cwd": desk, "env": environment, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    for text in TEXTS:
        subprocess.run([*aduan, START, "log", text], check=True, **quiet)  # type: ignore[call-overload]
    held = ["hold", "3", "--reason", "waiting", "--until", "2026-11-24 08:00"]
    subprocess.run([*aduan, START, *held], check=True, **quiet)  # type: ignore[call-overload]
    life = 0.6
    for number in range(rounds):
        hours = 5 * 24 * number // rounds - chance.choice((0, 0, 0, 5))
        now = f"2026-11-{23 + (8 + hours) // 24} {(8 + hours) % 24:02}:30" if hours > -8 else START
        started = time.monotonic()
        count, limit = chance.choice((1, 1, 2)), chance.choice(([], ["--limit", "3"]))
        ticks = [subprocess.Popen([*aduan, now, "tick", *limit], **quiet) for _each in range(count)]  # type: ignore[call-overload]
        try:
            ticks[0].wait(chance.uniform(life * 0.3, life * 1.2))
            life = time.monotonic() - started
        except subprocess.TimeoutExpired:
            ticks[0].kill()
        assert [tick.wait(60) for tick in ticks[1:]] == [0] * (count - 1)
        assert ticks[0].wait(60) in (0, -9)
    for _run in range(2):
        subprocess.run([*aduan, "2026-11-28 08:00", "tick"], check=True, **quiet)  # type: ignore[call-overload]
    found = told(desk / "aduan.db")
    assert set(found.values()) == {1}
    levels = Counter(level for _ticket, _clock, _since, level in found)
    assert levels == {"diam": len(TEXTS) - 1, **dict.fromkeys(("separuh", "terlambat", "lama"), len(TEXTS))}


def test_each_level_is_told_once_whatever_dies(desk: Path, tmp_path: Path) -> None:
    kill_ticks(desk, tmp_path, 12)


@pytest.mark.slow
def test_each_level_is_told_once_whatever_dies_for_long(desk: Path, tmp_path: Path) -> None:
    kill_ticks(desk, tmp_path, 150)
