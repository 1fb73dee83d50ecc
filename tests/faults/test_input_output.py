"""Writing that fails at every point of a step leaves a valid file with whole calls, and the store goes on."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from aduan_cli.store.sqlite import SqliteStore
from invented import assert_sound, call
from steps import take

NARROW = Path(__file__).with_name("narrow.py")
PAGE = 4096


def try_sizes(folder: Path, sizes: list[int]) -> list[bool]:
    """Return for each size whether something was stored before the writing failed."""
    command = [sys.executable, str(NARROW), str(folder), *map(str, sizes)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")
    said = [json.loads(line) for line in ended.stdout.splitlines()]
    assert len(said) == len(sizes)
    for one in said:
        assert one["sentence"].startswith(one["path"])
        assert "\n" not in one["sentence"]
        assert "disk" in one["sentence"], one["sentence"]
        assert assert_sound(one["path"]) == one["within"] + one["after"]
    return [bool(one["within"]) for one in said]


def first_call(folder: Path) -> int:
    """Return how many bytes a new desk writes for its first call: its tables, and the call."""
    path = folder / "first.db"
    store = SqliteStore(str(path))
    take(store, [call()])
    written = path.with_name("first.db-wal").stat().st_size
    store.close()
    return written


def test_a_write_that_fails_at_any_step_of_a_call_stores_whole_calls_only(tmp_path: Path) -> None:
    """The limit moves page by page from the first byte of a new desk into the calls that follow."""
    sizes = [0, 1, 31, 100, 4_095, *range(PAGE, first_call(tmp_path) + 30 * PAGE, 7 * PAGE + 1_013)]
    stored = try_sizes(tmp_path, sizes)
    assert not stored[0]
    assert stored.count(True) >= 3


@pytest.mark.slow
def test_a_write_that_fails_at_every_page_stores_whole_calls_only(tmp_path: Path) -> None:
    pages = first_call(tmp_path) // PAGE + 50
    assert True in try_sizes(tmp_path, [page * PAGE + more for page in range(pages) for more in (0, 33)])
