"""The quarantine of what units wrote back: each once, as it came, with its reason; what was taken stays known."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from aduan_cli.errors import StoreError
from aduan_cli.formats import refused
from aduan_cli.formats.refused import MAIL, RECORD, RefusedFolder


@pytest.fixture
def folder(tmp_path: Path) -> RefusedFolder:
    """Return the quarantine of a desk in which nothing lies yet."""
    return RefusedFolder(str(tmp_path))


def test_one_lies_there_as_it_came_with_its_reason(folder: RefusedFolder, tmp_path: Path) -> None:
    data = b"From: a@b\n\n\xff\x00"
    place = folder.put("k1", MAIL, data, "it is encrypted", "1.eml")
    assert (tmp_path / place).read_bytes() == data
    (one,) = folder.all()
    assert (one.why, one.source, one.path) == ("it is encrypted", "1.eml", str(tmp_path / place))
    assert place == f"quarantine/inbox/{one.name}.eml"
    assert one.at == int(Path(one.path).stat().st_mtime)


def test_it_is_known_from_then_on_also_once_it_was_taken(folder: RefusedFolder) -> None:
    assert not folder.holds("k1")
    folder.put("k1", RECORD, b"{}", "why", "a.csv:1")
    assert folder.holds("k1")
    assert not folder.holds("k2")
    (one,) = folder.all()
    folder.dismiss(one.path)
    assert folder.holds("k1")
    assert (list(folder.all()), folder.paths()) == ([], [])
    taken = Path(folder.path) / "taken"
    assert sorted(path.name for path in taken.iterdir()) == [f"{one.name}.json", f"{one.name}.txt"]
    assert (taken / f"{one.name}.txt").read_text() == "why\na.csv:1\n"


def test_a_reason_is_written_anew_and_the_record_stays_as_a_person_left_it(folder: RefusedFolder) -> None:
    folder.put("k1", RECORD, b"{}", "why", "a.csv:1")
    (one,) = folder.all()
    Path(one.path).write_bytes(b'{"mended": 1}')
    assert folder.say_again(one.path, "another why", "x.json") == f"quarantine/inbox/{one.name}.json"
    assert Path(one.path).read_bytes() == b'{"mended": 1}'
    assert [found.why for found in folder.all()] == ["another why"]


def test_one_whose_reason_is_gone_is_shown_all_the_same(folder: RefusedFolder) -> None:
    place = folder.put("k1", MAIL, b"x", "why", "1.eml")
    Path(folder.path, Path(place).stem + ".txt").unlink()
    assert [(one.why, one.source) for one in folder.all()] == [("", "")]
    (path,) = folder.paths()
    folder.dismiss(path)
    assert folder.holds("k1")


def test_only_what_lies_there_is_its(folder: RefusedFolder, tmp_path: Path) -> None:
    place = folder.put("k1", MAIL, b"x", "why", "1.eml")
    assert folder.is_mine(str(tmp_path / place))
    (tmp_path / "link").symlink_to(folder.path)
    assert folder.is_mine(str(tmp_path / "link" / Path(place).name))
    assert not folder.is_mine(str(tmp_path / "1.eml"))
    (Path(folder.path) / "catatan.md").write_text("of a person")
    assert [Path(path).name for path in folder.paths()] == [Path(place).name]


@pytest.mark.parametrize(("mode", "wanted"), [(0o700, 0o600), (0o2770, 0o660)])
def test_others_than_the_desks_people_do_not_read_it(tmp_path: Path, mode: int, wanted: int) -> None:
    desk = tmp_path / "desk"
    desk.mkdir()
    desk.chmod(mode)
    place = RefusedFolder(str(desk)).put("k1", MAIL, b"x", "why", "1.eml")
    for path in (desk / place, (desk / place).with_suffix(".txt")):
        assert stat.S_IMODE(path.stat().st_mode) == wanted


def test_a_place_that_cannot_be_had_is_told(folder: RefusedFolder, tmp_path: Path) -> None:
    (tmp_path / "quarantine").write_text("a file")
    with pytest.raises(StoreError, match="it can't be written"):
        folder.put("k1", MAIL, b"x", "why", "1.eml")
    assert not folder.holds("k1")


@pytest.mark.parametrize("dies_at", [1, 2, 3])
def test_whatever_stops_it_none_is_lost(folder: RefusedFolder, monkeypatch: pytest.MonkeyPatch, dies_at: int) -> None:
    """Settling writes, moves and removes: cut off anywhere it is known, and can be settled again."""
    folder.put("k1", RECORD, b"{}", "why", "a.csv:1")
    (path,) = folder.paths()
    calls = iter(range(1, 9))

    def dying(*given: object) -> None:
        if next(calls) >= dies_at:
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(refused, "write", dying if dies_at == 1 else refused.write)
        patch.setattr(refused, "sync_folder", dying if dies_at == 2 else refused.sync_folder)
        patch.setattr(os, "unlink", dying if dies_at == 3 else os.unlink)
        try:
            folder.dismiss(path)
        except KeyboardInterrupt:
            pass
    assert folder.holds("k1")
    for left in folder.paths():
        folder.dismiss(left)
    assert folder.paths() == []
