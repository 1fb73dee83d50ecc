"""`log` and `list` are typed hundreds of times a shift: what they may not import (design section 11)."""

from __future__ import annotations

import json
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

HEAVY = (
    "tomli",
    "pluggy",
    "pathlib",
    "zoneinfo",
    "logging",
    "importlib.metadata",
    "tabulate",
    "sqlite_utils",
    "dataclasses",
)
SOURCE = Path(__file__).resolve().parent.parent / "src"
CALL = "Penelepon melaporkan sampah menumpuk di Kel. Margahayu"
# `-S` leaves out what an installation's start-up files import, so that only what the command itself asks for counts.
PROBE = """\
import sys
sys.path[:0] = {paths!r}
sys.argv = ["aduan", *{arguments!r}]
from aduan_cli.cli import main
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
sys.stdout.flush()
sys.stderr.write("\\nMODULES " + " ".join(sys.modules))
"""


def modules_after(desk: Path, *arguments: str) -> tuple[str, set[str]]:
    """Run a command in a fresh interpreter; return what it printed and the modules that it imported."""
    paths = [str(SOURCE), sysconfig.get_path("purelib"), sysconfig.get_path("platlib")]
    probe = PROBE.format(paths=paths, arguments=["--desk", str(desk), *arguments])
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", probe], capture_output=True, encoding="utf-8", timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout, set(done.stderr.rpartition("MODULES ")[2].split())


@pytest.fixture
def warm_desk(desk: Path) -> Path:
    """Return a desk in daily use: the rules are cached, calls are stored, the revision is kept."""
    for _number in range(2):
        modules_after(desk, "log", CALL)
    return desk


def test_log_imports_nothing_heavy(warm_desk: Path) -> None:
    """Logging a call, once the rules are cached, needs none of the modules that would slow it down."""
    printed, modules = modules_after(warm_desk, "log", CALL, "--phone", "0812-0000-0001")
    assert printed.startswith("UJI-")
    assert sorted(modules.intersection(HEAVY)) == []


def test_list_as_json_imports_nothing_heavy(warm_desk: Path) -> None:
    """Listing as JSON needs none of the modules that would slow it down."""
    printed, modules = modules_after(warm_desk, "list", "--limit", "20", "--format", "json")
    assert [record["text"] for record in json.loads(printed)] == [CALL, CALL]
    assert sorted(modules.intersection(HEAVY)) == []


def test_the_first_log_pays_for_the_rules_once(desk: Path) -> None:
    """The probe sees heavy modules where they are due: the first call parses TOML, the third does not."""
    assert "tomli" in modules_after(desk, "log", CALL)[1]
    modules_after(desk, "log", CALL)
    assert "tomli" not in modules_after(desk, "log", CALL)[1]


def test_a_table_is_rendered_after_the_query(warm_desk: Path) -> None:
    """Only a table needs tabulate; it is the one exception on the daily path."""
    assert "tabulate" in modules_after(warm_desk, "list", "--limit", "1")[1]
