"""Whatever colleagues and SQLite do with the log while units' code runs is not taken for harm, and nothing is lost."""

from __future__ import annotations

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from trials import GOOD_NAKAL, Trial

from aduan_cli.testing.misbehaving import PLUGIN

WRITERS = 6
TEXT = f"Penelepon melaporkan {PLUGIN} di Margahayu"
SLOW_CODE = GOOD_NAKAL.replace("def route(complaint):\n", "def route(complaint):\n    import time; time.sleep(0.05)\n")
"""Code that takes long enough for others to do much meanwhile."""
PATIENT = "[plugins.limits]\ncpu = 10\ncall = 60\nimport = 60\ncommand = 120\n"
"""How long code may take is no matter here, however busy the machine is."""
BRINGING_IN = """
import random, sqlite3, time
while True:
    connection = sqlite3.connect("aduan.db", timeout=10, isolation_level=None)
    for _time in range(random.randrange(20)):
        mode = random.choice(("PASSIVE", "FULL", "RESTART", "TRUNCATE"))
        try:
            connection.execute(f"PRAGMA wal_checkpoint({mode})")
        except sqlite3.OperationalError as error:
            assert "locked" in str(error), error
        time.sleep(random.random() / 50)
    connection.close()
"""
"""Brings the log into the file all the time, in all ways that SQLite has, and is the last to close it now and then."""


def keep_logging(trial: Trial, seconds: float) -> list[str]:
    """Log calls from several terminals at once, while another program brings the log in; return the tickets printed."""
    until = time.monotonic() + seconds

    def log(number: int) -> list[str]:
        printed = []
        while time.monotonic() < until:
            ended = trial.run("log", f"{TEXT} {number}")
            assert (ended.code, ended.failures) == (0, []), ended.ended
            printed.append(ended.out.strip())
        return printed

    command = [sys.executable, "-c", BRINGING_IN]
    with subprocess.Popen(command, cwd=trial.folder) as bringing, ThreadPoolExecutor(WRITERS) as pool:
        try:
            found = list(pool.map(log, range(WRITERS)))
        finally:
            assert bringing.poll() is None
            bringing.kill()
    return [ticket for tickets in found for ticket in tickets]


def assert_nothing_was_taken_for_harm(folder: Path, seconds: float) -> None:
    """Assert that every call is stored, decided by the code, and that the file is whole."""
    trial = Trial(folder / "desk", {"plugin.py": SLOW_CODE}, PATIENT)
    assert trial.run("log", TEXT).code == 0
    printed = keep_logging(trial, seconds)
    assert len(set(printed)) == len(printed)
    assert sorted(call.ticket for call in trial.calls())[1:] == sorted(printed)
    assert {call.step for call in trial.calls()} == {"code"}
    trial.assert_sound()


@pytest.mark.slow
def test_six_terminals_and_a_program_that_brings_the_log_in_lose_nothing(tmp_path: Path) -> None:
    assert_nothing_was_taken_for_harm(tmp_path, 3)


@pytest.mark.slow
def test_six_terminals_for_long_lose_nothing(tmp_path: Path) -> None:
    assert_nothing_was_taken_for_harm(tmp_path, 150)
