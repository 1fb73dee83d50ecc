"""Long output goes through a pager on a terminal, and nothing that goes wrong with it costs anything."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from aduan_cli.errors import DONE, INTERRUPTED, PARTIAL
from office import NOW, Office
from terminal import EVERYTHING, Terminal

LESS = pytest.mark.skipif(shutil.which("less") is None, reason="there is no less here")
CALLS = 40
NOTED = f"{sys.executable} -c \"import sys; print('PAGED', len(sys.stdin.readlines()), flush=True)\""
"""A pager that says how many lines it got."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a desk with more calls than a screen has rows."""

    class Nothing:
        def readouterr(self) -> None: ...

    office = Office(tmp_path_factory.mktemp("meja"), Nothing())
    (office.folder / "baru.jsonl").write_text(
        "".join(f'{{"text": "melaporkan sampah nomor {number}"}}\n' for number in range(CALLS)), encoding="utf-8"
    )
    assert office.spawn("import", "baru.jsonl", cwd=office.folder).code == 0
    return office.folder


def at_work(desk: Path, *arguments: str, rows: int = 24, **environment: str) -> Terminal:
    """Return a command on a terminal of 80 columns, all streams on it."""
    line = ["--lang", "en", "--now", NOW, "--color", "never", *arguments]
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return Terminal(desk, *line, on=EVERYTHING, size=(rows, 80), **{"TERM": "xterm", "PATH": path, **environment})


PAGED = (
    ("list",), ("list", "--format", "md"), ("search", "sampah"), ("show", "1"), ("why", "1"), ("rules", "show"),
    ("rules", "history"), ("rules", "diff", "--lines"), ("unit", "list"), ("plugin", "list"), ("plugin", "doctor"),
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("command", PAGED, ids=" ".join)
def test_what_is_longer_than_the_screen_is_paged(desk: Path, command: tuple[str, ...]) -> None:
    """Each of these commands, on a screen of two rows; what it says comes after."""
    with (desk / "rules.toml").open("a") as rules:
        rules.write("# another line\n")
    code, _out, shown = at_work(desk, *command, rows=2, PAGER=NOTED).end(60)
    assert (code, shown.count("PAGED")) == (DONE, 1), shown


@pytest.mark.parametrize(
    ("command", "rows"),
    [
        (("list",), 100),
        (("list", "--format", "json"), 5),
        (("list", "--format", "csv"), 5),
        (("list", "--count"), 1),
        (("show", "1", "--format", "json"), 1),
        (("--no-pager", "list"), 5),
        (("list", "--no-pager"), 5),
        (("route", "1", "--dry-run"), 2),
    ],
    ids=str,
)
def test_what_fits_and_what_programs_read_is_not(desk: Path, command: tuple[str, ...], rows: int) -> None:
    code, _out, shown = at_work(desk, *command, rows=rows, PAGER=NOTED).end(60)
    assert (code, "PAGED" in shown) == (DONE, False)


@pytest.mark.parametrize(
    "more", [{"PAGER": ""}, {"PAGER": "cat"}, {"ADUAN_PAGER": "", "PAGER": NOTED}, {"TERM": "dumb"}]
)
def test_who_wants_none_gets_none(desk: Path, more: dict[str, str]) -> None:
    code, _out, shown = at_work(desk, "list", rows=5, **{"PAGER": NOTED, **more}).end(60)
    assert (code, "PAGED" in shown, shown.count("nomor ")) == (DONE, False, CALLS)


def test_a_pipe_is_never_paged(desk: Path) -> None:
    terminal = Terminal(desk, "list", on=("stdin", "stderr"), size=(5, 80), TERM="xterm", PAGER=NOTED)
    _code, out, shown = terminal.end(60)
    assert ("PAGED" in out + shown, out.count("nomor ")) == (False, CALLS)


@pytest.mark.parametrize("pager", ["no-such-pager", "no-such-pager -R", "/etc/passwd", "'unfinished", "exit 127", ";"])
def test_a_pager_that_cant_run_costs_nothing(desk: Path, pager: str) -> None:
    """Every row is printed all the same, once, and what is wrong is said."""
    code, _out, shown = at_work(desk, "list", rows=5, PAGER=pager).end(60)
    assert (code, shown.count("nomor ")) == (DONE, CALLS), shown
    assert f"the pager '{pager}' can't be run" in shown


def test_where_there_is_no_less_nothing_is_said(desk: Path, tmp_path: Path) -> None:
    code, _out, shown = at_work(desk, "list", rows=5, PATH=str(tmp_path)).end(60)
    assert (code, shown.count("nomor "), "pager" in shown) == (DONE, CALLS, False), shown


@pytest.mark.parametrize(("command", "code"), [(("list", "--limit", "0"), DONE), (("plugin", "doctor"), PARTIAL)])
def test_a_pager_that_is_left_at_once_hurts_nothing(desk: Path, command: tuple[str, ...], code: int) -> None:
    """The exit code is what it would be; a sentence that is owed is said all the same."""
    manifest = desk / "plugins" / "bmsda" / "plugin.py"
    manifest.write_text("1 +\n")
    try:
        ended, _out, shown = at_work(desk, *command, rows=3, PAGER="true").end(60)
    finally:
        manifest.unlink()
    assert (ended, "Traceback" in shown, "bug" in shown) == (code, False, False), shown
    assert ("can't be imported" in shown) is (code == PARTIAL)


@LESS
def test_less_shows_a_screen_and_the_rest_on_a_key(desk: Path) -> None:
    """What there is more of, and that there is, comes when it is left."""
    terminal = at_work(desk, "list", "--limit", "30", rows=12)
    shown = terminal.wait_for(r"nomor 3\d\S*\n(.*\n)*:", 60)
    assert shown.count("nomor ") < 12
    assert "more than 30" not in shown
    terminal.press("G")
    terminal.wait_for(r"\(END\)", 60)
    terminal.press("q")
    code, _out, shown = terminal.end(60)
    assert (code, "more than 30 were found" in shown) == (DONE, True)


@LESS
def test_ctrl_c_is_the_pagers(desk: Path) -> None:
    """It leaves nothing behind and no traceback; the command waits until the pager is left."""
    terminal = at_work(desk, "list", rows=12)
    terminal.wait_for("\n:", 60)
    terminal.type("\x03")
    terminal.wait_for(":", 60)
    terminal.press("q")
    code, _out, shown = terminal.end(60)
    assert code in (DONE, INTERRUPTED)
    assert "Traceback" not in shown


@LESS
def test_less_shows_our_signs_where_the_machine_lacks_the_locale(desk: Path) -> None:
    """`…` and not `<E2><80><A6>`: what is printed is UTF-8, whatever the locale of that name would be."""
    terminal = at_work(desk, "why", "1", "-v", rows=12, LANG="xx_XX.UTF-8", LC_ALL="", PYTHONUTF8="1")
    shown = terminal.wait_for(r"\n:|END", 60)
    terminal.press("q")
    terminal.end(60)
    assert "“" in shown
    assert "<E2>" not in shown
