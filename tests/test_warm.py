"""A command that is forked of a process with its modules loaded ends as one that was started."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import warm
from aduan_cli.testing import desk
from aduan_cli.testing.commands import clean_environment

LINES = {
    "data": ("--now", "2026-11-23 14:05", "log", "sampah menumpuk", "--format", "json"),
    "a mistake": ("list", "--unit", "nowhere"),
    "help": ("log", "--help"),
    "stdin": ("--now", "2026-11-23 14:05", "db", "import", "-"),
}


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="no process can be waited for as a file here")
@pytest.mark.parametrize("line", LINES.values(), ids=LINES)
def test_it_ends_as_one_that_was_started(line: tuple[str, ...], tmp_path: Path) -> None:
    ended = []
    for name, start in (("forked", warm.run), ("started", subprocess.run)):
        folder = desk(tmp_path / name / "desk")
        more: dict[str, Any] = {"capture_output": True, "encoding": "utf-8", "check": False, "umask": 0o027}
        environment = {**clean_environment(folder.parent), "ADUAN_ACTOR": "sari"}
        done = start([sys.executable, "-m", "aduan_cli", *line], cwd=folder, env=environment, input="nothing\n", **more)
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
        ended.append((done.returncode, done.stdout, done.stderr.replace(str(folder), "DESK"), modes))
    assert ended[0] == ended[1]


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="no process can be waited for as a file here")
def test_one_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    folder = desk(tmp_path / "desk")
    line = [sys.executable, "-m", "aduan_cli", "doctor", "--help"]
    with pytest.raises(subprocess.TimeoutExpired):
        warm.run(line, cwd=folder, env=clean_environment(tmp_path), capture_output=True, check=False, timeout=0)
    done = warm.run(
        [*line[:-2], "--version"], cwd=folder, env=clean_environment(tmp_path), capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")
