"""The clocks of a complaint as its events tell them, held against the rows that a store keeps of them."""

from __future__ import annotations

from json import dumps
from typing import Any

import pytest

from aduan_cli.store.common.clock_rows import Clocks

SAID = {"kind": "complaint", "status": "routed", "unit": "dlh", "priority": "normal", "reported_at": 100}
Row = list[Any]


def clocks(*changes: tuple[int, str, dict[str, Any], dict[str, Any]]) -> Clocks:
    """Return the clocks of a call that came at 110, and of what became of it: (at, event, its data, what changed)."""
    told = Clocks()
    said = dict(SAID)
    told.go_on(said, 110, "logged", said)
    for at, type_, data, changed in changes:
        said = {**said, **changed}
        told.go_on(said, at, type_, data)
    return told


def differ(told: Clocks, *rows: Row) -> list[tuple[str, object, object]]:
    return [(one.field, one.said, one.stands) for one in told.differences("T", rows)]


ROUTED: tuple[Row, Row] = (["acknowledge", "dlh", 110, None, None], ["resolve", "dlh", 100, None, None])


def test_the_promise_runs_from_the_report_and_the_acknowledgement_from_when_the_unit_got_it() -> None:
    """Both of the unit that leads."""
    assert differ(clocks(), *ROUTED) == []


def test_a_desk_without_deadlines_keeps_no_rows_and_nothing_differs() -> None:
    """Where it keeps any, all must be there."""
    assert differ(clocks()) == []
    assert differ(clocks(), ROUTED[0]) == [("clock resolve", "stored", None)]


def test_a_row_of_a_clock_that_never_ran_is_found() -> None:
    assert differ(clocks(), *ROUTED, ["handoff", "dlh", 110, None, None]) == [("clock handoff", None, "stored")]


@pytest.mark.parametrize(
    ("column", "value", "field"),
    [(1, "bpbd", "unit"), (2, 99, "since"), (3, '[[1,2,"x"]]', "pauses"), (4, 120, "stopped_at")],
)
def test_each_column_is_held(column: int, value: object, field: str) -> None:
    """With what the events say and what stands there."""
    forged = [list(row) for row in ROUTED]
    forged[1][column] = value
    ((where, said, stands),) = differ(clocks(), *forged)
    assert (where, said, stands) == (f"clock resolve.{field}", ROUTED[1][column], value)


def test_a_hold_whose_reason_stops_the_clock_is_a_pause_until_it_ends() -> None:
    """As it stands in the row: begin, end and reason."""
    held = (200, "held", {"code": "waiting", "stops_clock": True}, {"status": "on_hold"})
    going_on = (300, "started", {}, {"status": "in_progress"})
    stopped: Row = ["acknowledge", "dlh", 110, None, 200]
    pause = dumps([[200, None, "waiting"]], separators=(",", ":"))
    assert differ(clocks(held), stopped, ["resolve", "dlh", 100, pause, None]) == []
    ended = dumps([[200, 300, "waiting"]], separators=(",", ":"))
    assert differ(clocks(held, going_on), stopped, ["resolve", "dlh", 100, ended, None]) == []
    assert differ(clocks(held), stopped, ["resolve", "dlh", 100, None, None]) != []


def test_what_is_done_stops_its_clocks() -> None:
    """At the moment at which it was told."""
    done = clocks((250, "resolved", {}, {"status": "resolved"}))
    assert differ(done, ["acknowledge", "dlh", 110, None, 250], ["resolve", "dlh", 100, None, 250]) == []


def test_another_unit_has_to_acknowledge_anew_and_the_promise_runs_on() -> None:
    given = clocks((250, "assigned", {}, {"unit": "bpbd"}))
    assert differ(given, ["acknowledge", "bpbd", 250, None, None], ["resolve", "bpbd", 100, None, None]) == []
