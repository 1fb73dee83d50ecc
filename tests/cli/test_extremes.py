"""Times at the ends of the calendar, stores that keep nothing, names that would drive a terminal, no files left."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from pathlib import Path
from time import process_time

import pytest

from office import RULES, Office
from processes import clean_environment

ESC = "\x1b[31m"
"""What colours a terminal red."""


# -- times

TIMES = (
    "0001-01-01",
    "0001-01-01 00:00",
    "9999-12-31",
    "9999-12-31 23:59:59",
    "9999-12-31T23:59Z",
    "9999w",
    "31/12/9999",
)


@pytest.mark.parametrize("now", ["2026-11-23 14:05", "9999-12-31 23:59", "0001-01-02 00:00"])
def test_no_time_is_a_bug(office: Office, now: str) -> None:
    """Each option that takes a time, and --now itself, at the ends of the calendar: an answer or a usage error."""
    office.log("sampah")
    for time in TIMES:
        for line in (
            ("list", "--since", time), ("list", "--until", time), ("list", "--until", time, "--count"),
            ("log", "sampah lain", "--at", time, "--dry-run"), ("log", "sampah lain", "--at", time),
            ("rules", "backtest", "--since", time), ("rules", "backtest", "--until", time),
            ("rules", "test", "--text", "sampah", "--at", time), ("--now", time, "list"),
            ("--now", time, "log", "sampah"),
        ):  # fmt: skip
            ran = office.run("--now", now, *line)
            assert ran.code in (0, 2), (line, ran.err)


def test_the_last_day_of_the_calendar_is_taken_in(office: Office) -> None:
    """`--until 9999-12-31` leaves nothing out."""
    office.log("sampah")
    assert office.run("list", "--until", "9999-12-31", "--count").out == "1\n"


def test_what_is_too_long_to_be_a_time_is_refused_at_once(office: Office) -> None:
    """Seventy thousand letters once took two minutes to be no time."""
    office.log("sampah")
    for letters in ("a" * 70_000, "1 " * 35_000, "malam minggu " * 5_000, "1" * 70_000, "jam 9 " * 12_000):
        for line in (("list", "--since", letters), ("--now", letters, "list"), ("hold", "1", "--until", letters)):
            began = process_time()
            ran = office.run(*line)
            assert (ran.code, process_time() - began < 2) == (2, True), line[0]
            assert len(ran.err) < 400


# -- numbers

HIGH = "999999999999999999999"
"""More than any store can count."""


def test_no_number_is_too_high_to_be_looked_for(office: Office) -> None:
    """What a store gave no number is not found; after the highest event nothing came; a limit beyond all is none."""
    office.log("sampah")
    for line in (
        ("incident", "show", HIGH), ("incident", "end", HIGH), ("incident", "add", HIGH, "1"),
        ("incident", "remove", HIGH, "1"), ("outbox", "show", HIGH), ("outbox", "skip", HIGH, "1"),
        ("outbox", "retry", HIGH),
    ):  # fmt: skip
        ran = office.run(*line)
        assert (ran.code, ran.out, ran.err) == (4, "", f"error: nothing has the number {HIGH}\n"), line
    assert office.run("history", "--after", HIGH, "--format", "json").data == []
    assert office.run("report", "callers", "--limit", HIGH, "--format", "json").code == 0


# -- files and streams without an end


@pytest.mark.parametrize(("command", "code"), [("test", 3), ("backtest", 4), ("accept", 4)])
def test_a_file_without_an_end_is_not_read_until_memory_ends(office: Office, command: str, code: int) -> None:
    """It has more than a file of rules may have."""
    ran = office.run("rules", command, "/dev/zero")
    assert (ran.code, ran.out) == (code, "")
    assert "it can't be read: it has more than 16777216 bytes" in ran.err


def test_a_text_without_an_end_is_no_call(office: Office) -> None:
    """A stream on stdin that goes on and on: nothing is stored, a sentence says why."""
    with Path("/dev/zero").open("rb") as endless:
        ran = subprocess.run(
            [sys.executable, "-m", "aduan_cli", "log", "-"],
            cwd=office.folder,
            env={**clean_environment(office.folder.parent), "PYTHONPATH": str(Path(__file__).parents[2] / "src")},
            stdin=endless,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "the text has more than 16777216 bytes" in ran.stderr
    assert office.run("list", "--count").out == "0\n"


# -- stores

FORGETFUL = (
    ":memory:", "", "file::memory:", "file:calls?mode=memory", "file:calls?mode=memory&cache=shared", "file:",
    "file:?x=1", "file:%3Amemory%3A", "file:/calls?vfs=memdb",
)  # fmt: skip


@pytest.mark.parametrize("store", FORGETFUL)
def test_no_ticket_is_printed_of_a_call_that_is_nowhere(office: Office, store: str) -> None:
    """A store that SQLite forgets is refused, for every command, and nothing is stored elsewhere either."""
    for line in (("log", "kebakaran"), ("list",), ("route", "--pending")):
        ran = office.run("--store", store, *line)
        assert (ran.code, ran.out) == (2, ""), ran.err
        assert "a file would be right" in ran.err
    assert not office.file.exists()


def test_a_file_may_have_memory_in_its_name(office: Office) -> None:
    """What is a file is taken, whatever it is called, as a path and as a URI."""
    for name in ("mode=memory.db", "memory"):
        place = office.folder / name
        assert office.run("--store", str(place), "log", "sampah").code == 0
        assert place.exists()
        assert office.run("--store", f"file:{place}?mode=ro", "list", "--count").out == "1\n"


# -- control characters


def test_nothing_in_a_name_drives_the_terminal(tmp_path: Path, office: Office) -> None:
    """Names of units, what to say, referrals, files: shown escaped, on one line, on stderr and in every table."""
    bad = "\\u001b[31mX\\nerror: palsu\\u009b"
    rules = RULES.replace("Dinas Lingkungan Hidup", f"Dinas {bad}").replace("Sambungkan ke", f"Sambungkan {bad}")
    office.write_rules(rules.replace("Hubungi PLN", f"Hubungi {bad}"))
    (tmp_path / f"{ESC}.csv").write_text("a;b\n1;2\n", encoding="utf-8")
    for line in (
        ("log", "sampah"), ("log", "kebakaran"), ("log", "listrik padam"), ("list",), ("show", "1"), ("unit", "list"),
        ("unit", "show", "dlh"), ("why", "1"), ("route", "1", "--to", "pln", "--reason", ESC), ("rules", "show"),
        ("route", "--text", "kebakaran"), ("rules", "diff"), ("search", ESC, "a"),
        ("import", str(tmp_path / f"{ESC}.csv")), ("plugin", "list"), ("list", "--unit", ESC),
        ("import", str(tmp_path / f"{ESC}.csv"), "--map", f"{ESC}\nerror: palsu"),
    ):  # fmt: skip
        ran = office.run(*line)
        assert ran.code in (0, 2, 4), (line, ran.err)
        assert not set(ran.out + ran.err) & {"\x1b", "\x9b"}, line
        assert not [said for said in ran.err.splitlines() if said.startswith("error: palsu")], line


# -- descriptors


def few_files(desk: Path, most: int, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command that can open no more than so many files."""
    return subprocess.run(
        [sys.executable, "-m", "aduan_cli", *arguments],
        cwd=desk,
        env={**clean_environment(desk.parent), "PYTHONPATH": str(Path(__file__).parents[2] / "src")},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (most, most)),
    )


@pytest.mark.slow
@pytest.mark.parametrize("most", [6, 7, 8, 10, 14, 20])
def test_too_few_files_are_told_in_a_sentence(office: Office, tmp_path: Path, most: int) -> None:
    """Whatever the limit: it works, or one sentence says what is missing (7, or 6 when a call is stored); no bug."""
    office.log("sampah")
    (tmp_path / "calls.jsonl").write_text('{"text": "sampah", "reported_at": "2026-11-01 10:00"}\n', encoding="utf-8")
    for line in (("log", "kebakaran"), ("list",), ("import", str(tmp_path / "calls.jsonl")), ("rules", "check")):
        before = len(office.run("list", "--format", "json").data)
        ran = few_files(office.folder, most, *line)
        assert ran.returncode in (0, 6, 7), ran.stderr
        assert "bug" not in ran.stderr
        assert "Traceback" not in ran.stderr
        if ran.returncode:
            assert ran.stderr.count("error: ") == 1
        if line[0] == "log":
            after = json.loads(office.run("list", "--format", "json").out)
            assert (len(after) > before) == bool(ran.stdout)
