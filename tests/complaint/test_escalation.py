"""Telling of what is late: each level of each clock once, however seldom or often somebody looks."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.compiled import Rules
from aduan_cli.complaint.clocks import ACKNOWLEDGE, HANDOFF, RESOLVE, Run, Runs, lived
from aduan_cli.complaint.complaint import Complaint, copy_of
from aduan_cli.complaint.escalation import escalations
from aduan_cli.complaint.events import ESCALATED
from aduan_cli.complaint.step import Step
from aduan_cli.desk_time import Zone
from aduan_cli.model import PRIORITIES
from promising import EIGHT, HOUR, LEVELS, UTC, promising, waiting

RULES = promising(LEVELS)
BOTH = {ACKNOWLEDGE: Run(ACKNOWLEDGE, "dlh", EIGHT), RESOLVE: Run(RESOLVE, "dlh", EIGHT)}
PROMISE = {RESOLVE: Run(RESOLVE, "dlh", EIGHT)}


def first_of(rules: Rules, zone: Zone, complaint: Complaint, runs: Runs, actor: str, at: int) -> Step | None:
    """Return the first step that is to be taken, as `tick` takes it."""
    return next(escalations(rules, zone, complaint, runs, actor, at), None)


def look(hour: float, complaint: Complaint | None = None, runs: Runs = PROMISE) -> Step | None:
    """Look some hours after the start."""
    return first_of(RULES, UTC, complaint or waiting(), runs, "tick", EIGHT + int(hour * HOUR))


def test_before_its_time_nobody_is_told() -> None:
    assert look(27.99) is None
    assert look(28) is not None


def test_the_event_says_all_that_is_needed_to_tell_it_again() -> None:
    """Which clock, since when, due when, whose, which level, what it passed, and whom it tells."""
    step = look(28)
    assert step is not None
    assert step.events == (
        (
            ESCALATED,
            {
                "clock": RESOLVE, "unit": "dlh", "since": EIGHT, "due": EIGHT + 72 * HOUR, "level": "separuh",
                "passed": [], "tell": ["unit"],
            },
        ),
    )  # fmt: skip
    assert (step.changes, step.actor, step.at) == ({"escalated_at": EIGHT + 28 * HOUR}, "tick", EIGHT + 28 * HOUR)


def test_who_looks_late_is_told_of_the_highest_alone_and_the_others_are_recorded() -> None:
    step = look(100)
    assert step is not None
    (_type, data), *_others = step.events
    assert (data["level"], data["passed"], data["tell"]) == ("lewat", ["separuh", "batas"], ["asisten"])
    assert step.changes == {"escalated_at": EIGHT + 100 * HOUR, "listed": 1}


@pytest.mark.parametrize(("has", "raised"), [("low", True), ("normal", True), ("high", False), ("emergency", False)])
def test_a_level_raises_a_priority_and_never_lowers_it(has: str, raised: bool) -> None:
    """The event says what it was, so that the clock runs on as it was promised."""
    run = Run(RESOLVE, "dlh", EIGHT, told=("separuh",), timed_as="normal")
    step = look(72, waiting(priority=has), {RESOLVE: run})
    assert step is not None
    data = step.events[0][1]
    assert step.changes.get("priority") == ("high" if raised else None)
    assert (data.get("was"), data.get("priority")) == ((has, "high") if raised else (None, None))


def test_what_is_on_the_list_is_not_put_there_again() -> None:
    run = Run(RESOLVE, "dlh", EIGHT, told=("separuh", "batas"))
    first, again = look(74, runs={RESOLVE: run}), look(74, waiting(listed=1), {RESOLVE: run})
    assert first is not None
    assert again is not None
    assert (first.changes.get("listed"), again.changes.get("listed")) == (1, None)


def test_the_clocks_speak_one_after_the_other() -> None:
    """A unit that said nothing is told first; the promise of the same complaint by the next look."""
    step = look(30, runs=BOTH)
    assert step is not None
    assert step.events[0][1]["clock"] == ACKNOWLEDGE
    told = {**BOTH, ACKNOWLEDGE: BOTH[ACKNOWLEDGE]._replace(told=("diam",))}
    step = look(30, runs=told)
    assert step is not None
    assert step.events[0][1]["clock"] == RESOLVE


@pytest.mark.parametrize("runs", [{}, {HANDOFF: Run(HANDOFF, "dlh", EIGHT)}])
def test_without_a_level_there_is_nothing_to_tell(runs: Runs) -> None:
    assert look(1_000, runs=runs) is None


AGAIN = promising(
    LEVELS + '[[escalation]]\nid = "terus"\nclock = "resolve"\nat = "due"\ntell = "unit"\nrepeat = "6h"\n'
)


def tellings(looks: Sequence[float], runs: Runs = PROMISE) -> list[tuple[float, str, int | None, list[str]]]:
    """Return what somebody is told who looks at these hours: hour, level, which time again, what it passed."""
    complaint, found = waiting(status="in_progress"), []
    for hour in looks:
        step = first_of(AGAIN, UTC, complaint, runs, "tick", EIGHT + int(hour * HOUR))
        if step is not None:
            data = step.events[0][1]
            found.append((hour, data["level"], data.get("again"), data["passed"]))
            after = copy_of(complaint, **step.changes)
            runs, complaint = lived(runs, complaint, after, step.at, step.events), after
    return found


def test_a_level_that_says_so_is_told_again_so_long_after_it_was_told_last() -> None:
    """Cron that was off tells it once when it is back, and the next time counts from then; the others come once."""
    assert tellings([28, 72, 73, 77.99, 78, 99.99, 100, 169.99, 170, 400, 400.5]) == [
        (28, "separuh", None, []), (72, "terus", None, ["batas"]), (77.99, "lewat", None, []), (78, "terus", 1, []),
        (100, "terus", 2, []), (170, "terus", 3, []), (400, "terus", 4, []),
    ]  # fmt: skip


def test_what_is_told_again_never_silences_a_higher_level_that_was_not_told_yet() -> None:
    """Both at once: the higher one speaks, and the other waits its time from then."""
    assert tellings([72, 78, 99.99, 100]) == [
        (72, "terus", None, ["separuh", "batas"]), (78, "lewat", None, ["terus"]), (100, "terus", 2, []),
    ]  # fmt: skip


def test_what_is_told_again_raises_no_priority_and_lists_nothing_that_a_person_took_back() -> None:
    levels = (
        '[[escalation]]\nid = "a"\nclock = "resolve"\nat = "due"\ntell = "unit"\nrepeat = "1d"\npriority = "high"\n'
    )
    rules = promising(levels + "list = true\n")
    run = Run(RESOLVE, "dlh", EIGHT, told=("a",), told_at={"a": EIGHT + 72 * HOUR})
    step = first_of(rules, UTC, waiting(), {RESOLVE: run}, "tick", EIGHT + 96 * HOUR)
    assert step is not None
    assert step.changes == {"escalated_at": EIGHT + 96 * HOUR}
    assert (step.events[0][1]["again"], "priority" in step.events[0][1]) == (1, False)


def everything_told(complaint: Complaint, looks: list[int]) -> list[str]:
    """Return the levels in the order in which they are told or passed, by somebody who looks at these hours."""
    runs: Runs = {RESOLVE: Run(RESOLVE, "dlh", EIGHT), ACKNOWLEDGE: Run(ACKNOWLEDGE, "dlh", EIGHT)}
    found: list[str] = []
    for hour in looks:
        while (step := look(hour, complaint, runs)) is not None:
            data = step.events[0][1]
            found += [*data["passed"], data["level"]]
            after = copy_of(complaint, **step.changes)
            runs, complaint = lived(runs, complaint, after, step.at, step.events), after
    return found


@given(st.lists(st.integers(0, 120), max_size=12).map(sorted), st.sampled_from(PRIORITIES[:2]))
def test_each_level_is_told_once_however_often_somebody_looks(looks: list[int], priority: str) -> None:
    """After the last level all are passed, and before it just those whose time has come; none comes twice."""
    found = everything_told(waiting(priority=priority), looks)
    times = {"diam": 4, "separuh": 28, "batas": 72, "lewat": 74}
    passed = [name for name, hour in times.items() if looks and hour <= looks[-1]]
    assert sorted(found) == sorted(passed)
    assert [name for name in found if name != "diam"] == [name for name in passed if name != "diam"]
