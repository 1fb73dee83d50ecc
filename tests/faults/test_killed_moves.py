"""A move that is killed is whole or not there: the complaint, its assignments and its event say the same."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from aduan_cli.complaint.moves import FINAL, LIFE
from aduan_cli.store.sqlite import SqliteStore
from aduan_cli.stored import Query
from processes import clean_environment

VERBS = (
    ("ack",), ("start",), ("hold", "--reason", "waiting"), ("return", "--reason", "bukan kami"), ("assign", "bpbd"),
    ("assign", "dlh", "--support"), ("ack", "--unit", "dlh"), ("refer", "pln"), ("resolve", "--result", "beres"),
    ("close",), ("reject", "--reason", "hoax"), ("reopen", "--reason", "belum"), ("answer", "besok"),
)  # fmt: skip
OUTSIDE = '\n[outside.pln]\nname = "PLN"\nreferral = "Hubungi PLN."\n'


def assert_whole(path: Path) -> int:
    """Hold every complaint against its last move; return how many moves there are."""
    store = SqliteStore(str(path))
    assert store.breaks() == []
    assert list(store.differences()) == []
    moves = 0
    for complaint in list(store.find(Query())):
        events = store.events(complaint)
        told = [event for event in events if event.type in {move.event for move in LIFE.values()}]
        moves += len(told)
        assert complaint.version == 1 + len(told)
        acting = {one[:2]: one.status for one in store.assignments(complaint)}
        waits = complaint.status in FINAL or complaint.status == "new"
        assert acting.pop((complaint.unit or "", "lead"), None) == (None if waits else complaint.status)
        assert {unit for unit, _role in acting} == (set() if waits else set(complaint.support))
        for event in told[-1:]:
            unit, role = event.data.get("unit"), event.data.get("role")
            assert (acting.get((str(unit), role)) if role == "support" else complaint.status) == event.data["status"]
    store.close()
    return moves


def kill_moves(desk: Path, home: Path, rounds: int) -> None:
    """Move complaints again and again, each command killed at a random moment of its life."""
    rules = desk / "rules.toml"
    rules.write_text(rules.read_text(encoding="utf-8") + OUTSIDE, encoding="utf-8")
    chance, environment = random.Random(), clean_environment(home)
    aduan = [sys.executable, "-m", "aduan_cli"]
    for text in ("sampah satu", "banjir dua"):
        subprocess.run([*aduan, "log", text], cwd=desk, env=environment, capture_output=True, check=True)
    life, moves = 0.6, 0
    for _round in range(rounds):
        verb, *rest = chance.choice(VERBS)
        command = [*aduan, verb, chance.choice("12"), *rest]
        started = time.monotonic()
        with subprocess.Popen(
            command, cwd=desk, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as process:
            try:
                process.wait(chance.uniform(life * 0.5, life * 1.2))
                life = time.monotonic() - started
            except subprocess.TimeoutExpired:
                process.kill()
        assert process.returncode in (0, 5, -9)
        now = assert_whole(desk / "aduan.db")
        assert now - moves in (0, 1)
        moves = now


def test_a_killed_move_is_whole_or_not_there(desk: Path, tmp_path: Path) -> None:
    kill_moves(desk, tmp_path, 15)


@pytest.mark.slow
def test_many_killed_moves_are_whole_or_not_there(desk: Path, tmp_path: Path) -> None:
    kill_moves(desk, tmp_path, 300)
