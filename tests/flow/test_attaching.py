"""Files of a complaint: each kept once, one that can't be had keeps no other from it, and erased with the person."""

from __future__ import annotations

from pathlib import Path

import pytest

from aduan_cli.complaint.attachments import CHANGED, MISSING
from aduan_cli.complaint.events import ATTACHED
from aduan_cli.complaint.moves import is_erased
from aduan_cli.errors import NotAllowedError, StoreError
from aduan_cli.flow.attaching import attach, erase, finish_erasing, not_the_same, take
from desk_here import HereDesk, desk_here


@pytest.fixture
def desk(tmp_path: Path) -> HereDesk:
    """Return a desk with two calls."""
    made = desk_here(tmp_path)
    made.log("sampah"), made.log("banjir")
    return made


def file(folder: Path, name: str, data: bytes = b"jpeg") -> str:
    """Write a file; return its path."""
    (folder / name).write_bytes(data)
    return str(folder / name)


def kept(desk: HereDesk) -> list[str]:
    """Return the names of the files that are kept: their hashes."""
    folder = Path(desk.folder, "attachments")
    return sorted(path.name for path in folder.iterdir() if len(path.name) == 64) if folder.is_dir() else []


def test_each_file_is_kept_once_whatever_it_is_called(desk: HereDesk, tmp_path: Path) -> None:
    paths = [file(tmp_path, "a.jpg"), file(tmp_path, "b.jpg"), file(tmp_path, "c.pdf", b"pdf")]
    taken = take(desk.attachments, paths)
    assert [one.name for one in taken.files] == ["a.jpg", "c.pdf"]
    assert (taken.wrong, len(kept(desk))) == ((), 2)


def test_one_that_can_not_be_had_is_told_and_the_others_are_kept(desk: HereDesk, tmp_path: Path) -> None:
    """Not there, a folder, a link."""
    (tmp_path / "tautan").symlink_to(file(tmp_path, "a.jpg"))
    paths = [str(tmp_path / name) for name in ("tidak-ada", ".", "tautan", "a.jpg")]
    taken = take(desk.attachments, paths)
    assert ([one.name for one in taken.files], len(taken.wrong)) == (["a.jpg"], 3)


def test_looking_keeps_nothing(desk: HereDesk, tmp_path: Path) -> None:
    path = file(tmp_path, "a.jpg")
    looked, taken = take(desk.attachments, [path], dry_run=True), take(desk.attachments, [path])
    assert looked == taken
    assert len(kept(desk)) == 1


def test_what_a_complaint_has_already_is_not_told_again(desk: HereDesk, tmp_path: Path) -> None:
    first, path = desk.all()[0], file(tmp_path, "a.jpg")
    _taken, new = attach(desk.store, desk.attachments, first, [path], "sari", desk.clock())
    assert [one.name for one in new] == ["a.jpg"]
    _taken, again = attach(desk.store, desk.attachments, first, [path, file(tmp_path, "b", b"b")], "sari", desk.clock())
    assert [one.name for one in again] == ["b"]
    _taken, none = attach(desk.store, desk.attachments, first, [path], "sari", desk.clock())
    assert none == ()
    assert [event.type for event in desk.store.events(first)].count(ATTACHED) == 2


def test_erasing_takes_what_nobody_else_has(desk: HereDesk, tmp_path: Path) -> None:
    first, second = desk.all()
    shared, own = file(tmp_path, "sama.jpg"), file(tmp_path, "sendiri.jpg", b"own")
    attach(desk.store, desk.attachments, first, [shared, own], "sari", desk.clock())
    attach(desk.store, desk.attachments, second, [shared], "sari", desk.clock())
    assert len(kept(desk)) == 2
    erase(desk.store, desk.attachments, first.ticket, "sari", desk.clock())
    assert len(kept(desk)) == 1
    assert list(not_the_same(desk.store, desk.attachments)) == []
    erase(desk.store, desk.attachments, second.ticket, "sari", desk.clock())
    assert kept(desk) == []


def test_who_was_erased_is_told_to_be_so_where_their_files_stay_and_the_next_time_takes_those(
    desk: HereDesk, tmp_path: Path
) -> None:
    first = desk.all()[0]
    attach(desk.store, desk.attachments, first, [file(tmp_path, "a.jpg")], "sari", desk.clock())
    lock = Path(desk.folder, "attachments", ".lock")
    lock.unlink(), lock.mkdir()
    with pytest.raises(StoreError, match=rf"^{first.ticket}: erased, but its files may still be there"):
        erase(desk.store, desk.attachments, first.ticket, "sari", desk.clock())
    (erased,) = (one for one in desk.all() if one.ticket == first.ticket)
    assert (is_erased(erased), len(kept(desk))) == (True, 1)
    lock.rmdir()
    finish_erasing(desk.store, desk.attachments, erased)
    assert kept(desk) == []


def test_nothing_is_attached_to_what_was_erased(desk: HereDesk, tmp_path: Path) -> None:
    first = desk.all()[0]
    erase(desk.store, desk.attachments, first.ticket, "sari", desk.clock())
    with pytest.raises(NotAllowedError, match="was erased"):
        attach(desk.store, desk.attachments, desk.all()[0], [file(tmp_path, "a.jpg")], "sari", desk.clock())
    assert kept(desk) == []


@pytest.mark.parametrize("state", [CHANGED, MISSING])
def test_a_file_that_is_not_the_one_that_was_attached_is_found(desk: HereDesk, tmp_path: Path, state: str) -> None:
    first = desk.all()[0]
    attach(desk.store, desk.attachments, first, [file(tmp_path, "a.jpg")], "sari", desk.clock())
    place = Path(desk.folder, "attachments", kept(desk)[0])
    place.chmod(0o600)
    place.write_bytes(b"lain") if state == CHANGED else place.unlink()
    assert [(ticket, one.name, found) for ticket, one, found in not_the_same(desk.store, desk.attachments)] == [
        (first.ticket, "a.jpg", state)
    ]
