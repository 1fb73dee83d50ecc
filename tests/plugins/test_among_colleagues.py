"""Broken code while many work at the desk, and while the desk itself is ended without warning."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from trials import Trial

from aduan_cli.errors import PARTIAL
from aduan_cli.testing import clean_environment
from aduan_cli.testing.misbehaving import PLUGIN
from invented import sound_if_begun

BROKEN = "raise RuntimeError('rusak')\n"
SLOW = """\
import time
from aduan_cli.hookspecs import Decision, Note, hookimpl

@hookimpl
def route(complaint):
    time.sleep(0.05)
    return Decision("nakal-regu")

@hookimpl
def validate(complaint):
    return [Note("lihat lagi")]

@hookimpl
def observe(event):
    time.sleep(0.05)
"""


def test_eight_who_log_at_once_while_code_is_broken(tmp_path: Path) -> None:
    """Every call is stored and decided, some of them tell of the failure, then it is set aside, once."""
    trial = Trial(tmp_path / "desk", {"plugin.py": BROKEN})
    trial.run("log", "sampah")
    commands = [("log", f"{PLUGIN if number % 4 else 'baik'} nomor {number}") for number in range(16)]
    ended = trial.at_once(*commands[:8]) + trial.at_once(*commands[8:])
    tickets = {one.out.strip() for one in ended}
    assert len(tickets) == 16
    for (_log, text), one in zip(commands, ended, strict=True):
        complaint = trial.call(one.out)
        assert (complaint.text, complaint.status) == (text, "routed")
        assert complaint.step == ("category" if PLUGIN in text else "code")
        failures = len(trial.events(complaint, "plugin_failed"))
        assert (len(one.failures), one.code) == (failures, PARTIAL if failures else 0)
    failed = sum(one.code == PARTIAL for one in ended)
    with trial.store() as store:
        state = store.plugin_states()[PLUGIN]
    assert (state.failures, state.in_row, state.set_aside_why) == (failed, failed, "3 failures in a row")
    assert failed >= 3
    assert trial.desk_events() == ["plugin_set_aside"]
    trial.assert_sound()


def kill_at_random(trial: Trial, rounds: int, *command: str) -> list[str]:
    """Run a command again and again, kill it at a random moment of its life, and return what it had printed."""
    chance = random.Random()
    printed: list[str] = []
    more: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "cwd": trial.folder}
    environment = clean_environment(trial.folder.parent) | trial.mark
    life = 0.4
    for number in range(rounds):
        words = [word.format(number) for word in command]
        started = time.monotonic()
        with subprocess.Popen([sys.executable, "-m", "aduan_cli", *words], env=environment, **more) as process:
            try:
                # The first shows how long one lives.
                process.wait(chance.uniform(life * 0.5, life * 1.1) if number else None)
                life = time.monotonic() - started
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
            assert process.stdout is not None
            printed += process.stdout.read().decode().split("\n")[:-1]
    return printed


def assert_whole_after_kills(trial: Trial, printed: list[str]) -> None:
    """Assert that each call is stored or not, never half; `route --pending` finishes them, and nothing is left."""
    stored = sound_if_begun(trial.folder / "aduan.db")
    assert set(printed) <= set(stored)
    assert len(set(printed)) == len(printed)
    for complaint in trial.calls():
        decided = (complaint.status, complaint.unit, complaint.step)
        assert decided in {("new", "triage", None), ("routed", "nakal-regu", "code")}
        types = [event.type for event in trial.events(complaint)]
        assert types[0] == "logged"
        assert ("code_answered" in types) == (complaint.status == "routed")
    trial.assert_nothing_is_left(5)
    ended = trial.run("route", "--pending")
    assert ended.code == 0
    assert {(one.unit, one.step, one.status) for one in trial.calls()} == {("nakal-regu", "code", "routed")}
    trial.assert_sound()
    assert trial.desk_events() == []


def kill_logs(tmp_path: Path, rounds: int) -> None:
    trial = Trial(tmp_path / "desk", {"plugin.py": SLOW})
    trial.run("log", PLUGIN)
    printed = kill_at_random(trial, rounds, "log", f"{PLUGIN} nomor {{}}")
    assert_whole_after_kills(trial, printed)


def test_a_call_is_whole_whenever_the_command_is_killed(tmp_path: Path) -> None:
    kill_logs(tmp_path, 10)


@pytest.mark.slow
def test_calls_are_whole_after_many_kills(tmp_path: Path) -> None:
    kill_logs(tmp_path, 300)


def kill_imports(tmp_path: Path, rounds: int) -> None:
    """Records come with their decision or not at all; the same import again takes the rest, none twice."""
    trial = Trial(tmp_path / "desk", {"plugin.py": SLOW.replace("0.05", "0.001")})
    trial.run("log", "sampah")
    texts = [f"{PLUGIN} nomor {number}" for number in range(40)]
    command = trial.write_records(*texts)
    kill_at_random(trial, rounds, *command)
    trial.assert_nothing_is_left(5)
    assert trial.run(*command).code == 0
    stored = [one for one in trial.calls() if one.source_file]
    assert sorted(one.text for one in stored) == sorted(texts)
    for one in stored:
        assert (one.unit, one.step) == ("nakal-regu", "code")
        assert [event.type for event in trial.events(one)] == ["imported", "code_answered", "noted"]
    trial.assert_sound()


@pytest.mark.slow
def test_an_import_is_whole_whenever_it_is_killed(tmp_path: Path) -> None:
    for number in range(12):
        kill_imports(tmp_path / str(number), 4)


@pytest.mark.parametrize("where", ["import", "route"])
def test_code_that_hangs_ends_although_nobody_is_there_any_more(tmp_path: Path, where: str) -> None:
    """The command is killed while its plugin sleeps for ten minutes: the child ends by itself soon after."""
    code = "import time\n" + ("time.sleep(600)\n" if where == "import" else SLOW.replace("0.05", "600"))
    trial = Trial(tmp_path / "desk", {"plugin.py": code}, "[plugins.limits]\ncall = 0.5\nimport = 0.5\n")
    trial.run("log", "sampah")
    command = [sys.executable, "-m", "aduan_cli", "log", PLUGIN]
    environment = clean_environment(tmp_path) | trial.mark
    with subprocess.Popen(command, env=environment, cwd=trial.folder, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        ticket = process.stdout.readline().decode().strip()
        time.sleep(0.1)
        assert len(trial.processes()) == 2
        process.kill()
    assert trial.call(ticket).status == "new"
    trial.assert_nothing_is_left(4)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "kill"])
def test_a_command_that_is_interrupted_while_code_runs_takes_its_child_along(tmp_path: Path, number: int) -> None:
    """The ticket was printed, the call waits as `new`; `route --pending` finishes it."""
    trial = Trial(tmp_path / "desk", {"plugin.py": SLOW.replace("0.05", "600")})
    trial.run("log", "sampah")
    command = [sys.executable, "-m", "aduan_cli", "log", PLUGIN]
    environment = clean_environment(tmp_path) | trial.mark
    with subprocess.Popen(command, env=environment, cwd=trial.folder, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        ticket = process.stdout.readline().decode().strip()
        time.sleep(0.2)
        process.send_signal(number)
    assert process.returncode == (130 if number == signal.SIGINT else -number)
    complaint = trial.call(ticket)
    assert (complaint.status, complaint.unit) == ("new", "triage")
    trial.assert_nothing_is_left(5)
    trial.write_code(SLOW.replace("0.05", "0"))
    pending = trial.run("route", "--pending", "--format", "json")
    assert [one["ticket"] for one in json.loads(pending.out)] == [ticket]
    assert trial.call(ticket).unit == "nakal-regu"
