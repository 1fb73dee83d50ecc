"""docs/cron.md is run as it stands, and the files of examples/cron in the bare environment that cron gives."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path

import pytest
from session import DOCS, Shell, blocks, session

PAGE = DOCS / "cron.md"
EXAMPLES = DOCS.parent / "examples" / "cron"
PLACES = {"/srv/aduan": "desk", "/opt/aduan/bin/aduan": "aduan"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a desk in which nothing was done yet."""
    folder = tmp_path / "meja"
    folder.mkdir()
    assert Shell(folder).run("aduan init .").returncode == 0
    return folder


def bare(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a line as cron does: by sh, from the root folder, with next to no environment."""
    aduan = str(Path(sys.executable).parent / "aduan")
    line = line.replace("/srv/aduan", str(folder)).replace("/opt/aduan/bin/aduan", aduan)
    command = ["env", "-i", "PATH=/usr/bin:/bin", "SHELL=/bin/sh", "sh", "-c", line]
    return subprocess.run(command, cwd="/", capture_output=True, text=True, check=False)


def test_the_line_of_the_crontab_runs_in_silence(folder: Path) -> None:
    text = (EXAMPLES / "crontab").read_text(encoding="utf-8")
    settings = re.findall(r"^([A-Z_]+)=(.*)$", text, re.M)
    (line,) = re.findall(r"^(?:\S+ ){5}(.+)$", re.sub(r"^#.*$", "", text, flags=re.M), re.M)
    given = " ".join(f"{name}={value}" for name, value in settings)
    for _again in range(2):
        ended = bare(f"{given} {line}", folder)
        assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")
    assert (folder / "aduan.db").exists()
    assert f"*/5 * * * * {line}" in PAGE.read_text(encoding="utf-8")


def test_the_units_of_systemd_run_the_same_line(folder: Path) -> None:
    service, timer = ConfigParser(), ConfigParser()
    for parser, name in ((service, "aduan-tick.service"), (timer, "aduan-tick.timer")):
        parser.optionxform = str  # type: ignore[assignment,method-assign]
        parser.read_string((EXAMPLES / name).read_text(encoding="utf-8"))
    line = service["Service"]["ExecStart"]
    assert bare(f"{service['Service']['Environment']} {line}", folder).returncode == 0
    assert f"* * * * {line}" in (EXAMPLES / "crontab").read_text(encoding="utf-8")
    assert timer["Timer"]["OnCalendar"] == "*:0/5"


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
def test_systemd_finds_nothing_wrong_with_its_units(tmp_path: Path) -> None:
    for name in ("aduan-tick.service", "aduan-tick.timer"):
        text = (EXAMPLES / name).read_text(encoding="utf-8").replace("/opt/aduan/bin/aduan", "/bin/true")
        (tmp_path / name).write_text(text, encoding="utf-8")
    files = [str(tmp_path / name) for name in ("aduan-tick.service", "aduan-tick.timer")]
    ended = subprocess.run(["systemd-analyze", "verify", *files], capture_output=True, text=True, check=False)
    assert "aduan" not in ended.stderr


@pytest.mark.slow
def test_the_page_is_run_as_it_stands(folder: Path) -> None:
    shell = Shell(folder)
    shown = [pair for language, _more, text in blocks(PAGE) if language == "console" for pair in session(text)]
    assert len(shown) == 3
    for command, lines in shown:
        ended = shell.run(command)
        said = re.sub(r"last tick \d+ s|age=\d+s", lambda found: re.sub(r"\d+", "0", found[0]), ended.stdout)
        assert said.splitlines() == lines, command
