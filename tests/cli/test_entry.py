"""How the process ends: at once, with its exit code and all that it printed, unless somebody waits for its end."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from aduan_cli import errors
from aduan_cli.cli.entry import done, run

SOURCE = Path(__file__).resolve().parent.parent.parent / "src"
LONG = 300_000
"""More than a pipe holds."""


def ended(code: str) -> tuple[int, str]:
    """Run code that leaves in a fresh interpreter, without an installation's start-up files; return how it ended."""
    paths = [str(SOURCE), sysconfig.get_path("purelib")]
    lines = f"import sys\nsys.path[:0] = {paths!r}\nfrom aduan_cli.cli.entry import leave\n{code}"
    ran = subprocess.run(
        [sys.executable, "-I", "-S", "-c", lines], capture_output=True, text=True, timeout=60, check=False
    )
    return ran.returncode, ran.stdout


def test_what_was_printed_comes_out_whole() -> None:
    """Nothing is left in a buffer, however slowly it is read."""
    assert ended(f"sys.stdout.write('x' * {LONG})\nleave(5)") == (5, "x" * LONG)


def test_nothing_is_taken_apart() -> None:
    """That takes longer than what the command did."""
    code = "class Late:\n    def __del__(self):\n        print('late')\nlate = Late()\n"
    assert ended(code + "leave(0)") == (0, "")
    assert ended(code + "sys.exit(0)") == (0, "late\n")


@pytest.mark.parametrize(
    "waits",
    [
        "import atexit\natexit.register(print, 'at the end')",
        "import threading, time\nthreading.Thread(target=lambda: (time.sleep(0.2), print('at the end'))).start()",
    ],
    ids=["asked", "thread"],
)
def test_whoever_waits_for_the_end_is_not_passed_over(waits: str) -> None:
    """A profiler's or a plugin's last word, and a thread that still works."""
    assert ended(f"{waits}\nleave(3)") == (3, "at the end\n")


def test_output_that_cannot_be_brought_out_is_the_interpreters_to_tell() -> None:
    """It ends with its own exit code for that."""
    assert ended("import os\nos.close(1)\nsys.stdout.write('x')\nleave(0)")[0] == 120


def test_done_returns_what_run_ends_with(capsys: pytest.CaptureFixture[str]) -> None:
    """A caller in the same process gets the code, or `SystemExit`, and stays."""
    assert done(["--version"]) == errors.DONE
    assert done(["nothing"]) == errors.USAGE
    with pytest.raises(SystemExit) as end:
        run(["--version"])
    assert end.value.code == errors.DONE
    assert capsys.readouterr().out.count("aduan 0.") == 2
