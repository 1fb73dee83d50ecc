"""How the file is opened: its modes, and reading where nothing can be written."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from aduan_cli.errors import StoreError
from aduan_cli.ports import Query
from aduan_cli.store.sqlite import SqliteStore, opening
from invented import MORNING, call
from steps import take


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a store with three calls, closed."""
    store = SqliteStore(str(tmp_path / "aduan.db"))
    take(store, [call(MORNING + number) for number in range(3)])
    store.close()
    return tmp_path / "aduan.db"


def mode(path: Path) -> int:
    """Return the mode of a file."""
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize("umask", [0, 0o002, 0o022, 0o077])
@pytest.mark.parametrize(("folder", "file"), [(0o755, 0o600), (0o775, 0o600), (0o2775, 0o660), (0o2755, 0o600)])
def test_the_folder_alone_says_the_mode(tmp_path: Path, umask: int, folder: int, file: int) -> None:
    """Setgid and writable by the group: the group's. Whatever the umask, the side files included."""
    tmp_path.chmod(folder)
    before = os.umask(umask)
    try:
        store = SqliteStore(str(tmp_path / "aduan.db"))
        take(store, [call()])
        assert [mode(path) for path in sorted(tmp_path.iterdir())] == [file] * 3
        store.close()
    finally:
        os.umask(before)


def test_an_older_file_is_brought_to_it_by_the_next_write(path: Path) -> None:
    """A world-readable database of an older version is its owner's alone after one write, and reading leaves it."""
    path.chmod(0o644)
    store = SqliteStore(str(path))
    assert store.count(Query()) == 3
    assert mode(path) == 0o644
    take(store, [call(MORNING + 10)])
    store.close()
    assert mode(path) == 0o600


def test_a_file_that_its_owner_froze_stays_frozen(path: Path) -> None:
    """Who takes the right to write from a file means it."""
    path.chmod(0o444)
    store = SqliteStore(str(path))
    store.count(Query())
    store.close()
    assert mode(path) == 0o444


@pytest.mark.parametrize(("folder", "kept"), [(0o755, 0o600), (0o2775, 0o660)])
def test_a_link_is_followed_to_the_file_that_is_opened(path: Path, tmp_path: Path, folder: int, kept: int) -> None:
    """The database that a link leads to, and what lies beside it, keep to what the folder that they are in says."""
    (tmp_path / "desk").mkdir()
    (tmp_path / "data").mkdir()
    real = path.rename(tmp_path / "data" / "aduan.db")
    real.chmod(0o644)
    real.parent.chmod(folder)
    (tmp_path / "desk" / "aduan.db").symlink_to("../data/aduan.db")
    store = SqliteStore(str(tmp_path / "desk" / "aduan.db"))
    take(store, [call(MORNING + 10)])
    assert {file.name: mode(file) for file in real.parent.iterdir()} == dict.fromkeys(
        ("aduan.db", "aduan.db-shm", "aduan.db-wal"), kept
    )
    store.close()
    assert mode(real) == kept


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_nobody_leads_root_to_another_file(path: Path, tmp_path: Path) -> None:
    """A link in somebody's folder to what isn't that one's changes nothing there."""
    path.chmod(0o644)
    (tmp_path / "desk").mkdir()
    (tmp_path / "desk" / "aduan.db").symlink_to(path)
    os.chown(tmp_path / "desk", 4321, 4321)
    for link_owner in (4321, 0):
        os.lchown(tmp_path / "desk" / "aduan.db", link_owner, 0)
        store = SqliteStore(str(tmp_path / "desk" / "aduan.db"))
        take(store, [call(MORNING + 10 + link_owner)])
        store.close()
        assert (mode(path), path.stat().st_uid) == (0o644, 0)


def test_what_changes_while_it_is_read_as_it_stands_is_told(path: Path) -> None:
    """A read-only look takes the file as it stands; rows of two states are never given for those of one."""
    store = SqliteStore(f"file:{path}?mode=ro")
    rows = store.find(Query())
    next(rows)
    other = SqliteStore(str(path))
    take(other, [call(MORNING + 10)])
    other.close()
    with pytest.raises(StoreError, match="changed by others"):
        list(rows)
    store.close()


def test_a_look_that_only_reads_beside_a_writer_sees_what_is_in_the_log(path: Path) -> None:
    """While others work, their log is read as well, and nothing is left."""
    other = SqliteStore(str(path))
    take(other, [call(MORNING + 10)])
    store = SqliteStore(f"file:{path}?mode=ro")
    assert store.count(Query()) == 4
    store.close()
    other.close()
    assert [each.name for each in path.parent.iterdir()] == ["aduan.db"]


def test_a_log_that_goes_while_it_is_looked_at_is_no_failure(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between a look at the side files and the opening the last writer ends: the file is then read as it stands."""
    other = SqliteStore(str(path))
    take(other, [call(MORNING + 10)])
    look = opening._reading

    def late(file: str) -> tuple[str, bool]:
        found = look(file)
        other.close()
        return found

    monkeypatch.setattr(opening, "_reading", late)
    store = SqliteStore(f"file:{path}?mode=ro")
    assert store.count(Query()) == 4
    store.close()
