"""A desk whose data are gone says so until somebody says that it begins anew."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from aduan_cli.errors import NOT_ALLOWED, STORE, USAGE
from aduan_cli.testing import desk as make_desk
from aduan_cli.testing import manifest, runner
from processes import Aduan
from terminal import Terminal

AT = ("--now", "2026-11-23 14:05")
AGAIN = ("desk", "begin-anew", "--reason", "disk rusak", "--yes", *AT)


@pytest.fixture
def aduan(aduan_here: Aduan) -> Aduan:
    """Run commands in this process."""
    return aduan_here


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


def test_rules_that_were_accepted_are_a_sign_of_a_store(desk: Path) -> None:
    """The mark went with the data; the cache of the rules says that they were accepted in a store, whatever changes."""
    aduan = runner(desk, desk.parent)  # as slow as a process: only files that have rested are kept in the cache
    assert aduan("list", "--count").stdout == "0\n"  # nothing was accepted yet
    aduan("log", "sampah", *AT)
    lose(desk)
    (desk / ".aduan" / "store.json").unlink()
    for _each in range(2):
        done = aduan("log", "sampah", *AT)
        assert (done.returncode, done.stdout) == (STORE, "")
        assert "it is gone" in done.stderr
        rules = desk / "rules.toml"
        rules.write_text(rules.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert aduan("log", "sampah", "--store", str(desk / "other.db"), *AT).returncode == 0


def test_a_damaged_file_is_set_aside(aduan: Aduan, desk: Path) -> None:
    """It ends with 7 and the way on; begun anew the file has another name, and numbers go on."""
    aduan("log", "sampah", *AT)
    lose(desk)
    (desk / "aduan.db").write_bytes(bytes(range(256)) * 32)
    done = aduan("list")
    assert (done.returncode, "desk begin-anew" in done.stderr) == (STORE, True)
    done = aduan(*AGAIN)
    assert (done.returncode, "aduan.db.lost-" in done.stderr) == (0, True)
    assert aduan("log", "sampah", *AT).stdout[4:15] == "261123-0002"


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


QUESTION = '[[question]]\nid = "arah"\ncategory = "uji"\ntext = "Ke mana?"\n'


def move(desk: Path) -> None:
    (desk / "aduan.db").rename(desk / "x.db")


@pytest.mark.parametrize("how", [lose, move])
def test_data_that_go_while_a_command_is_at_work_are_told_at_once(tmp_path: Path, how: Callable[[Path], None]) -> None:
    """The caller is being asked when it happens: the command ends with 7, and no number is given twice."""
    folder = make_desk(tmp_path / "desk", plugins={"uji": {"plugin.toml": manifest("uji", QUESTION)}})
    terminal = Terminal(folder, "log", "uji", *AT)
    terminal.wait_for("Ke mana", 60)
    how(folder)
    terminal.type("utara")
    code, _out, shown = terminal.end(60)
    assert (code, "aduan.db: " in shown) == (STORE, True)
    aduan = runner(folder, tmp_path)
    assert aduan("list").returncode == STORE
    assert aduan(*AGAIN).returncode == 0
    assert aduan("log", "lain", *AT).stdout[4:15] == "261123-0002"
