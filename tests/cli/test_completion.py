"""`aduan completion` and what the Tab key offers."""

from __future__ import annotations

import os
import shutil
import sys
import time
from pathlib import Path

import pytest

from aduan_cli.errors import DONE, NOT_ALLOWED, USAGE
from aduan_cli.testing import desk as make_desk
from processes import Aduan, runner
from terminal import EVERYTHING, Terminal

AT = ("--now", "2026-11-23 14:05")


@pytest.fixture(scope="module")
def in_use(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a desk with two calls of today that nobody changes."""
    place = tmp_path_factory.mktemp("in use")
    run = runner(make_desk(place / "desk"), place)
    for text in ("sampah di Margahayu", "banjir di Teluk Pucung"):
        assert run("log", text, *AT).returncode == 0
    return place / "desk"


@pytest.fixture
def busy(in_use: Path, desk: Path) -> Path:
    """Return such a desk for a test alone. Its cache is made anew by the next command that needs the rules."""
    shutil.copytree(in_use, desk, dirs_exist_ok=True)
    assert runner(desk, desk.parent)("list", "--count", *AT).stdout == "2\n"
    return desk


def offered(aduan: Aduan, line: str, **more: str) -> list[str]:
    """Return what bash is offered for the last word of a line, without a word on stderr."""
    words = line.split(" ")
    environment = {"_ADUAN_COMPLETE": "bash_complete", "COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1), **more}
    done = aduan(env=environment)
    assert (done.returncode, done.stderr) == (DONE, "")
    return [value.partition(",")[2] for value in done.stdout.splitlines()]


@pytest.mark.parametrize(
    ("line", "values"),
    [
        ("aduan sea", ["search"]),
        ("aduan list --unit dl", ["dlh"]),
        ("aduan list --unit=dl", ["--unit=dlh"]),
        ("aduan list --unit bpbd,dl", ["bpbd,dlh"]),
        ("aduan list --status in", ["in_progress"]),
        ("aduan list --status !in", ["!in_progress"]),
        ("aduan list --unit !dlh,!bp", ["!dlh,!bpbd"]),
        ("aduan list --columns ticket,reported", ["ticket,reported_at"]),
        ("aduan list --sort rep", ["reported_at"]),
        ("aduan list --format js", ["json", "jsonl"]),
        ("aduan list --shift pa", ["pagi"]),
        ("aduan log sampah -c samp", ["sampah"]),
        ("aduan log sampah -p em", ["emergency"]),
        ("aduan log sampah --kelurahan tel", ["Teluk-Pucung"]),
        ("aduan log sampah --kecamatan bekasi-u", ["Bekasi-Utara"]),
        ("aduan log sampah --channel wh", ["whatsapp"]),
        ("aduan route 1 --to dl", ["dlh"]),
        ("aduan assign 1 dl", ["dlh"]),
        ("aduan --now 2026-11-23 assign 0001", ["0001-6"]),
        ("aduan --now 2026-11-23 edit 0001", ["0001-6"]),
        ("aduan --now 2026-11-23 callbacks done 0001", ["0001-6"]),
        ("aduan --now 2026-11-23 merge 0001-6 --into 0002", ["0002-7"]),
        ("aduan unit show dl", ["dlh"]),
        ("aduan close 1 --by ", ["desk", "caller"]),
        ("aduan close --where unit=dl", ["unit=dlh"]),
        ("aduan close --where status=rou", ["status=routed"]),
        ("aduan close --where unan", ["unanswered"]),
        ("aduan edit 1 --kind comp", ["complaint"]),
        ("aduan --now 2026-11-23 show ", ["UJI-261123-0002-7", "UJI-261123-0001-6"]),
        ("aduan --now 2026-11-23 why 0001", ["0001-6"]),
        ("aduan completion ins", ["install"]),
        ("aduan nothing-like-it ", []),
    ],
)
def test_the_desk_s_own_values_are_offered(in_use: Path, line: str, values: list[str]) -> None:
    """Commands, options and their values as they are today, in one word each."""
    assert offered(runner(in_use, in_use.parent), line) == values


def test_a_place_is_understood_as_it_is_offered(aduan: Aduan, busy: Path) -> None:
    """Its words are joined, for a shell would take them for several."""
    (place,) = offered(aduan, "aduan list --kelurahan teluk")
    assert aduan("list", "--kelurahan", place, "--count").stdout == "1\n"


def test_nothing_is_written_and_nothing_is_accepted(aduan: Aduan, busy: Path) -> None:
    """Not even where a rule file changed: the next command looks at it."""
    with (busy / "rules.toml").open("a") as rules:
        rules.write('\n[units.baru]\nname = "Baru"\n')

    def state() -> dict[str, tuple[int, bytes]]:
        return {str(path): (path.stat().st_mtime_ns, path.read_bytes()) for path in busy.rglob("*") if path.is_file()}

    before = state()
    assert offered(aduan, "aduan list --unit dl") == ["dlh"]
    assert len(offered(aduan, "aduan --now 2026-11-23 show ")) == 2
    assert state() == before


@pytest.mark.parametrize("damage", ["no desk", "no cache", "no store", "bad store", "bad question"])
def test_what_goes_wrong_is_silent(aduan: Aduan, busy: Path, tmp_path: Path, damage: str) -> None:
    """Whoever presses Tab wants no sentence in the middle of the line."""
    more: dict[str, str] = {}
    if damage == "no desk":
        more = {"ADUAN_DESK": str(tmp_path / "nowhere")}
    elif damage == "no cache":
        (busy / ".aduan" / "rules.json").unlink()
    elif damage == "bad question":
        more = {"COMP_CWORD": "many"}
    else:
        for path in busy.glob("aduan.db*"):
            path.unlink()
        if damage == "bad store":
            (busy / "aduan.db").write_bytes(b"no store" * 1_000)
    assert offered(aduan, "aduan --now 2026-11-23 show ", **more) == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_is_printed(aduan: Aduan, tmp_path: Path, shell: str) -> None:
    """Without a desk, too."""
    done = aduan("completion", shell, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (DONE, "")
    assert f"_ADUAN_COMPLETE={shell}_complete" in done.stdout


SHELLS = {
    "bash": (("--norc", "--noprofile", "-i"), ".local/share/bash-completion/completions/aduan"),
    "zsh": (("-f", "-i"), ".local/share/zsh/site-functions/_aduan"),
    "fish": (("--no-config",), ".config/fish/completions/aduan.fish"),
}


@pytest.mark.parametrize("shell", SHELLS)
def test_a_shell_completes_a_line(aduan: Aduan, busy: Path, shell: str) -> None:
    """A real one, on a terminal, after one command: a value alone, behind `=`, and the last of several."""
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    home = busy.parent / "home"
    home.mkdir()
    done = aduan("completion", "install", shell, env={"HOME": str(home)})
    options, script = SHELLS[shell]
    assert done.returncode == DONE
    assert f"written: {home / script}" in done.stderr
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {"HOME": str(home), "PATH": path, "PS1": "$ ", "HISTFILE": "/dev/null"}
    terminal = Terminal(busy, command=(shell, *options), on=EVERYTHING, **environment)
    try:
        begin = "autoload -Uz compinit; compinit -u -d none; " if shell == "zsh" else ""
        terminal.type(f"{begin}. {home / script}; echo rea''dy")
        terminal.wait_for("ready", 60)
        for typed, wanted in (("--unit dl", "--unit dlh "), ("--unit=bpb", "=bpbd "), ("--unit dlh,bpb", "dlh,bpbd ")):
            terminal.press(f"aduan list --count {typed}\t")
            terminal.wait_for(wanted, 60)
            terminal.press("\x15")
    finally:
        terminal.close()


def test_installing_says_what_it_wrote_and_writes_it_once(aduan: Aduan, tmp_path: Path) -> None:
    """The shell's start-up file gets one line, however often; fish needs none."""
    (tmp_path / ".zshrc").write_text("alias l=ls")
    for _each in range(2):
        done = aduan("completion", "install", env={"HOME": str(tmp_path), "SHELL": "/usr/bin/zsh"})
        assert (done.returncode, done.stdout) == (DONE, "")
    script = tmp_path / ".local/share/zsh/site-functions/_aduan"
    assert "compdef" in script.read_text()
    first, second = (tmp_path / ".zshrc").read_text().splitlines()
    assert (first, f". {script}" in second) == ("alias l=ls", True)
    assert aduan("completion", "install", "fish", env={"HOME": str(tmp_path)}).returncode == DONE
    assert (tmp_path / ".config/fish/completions/aduan.fish").exists()


def test_installing_nowhere_is_told(aduan: Aduan, tmp_path: Path) -> None:
    """A shell that isn't known, a home where nothing can be made."""
    done = aduan("completion", "install", env={"SHELL": "/bin/csh"})
    assert (done.returncode, "bash, zsh or fish" in done.stderr) == (USAGE, True)
    home = tmp_path / "file"
    home.write_text("")
    done = aduan("completion", "install", "fish", env={"HOME": str(home)})
    assert done.returncode == NOT_ALLOWED
    assert "can't be written" in done.stderr


def test_saved_lists_are_offered(desk: Path) -> None:
    """As the last command left them, once the file has rested."""
    with (desk / "rules.toml").open("a") as file:
        file.write('[views.antrean]\nstatus = "new"\n[views.malam]\nshift = "malam"\n')
    time.sleep(0.1)
    aduan = runner(desk, desk.parent)
    assert aduan("list", "--views").returncode == 0
    assert offered(aduan, "aduan list --view an") == ["antrean"]
