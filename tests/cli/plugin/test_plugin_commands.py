"""`aduan PLUGIN COMMAND`: whatever its code does, the plugin is named, and the exit code says it."""

from __future__ import annotations

from pathlib import Path

import pytest
from lamps import MANIFEST, lamps

from aduan_cli.testing import Aduan

CODE = """\
import click
from aduan_cli.hookspecs import hookimpl

{before}

@hookimpl
def commands():
    {loading}

    @click.command("hitung")
    @click.pass_obj
    def hitung(desk):
        {body}

    return [hitung]
"""


@pytest.fixture
def unit(desk: Path) -> Path:
    """Return the folder of a plugin whose manifest names a command."""
    folder = lamps(desk) / "plugins" / "lampu"
    (folder / "plugin.toml").write_text(MANIFEST + '[commands.hitung]\nhelp = "x"\n')
    return folder


def write(unit: Path, before: str = "", loading: str = "pass", body: str = "pass") -> None:
    """Write code of which one part does something."""
    (unit / "plugin.py").write_text(CODE.format(before=before, loading=loading, body=body))


@pytest.mark.parametrize(
    ("does", "said"),
    [
        ("1 / 0", "ZeroDivisionError: division by zero"),
        ("raise BaseException('aduh')", "BaseException: aduh"),
        ("raise GeneratorExit", "GeneratorExit"),
        ("raise MemoryError", "MemoryError"),
        ("open('/tiada/di/sini')", "FileNotFoundError: [Errno 2] No such file or directory: '/tiada/di/sini'"),
        ("raise BrokenPipeError(32, 'putus')", "BrokenPipeError: [Errno 32] putus"),
        ("raise type('Bisu', (Exception,), {'__str__': lambda self: 1 / 0})", "Bisu"),
    ],
)
@pytest.mark.parametrize("part", ["before", "loading", "body"])
def test_what_it_raises_is_the_plugin_s_and_no_bug_of_ours(
    unit: Path, aduan: Aduan, part: str, does: str, said: str
) -> None:
    write(unit, **{part: does})
    done = aduan("lampu", "hitung")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines()[-1] == f"error: plugin 'lampu': {said} (--debug shows where)"


@pytest.mark.parametrize("part", ["before", "loading"])
def test_code_that_ends_the_process_before_it_was_called_is_told(unit: Path, aduan: Aduan, part: str) -> None:
    """Nothing of it was asked for yet: the code of the exit would say something untrue."""
    write(unit, **{part: "raise SystemExit(0)"})
    done = aduan("lampu", "hitung")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines()[-1] == "error: plugin 'lampu': its code can't be imported: SystemExit: 0"


def test_a_command_ends_with_the_code_that_it_gives(unit: Path, aduan: Aduan) -> None:
    for does, code in (("raise SystemExit(9)", 9), ("click.get_current_context().exit(4)", 4), ("return", 0)):
        write(unit, body=does)
        done = aduan("lampu", "hitung")
        assert (done.returncode, done.stdout) == (code, ""), does
        assert "error" not in done.stderr


def test_a_command_that_is_misspelt_is_told_as_any_other(unit: Path, aduan: Aduan) -> None:
    """With the nearest one, and in the user's language."""
    done = aduan("lampu", "hitng")
    assert (done.returncode, done.stdout) == (2, "")
    assert "no such command 'hitng'; did you mean 'hitung'?" in done.stderr
    assert "see aduan lampu --help" in aduan("lampu", "apa-saja").stderr
    assert "tidak ada perintah" in aduan("--lang", "id", "lampu", "hitng").stderr
