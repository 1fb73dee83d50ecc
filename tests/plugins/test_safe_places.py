"""Code runs only from places that nobody but the desk's people can have written."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from trials import GOOD_NAKAL, Trial

from aduan_cli.errors import PARTIAL
from aduan_cli.testing import manifest
from aduan_cli.testing.misbehaving import PLUGIN

pytestmark = pytest.mark.usefixtures("in_this_process")

FOREIGN = 54_321
"""A user and a group that nobody has."""


def world_writable(path: Path) -> None:
    path.chmod(path.stat().st_mode | 0o002)


def foreign(path: Path) -> None:
    os.chown(path, FOREIGN, -1)


def group_writable(path: Path) -> None:
    os.chown(path, -1, FOREIGN)
    path.chmod(path.stat().st_mode | 0o020)


def linked_to_an_unsafe_folder(path: Path) -> None:
    elsewhere = path.parents[3] / "elsewhere"
    elsewhere.mkdir(exist_ok=True)
    path.rename(elsewhere / path.name)
    path.symlink_to(elsewhere / path.name)
    elsewhere.chmod(0o777)


def linked_to_nothing(path: Path) -> None:
    path.unlink()
    path.symlink_to(path.parent / "tidak-ada.py")


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def a_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def too_large(path: Path) -> None:
    path.write_text(GOOD_NAKAL + "#" * 1024 * 1024, encoding="utf-8")


AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file to another user")
FAULTS = [
    pytest.param(world_writable, "can be written by everyone; chmod o-w would be right", id="written by everyone"),
    pytest.param(linked_to_an_unsafe_folder, "can be written by everyone", id="a link into an unsafe folder"),
    pytest.param(linked_to_nothing, "it can't be read: No such file or directory", id="a link to nothing"),
    pytest.param(a_folder, "it is not a file", id="a folder"),
    pytest.param(a_pipe, "it is not a file", id="a pipe"),
    pytest.param(too_large, "it has more than 1048576 bytes", id="too large"),
    pytest.param(foreign, f"belongs to {FOREIGN}", id="a stranger's", marks=AS_ROOT),
    pytest.param(group_writable, f"can be written by group {FOREIGN}", id="of a stranger's group", marks=AS_ROOT),
]


@pytest.fixture
def trial(tmp_path: Path) -> Trial:
    """Return a desk in use whose plugin behaves well."""
    trial = Trial(tmp_path / "desk", {"plugin.py": GOOD_NAKAL, "plugin.toml": manifest(PLUGIN)})
    assert trial.call(trial.run("log", PLUGIN).out).step == "code"
    return trial


@pytest.mark.parametrize(("spoil", "why"), FAULTS)
def test_code_in_an_unsafe_place_is_a_plugin_that_failed(trial: Trial, spoil: Callable[[Path], None], why: str) -> None:
    """It does not run; the call goes on, the reason is told and kept, exit 6; in a safe place it answers again."""
    spoil(trial.code)
    ended = trial.run("log", PLUGIN)
    assert (ended.code, len(ended.failures)) == (PARTIAL, 1)
    assert ended.failures[0].startswith("warning: plugin 'nakal' failed (import): plugins/nakal/plugin.py: ")
    assert why in ended.failures[0]
    complaint = trial.call(ended.out)
    assert (complaint.unit, complaint.step) == (PLUGIN, "category")
    (failure,) = trial.events(complaint, "plugin_failed")
    assert (failure.data["kind"], failure.data["sha256"]) == ("unusable", None)
    if trial.code.is_dir():
        trial.code.rmdir()
    trial.code.unlink(missing_ok=True)
    trial.code.write_text(GOOD_NAKAL, encoding="utf-8")
    assert trial.call(trial.run("log", PLUGIN).out).step == "code"


@pytest.mark.parametrize("folder", ["plugins/nakal", "plugins"])
@pytest.mark.parametrize(
    "spoil", [world_writable, pytest.param(foreign, marks=AS_ROOT), pytest.param(group_writable, marks=AS_ROOT)]
)
def test_a_folder_on_the_way_to_code_counts_as_well(trial: Trial, folder: str, spoil: Callable[[Path], None]) -> None:
    """A changed manifest in it is left out, too: its last accepted text stays in force, with a warning."""
    (trial.code.with_name("plugin.toml")).write_text(manifest(PLUGIN, "# berubah\n"), encoding="utf-8")
    spoil(trial.folder / folder)
    ended = trial.run("log", PLUGIN)
    assert ended.code == PARTIAL
    # One warning for one cause: it names the first of the files in that folder.
    assert len([line for line in ended.err if re.match("warning: plugins/(baik|nakal)/plugin.toml: ", line)]) == 1
    assert "warning: plugin 'nakal' is not asked, for the same reason" in ended.err
    assert (trial.call(ended.out).unit, trial.call(ended.out).step) == (PLUGIN, "category")


@pytest.mark.parametrize("spoil", [pytest.param(foreign, marks=AS_ROOT), pytest.param(group_writable, marks=AS_ROOT)])
def test_who_is_trusted_may_own_code(trial: Trial, spoil: Callable[[Path], None]) -> None:
    """`[plugins] trust` of the rules in force names users and groups."""
    rules = trial.folder / "rules.toml"
    text = rules.read_text(encoding="utf-8")
    rules.write_text(text.replace("[plugins]\n", f'[plugins]\ntrust = ["{FOREIGN}"]\n'), encoding="utf-8")
    assert trial.run("log", PLUGIN).code == 0
    spoil(trial.code)
    ended = trial.run("log", PLUGIN)
    assert (ended.code, trial.call(ended.out).step) == (0, "code")


def test_folders_above_the_desk_do_not_matter(trial: Trial) -> None:
    """A desk may lie in a folder that everyone can write to, such as a share."""
    trial.folder.parent.chmod(0o777)
    ended = trial.run("log", PLUGIN)
    assert (ended.code, trial.call(ended.out).step) == (0, "code")


def test_a_link_to_a_safe_place_is_as_good_as_the_place(trial: Trial) -> None:
    elsewhere = trial.folder.parent / "elsewhere"
    elsewhere.mkdir(mode=0o755)
    trial.code.rename(elsewhere / "plugin.py")
    trial.code.symlink_to(elsewhere / "plugin.py")
    ended = trial.run("log", PLUGIN)
    assert (ended.code, trial.call(ended.out).step) == (0, "code")


@pytest.mark.parametrize("spoil", [pytest.param(foreign, marks=AS_ROOT), pytest.param(group_writable, marks=AS_ROOT)])
def test_what_one_user_does_not_trust_is_no_failure_of_the_plugin(trial: Trial, spoil: Callable[[Path], None]) -> None:
    """However often that user calls, the code is not set aside: everybody else may trust its place."""
    before = trial.code.stat()
    spoil(trial.code)
    for _ in range(4):
        ended = trial.run("log", PLUGIN)
        assert (ended.code, len(ended.failures)) == (PARTIAL, 1)
    os.chown(trial.code, before.st_uid, before.st_gid)
    trial.code.chmod(before.st_mode)
    assert trial.call(trial.run("log", PLUGIN).out).step == "code"
    assert "plugin_set_aside" not in trial.desk_events()


@AS_ROOT
def test_data_and_code_that_one_cause_leaves_out_are_told_of_once(trial: Trial) -> None:
    """A folder that a stranger's group may write: the reason stands in one line, the other says what follows."""
    group_writable(trial.folder)
    for _ in range(2):  # the second goes by the cache
        ended = trial.run("log", PLUGIN)
        told = [line for line in ended.err if line.startswith("warning")]
        assert sum(f"group {FOREIGN}" in line for line in told) == 1
        assert told[1:] == ["warning: plugin 'nakal' is not asked, for the same reason"]


@AS_ROOT
def test_many_calls_are_told_once_and_say_in_their_history_why(trial: Trial) -> None:
    """An import asks untrusted code no second time; each call's history says that it was not asked."""
    spoiled = trial.write_records(PLUGIN, PLUGIN, PLUGIN)
    foreign(trial.code)
    ended = trial.run(*spoiled)
    assert ended.code == PARTIAL
    assert len([line for line in ended.err if f"belongs to {FOREIGN}" in line]) == 1
    why = [event.data["why"] for one in trial.calls() for event in trial.events(one, "code_left_out")]
    assert why == ["not_trusted", "not_trusted"]
