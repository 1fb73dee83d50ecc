"""The life of a complaint: `ack`, `start`, `hold`, `return`, `assign`, `refer`, `resolve`, `close`, ..."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from aduan_cli.cli.move_complaints import VERBS
from aduan_cli.complaint.moves import LIFE
from aduan_cli.complaint.step import Step
from aduan_cli.stored import Outcome
from aduan_cli.tickets import parse_ticket
from office import RULES, Office
from terminal import Terminal

REASONS = """
[reasons.hold.suku-cadang]
say = "menunggu suku cadang"
stops_clock = true
[reasons.reject]
palsu = "laporan palsu"
"""


def moved(office: Office, verb: str, *arguments: str) -> dict[str, Any]:
    """Move one complaint; return what is told of it."""
    (row,) = office.run(verb, *arguments, "--format", "json").data
    assert isinstance(row, dict)
    return row


def record(office: Office, ticket: str) -> dict[str, Any]:
    shown: dict[str, Any] = office.run("show", ticket, "--format", "json").data
    return shown


def acting(office: Office, ticket: str) -> list[tuple[str, str, str]]:
    """Return unit, role and state of the assignments that hold."""
    store = office.store()
    complaint = store.resolve(parse_ticket(ticket))
    assert complaint is not None
    found = [tuple(one) for one in store.assignments(complaint)]
    assert list(store.differences()) == []
    store.close()
    return found  # type: ignore[return-value]


def test_every_move_of_the_table_is_a_command() -> None:
    """One has a second name: a hand-over by voice is an acknowledgement of an emergency."""
    assert set(VERBS) == {*LIFE, "handoff"}
    assert {verb.move for verb in VERBS.values()} == {None, "ack"}


def test_one_call_from_the_log_to_the_call_back(office: Office) -> None:
    """A call is taken, acknowledged, worked on, done and checked with the caller; `show` and the events tell it."""
    ticket = office.log("Melaporkan sampah menumpuk di Margahayu")
    assert office.run("ack", ticket).out == f"{ticket}: routed → acknowledged · dlh (Dinas Lingkungan Hidup)\n"
    assert moved(office, "start", "1") == {
        "ticket": ticket, "move": "start", "changed": True, "unit": "dlh", "role": "lead", "was": "acknowledged",
        "status": "in_progress", "version": 3,
    }  # fmt: skip
    assert acting(office, ticket) == [("dlh", "lead", "in_progress")]
    office.run("resolve", ticket, "--result", "sampah diangkut")
    assert acting(office, ticket) == [("dlh", "lead", "resolved")]
    office.run("close", ticket, "--by", "caller")
    assert (record(office, ticket)["status"], acting(office, ticket)) == ("closed", [])
    assert [event[0] for event in office.events(ticket)] == ["logged", "acknowledged", "started", "resolved", "closed"]
    history = office.run("show", ticket).out.partition("History\n")[2]
    assert "resolved  sari  dlh: sampah diangkut" in history
    assert "closed  sari  by caller" in history


@pytest.mark.parametrize(
    "moves",
    [
        (("ack", "--by", "Budi"),),
        (("start",),),
        (("hold", "--reason", "waiting", "--until", "2026-12-01"),),
        (("return", "--reason", "bukan kami", "--to", "bmsda"),),
        (("return", "--reason", "bukan kami", "--to", "bmsda"), ("assign",)),
        (("refer", "pln", "--reason", "tiang PLN"),),
        (("resolve", "--result", "beres"),),
        (("resolve", "--result", "beres"), ("close",)),
        (("resolve", "--result", "beres"), ("reopen", "--reason", "belum")),
        (("reject", "--reason", "hoax"),),
        (("answer", "sudah dijadwalkan"),),
        (("assign", "disdamkar", "--support"),),
    ],
    ids=str,
)
def test_the_same_move_twice_changes_nothing(office: Office, moves: tuple[tuple[str, ...], ...]) -> None:
    """Neither event nor version; and with another argument it is no repeat."""
    ticket = office.log("Melaporkan sampah menumpuk")
    for verb, *rest in moves:
        assert moved(office, verb, ticket, *rest)["changed"]
    before, events = record(office, ticket), office.events(ticket)
    verb, *rest = moves[-1]
    again = office.run(verb, ticket, *rest)
    if verb == "assign" and not rest:
        assert again.code == 2  # Who was named is served.
    else:
        assert (again.code, "nothing changed" in again.out) == (0, True)
    assert (record(office, ticket), office.events(ticket)) == (before, events)


def test_a_move_that_is_not_legal_names_those_that_are(office: Office) -> None:
    """Exit 5, one sentence, nothing stored."""
    ticket = office.log("Melaporkan sampah menumpuk")
    office.run("start", ticket)
    events = office.events(ticket)
    ran = office.run("ack", ticket)
    assert (ran.code, ran.out) == (5, "")
    legal = "hold, return, assign, refer, resolve, reject, merge"
    assert ran.err == f"error: {ticket} is in_progress: ack is not possible, but {legal}\n"
    assert office.run("close", ticket).code == 5
    assert office.events(ticket) == events


def test_several_tickets_are_moved_each_by_itself(office: Office) -> None:
    """What fails keeps no other from being moved; exit 6 names it."""
    first, second = office.log("Melaporkan sampah menumpuk"), office.log("Melaporkan jalan rusak")
    office.run("start", second)
    ran = office.run("ack", first, second, "77")
    assert ran.code == 6
    assert ran.out == f"{first}: routed → acknowledged · dlh (Dinas Lingkungan Hidup)\n"
    assert ran.err.splitlines()[-1] == f"error: 2 of 3 were not moved: {second}, 77"


def test_who_was_faster_wins(office: Office) -> None:
    """`--if-version` refuses what somebody else has changed since; a repeat of one's own move is none."""
    ticket = office.log("Melaporkan sampah menumpuk")
    assert moved(office, "ack", ticket, "--if-version", "1")["version"] == 2
    assert moved(office, "ack", ticket, "--if-version", "1")["changed"] is False
    ran = office.run("start", ticket, "--if-version", "1")
    assert ran.code == 5
    assert "in version 2, not 1" in ran.err
    assert record(office, ticket)["status"] == "acknowledged"


def test_a_helping_unit_moves_its_own_part(office: Office) -> None:
    """The complaint stays where its lead is; resolving the lead says who is not done yet, closing ends all."""
    ticket = office.log("Melaporkan sampah menumpuk")
    assert moved(office, "assign", ticket, "bmsda", "--support")["role"] == "support"
    row = moved(office, "start", ticket, "--unit", "bmsda")
    assert (row["unit"], row["was"], row["status"]) == ("bmsda", "routed", "in_progress")
    assert record(office, ticket)["status"] == "routed"
    ran = office.run("resolve", ticket, "--result", "diangkut")
    assert ran.err == f"{ticket}: not done yet: bmsda (in_progress)\n"
    assert acting(office, ticket) == [("dlh", "lead", "resolved"), ("bmsda", "support", "in_progress")]
    again = office.run("ack", ticket, "--unit", "bmsda")
    assert (again.code, "bmsda is in_progress" in again.err) == (5, True)
    assert office.run("resolve", ticket, "--unit", "bmsda", "--result", "dibersihkan").code == 0
    assert office.run("close", ticket).err == ""
    assert acting(office, ticket) == []


def test_a_unit_finds_what_it_helps_with(office: Office) -> None:
    """By every way of asking, each once; the table says who leads. `route` of a unit looks at what it leads alone."""
    first, second = office.log("Melaporkan sampah menumpuk"), office.log("Melaporkan pju mati")
    helps = f"{first}: helps · bmsda-pju (Regu PJU)\n"
    assert office.run("assign", first, "bmsda-pju", "--support").out == helps
    assert office.run("assign", first, "bmsda-pju", "--support").out == helps.replace(
        "helps", "helps already; nothing changed"
    )
    for unit, tickets in (("bmsda", [second, first]), ("bmsda-pju", [second, first]), ("dlh,bmsda", [second, first])):
        assert [row["ticket"] for row in office.run("list", "--unit", unit, "--format", "json").data] == tickets
        assert office.run("list", "--unit", unit, "--count").out == "2\n"
    assert office.run("list", "--unit", "bmsda", "--status", "routed", "--open", "--count").out == "2\n"
    assert office.run("list", "--unit", "bmsda", "--category", "sampah", "--count").out == "1\n"
    table = office.run("list", "--unit", "bmsda", "--columns", "ticket,unit").out.splitlines()[2:]
    assert [line.split(maxsplit=1) for line in table] == [[second, "bmsda-pju"], [first, "dlh +bmsda-pju"]]
    assert office.run("list", "--unit", "dlh", "--columns", "unit").out.split()[2:] == ["dlh"]
    assert [row["unit"] for row in office.run("list", "--unit", "bmsda", "--format", "json").data][1] == "dlh"
    assert office.run("route", "--unit", "bmsda").err == "decided: 0; unchanged: 1\n"
    office.run("resolve", first, "--result", "diangkut")
    office.run("close", first)
    assert office.run("list", "--unit", "bmsda", "--count").out == "1\n"
    assert office.run("list", "--unit", "dlh", "--count").out == "1\n"


def test_what_fits_a_unit_is_moved_where_it_leads_or_its_own_part(office: Office) -> None:
    """Nobody moves another's part because they help: --unit says that it is theirs."""
    first, second = office.log("Melaporkan sampah menumpuk"), office.log("Melaporkan pju mati")
    office.run("assign", first, "bmsda-pju", "--support")
    line = ("ack", "--where", "unit=bmsda", "--where", "open", "--yes", "--format", "json")
    ran = office.run(*line, "--dry-run")
    assert [(row["ticket"], row["role"]) for row in ran.data] == [(second, "lead")]
    assert ran.err.splitlines() == [
        "to be moved: 1",
        "where the unit only helps nothing moves: 1; --unit UNIT moves its own part",
    ]
    ran = office.run(*line, "--unit", "bmsda")
    assert [(row["ticket"], row["role"]) for row in ran.data] == [(first, "support"), (second, "lead")]
    assert acting(office, first) == [("dlh", "lead", "routed"), ("bmsda-pju", "support", "acknowledged")]
    ran = office.run("reject", "--where", "unit=bmsda", "--reason", "hoax", "--yes", "--format", "json")
    assert ([row["ticket"] for row in ran.data], ran.err) == ([second], "to be moved: 1\n")


def test_a_unit_without_a_part_is_told_who_has_one(office: Office) -> None:
    ticket = office.log("Melaporkan sampah menumpuk")
    ran = office.run("ack", ticket, "--unit", "disdamkar")
    assert (ran.code, ran.err) == (5, f"error: {ticket} is not at disdamkar; it is at dlh\n")


def test_a_unit_acts_for_its_crew(office: Office) -> None:
    ticket = office.log("Melaporkan pju mati")
    assert moved(office, "ack", ticket, "--unit", "DBMSDA")["unit"] == "bmsda-pju"


def test_what_comes_back_goes_to_whom_the_unit_named(office: Office) -> None:
    ticket = office.log("Melaporkan sampah menumpuk")
    office.run("return", ticket, "--reason", "di jalan kota", "--to", "bmsda")
    assert [row["ticket"] for row in office.run("list", "--status", "returned", "--format", "json").data] == [ticket]
    assert moved(office, "assign", ticket)["unit"] == "bmsda"
    after = record(office, ticket)
    assert (after["unit"], after["status"], after["step"]) == ("bmsda", "routed", "manual")
    assert acting(office, ticket) == [("bmsda", "lead", "routed")]
    by_hand = office.run("why", ticket, "--format", "json").data["by_hand"]
    assert (by_hand["actor"], by_hand["from"], by_hand["to"]) == ("sari", "dlh", "bmsda")
    office.run("return", ticket, "--reason", "bukan jalan kota")
    office.log("Melaporkan sampah lagi")
    assert [row["ticket"] for row in office.run("list", "--bounced", "--format", "json").data] == [ticket]
    assert "Came back   2\n" in office.run("show", ticket).out
    ran = office.run("assign", ticket)
    assert (ran.code, f"aduan assign {ticket} UNIT" in ran.err) == (2, True)
    assert moved(office, "assign", ticket, "bmsda")["status"] == "routed"


def test_an_outside_body_gets_what_is_not_the_citys(office: Office) -> None:
    ticket = office.log("Melaporkan sampah menumpuk")
    ran = office.run("refer", ticket, "PLN UP3")
    assert (ran.code, ran.err) == (0, "tell the caller: Hubungi PLN di 123.\n")
    assert (record(office, ticket)["status"], record(office, ticket)["unit"]) == ("referred", "pln")
    office.run("reopen", ticket, "--reason", "ternyata milik kota")
    assert (record(office, ticket)["status"], record(office, ticket)["unit"]) == ("new", "triage")
    assert office.run("route", "--pending").err == ""  # No rule sends it away again.
    for verb, unit, right in (("assign", "pln", "aduan refer"), ("refer", "dlh", "aduan assign"),
                              ("assign", "triage", "aduan route")):  # fmt: skip
        ran = office.run(verb, ticket, unit)
        assert (ran.code, right in ran.err) == (2, True)


def test_the_reasons_are_the_citys(office: Office) -> None:
    """A code of rules.toml, or it is refused with those that are known; the event keeps whether the clock stops."""
    office.write_rules(RULES + REASONS)
    ticket = office.log("Melaporkan sampah menumpuk")
    ran = office.run("hold", ticket, "--reason", "libur")
    assert (ran.code, "known: suku-cadang" in ran.err) == (2, True)
    assert moved(office, "hold", ticket, "--reason", "suku cadang", "--until", "besok 08:00")["status"] == "on_hold"
    said = office.events(ticket)[-1][2]
    assert (said["code"], said["stops_clock"], said["until"]) == ("suku-cadang", True, 1_795_482_000)
    assert office.run("hold", ticket, "--reason", "suku-cadang", "--until", "kemarin").code == 2
    assert moved(office, "reject", ticket, "--reason", "palsu")["status"] == "rejected"
    assert office.run("reject", ticket, "--reason", "hoax").code == 2


def test_a_complaint_that_was_a_question(office: Office) -> None:
    """It is answered, and its kind says so; opened again it is a complaint."""
    ticket = office.log("Melaporkan sampah menumpuk")
    assert moved(office, "answer", ticket, "diangkut besok")["status"] == "answered"
    after = record(office, ticket)
    assert (after["kind"], after["answer"], after["sources"]["kind"]) == ("information", "diangkut besok", "given")
    office.run("reopen", ticket, "--reason", "tidak diangkut")
    after = record(office, ticket)
    assert (after["kind"], after["status"], after["unit"]) == ("complaint", "routed", "dlh")
    assert acting(office, ticket) == [("dlh", "lead", "routed")]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("resolve", "1"), "--result is missing"),
        (("resolve", "1", "--result", "  "), "--result is empty"),
        (("return", "1"), "--reason is missing"),
        (("reject", "1"), "--reason is missing: hoax, withdrawn, duplicate, not-actionable"),
        (("reopen", "1"), "--reason is missing"),
        (("answer", "1"), "TEXT is missing"),
        (("refer", "pln"), "BODY is missing"),
        (("assign", "1", "dhl"), "did you mean 'dlh'?"),
        (("assign", "1", "--support"), "aduan assign TICKET UNIT --support"),
    ],
    ids=str,
)
def test_what_is_missing_is_said(office: Office, arguments: tuple[str, ...], sentence: str) -> None:
    ticket = office.log("Melaporkan sampah menumpuk")
    ran = office.run(*arguments)
    assert (ran.code, sentence in ran.err) == (2, True), ran.err
    assert len(office.events(ticket)) == 1


def test_nothing_is_stored_in_a_dry_run(office: Office) -> None:
    ticket = office.log("Melaporkan sampah menumpuk")
    assert moved(office, "ack", ticket, "--dry-run")["status"] == "acknowledged"
    assert record(office, ticket)["status"] == "routed"


def test_what_an_officer_typed_can_be_erased(office: Office) -> None:
    """Results and reasons stand beside the event: erasing takes them, and the chain still verifies."""
    ticket = office.log("Melaporkan sampah menumpuk")
    office.run("ack", ticket, "--by", "Joko")
    office.run("resolve", ticket, "--result", "diterima Bu Siti")
    office.run("reopen", ticket, "--reason", "kata Bu Siti belum")
    store = office.store()
    store.erase(ticket, "sari", 0)
    assert (store.breaks(), list(store.differences())) == ([], [])
    store.close()
    for name in ("Siti", "Joko"):
        assert name.encode() not in office.kept()
    ran = office.run("answer", ticket, "kata Bu Siti")
    assert (ran.code, "erased" in ran.err) == (5, True)


@pytest.mark.parametrize(
    ("state", "line"),
    [
        ("routed", ["note", "TICKET", "Ibu Siti minta 0812"]),
        ("routed", ["resolve", "TICKET", "--result", "diterima Ibu Siti"]),
        ("routed", ["resolve", "TICKET", "--result", "diterima Ibu Siti", "--dry-run"]),
        ("routed", ["ack", "TICKET", "--by", "Siti"]),
        ("routed", ["return", "TICKET", "--reason", "kata Ibu Siti"]),
        ("routed", ["assign", "TICKET", "bmsda", "--reason", "kata Ibu Siti"]),
        ("routed", ["assign", "TICKET", "bmsda", "--support", "--reason", "kata Ibu Siti"]),
        ("routed", ["answer", "TICKET", "kata Ibu Siti"]),
        ("resolved", ["reopen", "TICKET", "--reason", "kata Ibu Siti"]),
        ("routed", ["route", "TICKET", "--to", "bmsda", "--reason", "kata Ibu Siti"]),
        ("in_progress", ["route", "TICKET", "--priority", "high", "--reason", "kata Ibu Siti"]),
    ],
)
def test_on_what_was_erased_no_words_are_stored(office: Office, state: str, line: list[str]) -> None:
    """Whoever was erased would come back by a note; one sentence says so, and nothing is stored."""
    ticket = office.log("Melaporkan sampah menumpuk")
    office.set_status(ticket, state)
    store = office.store()
    store.erase(ticket, "sari", 0)
    store.close()
    before = office.events(ticket)
    ran = office.run(*(ticket if word == "TICKET" else word for word in line))
    assert (ran.code, len(ran.err.splitlines()), "was erased" in ran.err) == (5, 1, True)
    assert office.events(ticket) == before
    assert b"Siti" not in office.kept()


def test_what_was_erased_moves_without_words(office: Office) -> None:
    ticket = office.log("Melaporkan sampah menumpuk")
    store = office.store()
    store.erase(ticket, "sari", 0)
    store.close()
    for verb, *more in (["ack"], ["start"], ["assign", "bmsda"], ["assign", "disdamkar", "--support"]):
        assert office.run(verb, ticket, *more).code == 0
    assert office.run("reject", ticket, "--reason", "hoax").code == 0
    assert record(office, ticket)["status"] == "rejected"


def test_what_became_of_a_complaint_breaks_between_words(office: Office) -> None:
    """On a terminal; for programs it is one line."""
    ticket = office.log("melaporkan sampah di Margahayu")
    terminal = Terminal(office.folder, "--actor", "sari", "ack", ticket, on=("stdout", "stderr"), COLUMNS="40")
    lines = terminal.end(60)[2].splitlines()
    assert len(lines) > 1
    assert all(len(line) <= 40 for line in lines)
    assert " ".join(line.strip() for line in lines).endswith("· dlh (Dinas Lingkungan Hidup)")


def test_in_indonesian(office: Office) -> None:
    ticket = office.log("Melaporkan sampah menumpuk")
    assert office.run("--lang", "id", "ack", ticket).out == (
        f"{ticket}: menunggu → diterima · dlh (Dinas Lingkungan Hidup)\n"
    )
    assert (
        f"{ticket} berstatus diterima: close tidak bisa; yang bisa: start, hold"
        in office.run("--lang", "id", "close", ticket).err
    )


def test_what_fits_a_filter_is_moved_once_its_plan_is_right(office: Office) -> None:
    """The plan comes first; where nobody can be asked it takes --yes, and without it nothing is moved."""
    first, second = office.log("Melaporkan sampah satu"), office.log("Melaporkan sampah dua")
    third = office.log("Melaporkan jalan rusak")
    office.run("resolve", second, "--result", "beres")
    line = ("ack", "--where", "unit=dlh", "--where", "open")
    ran = office.run(*line)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.splitlines() == [
        f"{first}: routed → acknowledged · dlh (Dinas Lingkungan Hidup)",
        "to be moved: 1; ack is not possible for 1 that fit the filter as well",
        "error: --yes is needed where nobody can be asked",
    ]
    assert record(office, first)["status"] == "routed"
    assert [row["ticket"] for row in office.run(*line, "--yes", "--format", "json").data] == [first]
    assert office.run(*line, "--yes", "-q").out == ""  # Nothing is left to do.
    assert office.run("assign", "--where", "kategori=jalan-rusak", "bmsda", "-y").code == 0
    assert (record(office, third)["unit"], record(office, first)["version"]) == ("bmsda", 2)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("ack",), "a ticket is missing, or --where FILTER"),
        (("ack", "1", "--where", "open"), "--where goes without tickets"),
        (("ack", "--where", "unit"), "--where unit: unit=... would be right"),
        (("ack", "--where", "open=1"), "--where open=1: open would be right"),
        (("ack", "--where", "untl=3d"), "did you mean 'until'?"),
        (("ack", "--where", "sort=unit"), "unknown filter 'sort'"),
        (("answer", "--where", "open"), "TEXT is missing"),
    ],
    ids=str,
)
def test_a_filter_that_is_none_moves_nothing(office: Office, arguments: tuple[str, ...], sentence: str) -> None:
    ticket = office.log("Melaporkan sampah menumpuk")
    ran = office.run(*arguments, "--yes")
    assert (ran.code, sentence in ran.err) == (2, True), ran.err
    assert len(office.events(ticket)) == 1


def test_a_note_stands_in_the_history_and_changes_nothing(office: Office) -> None:
    ticket = office.log("Melaporkan sampah menumpuk")
    before = record(office, ticket)
    assert office.run("note", ticket, "penelepon menelepon lagi").out == f"{ticket}: noted\n"
    assert record(office, ticket) == before
    assert office.run("history", ticket, "--format", "json").data[-1]["data"] == {"notes": ["penelepon menelepon lagi"]}
    assert "noted   penelepon menelepon lagi" in office.run("history", ticket).out
    assert office.run("note", ticket, " ").code == 2


def test_what_was_typed_is_corrected(office: Office) -> None:
    """New words are decided by again; what it was stays beside the event; the same again changes nothing."""
    ticket = office.log("Melaporkan sampha menumpuk", "--phone", "0812-0000-0101", "--name", "Siti")
    assert record(office, ticket)["unit"] == "triage"
    ran = office.run("edit", ticket, "--text", "Melaporkan sampah menumpuk", "--phone", "0812-0000-0102")
    assert (ran.code, ran.out) == (0, f"{ticket}: corrected: text, caller.phone\n")
    changes = f"{ticket}: caller.phone +6281******101 → +6281******102\n"
    assert ran.err == f"{changes}→ dlh (Dinas Lingkungan Hidup) · sampah\n"
    after = record(office, ticket)
    assert (after["text"], after["unit"], after["status"]) == ("Melaporkan sampah menumpuk", "dlh", "routed")
    assert [row["ticket"] for row in office.run("list", "--phone", "0812-0000-0102", "--format", "json").data] == [
        ticket
    ]
    assert office.run("list", "--phone", "0812-0000-0101", "--count").out == "0\n"
    edited = next(
        event for event in office.run("history", ticket, "--format", "json").data if event["type"] == "edited"
    )
    assert edited["data"] == {"fields": ["text", "caller_phone"]}
    told = "text Melaporkan sampha menumpuk → Melaporkan sampah menumpuk; caller.phone +6281******101 → +6281******102"
    assert told in office.run("history", ticket).out
    again = office.run("edit", ticket, "--text", "Melaporkan sampah menumpuk")
    assert (again.code, "nothing changed" in again.out, record(office, ticket)) == (0, True, after)
    assert acting(office, ticket) == [("dlh", "lead", "routed")]


def test_what_was_understood_wrong_is_corrected_with_what_was_typed(office: Office) -> None:
    """Words, caller and facts in one line: decided once, by all of it; what a person said no later reading changes."""
    ticket = office.log("Melaporkan sampha menumpuk")
    typed = ("--text", "Ada yang menumpuk di jalan", "--name", "Siti")
    facts = ("-c", "sampah", "--kelurahan", "margahayu", "--address", "Jl. Kenari 3", "-p", "tinggi")
    ran = office.run("edit", "1", *typed, *facts)
    said = "text, caller.name, category, priority, kecamatan, kelurahan, address"
    assert (ran.code, ran.out) == (0, f"{ticket}: corrected: {said}\n")
    after = record(office, ticket)
    assert (after["unit"], after["status"], after["category"], after["priority"]) == ("dlh", "routed", "sampah", "high")
    place = ("Bekasi Timur", "Margahayu", "Jl. Kenari 3")
    assert (after["kecamatan"], after["kelurahan"], after["address"]) == place
    assert (after["caller"]["name"], after["text"]) == ("S***", "Ada yang menumpuk di jalan")
    assert [event["type"] for event in office.run("history", "1", "--format", "json").data] == [
        "logged", "edited", "routed"
    ]  # fmt: skip
    assert acting(office, ticket) == [("dlh", "lead", "routed")]
    again = office.run("edit", "1", "-c", "sampah", "--name", "Siti")
    assert (again.code, "nothing changed" in again.out, record(office, ticket)) == (0, True, after)
    office.run("edit", "1", "--text", "Ada yang menumpuk lagi")
    assert record(office, ticket)["category"] == "sampah"


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--kelurahan", "nowhere"), "nowhere"),
        (("-c", "sampahh"), "sampah"),
        (("--channel", "burung"), "burung"),
        (("--channel", ""), "--channel is empty"),
        (("--kelurahan", "margahayu", "--kecamatan", "bekasi utara"), "not in"),
        (("--text", "", "-c", "sampah"), "no text"),
        (("--address", "Jl. Kenari", "--kecamatan", "nowhere"), "nowhere"),
    ],
    ids=str,
)
def test_of_a_correction_all_is_stored_or_nothing(office: Office, options: tuple[str, ...], told: str) -> None:
    ticket = office.log("Melaporkan sampah menumpuk")
    before = record(office, ticket)
    ran = office.run("edit", "1", "--name", "Siti", *options)
    assert (ran.code, told in ran.err, record(office, ticket)) == (2, True, before)


def test_what_is_at_work_is_corrected_with_a_reason_and_stays(office: Office) -> None:
    ticket = office.log("Melaporkan sampah menumpuk")
    office.run("start", ticket)
    before = record(office, ticket)
    ran = office.run("edit", "1", "--name", "Siti", "-c", "jalan-rusak")
    assert (ran.code, "--reason" in ran.err, record(office, ticket)) == (2, True, before)
    ran = office.run("edit", "1", "--name", "Siti", "-c", "jalan-rusak", "--reason", "salah dengar")
    after = record(office, ticket)
    assert (ran.code, after["category"], after["unit"], after["status"]) == (0, "jalan-rusak", "dlh", "in_progress")
    assert f"{ticket} stays with dlh" in ran.err
    assert "salah dengar" in office.run("history", "1").out


@pytest.mark.parametrize("end", [("resolve", "--result", "beres"), ("reject", "--reason", "hoax")])
def test_what_is_closed_or_rejected_is_corrected_and_stays_so(office: Office, end: tuple[str, ...]) -> None:
    ticket = office.log("Melaporkan sampah menumpuk")
    office.run(end[0], ticket, *end[1:])
    office.run("close", ticket)
    before = record(office, ticket)
    assert office.run("edit", ticket, "--kelurahan", "margahayu").code == 2
    assert office.run("edit", ticket, "--kelurahan", "margahayu", "--reason", "salah dengar").code == 0
    after = record(office, ticket)
    assert (after["kelurahan"], after["status"], after["unit"]) == ("Margahayu", before["status"], "dlh")
    assert acting(office, ticket) == []
    assert office.run("db", "verify").code == 0


def test_how_a_call_came_in_is_corrected(office: Office) -> None:
    ticket = office.log("Melaporkan sampah menumpuk")
    ran = office.run("edit", "1", "--channel", "whatsapp")
    assert (ran.out, ran.err) == (f"{ticket}: corrected: channel\n", f"{ticket}: channel phone → whatsapp\n")
    assert record(office, ticket)["channel"] == "whatsapp"


def test_new_words_that_make_an_emergency_are_told_at_once(office: Office) -> None:
    ticket = office.log("Melaporkan kebakran rumah")
    ran = office.run("edit", ticket, "--text", "Melaporkan kebakaran rumah")
    assert "!! " in ran.err
    assert "Sambungkan ke pemadam sekarang." in ran.err


def test_when_it_was_reported_is_corrected(office: Office) -> None:
    """The ticket stays, the shift is that of the time, rules look at it again; the same again changes nothing."""
    night = '[[rule]]\nid = "malam"\ncategory = "sampah"\nhours = "21:00-07:00"\nto = "disdamkar"\n'
    office.write_rules(RULES.replace("[plugins]", night + "[plugins]"))
    ticket = office.log("Melaporkan sampah menumpuk", "--phone", "0812-0000-0101")
    assert record(office, ticket)["unit"] == "dlh"
    ran = office.run("edit", "1", "--at", "2026-11-22 22:10")
    assert (ran.code, ran.out) == (0, f"{ticket}: corrected: reported_at\n")
    changes = f"{ticket}: reported_at 2026-11-23 14:05 → 2026-11-22 22:10\n"
    assert ran.err == f"{changes}→ disdamkar (Pemadam Kebakaran) · sampah\n"
    after = record(office, ticket)
    assert (after["reported_at"], after["shift"]) == ("2026-11-22T22:10:00+07:00", "malam")
    assert (after["ticket"], after["unit"], after["logged_at"]) == (ticket, "disdamkar", "2026-11-23T14:05:00+07:00")
    assert acting(office, ticket) == [("disdamkar", "lead", "routed")]
    for option in ("--phone=0812-0000-0101", "--unit=disdamkar", "--status=routed"):
        found = office.run("list", "--since", "2026-11-22", "--until", "2026-11-22", option, "--count")
        assert (option, found.out) == (option, "1\n")
    assert "reported_at 2026-11-23 14:05 → 2026-11-22 22:10" in office.run("history", "1").out
    edited = next(one for one in office.run("history", "1", "--format", "json").data if one["type"] == "edited")
    assert edited["data"]["corrected"]["reported_at"] == ["2026-11-23T14:05:00+07:00", "2026-11-22T22:10:00+07:00"]
    again = office.run("edit", "1", "--at", "2026-11-22 22:10")
    assert ("nothing changed" in again.out, record(office, ticket)) == (True, after)
    ran = office.run("edit", "1", "--at", "2026-11-24 08:00")
    assert (ran.code, "still to come" in ran.err, record(office, ticket)) == (2, True, after)
    store = office.store()
    assert (store.breaks(), list(store.differences())) == ([], [])


def test_a_plan_that_nobody_is_asked_about_is_not_told_twice(office: Office) -> None:
    ticket = office.log("Melaporkan sampah menumpuk")
    line = ("ack", "--where", "category=sampah")
    assert ticket in office.run(*line).err
    ran = office.run(*line, "--yes")
    assert (ran.out.count(ticket), ran.err) == (1, "to be moved: 1\n")


def test_what_is_at_work_stays_with_another_time(office: Office) -> None:
    ticket = office.log("Melaporkan sampah menumpuk")
    office.run("start", ticket)
    ran = office.run("edit", "1", "--at", "kemarin 22:10", "--priority", "high", "--reason", "salah dengar")
    assert (ran.code, ran.out) == (0, f"{ticket}: corrected: reported_at, priority\n")
    after = record(office, ticket)
    assert (after["status"], after["shift"], after["priority"]) == ("in_progress", "malam", "high")


@pytest.mark.parametrize("line", [("edit", "1", "--text", "Melaporkan kebakaran"), ("edit", "1", "--at", "kemarin")])
def test_a_correction_is_stored_with_what_it_decides_or_not_at_all(
    office: Office, line: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody else is faster between the reading and the storing: the words stay those by which it was decided."""
    ticket = office.log("Melaporkan sampah menumpuk")
    kind = type(office.store())
    commit = kind.commit

    def late(store: Any, steps: Sequence[Step], *more: Any, **named: Any) -> list[Outcome]:
        monkeypatch.setattr(kind, "commit", commit)
        office.spawn("ack", ticket)
        return commit(store, steps, *more, **named)

    monkeypatch.setattr(kind, "commit", late)
    ran = office.run(*line)
    assert ran.code == 5
    after = record(office, ticket)
    assert (after["text"], after["unit"], after["status"]) == ("Melaporkan sampah menumpuk", "dlh", "acknowledged")
    assert [event[0] for event in office.events(ticket)] == ["logged", "acknowledged"]


def test_what_is_at_work_stays_where_it_is_when_its_words_are_corrected(office: Office) -> None:
    ticket = office.log("Melaporkan sampah menumpuk", "--name", "Siti")
    office.run("start", ticket)
    ran = office.run("edit", ticket, "--text", "Melaporkan jalan rusak", "--name", "")
    assert (ran.code, f"{ticket} stays where it is" in ran.err) == (0, True)
    after = record(office, ticket)
    assert (after["unit"], after["category"], after["caller"]["name"]) == ("dlh", "sampah", None)
    assert office.run("edit", ticket, "--text", " ").code == 2
    assert office.run("edit", ticket).code == 2
    store = office.store()
    store.erase(ticket, "sari", 0)
    store.close()
    assert office.run("edit", ticket, "--name", "Siti").code == 5
    assert b"Siti" not in office.kept()


QUESTION = """
[[question]]
id = "tinggi-tumpukan"
category = "sampah"
text = "Berapa meter?"
type = "number"
[[rule]]
id = "gunungan"
category = "sampah"
answers = { tinggi-tumpukan = ">= 3" }
to = "disdamkar"
"""


def test_a_question_is_answered_later(office: Office) -> None:
    """The call is decided by the answer; the same again changes nothing, and what doesn't fit is told."""
    rules = RULES.replace("[plugins]", QUESTION + "[plugins]")
    office.write_rules(rules)
    ticket = office.log("Melaporkan sampah menumpuk")
    ran = office.run("set", ticket, "Tinggi_Tumpukan=4")
    assert (ran.code, ran.out) == (0, f"{ticket}: answered: tinggi-tumpukan\n")
    assert ran.err == "→ disdamkar (Pemadam Kebakaran) · sampah\n"
    after = record(office, ticket)
    assert (after["answers"], after["unit"], after["rule"]) == ({"tinggi-tumpukan": 4}, "disdamkar", "gunungan")
    again = office.run("set", ticket, "tinggi-tumpukan=4")
    assert ("nothing changed" in again.out, record(office, ticket)) == (True, after)
    office.run("start", ticket)
    ran = office.run("set", ticket, "tinggi-tumpukan=setinggi rumah")
    assert (ran.code, f"look again: {ticket}, tinggi-tumpukan" in ran.err) == (0, True)
    assert ran.err.startswith(f"{ticket}: tinggi-tumpukan = 4 → setinggi rumah\n")
    assert f"{ticket} stays where it is" in ran.err
    assert office.run("set", ticket, "tinggi-tumpukan").code == 2
    assert office.run("set", ticket, "tinggi-tumpukan-ucapan=setinggi rumah").code == 0


@pytest.mark.parametrize(
    ("said", "typed", "right"),
    [
        ("Melaporkan sampah menumpuk", "tinggi-tumpukn", "did you mean 'tinggi-tumpukan'?"),
        ("Melaporkan sampah menumpuk", "x", "'tinggi-tumpukan' would be right"),
        ("Melaporkan lampu pju mati", "x", "of pju-mati nothing is asked"),
        ("Melaporkan sesuatu", "x", "a call without a category is asked nothing"),
    ],
)
def test_an_answer_that_nothing_asks_for_is_refused(office: Office, said: str, typed: str, right: str) -> None:
    """With what is asked; nothing is stored. What a question elsewhere or a rule alone is about may be told of any."""
    more = QUESTION + '[[rule]]\nid = "tua"\nanswers = { usia = ">= 60" }\nto = "dlh"\n'
    office.write_rules(RULES.replace("[plugins]", more + "[plugins]"))
    ticket = office.log(said)
    before = record(office, ticket)
    ran = office.run("set", ticket, "tinggi-tumpukan=2", f"{typed}=1")
    told = f"{typed}: no question has that name; {right}"
    assert (ran.code, told in ran.err, record(office, ticket)) == (2, True, before), ran.err
    assert office.run("set", ticket, "tinggi-tumpukan=2", "usia=7").code == 0
    assert record(office, ticket)["answers"] == {"tinggi-tumpukan": 2, "usia": 7}


def test_mine_are_those_that_i_took(office: Office) -> None:
    mine = office.log("Melaporkan sampah menumpuk")
    office.run("--actor", "joko", "log", "Melaporkan sampah lagi")
    assert [row["ticket"] for row in office.run("list", "--mine", "--format", "json").data] == [mine]
    assert office.run("list", "--mine", "--actor", "joko", "--count").out == "2\n"


def test_the_history_of_a_complaint(office: Office) -> None:
    """Each event with when, who, what; programs get its data, and nothing of the caller's."""
    ticket = office.log("Melaporkan sampah menumpuk", "--phone", "0812-0000-0101", "--name", "Siti")
    office.run("--actor", "joko", "hold", ticket, "--reason", "waiting", "--until", "2026-12-01")
    office.run("resolve", ticket, "--result", "diangkut")
    first, held, resolved = office.run("history", ticket, "--format", "json").data
    assert list(first) == ["ticket", "at", "actor", "type", "unit", "data", "number"]
    assert (first["type"], first["unit"], first["at"]) == ("logged", "dlh", "2026-11-23T14:05:00+07:00")
    assert "Siti" not in str(first)
    assert "101" not in str(first)
    assert held["data"] == {
        "unit": "dlh", "role": "lead", "was": "routed", "status": "on_hold", "code": "waiting",
        "stops_clock": False, "until": "2026-12-01T00:00:00+07:00",
    }  # fmt: skip
    assert (resolved["unit"], resolved["data"]["result"]) == ("dlh", "diangkut")
    told = office.run("--lang", "id", "history", ticket).out
    assert "joko     ditunda   dlh: menunggu; sampai 2026-12-01 00:00" in told
    assert "2026-11-23 14:05  sari     selesai   dlh: diangkut" in told


def test_show_says_how_far_a_helping_unit_is(office: Office) -> None:
    ticket = office.log("Melaporkan sampah menumpuk")
    office.run("assign", ticket, "bmsda", "--support")
    office.run("ack", ticket, "--unit", "bmsda")
    assert "bmsda (Dinas Bina Marga) · acknowledged" in office.run("show", ticket).out


@pytest.mark.parametrize("crew", ["pju", "bmsda-pju", "PJU"])
def test_a_unit_gives_it_to_a_crew_of_its_own(office: Office, crew: str) -> None:
    """From one crew to another, by its id or the word behind its unit's; the same again changes nothing."""
    ticket = office.log("Melaporkan jalan rusak")
    office.run("ack", ticket)
    told = moved(office, "assign", "1", crew, "--crew")
    assert (told["was"], told["status"], told["unit"]) == ("acknowledged", "routed", "bmsda-pju")
    assert moved(office, "assign", "1", crew, "--crew")["changed"] is False
    assert moved(office, "assign", "1", "bmsda", "--crew")["unit"] == "bmsda"
    assert acting(office, ticket) == [("bmsda", "lead", "routed")]
    assert (record(office, "1")["step"], record(office, "1")["rule"]) == ("manual", None)


def test_a_crew_of_another_unit_is_refused_and_the_own_are_named(office: Office) -> None:
    office.log("Melaporkan jalan rusak")
    office.log("Melaporkan sampah")
    office.log("entah apa")
    for line, sentence in (
        (("1", "dlh", "--crew"), "UJI-261123-0001-6: dlh is no crew of bmsda; it has bmsda-pju, bmsda-jalan"),
        (("2", "pju", "--crew"), "UJI-261123-0002-7: pju is no crew of dlh; it has none"),
        (("3", "pju", "--crew"), "no unit has it yet"),
        (("1", "--crew"), "--crew without a crew"),
        (("1", "pju", "--crew", "--support"), "--support or --crew, not both"),
    ):
        ran = office.run("assign", *line)
        assert (ran.code, sentence in ran.err) == (2, True), ran.err
