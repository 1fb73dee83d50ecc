"""`aduan merge` and `unmerge`: the plan, what is asked, what is printed."""

from __future__ import annotations

import json
import re

import pytest

from office import Office
from terminal import Terminal


@pytest.fixture
def tickets(office: Office) -> list[str]:
    """Return three calls of one incident."""
    return [
        office.log(f"Melaporkan sampah di pasar, {number}", "--phone", f"0812-0000-010{number}") for number in range(3)
    ]


def statuses(office: Office, tickets: list[str]) -> list[str]:
    return [office.run("show", ticket, "--format", "json").data["status"] for ticket in tickets]


def test_the_plan_is_shown_first_and_nothing_is_done_where_nobody_can_say_yes(
    office: Office, tickets: list[str]
) -> None:
    incident, *others = tickets
    ran = office.run("merge", *others, "--into", incident)
    assert (ran.code, ran.out) == (2, "")
    told = ran.err.splitlines()
    assert told[0].startswith(f"incident {incident}: routed")
    assert [line.split(":")[0] for line in told[1:3]] == others
    assert told[3] == f"3 callers are rung back once {incident} is done"
    assert told[4] == "error: --yes is needed where nobody can be asked"
    assert statuses(office, tickets) == ["routed"] * 3
    dry = office.run("merge", *others, "--into", incident, "--dry-run")
    assert (dry.code, len(dry.out.splitlines())) == (0, 2)
    assert statuses(office, tickets) == ["routed"] * 3


def test_the_plan_counts_callers_who_left_a_number_each_once_and_those_who_wait_now(
    office: Office, tickets: list[str]
) -> None:
    """Nobody can be rung without a number; who rang twice is one, and who was rung waits no more."""
    incident, other, last = tickets
    same = office.log("Sampah di pasar lagi", "--phone", "0812-0000-0101")
    silent = office.log("Sampah di pasar, tanpa nomor")
    into = ("--into", incident, "--yes")
    assert f"\n2 callers are rung back once {incident} is done\n" in office.run("merge", other, same, silent, *into).err
    office.run("resolve", incident, "--result", "diangkut")
    assert "\n3 callers wait to be rung back\n" in office.run("merge", last, *into, "--dry-run").err
    office.run("callbacks", "done", incident, other, same)
    assert "\n1 caller waits to be rung back\n" in office.run("merge", last, *into).err
    assert office.run("callbacks", "--count").out == "1\n"


@pytest.mark.parametrize(("answer", "code"), [("y", 0), ("ya", 0), ("n", 5), ("Tidak", 5), ("", 5)])
def test_on_a_terminal_it_is_asked(office: Office, tickets: list[str], answer: str, code: int) -> None:
    terminal = Terminal(office.folder, "--now", "2026-11-23 14:05", "merge", tickets[1], "--into", tickets[0])
    terminal.wait_for("Merge them")
    terminal.type(f"{answer}\n")
    assert terminal.end(60)[0] == code
    assert statuses(office, tickets)[1] == ("rejected" if code == 0 else "routed")


@pytest.mark.parametrize("line", [("edit", "-c", "pju-mati"), ("route",), ("route", "--to", "dlh", "--reason", "x")])
def test_what_is_merged_is_taken_out_before_it_is_decided(
    office: Office, tickets: list[str], line: tuple[str, ...]
) -> None:
    """To open it again, as a rejected one, would be refused as well."""
    office.run("merge", tickets[1], "--into", tickets[0], "--yes")
    ran = office.run(line[0], tickets[1], *line[1:])
    assert (ran.code, f"first aduan unmerge {tickets[1]}" in ran.err) == (5, True), ran.err


def test_what_was_merged_is_printed_and_the_same_again_is_no_error(office: Office, tickets: list[str]) -> None:
    incident, one, _other = tickets
    ran = office.run("merge", one, "--into", incident, "--yes")
    assert (ran.code, ran.out) == (0, f"{one}: routed → rejected · merged into {incident}\n")
    again = office.run("merge", one, "--into", incident)
    assert (again.code, again.err) == (0, "")
    assert again.out == f"{one}: merged into {incident} already; nothing changed\n"
    assert re.search(f"^Merged into +{incident}$", office.run("show", one).out, re.M)
    assert re.search("^Merged here +1$", office.run("show", incident).out, re.M)
    assert "into " + incident in office.run("history", one).out
    assert one in office.run("history", incident).out
    back = office.run("unmerge", one, "--format", "json")
    assert json.loads(back.out) == [
        {"ticket": one, "move": "unmerge", "changed": True, "into": None, "was": "rejected", "status": "routed",
         "version": 3}
    ]  # fmt: skip
    assert office.run("unmerge", one).code == 0
    assert office.run("show", one, "--format", "json").data["linked"] == []


def test_refusals_name_what_is_wrong(office: Office, tickets: list[str]) -> None:
    a, b, c = tickets
    office.run("merge", b, "--into", a, "--yes")
    for words, code, said in (
        (("merge", c, "--into", b, "--yes"), 5, f"itself merged into {a}"),
        (("merge", a, "--into", c, "--yes"), 5, "no chain"),
        (("merge", a, "--into", a, "--yes"), 5, "into itself"),
        (("merge", c, "--into", "99", "--yes"), 4, "99"),
        (("merge", c), 2, "--into"),
        (("merge", "--into", a), 2, "TICKET"),
        (("unmerge", c), 5, "no other one"),
        (("reopen", b, "--reason", "x"), 5, "but unmerge"),
    ):
        ran = office.run(*words)
        assert (ran.code, said in ran.err) == (code, True), ran.err
