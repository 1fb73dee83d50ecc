"""`history --since` and `--after`: what happened to all complaints, for other programs."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from office import Office
from terminal import Terminal


def fed(office: Office, *arguments: str) -> list[dict[str, Any]]:
    ran = office.run("history", *arguments, "--format", "jsonl")
    assert ran.code == 0, ran.err
    return [json.loads(line) for line in ran.out.splitlines()]


def lived(office: Office) -> None:
    office.log("Melaporkan sampah")
    office.log("Melaporkan pju mati")
    for line in (
        ("ack", "1"),
        ("note", "2", "catatan"),
        ("assign", "1", "bmsda", "--support"),
        ("note", "1", "lagi"),
        ("resolve", "1", "--result", "beres"),
    ):
        assert office.run(*line).code == 0


def test_a_program_that_keeps_the_last_number_misses_nothing_and_gets_nothing_twice(office: Office) -> None:
    lived(office)
    everything = fed(office, "--after", "0")
    assert [(row["ticket"][-3], row["type"]) for row in everything] == [
        ("1", "logged"), ("2", "logged"), ("1", "acknowledged"), ("2", "noted"), ("1", "assigned"), ("1", "noted"),
        ("1", "resolved"),
    ]  # fmt: skip
    numbers = [row["number"] for row in everything]
    assert numbers == sorted(set(numbers))
    kept, got = 0, []
    while more := fed(office, "--after", str(kept)):
        got += more[:2]
        kept = got[-1]["number"]
    assert got == everything
    office.run("close", "1")
    assert [row["type"] for row in fed(office, "--after", str(kept))] == ["closed"]


def test_each_row_is_that_of_the_complaints_own_history(office: Office) -> None:
    """Also where the feed begins in the midst of it: who had it is known."""
    lived(office)
    own = [row for ticket in "12" for row in office.run("history", ticket, "--format", "json").data]
    own.sort(key=lambda row: row["number"])
    for start in (0, *(row["number"] for row in own)):
        assert fed(office, "--after", str(start)) == [row for row in own if row["number"] > start]


def test_from_a_time_on(office: Office) -> None:
    office.run("log", "Melaporkan sampah", "--now", "2026-11-20 08:00")
    office.run("ack", "1", "--now", "2026-11-22 08:00")
    office.run("start", "1", "--now", "2026-11-23 08:00")
    assert [row["type"] for row in fed(office, "--since", "2026-11-22")] == ["acknowledged", "started"]
    assert [row["type"] for row in fed(office, "--since", "2026-11-22 08:01")] == ["started"]
    assert fed(office, "--since", "14:00") == []
    last = fed(office, "--since", "3d")[-1]["number"]
    assert fed(office, "--since", "3d", "--after", str(last)) == []


def test_people_read_it_in_words_with_its_ticket(office: Office) -> None:
    lived(office)
    lines = office.run("history", "--since", "2026-11-23").out.splitlines()
    assert lines[0].split() == ["number", "ticket", "at", "actor", "event", "said"]
    assert lines[-1].split()[1:3] == ["UJI-261123-0001-6", "2026-11-23"]
    assert lines[-1].endswith("resolved      dlh: beres")


def test_what_is_asked_must_be_one_or_all(office: Office) -> None:
    office.log("Melaporkan sampah")
    for arguments in ((), ("1", "--since", "kemarin"), ("1", "--after", "0"), ("--since", "entah"), ("--after", "-1")):
        assert office.run("history", *arguments).code == 2


def test_a_desk_without_calls_has_no_feed(office: Office) -> None:
    assert fed(office, "--after", "0") == []
    assert office.run("history", "--since", "kemarin", "--format", "json").out == "[]\n"


@pytest.mark.parametrize("command", [("history", "1"), ("callbacks",), ("history", "--after", "0")])
def test_a_narrow_terminal_shows_who_and_all_that_was_said(office: Office, command: tuple[str, ...]) -> None:
    """What a unit did is read out to a caller, to its end; nothing of it is cut away."""
    words = [f"kata{number}" for number in range(30)]
    office.log("Melaporkan sampah", "--phone", "0812-0000-0101")
    assert office.run("--actor", "Bu Rina", "resolve", "1", "--result", " ".join(words)).code == 0
    terminal = Terminal(office.folder, "--no-pager", *command, on=("stdout",), size=(40, 80))
    shown = terminal.end(30)[2]
    assert [word for word in words if word not in re.split(r"\s+", shown)] == []
    assert ("Bu Rina" in shown) == (command[0] == "history")
    assert max(map(len, shown.splitlines())) <= 80
