"""What a clock is to keep: the most special target wins, its calendar too, and levels stand in the order of time."""

from __future__ import annotations

from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.compiled import Rules
from aduan_cli.complaint.clocks import ACKNOWLEDGE, HANDOFF, RESOLVE, Run
from aduan_cli.complaint.complaint import copy_of
from aduan_cli.complaint.deadlines import ALWAYS, aim_for, aim_of, dated, day_number, levels_of, with_clocks
from aduan_cli.complaint.events import ACKNOWLEDGED, EDITED, ESCALATED, HELD, RESOLVED
from aduan_cli.complaint.step import changing, taking
from aduan_cli.model import CLOCKS, PRIORITIES
from aduan_cli.working_time import Pause
from promising import EIGHT, HOUR, LEVELS, MONDAY, UTC, promising, waiting

RULES, ESCALATING = promising(), promising(LEVELS)
DAY = 24 * HOUR


def aim(clock: str = RESOLVE, **of: Any) -> tuple[str, str, str] | None:
    """Return target, calendar and whose it is."""
    found = aim_of(RULES, clock, waiting(**of))
    return found and (found.text, found.calendar, found.whose)


@pytest.mark.parametrize(
    ("of", "expected"),
    [
        ({}, ("3wd", "kantor", "desk")),
        ({"priority": "high"}, ("1wd", "kantor", "desk, high")),
        ({"priority": "emergency"}, ("3wd", ALWAYS, "desk")),
        ({"unit": "bpbd"}, ("8h", "siaga", "unit bpbd")),
        ({"unit": "bpbd-perahu"}, ("8h", "siaga", "unit bpbd")),
        ({"unit": "bpbd", "priority": "emergency"}, ("2h", ALWAYS, "unit bpbd, emergency")),
        ({"unit": "bpbd", "priority": "high"}, ("8h", "siaga", "unit bpbd")),
        ({"unit": "bpbd", "category": "banjir", "priority": "low"}, ("2d", "siaga", "category banjir, low")),
        ({"unit": "dlh", "category": "banjir", "priority": "low"}, ("2d", "kantor", "category banjir, low")),
        ({"unit": "bpbd", "category": "banjir"}, ("8h", "siaga", "unit bpbd")),
        ({"unit": "dinkes"}, ("3wd", "always", "desk")),
        ({"unit": None, "category": None}, ("3wd", "kantor", "desk")),
        ({"unit": "tidak-ada"}, ("3wd", "kantor", "desk")),
    ],
)
def test_the_most_special_target_and_the_most_special_calendar_win(
    of: dict[str, Any], expected: tuple[str, str, str]
) -> None:
    """The category, then the unit and what it is a part of, then the desk; an emergency runs round the clock."""
    assert aim(**of) == expected


@pytest.mark.parametrize(
    ("clock", "of", "expected"),
    [
        (ACKNOWLEDGE, {"unit": "bpbd"}, ("4h", "siaga", "desk")),
        (HANDOFF, {"unit": "bpbd", "priority": "emergency"}, ("5m", ALWAYS, "unit bpbd, emergency")),
        (HANDOFF, {"unit": "dlh", "priority": "emergency"}, None),
        (HANDOFF, {"unit": "bpbd"}, None),
    ],
)
def test_each_clock_has_its_own_target_or_none(clock: str, of: dict[str, Any], expected: object) -> None:
    assert aim(clock, **of) == expected


TARGETS = st.dictionaries(
    st.sampled_from(["", *PRIORITIES]),
    st.dictionaries(st.sampled_from(CLOCKS), st.sampled_from(["1h", "2h", "3d"]), max_size=2),
    max_size=2,
)
TABLE = st.fixed_dictionaries({"calendar": st.none() | st.sampled_from(["kantor", "siaga"]), "targets": TARGETS})


@given(
    TABLE,
    st.dictionaries(st.sampled_from(["bpbd", "bpbd-perahu", "dlh"]), TABLE, max_size=3),
    st.dictionaries(st.just("banjir"), TABLE, max_size=1),
    st.sampled_from(CLOCKS),
    st.sampled_from(["bpbd", "bpbd-perahu", "dlh"]),
    st.sampled_from(PRIORITIES),
)
def test_any_tables_are_looked_up_as_a_list_of_who_speaks(
    desk: Any, units: Any, categories: Any, clock: str, unit: str, priority: str
) -> None:
    """The first of the list that has a target for the priority, or for all, says it; the first calendar is the one."""
    clocks = {**RULES["clocks"], "desk": desk, "units": units, "categories": categories}
    rules = cast(Rules, {**RULES, "clocks": clocks})
    line = ["bpbd-perahu", "bpbd"] if unit == "bpbd-perahu" else [unit]
    speaking = [categories.get("banjir"), *(units.get(one) for one in line), desk]
    speaking = [table for table in speaking if table is not None]
    wanted = [
        table["targets"].get(of, {}).get(clock)
        for table in speaking
        for of in (priority, "")
        if table["targets"].get(of, {}).get(clock) is not None
    ]
    found = aim_of(rules, clock, waiting(unit=unit, category="banjir", priority=priority))
    assert (found and found.text) == next(iter(wanted), None)
    if found is not None:
        named = [table["calendar"] for table in speaking if table["calendar"]]
        round_the_clock = clock == HANDOFF or priority == "emergency" or not named
        assert found.calendar == (ALWAYS if round_the_clock else named[0])


def test_what_escalation_raised_is_due_as_it_was_promised() -> None:
    """The complaint is high now, its clock runs as a normal one."""
    raised = waiting(priority="high")
    found = aim_for(RULES, Run(RESOLVE, "dlh", EIGHT, timed_as="normal"), raised)
    assert found is not None
    assert found.text == "3wd"
    found = aim_for(RULES, Run(RESOLVE, "dlh", EIGHT), raised)
    assert found is not None
    assert found.text == "1wd"


def test_a_clock_of_which_nothing_is_said_is_never_due() -> None:
    run = Run(HANDOFF, "dlh", EIGHT, due_at=5, escalate_at=4)
    assert dated(RULES, UTC, run, waiting()) == run._replace(due_at=None, escalate_at=None)


def test_a_calendar_that_never_opens_makes_nothing_due_and_tells_nobody() -> None:
    clocks = {**ESCALATING["clocks"]}
    clocks["calendars"] = {"kantor": {**clocks["calendars"]["kantor"], "week": [[] for _day in range(7)]}}
    closed = cast(Rules, {**ESCALATING, "clocks": clocks})
    run = dated(closed, UTC, Run(RESOLVE, "dlh", EIGHT), waiting())
    assert (run.due_at, run.escalate_at) == (None, None)
    assert levels_of(closed, UTC, run, waiting()) == []


# -- levels


def times(run: Run, **of: Any) -> list[tuple[str, int]]:
    """Return the levels that a clock is still to pass, each with its hours from the start."""
    found = levels_of(ESCALATING, UTC, dated(ESCALATING, UTC, run, waiting(**of)), waiting(**of))
    return [(level.escalation["id"], (level.at - EIGHT) // HOUR) for level in found]


def test_levels_ascend_each_counted_on_the_calendar_of_the_clock() -> None:
    """Three working days end Thursday at eight; half of their open hours is Tuesday noon, two over Thursday ten."""
    assert times(Run(RESOLVE, "dlh", EIGHT)) == [("separuh", 28), ("batas", 72), ("lewat", 74)]
    assert times(Run(ACKNOWLEDGE, "dlh", EIGHT)) == [("diam", 4)]


def test_a_level_that_was_told_is_passed_and_the_next_time_is_the_next_levels() -> None:
    run = Run(RESOLVE, "dlh", EIGHT, told=("separuh", "lewat"))
    assert times(run) == [("batas", 72)]
    made = dated(ESCALATING, UTC, run, waiting())
    assert made.escalate_at == made.due_at == EIGHT + 72 * HOUR


@pytest.mark.parametrize(
    "run",
    [
        Run(RESOLVE, "dlh", EIGHT, stopped=EIGHT + 60),
        Run(RESOLVE, "dlh", EIGHT, pauses=(Pause(EIGHT + 60, None, "cuaca"),)),
    ],
)
def test_a_clock_that_stopped_or_stands_still_tells_nobody(run: Run) -> None:
    assert times(run) == []
    assert dated(ESCALATING, UTC, run, waiting()).escalate_at is None


@pytest.mark.parametrize(
    ("only", "of", "is_for"),
    [
        ('units = "bpbd"', {"unit": "bpbd-perahu"}, True),
        ('units = "bpbd-perahu"', {"unit": "bpbd"}, False),
        ('units = "bpbd"', {"unit": "dlh"}, False),
        ('categories = ["sampah", "banjir"]', {"category": "sampah"}, True),
        ('categories = "banjir"', {"category": "sampah"}, False),
        ('categories = "banjir"', {"category": None}, False),
        ('priorities = ["high", "emergency"]', {"priority": "high"}, True),
        ('priorities = "high"', {"priority": "normal"}, False),
        ('units = "dlh"\npriorities = "low"', {"priority": "low"}, True),
        ('units = "dlh"\npriorities = "low"\ncategories = "banjir"', {"priority": "low"}, False),
    ],
)
def test_a_level_is_only_for_what_it_names(only: str, of: dict[str, Any], is_for: bool) -> None:
    """A unit's crews with it; all that it names has to fit."""
    rules = promising(f'[[escalation]]\nid = "satu"\nclock = "resolve"\nat = "due"\nlist = true\n{only}\n')
    complaint = waiting(**of)
    run = dated(rules, UTC, Run(RESOLVE, complaint.unit, EIGHT), complaint)
    assert [level.at for level in levels_of(rules, UTC, run, complaint)] == ([run.due_at] if is_for else [])


@given(st.integers(1, 99), st.integers(1, 400), st.integers(0, 2 * DAY))
def test_round_the_clock_a_part_of_the_time_is_that_part(percent: int, hours: int, since: int) -> None:
    """Of an emergency's 100 hours 30 % are 30 hours, and what is over is over by just that."""
    more = f'[categories.api]\nunit = "dlh"\ntext = ["api"]\ndeadlines = {{ emergency = {{ resolve = "{hours}h" }} }}\n'
    part = f'[[escalation]]\nid = "a"\nclock = "resolve"\nat = "{percent}%"\nlist = true\n'
    over = f'[[escalation]]\nid = "b"\nclock = "resolve"\nat = "+{hours}h"\nlist = true\n'
    rules, start = promising(more + part + over), MONDAY + since
    complaint = waiting(category="api", priority="emergency", reported_at=start)
    run = dated(rules, UTC, Run(RESOLVE, "dlh", start), complaint)
    assert run.due_at == start + hours * HOUR
    first, second = (level.at for level in levels_of(rules, UTC, run, complaint))
    assert abs(first - (start + hours * HOUR * percent / 100)) < 1
    assert second == start + 2 * hours * HOUR


# -- what a step makes of the clocks


def test_a_new_complaint_is_stored_with_what_is_promised() -> None:
    step = with_clocks(taking(waiting()), {}, ESCALATING, UTC)
    assert {run.clock: run.due_at for run in step.clocks} == {ACKNOWLEDGE: EIGHT + 4 * HOUR, RESOLVE: EIGHT + 72 * HOUR}
    assert step.complaint.due_at == EIGHT + 72 * HOUR
    assert {run.clock: run.escalate_at for run in step.clocks} == {
        ACKNOWLEDGE: EIGHT + 4 * HOUR, RESOLVE: EIGHT + 28 * HOUR,
    }  # fmt: skip


def test_a_new_one_without_a_promise_stays_as_it_is() -> None:
    """A question has no clock; what was answered owes nothing."""
    asked = waiting(kind="information", status="answered")
    step = with_clocks(taking(asked), {}, ESCALATING, UTC)
    assert (step.complaint, step.clocks) == (asked, ())


def test_a_move_that_dates_nothing_anew_changes_no_field() -> None:
    """A unit that says that it has it stops its own clock, and the promise stays."""
    first = with_clocks(taking(waiting()), {}, ESCALATING, UTC)
    had = {run.clock: run for run in first.clocks}
    step = changing(first.complaint, {"status": "acknowledged"}, ACKNOWLEDGED, {}, "sari", EIGHT + HOUR)
    moved = with_clocks(step, had, ESCALATING, UTC)
    assert "due_at" not in moved.changes
    assert {run.clock: run.stopped for run in moved.clocks} == {ACKNOWLEDGE: EIGHT + HOUR, RESOLVE: None}


def test_another_unit_or_another_priority_dates_the_promise_anew() -> None:
    first = with_clocks(taking(waiting()), {}, RULES, UTC)
    had = {run.clock: run for run in first.clocks}
    step = changing(first.complaint, {"priority": "high"}, EDITED, {"fields": ["priority"]}, "sari", EIGHT + HOUR)
    assert with_clocks(step, had, RULES, UTC).changes["due_at"] == EIGHT + 24 * HOUR
    raised = changing(
        first.complaint, {"priority": "high"}, ESCALATED,
        {"clock": RESOLVE, "since": EIGHT, "level": "batas", "was": "normal"}, None, EIGHT + HOUR,
    )  # fmt: skip
    assert "due_at" not in with_clocks(raised, had, RULES, UTC).changes


def test_a_hold_that_stops_the_clock_takes_the_date_away_and_going_on_gives_a_later_one() -> None:
    first = with_clocks(taking(waiting()), {}, RULES, UTC)
    had = {run.clock: run for run in first.clocks}
    data = {"code": "cuaca", "stops_clock": True}
    held = with_clocks(
        changing(first.complaint, {"status": "on_hold"}, HELD, data, "dlh", EIGHT + HOUR), had, RULES, UTC
    )
    assert held.changes["due_at"] is None
    complaint = copy_of(first.complaint, **held.changes)
    resumed = changing(complaint, {"status": "in_progress"}, "started", {}, "dlh", EIGHT + 3 * HOUR)
    on = with_clocks(resumed, {run.clock: run for run in held.clocks}, RULES, UTC)
    assert on.changes["due_at"] == EIGHT + 74 * HOUR  # Two open hours more: Thursday at ten.


def test_what_is_done_keeps_the_date_that_it_had() -> None:
    """Whether it was in time is told by it for ever."""
    first = with_clocks(taking(waiting()), {}, RULES, UTC)
    step = changing(first.complaint, {"status": "resolved"}, RESOLVED, {}, "dlh", EIGHT + 90 * HOUR)
    done = with_clocks(step, {run.clock: run for run in first.clocks}, RULES, UTC)
    assert "due_at" not in done.changes
    assert {run.clock: run.stopped for run in done.clocks}[RESOLVE] == EIGHT + 90 * HOUR


@given(st.integers(-100_000, 100_000))
def test_days_are_numbered_one_after_the_other(number: int) -> None:
    from datetime import date, timedelta

    day = date(1970, 1, 1) + timedelta(number)
    assert day_number(day.isoformat()) == number
