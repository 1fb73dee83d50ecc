"""What `aduan plugin ...` does on one desk: what is there, how its code is, and the list of those that are enabled."""

from __future__ import annotations

from pathlib import Path

import pytest

from aduan_cli.app import plugin_care
from aduan_cli.app.desk import Desk
from aduan_cli.app.plugin_check import PluginCheck
from aduan_cli.errors import ConfigError, NotFoundError, UsageError
from aduan_cli.model import FAILURES_IN_A_ROW
from aduan_cli.stored import PluginRun
from aduan_cli.testing import desk as make_desk

CODE = """\
from aduan_cli.hookspecs import Decision, hookimpl

@hookimpl
def route(complaint):
    return Decision(unit="taman")
"""


class Heard(Desk):
    """A desk in this process; what it says is kept."""

    def __init__(self, folder: Path, plugins: bool = True) -> None:
        self.said: list[str] = []
        super().__init__(str(folder), None, "sari", None, self.said.append, self.said.append, plugins)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_desk(tmp_path / "desk", plugins={"taman": CODE, "pasar": CODE})


def test_plugins_are_listed_in_their_order_and_those_not_enabled_last(folder: Path) -> None:
    (folder / "plugins" / "lain").mkdir()
    found = plugin_care.plugins_of(Heard(folder))
    assert [plugin.name for plugin in found.listed] == ["taman", "pasar", "lain"]
    assert [found.state_of(plugin) for plugin in found.listed] == ["in_force", "in_force", "not_enabled"]


def test_code_set_aside_is_told_and_asked_again_once(folder: Path) -> None:
    """Only what was set aside can be lifted."""
    desk = Heard(folder)
    desk.keep_revision()
    assert plugin_care.ask_again(desk, "taman") is False
    failed = PluginRun("taman", 3, FAILURES_IN_A_ROW, FAILURES_IN_A_ROW, False, 0.3, 0.1, "route: raised")
    desk.store.commit([], [failed], desk.clock())
    found = plugin_care.plugins_of(desk)
    assert [found.state_of(plugin) for plugin in found.listed] == ["set_aside", "in_force"]
    assert [plugin_care.ask_again(desk, "taman") for _each in range(2)] == [True, False]
    assert [plugin_care.plugins_of(desk).state_of(plugin) for plugin in found.listed] == ["in_force", "in_force"]


@pytest.mark.parametrize("plugins", [True, False])
def test_code_is_looked_at_in_a_process_of_its_own_unless_plugins_are_left_out(folder: Path, plugins: bool) -> None:
    desk = Heard(folder, plugins)
    found = plugin_care.plugins_of(desk)
    seen = plugin_care.look_at(desk, found.listed[0], found.rules)
    assert seen.problem is None
    assert len(seen.sha256 or "") == 64
    assert seen.hooks == (["route"] if plugins else None)


def test_code_that_cant_be_imported_is_told_with_why(folder: Path) -> None:
    (folder / "plugins" / "taman" / "plugin.py").write_text("import tidak_ada\n")
    desk = Heard(folder)
    found = plugin_care.plugins_of(desk)
    seen = plugin_care.look_at(desk, found.listed[0], found.rules)
    assert seen.hooks is None
    assert "tidak_ada" in (seen.problem or "")


def test_one_that_is_switched_off_counts_no_more_and_on_again(folder: Path) -> None:
    desk = Heard(folder)
    assert plugin_care.switch(desk, "pasar", enable=False) is True
    assert plugin_care.switch(desk, "pasar", enable=False) is False
    assert plugin_care.enabled_on_disk(desk) == ["taman"]
    assert "pasar" not in desk.rules["scopes"]
    assert plugin_care.check_can_be_enabled(desk, "pasar", before="taman") is False
    assert plugin_care.switch(desk, "pasar", enable=True, before="taman") is True
    assert plugin_care.enabled_on_disk(desk) == ["pasar", "taman"]
    assert list(desk.rules["scopes"]) == ["pasar", "taman"]


def test_what_is_nowhere_or_no_name_is_refused(folder: Path) -> None:
    desk = Heard(folder)
    with pytest.raises(UsageError, match="is no plugin's name"):
        plugin_care.check_can_be_enabled(desk, "Bukan Nama", None)
    with pytest.raises(NotFoundError, match="did you mean"):
        plugin_care.check_is_known(desk, "tamann")
    with pytest.raises(NotFoundError, match="'lain' is not enabled"):
        plugin_care.check_can_be_enabled(desk, "taman", before="lain")
    with pytest.raises(UsageError, match="another plugin"):
        plugin_care.check_can_be_enabled(desk, "taman", before="taman")


def test_a_manifest_that_was_left_out_keeps_an_enabled_plugin_from_being_in_force(folder: Path) -> None:
    desk = Heard(folder)
    desk.keep_revision()
    plugin_care.check_in_force(desk, "taman")
    (folder / "plugins" / "taman" / "plugin.toml").write_text("[unit\n")
    with pytest.raises(ConfigError, match="its manifest as it is on disk is not in force"):
        plugin_care.check_in_force(Heard(folder), "taman")


def test_a_plugin_is_begun_in_the_desk_or_as_a_distribution(folder: Path, tmp_path: Path) -> None:
    """Nothing that is there is written over."""
    made = plugin_care.begin(Heard(folder), "dlhk", "dlhk", with_code=True)
    assert "plugins/dlhk/plugin.toml" in made
    assert all((folder / path).is_file() for path in made)
    target = tmp_path / "aduan-dlhk"
    files = plugin_care.begin_distribution(None, "dlhk", "dlhk", with_code=False, target=str(target))
    assert str(target / "pyproject.toml") in files
    with pytest.raises(UsageError, match="is there already"):
        plugin_care.begin_distribution(None, "dlhk", "dlhk", with_code=False, target=str(target))


def test_a_check_without_plugins_leaves_code_out_and_says_so(folder: Path) -> None:
    desk = Heard(folder, plugins=False)
    problems, count = PluginCheck(desk).run()
    assert (problems, count) == ([], 2)
    assert [sentence.partition(":")[0] for sentence in desk.said] == ["taman", "pasar"]
    assert PluginCheck(Heard(folder), "taman").wrong_with_code() == []
