"""`aduan handoff`: an emergency was handed over by voice, and only of an emergency that can be said."""

from __future__ import annotations

import pytest

from aduan_cli.cli.root import COMMANDS
from aduan_cli.hookspecs import RESERVED
from office import RULES, Office


@pytest.fixture
def promising(office: Office) -> Office:
    """Return a desk that promises when an emergency is handed over."""
    office.write_rules(RULES + '[deadlines]\nhandoff = "5m"\n')
    return office


def test_its_clock_stops_and_the_history_says_who_took_the_call(promising: Office) -> None:
    ticket = promising.log("Melaporkan sampah terbakar", "-p", "emergency")
    ran = promising.run("--now", "2026-11-23 14:08", "handoff", ticket, "--by", "Pak Dedi")
    assert (ran.code, ticket in ran.out) == (0, True)
    (clock,) = promising.run("clock", ticket, "--format", "json").data
    assert (clock["clock"], clock["state"]) == ("handoff", "kept")
    last = promising.run("history", ticket, "--format", "json").data[-1]
    assert (last["type"], last["data"]["by"], last["data"]["status"]) == ("acknowledged", "Pak Dedi", "acknowledged")
    again = promising.run("handoff", ticket, "--by", "Pak Dedi")
    assert (again.code, "nothing changed" in again.out + again.err) == (0, True)
    assert promising.run("db", "verify").code == 0


def test_what_is_no_emergency_is_told_and_left_as_it_is(promising: Office) -> None:
    ticket = promising.log("Melaporkan sampah menumpuk")
    ran = promising.run("handoff", ticket)
    assert (ran.code, f"{ticket} is no emergency" in ran.err) == (5, True)
    assert promising.run("show", ticket, "--format", "json").data["status"] == "routed"
    urgent = promising.log("Melaporkan sampah terbakar", "-p", "emergency")
    assert promising.run("handoff", ticket, urgent).code == 6
    assert promising.run("show", urgent, "--format", "json").data["status"] == "acknowledged"
    assert promising.run("handoff").code == 2


def test_no_plugin_has_the_name_of_a_command() -> None:
    assert set(COMMANDS) <= RESERVED
