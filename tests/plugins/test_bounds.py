"""What code starts, holds or writes has an end, and its limits are checked as every other number of the desk."""

from __future__ import annotations

from pathlib import Path

import pytest
from trials import Trial

from aduan_cli.errors import INVALID, PARTIAL
from aduan_cli.testing import manifest
from aduan_cli.testing.misbehaving import PLUGIN

pytestmark = pytest.mark.usefixtures("in_this_process")

CODE = """\
from aduan_cli.hookspecs import Decision, hookimpl

@hookimpl
def route(complaint):
    return Decision("nakal-regu")
"""


@pytest.fixture
def trial(tmp_path: Path) -> Trial:
    """Return a desk in use whose plugin decides."""
    return Trial(tmp_path / "desk", {"plugin.py": CODE, "plugin.toml": manifest(PLUGIN)})


CALLS_ITSELF = """\
import subprocess, sys
from aduan_cli.hookspecs import hookimpl

@hookimpl
def observe(event):
    command = [sys.executable, "-m", "aduan_cli", "log", event.complaint.text + " lagi"]
    subprocess.run(command, timeout=1.5, capture_output=True)
"""
FILLS_THE_DISK = """\
import os
from aduan_cli.hookspecs import hookimpl

@hookimpl
def route(complaint):
    with open(os.path.join(os.path.dirname(__file__), "penuh"), "wb") as file:
        while True:
            file.write(bytes(1 << 20))
"""


def test_a_hook_that_logs_does_not_call_for_itself(trial: Trial) -> None:
    """One call is two, and no chain of them."""
    trial.run("log", "sampah")
    trial.write_code(CALLS_ITSELF)
    assert trial.run("log", "nakal").code == 0
    assert [one.text for one in trial.calls()] == ["sampah", "nakal", "nakal lagi"]


LOCKS = """\
import subprocess, sys, time
from aduan_cli.hookspecs import Decision, hookimpl

HOLD = "import sqlite3, time; c = sqlite3.connect('aduan.db'); c.execute('BEGIN IMMEDIATE'); "
HOLD += "print(flush=True); time.sleep(60)"

@hookimpl
def route(complaint):
    started = subprocess.Popen([sys.executable, "-c", HOLD], stdout=subprocess.PIPE)
    started.stdout.readline()
    return Decision("nakal-regu")
"""


@pytest.mark.slow
def test_what_code_started_does_not_keep_the_database_locked(trial: Trial) -> None:
    """Whoever holds it is ended with the code's process, and the decision is stored after all."""
    trial.run("log", "sampah")
    trial.write_code(LOCKS)
    ended = trial.run("log", "nakal")
    assert (ended.code, trial.call(ended.out).unit) == (0, "nakal-regu"), ended.err
    assert trial.run("log", "sampah").seconds < 3
    trial.assert_sound()


def test_code_cannot_fill_the_disk(trial: Trial) -> None:
    trial.run("log", "sampah")
    trial.write_code(FILLS_THE_DISK)
    ended = trial.run("log", "nakal")
    assert (ended.code, len(ended.failures)) == (PARTIAL, 1)
    assert "File too large" in ended.failures[0]
    assert trial.code.with_name("penuh").stat().st_size <= 16 * 1024 * 1024


@pytest.mark.parametrize(("name", "value"), [("cpu", "1e12"), ("memory", "1e30"), ("call", "0.0001")])
def test_a_limit_out_of_range_is_an_error_with_its_line(trial: Trial, name: str, value: str) -> None:
    """It is not blamed on the plugins; calls are taken by what was accepted before."""
    trial.run("log", "sampah")
    rules = trial.folder / "rules.toml"
    lines = rules.read_text(encoding="utf-8").splitlines()
    rules.write_text("\n".join([*lines, "[plugins.limits]", f"{name} = {value}", ""]), encoding="utf-8")
    checked = trial.run("rules", "check")
    assert checked.code == INVALID
    assert f"rules.toml:{len(lines) + 2}: plugins.limits.{name}: {float(value)} is out of range" in checked.out
    assert trial.call(trial.run("log", "nakal").out).step == "code"


READS_WHO_GOES_FIRST = """\
import os
from aduan_cli.hookspecs import Decision, hookimpl

@hookimpl
def route(complaint):
    with open("/proc/self/oom_score_adj") as file:
        return Decision("nakal-regu", reason=f"gone first: {file.read().strip()}")
"""


@pytest.mark.skipif(not Path("/proc/self/oom_score_adj").exists(), reason="only Linux says whom it ends")
def test_where_memory_is_used_up_the_code_goes_before_the_command(trial: Trial) -> None:
    """The command has still to tell what was stored, and the one that asks stays as it was."""
    before = Path("/proc/self/oom_score_adj").read_text()
    trial.code.write_text(READS_WHO_GOES_FIRST)
    assert trial.run("log", "nakal").code == 0
    assert "gone first: 1000" in trial.run("why", "1").out
    assert Path("/proc/self/oom_score_adj").read_text() == before
