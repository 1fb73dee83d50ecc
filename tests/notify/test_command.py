"""Real programs: what they get, and what their exit codes mean."""

from __future__ import annotations

import json
import sys
import time
import tracemalloc
from pathlib import Path

import pytest
from test_smtp import LETTER

from aduan_cli.notify.command import UNENDED, CommandNotifier, finished
from aduan_cli.outbox import Delivered


def program(folder: Path, text: str, timeout: float = 10.0) -> CommandNotifier:
    """Return what runs a program of some lines of Python."""
    return CommandNotifier((sys.executable, "-c", text), str(folder), timeout)


def test_a_program_gets_the_letter_as_json_in_the_desks_folder(tmp_path: Path) -> None:
    done = program(tmp_path, "import sys; open('got', 'w').write(sys.stdin.read()); print('x' * 10**6)").send(LETTER)
    assert done == Delivered("sent")
    expected = {**LETTER._asdict(), "at": "2026-11-23T14:05:00+07:00", "messages": []}
    del expected["html"]  # A letter without it says nothing of it.
    assert json.loads((tmp_path / "got").read_text()) == expected


@pytest.mark.parametrize(("code", "state"), [(1, "retry"), (75, "retry"), (65, "failed"), (77, "failed")])
def test_the_exit_code_says_whether_trying_again_makes_sense(tmp_path: Path, code: int, state: str) -> None:
    text = f"import sys; print('satu\\ntidak \\x1b[2J bisa', file=sys.stderr); sys.exit({code})"
    done = program(tmp_path, text).send(LETTER)
    assert (done.state, done.doubtful) == (state, False)
    assert done.detail == f"exit code {code}: tidak [2J bisa"


def test_a_program_that_reads_nothing_is_fine(tmp_path: Path) -> None:
    assert program(tmp_path, "pass").send(LETTER._replace(body="x" * 10**6)).state == "sent"


def test_one_that_takes_too_long_is_ended_with_all_that_it_began(tmp_path: Path) -> None:
    """It may have sent it: the next attempt is marked."""
    child = "import time, pathlib; time.sleep(1.5); pathlib.Path('late').write_text('x')"
    text = f"import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', {child!r}]); time.sleep(60)"
    begun = time.monotonic()
    done = program(tmp_path, text, timeout=0.7).send(LETTER)
    assert (done.state, done.doubtful) == ("retry", True)
    assert time.monotonic() - begun < 5
    time.sleep(1.5)
    assert not (tmp_path / "late").exists()


def test_a_program_that_is_not_there_is_down(tmp_path: Path) -> None:
    done = CommandNotifier(("/tidak/ada",), str(tmp_path)).send(LETTER)
    assert (done.state, done.down, done.doubtful) == ("retry", True, False)
    assert "/tidak/ada" in (done.detail or "")


def test_a_program_that_never_stops_talking_fills_no_memory(tmp_path: Path) -> None:
    """Of what it says the end is kept; without that a second of it takes hundreds of megabytes."""
    tracemalloc.start()
    try:
        code, _said = finished(["sh", "-c", "yes gagal >&2"], str(tmp_path), b"{}", 0.7)
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert code == UNENDED
    assert most < 4_000_000


@pytest.mark.parametrize("size", [0, 1, 4_095, 4_096, 4_097, 65_536, 300_000])
def test_whatever_it_is_given_comes_whole_while_it_talks(tmp_path: Path, size: int) -> None:
    """It talks before it reads, more than a pipe holds, and after that as well."""
    given = bytes(range(256)) * (size // 256) + b"x" * (size % 256)
    text = (
        "import sys; sys.stderr.write('satu' * 50_000 + chr(10)); sys.stderr.flush(); "
        "data = sys.stdin.buffer.read(); open('got', 'wb').write(data); print(len(data), file=sys.stderr); sys.exit(3)"
    )
    assert finished([sys.executable, "-c", text], str(tmp_path), given, 20.0) == (3, f"exit code 3: {size}")
    assert (tmp_path / "got").read_bytes() == given


def test_a_program_that_closes_its_ears_and_works_on_is_waited_for(tmp_path: Path) -> None:
    text = "import os, time; os.close(0); os.close(2); time.sleep(0.3); open('done', 'w').close()"
    assert finished([sys.executable, "-c", text], str(tmp_path), b"x" * 10**6, 20.0)[0] == 0
    assert (tmp_path / "done").exists()
    assert finished([sys.executable, "-c", text.replace("0.3", "30")], str(tmp_path), b"x", 0.5)[0] == UNENDED
