"""A ticket is printed only when it is on the disk, and any single failing system call is told in a sentence.

Seen from outside, through strace(1), where it is there and allowed.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from invented import sound_if_begun

WRITER = Path(__file__).with_name("writer.py")
FULL, BROKEN = "ENOSPC", "EIO"


def strace(folder: Path, path: Path, *options: str, mode: str = "reopen") -> tuple[list[str], str]:
    """Let a writer log three calls under strace; return what it printed and what strace saw."""
    log = folder / "strace.log"
    command = ["strace", "-f", "-y", "-o", str(log), *options, sys.executable, str(WRITER)]
    ended = subprocess.run(command, input=f"{path} 3 {mode}\n", capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")
    lines = ended.stdout.splitlines()
    assert (lines[0], lines[-1]) == ("ready", ".")
    return lines[1:-1], log.read_text(encoding="utf-8", errors="replace")


@pytest.fixture(scope="module", autouse=True)
def allowed(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Skip where there is no strace, or where it may not look at processes."""
    folder = tmp_path_factory.mktemp("strace")
    if shutil.which("strace") is None:
        pytest.skip("strace is not there")
    tried = subprocess.run(["strace", "-o", str(folder / "log"), "true"], capture_output=True, check=False)
    if tried.returncode:
        pytest.skip("strace may not look at processes here")


@pytest.mark.parametrize("mode", ["keep", "reopen"])
def test_a_ticket_is_printed_only_after_its_call_was_forced_to_the_disk(tmp_path: Path, mode: str) -> None:
    path = tmp_path / "aduan.db"
    printed, seen = strace(tmp_path, path, "-e", "trace=pwrite64,fdatasync,fsync,write", mode=mode)
    assert len(printed) == 3
    unforced, forced, tickets = 0, 0, 0
    for line in seen.splitlines():
        if "aduan.db-wal>" in line:
            if "sync(" in line:
                unforced, forced = 0, forced + 1
            else:
                unforced += 1
        elif re.search(r"write\(1<.*\"UJI-", line):
            assert unforced == 0
            assert forced > 0
            forced, tickets = 0, tickets + 1
    assert tickets == 3


def fail_at(folder: Path, call: str, error: str, when: str) -> list[str]:
    """Let one system call fail, the n-th (`7`) or all from it on (`7+`); return the errors that were told."""
    path = folder / f"{call}-{when}.db"
    inject = ("-e", f"trace={call}", "-e", f"inject={call}:error={error}:when={when}")
    printed, _seen = strace(folder, path, *inject)
    errors = [line for line in printed if line.startswith("error")]
    assert all(str(path) in line for line in errors)
    tickets = [line for line in printed if not line.startswith("error")]
    stored = sound_if_begun(path)
    assert stored[: len(tickets)] == tickets
    if "before you repeat it" not in "".join(errors):  # the commit itself failed: nobody can know, and so it says
        assert stored == tickets
    return errors


def fail_everywhere(folder: Path, writes: list[int], syncs: list[int]) -> list[str]:
    """Let each of these writes and syncs fail, alone and with all that follow."""
    told: list[str] = []
    for ends in ("", "+"):
        for number in writes:
            told += fail_at(folder, "pwrite64", FULL if number % 2 else BROKEN, f"{number}{ends}")
        for number in syncs:
            told += fail_at(folder, "fdatasync", BROKEN, f"{number}{ends}")
    return told


def test_a_failing_write_or_sync_loses_no_ticket_that_was_printed(tmp_path: Path) -> None:
    told = fail_everywhere(tmp_path, [14, 61, 110], [6, 8])
    assert any("full" in line for line in told)
    assert any("disk I/O" in line for line in told)


@pytest.mark.slow
def test_whichever_write_or_sync_fails_no_printed_ticket_is_lost(tmp_path: Path) -> None:
    told = fail_everywhere(tmp_path, list(range(1, 170, 3)), list(range(1, 16)))
    assert any("full" in line for line in told)
    assert any("disk I/O" in line for line in told)
