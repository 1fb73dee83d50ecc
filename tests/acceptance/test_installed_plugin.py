"""A plugin that is installed and not copied: examples/terminal, in an environment that has nothing else."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import try_wheel

EXAMPLE = try_wheel.ROOT / "examples" / "terminal"
PLATFORM = "Atap peron 4 di terminal bus bocor"


def pip(python: Path, *arguments: str) -> None:
    """Run an environment's pip."""
    subprocess.run([str(python), "-m", "pip", "--quiet", *arguments], check=True, capture_output=True)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return a folder with a fresh environment in `env`, aduan and the example installed, and a desk in `desk`."""
    folder = tmp_path_factory.mktemp("installed")
    command = try_wheel.install(try_wheel.build(folder), folder / "env")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder / "example")]
    subprocess.run([*build, str(EXAMPLE)], check=True, capture_output=True)
    (wheel,) = (folder / "example").glob("*.whl")
    pip(command.parent / "python", "install", "--no-deps", str(wheel))
    run(folder, "init", "--empty", "desk")
    yield folder
    assert not (EXAMPLE / "build").exists()


def run(place: Path, *arguments: str, code: int = 0) -> subprocess.CompletedProcess[str]:
    """Run the environment's own command as cron would."""
    done = subprocess.run(
        [str(place / "env" / "bin" / "aduan"), *arguments],
        cwd=place,
        env={"HOME": str(place), "PATH": os.defpath, "ADUAN_LANG": "en"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == code, f"{arguments}: {done.stdout}{done.stderr}"
    return done


def desk(place: Path, *arguments: str, code: int = 0) -> subprocess.CompletedProcess[str]:
    """Run a command on the desk."""
    return run(place, "--desk", "desk", *arguments, code=code)


@pytest.mark.slow
def test_an_installed_plugin_from_discovery_to_removal(place: Path) -> None:
    """It does nothing because it is installed; it counts once it is enabled, and not with --no-plugins."""
    assert "triage" in desk(place, "log", PLATFORM).stderr
    (found,) = json.loads(desk(place, "plugin", "discover", "--format", "json").stdout)
    assert (found["name"], found["package"], found["enabled"]) == ("terminal", "aduan_terminal", False)
    desk(place, "plugin", "enable", "terminal")
    assert json.loads(desk(place, "plugin", "discover", "--format", "json").stdout) == []

    desk(place, "plugin", "check", "terminal")
    log = desk(place, "log", PLATFORM, "--format", "json")
    record = json.loads(log.stdout)
    assert (record["unit"], record["step"], record["rule"]) == ("terminal-peron", "code", "terminal")
    assert desk(place, "terminal", "peron").stdout.splitlines() == ["4\t1"]

    left = json.loads(desk(place, "--no-plugins", "log", PLATFORM, "--format", "json").stdout)
    assert (left["unit"], left["step"]) == ("triage", "triage")

    pip(place / "env" / "bin" / "python", "uninstall", "--yes", "aduan-terminal")
    gone = desk(place, "log", PLATFORM, "--format", "json")
    assert json.loads(gone.stdout)["step"] == "category", "its last accepted manifest stays in force, without code"
    assert "no such file" in gone.stderr


@pytest.mark.slow
def test_the_example_has_tests_that_pass(tmp_path: Path) -> None:
    """As its author runs them."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(EXAMPLE / "tests")]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
