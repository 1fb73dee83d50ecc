"""What the desk's own events say of its rows: revisions, whose they are, plugins that are set aside, incidents."""

from __future__ import annotations

from json import dumps
from typing import Any

import pytest

from aduan_cli.store.common.desk_rows import INCIDENT, DeskRows, differences

FIRST, SECOND = "aaaaaaaaaaaa", "bbbbbbbbbbbb"


def event(type_: str, at: int, actor: str | None = "sari", **data: Any) -> str:
    return dumps({"type": type_, "at": at, "actor": actor, "data": data})


EVENTS = (
    event("rules_accepted", 10, revision=FIRST, desk="/meja"),
    event("plugin_set_aside", 11, None, plugin="bpbd", why="3 failures in a row"),
    event("plugin_set_aside", 12, None, plugin="bmsda", why="time"),
    event("plugin_enabled", 13, plugin="bmsda"),
    event("rules_accepted", 14, "rina", revision=SECOND, desk="/meja"),
    event("incident_started", 15, incident=1, name="Banjir", category=["banjir"], kecamatan=[], kelurahan=["A"],
          rule="r", every=3600),
    event("incident_started", 16, incident=2, name="Padam", category=[], kecamatan=["B"], kelurahan=[], rule=None,
          every=None),
    event("incident_ended", 17, incident=1),
)  # fmt: skip


def rows(**changed: Any) -> DeskRows:
    """Return the rows that the events say."""
    usual: dict[str, Any] = {
        "revisions": [(FIRST, 10, "sari"), (SECOND, 14, "rina")],
        "desks": [("/meja", SECOND)],
        "set_aside": [("bpbd", 11, "3 failures in a row")],
        "incidents": [
            (1, "Banjir", '["banjir"]', "[]", '["A"]', "r", 3600, 15, 17),
            (2, "Padam", "[]", '["B"]', "[]", None, None, 16, None),
        ],
    }
    return DeskRows(**{**usual, **changed})


def differ(events: tuple[str, ...] = EVENTS, **changed: Any) -> list[str]:
    return [one.field for one in differences(rows(**changed), events)]


def test_rows_that_are_what_the_events_say_do_not_differ() -> None:
    """What was enabled again is not set aside, what was accepted twice is there once."""
    assert differ() == []
    assert differ(("{", "[1]", dumps({"type": "rules_accepted"}), *EVENTS)) == []


@pytest.mark.parametrize(
    ("changed", "fields"),
    [
        ({"revisions": [(FIRST, 10, "sari"), (SECOND, 15, "rina")]}, ["revision.accepted_at"]),
        ({"revisions": [(FIRST, 10, "joko"), (SECOND, 14, "rina")]}, ["revision.actor"]),
        ({"revisions": [(SECOND, 14, "rina"), (FIRST, 10, "sari")]}, ["revision.id"]),
        ({"revisions": [(FIRST, 10, "sari"), (SECOND, 14, "rina"), ("cccccccccccc", 20, None)]}, ["revision"]),
        ({"desks": [("/meja", FIRST)]}, ["desk.revision"]),
        ({"desks": []}, ["desk.revision"]),
        ({"desks": [("/meja", SECOND), ("/lain", "cccccccccccc")]}, ["desk.revision"]),
        ({"set_aside": []}, ["plugin.set_aside_at"]),
        ({"set_aside": [("bpbd", 99, "3 failures in a row")]}, ["plugin.set_aside_at"]),
        ({"set_aside": [("bpbd", 11, "lain")]}, ["plugin.set_aside_why"]),
        ({"set_aside": [("bpbd", 11, "3 failures in a row"), ("bmsda", 12, "time")]}, ["plugin.set_aside_at"]),
        ({"incidents": []}, ["incident", "incident"]),
    ],
)
def test_a_row_that_is_not_is_found(changed: dict[str, Any], fields: list[str]) -> None:
    """Its column, and that it is missing or too many."""
    assert differ(**changed) == fields


@pytest.mark.parametrize("column", range(len(INCIDENT)))
def test_every_column_of_an_incident_is_held(column: int) -> None:
    first, second = rows().incidents
    forged = [*first]
    forged[column + 1] = "lain"
    assert differ(incidents=[tuple(forged), second]) == [f"incident.{INCIDENT[column]}"]


def test_revisions_from_before_there_were_events_came_before_all_that_have() -> None:
    """They are no forgery; one in between is."""
    old = ("dddddddddddd", 1, None)
    assert differ(revisions=[old, (FIRST, 10, "sari"), (SECOND, 14, "rina")]) == []
    assert differ(revisions=[(FIRST, 10, "sari"), old, (SECOND, 14, "rina")]) == ["revision"]


def test_a_desk_that_took_over_anothers_rules_has_no_event_of_its_own() -> None:
    """As long as they are rules that somebody accepted."""
    assert differ(desks=[("/meja", SECOND), ("/baru", FIRST)]) == []


def test_rules_that_come_back_are_the_last_again() -> None:
    """The order of the rows is that of the last acceptance of each."""
    again = (*EVENTS, event("rules_accepted", 20, "joko", revision=FIRST, desk="/meja"))
    assert differ(again, revisions=[(SECOND, 14, "rina"), (FIRST, 20, "joko")], desks=[("/meja", FIRST)]) == []
