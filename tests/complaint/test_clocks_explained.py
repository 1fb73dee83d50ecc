"""Why something is due then: what each clock is, and every stretch of its time, against an hour glass."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.complaint.clocks import RESOLVE, Run
from aduan_cli.complaint.clocks_explained import KEPT, LATE, PAUSED, RUNNING, explained, state_of
from aduan_cli.complaint.events import ACKNOWLEDGED, HELD, LOGGED, RESOLVED, STARTED
from aduan_cli.complaint.history import Event
from aduan_cli.working_time import Pause
from promising import EIGHT, HOUR, MONDAY, UTC, promising, waiting
from told import event

RULES = promising()
HOLD = {"code": "cuaca", "stops_clock": True}


def history(*moves: tuple[str, int, str]) -> list[Event]:
    """Return a history: of each move its type, its hour and the state then."""
    said = {"kind": "complaint", "status": "routed", "unit": "dlh", "priority": "normal", "reported_at": EIGHT}
    found = [event(LOGGED, at=EIGHT, **said)]
    for type_, hour, status in moves:
        more: dict[str, Any] = HOLD if type_ == HELD else {}
        found.append(event(type_, at=EIGHT + hour * HOUR, became={"status": status}, **more))
    return found


@pytest.mark.parametrize(
    ("run", "now", "state"),
    [
        (Run(RESOLVE, "dlh", 0, due_at=100), 100, RUNNING),
        (Run(RESOLVE, "dlh", 0, due_at=100), 101, LATE),
        (Run(RESOLVE, "dlh", 0, stopped=100, due_at=100), 500, KEPT),
        (Run(RESOLVE, "dlh", 0, stopped=101, due_at=100), 500, LATE),
        (Run(RESOLVE, "dlh", 0, pauses=(Pause(5, None),), due_at=None), 500, PAUSED),
        (Run(RESOLVE, "dlh", 0, pauses=(Pause(5, 9),), due_at=104), 104, RUNNING),
        (Run(RESOLVE, "dlh", 0), 500, RUNNING),
        (Run(RESOLVE, "dlh", 0, stopped=7), 500, KEPT),
    ],
)
def test_what_a_clock_is_at_a_moment(run: Run, now: int, state: str) -> None:
    """Due to the second; what stands still is neither late nor in time."""
    assert state_of(run, now) == state


def test_the_clocks_stand_in_their_order_and_those_without_a_target_are_left_out() -> None:
    """The hand-off of a unit that has no target for it runs, and nothing is told of it."""
    urgent = waiting(priority="emergency")
    said = {"kind": "complaint", "status": "routed", "unit": "dlh", "priority": "emergency", "reported_at": EIGHT}
    found = explained(urgent, [event(LOGGED, at=EIGHT, **said)], RULES, UTC, EIGHT + HOUR)
    assert [(one.run.clock, one.aim.text, one.aim.calendar) for one in found] == [
        ("acknowledge", "4h", "always"), ("resolve", "3wd", "always"),
    ]  # fmt: skip


def test_a_clock_that_stopped_counts_until_then_and_one_that_runs_until_now() -> None:
    found = explained(
        waiting(status="acknowledged"), history((ACKNOWLEDGED, 2, "acknowledged")), RULES, UTC, EIGHT + 30 * HOUR
    )
    acknowledge, resolve = found
    assert (acknowledge.state, acknowledge.counted) == (KEPT, 2 * HOUR)
    assert (resolve.state, resolve.counted) == (RUNNING, 14 * HOUR)  # Eight on Monday, six on Tuesday.


def test_what_came_at_night_begins_with_the_office() -> None:
    night = waiting(reported_at=MONDAY - 3 * HOUR)
    said = {"kind": "complaint", "status": "routed", "unit": "dlh", "priority": "normal"}
    told = [event(LOGGED, at=MONDAY - 3 * HOUR, reported_at=MONDAY - 3 * HOUR, **said)]
    (_acknowledge, resolve) = explained(night, told, RULES, UTC, EIGHT)
    assert (resolve.begins, resolve.counted) == (EIGHT, 0)
    assert resolve.stretches[0].why == "waiting"


def test_days_of_the_calendar_count_at_all_hours_once_they_have_begun() -> None:
    """What came at night waits for the office; from then on nights, weekends and all count, but for a pause."""
    rules = promising('[categories.pohon]\nunit = "dlh"\ntext = "pohon"\ndeadlines = { resolve = "2d" }\n')
    tree = waiting(reported_at=MONDAY - 3 * HOUR, category="pohon", status="in_progress")
    said = {"kind": "complaint", "status": "routed", "unit": "dlh", "priority": "normal"}
    told = [event(LOGGED, at=MONDAY - 3 * HOUR, reported_at=MONDAY - 3 * HOUR, **said), *history()[1:]]
    told += history((HELD, 1, "on_hold"), (STARTED, 11, "in_progress"))[1:]
    found = {one.run.clock: one for one in explained(tree, told, rules, UTC, EIGHT + 20 * HOUR)}[RESOLVE]
    due = EIGHT + 58 * HOUR
    assert (found.run.due_at, found.counted) == (due, 10 * HOUR)
    assert [(one.why, (one.until - one.begin) // HOUR) for one in found.stretches] == [
        ("waiting", 11), ("open", 1), ("paused", 10), ("open", 47),
    ]  # fmt: skip


MOVES = st.lists(st.tuples(st.sampled_from(["hold", "start", "resolve"]), st.integers(1, 40)), max_size=4)


@given(MOVES, st.integers(1, 200))
def test_the_stretches_are_the_whole_time_without_a_gap_and_count_as_an_hour_glass(
    moves: list[tuple[str, int]], now: int
) -> None:
    """Hour by hour: an hour counts where the office is open, nothing pauses, and it has begun and not ended."""
    types = {"hold": (HELD, "on_hold"), "start": (STARTED, "in_progress"), "resolve": (RESOLVED, "resolved")}
    told, hour, paused, since, ended = [], 0, set(), None, None
    for name, gap in moves:
        if ended is not None:
            break
        hour += gap
        if hour > now:
            break
        if since is not None and name != "hold":
            paused.update(range(since, hour))
            since = None
        if name == "hold" and since is None:
            since = hour
        if name == "resolve":
            ended = hour
        told.append((types[name][0], hour, types[name][1]))
    status = told[-1][2] if told else "routed"
    found = explained(waiting(status=status), history(*told), RULES, UTC, EIGHT + now * HOUR)
    resolve = next(one for one in found if one.run.clock == RESOLVE)
    last = now if ended is None else ended
    if since is not None:
        paused.update(range(since, last))
    opened = [at for at in range(last) if (8 + at) % 24 in range(8, 16) and (8 + at) // 24 % 7 < 5]
    assert resolve.counted == sum(at not in paused for at in opened) * HOUR
    pairs = list(zip(resolve.stretches, resolve.stretches[1:], strict=False))
    assert all(one.until == other.begin for one, other in pairs)
    assert resolve.stretches[0].begin == EIGHT
    assert resolve.stretches[-1].until >= EIGHT + last * HOUR
