"""The server of the tests' own ends with who started it, also where that is killed."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

START = """
import sys
from pathlib import Path
from database import Server
server = Server(Path(sys.argv[1]) / "server", Path(sys.argv[2]))
server.create()
server.start()
server.stop()
server.start()
print("up", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    """Return a folder that the server's user can enter."""
    with tempfile.TemporaryDirectory(prefix="aduan-pg-") as made:
        Path(made).chmod(0o755)
        yield Path(made)


def test_a_server_ends_with_who_was_killed(programs_of_server: Path, folder: Path) -> None:
    line = [sys.executable, "-c", START, str(folder), str(programs_of_server)]
    tests = Path(__file__).parents[2]
    with subprocess.Popen(line, cwd=tests, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as starter:
        assert starter.stdout is not None
        assert starter.stdout.readline() == "up\n"
        assert (folder / "server" / "data" / "postmaster.pid").exists()
        starter.kill()
    until = time.monotonic() + 30
    while (folder / "server" / "data").exists():
        assert time.monotonic() < until
        time.sleep(0.05)
    running = subprocess.run(["pgrep", "-f", f"{folder}/server/data"], capture_output=True, text=True, check=False)
    assert running.stdout == ""
