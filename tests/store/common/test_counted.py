"""What figures are made of, read from bodies of events without reading them whole: the same as whoever reads them."""

from __future__ import annotations

import json
import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.complaint.assignments import LEAD, SUPPORT
from aduan_cli.store.common.chain import canonical
from aduan_cli.store.common.counted import named, signed_of, tally, typed
from any_complaint import JSON, TEXTS

TYPES = st.sampled_from(["logged", "routed", "resolved", "routed_again", "acknowledged"])
TRICKY = st.sampled_from(['"type":"closed"', '","at":1,"type":"x', '"role":"support"', "\\", '\\"at":7,', "é\u2028"])
BODIES = st.fixed_dictionaries(
    {
        "actor": st.none() | TEXTS | TRICKY,
        "at": st.integers(-100, 100),
        "data": st.dictionaries(TEXTS | TRICKY | st.just("type"), JSON | TRICKY, max_size=3)
        | st.builds(lambda role, why: {"role": role, "why": why}, st.sampled_from([LEAD, SUPPORT]), TEXTS | TRICKY),
        "ticket": st.none() | st.just("UJI-261123-0001-6"),
        "type": TYPES,
    }
)


@given(st.lists(BODIES, max_size=6), st.none() | st.integers(-100, 100), st.integers(-100, 100))
def test_events_are_counted_by_type_and_time_whatever_people_said_in_them(
    bodies: list[dict[str, object]], since: int | None, until: int
) -> None:
    """Words may look like the body of an event. Who only helps counts for nobody."""
    wanted: dict[str, int] = {}
    for body in bodies:
        data = body["data"]
        assert isinstance(data, dict)
        is_then = since is None or since <= int(str(body["at"])) < until
        if is_then and data.get("role") != SUPPORT:
            wanted[str(body["type"])] = wanted.get(str(body["type"]), 0) + 1
    assert tally((canonical(body) for body in bodies), since, until) == wanted


@given(BODIES, TYPES)
def test_an_event_of_a_type_is_found_by_what_stands_in_its_body(body: dict[str, object], type_: str) -> None:
    """None of another type is left out by it; a type that only begins so is another."""
    if body["type"] == type_:
        assert typed(type_) in canonical(body)
    assert typed(type_) not in canonical({**body, "actor": None, "data": {}, "type": "x" + type_})
    assert named("unit", "dlh") in canonical({"data": {"unit": "dlh"}})


def test_a_database_finds_it_so_too() -> None:
    """The text is a pattern of LIKE for SQL: none of its signs is one that means something there."""
    assert not {"%", "_", "'"} & set(typed("logged"))
    found = sqlite3.connect(":memory:").execute("SELECT instr(?, ?)", (canonical({"type": "logged"}), typed("logged")))
    assert found.fetchone()[0]


@pytest.mark.parametrize("shift", ["pagi", None])
def test_a_hand_over_is_what_its_event_says(shift: str | None) -> None:
    data = {"to": "rina", "counts": {"open": 3}, "tickets": ["UJI-261123-0001-6"]} | ({"shift": shift} if shift else {})
    body = json.loads(canonical({"actor": "sari", "at": 5, "data": data, "type": "handed_over"}))
    told = signed_of(9, body)
    assert (told.shift, told.tickets) == (shift, ("UJI-261123-0001-6",))
    assert (told.event, told.at, told.actor, told.to, told.counts) == (9, 5, "sari", "rina", {"open": 3})
