"""What a move's line lacks is asked for on a terminal, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from aduan_cli.errors import DONE, INTERRUPTED, USAGE
from processes import Aduan
from terminal import Terminal

REASONS = """
[reasons.hold]
cuaca = { say = "menunggu cuaca", stops_clock = true }
[reasons.reject]
hoax = "laporan palsu"
[[question]]
id = "sejak"
category = "sampah"
text = "Sejak kapan?"
"""


@pytest.fixture
def ticket(aduan: Aduan, desk: Path) -> str:
    """Return a complaint at a unit, on a desk with reasons."""
    with (desk / "rules.toml").open("a") as rules:
        rules.write(REASONS)
    return aduan("log", "sampah menumpuk").stdout.strip()


@pytest.mark.parametrize(
    ("line", "question", "typed", "state", "kept"),
    [
        ("hold", r"Why\? \(cuaca\) ", ["banjir", "cuaca"], "on_hold", "cuaca"),
        ("return", r"Why\? ", ["bukan kami"], "returned", "bukan kami"),
        ("reject", r"Why\? \(hoax\) ", ["hoax"], "rejected", "hoax"),
        ("resolve", r"What was done\? ", ["sudah diangkut"], "resolved", "sudah diangkut"),
        ("answer", r"What was the caller told\? ", ["Senin dan Kamis"], "answered", "Senin dan Kamis"),
        ("note", r"What is to be noted\? ", ["ada anjing galak"], "routed", "ada anjing galak"),
    ],
)
def test_what_is_missing_is_asked_for(
    aduan: Aduan, desk: Path, ticket: str, line: str, question: str, typed: list[str], state: str, kept: str
) -> None:
    """What is no answer is told and asked again; what is one is stored as if it had stood on the line."""
    terminal, shown = Terminal(desk, line, ticket), ""
    for said in typed:
        shown += terminal.wait_for(question, 60)
        terminal.type(said)
    code, _out, rest = terminal.end(60)
    assert code == DONE, rest
    assert ("unknown reason 'banjir'" in shown) == ("banjir" in typed)
    assert f'"status": "{state}"' in aduan("show", ticket, "--format", "json").stdout
    assert kept in aduan("history", ticket, "--format", "json").stdout


def test_one_answer_is_for_all_that_lack_it(aduan: Aduan, desk: Path, ticket: str) -> None:
    """What was done is asked once, of those that can be resolved at all."""
    others = [aduan("log", f"sampah di gang {number}").stdout.strip() for number in (1, 2)]
    assert aduan("reject", others[1], "--reason", "hoax").returncode == DONE
    terminal = Terminal(desk, "resolve", ticket, *others)
    terminal.wait_for(r"What was done\? ", 60)
    terminal.type("beres")
    code, out, shown = terminal.end(60)
    assert (code, out.count("→ resolved")) == (6, 2)
    assert shown.count("resolve is not possible") == 1


def test_to_whom_is_asked_where_nobody_was_named(aduan: Aduan, desk: Path, ticket: str) -> None:
    """A unit that was named when it came back is not asked for; of what never came back nobody says that it did."""
    assert "Nobody was named" not in aduan("assign", ticket).stderr
    aduan("return", ticket, "--reason", "bukan kami")
    assert "Nobody was named when it came back" in aduan("assign", ticket).stderr
    terminal = Terminal(desk, "assign", ticket)
    for said in ("xyz", "BPBD"):
        terminal.wait_for(r"To whom\? ", 60)
        terminal.type(said)
    code, out, _shown = terminal.end(60)
    assert (code, "returned → routed · bpbd" in out) == (DONE, True)


@pytest.mark.parametrize("line", ["hold", "return", "reject", "resolve", "answer", "note", "refer"])
def test_nobody_is_asked_without_a_terminal_nor_with_q(aduan: Aduan, desk: Path, ticket: str, line: str) -> None:
    assert aduan(line, ticket, input="cuaca\n").returncode == USAGE
    code, _out, shown = Terminal(desk, "-q", line, ticket).end(60)
    assert (code, "?" in shown) == (USAGE, False)
    assert "missing" in shown
    assert '"version": 1,' in aduan("show", ticket, "--format", "json").stdout


def test_the_next_command_is_no_answer_and_ctrl_c_ends_it(aduan: Aduan, desk: Path, ticket: str) -> None:
    for typed, ends in (("aduan list", USAGE), ("\x03", INTERRUPTED)):
        terminal = Terminal(desk, "return", ticket)
        terminal.wait_for(r"Why\? ", 60)
        terminal.type(typed)
        assert terminal.end(60)[0] == ends
    assert '"version": 1,' in aduan("show", ticket, "--format", "json").stdout


@pytest.mark.parametrize(
    ("line", "question", "typed", "shown"),
    [
        (("show",), r"TICKET\? ", "1", "sampah menumpuk"),
        (("search",), r"WORDS\? ", "menumpuk", "sampah menumpuk"),
        (("search", "--count"), r"WORDS\? ", "-menumpuk", "1"),
        (("set", "1"), r"QUESTION=VALUE\? ", "sejak=kemarin", "answered: sejak"),
        (("incident", "start", "--category", "sampah"), r"^NAME\? ", "Gunung sampah", "Gunung sampah"),
        (("handover", "sign"), r"--to NAME\? ", "Bu Rina", "Bu Rina"),
        (("route", "1", "--to", "bpbd"), r"Why\? ", "salah unit", "bpbd"),
        (("merge", "2"), r"Into which ticket\? ", "1", "merged into UJI-"),
    ],
)
def test_whatever_else_a_line_lacks_is_asked_for(
    aduan: Aduan, desk: Path, ticket: str, line: tuple[str, ...], question: str, typed: str, shown: str
) -> None:
    """An argument or an option without which there is nothing to do; a dash before it makes no option of it."""
    aduan("log", "lampu pju mati")
    assert aduan(*line, input=f"{typed}\n").returncode == USAGE
    terminal = Terminal(desk, *line)
    terminal.wait_for(question, 60)
    terminal.type(typed)
    if line[0] == "merge":
        terminal.wait_for(r"\[y/N\]", 60)
        terminal.type("y")
    code, out, rest = terminal.end(60)
    assert (code, shown in out + rest) == (DONE, True), out + rest


def test_a_reason_is_asked_for_where_what_is_at_work_is_corrected(aduan: Aduan, desk: Path, ticket: str) -> None:
    aduan("start", ticket)
    assert aduan("edit", ticket, "--priority", "high").returncode == USAGE
    terminal = Terminal(desk, "edit", ticket, "--priority", "high")
    terminal.wait_for(r"Why\? ", 60)
    terminal.type("banyak yang menelepon")
    assert terminal.end(60)[0] == DONE
    assert "banyak yang menelepon" in aduan("history", ticket, "--format", "json").stdout
