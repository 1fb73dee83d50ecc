"""`aduan incident`, and what an open incident makes of the calls of its kind and place."""

from __future__ import annotations

import json

import pytest
from test_outbox import rows, spooled
from test_telling import TELLING

from office import Office

TEXT = "Melaporkan sampah menumpuk di Margahayu"
PHONE = ("--phone", "081200000001")
LATER = ("--now", "2026-11-23 14:11")


@pytest.fixture
def telling(office: Office) -> Office:
    """Return a desk that tells its units, with an incident in Margahayu."""
    office.write_rules(TELLING)
    started = office.run("incident", "start", "sampah pasar", "-c", "sampah", "--kelurahan", "Margahayu")
    assert (started.code, started.out) == (0, "1\n")
    return office


def record(office: Office, ticket: str) -> dict[str, object]:
    """Return a complaint as JSON has it."""
    found: dict[str, object] = office.run("show", ticket, "--format", "json").data
    return found


def test_an_open_incident_takes_in_what_is_of_its_kind_and_place(telling: Office) -> None:
    """The officer is told so; a question, another place and another matter stay out."""
    ran = telling.run("log", TEXT)
    assert "part of incident 1, sampah pasar: 1 call" in ran.err
    inside = ran.out.strip()
    outside = [
        telling.run("log", text).out.strip()
        for text in (
            "Melaporkan sampah di Duren Jaya",
            "Menanyakan sampah di Margahayu",
            "Melaporkan banjir di Margahayu",
        )
    ]
    assert record(telling, inside)["incident"] == 1
    assert [record(telling, ticket)["incident"] for ticket in outside] == [None] * 3
    listed = telling.run("list", "--incident", "1", "--format", "json").data
    assert [one["ticket"] for one in listed] == [inside]
    assert telling.run("list", "--incident", "satu").code == 2
    assert "Incident" in telling.run("show", inside).out
    types = [one["type"] for one in telling.run("history", inside, "--format", "json").data]
    assert types[:2] == ["logged", "joined"]


def test_its_units_are_told_the_count_and_nothing_is_lost(telling: Office) -> None:
    """The single messages are skipped with the reason; who wants one sends it all the same."""
    tickets = [telling.run("log", TEXT, *PHONE).out.strip() for _each in range(3)]
    singles = [row for row in rows(telling) if row["event"] == "routed"]
    assert len(singles) == 6
    assert {row["state"] for row in singles} == {"skipped"}
    assert {row["error"] for row in singles} == {"incident 1, sampah pasar: its units are told the count"}
    assert telling.run("tick").code == 0
    assert not (telling.folder / "pesan").exists()
    assert telling.run(*LATER, "tick").code == 0
    (letter,) = spooled(telling)
    assert (letter["event"], letter["subject"]) == ("incident", "sampah pasar: 3 calls, 3 of them new")
    assert [one["ticket"] for one in letter["messages"]] == tickets  # type: ignore[attr-defined]
    assert "Incident 1, sampah pasar, since 2026-11-23 14:05: 3 calls" in str(letter["body"])
    said = str({name: value for name, value in letter.items() if name not in ("id", "messages")})
    assert "0812" not in said  # ids are random digits and letters
    assert PHONE[1] not in str(letter)
    telling.run("--now", "2026-11-23 14:20", "log", TEXT)
    telling.run("--now", "2026-11-23 14:26", "tick")
    assert sorted(str(one["subject"]) for one in spooled(telling))[-1] == "sampah pasar: 4 calls, 1 of them new"
    telling.run("outbox", "retry", str(singles[0]["id"]))
    telling.run(*LATER, "tick")
    assert sorted(str(row["state"]) for row in rows(telling, "--ticket", str(singles[0]["ticket"]))) == ["sent"] * 3 + [
        "skipped"
    ]


def test_an_emergency_is_told_at_once_and_alone(telling: Office) -> None:
    """It belongs to the incident all the same, and the screen says what to do now."""
    ran = telling.run("log", TEXT, "-p", "emergency")
    assert "!!" in ran.err
    assert record(telling, ran.out.strip())["incident"] == 1
    telling.run("tick")
    assert [one["event"] for one in spooled(telling)] == ["routed"]
    assert {row["state"] for row in rows(telling)} == {"sent"}


def test_when_it_is_over_its_callers_are_to_be_rung(telling: Office) -> None:
    """Those without a phone are not, nor those that heard already what became of theirs; later calls go on alone."""
    first, second = (telling.run("log", TEXT, "--phone", f"08120000000{number}").out.strip() for number in "12")
    telling.run("log", TEXT)
    telling.run("resolve", second, "--result", "diangkut")
    telling.run("callbacks", "done", second)
    ended = telling.run("incident", "end", "1")
    assert (ended.code, ended.out) == (0, "incident 1: over · to ring back: 1\n")
    assert [one["ticket"] for one in telling.run("callbacks", "--format", "json").data] == [first]
    assert "incident" in telling.run("history", first).out
    assert "nothing changed" in telling.run("incident", "end", "1").out
    assert record(telling, telling.run("log", TEXT).out.strip())["incident"] is None
    moved = telling.run("resolve", "--where", "incident=1", "--yes", "--result", "selesai semua")
    assert moved.code == 0
    assert record(telling, first)["status"] == "resolved"


def test_complaints_are_taken_in_and_out_by_hand(telling: Office) -> None:
    """What waits to be told of one is skipped once it is in; each of it is an event."""
    ticket = telling.run("log", "Melaporkan sampah di Duren Jaya").out.strip()
    assert telling.run("incident", "add", "1", ticket, ticket).out == "incident 1: 1 taken in, 0 were in it\n"
    assert telling.run("incident", "add", "1", ticket).out == "incident 1: 0 taken in, 1 were in it\n"
    states = {(row["event"], row["state"]) for row in rows(telling)}
    assert states == {("routed", "skipped"), ("incident", "queued")}
    assert telling.run("incident", "remove", "1", ticket).out == "incident 1: 1 taken out, 0 were not in it\n"
    types = [one["type"] for one in telling.run("history", ticket, "--format", "json").data]
    assert types == ["logged", "joined", "message_skipped", "message_skipped", "left"]
    assert telling.run("incident", "add", "9", ticket).code == 4
    assert telling.run("db", "verify").code == 0


def test_it_is_shown_listed_and_handed_over(telling: Office) -> None:
    ticket = telling.run("log", TEXT).out.strip()
    (row,) = telling.run("incident", "list", "--format", "json").data
    assert ",".join(row) == "id,name,category,kecamatan,kelurahan,rule,began_at,ended_at,count,open"
    assert (row["category"], row["kelurahan"], row["count"], row["open"]) == (["sampah"], ["Margahayu"], 1, 1)
    shown = telling.run("incident", "show", "1")
    assert "1 sampah pasar · sampah · Margahayu · since 2026-11-23 14:05" in shown.out
    assert ticket in shown.out
    (record_,) = telling.run("incident", "show", "1", "--format", "json").data
    assert record_["tickets"] == [ticket]
    assert "sampah pasar: 1" in telling.run("handover").out
    told = telling.run("handover", "--format", "json").data
    assert told["counts"]["incidents"] == 1
    telling.run("incident", "end", "1")
    assert telling.run("incident", "list", "--open", "--format", "json").data == []


def test_what_came_before_is_taken_in_where_it_is_asked_for(office: Office) -> None:
    office.write_rules(TELLING)
    early = office.run("--now", "2026-11-23 08:00", "log", TEXT).out.strip()
    ticket = office.run("--now", "2026-11-23 13:00", "log", TEXT).out.strip()
    office.run("incident", "start", "sampah", "-c", "sampah", "--since", "12:00")
    assert [record(office, one)["incident"] for one in (early, ticket)] == [None, 1]
    assert office.run("incident", "start", " ", "-c", "sampah").code == 2
    assert office.run("incident", "start", "x", "-c", "samppah").code == 2


RULE = """
[[incident]]
id = "ramai"
title = "banyak sampah"
category = "sampah"
place = "kelurahan"
count = 3
within = "1h"
quiet = "2h"
"""


def test_many_like_calls_begin_one_by_themselves_and_silence_ends_it(office: Office) -> None:
    """At one place, in one hour; those that began it belong to it, and its callers are on the list when it is over."""
    office.write_rules(TELLING + RULE)
    for minute in ("00", "30"):
        office.run("--now", f"2026-11-23 12:{minute}", "log", TEXT)
    office.run("--now", "2026-11-23 13:05", "log", TEXT, *PHONE)
    office.run("--now", "2026-11-23 13:06", "log", "Melaporkan sampah di Duren Jaya")
    office.run("--now", "2026-11-23 13:06", "tick")
    assert office.run("incident", "list", "--format", "json").data == []
    office.run("--now", "2026-11-23 13:10", "log", TEXT, *PHONE)
    assert office.run("--now", "2026-11-23 13:12", "tick").code == 0
    (row,) = office.run("incident", "list", "--format", "json").data
    assert (row["name"], row["rule"], row["kelurahan"], row["count"]) == (
        "banyak sampah Margahayu",
        "ramai",
        ["Margahayu"],
        3,
    )
    office.run("--now", "2026-11-23 13:14", "log", TEXT, *PHONE)
    office.run("--now", "2026-11-23 13:20", "tick")
    (row,) = office.run("incident", "list", "--format", "json").data
    assert row["count"] == 4
    assert "4 calls" in " ".join(str(one["subject"]) for one in spooled(office))
    office.run("--now", "2026-11-23 15:20", "tick")
    (row,) = office.run("incident", "list", "--format", "json").data
    assert row["ended_at"] == "2026-11-23T15:20:00+07:00"
    assert len(office.run("callbacks", "--format", "json").data) == 3
    office.run("--now", "2026-11-23 15:25", "tick")
    assert len(office.run("incident", "list", "--format", "json").data) == 1


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ('"sampah"\nplace', '"samppah"\nplace', "did you mean 'sampah'"),
        ("count = 3", "count = 1", "2 to 10000 would be right"),
        ('within = "1h"', 'within = "sejam"', "a time as in"),
        ('place = "kelurahan"', 'place = "rt"', "kelurahan"),
    ],
)
def test_a_wrong_rule_is_told(office: Office, old: str, new: str, why: str) -> None:
    office.write_rules(TELLING + RULE.replace(old, new))
    ran = office.run("rules", "check")
    assert ran.code == 3
    assert why in ran.out + ran.err
    twice = office.write_rules(TELLING + RULE + RULE)
    assert twice is None
    assert "'ramai' is there already" in office.run("rules", "check").out


def test_a_template_says_the_count(telling: Office) -> None:
    text = "{{ incident.name }} {{ incident.count }} {{ count }}{% for one in messages %} {{ one.ticket }}{% endfor %}"
    telling.write_rules(TELLING + f'\n[messages.incident]\nbody = "{text}"\n')
    ticket = telling.run("log", TEXT).out.strip()
    telling.run(*LATER, "tick")
    (letter,) = spooled(telling)
    assert letter["body"] == f"sampah pasar 1 1 {ticket}"
    telling.write_rules(TELLING + '\n[messages.routed]\nbody = "{{ incident.name }}"\n')
    assert telling.run("rules", "check").code == 3


def test_what_was_erased_stays_in_it_without_its_caller(telling: Office) -> None:
    ticket = telling.run("log", TEXT, "--name", "Siti", *PHONE).out.strip()
    telling.run("person", "erase", ticket, "--yes")
    telling.run("incident", "end", "1")
    assert telling.run("callbacks", "--format", "json").data == []
    assert record(telling, ticket)["incident"] == 1
    assert "Siti" not in json.dumps(telling.run("incident", "show", "1", "--format", "json").data)
    assert telling.run("db", "verify").code == 0


def test_records_of_a_file_belong_to_it_where_they_are_of_its_time(telling: Office) -> None:
    """They tell nobody, as ever."""
    lines = [
        {"text": f"{TEXT} {number}", "reported_at": at}
        for number, at in enumerate(("2026-11-20 10:00", "2026-11-23 14:06"))
    ]
    file = telling.folder / "calls.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    assert telling.run("import", str(file)).code == 0
    found = telling.run("list", "--incident", "1", "--format", "json").data
    assert [one["reported_at"] for one in found] == ["2026-11-23T14:06:00+07:00"]
    assert rows(telling) == []


@pytest.mark.parametrize(
    ("where", "told"),
    [
        (("--kelurahan", "Margahayu"), True),
        ((), True),
        (("--kelurahan", "Duren Jaya"), False),
    ],
)
def test_one_that_is_open_for_the_same_is_named(telling: Office, where: tuple[str, ...], told: bool) -> None:
    """It begins all the same: somebody may want both."""
    ran = telling.run("incident", "start", "lagi", "-c", "sampah", *where)
    assert (ran.out, "incident 1, sampah pasar, is open for the same" in ran.err) == ("2\n", told)
    assert "is open" not in telling.run("incident", "start", "api", "-c", "kebakaran").err


def test_its_table_is_in_the_language_of_the_officer(telling: Office) -> None:
    head = telling.run("incident", "list", "--lang", "id").out.splitlines()[0].split()
    assert {"mulai", "berakhir"} & set(head)
    assert not {"began_at", "ended_at"} & set(head)
