"""Many processes at one desk: no error, no number lost or given twice."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from aduan_cli.ports import Query
from aduan_cli.store.sqlite import SqliteStore
from invented import assert_sound, call
from processes import runner
from steps import take

WRITER = Path(__file__).with_name("writer.py")
PROCESSES = 8

Writer = subprocess.Popen[str]


@pytest.fixture(scope="module")
def writers() -> Iterator[list[Writer]]:
    """Return eight processes that wait for work; each test gives them a file of its own."""
    pipe = subprocess.PIPE
    started = [
        subprocess.Popen([sys.executable, str(WRITER)], stdin=pipe, stdout=pipe, stderr=pipe, text=True)
        for _each in range(PROCESSES)
    ]
    for writer in started:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
    yield started
    for writer in started:
        _out, err = writer.communicate()
        assert (err, writer.returncode) == ("", 0)


def begin(writers: list[Writer], path: Path, count: int, mode: str) -> None:
    """Let all writers begin at once."""
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write(f"{path} {count} {mode}\n")
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.flush()


def tickets_of(writer: Writer) -> list[str]:
    """Return the tickets that a writer printed for one line of work; errors are told."""
    assert writer.stdout is not None
    lines = []
    while (line := writer.stdout.readline().strip()) != ".":
        assert line
        assert not line.startswith("error"), line
        lines.append(line)
    return lines


@pytest.mark.parametrize("mode", ["keep", "reopen", "mixed"])
def test_eight_processes_writing_lose_nothing_and_give_no_number_twice(
    writers: list[Writer], tmp_path: Path, mode: str
) -> None:
    path = tmp_path / "aduan.db"
    begin(writers, path, 20, mode)
    printed = [ticket for writer in writers for ticket in tickets_of(writer)]
    assert len(set(printed)) == len(printed) == PROCESSES * 20
    assert sorted(assert_sound(path)) == sorted(printed)


def test_eight_first_writes_at_once_make_one_desk(writers: list[Writer], tmp_path: Path) -> None:
    for round_ in range(5):
        path = tmp_path / f"desk-{round_}.db"
        begin(writers, path, 2, "keep" if round_ % 2 else "reopen")
        printed = [ticket for writer in writers for ticket in tickets_of(writer)]
        assert sorted(assert_sound(path)) == sorted(printed)
        assert len(printed) == PROCESSES * 2


def test_readers_always_see_whole_calls_while_others_write(writers: list[Writer], tmp_path: Path) -> None:
    path = tmp_path / "aduan.db"
    store = SqliteStore(str(path))
    take(store, [call()])
    begin(writers[:2], path, 60, "mixed")
    seen: list[int] = []
    while len(seen) < 20 or seen[-1] < 20:
        found = list(store.find(Query()))
        assert all(store.events(complaint) for complaint in found[:5])
        assert len({complaint.ticket for complaint in found}) == len(found)
        seen.append(len(found))
    for writer in writers[:2]:
        tickets_of(writer)
    assert seen == sorted(seen)
    assert store.count(Query()) == 121
    store.close()


def test_the_same_key_from_many_processes_is_one_call(desk: Path, tmp_path: Path) -> None:
    """Eight commands at once on a desk without a file: one call is stored, all print its ticket."""

    aduan = runner(desk, tmp_path)
    with ThreadPoolExecutor(PROCESSES) as pool:
        ended = list(
            pool.map(lambda _number: aduan("log", "banjir di Margahayu", "--key", "dari-cron"), range(PROCESSES))
        )
    assert [(one.returncode, one.stderr) for one in ended if one.returncode or "error" in one.stderr] == []
    assert len({one.stdout for one in ended}) == 1
    assert assert_sound(desk / "aduan.db") == [ended[0].stdout.strip()]


@pytest.mark.slow
def test_eight_processes_writing_for_long_lose_nothing(writers: list[Writer], tmp_path: Path) -> None:
    path = tmp_path / "aduan.db"
    started = time.monotonic()
    printed: list[str] = []
    while time.monotonic() - started < 40:
        begin(writers, path, 50, "reopen")
        printed += [ticket for writer in writers for ticket in tickets_of(writer)]
    assert len(set(printed)) == len(printed)
    assert sorted(assert_sound(path)) == sorted(printed)
