"""A page of the documents as one session: files are written, commands run, and say what the page shows."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from aduan_cli.accounts import user_name

DOCS = Path(__file__).resolve().parent.parent.parent / "docs"
BLOCK = re.compile(r"^```(\S+)([^\n]*)\n(.*?)^```$", re.M | re.S)
REVISION = re.compile(r"\b[0-9a-f]{12}\b")
_ME = re.compile(rf"\b{re.escape(user_name(os.getuid()))}(?= \d{{4}}-\d\d-\d\d)")
"""Whoever runs the tests owns the files: on the page it is the officer."""
VARYING = re.compile(r"[A-Z]{3}-\d{6}-\d{4,}-\d|\d{4}-\d{2}-\d{2} \d{2}:\d{2}|\d{8}-\d{6}")


def blocks(page: Path) -> list[tuple[str, str, str]]:
    """Return (language, what stands behind it, text) of every fenced block."""
    return [(match[1], match[2].strip(), match[3]) for match in BLOCK.finditer(page.read_text(encoding="utf-8"))]


def session(block: str) -> Iterator[tuple[str, list[str]]]:
    """Yield (command, the lines shown beneath it)."""
    for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
        command, *shown = part.splitlines()
        yield command, shown


def comparable(line: str) -> str:
    """Return a line without what differs from run to run: tickets, times, names of revisions, spaces."""
    return " ".join(REVISION.sub("REVISION", VARYING.sub("VARYING", line)).split())


def _near_midnight(now: float) -> bool:
    """Say whether the day in Bekasi is about to end: what a page logs on one day would be looked for on the next."""
    return (now + 7 * 3600) % 86_400 >= 86_400 - _A_PAGE


_A_PAGE = 1_800
"""Seconds in which the longest page is through, on a machine that does much else."""
PATIENT = "\n[plugins.limits]\ncpu = 30\ncall = 60\nimport = 60\ncommand = 60\n"
"""Limits of unit code where the pages are not about them: on a busy machine the usual ones can be short."""


class Shell:
    """Runs the page's commands in the desk's folder. A revision that the page names is the one that was shown so."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.revisions: dict[str, str] = {}
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
        kept = {name: value for name, value in os.environ.items() if name == "PYTHONDONTWRITEBYTECODE"}
        self.environment = {
            **kept, "PATH": path, "HOME": str(folder.parent), "LANG": "C.UTF-8", "LOGNAME": "petugas",
            "ADUAN_LANG": "en",
        }  # fmt: skip

    def run(self, command: str) -> subprocess.CompletedProcess[str]:
        """Run a command line; names of revisions are replaced by the real ones."""
        real = REVISION.sub(lambda match: self.revisions.get(match[0], match[0]), command)
        return subprocess.run(
            ["sh", "-c", real],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    def begin(self, name: str) -> None:
        """Make a desk of Bekasi as `aduan init` does, and work in its folder from now on."""
        self.expect(f"aduan init {name}", [])
        self.folder = self.folder / name
        rules = self.folder / "rules.toml"
        text = rules.read_text(encoding="utf-8")
        if _near_midnight(time.time()):
            text = text.replace('"Asia/Jakarta"', '"Asia/Jayapura"')  # two hours ahead: the day has begun there
        rules.write_text(text + PATIENT, encoding="utf-8")

    def expect(self, command: str, shown: list[str]) -> None:
        """Run a command: it succeeds, and prints the lines shown; of several alike the first is the first."""
        done = self.run(command)
        assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
        said = _ME.sub("petugas", done.stdout + done.stderr).splitlines()
        for line in shown:
            alike = next((one for one in said if comparable(one) == comparable(line)), None)
            assert alike is not None, f"{command}: not printed: {line}\n{done.stdout}{done.stderr}"
            said.remove(alike)
            self._learn(line, alike)

    def _learn(self, shown: str, said: str) -> None:
        for name, real in zip(REVISION.findall(shown), REVISION.findall(said), strict=True):
            assert self.revisions.setdefault(name, real) == real, f"{name} is another revision: {shown}"
