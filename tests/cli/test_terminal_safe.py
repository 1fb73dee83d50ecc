"""What a caller said obeys no terminal, in whatever a command prints for people."""

from __future__ import annotations

import pytest
from test_telling import TELLING

from office import Office

SAID = "sampah \x1b[2Jmenumpuk\x07 di Margahayu"
LINES = (
    ("show", "1", "--reveal"),
    ("list",),
    ("list", "--reveal", "--columns", "ticket,text,caller.name"),
    ("search", "sampah"),
    ("history", "1"),
    ("why", "1"),
    ("why", "1", "-v"),
    ("person", "show", "1"),
    ("caller", "1"),
    ("callbacks",),
    ("handover",),
    ("similar", "1"),
    ("outbox", "list"),
    ("outbox", "show", "1"),
    ("outbox", "preview", "1"),
    ("incident", "show", "1"),
    ("incident", "list"),
    ("board", "--once"),
)


@pytest.fixture
def office(fresh_office: Office) -> Office:
    """Return a desk with a call, a message and an incident in whose words is what clears a screen."""
    fresh_office.write_rules(TELLING)
    fresh_office.log(SAID, "--phone", "0812-0000-0101", "--name", "Budi\x1b[31m")
    assert fresh_office.run("edit", "1", "--text", "sampah \x1b]0;judul\x07 lain").code == 0
    assert fresh_office.run("edit", "1", "--name", "Sari\x1b[0m").code == 0
    assert fresh_office.run("incident", "start", "banjir \x1b[2J", "-c", "sampah").code == 0
    return fresh_office


def test_nothing_of_it_is_printed_as_it_is(office: Office) -> None:
    raw = []
    for line in LINES:
        ran = office.run(*line)
        assert ran.code in (0, 3, 6), (line, ran.err)
        raw += [line] if {"\x1b", "\x07"} & {*ran.out, *ran.err} else []
    assert raw == []


def test_a_page_for_a_person_tells_what_became_of_messages_in_their_language(office: Office) -> None:
    """It is handed out: a citizen reads no English states."""
    page = office.run("--lang", "id", "person", "show", "1").out
    states = {row["state"] for row in office.run("outbox", "list", "--format", "json").data}
    assert "queued" in states
    assert "menunggu" in page
    assert "queued" not in page


def test_what_would_be_posted_is_shown_without_obeying_it(office: Office) -> None:
    """The form has the caller's words."""
    kota = '\n[notifiers.kota]\ntype = "open311"\nurl = "http://127.0.0.1:9/v2"\nservices = { "006" = "sampah" }\n'
    office.write_rules(TELLING + kota + 'share = ["description", "point"]\n')
    assert office.run("edit", "1", "--point", "-6.2,107.0").code == 0
    ran = office.run("open311", "push", "1", "--to", "kota", "--dry-run")
    assert not {"\x1b", "\x07"} & {*ran.out, *ran.err}
    assert "description=" in ran.out
