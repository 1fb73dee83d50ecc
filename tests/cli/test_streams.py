"""What can't be told or printed never stops what must be stored."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from aduan_cli.testing import desk as make_desk
from aduan_cli.testing.commands import Aduan, clean_environment, runner

HAND_OFF = """
[units.disdamkar]
name = "Pemadam"
[categories.kebakaran]
unit = "disdamkar"
text = ["kebakaran"]
[[handoff]]
id = "api"
category = "kebakaran"
to = "disdamkar"
say = "Sambungkan ke pemadam sekarang."
"""
GONE = ("a reader who went", "a full disk", "nothing")


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Return a desk with a hand-off."""
    from aduan_cli.testing.desks import RULES

    return make_desk(tmp_path / "desk", RULES + HAND_OFF)


@pytest.fixture
def aduan(desk: Path, tmp_path: Path) -> Aduan:
    return runner(desk, tmp_path)


def run_without(stream: str, gone: str, desk: Path, *arguments: str) -> tuple[int, str]:
    """Run a command one of whose streams nobody takes; return its exit code and what the other one got."""
    command = [sys.executable, "-m", "aduan_cli", *arguments]
    end: Any = subprocess.DEVNULL
    if gone == "a reader who went":
        reader, end = os.pipe()
        os.close(reader)
    elif gone == "a full disk":
        end = os.open("/dev/full", os.O_WRONLY)
    else:
        number = {"stdout": 1, "stderr": 2}[stream]
        command = ["sh", "-c", f'exec "$0" "$@" {number}>&-', *command]
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, stream: end}
    try:
        ended = subprocess.run(
            command, cwd=desk, env=clean_environment(desk.parent), encoding="utf-8", timeout=60, check=False, **streams
        )
    finally:
        if end >= 0:
            os.close(end)
    return ended.returncode, ended.stdout if stream == "stderr" else ended.stderr


def stored(aduan: Aduan) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(aduan("list", "--limit", "0", "--format", "json").stdout)
    return found


@pytest.mark.parametrize("gone", GONE)
def test_an_emergency_that_cannot_be_told_prints_its_ticket(desk: Path, aduan: Aduan, gone: str) -> None:
    """Whatever became of stderr: the call is stored and handed off, its ticket is printed, the exit code is 0."""
    code, out = run_without("stderr", gone, desk, "log", "kebakaran di Margahayu")
    call = stored(aduan)[0]
    assert (code, out) == (0, f"{call['ticket']}\n")
    assert (call["unit"], call["step"]) == ("disdamkar", "handoff")


@pytest.mark.parametrize("gone", GONE)
def test_an_import_that_cannot_be_told_takes_every_record(desk: Path, aduan: Aduan, gone: str) -> None:
    """Good records are stored and bad ones quarantined as they are when all is told, with the same exit code."""
    rows = [f'{{"text": "sampah {n}", "reported_at": "{"kapan" if n % 3 else "2026-11-01 10:00"}"}}' for n in range(90)]
    (desk / "calls.jsonl").write_text("\n".join(rows) + "\n", encoding="utf-8")
    code, _out = run_without("stderr", gone, desk, "import", "calls.jsonl", "--quarantine", "bad.csv")
    assert code == 6
    assert len(stored(aduan)) == 30
    bad = (desk / "bad.csv").read_text(encoding="utf-8")
    assert all(f"sampah {n}" in bad for n in range(90) if n % 3)


@pytest.mark.parametrize("gone", GONE)
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("log",), 2),
        (("log", "--nonsense"), 2),
        (("show", "7"), 4),
        (("rules", "check"), 3),
    ],
)
def test_an_error_that_cannot_be_told_keeps_its_exit_code(
    desk: Path, gone: str, arguments: tuple[str, ...], code: int
) -> None:
    """Nothing about stderr changes what scripts go by."""
    if code == 3:
        (desk / "rules.toml").write_text("[desk", encoding="utf-8")
    assert run_without("stderr", gone, desk, *arguments)[0] == code


def test_a_server_that_is_not_there_keeps_its_exit_code_though_it_cannot_be_told(desk: Path) -> None:
    """Whatever became of stderr. A port that is none is not waited for, as one where nobody is would be."""
    arguments = ("--store", "postgresql://127.0.0.1:no-port/nowhere", "list")
    assert [run_without("stderr", gone, desk, *arguments)[0] for gone in GONE] == [7] * len(GONE)


@pytest.mark.parametrize("gone", GONE)
def test_a_command_that_stores_goes_on_when_nobody_reads_stdout(desk: Path, aduan: Aduan, gone: str) -> None:
    """`route` decides and stores every ticket, and says what the officer has to do; a full disk is told at the end."""
    for _number in range(3):
        aduan("log", "sesuatu yang aneh")
    code, err = run_without("stdout", gone, desk, "route", "1", "2", "3", "--to", "pemadam", "--reason", "api")
    assert [call["unit"] for call in stored(aduan)] == ["disdamkar"] * 3
    assert (code, err) == ((6, err) if gone == "a full disk" else (0, ""))
    assert ("the output can't be written" in err) == (gone == "a full disk")


def test_a_command_that_reads_ends_when_nobody_reads_it(desk: Path, aduan: Aduan) -> None:
    """`list | head -1` is silent and exits 0."""
    aduan("log", "sampah")
    for format_ in ("table", "json", "csv"):
        assert run_without("stdout", "a reader who went", desk, "list", "--format", format_) == (0, "")


def test_what_is_said_of_a_call_is_said_after_it_is_stored(desk: Path, aduan: Aduan) -> None:
    """A reader of stderr who takes nothing (a pager that waits) keeps no call from being stored."""
    for number in range(40):  # more warnings than a pipe holds
        name = f"rusak-{number:02}-" + "x" * 200
        (desk / "plugins" / name).mkdir(parents=True)
        (desk / "plugins" / name / "plugin.toml").write_text("[" * 2_000, encoding="utf-8")
    enabled = ", ".join(f'"{path.name}"' for path in sorted((desk / "plugins").iterdir()))
    with (desk / "rules.toml").open("a", encoding="utf-8") as rules:
        rules.write(f"\n[plugins]\nenable = [{enabled}]\n")
    reader, writer = os.pipe()
    import fcntl

    fcntl.fcntl(writer, 1031, 4096)  # F_SETPIPE_SZ
    command = [sys.executable, "-m", "aduan_cli", "log", "kebakaran"]
    with subprocess.Popen(
        command, cwd=desk, env=clean_environment(desk.parent), stdout=subprocess.PIPE, stderr=writer, encoding="utf-8"
    ) as process:
        os.close(writer)
        assert process.stdout is not None
        import select
        import time

        limit = time.monotonic() + 60
        while not (desk / "aduan.db").exists() or not stored(aduan):
            assert time.monotonic() < limit
            time.sleep(0.1)
        assert process.poll() is None  # It still waits for somebody to hear it.
        assert select.select([reader], [], [], 60)[0]
        os.close(reader)
        assert process.stdout.read() == f"{stored(aduan)[0]['ticket']}\n"
    assert process.returncode == 0


def test_no_other_place_writes_to_stderr() -> None:
    """One function says things; what asks is click's. Whoever adds another way finds this test."""
    source = Path(__file__).parents[2] / "src" / "aduan_cli"
    found = {
        str(path.relative_to(source))
        for path in source.rglob("*.py")
        if "testing" not in path.parts
        for line in path.read_text(encoding="utf-8").splitlines()
        if ("err=True" in line and "click." not in line) or "sys.stderr.write" in line or "file=sys.stderr" in line
    }
    assert found == {"cli/streams.py", "cli/import_.py"}  # import_: the progress bar
