"""`aduan db audit`: every time that callers were shown whole or taken out is an event, and they are listed by who."""

from __future__ import annotations

from typing import Any

import pytest

from office import RULES, Office

PHONE = ("--phone", "0812-3456-0101", "--name", "Wulandari Rekaan")
MESSAGES = """
[notifiers.antar]
type = "command"
run = ["sh", "-c", "cat >> dikirim.jsonl"]
[messages.routed]
subject = "{{ ticket }}"
body = "{{ caller.phone | reveal }}"
"""


def audit(office: Office, *more: str) -> list[dict[str, Any]]:
    """Return what is listed, without what every row has."""
    rows: list[dict[str, Any]] = office.run("db", "audit", "--format", "json", *more).data
    assert all(set(row) == {"actor", "at", "event", "command", "ticket", "count", "format", "more"} for row in rows)
    return rows


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (("show", "1", "--reveal"), ("revealed", "show", 1, None)),
        (("show", "1", "--reveal", "--format", "json"), ("revealed", "show", 1, None)),
        (("list", "--reveal"), ("revealed", "list", 2, None)),
        (("list", "--reveal", "--limit", "1", "--format", "csv"), ("revealed", "list", 1, "csv")),
        (("search", "sampah", "--reveal"), ("revealed", "search", 1, None)),
        (("caller", "1", "--reveal"), ("revealed", "caller", 2, None)),
        (("person", "show", "1"), ("revealed", "person show", 2, None)),
        (("person", "show", "1", "--format", "json"), ("revealed", "person show", 2, "json")),
        (("log", "Melaporkan sampah", "--key", "k", "--format", "json", "--reveal"), ("revealed", "log", 1, None)),
        (("person", "erase", "1", "--yes", "--reason", "surat 1"), ("erased", None, 1, None)),
    ],
)
def test_each_way_to_see_a_caller_whole_is_an_event(
    office: Office, line: tuple[str, ...], told: tuple[object, ...]
) -> None:
    office.log("Melaporkan sampah", "--key", "k", *PHONE)
    office.log("Melaporkan lampu jalan mati", *PHONE)
    assert audit(office) == []
    assert office.run(*line).code == 0
    assert told in [tuple(row[name] for name in ("event", "command", "count", "format")) for row in audit(office)]


def test_what_shows_nobody_is_none(office: Office) -> None:
    office.log("Melaporkan sampah", *PHONE)
    for line in ("list", "show 1", "caller 1", "callbacks", "history 1", "list --format csv"):
        ran = office.run(*line.split())
        assert (ran.code, "Wulandari" in ran.out, "81234560101" in ran.out) == (0, False, False), line
    assert audit(office) == []
    assert "nothing was done" in office.run("db", "audit").err


def test_a_message_that_shows_a_caller_is_one(office: Office) -> None:
    rules = RULES.replace('contact = "1500444"', 'contact = "1500444"\ntell = ["antar"]')
    office.write_rules(rules + MESSAGES)
    office.log("Melaporkan sampah", *PHONE)
    assert office.run("tick").code == 0
    assert "+6281234560101" in (office.folder / "dikirim.jsonl").read_text(encoding="utf-8")
    (row,) = audit(office)
    assert (row["event"], row["command"], row["ticket"] is not None) == ("revealed", "outbox", True)


def test_it_lists_by_who_since_when(office: Office) -> None:
    office.log("Melaporkan sampah", *PHONE)
    office.run("--actor", "tono", "--now", "2026-11-20", "list", "--reveal")
    office.run("--actor", "ani", "--now", "2026-11-24", "list", "--reveal", "--phone", "081234560101")
    office.run("--actor", "ani", "--now", "2026-11-22", "show", "1", "--reveal")
    assert [(row["actor"], row["at"][:10]) for row in audit(office)] == [
        ("ani", "2026-11-22"),
        ("ani", "2026-11-24"),
        ("tono", "2026-11-20"),
    ]
    assert audit(office)[1]["more"] == {"where": {"phone": ["+6281******101"]}}
    assert [row["actor"] for row in audit(office, "--since", "2026-11-21")] == ["ani", "ani"]
    assert [row["actor"] for row in audit(office, "--by", "tono")] == ["tono"]
    shown = office.run("db", "audit", "--by", "ani").out
    assert ("revealed" in shown, "tono" in shown, "081234560101" in shown) == (True, False, False)


@pytest.mark.of_file
def test_the_whole_desk_in_a_file_is_an_export(office: Office) -> None:
    office.log("Melaporkan sampah", *PHONE)
    assert office.run("db", "export", str(office.folder / "alles.jsonl")).code == 0
    (row,) = audit(office)
    assert (row["command"], row["count"], row["format"]) == ("db export", 1, "jsonl")
