"""A move that is killed is whole or not there: the complaint, its assignments and its event say the same."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections import Counter
from itertools import count
from pathlib import Path

import pytest
from wholeness import LINES, add_rules, assert_whole

from processes import clean_environment


def kill_moves(desk: Path, home: Path, kills: int) -> Counter[str]:
    """Move complaints again and again, each command killed at a random moment of its life, until so many were.

    Each line is tried in turn, so that all verbs are among the killed; return how many of each were.
    """
    add_rules(desk)
    chance, environment = random.Random(), clean_environment(home)
    aduan = [sys.executable, "-m", "aduan_cli"]
    for text in ("sampah satu", "banjir dua"):
        subprocess.run([*aduan, "log", text], cwd=desk, env=environment, capture_output=True, check=True)
    life, moves, killed, turns = 0.6, 0, Counter[str](), 0
    lines = (line for _round in count() for line in chance.sample(LINES, len(LINES)))
    while sum(killed.values()) < kills:
        turns += 1
        (desk / "sesudah.jpg").write_bytes(b"sesudah" * 10_000)
        (desk / "baru.jpg").write_bytes(b"%d" % turns * 10_000)
        verb, *rest = next(lines)
        command = [*aduan, *verb.split(), *([chance.choice("12")] if verb not in ("log", "info") else []), *rest]
        started = time.monotonic()
        with subprocess.Popen(
            command, cwd=desk, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as process:
            try:
                process.wait(chance.uniform(life * 0.5, life * 1.2))
                life = time.monotonic() - started
            except subprocess.TimeoutExpired:
                process.kill()
                life *= 1.03  # Where the machine grew slower, none would be killed as late as it writes.
        assert process.returncode in (0, 5, -9)
        killed[verb] += process.returncode == -9
        now = assert_whole(desk / "aduan.db")
        assert now - moves in (0, 1)
        moves = now
    sys.stdout.write(f"{turns} commands, {sum(killed.values())} killed, {moves} events of moves: {dict(killed)}\n")
    return killed


def test_a_killed_move_is_whole_or_not_there(desk: Path, tmp_path: Path) -> None:
    kill_moves(desk, tmp_path, 10)


@pytest.mark.slow
def test_many_killed_moves_are_whole_or_not_there(desk: Path, tmp_path: Path) -> None:
    """Three hundred kills, and every verb among the killed."""
    killed = kill_moves(desk, tmp_path, 300)
    assert {verb for verb, times in killed.items() if times} == {verb for verb, *_rest in LINES}
