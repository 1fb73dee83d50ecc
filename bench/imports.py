"""What importing a package adds to a command that has click, sqlite3 and json already, in milliseconds.

Usage: `python bench/imports.py [MODULE ...]`. A fresh interpreter each time, in turn, without what an installation's
start-up files import; the figure is the median. The figures in `docs/decisions/0001-dependencies.md` are from here.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import sysconfig
import time

from measure import environment, machine

MODULES = (
    "pluggy", "tomli", "wcwidth", "sqlite_utils", "dataclasses", "pathlib", "zoneinfo", "logging",
    "importlib.metadata",
)  # fmt: skip
BASE = "import click, sqlite3, json"
ROUNDS = 21


def seconds(code: str) -> float:
    """Run code in a fresh interpreter; return how long the process took."""
    paths = [sysconfig.get_path("purelib"), sysconfig.get_path("platlib")]
    command = [sys.executable, "-I", "-S", "-c", f"import sys; sys.path += {paths!r}\n{code}"]
    started = time.perf_counter()
    subprocess.run(command, env=environment(), check=True)
    return time.perf_counter() - started


def main(modules: list[str]) -> int:
    """Measure and print."""
    codes = {"": BASE, **{name: f"{BASE}\nimport {name}" for name in modules}}
    taken: dict[str, list[float]] = {name: [] for name in codes}
    for _round in range(ROUNDS):
        for name, code in codes.items():
            taken[name].append(seconds(code))
    base = statistics.median(taken[""])
    print(f"{machine()}; python with click, sqlite3, json: {base * 1000:.1f} ms")
    for name in modules:
        print(f"  {name:20} +{(statistics.median(taken[name]) - base) * 1000:5.1f} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or list(MODULES)))
