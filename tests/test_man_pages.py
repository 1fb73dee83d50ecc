"""scripts/man_pages.py: a page for every command, with every option, that man programs read without a warning."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import click
import pytest

import commands_doc
import man_pages
from aduan_cli.cli.root import root_group


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with all pages."""
    place = tmp_path_factory.mktemp("man") / "man1"
    assert man_pages.write(place) == len(list(place.iterdir()))
    return place


def test_every_command_has_a_page(folder: Path) -> None:
    """The same commands as in docs/commands.md, each by its names."""
    told = {f"{'-'.join(name.replace(' WORDS', '').split())}.1" for name, _help in commands_doc.helps()}
    assert {path.name for path in folder.iterdir()} == told


def test_every_option_stands_on_its_command_s_page(folder: Path) -> None:
    """Also those that every command takes."""

    def below(command: click.Command, context: click.Context) -> None:
        page = (folder / f"{man_pages.page_name(context)}.1").read_text(encoding="utf-8").replace("\\-", "-")
        for option in command.params:
            for name in option.opts if isinstance(option, click.Option) else ():
                assert name in page, (page[:40], name)
        if isinstance(command, click.Group):
            for name in command.list_commands(context):
                child = command.get_command(context, name)
                assert child is not None
                below(child, click.Context(child, info_name=name, parent=context))

    root = root_group()
    below(root, click.Context(root, info_name="aduan"))


@pytest.mark.parametrize(
    "program", [("groff", "-man", "-Tutf8", "-ww", "-z"), ("mandoc", "-T", "lint", "-W", "warning")]
)
def test_man_reads_them_without_a_warning(folder: Path, program: tuple[str, ...]) -> None:
    if shutil.which(program[0]) is None:
        pytest.skip(f"{program[0]} is not here")
    for page in folder.iterdir():
        done = subprocess.run([*program, str(page)], capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout + done.stderr) == (0, ""), page.name


def test_an_example_stands_as_it_is_typed(folder: Path) -> None:
    """Dashes and quotes come out of man as they went in."""
    if shutil.which("groff") is None:
        pytest.skip("groff is not here")
    page = str(folder / "aduan-log.1")
    shown = subprocess.run(
        ["groff", "-man", "-Tutf8", "-P-bcou", page], capture_output=True, encoding="utf-8", check=True
    ).stdout
    assert "aduan log 'lampu PJU mati di Jl. Kenari, Margahayu' --phone 0812-0000-0001" in shown
