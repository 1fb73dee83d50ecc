"""Commands that plugins bring: named by the manifest, loaded when asked for, and shown only what is their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from aduan_cli.app.plugin_commands import command_desk, command_names, commands
from aduan_cli.errors import ConfigError
from aduan_cli.testing import RULES, manifest
from desk_here import HereDesk, desk_here

CODE = """\
from aduan_cli.hookspecs import hookimpl

@hookimpl
def commands():
    import click

    @click.command("daftar")
    def daftar():
        click.echo("satu")

    return [daftar]
"""
NAMED = '[commands.daftar]\nhelp = "List what is there"\n'
PLUGINS = {
    "lampu": {"plugin.toml": manifest("lampu", NAMED), "plugin.py": CODE},
    "pohon": "import nothing_of_this_name\n",
}


@pytest.fixture
def desk(tmp_path: Path) -> HereDesk:
    return desk_here(tmp_path, RULES, PLUGINS)


def test_the_manifest_names_them_without_a_line_of_code_being_run(desk: HereDesk) -> None:
    (Path(desk.folder) / "plugins" / "lampu" / "plugin.py").write_text("raise SystemExit(9)\n")
    assert command_names(desk, "lampu") == {"daftar": "List what is there"}
    assert command_names(desk, "pohon") == {}
    assert command_names(desk, "tidak-ada") == {}


def test_with_no_plugins_there_are_none(desk: HereDesk) -> None:
    assert command_names(HereDesk(Path(desk.folder), plugins=False), "lampu") == {}


def test_they_are_loaded_from_the_code(desk: HereDesk) -> None:
    (one,) = commands(desk, "lampu")
    assert getattr(one, "name", None) == "daftar"


def test_a_plugin_without_code_has_none(desk: HereDesk) -> None:
    (Path(desk.folder) / "plugins" / "lampu" / "plugin.py").unlink()
    assert commands(desk, "lampu") == []


def test_what_the_code_raises_is_raised_for_who_asked_for_it(desk: HereDesk) -> None:
    with pytest.raises(ModuleNotFoundError, match="nothing_of_this_name"):
        commands(desk, "pohon")


def test_code_that_somebody_else_could_change_is_not_loaded(desk: HereDesk) -> None:
    """It would run with the rights of whoever asks for the command."""
    file = Path(desk.folder) / "plugins" / "lampu" / "plugin.py"
    file.chmod(0o666)
    with pytest.raises(ConfigError, match=r"plugins/lampu/plugin\.py"):
        commands(desk, "lampu")


def test_a_command_sees_the_calls_of_its_own_categories_alone(desk: HereDesk) -> None:
    first, second = desk.log("lampu mati"), desk.log("lampu redup")
    desk.log("sampah"), desk.log("pohon tumbang")
    desk.act(first, "ack")
    mine = command_desk(desk, "lampu")
    assert [one.ticket for one in mine.complaints()] == [second.ticket, first.ticket]
    assert [one.ticket for one in mine.complaints(status="acknowledged")] == [first.ticket]
    assert list(mine.complaints(category="sampah")) == []
    assert [one.ticket for one in mine.complaints(category="lampu", status="routed")] == [second.ticket]


def test_a_command_knows_who_is_at_the_desk_and_where_it_is(desk: HereDesk) -> None:
    mine = command_desk(desk, "lampu")
    assert (mine.plugin, mine.folder, mine.actor) == ("lampu", desk.folder, "sari")


def test_while_code_runs_the_store_is_at_rest(desk: HereDesk) -> None:
    """Nothing of it is held open when the last call was given."""
    desk.log("lampu mati")
    assert (Path(desk.folder) / "aduan.db-wal").exists()
    list(command_desk(desk, "lampu").complaints())
    assert not (Path(desk.folder) / "aduan.db-wal").exists()


def test_callers_are_not_shown_to_code(desk: HereDesk) -> None:
    desk.log("lampu mati", caller_name="Wulandari", caller_phone="+6281234560101")
    (one,) = command_desk(desk, "lampu").complaints()
    assert "Wulandari" not in repr(one)
    assert "81234560101" not in repr(one)
