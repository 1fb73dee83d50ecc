"""Of an emergency whose place nobody understood the officer is asked for the place first, once the call is stored."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from processes import Aduan
from terminal import Terminal

WHERE = r"WHERE\? .*\) "
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
[[handoff]]
id = "jerit"
text = ["menjerit"]
to = "dlh"
say = "Sambungkan dlh!"
"""


@pytest.fixture
def aduan(aduan_here: Aduan) -> Aduan:
    """Run commands in this process."""
    return aduan_here


@pytest.fixture
def asking(desk: Path) -> Path:
    """Return a desk that asks about waste, where words alone go by voice and an answer makes an emergency."""
    with (desk / "rules.toml").open("a") as rules:
        rules.write(WORDS)
    return desk


def shown(aduan: Aduan, ticket: str) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(aduan("show", ticket.strip(), "--format", "json").stdout)
    return made


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("Margahayu", ("Bekasi Timur", "Margahayu", None)),
        ("jl mawar no 5, kel. margahayu", ("Bekasi Timur", "Margahayu", "jl mawar no 5")),
        ("depan pasar baru", (None, None, "depan pasar baru")),
        ("", (None, None, None)),
    ],
)
def test_the_place_is_asked_once_the_call_is_stored_and_the_officer_told(
    aduan: Aduan, asking: Path, said: str, place: tuple[str | None, ...]
) -> None:
    """Also of a call that has no category. Its ticket, and what to do now, were there before."""
    terminal = Terminal(asking, "log", "orang menjerit", on=("stdin", "stdout", "stderr"))
    before = terminal.wait_for(WHERE, 60)
    assert before.index("!! Sambungkan dlh!") < before.index("UJI-")
    stored = json.loads(aduan("list", "--format", "json").stdout)
    assert [(one["status"], one["category"], one["step"]) for one in stored] == [("routed", None, "handoff")]
    terminal.type(said)
    _code, _out, after = terminal.end(60)
    made = shown(aduan, "1")
    assert (made["kecamatan"], made["kelurahan"], made["address"]) == place
    assert made["sources"].get("kelurahan" if place[1] else "address", "given" if not said else None) == "given"
    where = [name for name in (place[2], place[1]) if name]
    assert (", ".join(where) or "place not named") in after
    assert after.rstrip().endswith("!! Sambungkan dlh!")
    history = json.loads(aduan("history", "1", "--format", "json").stdout)
    assert [one["type"] for one in history] == ["logged", *(["corrected"] if said else [])]


def test_the_place_comes_before_the_questions_of_the_category(aduan: Aduan, asking: Path) -> None:
    terminal = Terminal(asking, "log", "sampah", "-p", "emergency")
    before = terminal.wait_for(WHERE, 60)
    assert "Sejak kapan?" not in before
    terminal.type("Margahayu")
    terminal.wait_for(r"Sejak kapan\? ", 60)
    assert shown(aduan, "1")["kelurahan"] == "Margahayu"  # Whoever hangs up now, the place is stored.
    terminal.type("kemarin")
    terminal.end(60)
    made = shown(aduan, "1")
    assert (made["kelurahan"], made["answers"], made["unit"]) == ("Margahayu", {"sejak": "kemarin"}, "dlh")


def test_an_answer_that_makes_an_emergency_has_the_place_asked_then(aduan: Aduan, asking: Path) -> None:
    terminal = Terminal(asking, "log", "sampah")
    assert "WHERE" not in terminal.wait_for(r"Sejak kapan\? ", 60)
    terminal.type("racun")
    terminal.wait_for(r"!! Sambungkan ke posko SEKARANG\.", 60)
    terminal.wait_for(WHERE, 60)
    terminal.type("Margahayu")
    terminal.end(60)
    made = shown(aduan, "1")
    assert (made["kelurahan"], made["priority"]) == ("Margahayu", "emergency")


@pytest.mark.parametrize("text", ["orang menjerit di jl mawar", "jalan rusak", "jalan rusak di Margahayu"])
def test_a_place_that_is_known_is_not_asked_nor_where_it_can_wait(asking: Path, text: str) -> None:
    _code, out, shown_ = Terminal(asking, "log", text).end(60)
    assert (out.count("\n"), "WHERE" in shown_) == (1, False)


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("jl mawar no 5", ("Bekasi Timur", "Margahayu", "jl mawar no 5")),
        ("depan pasar baru", ("Bekasi Timur", "Margahayu", "depan pasar baru")),
        ("Teluk Pucung, depan pasar", ("Bekasi Utara", "Teluk Pucung", "Teluk Pucung, depan pasar")),
        ("", ("Bekasi Timur", "Margahayu", None)),
    ],
)
def test_of_a_ward_alone_it_is_asked_where_exactly(
    aduan: Aduan, asking: Path, said: str, place: tuple[str | None, ...]
) -> None:
    """After it is stored and the officer told; what is known of the place stays."""
    terminal = Terminal(asking, "log", "orang menjerit di Margahayu", on=("stdin", "stdout", "stderr"))
    before = terminal.wait_for(r"WHERE exactly\? .*\) ", 60)
    assert before.index("!! Sambungkan dlh!") < before.index("UJI-") < before.index("WHERE exactly?")
    terminal.type(said)
    terminal.end(60)
    made = shown(aduan, "1")
    assert (made["kecamatan"], made["kelurahan"], made["address"]) == place


def test_the_line_of_enter_comes_once_and_before_the_first_question(asking: Path) -> None:
    terminal = Terminal(asking, "log", "sampah", "-p", "emergency")
    before = terminal.wait_for(WHERE, 60)
    assert before.index("(Enter leaves one out") < before.index("WHERE?")
    terminal.type("Margahayu")
    between = terminal.wait_for(r"Sejak kapan\? ", 60)
    terminal.type("")
    _code, _out, after = terminal.end(60)
    assert (before + between + after).count("Enter leaves one out") == 1
    assert "WHERE exactly?" not in between + after


@pytest.mark.parametrize("junk", ["ya", "tidak", "2", "g", "-", "gak tau", "xxx"])
@pytest.mark.parametrize("then", ["depan pasar", "ya", ""])
def test_junk_is_no_place_and_asked_for_once_more(aduan: Aduan, asking: Path, junk: str, then: str) -> None:
    terminal = Terminal(asking, "log", "orang menjerit")
    terminal.wait_for(WHERE, 60)
    terminal.type(junk)
    terminal.wait_for(r"That is no place\. .*\) ", 60)
    terminal.type(then)
    _code, out, shown_ = terminal.end(60)
    assert shown(aduan, "1")["address"] == (then if then == "depan pasar" else None)
    assert (f"unknown; once it is known: aduan edit {out.strip()} --address" in shown_) is (then != "depan pasar")


def test_what_is_typed_ahead_is_no_place(aduan: Aduan, asking: Path) -> None:
    terminal = Terminal(asking, "log", "orang menjerit")
    terminal.press("aduan li")
    _code, out, shown_ = terminal.end(60)
    assert f"aduan edit {out.strip()} --address ..." in shown_
    assert shown(aduan, "1")["address"] is None


@pytest.mark.parametrize("keys", ["\x03", "aduan list"])
def test_who_leaves_the_question_keeps_the_call(aduan: Aduan, asking: Path, keys: str) -> None:
    terminal = Terminal(asking, "log", "sampah", "-p", "emergency")
    terminal.wait_for(WHERE, 60)
    terminal.type(keys)
    code, _out, shown_ = terminal.end(60)
    assert (code, "Sejak kapan?" in shown_) == (0, False)
    assert shown(aduan, "1")["unit"] == "dlh"


def test_the_smaller_level_of_places_has_the_citys_word(asking: Path) -> None:
    """A city that calls it otherwise is asked so."""
    rules = asking / "rules.toml"
    rules.write_text('[places]\nlevels = ["kecamatan", "lingkungan"]\n' + rules.read_text())
    terminal = Terminal(asking, "log", "orang menjerit", on=("stdin", "stdout", "stderr"))
    assert "RT/RW, lingkungan, " in terminal.wait_for(WHERE, 60)
    terminal.type("")
    terminal.end(60)
