"""An import whose stderr nobody reads: what can't be told never stops what must be stored."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from invented import MAP, assert_sound

Aduan = Callable[..., "subprocess.CompletedProcess[str]"]
GOOD, BAD = 600, 40
FULL = Path("/dev/full")


@pytest.fixture
def log(desk: Path) -> Path:
    """Return a log in which every sixteenth record has a date that nobody can read."""
    (desk / "maps").mkdir()
    (desk / "maps" / "uji.toml").write_text(MAP)
    path = desk / "log.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["no", "tgl", "isi"])
        for number in range(GOOD + BAD):
            writer.writerow([number, "besok" if number % 16 == 0 else "2024-03-01", f"sampah nomor {number}"])
    return path


def imported(desk: Path, script: str) -> int:
    """Run a line of shell in which `aduan` is the import; return the import's own exit code."""
    command = f'{{ "{sys.executable}" -m aduan_cli import log.csv --map uji; echo $? > code; }}'
    script = script.replace("aduan", command)
    subprocess.run(["bash", "-c", script], cwd=desk, env={**os.environ, "ADUAN_LANG": "en"}, check=False, timeout=120)
    return int((desk / "code").read_text())


@pytest.mark.slow
@pytest.mark.of_file
@pytest.mark.parametrize(
    "script",
    [
        "aduan 2>&1 | head -1",
        "aduan 2>&1 | true",
        "aduan 2>&-",
        pytest.param("aduan 2>/dev/full", marks=pytest.mark.skipif(not FULL.exists(), reason="no /dev/full here")),
    ],
)
def test_every_record_is_taken_or_quarantined_whoever_reads(aduan: Aduan, desk: Path, log: Path, script: str) -> None:
    """A reader of stderr that went away or is full costs neither a record nor the exit code."""
    assert imported(desk, script) == 6
    assert len(assert_sound(desk / "aduan.db")) == GOOD
    (quarantine,) = (desk / "quarantine").iterdir()
    with quarantine.open(encoding="utf-8-sig", newline="") as file:
        refused = {int(line["no"]) for line in csv.DictReader(file)}
    assert refused == set(range(0, GOOD + BAD, 16))
    stored = json.loads(aduan("list", "--limit", "0", "--format", "json").stdout)
    assert {c["source_row"] for c in stored} | {number + 1 for number in refused} == set(range(1, GOOD + BAD + 1))
