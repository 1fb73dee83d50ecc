"""What was counted is kept beside the desk by one run at a time; what can't be believed is nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from aduan_cli import files
from aduan_cli.app.figures_cache import FOLDER, FiguresCache
from any_complaint import JSON


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def kept(folder: Path) -> list[str]:
    """Return the names of the files that are kept."""
    return sorted(one.name for one in (folder / FOLDER).glob("[!.]*"))


@given(JSON)
@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_was_written_is_read_again_by_another_run(folder: Path, data: Any) -> None:
    one, other = FiguresCache(str(folder)), FiguresCache(str(folder))
    with one.alone():
        one.write("a.json", data)
    with other.alone():
        assert other.read("a.json") == data


def test_outside_of_its_turn_it_has_nothing_and_takes_nothing(folder: Path) -> None:
    cache = FiguresCache(str(folder))
    cache.write("a.json", 1)
    with cache.alone():
        assert cache.read("a.json") is None
        cache.write("a.json", 1)
    assert cache.read("a.json") is None
    cache.leave(())
    assert kept(folder) == ["a.json"]


def test_of_two_at_once_the_second_counts_for_itself(folder: Path) -> None:
    """It doesn't wait, and what it would write is left: each would believe the other's halves."""
    first, second = FiguresCache(str(folder)), FiguresCache(str(folder))
    with first.alone():
        first.write("a.json", "first")
        with second.alone():
            assert second.read("a.json") is None
            second.write("a.json", "second")
            second.leave(())
        assert first.read("a.json") == "first"
    with second.alone():
        assert second.read("a.json") == "first"


def test_a_turn_that_failed_is_over(folder: Path) -> None:
    cache, other = FiguresCache(str(folder)), FiguresCache(str(folder))
    with pytest.raises(ZeroDivisionError), cache.alone():
        raise ZeroDivisionError
    assert cache.read("a.json") is None
    with other.alone():
        other.write("a.json", 1)
        assert other.read("a.json") == 1


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: b"",
        lambda data: data[:-1],
        lambda data: data.replace(b"7", b"8"),
        lambda data: b"x" + data,
        lambda data: data + b"\n",
        lambda data: files.sealed(b"{"),
        lambda data: files.sealed(b"\xff"),
    ],
)
def test_a_file_that_was_damaged_says_nothing(folder: Path, spoil: Any) -> None:
    """Also in one digit: a wrong figure would be worse than none."""
    cache = FiguresCache(str(folder))
    with cache.alone():
        cache.write("a.json", {"calls": 7})
        path = folder / FOLDER / "a.json"
        path.write_bytes(spoil(path.read_bytes()))
        assert cache.read("a.json") is None
        cache.write("a.json", {"calls": 9})
        assert cache.read("a.json") == {"calls": 9}


def test_what_is_counted_no_more_is_taken_away_and_the_lock_stays(folder: Path) -> None:
    cache = FiguresCache(str(folder))
    with cache.alone():
        for name in "abc":
            cache.write(f"{name}.json", name)
        cache.leave(["b.json", "tidak-ada.json"])
        assert kept(folder) == ["b.json"]
        assert (cache.read("a.json"), cache.read("b.json")) == (None, "b")
        other = FiguresCache(str(folder))
        with other.alone():
            assert other.read("b.json") is None, "the first one still has its turn"


@pytest.mark.parametrize("where", [".aduan", FOLDER, f"{FOLDER}/.lock"])
def test_where_it_can_not_be_kept_nothing_is_and_nobody_is_stopped(folder: Path, where: str) -> None:
    place = folder / where
    place.parent.mkdir(parents=True, exist_ok=True)
    if where.endswith(".lock"):
        place.mkdir()
    else:
        place.write_text("")
    cache = FiguresCache(str(folder))
    with cache.alone():
        cache.write("a.json", 1)
        assert cache.read("a.json") is None
        cache.leave(())


def test_where_a_file_can_not_be_written_none_is_from_then_on(folder: Path) -> None:
    cache = FiguresCache(str(folder))
    with cache.alone():
        cache.write("b.json", 1)
        (folder / FOLDER / "a.json").mkdir()
        (folder / FOLDER / "a.json" / "x").write_text("")
        cache.write("a.json", 1)
        cache.write("b.json", 2)
        assert cache.read("b.json") is None
    assert json.loads(files.unsealed((folder / FOLDER / "b.json").read_bytes())) == 1


def test_a_link_to_elsewhere_is_not_followed(folder: Path) -> None:
    """The folder is the desk's; what somebody laid there may lead anywhere."""
    outside = folder / "luar"
    outside.write_bytes(files.sealed(b"7"))
    cache = FiguresCache(str(folder))
    with cache.alone():
        (folder / FOLDER / "a.json").symlink_to(outside)
        assert cache.read("a.json") is None
        cache.write("a.json", 8)
    assert files.unsealed(outside.read_bytes()) == b"7"
