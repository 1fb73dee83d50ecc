"""Who has a rule file and since when: what the system says of the file, and nothing of what isn't there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from aduan_cli.accounts import user_name
from aduan_cli.config.rule_files.authorship import written
from aduan_cli.stored import Written

MORNING = 1_795_400_000


def file_at(path: Path, at: int = MORNING) -> Path:
    """Write a file that was last written then."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("")
    os.utime(path, (at, at))
    return path


def test_each_file_has_its_owner_and_its_time_in_the_order_asked_for(tmp_path: Path) -> None:
    file_at(tmp_path / "rules.toml")
    file_at(tmp_path / "plugins/bmsda/plugin.toml", MORNING + 60)
    me = user_name(os.geteuid())
    names = ["plugins/bmsda/plugin.toml", "rules.toml"]
    assert written(str(tmp_path), names, {}) == [
        Written("plugins/bmsda/plugin.toml", me, MORNING + 60),
        Written("rules.toml", me, MORNING),
    ]


def test_what_is_not_there_or_can_not_be_named_is_left_out(tmp_path: Path) -> None:
    file_at(tmp_path / "rules.toml")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    names = ["gone.toml", "loop", "a\0b", "rules.toml/x", "rules.toml"]
    assert [one.file for one in written(str(tmp_path), names, {})] == ["rules.toml"]


def test_a_file_that_lies_elsewhere_is_looked_at_there_and_told_by_its_name(tmp_path: Path) -> None:
    """A unit's own files may lie in a place of the unit's."""
    elsewhere = file_at(tmp_path / "dlh" / "plugin.toml", MORNING + 5)
    file_at(tmp_path / "meja" / "plugins/dlh/plugin.toml", MORNING)
    (found,) = written(str(tmp_path / "meja"), ["plugins/dlh/plugin.toml"], {"plugins/dlh/plugin.toml": str(elsewhere)})
    assert (found.file, found.modified_at) == ("plugins/dlh/plugin.toml", MORNING + 5)


def test_through_a_link_it_is_the_file_that_counts(tmp_path: Path) -> None:
    file_at(tmp_path / "kota.toml", MORNING + 9)
    (tmp_path / "rules.toml").symlink_to("kota.toml")
    assert written(str(tmp_path), ["rules.toml"], {})[0].modified_at == MORNING + 9


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_an_owner_without_a_name_is_told_by_number(tmp_path: Path) -> None:
    os.chown(file_at(tmp_path / "rules.toml"), 61_234, -1)
    assert written(str(tmp_path), ["rules.toml"], {})[0].owner == "61234"
