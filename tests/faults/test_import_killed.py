"""An import of a large file, its reader or itself killed at any moment: each record is taken or quarantined, once."""

from __future__ import annotations

import csv
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from aduan_cli.formats.read_ahead import LEAST_BYTES
from invented import MAP, assert_sound
from processes import clean_environment
from thorough import THOROUGH

COUNT, BAD = 1500, 15
CHANCE = random.Random()

AHEAD = """\
import sys
from aduan_cli.cli import main
from aduan_cli.formats import read_ahead

read_ahead.has_processor_to_spare = lambda: True
sys.argv[0] = "aduan"
sys.exit(main())
"""
"""The command, which reads ahead however busy the machine is."""

pytestmark = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="no Linux")


@pytest.fixture
def log(desk: Path) -> Path:
    """Return a log that is large enough to be read ahead; every hundredth record has a date that nobody can read."""
    (desk / "maps").mkdir()
    (desk / "maps" / "uji.toml").write_text(MAP)
    path = desk / "log.csv"
    with path.open("w", encoding="cp1252", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["no", "tgl", "isi"])
        for number in range(COUNT):
            text = f"sampah nomor {number} " + "di depan café " * 55
            writer.writerow([number, "besok" if number % 100 == 7 else f"2024-03-{number % 28 + 1:02}", text])
    assert path.stat().st_size > LEAST_BYTES
    return path


def started(desk: Path) -> subprocess.Popen[str]:
    """Start the import of the log."""
    command = [sys.executable, "-c", AHEAD, "import", "log.csv", "--map", "uji"]
    return subprocess.Popen(command, cwd=desk, env=clean_environment(desk), stderr=subprocess.PIPE, text=True)


def reader_of(process: subprocess.Popen[str]) -> int:
    """Return the process that reads for an import, as soon as there is one."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        if found := children.read_text().split():
            return int(found[0])
        time.sleep(0.001)
    raise AssertionError("nothing reads ahead")


def is_gone(number: int) -> bool:
    """Wait for a process to end, and say whether it did."""
    status = Path(f"/proc/{number}/stat")
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            if status.read_text().rpartition(")")[2].split()[0] == "Z":  # its parent is gone or about to look
                return True
        except (FileNotFoundError, ProcessLookupError):
            return True
        time.sleep(0.01)
    return False


def quarantined(desk: Path) -> Iterator[str]:
    """Yield the numbers of the records in quarantine."""
    for path in (desk / "quarantine").glob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from (row["no"] for row in csv.DictReader(file))


def assert_all_there(desk: Path) -> None:
    """Assert that each record is stored or in quarantine, once."""
    assert len(assert_sound(desk / "aduan.db")) == COUNT - BAD
    assert sorted(map(int, quarantined(desk))) == [number for number in range(COUNT) if number % 100 == 7]


def told(said: str) -> str:
    """Return what an import told, without the time and the folder of the quarantine."""
    return re.sub(r"\S*/log-[0-9]{8}-[0-9]{6}", "log", said)


@pytest.mark.slow
def test_an_import_whose_reader_is_killed_says_and_does_the_same(desk: Path, log: Path) -> None:
    """At once, or while it reads: exit code, sentences, store and quarantine are those of an import left alone."""
    waits = (0, 0.02, CHANCE.random() / 2) if THOROUGH else (0, CHANCE.random() / 2)
    desks = [desk, *(desk.with_name(f"{desk.name}-{number}") for number, _wait in enumerate(waits))]
    for folder in desks[1:]:
        shutil.copytree(desk, folder)
    alone = started(desk)
    said = alone.communicate(timeout=120)[1]
    assert alone.returncode == 6
    assert f"{COUNT} records read · {COUNT - BAD} taken · {BAD} quarantined" in said
    for folder, wait in zip(desks[1:], waits, strict=True):
        running = started(folder)
        reader = reader_of(running)
        time.sleep(wait)
        if Path(f"/proc/{reader}").exists():
            os.kill(reader, signal.SIGKILL)
        assert told(running.communicate(timeout=120)[1]) == told(said)
        assert running.returncode == 6
        assert_all_there(folder)


@pytest.mark.slow
def test_an_import_that_is_killed_goes_on_and_its_reader_ends(desk: Path, log: Path) -> None:
    """Killed again and again, and then left to its end: nothing is lost, nothing is there twice, no reader is left."""
    for _round in range(3 if THOROUGH else 2):
        running = started(desk)
        reader = reader_of(running)
        time.sleep(CHANCE.random() / 2)
        running.kill()
        running.communicate()
        assert is_gone(reader)
    last = started(desk)
    assert last.communicate(timeout=120)[1]
    assert last.returncode == 6
    assert_all_there(desk)


def test_ctrl_c_ends_both(desk: Path, log: Path) -> None:
    """A terminal sends it to each: whole batches are stored, it is said so, and the next run takes the rest."""
    running = started(desk)
    reader = reader_of(running)
    time.sleep(0.2)
    for number in (reader, running.pid):
        os.kill(number, signal.SIGINT)
    said = running.communicate(timeout=120)[1]
    assert running.returncode in (130, 6)
    if running.returncode == 130 and "taken" in said:
        assert "the same command again goes on from there" in said
    assert is_gone(reader)
    again = started(desk)
    again.communicate(timeout=120)
    assert again.returncode == 6
    assert_all_there(desk)
