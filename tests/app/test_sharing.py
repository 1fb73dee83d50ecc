"""Whose a desk is, seen from one desk: the plan, the files, and the rules that trust, accepted at once."""

from __future__ import annotations

import grp
import os
import shlex
import stat
from pathlib import Path

import pytest

from aduan_cli.app import sharing
from aduan_cli.app.desk import Desk
from aduan_cli.errors import UsageError
from aduan_cli.testing import RULES
from aduan_cli.testing import desk as make_desk

GROUP = grp.getgrgid(os.getgid()).gr_name


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_desk(tmp_path / "desk")


def at(folder: Path, store: Path | None = None) -> Desk:
    quiet = lambda _sentence: None  # noqa: E731
    return Desk(str(folder), None if store is None else str(store), "sari", None, quiet, quiet)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_dry_run_says_what_would_be_and_changes_nothing(folder: Path) -> None:
    plan = sharing.to_share(at(folder), GROUP)
    assert (plan.group, plan.old) == (GROUP, RULES)
    assert f'trust = ["{GROUP}"]' in plan.new
    before = mode(folder)
    assert sharing.rearrange(at(folder), plan, dry_run=True).done
    assert mode(folder) == before
    assert (folder / "rules.toml").read_text() == RULES


def test_a_desk_becomes_the_groups_and_its_owners_alone_again(folder: Path) -> None:
    """Its rules say whom they trust, and are accepted with it; an event says who said so."""
    desk = at(folder)
    plan = sharing.to_share(desk, GROUP)
    sharing.rearrange(desk, plan, dry_run=False)
    loaded, anew = sharing.accept(desk, plan.group, plan.new)
    assert (loaded.left_out, anew) == ({}, True)
    assert mode(folder) & 0o2070 == 0o2070
    assert (folder / "rules.toml").read_text() == plan.new
    desk = at(folder)
    plan = sharing.to_own(desk)
    assert (plan.group, plan.old) == (None, (folder / "rules.toml").read_text())
    assert GROUP not in plan.new
    sharing.rearrange(desk, plan, dry_run=False)
    _loaded, anew = sharing.accept(desk, None, plan.new)
    assert anew
    assert mode(folder) & 0o2022 == 0
    _loaded, anew = sharing.accept(at(folder), None)
    assert not anew


def test_a_group_that_isnt_there_is_refused(folder: Path) -> None:
    with pytest.raises(UsageError):
        sharing.to_share(at(folder), "tidak-ada-grup")


def test_a_folder_above_that_is_closed_and_a_store_elsewhere_are_told(folder: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "the city's data"
    elsewhere.mkdir(mode=0o700)
    (told,) = [one for one in sharing.kept_out(at(folder, elsewhere / "aduan.db"), GROUP) if str(elsewhere) in one]
    chgrp, chmod = (shlex.split(line) for line in told.partition(": ")[2].split(" && "))
    assert (chgrp, chmod) == (["chgrp", GROUP, str(elsewhere)], ["chmod", "g+rwxs", str(elsewhere)])
