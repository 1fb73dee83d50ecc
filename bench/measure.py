"""What the benchmarks share: running whole processes in turn, medians, and a table that says pass or miss."""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import sqlite3
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent


class Bar(NamedTuple):
    """One figure and what it may not exceed."""

    what: str
    figure: float
    bar: float
    goal: float | None = None

    @property
    def missed(self) -> bool:
        """Whether the figure is over its bar."""
        return self.figure > self.bar


class Cost(NamedTuple):
    """What a run took: seconds by the clock and of processors, megabytes of memory, and what it said."""

    seconds: float
    processor: float
    memory: float
    said: str


def options(about: str | None, rounds: int, sizes: bool = False) -> argparse.Namespace:
    """Return what the line says: how many `rounds`, and with `sizes` whether a million is to be stored (`full`)."""
    parser = argparse.ArgumentParser(description=about)
    if sizes:
        parser.add_argument("--full", action="store_true", help="with up to 1,000,000 stored (minutes)")
    parser.add_argument("--rounds", type=int, default=rounds, help=f"runs of each command (default {rounds})")
    return parser.parse_args()


def environment() -> dict[str, str]:
    """Return the environment of an ordinary shell: bytecode is kept, no setting of aduan's is inherited."""
    left_out = ("PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", "PYTHONPATH", "COVERAGE_PROCESS_START")
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in left_out and not name.startswith(("ADUAN_", "LC_"))
    }
    return {**kept, "LANG": "en_US.UTF-8"}


def run(command: list[str], folder: Path, allowed: tuple[int, ...] = (0,)) -> float:
    """Run a whole process and return its seconds; what it says is kept only for when it fails."""
    started = time.perf_counter()
    done = subprocess.run(command, cwd=folder, env=environment(), capture_output=True, check=False)
    seconds = time.perf_counter() - started
    if done.returncode not in allowed:
        sys.stderr.buffer.write(done.stderr)
        sys.exit(f"{' '.join(command)}: exit code {done.returncode}")
    return seconds


def cost_of(command: list[str]) -> Cost:
    """Return what a command took, as a process of its own."""
    began = time.monotonic()
    reader, writer = os.pipe()
    said_for_programs = (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)
    files = [said_for_programs, (os.POSIX_SPAWN_DUP2, writer, 2)]
    child = os.posix_spawn(command[0], command, environment(), file_actions=files)
    os.close(writer)
    with os.fdopen(reader, encoding="utf-8") as file:
        said = file.read()
    _child, status, used = os.wait4(child, 0)
    assert status == 0, said
    return Cost(time.monotonic() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, said.strip())


def output(command: list[str], folder: Path) -> str:
    """Run a process and return what it prints on stdout."""
    return subprocess.run(command, cwd=folder, env=environment(), stdout=subprocess.PIPE, check=True, text=True).stdout


def interleaved(commands: dict[str, list[str]], folder: Path, rounds: int, warm: int = 3) -> dict[str, list[float]]:
    """Run each command in turn, `rounds` times over, and return the seconds of each run."""
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    for number in range(warm + rounds):
        for name, command in commands.items():
            taken = run(command, folder)
            if number >= warm:
                seconds[name].append(taken)
    return seconds


def median_ms(seconds: list[float]) -> float:
    """Return the median in milliseconds."""
    return statistics.median(seconds) * 1000


def script(folder: Path, name: str, module: str, path: Path | None = None) -> Path:
    """Write a start script like the one that pip makes for a command."""
    place = folder / name
    more = f"sys.path.insert(0, {str(path)!r})\n" if path else ""
    place.write_text(
        f"#!{sys.executable}\nimport sys\n{more}from {module} import main\nif __name__ == '__main__':\n"
        "    sys.exit(main())\n"
    )
    place.chmod(0o755)
    return place


def shipped(desk: Path, more: str = "") -> None:
    """Put the city's own files into a folder, `more` behind its rules."""
    (desk / "rules.toml").write_text((ROOT / "rules.toml").read_text(encoding="utf-8") + more, encoding="utf-8")
    for folder in ("plugins", "places"):
        shutil.copytree(ROOT / folder, desk / folder, ignore=shutil.ignore_patterns("__pycache__"))


def machine() -> str:
    """Return in one line what the figures were taken on."""
    return (
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {platform.system()} "
        f"{platform.machine()}, {os.cpu_count()} cores"
    )


def report(bars: list[Bar]) -> int:
    """Print the figures against their bars and return the exit code: 1 when one is missed."""
    width = max(len(bar.what) for bar in bars)
    print(f"\n{'':{width}}  ratio    bar   goal")
    for bar in bars:
        goal = f"{bar.goal:6.2f}" if bar.goal else "     -"
        said = "MISSED" if bar.missed else ("goal missed" if bar.goal and bar.figure > bar.goal else "ok")
        print(f"{bar.what:{width}}  {bar.figure:5.3f} {bar.bar:6.2f} {goal}  {said}")
    return 1 if any(bar.missed for bar in bars) else 0
