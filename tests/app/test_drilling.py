"""Whether a backup could be put back is tried beside it: it is a state that the desk had, and nothing is left."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from aduan_cli.app import backups
from aduan_cli.app.drilling import drill
from aduan_cli.errors import StoreError
from aduan_cli.flow.attaching import attach
from desk_here import HereDesk, desk_here, desk_with_photo


@pytest.fixture
def desk(tmp_path: Path) -> HereDesk:
    """Return a desk with two calls, one of which has a photo."""
    return desk_with_photo(tmp_path)


def backup(desk: HereDesk) -> str:
    """Back the desk up; return where."""
    made, _gone = backups.make(desk, str(Path(desk.folder) / "cadangan"), None)
    return made.folder


def spoil(folder: str, sql: str) -> None:
    """Change the data of a backup."""
    with closing(sqlite3.connect(Path(folder) / "aduan.db")) as connection, connection:
        connection.execute(sql)


def left(desk: HereDesk) -> list[str]:
    """Return what lies beside the backups."""
    return [path.name for path in (Path(desk.folder) / "cadangan").iterdir() if not path.name.startswith("aduan-")]


def test_a_good_backup_could_be_put_back_and_is_as_it_was(desk: HereDesk) -> None:
    place = backup(desk)
    before = {path.name: path.read_bytes() for path in Path(place).rglob("*") if path.is_file()}
    found, wrong = drill(desk, place)
    assert (wrong, found.folder, found.complaints) == ([], place, 2)
    assert {path.name: path.read_bytes() for path in Path(place).rglob("*") if path.is_file()} == before
    assert left(desk) == []


def test_a_desk_that_went_on_still_has_what_was_there_then(desk: HereDesk) -> None:
    place = backup(desk)
    desk.log("sampah tiga")
    for one in desk.all():
        if one.unit == "dlh":
            desk.act(one, "ack")
    desk.store.erase(desk.all()[0].ticket, "sari")
    assert drill(desk, place)[1] == []


def test_the_backup_of_another_desk_is_none_of_this_one(desk: HereDesk, tmp_path: Path) -> None:
    other = desk_here(tmp_path / "lain")
    other.log("sampah lain")
    wrong = drill(desk, backup(other))[1]
    assert len(wrong) == 1
    assert "is not the desk's: what was there then is gone, or was changed" in wrong[0]


def test_a_desk_that_was_put_back_since_has_not_what_a_newer_backup_has(desk: HereDesk) -> None:
    old = backup(desk)
    desk.log("sampah tiga")
    later = HereDesk(Path(desk.folder), now="2026-11-23 15:00")
    new = backup(later)
    later.close(), desk.close()
    backups.restore(HereDesk(Path(desk.folder)), backups.verified(old), True)
    now = HereDesk(Path(desk.folder))
    assert drill(now, old)[1] == []
    assert any("is not the desk's" in sentence for sentence in drill(now, new)[1])


def test_a_backup_whose_data_are_gone_is_none(desk: HereDesk) -> None:
    place = Path(backup(desk))
    (place / "aduan.db").unlink()
    with pytest.raises(StoreError):
        drill(desk, str(place))
    assert left(desk) == []


def files_in(folder: str) -> list[Path]:
    """Return the attachments of a backup or a desk."""
    return sorted(path for path in (Path(folder) / "attachments").iterdir() if path.name[0] != ".")


def test_a_photo_that_the_desk_has_and_the_backup_lost_is_told(desk: HereDesk) -> None:
    place = backup(desk)
    (file,) = files_in(place)
    file.unlink()
    assert drill(desk, place)[1] == [f"1 file that the desk has is not in it: attachments/{file.name}"]
    file.parent.rmdir()
    assert len(drill(desk, place)[1]) == 1
    assert left(desk) == []


def test_a_photo_that_the_desk_itself_lost_is_no_fault_of_the_backup(desk: HereDesk) -> None:
    (mine,) = files_in(desk.folder)
    mine.unlink()
    assert drill(desk, backup(desk))[1] == []


def test_a_photo_that_came_later_is_not_asked_of_a_backup(desk: HereDesk, tmp_path: Path) -> None:
    place = backup(desk)
    photo = tmp_path / "lagi.jpg"
    photo.write_bytes(b"lagi")
    attach(desk.store, desk.attachments, desk.all()[1], [str(photo)], "sari", desk.clock())
    assert drill(desk, place)[1] == []


def test_a_backup_whose_words_were_changed_does_not_verify(desk: HereDesk) -> None:
    place = backup(desk)
    spoil(place, "UPDATE complaint SET text = 'lain' WHERE id = 1")
    with pytest.raises(StoreError):
        drill(desk, place)
    assert left(desk) == []


def test_where_nothing_can_be_written_beside_it_that_is_told(desk: HereDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    place = backup(desk)

    def full(_path: str, own: bool = False) -> None:
        raise OSError(28, "No space left on device", _path)

    monkeypatch.setattr("aduan_cli.app.drilling.make_folder", full)
    with pytest.raises(StoreError, match="it can't be put back: No space left on device"):
        drill(desk, place)
    assert left(desk) == []


def test_what_a_drill_that_died_left_is_swept_by_the_next(desk: HereDesk) -> None:
    """Of a process that is gone; of one that still works it stays."""
    place = backup(desk)
    dead = Path(desk.folder) / "cadangan" / ".999999999.drill"
    mine = Path(desk.folder) / "cadangan" / f".{os.getppid()}.drill"
    for folder in (dead, mine):
        folder.mkdir()
        (folder / "aduan.db").write_text("")
    drill(desk, place)
    assert (dead.exists(), mine.exists()) == (False, True)
