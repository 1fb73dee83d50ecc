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


# -- what is there, and why it can't be opened


class TestExists:
    def test_a_file_is_there_or_not_yet(self, path: Path, tmp_path: Path) -> None:
        assert opening.exists(str(path))
        assert opening.exists(f"file:{path}?mode=ro")
        assert not opening.exists(str(tmp_path / "baru.db"))
        assert not opening.exists(f"file:{tmp_path}/baru.db")

    @pytest.mark.parametrize("where", [":memory:", "file:x?mode=memory", ""])
    def test_one_in_memory_always_is(self, where: str) -> None:
        assert opening.exists(where)

    @pytest.mark.parametrize("form", ["{}/lepas/aduan.db", "file:{}/lepas/aduan.db", "file:{}/baru.db?mode=ro"])
    def test_a_folder_that_is_not_there_is_no_new_desk(self, tmp_path: Path, form: str) -> None:
        """Nor is one that is only to be read, for nobody could begin it."""
        with pytest.raises(StoreError, match="it can't be opened; is the folder there, and may you write in it"):
            opening.exists(form.format(tmp_path))

    def test_a_path_through_a_file_is_told_with_the_systems_reason(self, path: Path) -> None:
        with pytest.raises(StoreError, match=r"it can't be read: Not a directory"):
            opening.exists(f"{path}/aduan.db")

    def test_a_link_that_leads_nowhere_is_a_file_that_is_not_there(self, tmp_path: Path) -> None:
        (tmp_path / "aduan.db").symlink_to("lepas.db")
        assert not opening.exists(str(tmp_path / "aduan.db"))


class TestConnect:
    def test_reading_leaves_nothing_beside_a_file_that_lies_alone(self, path: Path) -> None:
        opened = opening.connect(f"file:{path}?mode=ro", 1.0, write=False)
        assert opened.connection.execute("SELECT count(*) FROM complaint").fetchone() == (3,)
        assert opened.reads
        assert opened.seen == opening.state(str(path))
        opened.connection.close()
        assert [each.name for each in path.parent.iterdir()] == ["aduan.db"]

    def test_beside_a_log_it_is_read_with_it_and_not_as_it_stands(self, path: Path) -> None:
        other = SqliteStore(str(path))
        take(other, [call(MORNING + 10)])
        opened = opening.connect(f"file:{path}?mode=ro", 1.0, write=False)
        assert opened.connection.execute("SELECT count(*) FROM complaint").fetchone() == (4,)
        assert opened.seen is None
        opened.connection.close()
        other.close()

    def test_a_log_without_its_index_may_have_newer_calls_and_is_not_passed_over(self, path: Path) -> None:
        """Copied along from another machine: taken as it stands the file would lack what is in the log."""
        path.with_name("aduan.db-wal").write_bytes(b"catatan")
        with pytest.raises(StoreError, match=r"newer calls are in aduan\.db-wal, which can only be read where you may"):
            opening.connect(f"file:{path}?mode=ro", 1.0, write=False)
        path.with_name("aduan.db-wal").write_bytes(b"")
        opening.connect(f"file:{path}?mode=ro", 1.0, write=False).connection.close()

    def test_a_name_with_signs_of_a_uri_is_a_name(self, path: Path) -> None:
        odd = path.rename(path.with_name("a?mode=ro#b %41.db"))
        opened = opening.connect(str(odd), 1.0, write=True)
        assert opened.connection.execute("SELECT count(*) FROM complaint").fetchone() == (3,)
        assert not opened.reads
        opened.connection.close()

    @pytest.mark.parametrize("kind", ["folder", "fifo"])
    def test_what_is_no_file_is_never_waited_for(self, tmp_path: Path, kind: str) -> None:
        place = tmp_path / "aduan.db"
        place.mkdir() if kind == "folder" else os.mkfifo(place)
        for where in (str(place), f"file:{place}?mode=ro"):
            with pytest.raises(StoreError, match="it is not a file"):
                opening.connect(where, 1.0, write=True)

    @pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
    def test_no_store_is_begun_in_somebody_elses_desk(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Its owner could not open it then. A folder that is no desk, or one for a group, is left to who made it."""
        os.chown(tmp_path, 4321, 4321)
        (tmp_path / "rules.toml").touch()
        monkeypatch.setattr(os, "geteuid", lambda: 5678)
        with pytest.raises(StoreError, match="the desk is for 4321 alone; "):
            opening.connect(str(tmp_path / "aduan.db"), 1.0, write=True)
        assert not (tmp_path / "aduan.db").exists()
        (tmp_path / "rules.toml").unlink()
        opening.connect(str(tmp_path / "aduan.db"), 1.0, write=True).connection.close()


class TestModes:
    def test_what_deviates_is_told_before_it_is_put_right(self, path: Path) -> None:
        assert not opening.deviates(str(path))
        path.chmod(0o640)
        assert opening.deviates(str(path))
        opening.put_right(str(path), write=True)
        assert (mode(path), opening.deviates(str(path))) == (0o600, False)

    def test_for_reading_only_a_desk_of_a_group_is_put_right(self, path: Path) -> None:
        path.chmod(0o640)
        opening.put_right(str(path), write=False)
        assert mode(path) == 0o640
        path.parent.chmod(0o2775)
        opening.put_right(str(path), write=False)
        assert mode(path) == 0o660

    def test_a_folder_in_which_the_group_may_write_keeps_the_file_open_to_it(self, path: Path) -> None:
        """They work so without `desk share`: nobody is shut out by a command of their colleague's."""
        path.parent.chmod(0o775)
        path.chmod(0o660)
        assert not opening.deviates(str(path))
        path.chmod(0o666)
        opening.put_right(str(path), write=True)
        assert mode(path) == 0o660

    def test_a_file_with_a_second_name_is_left_alone(self, path: Path, tmp_path: Path) -> None:
        path.chmod(0o644)
        os.link(path, tmp_path / "kedua.db")
        opening.put_right(str(path), write=True)
        assert mode(path) == 0o644

    def test_one_that_its_owner_froze_is_left_so_by_who_writes_too(self, path: Path) -> None:
        """An archive of last year: SQLite says that it can't be written."""
        path.chmod(0o444)
        assert not opening.deviates(str(path))
        opening.put_right(str(path), write=True)
        assert mode(path) == 0o444

    def test_a_file_that_lacks_is_made_to_write_and_not_to_read(self, tmp_path: Path) -> None:
        opening.put_right(str(tmp_path / "baru.db"), write=False)
        assert list(tmp_path.iterdir()) == []
        opening.put_right(str(tmp_path / "baru.db"), write=True)
        assert mode(tmp_path / "baru.db") == 0o600

    def test_where_nothing_can_be_done_nothing_is_raised(self, tmp_path: Path) -> None:
        """SQLite says what is wrong, in its own words."""
        opening.put_right(str(tmp_path / "lepas" / "baru.db"), write=True)
        assert not opening.deviates(str(tmp_path / "lepas" / "baru.db"))
        assert not opening.deviates(":memory:")


def test_who_may_do_all_is_shut_out_by_nothing(path: Path) -> None:
    """A sentence on a file that keeps nobody out would send people the wrong way."""
    assert opening.shut_out(str(path)) is None
    assert opening.shut_out(":memory:") is None
    assert opening.shut_out(str(path.parent / "lepas" / "aduan.db")) is None


def test_a_file_that_was_changed_or_is_gone_since_it_was_seen_is_told(path: Path) -> None:
    seen = opening.state(str(path))
    opening.check_unchanged(str(path), seen)
    os.utime(path, ns=(1, 1))
    for _time in range(2):
        with pytest.raises(StoreError, match="it was changed by others while it was read; try again"):
            opening.check_unchanged(str(path), seen)
        path.unlink(missing_ok=True)
