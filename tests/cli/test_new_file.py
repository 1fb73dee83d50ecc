"""What a command proposes goes to a new file whole, or not at all: nothing is written over, nothing half is left."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from aduan_cli.cli import new_file
from aduan_cli.cli.new_file import print_or_write, write_new
from aduan_cli.errors import StoreError, UsageError


def test_a_text_is_written_as_it_is(tmp_path: Path) -> None:
    """With the ends of its lines, whatever the machine's are."""
    write_new(str(tmp_path / "a.toml"), 'nama = "Café"\r\n\n')
    assert (tmp_path / "a.toml").read_bytes() == 'nama = "Café"\r\n\n'.encode()


@pytest.mark.parametrize("kind", ["file", "folder", "link", "dangling link"])
def test_what_is_there_stays_as_it_is(tmp_path: Path, kind: str) -> None:
    path, other = tmp_path / "a.toml", tmp_path / "other"
    if kind == "file":
        path.write_text("mine")
    elif kind == "folder":
        path.mkdir()
    else:
        path.symlink_to(other)
        if kind == "link":
            other.write_text("mine")
    with pytest.raises(UsageError, match="is there already; another name would be right"):
        write_new(str(path), "new")
    assert [one.read_text() for one in (path, other) if one.is_file()] == ["mine"] * {"file": 1, "link": 2}.get(kind, 0)
    assert other.exists() is (kind == "link")


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=f"{tmp_path}/no/a.toml: No such file"):
        write_new(str(tmp_path / "no" / "a.toml"), "x")


def test_a_full_disk_leaves_no_half_of_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a draft would be taken for a whole one, and the next try would find it there already."""
    path = tmp_path / "a.toml"

    def full(name: str, mode: str) -> Any:
        Path(name).touch(exist_ok=False)
        return Path("/dev/full").open(mode.replace("x", "w"))

    with monkeypatch.context() as patch:
        patch.setattr(new_file, "open", full, raising=False)
        with pytest.raises(StoreError, match="No space left"):
            write_new(str(path), "x" * 100_000)
    assert not path.exists()
    write_new(str(path), "x")


def test_a_text_that_no_file_can_hold_leaves_none(tmp_path: Path) -> None:
    """A lone surrogate has no bytes."""
    with pytest.raises(UnicodeEncodeError):
        write_new(str(tmp_path / "a.toml"), "x\udc80")
    assert list(tmp_path.iterdir()) == []


def test_without_a_name_it_is_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    print_or_write(None, "a\n\n")
    print_or_write(str(tmp_path / "a"), "b")
    assert (capsys.readouterr().out, (tmp_path / "a").read_text()) == ("a\n\n", "b")
