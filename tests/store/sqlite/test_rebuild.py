"""A store's file that was harmed is made anew of what is still held of it, or left exactly as it is found."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from aduan_cli.store.sqlite import SqliteStore
from aduan_cli.store.sqlite.desk_mark import head_of
from aduan_cli.store.sqlite.rebuild import rebuild
from invented import assert_sound, varied
from steps import take


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a store with some calls, closed."""
    store = SqliteStore(str(tmp_path / "aduan.db"))
    take(store, [varied(number) for number in range(12)])
    store.close()
    return tmp_path / "aduan.db"


@pytest.fixture
def held(path: Path) -> Iterator[int]:
    """Return the descriptor of the file as it was before the harm."""
    number = os.open(path, os.O_RDONLY)
    yield number
    os.close(number)


def newest(path: Path) -> tuple[int, bytes]:
    """Return number and hash of the newest event."""
    with closing(sqlite3.connect(path)) as connection:
        found = head_of(connection)
    assert found is not None
    return found


def names(path: Path) -> list[str]:
    """Return what lies in the store's folder."""
    return sorted(each.name for each in path.parent.iterdir())


def test_a_file_that_was_removed_is_back_whole(path: Path, held: int) -> None:
    known = newest(path)
    path.unlink()
    assert rebuild(held, b"", b"", str(path), known)
    assert len(assert_sound(path)) == 12
    assert newest(path) == known
    assert names(path) == ["aduan.db"]


def test_its_mode_is_that_of_a_store_whatever_the_umask(path: Path, held: int) -> None:
    before = os.umask(0)
    try:
        path.unlink()
        assert rebuild(held, b"", b"", str(path), None)
    finally:
        os.umask(before)
    assert path.stat().st_mode & 0o777 == 0o600


def test_another_file_in_its_place_is_kept_beside_it(path: Path, held: int) -> None:
    """It is somebody's: the code's, or a colleague's who put a backup back at this very moment."""
    known = newest(path)
    path.unlink()
    path.write_bytes(b"bukan basis data")
    assert rebuild(held, b"", b"", str(path), known)
    assert len(assert_sound(path)) == 12
    (found,) = (name for name in names(path) if name.endswith(".found"))
    assert path.with_name(found).read_bytes() == b"bukan basis data"


def test_a_beginning_that_was_written_over_is_put_back(path: Path, held: int) -> None:
    """Only the beginning is taken from what was kept; all behind it is what the file has now."""
    head, known = path.read_bytes()[:4096], newest(path)
    with path.open("r+b") as file:
        file.write(b"sampah " * 100)
    assert rebuild(held, head, b"", str(path), known)
    assert len(assert_sound(path)) == 12


def test_what_lies_in_the_log_alone_comes_along(path: Path, tmp_path: Path) -> None:
    """Others have the file open, so that their newest steps are not in it."""
    other = SqliteStore(str(path))
    reader = sqlite3.connect(path)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM complaint").fetchone()
    take(other, [varied(90)])
    held = os.open(path, os.O_RDONLY)
    try:
        log = path.with_name("aduan.db-wal").read_bytes()
        assert log
        with closing(sqlite3.connect(path)) as connection:
            known = head_of(connection)
        path.unlink()
        assert rebuild(held, b"", log, str(path), known)
    finally:
        os.close(held)
        reader.close()
        other.close()
    assert len(assert_sound(path)) == 13


def spoiled_middle(data: bytes) -> bytes:
    """Return a database of which a page in the middle is nonsense."""
    middle = len(data) // 2 // 4096 * 4096
    return data[:middle] + b"\xaa" * 4096 + data[middle + 4096 :]


@pytest.mark.parametrize(
    "harmed", [lambda data: b"", lambda data: b"x" * len(data), spoiled_middle, lambda data: data[: len(data) // 2]],
    ids=["emptied", "nonsense", "a page of nonsense", "cut"],
)  # fmt: skip
def test_what_is_no_whole_database_any_more_takes_no_place(tmp_path: Path, path: Path, harmed: object) -> None:
    """Nothing is left beside the file, and the file is as it was found."""
    spoiled = tmp_path / "rusak"
    spoiled.write_bytes(harmed(path.read_bytes()))  # type: ignore[operator]
    known, before, there = newest(path), path.read_bytes(), names(path)
    number = os.open(spoiled, os.O_RDONLY)
    try:
        assert not rebuild(number, b"", b"", str(path), known)
    finally:
        os.close(number)
    assert path.read_bytes() == before
    assert names(path) == there


@pytest.mark.parametrize("event", [(12, b"\0" * 32), (13, b"\0" * 32)])
def test_a_sound_file_without_what_was_stored_last_takes_no_place(
    path: Path, held: int, event: tuple[int, bytes]
) -> None:
    """An older copy of the store is whole too; calls would be gone with it."""
    before = path.read_bytes()
    assert not rebuild(held, b"", b"", str(path), event)
    assert path.read_bytes() == before
    assert names(path) == ["aduan.db"]


def test_what_lay_beside_the_old_file_is_not_taken_for_the_new_ones(path: Path, held: int) -> None:
    """A log that somebody laid there would be played into it."""
    known = newest(path)
    path.unlink()
    for side in ("-wal", "-shm", "-journal"):
        path.with_name(f"aduan.db{side}").write_bytes(b"orang lain")
    assert rebuild(held, b"", b"", str(path), known)
    assert names(path) == ["aduan.db"]
    assert newest(path) == known


def test_a_link_to_the_file_stays_one(path: Path, held: int, tmp_path: Path) -> None:
    (tmp_path / "meja").mkdir()
    link = tmp_path / "meja" / "aduan.db"
    link.symlink_to(path)
    path.unlink()
    assert rebuild(held, b"", b"", str(link), None)
    assert link.is_symlink()
    assert [each.name for each in link.parent.iterdir()] == ["aduan.db"]
    assert len(assert_sound(path)) == 12


def test_where_no_copy_can_be_made_nothing_changes(path: Path, held: int) -> None:
    """The folder is gone: it is said, not raised."""
    known = newest(path)
    elsewhere = path.parent / "tidak ada" / "aduan.db"
    assert not rebuild(held, b"", b"", str(elsewhere), known)
    assert names(path) == ["aduan.db"]
