"""`log --also`: the matters of one call are tickets of their own, linked, taken in one step."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from office import RULES, Office
from terminal import Terminal

CALL = ("log", "Melaporkan sampah di Margahayu", "--also", "Melaporkan pju mati di Teluk Pucung")
FIRST, SECOND = "UJI-261123-0001-6", "UJI-261123-0002-7"


def records(office: Office, *arguments: str) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = office.run(*arguments, "--format", "json").data
    return made


def test_each_matter_has_its_ticket_and_its_line(office: Office) -> None:
    ran = office.run(*CALL)
    assert (ran.code, ran.out) == (0, f"{FIRST}\n{SECOND}\n")
    assert ran.err.splitlines() == [
        f"{FIRST} → dlh (Dinas Lingkungan Hidup) · complaint/sampah · Margahayu, Bekasi Timur",
        f"{SECOND} → bmsda-pju (Regu PJU) · complaint/pju-mati · Teluk Pucung, Bekasi Utara",
    ]
    assert [[event[0] for event in office.events(ticket)] for ticket in "12"] == [["logged", "linked"]] * 2


def test_what_is_said_of_the_call_holds_for_both_and_what_is_said_of_a_matter_for_one(office: Office) -> None:
    of_call = ("--name", "Ibu Contoh", "--phone", "081200000101", "--channel", "whatsapp", "--at", "13:00")
    of_first = ("--priority", "high", "--kecamatan", "Bekasi Utara", "--answer", "sabar", "--detail", "berapa=3")
    first, second = records(office, *CALL, *of_call, *of_first, "--reveal")
    for name in ("caller", "channel", "reported_at", "logged_at", "shift", "actor"):
        assert first[name] == second[name]
    assert first["caller"]["phone"] == "+6281200000101"
    assert (first["priority"], first["answer"], first["answers"]) == ("high", "sabar", {"berapa": 3})
    assert (second["priority"], second["answer"], second["answers"]) == ("normal", None, {})
    assert (second["unit"], second["kecamatan"]) == ("bmsda-pju", "Bekasi Utara")
    assert (first["linked"], second["linked"]) == ([SECOND], [FIRST])
    assert [records(office, "show", ticket) for ticket in "12"] == [  # type: ignore[comparison-overlap]
        {**record, "caller": {**record["caller"], "name": "I***", "phone": "+6281******101"}}
        for record in (first, second)
    ]


def test_a_key_that_repeats_makes_nothing_new(office: Office) -> None:
    """Also where the first matter alone was stored before: the other one is taken then, and linked with it."""
    alone = office.run("log", "Melaporkan sampah di Margahayu", "--key", "k")
    assert alone.out == f"{FIRST}\n"
    for _time in range(2):
        ran = office.run(*CALL, "--key", "k")
        assert (ran.code, ran.out) == (0, f"{FIRST}\n{SECOND}\n")
    assert f"known already: {SECOND}; nothing was stored" in ran.err
    assert office.run("list", "--count").out == "2\n"
    assert [record["linked"] for record in records(office, "list", "--sort", "ticket", "--reverse")] == [
        [SECOND], [FIRST],
    ]  # fmt: skip
    assert len(office.events("1")) == len(office.events("2")) == 2


def test_the_matters_of_one_call_are_not_told_as_earlier_calls(office: Office) -> None:
    ran = office.run(*CALL, "--also", "Melaporkan sampah di Duren Jaya", "--phone", "081200000101")
    assert "rings again" not in ran.err
    assert "similar" not in ran.err
    assert records(office, "show", "3")["linked"] == [FIRST]  # type: ignore[call-overload]


def test_nothing_is_stored_for_an_empty_matter_or_a_dry_run(office: Office) -> None:
    assert office.run(*CALL, "--also", " ").code == 2
    ran = office.run(*CALL, "--dry-run", "--format", "json")
    assert [record["unit"] for record in ran.data] == ["dlh", "bmsda-pju"]
    assert office.run("list", "--count").out == "0\n"


def test_an_emergency_among_them_is_said_at_once(office: Office) -> None:
    ran = office.run("log", "Melaporkan sampah", "--also", "Melaporkan kebakaran di Margahayu", "-q")
    assert ran.err == "!! Sambungkan ke pemadam sekarang.\n"
    assert ran.out == f"{FIRST}\n{SECOND}\n"


def test_code_is_asked_for_each_matter_once_both_are_stored(office: Office) -> None:
    code = (
        "from aduan_cli.hookspecs import Decision, hookimpl\n\n@hookimpl\ndef route(complaint):\n"
        "    return Decision('bmsda-jalan')\n"
    )
    (office.folder / "plugins/bmsda/plugin.py").write_text(code)
    first, second = records(office, "log", "Melaporkan pju mati", "--also", "Melaporkan jalan rusak")
    assert [one["step"] for one in (first, second)] == ["code", "code"]
    assert (first["linked"], second["linked"]) == ([second["ticket"]], [first["ticket"]])
    assert [records(office, "show", ticket) for ticket in "12"] == [first, second]  # type: ignore[comparison-overlap]


def test_questions_of_both_are_asked_on_a_terminal(office: Office) -> None:
    """Both tickets are there before the first question."""
    question = '\n[[question]]\nid = "%s"\ncategory = "%s"\ntext = "%s?"\n'
    more = question % ("berapa", "sampah", "Berapa truk") + question % ("sejak", "listrik", "Sejak kapan")
    office.write_rules(RULES + more)
    line = office.line("log", "Melaporkan sampah di Margahayu", "--also", "Melaporkan listrik padam di Duren Jaya")
    terminal = Terminal(Path(office.folder), *line, on=("stdin", "stdout", "stderr"))
    shown = terminal.wait_for("Berapa truk")
    assert FIRST in shown
    assert SECOND in shown
    assert f"{FIRST} sampah: ask the caller" in shown
    terminal.type("2")
    assert f"{SECOND} listrik: ask the caller" in terminal.wait_for("Sejak kapan")
    terminal.type("kemarin")
    assert terminal.end()[0] == 0
    assert [one["answers"] for one in records(office, "list", "--sort", "ticket", "--reverse")] == [
        {"berapa": "2"}, {"sejak": "kemarin"},
    ]  # fmt: skip


@pytest.mark.parametrize("value", ["", "  "])
def test_a_blank_key_is_as_without_also(office: Office, value: str) -> None:
    assert office.run(*CALL, "--key", value).code == office.run("log", "x", "--key", value).code
