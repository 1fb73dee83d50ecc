"""What a promise would have meant: how a complaint went, whether that was in time, and plain shares of many."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.complaint.events import HELD, IMPORTED, LOGGED, REOPENED, REPORTED_BACK, RESOLVED, STARTED
from aduan_cli.complaint.history import Event
from aduan_cli.complaint.kept import CLOSED_AT, NEAR, Course, Judge, Judged, KeptFigures, by_group, course_of, share_of
from aduan_cli.working_time import Pause
from promising import EIGHT, HOUR, UTC, promising, waiting
from told import event

RULES = promising()
DAY = 24 * HOUR
LOGGED_SO = {"kind": "complaint", "status": "routed", "unit": "dlh", "priority": "normal", "reported_at": EIGHT}


def read(value: object) -> int | None:
    """Read the moment of a field: invented files say the hours since the office opened."""
    return EIGHT + int(str(value)) * HOUR if value else None


def never() -> list[Event]:
    """Fail where the history is read though the file says all."""
    raise AssertionError


def lived(*moves: tuple[str, int, str, dict[str, Any]]) -> list[Event]:
    """Return the history of a complaint: of each move its type, the hour, the state then, and what it says."""
    found = [event(LOGGED, at=EIGHT, **LOGGED_SO)]
    found += [
        event(type_, at=EIGHT + hour * HOUR, became={"status": status}, **said) for type_, hour, status, said in moves
    ]
    return found


# -- how one went


@given(
    st.integers(0, 50),
    st.lists(st.integers(1, 30), max_size=6),
    st.none() | st.integers(0, 200),
    st.booleans(),
)
def test_what_it_lasted_is_what_a_stopwatch_shows(since: int, gaps: list[int], ended: int | None, last: bool) -> None:
    """Second by second: each one after the beginning, before the end and in no pause counts."""
    moments, pauses = [since], []
    for gap in gaps:
        moments.append(moments[-1] + gap)
    for begin, until in zip(moments[1::2], moments[2::2], strict=False):
        pauses.append(Pause(begin, until))
    if last and pauses:
        pauses[-1] = pauses[-1]._replace(until=None)
    course = Course(since, tuple(pauses), ended)
    if ended is None:
        assert course.lasted is None
        return
    stopped = {
        second for pause in pauses for second in range(pause.begin, ended if pause.until is None else pause.until)
    }
    assert course.lasted == sum(second not in stopped for second in range(since, ended))


def test_of_a_question_nothing_was_promised() -> None:
    assert course_of(waiting(kind="information", fields={CLOSED_AT: "3"}), never, read) is None


def test_of_a_record_that_came_done_the_file_says_when() -> None:
    """Its history is not read; once somebody moved it here, the history counts."""
    record = waiting(status="closed", fields={CLOSED_AT: "30"})
    assert course_of(record, never, read) == Course(EIGHT, (), EIGHT + 30 * HOUR)
    moved = lived((RESOLVED, 9, "resolved", {}))
    again = waiting(status="resolved", version=3, fields={CLOSED_AT: "30"})
    assert course_of(again, lambda: moved, read) == Course(EIGHT, (), EIGHT + 9 * HOUR)


def test_how_long_the_unit_took_is_the_end_where_no_day_is_known() -> None:
    """Of several reports the last counts; one in words says nothing."""
    first = event(IMPORTED, at=EIGHT, **{**LOGGED_SO, "status": "closed"})
    reports = ({"took": 60}, {"took": 2 * HOUR}, {"took_text": "lama"})
    told = [first, *(event(REPORTED_BACK, **said) for said in reports)]
    assert course_of(waiting(status="closed", version=2), lambda: told, read) == Course(EIGHT, (), EIGHT + 2 * HOUR)
    assert course_of(waiting(status="closed"), lambda: [first, told[-1]], read) is None


def test_pauses_and_the_end_are_those_of_the_history() -> None:
    """And a clock that began anew is judged from then on."""
    hold = {"code": "cuaca", "stops_clock": True}
    moves = [(HELD, 2, "on_hold", hold), (STARTED, 5, "in_progress", {}), (RESOLVED, 9, "resolved", {})]
    course = course_of(waiting(version=4), lambda: lived(*moves), read)
    assert course == Course(EIGHT, (Pause(EIGHT + 2 * HOUR, EIGHT + 5 * HOUR, "cuaca"),), EIGHT + 9 * HOUR)
    assert course is not None
    assert course.lasted == 6 * HOUR
    again = [*moves, (REOPENED, 20, "routed", {"reason": "lagi"})]
    assert course_of(waiting(version=5), lambda: lived(*again), read) == Course(EIGHT + 20 * HOUR)


def test_what_is_still_open_has_no_end() -> None:
    assert course_of(waiting(version=2), lambda: lived((STARTED, 1, "in_progress", {})), read) == Course(EIGHT)
    late = waiting(version=2, fields={CLOSED_AT: "4"})
    assert course_of(late, lambda: lived((STARTED, 1, "in_progress", {})), read) == Course(EIGHT, (), EIGHT + 4 * HOUR)


# -- whether it was in time


@pytest.mark.parametrize(
    ("ended", "now", "kept"),
    [(72, 100, True), (72.01, 100, False), (None, 72, None), (None, 72.01, False), (10, 11, True)],
)
def test_in_time_is_to_the_second(ended: float | None, now: float, kept: bool | None) -> None:
    """Three working days from Monday at eight are over on Thursday at eight; what is open and not due is neither."""
    course = Course(EIGHT, (), None if ended is None else EIGHT + int(ended * HOUR))
    judged = Judge(RULES, UTC, EIGHT + int(now * HOUR)).judge(waiting(), course)
    assert (judged.due_at, judged.kept) == (EIGHT + 72 * HOUR, kept)


def test_nothing_promised_is_neither_kept_nor_late() -> None:
    bare: Any = {**RULES, "clocks": {**RULES["clocks"], "desk": {"calendar": None, "targets": {}}}}
    judged = Judge(bare, UTC, EIGHT + 999 * HOUR).judge(waiting(), Course(EIGHT))
    assert (judged.aim, judged.due_at, judged.kept) == (None, None, None)


@given(st.integers(0, 6 * 24), st.sampled_from(["dlh", "bpbd"]))
def test_the_least_target_is_the_first_that_would_have_been_kept(hours: int, unit: str) -> None:
    """By it the complaint is in time, and by one less, if there is one, it is late."""
    judge = Judge(RULES, UTC, EIGHT + 999 * HOUR)
    course = Course(EIGHT, (), EIGHT + hours * HOUR)
    judged = judge.judge(waiting(unit=unit), course)
    needed = judge.needed(judged)
    assert needed is not None
    calendar, counted, amount = needed
    assert (calendar, counted) == (("kantor", "wd") if unit == "dlh" else ("siaga", "h"))

    def kept(of: int) -> bool | None:
        desk = {"calendar": calendar, "targets": {"": {"resolve": f"{of}{counted}"}}}
        rules: Any = {**RULES, "clocks": {**RULES["clocks"], "desk": desk, "units": {}}}
        return Judge(rules, UTC, EIGHT + 999 * HOUR).judge(waiting(unit=unit), course).kept

    assert kept(amount) is True
    assert amount == 1 or kept(amount - 1) is False


def test_of_what_is_not_done_no_target_can_be_told_and_without_a_promise_days_are_counted() -> None:
    judge = Judge(RULES, UTC, EIGHT)
    assert judge.needed(judge.judge(waiting(), Course(EIGHT))) is None
    bare: Any = {**RULES, "clocks": {**RULES["clocks"], "desk": {"calendar": None, "targets": {}}}}
    judge = Judge(bare, UTC, EIGHT)
    assert judge.needed(judge.judge(waiting(), Course(EIGHT, (), EIGHT + 49 * HOUR))) == ("", "d", 3)


# -- many


@given(st.lists(st.integers(-5, 5), max_size=30), st.integers(1, 100))
def test_a_share_is_the_least_value_that_so_many_do_not_pass(values: list[int], percent: int) -> None:
    found = share_of(values, percent)
    enough = [value for value in values if sum(one <= value for one in values) * 100 >= percent * len(values)]
    assert found == min(enough, default=None)


def judged(kept: bool | None, lasted: int | None, due_at: int | None = None) -> Judged:
    """Return a complaint that was judged so."""
    judge = Judge(RULES, UTC, EIGHT)
    made = judge.judge(waiting(), Course(EIGHT, (), None if lasted is None else EIGHT + lasted))
    return made._replace(kept=kept, due_at=due_at)


def test_what_was_judged_is_counted() -> None:
    """Kept, late and what is open; half of what is done, most of it, and the target that most would have kept."""
    figures = KeptFigures()
    assert (figures.median(), figures.most(), figures.target(), figures.target_for_most()) == (None,) * 4
    for number in range(1, 11):
        figures.add(judged(number <= 7, number * HOUR), ("kantor", "wd", number), None)
    figures.add(judged(None, None), None, None)
    figures.add(judged(True, 5 * HOUR), ("", "d", 90), None)
    assert (figures.complaints, figures.kept, figures.late) == (12, 8, 3)
    assert (figures.median(), figures.most()) == (5 * HOUR, 9 * HOUR)
    assert (figures.target(), figures.target_for_most()) == ("3wd", "9wd")


@pytest.mark.parametrize(("apart", "same"), [(0, True), (NEAR, True), (-NEAR, True), (NEAR + 1, False), (None, False)])
def test_another_systems_due_time_is_the_same_by_five_minutes(apart: int | None, same: bool) -> None:
    """What has no due time here is compared and not the same."""
    figures = KeptFigures()
    figures.add(judged(None, None, due_at=None if apart is None else EIGHT + apart), None, EIGHT)
    figures.add(judged(None, None, due_at=EIGHT), None, None)
    assert (figures.compared, figures.within) == (1, int(same))


def test_groups_stand_where_most_was_late_first() -> None:
    """Then where most was looked at, then by name."""
    figures = {
        ("b", "x"): KeptFigures(),
        ("a", "x"): KeptFigures(),
        ("c", "x"): KeptFigures(),
        ("d", "x"): KeptFigures(),
    }
    figures["b", "x"].late = figures["c", "x"].late = 2
    figures["b", "x"].complaints, figures["c", "x"].complaints = 4, 9
    assert [unit for (unit, _category), _of in by_group(figures)] == ["c", "b", "a", "d"]
