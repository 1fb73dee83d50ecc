"""Safe places: what everybody, or somebody unknown, can write is left out as a bad file."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from aduan_cli.config.rule_files.loader import load
from aduan_cli.config.safe import Safety
from aduan_cli.testing import desk as make_desk
from aduan_cli.testing import manifest, runner

STRANGER = 54_321
"""A number that no user and no group of the test machine has."""

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Return a safe desk with one plugin."""
    folder = make_desk(tmp_path / "desk", plugins={"satu": {}})
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    return folder


def objection(desk: Path, trust: tuple[str, ...] = ()) -> str | None:
    """Return what is said against the manifest."""
    return Safety(str(desk), trust).objection("plugins/satu/plugin.toml")


def test_a_desk_as_it_is_made_is_safe(desk: Path) -> None:
    """Files of the user, writable by nobody else; one that isn't there is safe as well."""
    assert objection(desk) is None
    assert Safety(str(desk)).objection("plugins/tiga/plugin.toml") is None


@pytest.mark.parametrize("place", ["", "plugins", "plugins/satu", "plugins/satu/plugin.toml"])
def test_nothing_up_to_the_desk_may_be_writable_by_everyone(desk: Path, place: str) -> None:
    """The file, each folder above it, and the desk's own; a sticky bit doesn't help."""
    (desk / place).chmod((desk / place).stat().st_mode | 0o1002)
    assert "can be written by everyone" in str(objection(desk))


def test_folders_above_the_desk_do_not_count(desk: Path) -> None:
    """A desk in a shared folder is still its owner's."""
    desk.parent.chmod(0o777)
    assert objection(desk) is None
    desk.parent.chmod(0o755)


def test_the_users_own_group_may_write(desk: Path) -> None:
    """As with the umask 002 that many systems have."""
    (desk / "rules.toml").chmod(0o664)
    assert Safety(str(desk)).objection("rules.toml") is None


@as_root
def test_a_file_of_a_stranger_is_not_safe_unless_trusted(desk: Path) -> None:
    """Owner and writing group must be known; `[plugins] trust` names others, by number when they have no name."""
    manifest = desk / "plugins" / "satu" / "plugin.toml"
    os.chown(manifest, STRANGER, -1)
    assert f"belongs to {STRANGER}" in str(objection(desk))
    assert objection(desk, (str(STRANGER),)) is None
    os.chown(manifest, 0, STRANGER)
    assert objection(desk) is None
    manifest.chmod(0o664)
    assert f"group {STRANGER}" in str(objection(desk))
    assert objection(desk, (str(STRANGER),)) is None


@as_root
def test_the_desks_owner_is_trusted(desk: Path) -> None:
    """A desk belongs to somebody, and its files are theirs."""
    os.chown(desk, STRANGER, -1)
    os.chown(desk / "rules.toml", STRANGER, -1)
    assert Safety(str(desk)).objection("rules.toml") is None


def test_a_link_is_judged_by_what_it_leads_to(desk: Path, tmp_path: Path) -> None:
    """A link out of the desk into a folder that everyone can write is no safe place."""
    shared = tmp_path / "shared"
    shared.mkdir()
    (shared / "plugin.toml").write_text(manifest("satu"), encoding="utf-8")
    link = desk / "plugins" / "satu" / "plugin.toml"
    link.unlink()
    link.symlink_to(shared / "plugin.toml")
    assert objection(desk) is None
    shared.chmod(0o777)
    assert "can be written by everyone" in str(objection(desk))


def test_an_unsafe_file_counts_as_a_bad_file(desk: Path) -> None:
    """Its last accepted text stays in force; without one it is left out, and the others count."""
    first = load(str(desk))
    assert first.left_out == {}
    (desk / "plugins" / "satu" / "plugin.toml").chmod(0o666)
    loaded = load(str(desk), first.accepted)
    assert loaded.accepted == first.accepted
    assert list(loaded.left_out) == ["plugins/satu/plugin.toml"]
    assert list(load(str(desk)).accepted) == ["rules.toml"]


@as_root
def test_trust_comes_from_the_accepted_text_not_from_the_file_in_question(desk: Path) -> None:
    """A stranger's rules.toml can't declare the stranger trusted."""
    accepted = load(str(desk)).accepted
    rules = (desk / "rules.toml").read_text(encoding="utf-8")
    trusting = rules + f'trust = ["{STRANGER}"]\n'
    (desk / "rules.toml").write_text(trusting, encoding="utf-8")
    os.chown(desk / "rules.toml", STRANGER, -1)
    assert load(str(desk), accepted).accepted["rules.toml"] == rules
    os.chown(desk / "rules.toml", 0, -1)
    by_owner = load(str(desk), accepted).accepted
    os.chown(desk / "rules.toml", STRANGER, -1)
    assert load(str(desk), by_owner).left_out == {}


def test_a_folder_that_becomes_unsafe_is_noticed(desk: Path) -> None:
    """Though no rule file changed: who may write a folder is a part of what the cached rules depend on."""
    run = runner(desk, desk.parent)
    assert run("log", "sampah").returncode == 0
    assert run("log", "sampah").stderr.count("warning") == 0
    (desk / "plugins" / "satu").chmod(0o777)
    warned = run("log", "sampah").stderr
    assert "'plugins/satu' can be written by everyone" in warned
    (desk / "plugins" / "satu").chmod(0o755)
    assert run("log", "sampah").stderr.count("warning") == 0


def test_each_link_of_a_chain_is_judged(tmp_path: Path) -> None:
    """Whoever may write where a link in the middle lies could point it elsewhere."""
    for name in ("desk", "open", "safe"):
        (tmp_path / name).mkdir()
    (tmp_path / "safe" / "plugin.py").write_text("")
    (tmp_path / "open" / "link").symlink_to(tmp_path / "safe" / "plugin.py")
    (tmp_path / "desk" / "plugin.py").symlink_to(tmp_path / "open" / "link")
    assert Safety(str(tmp_path / "desk")).objection("plugin.py") is None
    (tmp_path / "open").chmod(0o777)
    assert "can be written by everyone" in str(Safety(str(tmp_path / "desk")).objection("plugin.py"))
