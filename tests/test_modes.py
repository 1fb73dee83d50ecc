"""How a desk keeps its files: by its folder; and which files belong to a store."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli import modes
from aduan_cli.modes import Policy, file_of, is_anothers, is_shared, policy_for, policy_from, policy_of, side_files


def state(mode: int, uid: int = 1000, gid: int = 1000) -> os.stat_result:
    """Return the state of a folder."""
    return os.stat_result((stat.S_IFDIR | mode, 1, 1, 2, uid, gid, 0, 0, 0, 0))


@given(st.integers(0, 0o7777))
def test_a_desk_is_a_groups_where_its_folder_is_setgid_and_the_group_may_write(mode: int) -> None:
    """Both, whatever else may be done there."""
    assert is_shared(state(mode)) == (bool(mode & 0o2000) and bool(mode & 0o020))


@given(st.integers(0, 0o7777), st.sampled_from([0, 7, 1000, 1001]), st.sampled_from([0, 7, 1000, 1001]))
def test_others_may_never_read_what_holds_calls(mode: int, uid: int, gid: int) -> None:
    """Whatever the folder; rules may be read by all, for they hold no caller."""
    policy = policy_from(state(mode, uid, gid))
    assert policy.data & 0o007 == policy.folder & 0o007 == 0
    assert policy.data & 0o600 == 0o600
    assert policy.rules & 0o004
    assert bool(policy.data & 0o060) == policy.shared == is_shared(state(mode))
    assert bool(policy.folder & 0o2000) == policy.shared


@pytest.mark.parametrize(
    ("mode", "uid", "gid", "euid", "anothers"),
    [
        (0o755, 1000, 1000, 1001, True),
        (0o755, 1000, 1000, 1000, False),
        (0o755, 1000, 1000, 0, False),
        (0o755, 0, 1000, 1001, False),
        (0o755, 1000, 0, 1001, False),
        (0o777, 1000, 1000, 1001, False),
        (0o2770, 1000, 1000, 1001, False),
        (0o2750, 1000, 1000, 1001, True),
    ],
)
def test_a_folder_is_another_users_unless_it_is_meant_for_more(
    monkeypatch: pytest.MonkeyPatch, mode: int, uid: int, gid: int, euid: int, anothers: bool
) -> None:
    """Root's, everyone's and a group's are left to who set them up."""
    monkeypatch.setattr(modes.os, "geteuid", lambda: euid)
    assert is_anothers(state(mode, uid, gid)) is anothers


def test_root_gives_what_it_makes_to_the_desks_people_and_others_keep_their_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A user can't give files away; in a group's desk the group gets them."""
    monkeypatch.setattr(modes.os, "geteuid", lambda: 0)
    root = policy_from(state(0o755, 1000, 1001))
    assert (root.owner, root.group) == (1000, 1001)
    monkeypatch.setattr(modes.os, "geteuid", lambda: 1000)
    own, shared = policy_from(state(0o755, 1000, 1001)), policy_from(state(0o2770, 1000, 1001))
    assert (own.owner, own.group) == (None, None)
    assert (shared.owner, shared.group) == (None, 1001)


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077, 0o777])
def test_a_file_gets_its_mode_whatever_the_umask(tmp_path: Path, umask: int) -> None:
    """Of the folder that it lies in as well as of one whose descriptor is known."""
    folder = os.open(tmp_path, os.O_RDONLY)
    for at in (str(tmp_path), folder):
        policy = policy_of(at)
        before = os.umask(umask)
        number = os.open(tmp_path / f"x{at!r}"[-8:].replace("/", "_"), os.O_CREAT | os.O_RDWR, 0o600)
        os.umask(before)
        policy.give(number, policy.rules)
        assert stat.S_IMODE(os.fstat(number).st_mode) == 0o644
        os.close(number)
    os.close(folder)


def test_where_the_group_cannot_be_given_it_gets_no_more_than_everybody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a group that happens to be the file's would read the calls."""

    def refused(*_given: int) -> None:
        raise PermissionError

    monkeypatch.setattr(modes.os, "fchown", refused)
    number = os.open(tmp_path / "x", os.O_CREAT | os.O_RDWR, 0o600)
    policy_for(True, None, os.fstat(number).st_gid + 1).give(number, 0o664)
    assert stat.S_IMODE(os.fstat(number).st_mode) == 0o644
    Policy(True, 0, 0, 0, None, os.fstat(number).st_gid).give(number, 0o660)
    assert stat.S_IMODE(os.fstat(number).st_mode) == 0o660
    os.close(number)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=20))
def test_the_file_of_a_uri_is_the_path_in_it(path: str) -> None:
    """Encoded as SQLite wants it, with a host or none, with options and a fragment behind."""
    written = "/" + quote(path, safe="")
    wanted = "/" + path
    for form in ("file:{}", "file://{}", "file://localhost{}", "file:{}?mode=ro&x=%41", "file:{}#x"):
        assert file_of(form.format(written)) == wanted
    if not path.startswith("file:"):
        assert file_of(path) == path


def test_what_sqlite_lays_beside_a_database_is_known() -> None:
    """The log, its index, and a journal."""
    assert side_files("/d/aduan.db") == ("/d/aduan.db-wal", "/d/aduan.db-shm", "/d/aduan.db-journal")
