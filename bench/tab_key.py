"""Measures what the Tab key waits for: each kind of value, as a shell asks for it, at the desk that ships.

bench/tab_key.py [RUNS]. Prints wall and processor time of whole processes, the middle one and the worst; exits 1 where
the middle of one kind takes longer than the bar.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

BAR = 0.1
"""Seconds: what comes faster is seen as at once."""
LINES = (
    "aduan ", "aduan db ver", "aduan log --", "aduan report week --format ", "aduan list --status r",
    "aduan list --unit d", "aduan log x -c samp", "aduan log x --kelurahan mar", "aduan show ",
)  # fmt: skip
COMMAND = [str(Path(sys.executable).with_name("aduan"))]


def measured(line: str, desk: Path) -> tuple[float, float]:
    """Return wall and processor seconds of one answer."""
    asked = {"_ADUAN_COMPLETE": "bash_complete", "COMP_WORDS": line, "COMP_CWORD": str(line.count(" "))}
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    printed = subprocess.run(COMMAND, cwd=desk, env={**os.environ, **asked}, capture_output=True, check=True).stdout
    wall, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    assert b"plain," in printed, line
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main(runs: int) -> int:
    """Make a desk with some calls and measure."""
    slow = 0
    with tempfile.TemporaryDirectory() as name:
        desk = Path(name) / "desk"
        subprocess.run([*COMMAND, "init", str(desk)], check=True, capture_output=True)
        for number in range(20):
            call = [*COMMAND, "-q", "log", f"lampu PJU mati di Jl. Kenari {number} Kel. Bekasi Jaya"]
            subprocess.run(call, cwd=desk, check=True, capture_output=True)
        for line in LINES:
            measured(line, desk)
            walls, works = (sorted(one) for one in zip(*(measured(line, desk) for _run in range(runs)), strict=True))
            slow += walls[runs // 2] > BAR
            times = (walls[runs // 2], walls[-1], works[runs // 2], works[-1])
            print(f"{line:28} wall {1000 * times[0]:4.0f} worst {1000 * times[1]:4.0f} ms, ", end="")
            print(f"processor {1000 * times[2]:4.0f} worst {1000 * times[3]:4.0f} ms")
    return min(slow, 1)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 20))
