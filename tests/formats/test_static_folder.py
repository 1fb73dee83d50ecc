"""A folder of static files: what says the same is left, what was cut off goes, and one run works there at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from aduan_cli.errors import UsageError
from aduan_cli.formats.static_folder import StaticFolder


def folder_at(path: Path) -> StaticFolder:
    return StaticFolder(str(path / "web"), ".state.json")


def test_a_file_that_says_the_same_is_not_written(tmp_path: Path) -> None:
    folder = folder_at(tmp_path)
    with folder.alone(["unit"]):
        folder.put("unit/a.html", b"1")
        number = (tmp_path / "web/unit/a.html").stat().st_ino
        folder.put("unit/a.html", b"1")
        assert (tmp_path / "web/unit/a.html").stat().st_ino == number
        folder.put("unit/a.html", b"2")
    assert (folder.written, (tmp_path / "web/unit/a.html").read_bytes()) == (2, b"2")


def test_what_has_another_name_and_halves_go_and_other_files_stay(tmp_path: Path) -> None:
    folder = folder_at(tmp_path)
    with folder.alone(["unit"]):
        for name in ("a.html", "b.html", "c.html.part", "mine.txt"):
            (tmp_path / "web/unit" / name).write_text(name)
        folder.leave("unit", {"a"}, ["html"])
    assert {one.name for one in (tmp_path / "web/unit").iterdir()} == {"a.html", "mine.txt"}
    assert folder.removed == 2


def test_a_second_run_is_told_that_one_is_at_work(tmp_path: Path) -> None:
    with folder_at(tmp_path).alone([]), pytest.raises(UsageError), folder_at(tmp_path).alone([]):
        pass


@pytest.mark.parametrize("broken", ["", "[1]", "{"])
def test_a_state_that_is_none_tells_nothing(tmp_path: Path, broken: str) -> None:
    folder = folder_at(tmp_path)
    with folder.alone([]):
        folder.save_state({"event": 3})
    assert folder.state() == {"event": 3}
    (tmp_path / "web/.state.json").write_text(broken)
    assert folder.state() == {}
