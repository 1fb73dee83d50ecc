"""A desk whose data are gone says so until somebody says that it begins anew."""

from __future__ import annotations

from pathlib import Path

import pytest
from terminal import Terminal

from aduan_cli.errors import NOT_ALLOWED, STORE, USAGE
from aduan_cli.testing import desk as make_desk
from aduan_cli.testing import runner
from processes import Aduan

AT = ("--now", "2026-11-23 14:05")
AGAIN = ("desk", "begin-anew", "--reason", "disk rusak", "--yes", *AT)


def lose(desk: Path) -> None:
    """Remove the desk's data, as `rm aduan.db*` does."""
    for path in desk.glob("aduan.db*"):
        path.unlink()


@pytest.mark.parametrize(
    "arguments",
    [("list",), ("list", "--count"), ("show", "1"), ("search", "sampah"), ("log", "banjir"), ("route", "--pending")],
    ids=" ".join,
)
def test_every_command_says_that_the_data_are_gone(aduan: Aduan, desk: Path, arguments: tuple[str, ...]) -> None:
    """Exit 7, one sentence that names the file and what to do, and no file in its place."""
    aduan("log", "sampah", *AT)
    lose(desk)
    for _each in range(2):
        done = aduan(*arguments)
        assert (done.returncode, done.stdout) == (STORE, "")
        assert len(done.stderr.splitlines()) == 1
        assert f"{desk / 'aduan.db'}: it is gone" in done.stderr
        assert "aduan desk begin-anew --reason TEXT" in done.stderr
    assert not (desk / "aduan.db").exists()


def test_after_beginning_anew_numbers_go_on(aduan: Aduan, desk: Path) -> None:
    """The caller who holds number 1 is not mistaken for the next."""
    assert aduan("log", "sampah", *AT).stdout == "UJI-261123-0001-6\n"
    lose(desk)
    done = aduan(*AGAIN)
    assert (done.returncode, done.stdout) == (0, "")
    assert aduan("log", "sampah", *AT).stdout[4:15] == "261123-0002"
    assert aduan("list", "--count").stdout == "1\n"
    done = aduan(*AGAIN)
    assert done.returncode == NOT_ALLOWED
    assert "nothing is lost" in done.stderr


def test_it_is_asked_and_said_why(aduan: Aduan, desk: Path) -> None:
    """Where nobody can be asked it takes --yes, and always a reason."""
    aduan("log", "sampah", *AT)
    lose(desk)
    for missing in (("--yes",), ("--reason", " ", "--yes"), ("--reason", "disk rusak")):
        done = aduan("desk", "begin-anew", *missing, input="")
        assert done.returncode == USAGE, missing
        assert "--reason TEXT" in done.stderr or "--yes" in done.stderr
    assert not (desk / "aduan.db").exists()


def test_on_a_terminal_it_asks(aduan: Aduan, desk: Path) -> None:
    """No is the answer that Enter gives; nothing is changed by it."""
    aduan("log", "sampah", *AT)
    lose(desk)
    for answer, code in (("", NOT_ALLOWED), ("y", 0)):
        terminal = Terminal(desk, "desk", "begin-anew")
        for question, said in (("Why", "disk rusak"), ("no backup there", answer)):
            terminal.wait_for(question, 60)
            terminal.type(said)
        assert terminal.end(60)[0] == code
        assert (desk / "aduan.db").exists() == (code == 0)


REMOVES = """\
import os
from aduan_cli.hookspecs import Decision, hookimpl

@hookimpl
def route(complaint):
    for name in os.listdir({folder!r}):
        if name.startswith("aduan.db"):
            {how}
    return Decision("uji-regu")
"""


@pytest.mark.parametrize(
    "how",
    [
        "os.remove(os.path.join({folder!r}, name))",
        'name == "aduan.db" and os.truncate(os.path.join({folder!r}, name), 0)',
        'os.rename(os.path.join({folder!r}, name), os.path.join({folder!r}, "x" + name))',
    ],
    ids=["remove", "truncate", "rename"],
)
def test_code_that_takes_the_data_away_is_told_at_once_and_from_then_on(tmp_path: Path, how: str) -> None:
    """The command that it happened in ends with 7, so does each that follows, and no number is given twice."""
    folder = tmp_path / "desk"
    code = REMOVES.format(folder=str(folder), how=how.format(folder=str(folder)))
    make_desk(folder, plugins={"uji": code, "tanpa": {}})
    aduan = runner(folder, tmp_path)
    assert aduan("log", "tanpa", *AT).stdout[4:15] == "261123-0001"
    done = aduan("log", "uji", *AT)
    assert done.returncode == STORE, done.stderr
    for arguments in (("log", "tanpa", *AT), ("list",)):
        done = aduan(*arguments)
        assert (done.returncode, done.stdout) == (STORE, ""), done.stderr
    assert aduan(*AGAIN).returncode == 0
    assert aduan("log", "tanpa", *AT).stdout[4:15] == "261123-0003"
