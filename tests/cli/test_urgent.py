"""Nobody in danger goes unheard: what the officer does now is said of every emergency, and seen."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from processes import Aduan
from terminal import Terminal

WORDS = """
[[question]]
id = "sejak"
category = "sampah"
text = "Sejak kapan?"
[[rule]]
id = "beracun"
category = "sampah"
answers.sejak = "racun"
priority = "emergency"
continue = true
say = "Sambungkan ke posko SEKARANG."
"""
NOW = "!! Sambungkan ke posko SEKARANG."


@pytest.fixture
def aduan(aduan_here: Aduan) -> Aduan:
    """Run commands in this process."""
    return aduan_here


@pytest.fixture
def asking(desk: Path) -> Path:
    """Return a desk that asks about waste, and where an answer makes an emergency of it."""
    with (desk / "rules.toml").open("a") as rules:
        rules.write(WORDS)
    return desk


def test_an_answer_that_makes_an_emergency_says_what_to_do_now(aduan: Aduan, asking: Path) -> None:
    """Typed at the question, given with the call, and for a sentence that is only tried."""
    terminal = Terminal(asking, "log", "sampah di jl mawar")
    terminal.wait_for(r"Sejak kapan\? ", 60)
    terminal.type("racun")
    shown = terminal.end(60)[2]
    assert shown.count(NOW) == 1
    assert aduan("log", "sampah", "--detail", "sejak=racun").stderr.splitlines()[0] == NOW
    said = aduan("-q", "log", "sampah", "--detail", "sejak=racun").stderr.splitlines()
    assert [line.split()[0] for line in said] == ["!!", "similar:", "similar:"]  # The two calls above.


def test_an_emergency_of_the_officers_own_says_it_too(aduan: Aduan, asking: Path) -> None:
    """Where the city has no words of its own there are some all the same; the sentence alone says them as data too."""
    stderr = aduan("log", "jalan rusak", "-p", "emergency").stderr
    assert stderr.startswith("!! emergency for ")
    assert "tell them now" in stderr.splitlines()[0]


def test_what_to_do_now_stands_last_too_when_questions_scrolled_it_away(asking: Path) -> None:
    terminal = Terminal(asking, "log", "sampah di jl mawar", "-p", "emergency")
    terminal.wait_for(r"!! emergency for .*now", 60)
    terminal.wait_for(r"Sejak kapan\? ", 60)
    terminal.type("kemarin")
    lines = [line for line in terminal.end(60)[2].splitlines() if line.strip()]
    assert ["!! " in line for line in lines] == [False] * (len(lines) - 1) + [True], lines


def test_open_emergencies_of_an_import_are_told(aduan: Aduan, asking: Path) -> None:
    (asking / "baru.jsonl").write_text('{"text": "sampah", "priority": "emergency"}\n{"text": "sampah"}\n')
    told = [line for line in aduan("import", "baru.jsonl").stderr.splitlines() if line.startswith("!! ")]
    assert len(told) == 1
    assert "tell them now" in told[0]


@pytest.mark.parametrize(("more", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)])
def test_on_a_terminal_what_to_do_now_stands_out_and_breaks_between_words(
    asking: Path, more: dict[str, str], coloured: bool
) -> None:
    terminal = Terminal(
        asking, "log", "jalan rusak di jl mawar", "-p", "emergency", **{"TERM": "xterm", "COLUMNS": "30", **more}
    )
    shown = terminal.end(60)[2]
    lines = shown[: shown.index("→")].splitlines()
    assert (lines[0].startswith("\x1b[1;31m!! "), lines[-1].endswith("\x1b[0m")) == (coloured, coloured), shown
    plain = [re.sub(r"\x1b\[[0-9;]*m", "", line) for line in lines]
    assert len(plain) > 1
    assert all(len(line) <= 30 for line in plain)
    assert " ".join(line.strip() for line in plain) == "!! emergency for triage: tell them now"


NAMING = """
[[question]]
id = "warna"
category = "banjir"
text = "Warna airnya?"
[[handoff]]
id = "kabel"
text = ["kabel hidup"]
to = "dlh"
as = "sampah"
say = "Sambungkan ke posko SEKARANG."
"""


def test_in_an_emergency_the_questions_are_those_of_what_the_hand_off_calls_it(aduan: Aduan, asking: Path) -> None:
    """Not those of the other matter that is named; `why` and `rules show` say who gave the category."""
    with (asking / "rules.toml").open("a") as rules:
        rules.write(NAMING)
    terminal = Terminal(asking, "log", "banjir di jl mawar, kabel hidup")
    terminal.wait_for(r"Sejak kapan\? ", 60)
    terminal.type("tadi")
    shown = terminal.end(60)[2]
    assert (NOW in shown, "Warna" in shown) == (True, False)
    told = json.loads(aduan("why", "1", "--format", "json").stdout)
    assert (told["category"], told["rule"]["as"], told["replayed"]["same"]) == ("sampah", "sampah", True)
    assert "as the hand-off says" in aduan("why", "1", "-v").stdout
    listed = json.loads(aduan("rules", "show", "--format", "json").stdout)
    assert [rule["as"] for rule in listed if rule["id"] == "kabel"] == ["sampah"]
