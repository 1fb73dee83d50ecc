"""What code decides stays: who is not moved, who is told once, what is kept once."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from trials import Trial

from aduan_cli.errors import PARTIAL
from aduan_cli.formats import read_ahead
from aduan_cli.formats.read_ahead import LEAST_BYTES
from aduan_cli.testing import clean_environment, manifest
from aduan_cli.testing.misbehaving import PLUGIN

pytestmark = pytest.mark.usefixtures("in_this_process")

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


@pytest.mark.usefixtures("in_this_process")
def test_a_file_that_is_read_ahead_is_decided_by_code_as_well(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    """The process that reads asks no code; the one that stores does, for the records of its unit."""
    texts = [
        f"{'nakal' if number % 20 == 0 else 'sampah'} nomor {number} " + "di jalan " * 600 for number in range(240)
    ]
    monkeypatch.setattr(read_ahead, "has_processor_to_spare", lambda: True)
    import_ = trial.write_records(*texts)
    assert (trial.folder / "log.csv").stat().st_size > LEAST_BYTES
    assert trial.run(*import_).code == 0
    decided = [(one.unit, one.step, one.rule) for one in trial.calls()]
    assert decided[::20] == [("nakal-regu", "code", PLUGIN)] * 12
    assert set(decided) == {("nakal-regu", "code", PLUGIN), ("dlh", "category", None)}
    assert traced(trial).count("route routed") == 12
    trial.assert_sound()


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
