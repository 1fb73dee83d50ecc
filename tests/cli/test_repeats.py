"""`aduan log` says which call may be about the same: of the same caller, or in the same words just now."""

from __future__ import annotations

import pytest

from aduan_cli.errors import StoreError
from aduan_cli.store.sqlite import SqliteStore
from office import Office
from terminal import Terminal

PHONE = "0812-0000-0101"
LONG = "Penelepon melaporkan jalan berlubang besar di depan pasar lama"


def said(office: Office, *arguments: str) -> list[str]:
    """Log a call; return the lines on stderr that speak of another."""
    ran = office.run("log", *arguments)
    assert (ran.code, len(ran.out.splitlines())) == (0, 1), ran.err
    return [line for line in ran.err.splitlines() if line.startswith("same ")]


def test_the_same_caller_is_told_with_what_it_was_about(office: Office) -> None:
    """The newest call of the number, however it is written, with time, category and state; no name and no number."""
    assert said(office, "sampah", "--phone", PHONE, "--name", "Ani Wijaya", "--at", "08:10") == []
    ticket = office.log("pju mati", "--phone", "0812 0000 0101 / 021-88000111", "--at", "13:02")
    (line,) = said(office, "kapan datang", "--phone", "+6281200000101")
    assert line == f"same caller: {ticket} 13:02 pju-mati, routed"
    assert said(office, "lain", "--phone", "021 88000111")[0].startswith(f"same caller: {ticket} 13:02")
    assert said(office, "lain lagi", "--phone", "0812-0000-0102") == []
    assert said(office, "dan lagi", "--phone", "tidak mau menyebut") == []


def test_a_day_is_named_where_it_is_not_today_and_after_a_month_nothing_is_told(office: Office) -> None:
    old, older = "2026-11-20 09:15", "2026-10-20 09:15"
    ticket = office.log("sampah", "--phone", PHONE, "--at", old)
    office.log("sampah", "--phone", "0812-0000-0102", "--at", older)
    assert said(office, "kapan", "--phone", PHONE) == [f"same caller: {ticket} 2026-11-20 09:15 sampah, routed"]
    assert said(office, "kapankah", "--phone", "0812-0000-0102") == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (LONG, True),
        (f"  {LONG.upper()} ", True),
        (LONG.replace("lama", "lama sekali"), True),
        (LONG.replace("depan pasar lama", "Kel. Margahayu"), False),
        ("Penelepon melaporkan sampah besar di depan pasar lama", False),
        (LONG.replace("melaporkan", "menanyakan"), False),
    ],
)
def test_the_same_words_within_minutes_are_told(office: Office, text: str, told: bool) -> None:
    """Alike in four words of five, whatever case and spaces; a question only in the very same words."""
    ticket = office.log(LONG, "--at", "13:40")
    line = f"same words: {ticket} 13:40 jalan-rusak, routed"
    assert said(office, text) == ([line] if told else [])


def test_the_same_question_and_the_same_few_words_are_told_only_as_they_are(office: Office) -> None:
    asked, short = office.log("menanyakan ktp di Margahayu"), office.log("banjir")
    assert said(office, "menanyakan ktp di Margahayu") == [f"same words: {asked} 14:05 ktp, answered"]
    assert said(office, "banjir") == [f"same words: {short} 14:05 -, new"]
    assert said(office, "banjir bandang") == []


def test_the_same_words_at_another_place_or_another_time_are_another_matter(office: Office) -> None:
    office.log("sampah menumpuk di sini", "--kelurahan", "Margahayu")
    assert said(office, "sampah menumpuk di sini", "--kelurahan", "Teluk Pucung") == []
    assert said(office, "sampah menumpuk di sini", "--at", "13:30") == []
    assert len(said(office, "sampah menumpuk di sini", "--at", "13:36")) == 1


def test_caller_and_words_are_one_line(office: Office) -> None:
    """Of one call or of two; what the officer linked is left out, and so is a repeat under a key."""
    first = office.log("sampah", "--phone", PHONE)
    assert said(office, "sampah", "--phone", PHONE, "--link", first) == []
    ticket = office.log("sampah", "--phone", PHONE, "--key", "k1")
    assert said(office, "sampah", "--phone", PHONE, "--key", "k1") == []
    assert said(office, "sampah", "--phone", PHONE) == [f"same caller, same words: {ticket} 14:05 sampah, routed"]
    other = office.log("pju mati")
    (line,) = said(office, "pju mati", "--phone", PHONE)
    assert line.startswith("same caller: ")
    assert line.endswith(f"; same words: {other} 14:05 pju-mati, routed")


def test_one_line_for_each_of_many_the_ticket_before(office: Office) -> None:
    """From a script: stdout is the ticket alone; the line comes behind it, with -q alone, with --dry-run not."""
    for number in range(5):
        ran = office.run("log", "sampah")
        assert ran.err.count("same words: ") == min(number, 1)
        assert [line[:5] for line in ran.err.splitlines()][-1] == ("same " if number else "→ dlh")
    assert office.run("-q", "log", "sampah").err.startswith("same words: UJI-")
    assert "same" not in office.run("log", "sampah", "--dry-run").err


def test_an_import_tells_nothing(office: Office) -> None:
    (office.folder / "lagi.jsonl").write_text('{"text": "sampah"}\n{"text": "sampah"}\n')
    ran = office.run("import", str(office.folder / "lagi.jsonl"))
    assert (ran.code, "same" in ran.err) == (0, False)


def test_what_was_erased_is_told_of_nobody(office: Office) -> None:
    ticket = office.log("sampah", "--phone", PHONE)
    SqliteStore(str(office.file)).erase(ticket, "rina")
    assert said(office, "sampah", "--phone", PHONE) == []


def test_a_store_that_fails_meanwhile_keeps_no_ticket_back(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """The call is stored by then: nothing is told, and the command ends as it would."""

    def failing(*_arguments: object) -> None:
        raise StoreError("gone")

    office.log("sampah", "--phone", PHONE)
    monkeypatch.setattr(SqliteStore, "find", failing)
    assert said(office, "sampah", "--phone", PHONE) == []


def test_on_a_terminal_it_stands_last_in_the_officers_language(office: Office) -> None:
    ticket = office.log("sampah", "--phone", PHONE, "--at", "13:02")
    terminal = Terminal(office.folder, "--lang", "id", "--now", "2026-11-23 14:05", "log", "pju mati", "--phone", PHONE)
    code, _signal, shown = terminal.end(60)
    assert code == 0
    assert shown.rstrip().splitlines()[-1] == f"penelepon yang sama: {ticket} 13:02 sampah, menunggu"
