"""Backups: whole or not there, verified before they count, put back without losing what was there."""

from __future__ import annotations

import errno
import os
import sqlite3
import stat
from pathlib import Path

import pytest

from aduan_cli.app import backups
from aduan_cli.complaint.events import NOTED
from aduan_cli.complaint.step import noting
from aduan_cli.errors import NotAllowedError, NotFoundError, StoreError
from aduan_cli.store.sqlite import SqliteStore, copies
from aduan_cli.testing.store_contract.calls import call
from aduan_cli.testing.store_contract.given import take
from desk_here import HereDesk, desk_here, desk_with_photo


@pytest.fixture
def desk(tmp_path: Path) -> HereDesk:
    """Return a desk with two calls, one of which has a photo."""
    return desk_with_photo(tmp_path)


def kept(desk: HereDesk) -> str:
    """Return the name of the one attachment."""
    (found,) = [path.name for path in Path(desk.folder, "attachments").iterdir() if len(path.name) == 64]
    return found


def test_a_backup_is_named_by_its_time_and_its_newest_event_and_has_all(desk: HereDesk, tmp_path: Path) -> None:
    made, gone = backups.make(desk, str(tmp_path / "cadangan"), None)
    name = Path(made.folder).name
    assert name == f"aduan-20261123-140500-{made.hash[:12]}"
    assert backups.NAME.fullmatch(name)
    assert (made.complaints, made.files, made.damaged, gone) == (2, 1, (), [])
    assert backups.verified(made.folder) == made
    assert not [path for path in (tmp_path / "cadangan").iterdir() if path.name.startswith(".")]


def test_the_same_moment_again_is_the_same_backup(desk: HereDesk, tmp_path: Path) -> None:
    """Two jobs at once leave one, and nothing half."""
    into = str(tmp_path / "cadangan")
    first, _gone = backups.make(desk, into, None)
    again, _gone = backups.make(desk, into, None)
    assert first == again
    assert [path.name for path in Path(into).iterdir()] == [Path(first.folder).name]


def test_only_its_owner_can_read_it(desk: HereDesk, tmp_path: Path) -> None:
    """Calls are in it, and photos."""
    made, _gone = backups.make(desk, str(tmp_path / "cadangan"), None)
    for place in (Path(made.folder), *Path(made.folder).rglob("*")):
        assert not stat.S_IMODE(place.stat().st_mode) & 0o077, place


def test_beyond_those_to_keep_the_oldest_go_and_one_always_stays(desk: HereDesk, tmp_path: Path) -> None:
    """What is no backup by its name is nobody's to remove."""
    into = tmp_path / "cadangan"
    for number in range(3):
        other = HereDesk(Path(desk.folder), now=f"2026-11-2{number} 10:00")
        backups.make(other, str(into), None)
    (into / "catatan.txt").write_text("x")
    (into / "aduan-lama").mkdir()
    _made, gone = backups.make(desk, str(into), 2)
    assert [Path(place).name[:14] for place in gone] == ["aduan-20261121", "aduan-20261120"]
    _made, gone = backups.make(desk, str(into), 0)
    assert len(backups.all_in(str(into))) == 1
    assert sorted(path.name for path in into.iterdir() if not backups.NAME.fullmatch(path.name)) == [
        "aduan-lama", "catatan.txt",
    ]  # fmt: skip


def test_the_newest_is_found_or_the_folder_is_one_itself(desk: HereDesk, tmp_path: Path) -> None:
    into = str(tmp_path / "cadangan")
    with pytest.raises(NotFoundError, match="there is no backup in it"):
        backups.newest(desk, into)
    made, _gone = backups.make(desk, into, None)
    assert backups.newest(desk, into) == backups.newest(desk, made.folder) == made.folder


def test_of_a_desk_without_data_nothing_is_made(tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        backups.make(desk_here(tmp_path), str(tmp_path / "cadangan"), None)
    assert not (tmp_path / "cadangan").exists()


def test_where_nothing_can_be_written_nothing_is_left(desk: HereDesk, tmp_path: Path) -> None:
    (tmp_path / "cadangan").write_text("a file")
    with pytest.raises(StoreError, match="it can't be written"):
        backups.make(desk, str(tmp_path / "cadangan"), None)
    assert (tmp_path / "cadangan").read_text() == "a file"


def test_data_that_do_not_verify_are_no_backup(desk: HereDesk, tmp_path: Path) -> None:
    """And nothing older is removed because of them."""
    into = str(tmp_path / "cadangan")
    made, _gone = backups.make(desk, into, None)
    connection = sqlite3.connect(Path(desk.folder, "aduan.db"))
    connection.execute("UPDATE complaint SET text = 'lain' WHERE number = 1")
    connection.commit()
    connection.close()
    later = HereDesk(Path(desk.folder), now="2026-11-24 09:00")
    with pytest.raises(StoreError, match="it does not verify"):
        backups.make(later, into, 1)
    assert [path.name for path in Path(into).iterdir()] == [Path(made.folder).name]


def test_a_photo_that_was_changed_is_told_and_the_rest_is_backed_up(desk: HereDesk, tmp_path: Path) -> None:
    name = kept(desk)
    Path(desk.folder, "attachments", name).chmod(0o600)
    Path(desk.folder, "attachments", name).write_bytes(b"other")
    made, _gone = backups.make(desk, str(tmp_path / "cadangan"), None)
    assert made.damaged == (f"attachments/{name}",)


def test_a_folder_without_data_is_no_backup(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="there is no backup in it"):
        backups.verified(str(tmp_path))


# -- putting back


def test_data_that_are_there_are_never_replaced_by_chance(desk: HereDesk, tmp_path: Path) -> None:
    made, _gone = backups.make(desk, str(tmp_path / "cadangan"), None)
    with pytest.raises(NotAllowedError, match="there are data; --yes puts the backup in their place"):
        backups.restore(desk, made, sure=False)


def test_a_backup_put_back_is_the_desk_as_it_was_and_what_was_there_has_another_name(
    desk: HereDesk, tmp_path: Path
) -> None:
    made, _gone = backups.make(desk, str(tmp_path / "cadangan"), None)
    later = desk.log("sampah setelah cadangan")
    aside = backups.restore(desk, made, sure=True)
    after = HereDesk(Path(desk.folder))
    assert [one.text for one in after.all()] == ["sampah menumpuk", "banjir"]
    assert aside[0].endswith("aduan.db.20261123-140500")
    assert backups.beside(after) == aside
    there = HereDesk(Path(desk.folder), store=aside[0])
    assert [one.ticket for one in there.all()][-1] == later.ticket
    assert list(after.store.differences()) == []


def test_what_was_there_keeps_its_newest_steps_where_they_lie_beside_it(desk: HereDesk, tmp_path: Path) -> None:
    """A command that was killed leaves them in the log, which belongs to a file of its name alone."""
    made, _gone = backups.make(desk, str(tmp_path / "cadangan"), None)
    file = Path(desk.folder, "aduan.db")
    with sqlite3.connect(file) as other:
        desk.log("sampah setelah cadangan")
        other.execute("SELECT count(*) FROM complaint").fetchone()
        desk.store.close()
        log = Path(f"{file}-wal").read_bytes()
    other.close()
    Path(f"{file}-wal").write_bytes(log)
    aside = backups.restore(HereDesk(Path(desk.folder)), made, sure=True)
    assert aside[:2] == [f"{file}.20261123-140500", f"{file}.20261123-140500-wal"]
    assert len(HereDesk(Path(desk.folder), store=aside[0]).all()) == 3


def test_two_put_back_in_one_moment_keep_both_of_what_was_there(desk: HereDesk, tmp_path: Path) -> None:
    made, _gone = backups.make(desk, str(tmp_path / "cadangan"), None)
    found = []
    for count in (3, 4):
        for number in range(count - 2):
            desk.log(f"sampah ke-{number}")
        (aside,) = backups.restore(desk, made, sure=True)
        found.append((aside, count))
        desk = HereDesk(Path(desk.folder))
    assert [len(HereDesk(Path(desk.folder), store=aside).all()) for aside, _count in found] == [3, 4]


def test_what_was_cut_off_is_swept_by_the_next_also_one_of_the_same_number(desk: HereDesk, tmp_path: Path) -> None:
    """In a container each command is a process of the same number. What another one makes is left alone."""
    into = tmp_path / "cadangan"
    dead, mine, anothers = 999_999_999, os.getpid(), os.getppid()
    for number in (dead, mine, anothers):
        (into / f".{number}.half").mkdir(parents=True)
        (into / f".{number}.half" / "aduan.db").write_text("penelepon")
        Path(desk.folder, f"aduan.db.{number}.part").write_text("penelepon")
    made, _gone = backups.make(desk, str(into), None)
    assert {path.name for path in into.iterdir()} == {Path(made.folder).name, f".{anothers}.half"}
    backups.restore(desk, made, sure=True)
    assert [path.name for path in Path(desk.folder).glob("aduan.db.*.part")] == [f"aduan.db.{anothers}.part"]


def test_a_desk_that_lost_its_data_gets_them_and_its_photos_back(desk: HereDesk, tmp_path: Path) -> None:
    """A photo that is still there stays as it is; one that was changed is replaced."""
    made, _gone = backups.make(desk, str(tmp_path / "cadangan"), None)
    name = kept(desk)
    desk.store.close()
    for file in Path(desk.folder).glob("aduan.db*"):
        file.unlink()
    Path(desk.folder, "attachments", name).chmod(0o600)
    Path(desk.folder, "attachments", name).write_bytes(b"other")
    lost = HereDesk(Path(desk.folder))
    assert backups.restore(lost, made, sure=False) == []
    after = HereDesk(Path(desk.folder))
    assert len(after.all()) == 2
    assert Path(desk.folder, "attachments", name).read_bytes() == b"jpeg"


def test_the_chain_goes_on_where_the_backup_ended(desk: HereDesk, tmp_path: Path) -> None:
    made, _gone = backups.make(desk, str(tmp_path / "cadangan"), None)
    backups.restore(desk, made, sure=True)
    after = HereDesk(Path(desk.folder))
    first = after.all()[0]
    after.store.commit([noting(first, ((NOTED, {"notes": ["x"]}),), "sari", after.clock())])
    assert after.store.breaks() == []


def test_where_there_is_no_room_for_a_backup_the_desk_stays_as_it_was(
    desk: HereDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of it is on the disk before anything that is there gets another name."""
    made, _gone = backups.make(desk, str(tmp_path / "cadangan"), None)
    desk.log("sampah setelah cadangan")
    desk.store.close()
    before = sorted(path.name for path in Path(desk.folder).iterdir())

    def full(path: str, to: str) -> None:
        Path(to).write_bytes(Path(path).read_bytes()[:4096])
        raise OSError(errno.ENOSPC, "No space left on device", to)

    monkeypatch.setattr(backups, "_copy", full)
    with pytest.raises(StoreError, match="it can't be written: No space left"):
        backups.restore(desk, made, sure=True)
    assert sorted(path.name for path in Path(desk.folder).iterdir()) == before
    assert len(HereDesk(Path(desk.folder)).all()) == 3


def test_a_copy_that_is_not_what_was_written_takes_no_ones_place(
    desk: HereDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, _gone = backups.make(desk, str(tmp_path / "cadangan"), None)

    def short(path: str, to: str) -> None:
        Path(to).write_bytes(Path(path).read_bytes()[:-4096])

    monkeypatch.setattr(backups, "_copy", short)
    with pytest.raises(StoreError, match="it is not what was written there"):
        backups.restore(desk, made, sure=True)
    assert len(HereDesk(Path(desk.folder)).all()) == 2


def test_a_backup_ends_while_others_write_without_pause(
    desk: HereDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each step of another connection would let the copy begin anew, were it not held as it was at its beginning."""
    monkeypatch.setattr(copies, "_PAGES", 20)
    path, left = str(Path(desk.folder, "aduan.db")), []
    officer = SqliteStore(path)

    def step(_code: int, remaining: int, _pages: int) -> None:
        left.append(remaining)
        if len(left) < 100:
            take(officer, [call()])

    copies.copy(path, str(tmp_path / "copy.db"), step)
    assert left == sorted(left, reverse=True)
    assert len(left) < 40
    officer.close()
    copied = SqliteStore(str(tmp_path / "copy.db"))
    assert (copied.breaks(), list(copied.differences())) == ([], [])
    copied.close()
