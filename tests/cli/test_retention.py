"""`[retention]`: persons' data go once their time is over, by kind and state; what is open or owed stays."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys

import pytest

from office import RULES, Office

RETENTION = """
[retention]
callers = "90d"
texts = "2y"
attachments = "180d"
quarantine = "30d"
[retention.information]
callers = "30d"
[retention.rejected]
callers = "never"
texts = "never"
"""
PHONE = ("--phone", "0812-3456-0101", "--name", "Wulandari Rekaan")


@pytest.fixture
def office(fresh_office: Office) -> Office:
    """Return a desk with ages, and a call of each kind."""
    fresh_office.write_rules(RULES + RETENTION)
    fresh_office.log("Melaporkan sampah menumpuk", *PHONE)
    fresh_office.log("Melaporkan sampah di pasar", *PHONE)
    fresh_office.log("Menanyakan syarat ktp", "--answer", "KK dan surat RT", *PHONE)
    fresh_office.log("Melaporkan sampah palsu", *PHONE)
    fresh_office.log("Melaporkan sampah yang tidak diangkat", *PHONE)
    for move in (("resolve", "1", "--result", "diangkut"), ("close", "1"), ("callbacks", "done", "1")):
        fresh_office.run(*move)
    fresh_office.run("reject", "4", "--reason", "hoax")
    for move in (("resolve", "5", "--result", "diangkut"), ("close", "5")):  # Its caller has still to be rung.
        fresh_office.run(*move)
    return fresh_office


def names(office: Office) -> list[str | None]:
    """Return who called, of each ticket."""
    return [one["caller"]["name"] for one in office.run("list", "--format", "json", "--sort", "ticket").data]


def due(office: Office, now: str) -> list[tuple[str, str, str, int]]:
    """Return what is due at a time."""
    rows = office.run("--now", now, "retention", "--dry-run", "--format", "json").data
    return [(one["part"], one["kind"], one["status"], one["count"]) for one in rows]


def test_who_left_no_phone_waits_for_no_call_and_is_forgotten_in_time(office: Office) -> None:
    """No list of those to be rung names them, and nobody could say that they were."""
    office.log("Melaporkan sampah di jalan", "--name", "Wulandari Rekaan", "--caller-address", "Jl. Mawar 5")
    for move in (("resolve", "6", "--result", "diangkut"), ("close", "6")):
        assert office.run(*move).code == 0
    assert office.run("callbacks", "--count").out == "2\n"  # Those of the fourth and the fifth.
    assert "To ring back" not in office.run("show", "6").out
    assert ("callers", "complaint", "closed", 2) in due(office, "2027-03-01")


def test_what_is_due_is_told_by_part_kind_and_state(office: Office) -> None:
    assert due(office, "2026-12-20") == []
    assert due(office, "2026-12-24") == [("callers", "information", "answered", 1)]
    assert due(office, "2027-03-01") == [
        ("callers", "complaint", "closed", 1),
        ("callers", "information", "answered", 1),
    ]
    later = due(office, "2028-12-01")
    assert ("texts", "complaint", "closed", 1) in later
    assert ("callers", "complaint", "closed", 1) not in later, "they go with the texts"
    assert "nothing is to be done" in office.run("retention", "--dry-run").err


def test_tick_makes_callers_anonymous_once_a_day_and_each_is_an_event(office: Office) -> None:
    before = names(office)
    assert office.run("tick").code == 0
    assert names(office) == before
    assert office.run("--now", "2027-03-01", "tick").code == 0
    found = {one["ticket"].split("-")[2]: one for one in office.run("list", "--format", "json").data}
    assert [found[f"000{n}"]["caller"]["name"] for n in range(1, 6)] == [None, "W***", None, "W***", "W***"]
    assert found["0001"]["text"] == "Melaporkan sampah menumpuk"
    (told,) = [data for type_, _actor, data in office.events("1") if type_ == "anonymised"]
    assert told["why"] == "retention: callers 90d"
    assert "anonymised" in office.run("history", "1").out
    assert office.run("db", "verify").code == 0
    (count,) = office.rows('SELECT count(*) FROM event WHERE body LIKE \'%"type":"retained"%\'')[0]
    office.run("--now", "2027-03-01 20:00", "tick")
    assert office.rows('SELECT count(*) FROM event WHERE body LIKE \'%"type":"retained"%\'')[0] == (count,)
    assert b"Wulandari Rekaan" in office.kept(), "others of hers are still open"


def test_a_caller_that_only_the_key_or_the_history_still_tells_goes_too(fresh_office: Office) -> None:
    """A key of digits that is no phone is looked at, and never due."""
    fresh_office.write_rules(RULES + '[retention]\ncallers = "30d"\n')
    for key in ("wa-0812-3456-0101", "2026-11-23/0000123"):
        fresh_office.log("Menanyakan syarat ktp", "--answer", "KK", "--key", key)
    fresh_office.log("Menanyakan syarat ktp", "--answer", "KK", *PHONE)
    fresh_office.log("Menanyakan syarat ktp", "--answer", "KK")
    assert fresh_office.run("edit", "3", "--phone", "", "--name", "").code == 0
    assert due(fresh_office, "2027-03-01") == [("callers", "information", "answered", 2)]
    assert fresh_office.run("--now", "2027-03-01", "tick").code == 0
    kept = fresh_office.kept()
    assert [secret for secret in (b"0812-3456-0101", b"6281234560101", b"Wulandari") if secret in kept] == []
    assert b"2026-11-23/0000123" in kept
    assert due(fresh_office, "2027-03-02") == []
    again = fresh_office.run("--now", "2027-03-02", "retention")
    assert (again.code, again.out) == (0, "")
    assert fresh_office.run("db", "verify").code == 0


def test_words_go_with_the_person_and_nothing_is_found_after(office: Office) -> None:
    office.run("reject", "2", "--reason", "withdrawn")
    for ticket in office.run("callbacks", "--format", "json").data:
        office.run("callbacks", "done", ticket["ticket"])
    office.write_rules(RULES + '[retention]\ncallers = "1d"\ntexts = "30d"\n')
    office.run("--now", "2027-03-01", "tick")
    kept = office.kept()
    for secret in (
        b"Wulandari Rekaan",
        b"6281234560101",
        b"0812-3456-0101",
        b"menumpuk",
        b"tidak diangkat",
        b"surat RT",
    ):
        assert secret not in kept, secret
    assert office.run("db", "verify").code == 0
    assert office.run("search", "menumpuk", "--count").out.strip() == "0"


def test_what_happened_since_counts_and_who_waits_is_never_due(office: Office) -> None:
    office.run("--now", "2027-02-25", "note", "1", "penelepon datang lagi")
    assert due(office, "2027-03-01") == [("callers", "information", "answered", 1)], "ticket 1 was touched"
    office.run("--now", "2027-03-02", "show", "3", "--reveal")
    assert due(office, "2027-03-03")[-1][1] == "information", "that somebody looked keeps nobody's data"
    assert ("callers", "complaint", "closed", 1) in due(office, "2028-03-01")


def test_a_run_is_bounded_and_the_next_goes_on(office: Office) -> None:
    ran = office.run("--now", "2027-03-01", "retention", "--limit", "1")
    assert (ran.out, "there is more to be done" in ran.err) == ("callers: 1\n", True)
    office.run("--now", "2027-03-01", "tick", "--limit", "1")
    assert due(office, "2027-03-01") == []


@pytest.mark.of_file
def test_files_go_from_attachments_and_quarantine(office: Office) -> None:
    photo = office.folder / "foto.jpg"
    photo.write_bytes(b"rahasiarekaan")
    for ticket in ("1", "2"):
        office.run("attach", ticket, str(photo))
    other = office.folder / "surat.pdf"
    other.write_bytes(b"suratrekaan")
    office.run("attach", "1", str(other))
    quarantine = office.folder / "quarantine"
    quarantine.mkdir()
    for name, age in (("old.csv", 40), ("new.csv", 20)):
        (quarantine / name).write_text("x", encoding="utf-8")
        at = 1_811_500_000 - age * 86_400  # 2027-05-28
        os.utime(quarantine / name, (at, at))
    assert ("attachments", "complaint", "closed", 1) in due(office, "2027-05-28")
    assert ("quarantine", None, None, 1) in due(office, "2027-05-28")
    office.run("--now", "2027-05-28", "tick")
    kept = {path.read_bytes() for path in (office.folder / "attachments").iterdir() if path.is_file()}
    assert kept - {b""} == {b"rahasiarekaan"}, "the one that an open complaint has as well"
    assert [path.name for path in quarantine.iterdir()] == ["new.csv"]
    assert office.run("db", "verify").code == 0, "nobody misses what was removed"
    assert "files_removed" in office.run("history", "1").out
    assert "surat.pdf" not in office.run("show", "1").out.split("History")[0]


KILLED = """
import os
from aduan_cli.formats.attachments import AttachmentFolder
AttachmentFolder.drop = lambda *_what: os.kill(os.getpid(), 9)
from aduan_cli.cli.entry import run
run({line})
"""


@pytest.mark.parametrize("line", [("tick",), ("retention",), ("person", "erase", "1", "--yes")])
def test_what_a_command_leaves_that_was_killed_goes_with_the_next_run(office: Office, line: tuple[str, ...]) -> None:
    """Killed when the step is stored and its files are still there: no event names them any more, but a note does."""
    office.log("Melaporkan sampah di kali", "--phone", "0812-9999-0000")
    for ticket, words in (("1", b"rahasiarekaan"), ("1", b"bersama"), ("6", b"bersama")):
        (office.folder / "surat.pdf").write_bytes(words)
        office.run("attach", ticket, str(office.folder / "surat.pdf"))
    (office.folder / "surat.pdf").unlink()
    code = KILLED.format(line=office.line("--now", "2027-05-28", *line))
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == -signal.SIGKILL
    left = {path.read_bytes() for path in (office.folder / "attachments").iterdir() if path.is_file()}
    assert left >= {b"rahasiarekaan", b"bersama"}
    verified = office.run("db", "verify")
    assert (verified.code, verified.err.count("no complaint has it")) == (0, 1), verified.err
    other = office.run("--store", str(office.folder / "other.db"), "tick")
    assert (other.code, len(list((office.folder / "attachments" / ".leaving").glob("[!.]*")))) == (0, 1), "not its own"
    assert office.run("--now", "2027-05-28 01:00", "tick").code == 0
    left = {path.read_bytes() for path in (office.folder / "attachments").iterdir() if path.is_file()}
    assert left - {b""} == {b"bersama"}, "the one that an open complaint has as well"
    assert list((office.folder / "attachments" / ".leaving").glob("[!.]*")) == []
    assert "no complaint has it" not in office.run("db", "verify").err


def test_without_ages_everything_is_kept(fresh_office: Office) -> None:
    fresh_office.log("Melaporkan sampah", *PHONE)
    ran = fresh_office.run("retention", "--dry-run")
    assert (ran.code, "everything is kept" in ran.err) == (2, True)
    assert fresh_office.run("--now", "2040-01-01", "tick").code == 0


@pytest.mark.parametrize(
    ("table", "place"),
    [
        ('[retention]\ncallers = "90 days"', "retention.callers"),
        ('[retention]\ncallers = "90d"\ntexts = "30d"', "retention.callers"),
        ('[retention]\ntexts = "30d"\n[retention.rejected]\ncallers = "never"', "retention.rejected.callers"),
        ('[retention.routed]\ncallers = "1d"', "retention.routed"),
        ('[retention.closed]\nquarantine = "1d"', "retention.closed.quarantine"),
    ],
)
def test_rules_check_finds_ages_that_mean_nothing(fresh_office: Office, table: str, place: str) -> None:
    fresh_office.write_rules(f"{RULES}\n{table}\n")
    ran = fresh_office.run("rules", "check")
    assert (ran.code, place in ran.out + ran.err) == (3, True), ran.out + ran.err


@pytest.mark.of_file
@pytest.mark.parametrize("of", ["1", "3"])
def test_what_is_changed_behind_the_desk_after_a_caller_was_made_anonymous_is_found(office: Office, of: str) -> None:
    """What is left beside an event has a digest in the chain again; one of another complaint attests nothing."""
    office.run("--now", "2027-03-01", "tick")
    assert office.run("db", "verify").code == 0
    with sqlite3.connect(office.file) as connection:
        (number,) = connection.execute("SELECT min(id) FROM event WHERE complaint_id = ?", (of,)).fetchone()
        other = """UPDATE event SET private = replace(private, '"text":"Me', '"text":"me') WHERE id = ?"""
        connection.execute(other, (number,))
        assert connection.total_changes == 1
    ran = office.run("db", "verify")
    assert (ran.code, f"event {number}" in ran.out + ran.err) == (3, True), ran.out + ran.err
