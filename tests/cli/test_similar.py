"""`aduan log` says which calls may be about the same, and why; `aduan similar` of any."""

from __future__ import annotations

import json

import pytest

from aduan_cli.errors import StoreError
from aduan_cli.store.sqlite import SqliteStore
from office import Office
from terminal import Terminal

PHONE = "0812-0000-0101"
LONG = "Penelepon melaporkan jalan berlubang besar di depan pasar lama"


def said(office: Office, *arguments: str) -> list[str]:
    """Log a call; return the lines on stderr that speak of others."""
    ran = office.run("log", *arguments)
    assert (ran.code, len(ran.out.splitlines())) == (0, 1), ran.err
    return [line for line in ran.err.splitlines() if line.startswith("similar: ")]


def test_a_call_about_the_same_is_told_with_its_reasons(office: Office) -> None:
    """With time, category and state, no name and no number; however the phone is written."""
    ticket = office.log(LONG, "--phone", "0812 0000 0101 / 021-88000111", "--name", "Ani Wijaya", "--at", "13:02")
    line = f"similar: {ticket} 13:02 jalan-rusak, routed (phone, words, category, recent)"
    assert said(office, LONG, "--phone", "+6281200000101") == [line]


def test_a_day_is_named_where_it_is_not_today(office: Office) -> None:
    ticket = office.log("sampah", "--phone", PHONE, "--at", "2026-11-20 09:15")
    assert f"similar: {ticket} 2026-11-20 09:15 sampah, routed (words, category)" in said(office, "sampah")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"  {LONG.upper()} ", True),
        (LONG.replace("lama", "lama sekali"), True),
        ("Penelepon melaporkan sampah besar di tempat lain", False),
    ],
)
def test_like_words_are_told(office: Office, text: str, told: bool) -> None:
    """Whatever case and spaces."""
    ticket = office.log(LONG, "--at", "13:40")
    lines = said(office, text)
    assert [line.startswith(f"similar: {ticket} ") for line in lines] == [True] * told


def test_a_question_typed_twice_is_told(office: Office) -> None:
    asked, short = office.log("menanyakan ktp di Margahayu"), office.log("banjir")
    assert [line.split()[1] for line in said(office, "menanyakan ktp di Margahayu")] == [asked]
    assert [line.split()[1] for line in said(office, "banjir")] == [short]
    assert said(office, "menanyakan ktp di Kranji") == []


def test_the_same_words_at_another_place_are_another_matter(office: Office) -> None:
    office.log("sampah menumpuk di sini", "--kelurahan", "Margahayu")
    assert said(office, "sampah menumpuk di sini", "--kelurahan", "Teluk Pucung") == []


def test_what_the_officer_linked_is_left_out_and_so_is_a_repeat_under_a_key(office: Office) -> None:
    first = office.log("sampah", "--phone", PHONE)
    assert said(office, "sampah", "--phone", PHONE, "--link", first) == []
    office.log("sampah", "--phone", PHONE, "--key", "k1")
    assert said(office, "sampah", "--phone", PHONE, "--key", "k1") == []


def test_three_lines_at_most_the_ticket_before(office: Office) -> None:
    """From a script: stdout is the ticket alone; the lines come behind it, with -q alone, with --dry-run not."""
    for number in range(5):
        ran = office.run("log", "sampah")
        assert ran.err.count("similar: ") == min(number, 3)
        assert [line[:8] for line in ran.err.splitlines()][-1] == ("similar:" if number else "→ dlh (D")
    assert office.run("-q", "log", "sampah").err.startswith("similar: UJI-")
    assert "similar" not in office.run("log", "sampah", "--dry-run").err


def test_an_import_tells_nothing(office: Office) -> None:
    (office.folder / "lagi.jsonl").write_text('{"text": "sampah"}\n{"text": "sampah"}\n')
    ran = office.run("import", str(office.folder / "lagi.jsonl"))
    assert (ran.code, "similar" in ran.err) == (0, False)


def test_the_caller_of_what_was_erased_is_told_of_nobody(office: Office) -> None:
    ticket = office.log("sampah menumpuk", "--phone", PHONE)
    office.store().erase(ticket, "rina")
    assert said(office, "sampah menumpuk", "--phone", PHONE) == []


@pytest.mark.of_file
def test_a_store_that_fails_meanwhile_keeps_no_ticket_back(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """The call is stored by then: nothing is told, and the command ends as it would."""

    def failing(*_arguments: object) -> None:
        raise StoreError("gone")

    office.log("sampah", "--phone", PHONE)
    monkeypatch.setattr(SqliteStore, "nearby", failing)
    assert said(office, "sampah", "--phone", PHONE) == []


def test_on_a_terminal_it_stands_last_in_the_officers_language(office: Office) -> None:
    ticket = office.log("sampah", "--phone", PHONE, "--at", "13:02")
    terminal = Terminal(office.folder, "--lang", "id", "--now", "2026-11-23 14:05", "log", "sampah", "--phone", PHONE)
    code, _signal, shown = terminal.end(60)
    assert code == 0
    line = f"mirip: {ticket} 13:02 sampah, menunggu (telepon, kata-kata, kategori, baru-saja)"
    assert line in "".join(shown.splitlines())
    assert shown.rstrip().splitlines()[-1] == (
        f"menelepon lagi, sebelumnya 1 panggilan, terbuka: 1 ({ticket}, menunggu)"
    )


def test_similar_is_a_list_with_score_and_reasons(office: Office) -> None:
    first, second, mine = (office.log(LONG, "--at", at) for at in ("12:00", "13:00", "13:30"))
    reasons = ["words", "category", "recent"]
    rows = json.loads(office.run("similar", mine, "--format", "json").out)
    assert rows == [{"ticket": ticket, "score": 61, "reasons": reasons} for ticket in (second, first)]
    assert office.run("similar", first, "--limit", "1", "--format", "csv").out.splitlines() == [
        "ticket,score,reasons",
        f"{second},61,words;category;recent",
    ]


def test_similar_shows_people_what_each_is_about(office: Office) -> None:
    first, mine = office.log(LONG, "--at", "13:00"), office.log(LONG)
    shown = office.run("similar", mine).out
    assert all(part in shown for part in (first, "13:00", "routed", "words, category", LONG))
    ran = office.run("--lang", "id", "similar", first)
    assert all(part in ran.out for part in ("nilai", "alasan", "kata-kata, kategori", "menunggu"))


def test_nothing_similar_is_an_empty_list(office: Office) -> None:
    mine = office.log(LONG)
    assert office.run("similar", mine, "--format", "json").out == "[]\n"
    ran = office.run("similar", mine)
    assert (ran.code, ran.out, "nothing was found" in ran.err) == (0, "", True)
    assert office.run("similar", "0099").code == 4
