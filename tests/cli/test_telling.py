"""Whom a step tells: a row in the outbox for each unit and channel, in the step's own transaction."""

from __future__ import annotations

import json

import pytest

from aduan_cli.outbox import Posted
from aduan_cli.tickets import make_ticket
from office import RULES, Office

CHANNELS = """
[notifiers.kantor]
type = "spool"
folder = "pesan"
[notifiers.hp]
type = "command"
run = ["true"]
"""
TELLING = (
    RULES.replace('contact = "1500444"\n', 'contact = "1500444"\ntell = ["kantor", "hp"]\n', 1).replace(
        'name = "Pemadam Kebakaran"\n', 'name = "Pemadam Kebakaran"\ntell = "kantor"\n', 1
    )
    + CHANNELS
)


@pytest.fixture
def telling(office: Office) -> Office:
    """Return a desk that tells two of its units."""
    office.write_rules(TELLING)
    return office


def posted(office: Office) -> list[Posted]:
    """Return what waits in the outbox, the oldest first."""
    store = office.store()
    found = list(store.outbox.posted())[::-1]
    store.close()
    return found


def told(office: Office) -> list[tuple[str, str, str]]:
    """Return event, unit and channel of each message, the oldest first."""
    return [(one.event, one.unit, one.notifier) for one in posted(office)]


def test_a_call_tells_its_unit_over_each_of_its_channels(telling: Office) -> None:
    ticket = telling.run("log", "Melaporkan sampah menumpuk").out.strip()
    assert told(telling) == [("routed", "dlh", "kantor"), ("routed", "dlh", "hp")]
    assert {one.ticket for one in posted(telling)} == {ticket}


def test_who_begins_to_act_is_told_and_nobody_else(telling: Office) -> None:
    """Not who has it already, not of a question, not of what waits in triage."""
    telling.run("log", "Menanyakan jam buka, soal sampah")
    telling.run("log", "Melaporkan sesuatu yang lain")
    assert told(telling) == []
    telling.run("assign", "2", "dlh")
    assert told(telling) == [("assigned", "dlh", "kantor"), ("assigned", "dlh", "hp")]
    for line in (["ack", "2"], ["start", "2"], ["note", "2", "sudah"], ["resolve", "2", "--result", "diangkut"]):
        telling.run(*line)
    assert len(told(telling)) == 2
    telling.run("reopen", "2", "--reason", "belum bersih")
    assert told(telling)[2:] == [("reopened", "dlh", "kantor"), ("reopened", "dlh", "hp")]


def test_who_comes_to_help_is_told(telling: Office) -> None:
    telling.run("log", "Melaporkan sampah menumpuk")
    telling.run("assign", "1", "dlh", "--support", "disdamkar")
    assert told(telling)[2:] == [("assigned", "disdamkar", "kantor")]


def test_what_is_brought_in_from_a_file_tells_nobody(telling: Office) -> None:
    telling.run("log", "Melaporkan sampah menumpuk")
    (row,) = telling.run("list", "--format", "json").data
    row |= {"ticket": make_ticket("UJI", 20261120, 5), "reported_at": "2026-11-20T09:00:00+07:00"}
    (telling.folder / "lain.jsonl").write_text(json.dumps(row) + "\n")
    before = told(telling)
    telling.run("import", str(telling.folder / "lain.jsonl"))
    assert telling.run("list", "--status", "routed", "--count").out == "2\n"
    assert told(telling) == before


def test_a_desk_without_channels_has_an_empty_outbox(office: Office) -> None:
    office.run("log", "Melaporkan sampah menumpuk")
    assert posted(office) == []


def test_whoever_is_late_is_told_of_over_the_channels_that_the_level_names(office: Office) -> None:
    """The unit's head has a channel of their own; cron that was off for days tells once, and arrives."""
    levels = """
[deadlines]
resolve = "1d"
[[escalation]]
id = "kepala"
clock = "resolve"
at = "due"
tell = ["unit.head", "hp"]
[notifiers.kepala]
type = "spool"
folder = "kepala"
"""
    office.write_rules(TELLING.replace('tell = ["kantor", "hp"]\n', 'tell = "kantor"\nhead = "kepala"\n', 1) + levels)
    office.run("log", "Melaporkan sampah menumpuk")
    for _each in range(2):
        ran = office.run("--now", "2026-11-28 09:00", "tick")
        assert (ran.code, ran.err) == (0, "")
    assert told(office)[1:] == [("escalated", "dlh", "kepala"), ("escalated", "dlh", "hp")]
    assert {one.state for one in posted(office)} == {"sent"}
    (letter,) = (office.folder / "kepala").glob("*.json")
    assert '"event": "escalated"' in letter.read_text()
