"""`aduan callbacks`: who has to be rung, and that it was done."""

from __future__ import annotations

from typing import Any

import pytest

from aduan_cli.complaint.events import CALLED_BACK
from office import Office
from terminal import Terminal

PHONE = "0812-0000-010"
MASKED = "+6281******10"


def taken(office: Office, number: int, *more: str) -> str:
    """Log a call of its own caller."""
    return office.log(f"Melaporkan sampah {number}", "--phone", f"{PHONE}{number}", "--name", f"Ani {number}", *more)


def rows(office: Office, *more: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = office.run("callbacks", "--format", "json", *more).data
    return found


def waiting(office: Office) -> list[str]:
    return [row["ticket"] for row in rows(office)]


def test_who_hears_nothing_yet_is_not_owed_and_who_is_comes_in_order(office: Office) -> None:
    """Resolved, referred, rejected: as they came to be so; closed by the desk the caller still waits."""
    a, b, c, d = (taken(office, number) for number in range(1, 5))
    assert rows(office) == []
    for at, words in (
        ("14:10", ("resolve", c, "--result", "Diangkut")),
        ("14:11", ("refer", a, "pln")),
        ("14:12", ("reject", b, "--reason", "not-actionable")),
    ):
        assert office.run(*words, "--now", f"2026-11-23 {at}").code == 0
    office.run("close", c, "--now", "2026-11-23 14:20")
    assert [tuple(row.values()) for row in rows(office)] == [
        (c, "A***", f"{MASKED}3", "closed", "2026-11-23T14:10:00+07:00"),
        (a, "A***", f"{MASKED}1", "referred", "2026-11-23T14:11:00+07:00"),
        (b, "A***", f"{MASKED}2", "rejected", "2026-11-23T14:12:00+07:00"),
    ]
    assert list(rows(office)[0]) == ["ticket", "name", "phone", "reason", "since"]
    assert d not in waiting(office)
    assert office.run("callbacks", "--count").out == "3\n"
    shown = office.run("callbacks").out
    for words in ("Diangkut", "Hubungi PLN di 123.", "not-actionable", "2026-11-23 14:12"):
        assert words in shown
    assert "Ani" not in shown


def test_every_caller_of_what_was_merged_is_owed_once_the_incident_is_done(office: Office) -> None:
    a, b, c = (taken(office, number) for number in range(1, 4))
    office.run("merge", b, c, "--into", a, "--yes")
    assert rows(office) == []
    office.run("resolve", a, "--result", "Diangkut")
    assert waiting(office) == [a, b, c]
    assert {row["reason"] for row in rows(office)} == {"resolved"}
    shown = office.run("callbacks").out
    assert shown.count("Diangkut") == 3
    assert shown.count(f"through {a}") == 2
    done = office.run("callbacks", "done", b, a, "--note", "Penelepon puas")
    assert (done.code, done.out) == (0, f"{b}: the caller was rung back\n{a}: the caller was rung back\n")
    assert waiting(office) == [c]
    assert "Penelepon puas" in office.run("history", b).out
    assert office.events(b)[-1][:2] == (CALLED_BACK, "sari")


def test_it_is_noted_once_and_owed_again_once_it_is_opened_and_done_again(office: Office) -> None:
    a = taken(office, 1)
    early = office.run("callbacks", "done", a)
    assert (early.code, early.err) == (5, f"error: {a} is routed: its caller waits for no call back\n")
    for _round in range(2):
        office.run("resolve", a, "--result", "Diangkut")
        assert waiting(office) == [a]
        assert office.run("callbacks", "done", a).code == 0
        before = office.events(a)
        again = office.run("callbacks", "done", a, "--format", "json").data
        assert [row["changed"] for row in again] == [False]
        assert office.events(a) == before
        office.run("close", a)
        assert rows(office) == []
        office.run("reopen", a, "--reason", "belum")
        assert rows(office) == []
        assert office.run("callbacks", "done", a).code == 5


def test_who_checked_it_knows(office: Office) -> None:
    """Closed by the caller nothing is owed; those merged into it still are."""
    a, b = taken(office, 1), taken(office, 2)
    office.run("merge", b, "--into", a, "--yes")
    office.run("resolve", a, "--result", "Diangkut")
    office.run("close", a, "--by", "caller")
    assert waiting(office) == [b]


def test_who_is_told_on_the_phone_is_owed_nothing(office: Office) -> None:
    """Referred while the call is taken, answered, or without a number."""
    office.log("listrik padam", "--phone", f"{PHONE}1")
    office.log("menanyakan ktp", "--phone", f"{PHONE}2")
    nobody = office.log("Melaporkan sampah")
    office.run("resolve", nobody, "--result", "Diangkut")
    assert rows(office) == []
    office.run("edit", nobody, "--phone", f"{PHONE}3")
    assert waiting(office) == [nobody]
    office.store().erase(nobody, "rina")
    assert rows(office) == []


def test_a_record_of_a_file_is_owed_nothing(office: Office) -> None:
    """What a file says is done was done, and told, elsewhere."""
    (office.folder / "lama.jsonl").write_text(
        '{"text": "sampah", "caller": {"phone": "081200000101"}, "status": "closed"}\n'
    )
    assert office.run("import", str(office.folder / "lama.jsonl")).code == 0
    assert rows(office) == []


@pytest.mark.of_file
def test_asking_for_numbers_is_an_event_and_limits_are_told(office: Office) -> None:
    tickets = [taken(office, number) for number in range(1, 4)]
    for ticket in tickets:
        office.run("resolve", ticket, "--result", "Diangkut")
    assert rows(office, "--reveal", "--limit", "2")[0]["phone"] == "+6281200000101"
    with office.store()._file.open(write=False) as connection:
        (body,) = connection.execute("SELECT body FROM event ORDER BY id DESC LIMIT 1").fetchone()
    assert '"command":"callbacks","count":2' in body
    ran = office.run("callbacks", "--limit", "2")
    assert "more than 2" in ran.err
    assert tickets[2] not in ran.out
    assert office.run("callbacks", "--format", "csv").out.splitlines()[0] == "ticket,name,phone,reason,since"


@pytest.mark.parametrize("words", [("99",), ("1", "99")])
def test_what_fails_keeps_no_other_from_being_noted(office: Office, words: tuple[str, ...]) -> None:
    a = taken(office, 1)
    office.run("resolve", a, "--result", "Diangkut")
    ran = office.run("callbacks", "done", *words)
    assert ran.code == (4 if len(words) == 1 else 6)
    assert waiting(office) == ([a] if len(words) == 1 else [])
    assert office.run("callbacks", "done", "1", "--note", " ").code == 2


def test_what_a_hand_sends_on_is_owed_no_more_with_all_that_is_merged_into_it(office: Office) -> None:
    """However a complaint comes out of what is over: by a move, or routed by hand."""
    a, b = taken(office, 1), taken(office, 2)
    office.run("merge", b, "--into", a, "--yes")
    office.run("resolve", a, "--result", "Diangkut")
    assert waiting(office) == [a, b]
    assert office.run("route", a, "--to", "bmsda", "--reason", "di saluran").code == 0
    assert waiting(office) == []
    assert office.run("route", a, "--to", "pln", "--reason", "di tiang").code == 0
    assert waiting(office) == [a, b]
    assert {row["reason"] for row in rows(office)} == {"referred"}


def test_in_a_narrow_terminal_no_number_and_no_time_is_cut(office: Office) -> None:
    """Half of a number rings a stranger: what there is to say goes below."""
    a = taken(office, 1)
    office.run("resolve", a, "--result", "Diangkut satu truk penuh, lokasi disapu, dan warga sekitar sudah diberi tahu")
    terminal = Terminal(office.folder, "--lang", "en", "callbacks", "--reveal", on=("stdout",), size=(24, 80))
    _code, _signal, shown = terminal.end(60)
    assert "+6281200000101" in shown
    assert "2026-11-23 14:05" in shown
    assert "diberi tahu" in shown
