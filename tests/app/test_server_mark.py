"""A desk's folder remembers its data on a server: an older state put back is noticed, no number given twice.

What a store must do for it every store does; here it is a file that is said to lie on a server.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from aduan_cli.app.server_mark import ServerMark, look, missed, older_state_sentence
from aduan_cli.database_url import Address
from aduan_cli.files import unsealed
from desk_here import HereDesk, desk_here

PLACE = Address("postgresql://meja:rahasia@db.test/kota", "cabang")


@pytest.fixture
def desk(tmp_path: Path) -> HereDesk:
    """Return a desk with two calls."""
    made = desk_here(tmp_path)
    made.log("sampah satu"), made.log("sampah dua")
    return made


@pytest.fixture
def on_server(monkeypatch: pytest.MonkeyPatch, desk: HereDesk) -> HereDesk:
    """Return the desk, whose store is open already, as one on a server."""
    assert desk.store.head()
    monkeypatch.setattr(HereDesk, "address", PLACE)
    return desk


def marks(desk: HereDesk) -> list[Path]:
    """Return the files in which something is remembered."""
    return sorted((Path(desk.folder) / ".aduan").glob("server-*.json"))


def put_back(desk: HereDesk, older: Path) -> None:
    """Put an older state of the data back."""
    desk.store.close()
    shutil.copy(older, Path(desk.folder) / "aduan.db")


def kept_aside(desk: HereDesk, folder: Path) -> Path:
    """Keep the data as they are now."""
    desk.store.close()
    return Path(shutil.copy(Path(desk.folder) / "aduan.db", folder / "lama.db"))


def test_what_is_there_is_remembered_and_no_password_with_it(on_server: HereDesk) -> None:
    assert missed(on_server) is None
    look(on_server)
    (file,) = marks(on_server)
    assert b"rahasia" not in file.read_bytes()
    assert "rahasia" not in file.name
    assert missed(on_server) is None
    assert on_server.warned == []


def test_where_nothing_happened_nothing_is_written_again(on_server: HereDesk) -> None:
    look(on_server)
    (file,) = marks(on_server)
    before = file.stat().st_ino, file.stat().st_mtime_ns
    look(on_server)
    assert (file.stat().st_ino, file.stat().st_mtime_ns) == before


def test_whoever_connects_the_mark_is_that_of_the_place(on_server: HereDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    look(on_server)
    monkeypatch.setattr(HereDesk, "address", Address("postgresql://rina@db.test/kota", "cabang"))
    look(on_server)
    assert len(marks(on_server)) == 1
    monkeypatch.setattr(HereDesk, "address", Address("postgresql://rina@db.test/kota", "lain"))
    look(on_server)
    assert len(marks(on_server)) == 2


def test_an_older_state_that_was_put_back_is_told_once_and_its_numbers_are_not_given_again(
    on_server: HereDesk, tmp_path: Path
) -> None:
    older = kept_aside(on_server, tmp_path)
    lost = [on_server.log(f"sampah {number}").ticket for number in range(3)]
    look(on_server)
    put_back(on_server, older)
    found = missed(on_server)
    assert found is not None
    assert found.ticket == lost[-1]
    look(on_server)
    (sentence,) = on_server.warned
    assert sentence == older_state_sentence(on_server, found)
    assert "an older state of it was put back" in sentence
    assert sentence.endswith(f"numbers up to {lost[-1]} are not given again")
    assert on_server.log("sampah sesudahnya").number == 6
    look(on_server)
    assert len(on_server.warned) == 1


def test_what_came_behind_the_last_look_is_not_missed(on_server: HereDesk, tmp_path: Path) -> None:
    look(on_server)
    older = kept_aside(on_server, tmp_path)
    on_server.log("sampah tiga")
    put_back(on_server, older)
    assert missed(on_server) is None


def test_other_data_in_the_same_place_are_missed(on_server: HereDesk, tmp_path: Path) -> None:
    look(on_server)
    other = desk_here(tmp_path / "lain")
    for number in range(4):
        other.log(f"banjir {number}")
    other.close()
    put_back(on_server, Path(other.folder) / "aduan.db")
    assert missed(on_server) is not None


@pytest.mark.parametrize("text", ["", "{", "[1, 2]", "null", '[1, "a", 20261123, 2, "x"]'])
def test_a_mark_that_was_damaged_remembers_nothing_and_is_made_anew(on_server: HereDesk, text: str) -> None:
    look(on_server)
    (file,) = marks(on_server)
    good = file.read_bytes()
    file.write_text(text)
    assert missed(on_server) is None
    look(on_server)
    assert file.read_bytes() == good
    assert on_server.warned == []


def test_a_desk_that_can_not_remember_says_so_and_goes_on(on_server: HereDesk) -> None:
    look(on_server)
    (file,) = marks(on_server)
    file.unlink()
    file.mkdir()
    (file / "x").write_text("")
    look(on_server)
    (sentence,) = on_server.warned
    assert sentence.startswith("the desk can't remember its data, so their loss would not be noticed: ")


def test_the_last_number_is_that_of_the_newest_days_last_call(on_server: HereDesk) -> None:
    """Not of the call that was reported last: a call of yesterday may be taken today."""
    yesterday = on_server.clock() - 86_400
    on_server.log("sampah tiga")
    on_server.move(on_server.all()[-1], "corrected", {"changes": {}}, reported_at=yesterday)
    look(on_server)
    (file,) = marks(on_server)
    _event, _hash, day, number, ticket = json.loads(unsealed(file.read_bytes()))
    last = max(on_server.all(), key=lambda one: one.number)
    assert (day, number, ticket) == (last.day, 3, last.ticket)


def test_of_a_desk_without_calls_no_number_is_told(on_server: HereDesk) -> None:
    lost = ServerMark(7, "a" * 64, 0, 0, "")
    assert older_state_sentence(on_server, lost).endswith(
        "an older state of it was put back: event 7, which this desk saw, is not in it"
    )


def test_where_nothing_was_ever_stored_nothing_is_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    empty = desk_here(tmp_path)
    assert empty.store
    monkeypatch.setattr(HereDesk, "address", PLACE)
    look(empty)
    assert (marks(empty), empty.warned) == ([], [])
