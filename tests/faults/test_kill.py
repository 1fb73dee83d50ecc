"""A process that is killed, or a machine that loses its power, loses no ticket that was printed."""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from aduan_cli.store.sqlite import SqliteStore
from invented import DAY, MORNING, assert_sound, call, sound_if_begun
from processes import clean_environment
from steps import take

WRITER = Path(__file__).with_name("writer.py")


def killed_writer(path: Path, mode: str, seconds: float, from_start: bool) -> list[str]:
    """Let a writer write, kill it after so many seconds, and return the tickets that it printed."""
    command = [sys.executable, str(WRITER)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as writer:
        assert writer.stdin is not None
        assert writer.stdout is not None
        assert writer.stderr is not None
        writer.stdin.write(f"{path} 100000 {mode}\n".encode())
        writer.stdin.flush()
        assert writer.stdout.readline() == b"ready\n"
        printed = b"" if from_start else writer.stdout.readline()
        time.sleep(seconds)
        writer.send_signal(signal.SIGKILL)
        printed += writer.stdout.read()
        assert writer.stderr.read() == b""
    assert writer.returncode == -signal.SIGKILL
    lines = printed.decode().split("\n")
    assert not [line for line in lines if line.startswith("error")]
    return lines[:-1]


def kill_again_and_again(folder: Path, seconds: float) -> None:
    """Kill writers of one desk, and of a new desk each time, at random moments; look at the files each time."""
    chance = random.Random()
    until = time.monotonic() + seconds
    path, printed, kills = folder / "aduan.db", list[str](), 0
    while time.monotonic() < until or kills < 3:
        mode = chance.choice(["keep", "reopen", "mixed"])
        printed += killed_writer(path, mode, chance.random() ** 2 * 0.3, from_start=False)
        stored = assert_sound(path)
        assert set(printed) <= set(stored)
        assert len(set(printed)) == len(printed)
        kills += 1
        assert len(stored) - len(printed) <= kills  # stored, and killed before it could say so
        new = folder / f"new-{kills}.db"
        tickets = killed_writer(new, mode, chance.random() * 0.06, from_start=True)
        assert set(tickets) <= set(sound_if_begun(new))
    assert len(printed) > kills


def test_every_ticket_printed_survives_a_kill_at_any_moment(tmp_path: Path) -> None:
    kill_again_and_again(tmp_path, 3)


@pytest.mark.slow
def test_every_ticket_printed_survives_many_kills(tmp_path: Path) -> None:
    kill_again_and_again(tmp_path, 90)


def kill_commands(desk: Path, home: Path, rounds: int) -> None:
    """Run `aduan log` again and again, and kill it at a random moment of its life."""
    chance = random.Random()
    printed: list[str] = []
    life = 0.5
    for number in range(rounds):
        command = [sys.executable, "-m", "aduan_cli", "log", f"sampah menumpuk nomor {number}"]
        more: dict[str, Any] = {"cwd": desk, "env": clean_environment(home), "stderr": subprocess.DEVNULL}
        started = time.monotonic()
        with subprocess.Popen(command, stdout=subprocess.PIPE, **more) as process:
            try:
                # The first shows how long one lives.
                process.wait(chance.uniform(life * 0.4, life * 1.1) if number else None)
            except subprocess.TimeoutExpired:
                process.kill()
            else:
                life = time.monotonic() - started
            assert process.stdout is not None
            out = process.stdout.read().decode()
        printed += out.split("\n")[:-1]
        if number == 0:
            assert process.returncode == 0
    stored = assert_sound(desk / "aduan.db")
    assert set(printed) <= set(stored)
    assert len(set(printed)) == len(printed) >= 1
    store = SqliteStore(str(desk / "aduan.db"))
    assert store.accepted() == {"rules.toml": (desk / "rules.toml").read_text(encoding="utf-8")}
    store.close()


def test_every_ticket_that_aduan_log_printed_is_there(desk: Path, tmp_path: Path) -> None:
    kill_commands(desk, tmp_path, 12)


@pytest.mark.slow
def test_every_ticket_that_aduan_log_printed_is_there_after_many_kills(desk: Path, tmp_path: Path) -> None:
    kill_commands(desk, tmp_path, 300)


@pytest.fixture(scope="module")
def logged(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[tuple[str, int]]]:
    """Return a folder as it was while a desk was in use, and each ticket with the log's length after it."""
    folder = tmp_path_factory.mktemp("in use")
    path = folder / "now" / "aduan.db"
    path.parent.mkdir()
    first = SqliteStore(str(path))
    take(first, [call()])
    first.close()  # the tables are in the file itself, the write-ahead log begins anew
    store = SqliteStore(str(path))
    lengths = []
    for number in range(12):
        complaint = call(MORNING + number % 2 * DAY, text=f"banjir nomor {number}", support=("bmsda",))
        take(store, [complaint])
        lengths.append((complaint.ticket, path.with_name("aduan.db-wal").stat().st_size))
    for name in ("aduan.db", "aduan.db-wal"):
        shutil.copy(path.parent / name, folder / name)
    store.close()
    return folder, lengths


@pytest.mark.parametrize("tail", [b"", b"\0" * 4096, b"\xa5" * 9000], ids=["cut", "zeros", "garbage"])
def test_a_power_cut_at_any_byte_of_the_log_keeps_every_call_written_before(
    logged: tuple[Path, list[tuple[str, int]]], tmp_path: Path, tail: bytes
) -> None:
    folder, lengths = logged
    whole = (folder / "aduan.db-wal").read_bytes()
    assert [length for _ticket, length in lengths] == sorted({length for _ticket, length in lengths})
    cuts = {0, 1, 31, 32, len(whole)} | {length + by for _ticket, length in lengths for by in (-4120, -1, 0, 1, 4119)}
    for cut in sorted(cut for cut in cuts if cut <= len(whole)):
        path = tmp_path / "aduan.db"
        shutil.copy(folder / "aduan.db", path)
        log = whole[:cut] + tail
        path.with_name("aduan.db-wal").write_bytes(log)
        durable = [ticket for ticket, length in lengths if log[:length] == whole[:length]]
        assert assert_sound(path)[1:] == durable
        for name in ("aduan.db", "aduan.db-wal", "aduan.db-shm"):
            (tmp_path / name).unlink(missing_ok=True)
