"""Where the desk is."""

from __future__ import annotations

from pathlib import Path

import pytest

from aduan_cli.config.desk_folder import find_desk
from aduan_cli.errors import NotFoundError


def test_the_nearest_folder_upward_is_the_desk(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Like git: any folder below a `rules.toml` belongs to that desk."""
    below = desk / "laporan" / "2026"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)
    assert find_desk(None) == str(desk)


def test_without_a_desk_the_user_is_told_how_to_make_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit 4's sentence names `aduan init`; the user's own desk counts when it is there."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    with pytest.raises(NotFoundError, match="aduan init"):
        find_desk(None)
    (tmp_path / "data" / "aduan").mkdir(parents=True)
    assert find_desk(None) == str(tmp_path / "data" / "aduan")


@pytest.mark.parametrize("sign", ["aduan.db", ".aduan"])
def test_a_desk_whose_rules_are_just_being_saved_is_one(
    sign: str, desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder inside another desk that has data or a cache is no part of the outer one."""
    inner = desk / "inner"
    inner.mkdir()
    monkeypatch.chdir(inner)
    assert find_desk(None) == str(desk)
    (inner / sign).mkdir()
    assert find_desk(None) == str(inner)


def test_a_folder_that_is_gone_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody removed the folder that the shell stands in."""
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    with pytest.raises(NotFoundError, match="is gone"):
        find_desk(None)
