"""What plugin authors write is understood by a type checker: the contract has types, and so has its mark."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def checked(folder: Path, *files: Path) -> None:
    """Have mypy look at files as strictly as it can."""
    command = [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", "--config-file", "", "--cache-dir"]
    for file in files:  # One at a time: they are all called plugin.py.
        done = subprocess.run(
            [*command, str(folder / "cache"), str(file)], cwd=folder, capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr


def test_the_citys_plugins(tmp_path: Path) -> None:
    checked(tmp_path, *sorted((ROOT / "plugins").glob("*/plugin.py")))


@pytest.mark.slow
def test_what_plugin_new_makes(tmp_path: Path) -> None:
    aduan = [sys.executable, "-m", "aduan_cli"]
    subprocess.run([*aduan, "init", "--empty", "."], cwd=tmp_path, check=True)
    subprocess.run([*aduan, "plugin", "new", "taman", "--unit", "taman", "--code"], cwd=tmp_path, check=True)
    checked(tmp_path, tmp_path / "plugins" / "taman" / "plugin.py")
