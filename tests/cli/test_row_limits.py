"""50 rows for a person, all for a program; whatever is cut is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from aduan_cli.cli.row_limits import SHOWN
from office import Office
from terminal import Terminal

COUNT = SHOWN + 13
MACHINE = ("json", "jsonl", "csv", "tsv", "md")
TOLD = f"more than {SHOWN} were found; --limit 0 shows all\n"


@pytest.fixture(scope="module")
def calls(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file of more calls than a table shows."""
    file = tmp_path_factory.mktemp("calls") / "calls.jsonl"
    lines = [f'{{"text": "sampah baris{n}", "reported_at": "2026-11-01 10:{n % 60:02}"}}\n' for n in range(COUNT)]
    file.write_text("".join(lines), encoding="utf-8")
    return file


@pytest.fixture
def office(office: Office, calls: Path) -> Office:
    assert office.run("import", str(calls)).code == 0
    return office


def rows(out: str) -> int:
    return sum(" baris" in line for line in out.splitlines())


@pytest.mark.parametrize("command", [("list",), ("search", "sampah")], ids=" ".join)
def test_what_a_program_reads_is_whole(office: Office, command: tuple[str, ...]) -> None:
    """Every machine format, also with -q, has all rows unless --limit says otherwise; then the cut is told."""
    for format_ in MACHINE:
        ran = office.run("-q", *command, "--format", format_)
        assert (rows(ran.out), ran.err) == (COUNT, "")
        cut = office.run("-q", *command, "--format", format_, "--limit", str(SHOWN))
        assert (rows(cut.out), cut.err) == (SHOWN, TOLD)


@pytest.mark.parametrize("command", [("list",), ("search", "sampah")], ids=" ".join)
def test_a_table_is_cut_and_says_so(office: Office, command: tuple[str, ...]) -> None:
    """A table has 50 rows wherever it goes, and -q keeps nobody from hearing of it."""
    for quiet in ((), ("-q",)):
        ran = office.run(*quiet, *command)
        assert (rows(ran.out), ran.err) == (SHOWN, TOLD)


def test_a_terminal_gets_no_more_than_a_person_reads(office: Office) -> None:
    """On a terminal any format has 50 rows; stderr says so."""
    arguments = office.line("list", "--format", "csv", "--columns", "text")
    terminal = Terminal(office.folder, *arguments, on=("stdout",), size=(24, 200))
    shown = terminal.end(60)[2]
    assert (shown.count("sampah baris"), terminal.said) == (SHOWN, TOLD)


def test_revisions_are_whole_for_a_program(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """`rules history` keeps to the same rule."""
    monkeypatch.setattr("aduan_cli.cli.row_limits.SHOWN", 2)
    text = (office.folder / "rules.toml").read_text(encoding="utf-8")
    for number in range(3):
        office.write_rules(f"# {number}\n{text}")
        assert office.run("rules", "accept").code == 0
    assert len(office.run("-q", "rules", "history", "--format", "json").data) > 2
    ran = office.run("-q", "rules", "history")
    assert len(ran.out.splitlines()) == 2 + 2
    assert "--limit 0 shows all" in ran.err
