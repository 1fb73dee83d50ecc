"""What a unit's code does to the store's file while it runs is noticed, put back where it can be, and else said to be
lost. The harm is done by hand here; nobody else has the file."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from aduan_cli.ports import Query
from aduan_cli.store.sqlite import SqliteStore
from aduan_cli.store.sqlite.desk_mark import LostError, MarkFile
from aduan_cli.store.sqlite.tamper_watch import TamperWatch
from invented import assert_sound, call, varied
from open_files import descriptors
from steps import take


class Watched:
    """A desk's store with some calls, and the watch of a command that is to ask code."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "aduan.db"
        self.store = SqliteStore(str(self.path), memory=MarkFile(str(folder), str(self.path), [].append))
        take(self.store, [varied(number) for number in range(10)])
        self.watch = TamperWatch(self.store, str(self.path))

    def whole(self) -> int:
        """Return how many calls are in the file, which is sound."""
        self.store.close()
        return len(assert_sound(self.path))


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    """Return a watched store; nothing is left open."""
    before = descriptors()
    found = Watched(tmp_path)
    yield found
    found.store.close()
    found.watch.end()
    assert descriptors() == before


def exchange(path: Path) -> None:
    """Put another file in the place of one."""
    other = path.with_name("lain.db")
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE lain (a)")
    other.replace(path)


def older(path: Path) -> None:
    """Put an older copy in the place of a file: it is a whole store, and lacks what came since."""
    copy = path.with_name("salinan.db")
    shutil.copy(path, copy)
    copy.replace(path)


def written_over(path: Path) -> None:
    """Write over the beginning of a file."""
    with path.open("r+b") as file:
        file.write(b"sampah " * 40)


REMOVED = "the desk's database was removed or exchanged while it ran"
PUT_BACK: dict[str, tuple[Callable[[Path], object], str]] = {
    "removed": (Path.unlink, REMOVED),
    "moved": (lambda path: path.rename(path.with_name("pindah.db")), REMOVED),
    "exchanged": (exchange, REMOVED),
    "an older copy": (older, REMOVED),
    "written over": (written_over, "the desk's database was written over while it ran"),
    "opened to all": (lambda path: path.chmod(0o666), "the mode of the desk's database was changed while it ran"),
    "shut": (lambda path: path.chmod(0o000), "the mode of the desk's database was changed while it ran"),
}


@pytest.mark.parametrize("how", PUT_BACK)
def test_what_can_be_put_back_is_and_the_desk_goes_on(watched: Watched, how: str) -> None:
    """Told once; nothing that was stored is gone, and the next call goes into it."""
    harm, said = PUT_BACK[how]
    watched.watch.begin()
    harm(watched.path)
    found = watched.watch.harm()
    assert found is not None
    assert (found.sentence, found.lost) == (f"{said}; it was put back", None)
    assert watched.watch.harm() is None
    assert stat.S_IMODE(watched.path.stat().st_mode) == 0o600
    assert watched.whole() == 10
    take(watched.store, [call()])
    assert watched.whole() == 11


LOST: dict[str, tuple[Callable[[Path], object], str, str]] = {
    "emptied": (lambda path: os.truncate(path, 0), "was emptied while it ran", "it is empty"),
    "cut": (lambda path: os.truncate(path, path.stat().st_size // 2), "was damaged while it ran", "restore a backup"),
    "emptied and removed": (
        lambda path: (os.truncate(path, 0), path.unlink()),
        "was removed or exchanged while it ran",
        "it is gone",
    ),
}


@pytest.mark.parametrize("how", LOST)
def test_what_is_lost_is_said_to_be_and_nothing_is_stored_any_more(watched: Watched, how: str) -> None:
    harm, said, why = LOST[how]
    watched.watch.begin()
    harm(watched.path)
    found = watched.watch.harm()
    assert found is not None
    assert said in found.sentence
    assert "put back" not in found.sentence
    assert found.lost is not None
    assert why in str(found.lost)


def test_a_store_that_took_the_place_of_an_emptied_one_is_told_as_another(watched: Watched) -> None:
    """What was held is empty, so nothing can be put back; the one that is there now is not the desk's."""
    watched.watch.begin()
    os.truncate(watched.path, 0)
    exchange(watched.path)
    found = watched.watch.harm()
    assert found is not None
    assert isinstance(found.lost, LostError)
    assert found.lost.exchanged


class TestNoHarm:
    def test_code_that_does_nothing_did_none(self, watched: Watched) -> None:
        for _time in range(3):
            watched.watch.begin()
            assert watched.watch.harm() is None
        assert watched.watch.end() is None

    def test_what_this_command_stores_between_two_looks_is_none(self, watched: Watched) -> None:
        watched.watch.begin()
        assert watched.watch.harm() is None
        take(watched.store, [call()])
        assert watched.watch.harm() is None
        watched.watch.begin()
        assert watched.watch.harm() is None
        assert watched.whole() == 11

    def test_what_a_colleague_stores_meanwhile_is_none_and_is_kept(self, watched: Watched) -> None:
        """Also what makes the file larger, or smaller."""
        watched.watch.begin()
        with closing(SqliteStore(str(watched.path))) as other:
            take(other, [varied(number) for number in range(20, 60)])
        assert watched.watch.harm() is None
        with closing(sqlite3.connect(watched.path, isolation_level=None)) as other_program:
            other_program.execute("VACUUM")
        assert watched.watch.harm() is None
        assert watched.whole() == 50

    def test_the_owner_may_open_or_shut_the_file_to_the_group(self, watched: Watched) -> None:
        watched.watch.begin()
        watched.path.chmod(0o660)
        assert watched.watch.harm() is None

    @pytest.mark.parametrize("path", [":memory:", "file:x?mode=memory"])
    def test_a_store_in_memory_is_not_watched(self, path: str) -> None:
        with closing(SqliteStore(path)) as store:
            watch = TamperWatch(store, path)
            watch.begin()
            assert (watch.harm(), watch.end()) == (None, None)

    def test_where_there_is_no_file_yet_nothing_is_made(self, tmp_path: Path) -> None:
        with closing(SqliteStore(str(tmp_path / "aduan.db"))) as store:
            watch = TamperWatch(store, str(tmp_path / "aduan.db"))
            watch.begin()
            assert (watch.harm(), watch.end()) == (None, None)
        assert list(tmp_path.iterdir()) == []


def test_harm_before_the_first_look_of_a_second_question_is_found_at_the_second(watched: Watched) -> None:
    """A child that is left running may do it while nobody asks anything."""
    watched.watch.begin()
    assert watched.watch.harm() is None
    watched.path.unlink()
    watched.watch.begin()
    found = watched.watch.harm()
    assert found is not None
    assert "put back" in found.sentence
    assert watched.whole() == 10


def test_at_the_end_of_the_command_it_is_looked_at_once_more(watched: Watched) -> None:
    """What the code started and left may do it after the last answer."""
    watched.watch.begin()
    assert watched.watch.harm() is None
    watched.store.close()
    watched.path.unlink()
    found = watched.watch.end()
    assert found is not None
    assert found.sentence.endswith("it was put back")
    assert watched.whole() == 10
    assert watched.watch.end() is None


def test_a_name_that_is_a_link_stays_one(tmp_path: Path) -> None:
    """The data lie on another disk; the file there is watched and put back."""
    (tmp_path / "data").mkdir()
    link = tmp_path / "aduan.db"
    link.symlink_to(tmp_path / "data" / "besar.db")
    with closing(SqliteStore(str(link))) as store:
        take(store, [call(), call()])
        watch = TamperWatch(store, str(link))
        watch.begin()
        (tmp_path / "data" / "besar.db").unlink()
        found = watch.harm()
        watch.end()
    assert found is not None
    assert found.lost is None
    assert link.is_symlink()
    assert len(assert_sound(tmp_path / "data" / "besar.db")) == 2


def test_the_store_knows_all_again_after_it_was_put_back(watched: Watched) -> None:
    """By the very object that was open before: it is opened anew."""
    assert watched.store.count(Query()) == 10
    watched.watch.begin()
    watched.path.unlink()
    assert watched.watch.harm() is not None
    assert watched.store.count(Query()) == 10
    assert [one.state for one in take(watched.store, [call()])] == ["taken"]
    assert watched.store.count(Query()) == 11
