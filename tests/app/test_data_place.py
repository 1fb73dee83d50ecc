"""Where a desk's data lie: by what is given, else by what its rules say, else in its folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from aduan_cli.app.data_place import DataPlace
from aduan_cli.errors import ConfigError, StoreError, UsageError
from aduan_cli.store.sqlite import SqliteStore
from aduan_cli.stored import Query
from aduan_cli.testing import RULES
from desk_here import HereDesk, desk_here

ON_SERVER = '[store]\nurl = "postgresql://meja@db.test/kota"\nread_url = "postgresql://meja@salinan.test/kota"\n'


def place_of(folder: Path, given: str | None = None) -> DataPlace:
    """Return where the data of a desk lie of which no rules are cached."""
    return DataPlace(given, lambda: str(folder), lambda: None, lambda _sentence: None)


def write(folder: Path, more: str = "") -> Path:
    """Write the rules of a desk."""
    (folder / "rules.toml").write_text(RULES + more)
    return folder


def test_without_a_word_about_it_they_lie_in_the_folder(tmp_path: Path) -> None:
    place = place_of(write(tmp_path))
    assert (place.address, place.path) == (None, str(tmp_path / "aduan.db"))


@pytest.mark.parametrize("given", ["lain.db", "/srv/meja/lain.db", "file:lain.db?mode=rwc"])
def test_a_file_that_is_given_wins_over_a_server_that_the_rules_name(tmp_path: Path, given: str) -> None:
    place = place_of(write(tmp_path, ON_SERVER), given)
    assert (place.address, place.path) == (None, given)


@pytest.mark.parametrize("given", [":memory:", "", "file::memory:", "file:x?mode=memory"])
def test_where_nothing_would_be_left_of_them_they_are_not_kept(tmp_path: Path, given: str) -> None:
    with pytest.raises(UsageError):
        place_of(write(tmp_path), given).path  # noqa: B018


def test_a_server_that_the_rules_name_is_shown_without_its_password(tmp_path: Path) -> None:
    place = place_of(write(tmp_path, ON_SERVER))
    assert place.address is not None
    assert (place.address.url, place.address.copy) == (
        "postgresql://meja@db.test/kota",
        "postgresql://meja@salinan.test/kota",
    )
    secret = place_of(write(tmp_path, ON_SERVER), "postgresql://meja:rahasia@lain.test/kota")
    assert "rahasia" not in secret.path
    assert "lain.test" in secret.path


def test_where_the_rules_can_not_be_read_about_it_no_call_goes_anywhere(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="nobody knows where the calls are to go"):
        place_of(write(tmp_path, '[store]\nurl = "postgresql://a@b/c\n')).path  # noqa: B018


def test_it_is_looked_up_once(tmp_path: Path) -> None:
    """A file that changes while a command runs moves none of its calls."""
    place = place_of(write(tmp_path))
    assert place.address is None
    write(tmp_path, ON_SERVER)
    assert (place.address, place.path) == (None, str(tmp_path / "aduan.db"))


def test_the_store_of_a_file_is_made_by_the_first_write(tmp_path: Path) -> None:
    store = place_of(write(tmp_path)).opened(False, lambda: False)
    assert isinstance(store, SqliteStore)
    assert list(store.find(Query())) == []
    assert not (tmp_path / "aduan.db").exists()


def test_a_desk_whose_file_was_lost_is_told_so_and_begins_no_other(tmp_path: Path) -> None:
    desk = desk_here(tmp_path)
    desk.log("sampah")
    desk.close()
    (tmp_path / "desk" / "aduan.db").unlink()
    with pytest.raises(StoreError, match="it is gone, though this desk had its data in it"):
        HereDesk(tmp_path / "desk").all()
    assert not (tmp_path / "desk" / "aduan.db").exists()


def test_several_stores_of_one_desk_are_each_their_own(tmp_path: Path) -> None:
    desk = desk_here(tmp_path)
    other = HereDesk(tmp_path / "desk", store=str(tmp_path / "latihan.db"))
    other.log("latihan")
    desk.log("sungguhan")
    assert [one.text for one in desk.all()] == ["sungguhan"]
    assert [one.text for one in other.all()] == ["latihan"]
