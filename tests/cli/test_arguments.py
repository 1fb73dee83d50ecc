"""Whatever bytes come in by arguments and environment: stored as UTF-8 can keep them, shown escaped, never a bug."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from aduan_cli.cli.arguments import FILE_NAME, ID
from aduan_cli.cli.context import Context
from aduan_cli.cli.root import COMMANDS, root_group
from office import Office
from processes import clean_environment

BAD = "a\udcffb"
"""What Python makes of an argument with the byte FF."""
KEPT = "a\\udcffb"
FILES = {
    "init folder", "import files", "import map_name", "import quarantine", "plugin check plugin", "plugin new folder",
    "rules backtest file", "rules restore files", "rules test file", "rules learn output",
    "info learn output", "attach paths", "log files", "resolve files", "db backup folder", "db restore folder",
    "db drill folder", "db copy to", "db export file", "db import file", "db info backups", "db verify witness",
    "holidays init output", "inbox places", "places learn output", "rules accept draft",
    "open311 publish folder", "open311 pull source", "report html folder",
}  # fmt: skip


def commands(group: click.Group, *path: str) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Yield every command below a group, with its words on the line."""
    context = click.Context(group, obj=Context())
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from commands(command, *path, name)
        else:
            yield (*path, name), command


ALL = dict(commands(root_group()))


def own(command: click.Command) -> list[click.Parameter]:
    return [parameter for parameter in command.params if parameter.expose_value]


TEXTS = (click.types.StringParamType, type(FILE_NAME))


def line_with_bad_texts(command: click.Command, options: list[click.Parameter]) -> list[str]:
    """Return a line in which each of these options and every argument that takes any text has one with a bad byte."""
    line = [word for option in options if isinstance(option.type, TEXTS) for word in (option.opts[0], BAD)]
    types = [parameter.type for parameter in own(command) if isinstance(parameter, click.Argument)]
    return [*line, "--", *map(_typed, types)]


def _typed(type_: click.ParamType) -> str:  # type: ignore[type-arg]  # generic in newer versions only
    """Return what is typed for an argument: a text with a bad byte where it takes any."""
    if isinstance(type_, click.Choice):
        return str(type_.choices[0])
    return "1" if type_ is ID or isinstance(type_, click.types.IntParamType) else BAD


def test_every_command_is_looked_at() -> None:
    assert {path[0] for path in ALL} == set(COMMANDS)


@pytest.mark.parametrize("path", sorted(ALL), ids=" ".join)
def test_every_text_can_be_stored_and_every_file_keeps_its_name(
    path: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What reaches a command's code, by each of its declared parameters: UTF-8 for texts, the very bytes for files."""
    command = ALL[path]
    got: dict[str, object] = {}
    monkeypatch.setattr(command, "callback", lambda **given: got.update(given))
    options = [p for p in own(command) if isinstance(p, click.Option) and not p.is_flag]
    command.main(line_with_bad_texts(command, options), standalone_mode=False, obj=Context())
    flat = {name: value[0] if isinstance(value, tuple) and value else value for name, value in got.items()}
    for name, value in flat.items():
        if isinstance(value, str) and "udcff" in ascii(value):
            # Compared as ASCII: what can't be encoded can't be told from one process of a test run to another either.
            assert ascii(value) == ascii(BAD if f"{' '.join(path)} {name}" in FILES else KEPT), name
    assert sum(value in (BAD, KEPT) for value in flat.values()) == line_with_bad_texts(command, options).count(BAD)


@pytest.mark.slow
@pytest.mark.parametrize("path", sorted(ALL), ids=" ".join)
def test_no_command_ends_as_a_bug(
    path: tuple[str, ...], tmp_path: Path, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each text parameter alone, with a byte that is no UTF-8: done, a usage error or not found, and a sentence."""
    office.log("sampah")
    monkeypatch.chdir(tmp_path)
    command = ALL[path]
    texts = [p for p in own(command) if isinstance(p, click.Option) and not p.is_flag]
    for options in ([], *([option] for option in texts)):
        ran = office.run(*path, *line_with_bad_texts(command, options))
        assert ran.code != 1, (options, ran.err)
        assert "bug" not in ran.err.replace(str(tmp_path), "")
        assert "\udcff" not in ran.err


@pytest.mark.parametrize(
    ("command", "stored"),
    [
        (("log", "sampah", "--detail", b"a\xff=b\xff"), {"answers": {KEPT[:-1]: "b\\udcff"}}),
        (("--actor", b"a\xffb", "log", "sampah"), {"actor": KEPT}),
        (("import", b"a\xffb.csv", "--map", b"m\xff.toml"), {"source_file": f"{KEPT}.csv"}),
    ],
)
def test_what_is_stored(tmp_path: Path, command: tuple[str | bytes, ...], stored: dict[str, object]) -> None:
    """As a process, with real bytes, in a folder whose name is no UTF-8 either: the call is there."""
    from aduan_cli.testing import desk as make_desk

    desk = Path(os.fsdecode(os.fsencode(tmp_path) + b"/meja \xff"))
    make_desk(desk)
    (desk / f"{BAD}.csv").write_text("KAPAN,ISI\n2026-11-01 10:00,sampah\n", encoding="utf-8")
    (desk / "m\udcff.toml").write_text(
        '[columns]\ntext = "ISI"\nreported_at = "KAPAN"\n[dates]\nformats = ["%Y-%m-%d %H:%M"]\n', encoding="utf-8"
    )
    environment = {**os.environ, **clean_environment(tmp_path), "LOGNAME": "n\udcff"}
    ran = subprocess.run(
        [sys.executable, "-m", "aduan_cli", *command],
        cwd=desk,
        env=environment,
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert ran.returncode == 0, ran.stderr
    shown = [sys.executable, "-m", "aduan_cli", "list", "--format", "json"]
    (record,) = json.loads(subprocess.run(shown, cwd=desk, env=environment, capture_output=True, check=True).stdout)
    assert {name: record[name] for name in stored} == stored
    assert record["actor"] in (KEPT, "n\\udcff")
