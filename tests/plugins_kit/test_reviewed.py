"""What a review found and must stay mended: who is not moved, who is told once, what is kept once."""

from __future__ import annotations

import importlib.metadata
import json
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from trials import Trial

from aduan_cli.config.plugin_files import installed
from aduan_cli.config.safe import Safety
from aduan_cli.errors import INVALID, PARTIAL
from aduan_cli.plugins.answers import AnswerError, checked
from aduan_cli.testing import clean_environment, manifest
from aduan_cli.testing.misbehaving import PLUGIN

CODE = """\
import os, time
from aduan_cli.hookspecs import Decision, Note, hookimpl

def trace(line):
    with open(os.path.join(os.path.dirname(__file__), "jejak"), "a") as file:
        file.write(line + "\\n")

@hookimpl
def route(complaint):
    time.sleep(0.02)
    trace(f"route {complaint.status}")
    return Decision("nakal-regu", ["nakal", "nakal-regu", "nakal"], "low", "selalu")

@hookimpl
def validate(complaint):
    trace("validate")
    return []

@hookimpl
def observe(event):
    trace(f"observe {event.complaint.ticket}")
"""
MAP = """\
[columns]
text = "text"
reported_at = "reported_at"
status = "status"
[dates]
formats = ["%Y-%m-%d %H:%M"]
"""


@pytest.fixture
def trial(tmp_path: Path) -> Trial:
    """Return a desk in use whose plugin decides, notes and observes, and writes down that it did."""
    return Trial(tmp_path / "desk", {"plugin.py": CODE, "plugin.toml": manifest(PLUGIN)})


def traced(trial: Trial) -> list[str]:
    """Return what the code wrote down."""
    path = trial.code.with_name("jejak")
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def test_support_is_kept_once_and_low_never_lowers(trial: Trial) -> None:
    """Whatever code repeats, a unit helps once; whatever it says of urgency, it only raises."""
    complaint = trial.call(trial.run("log", "nakal").out)
    assert (complaint.unit, complaint.support, complaint.priority) == ("nakal-regu", ("nakal",), "normal")


def test_a_unit_at_work_is_not_moved_because_code_is_not_asked(trial: Trial) -> None:
    """Broken, set aside on the way, left out by the command: what code decided stays for every ticket."""
    tickets = [trial.run("log", f"nakal {number}").out.strip() for number in range(5)]
    trial.write_code("raise RuntimeError('rusak')\n")
    assert trial.run("route", *tickets).code == PARTIAL
    assert trial.run("route", *tickets).code == 0  # set aside by now
    assert trial.run("--no-plugins", "route", *tickets).code == 0
    assert {(one.unit, one.step, one.version) for one in trial.calls()} == {("nakal-regu", "code", 2)}
    trial.code.unlink()
    assert trial.run("route", tickets[0]).code == 0
    assert (trial.call(tickets[0]).unit, trial.call(tickets[0]).step) == (PLUGIN, "category")
    told = json.loads(trial.run("why", tickets[0], "--format", "json").out)
    assert (told["step"], told["code"]) == ("category", None)
    trial.assert_sound()


def test_two_imports_of_one_file_tell_observers_of_each_record_once(trial: Trial) -> None:
    """Whoever stores a record tells of it; the other takes it for known, and is not cut off."""
    trial.run("log", "sampah")
    records = trial.folder / "records.jsonl"
    line = '{{"text": "nakal {0}", "reported_at": "2026-11-20 10:00", "key": "k{0}"}}\n'
    records.write_text("".join(line.format(number) for number in range(30)), encoding="utf-8")
    command = [sys.executable, "-m", "aduan_cli", "import", str(records)]
    environment = clean_environment(trial.folder.parent)
    both = [
        subprocess.Popen(command, cwd=trial.folder, env=environment, stderr=subprocess.PIPE, text=True) for _one in "ab"
    ]
    said = [one.communicate(timeout=60)[1] for one in both]
    assert [one.returncode for one in both] == [0, 0], said
    told = [line for line in traced(trial) if line.startswith("observe")]
    assert sorted(told) == sorted(f"observe {one.ticket}" for one in trial.calls() if one.category == PLUGIN)
    assert len(told) == 30
    trial.assert_sound()


def test_in_an_import_support_is_kept_once_and_low_never_lowers(trial: Trial) -> None:
    assert trial.run(*trial.write_records("nakal satu")).code == 0
    (complaint,) = trial.calls()
    assert (complaint.unit, complaint.support, complaint.priority) == ("nakal-regu", ("nakal",), "normal")
    assert traced(trial) == ["route routed", "validate", f"observe {complaint.ticket}"]


@pytest.mark.parametrize("status", ["closed", "rejected", "referred", "answered"])
def test_of_a_record_ended_long_ago_only_whose_it_was_is_asked(trial: Trial, status: str) -> None:
    """No note, no message to anybody; and the router isn't told what others made of it."""
    (trial.folder / "maps").mkdir()
    (trial.folder / "maps" / "lama.toml").write_text(MAP, encoding="utf-8")
    rows = f"text,reported_at,status\nnakal,2020-01-02 10:00,{status}\n"
    (trial.folder / "lama.csv").write_text(rows, encoding="utf-8")
    assert trial.run("import", "lama.csv", "--map", "lama").code == 0
    (complaint,) = trial.calls()
    # What was answered on the phone asked no unit to act.
    by_code = status != "answered"
    assert (complaint.status, complaint.step) == (status, "code" if by_code else "category")
    assert complaint.unit == ("nakal-regu" if by_code else PLUGIN)
    assert traced(trial) == ["route routed"] * by_code


def test_of_records_that_another_desk_ended_only_whose_they_were_is_asked(trial: Trial, tmp_path: Path) -> None:
    """Where a record has no ticket, it is a new one here; an export of our own is restored as it was."""
    for text in ("nakal satu", "nakal dua"):
        trial.run("log", text)
    exported = [json.loads(line) for line in trial.run("list", "--format", "jsonl").out.splitlines()]
    files = {"plugin.py": CODE, "plugin.toml": manifest(PLUGIN)}
    for name, left_out in (("restored", ()), ("new", ("ticket", "unit", "support", "step", "rule"))):
        other = Trial(tmp_path / name, dict(files))
        rows = [
            {key: value for key, value in {**row, "status": "closed"}.items() if key not in left_out}
            for row in exported
        ]
        (other.folder / "lain.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        assert other.run("import", "lain.jsonl").code == 0
        assert {(one.status, one.unit) for one in other.calls()} == {("closed", "nakal-regu")}
        assert traced(other) == ["route routed"] * (2 if left_out else 0), name
        other.assert_sound()


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


def test_a_package_inside_another_is_no_plugin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """To find it, the outer one would have to be imported."""
    entry = SimpleNamespace(name="x", value="email.mime", dist=SimpleNamespace(name="x", version="1"))
    monkeypatch.setattr(importlib.metadata, "entry_points", lambda group: [entry])
    assert installed.refresh(str(tmp_path)) == {}


def test_each_link_of_a_chain_is_judged(tmp_path: Path) -> None:
    """Whoever may write where a link in the middle lies could point it elsewhere."""
    for name in ("desk", "open", "safe"):
        (tmp_path / name).mkdir()
    (tmp_path / "safe" / "plugin.py").write_text("")
    (tmp_path / "open" / "link").symlink_to(tmp_path / "safe" / "plugin.py")
    (tmp_path / "desk" / "plugin.py").symlink_to(tmp_path / "open" / "link")
    assert Safety(str(tmp_path / "desk")).objection("plugin.py") is None
    (tmp_path / "open").chmod(0o777)
    assert "can be written by everyone" in str(Safety(str(tmp_path / "desk")).objection("plugin.py"))


@pytest.mark.parametrize("name", ["", "A", "a b", "a--b", "-a", "a\n", "ä", "a_b"])
def test_a_questions_id_is_a_slug(name: str) -> None:
    """It stands in the history for ever: no place for a caller's words."""
    with pytest.raises(AnswerError, match="hyphens were expected"):
        checked("questions", [[name, "?", "text", []]], (), ())
    assert checked("questions", [["nomor-tiang-2", "?", "text", []]], (), ())[0][0] == "nomor-tiang-2"
