"""Steps of one commit and their clocks: each goes on from what the store has, or from the step before it."""

from __future__ import annotations

from typing import Any, cast

from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.complaint.clocks import ACKNOWLEDGE, RESOLVE
from aduan_cli.complaint.complaint import Complaint, copy_of
from aduan_cli.complaint.events import ACKNOWLEDGED, EDITED, LOGGED, NOTED, RESOLVED, ROUTED
from aduan_cli.complaint.history import Event
from aduan_cli.complaint.step import Step, changing, noting, taking
from aduan_cli.flow.timing.clock_steps import with_their_clocks
from promising import EIGHT, HOUR, UTC, promising, waiting
from told import event

RULES = promising()
STORED = waiting(due_at=EIGHT + 72 * HOUR)


class Kept:
    """The history of one complaint, and how often it was read."""

    def __init__(self) -> None:
        self.read = 0

    def events(self, complaint: Complaint) -> list[Event]:
        """Return that it was logged as it stands."""
        self.read += 1
        said = {name: getattr(complaint, name) for name in ("kind", "status", "unit", "priority", "reported_at")}
        return [event(LOGGED, at=EIGHT, **{**said, "status": "routed", "unit": "dlh", "priority": "normal"})]


def clocked(steps: list[Step], kept: Kept | None = None) -> list[Step]:
    """Return steps with their clocks."""
    return list(with_their_clocks(steps, cast(Any, kept or Kept()), RULES, UTC))


def test_a_new_complaint_has_no_history_to_read() -> None:
    kept = Kept()
    (step,) = clocked([taking(waiting())], kept)
    assert (kept.read, {run.clock for run in step.clocks}) == (0, {ACKNOWLEDGE, RESOLVE})


def test_a_complaint_that_is_there_goes_on_from_its_history() -> None:
    (step,) = clocked([changing(STORED, {"status": "acknowledged"}, ACKNOWLEDGED, {}, None, EIGHT + HOUR)])
    assert {run.clock: (run.since, run.stopped) for run in step.clocks} == {
        ACKNOWLEDGE: (EIGHT, EIGHT + HOUR), RESOLVE: (EIGHT, None),
    }  # fmt: skip


def test_what_only_tells_something_passes_in_its_place() -> None:
    note = noting(STORED, ((NOTED, {}),), None, EIGHT)
    move = changing(STORED, {"status": "acknowledged"}, ACKNOWLEDGED, {}, None, EIGHT)
    first, second, third = clocked([note, move, note])
    assert (first, third) == (note, note)
    assert second.clocks


def test_the_second_step_of_a_complaint_goes_on_from_the_first() -> None:
    """Its history, which knows nothing of the first yet, is read once."""
    kept = Kept()
    moved = changing(STORED, {"unit": "bpbd", "status": "routed"}, ROUTED, {}, None, EIGHT + HOUR)
    after = copy_of(STORED, unit="bpbd")
    done = changing(after, {"status": "resolved"}, RESOLVED, {}, None, EIGHT + 2 * HOUR)
    first, second = clocked([moved, done], kept)
    assert kept.read == 1
    assert first.changes["due_at"] == EIGHT + 8 * HOUR
    assert "due_at" not in second.changes, "it is due as the first step dated it"
    runs = {run.clock: run for run in second.clocks}
    assert (runs[ACKNOWLEDGE].unit, runs[ACKNOWLEDGE].since) == ("bpbd", EIGHT + HOUR)
    assert runs[RESOLVE].stopped == EIGHT + 2 * HOUR


def test_steps_of_different_complaints_know_nothing_of_each_other() -> None:
    other = copy_of(STORED, ticket="UJI-261123-0002-1")
    steps = [
        changing(STORED, {"unit": "bpbd"}, ROUTED, {}, None, EIGHT),
        changing(other, {"priority": "high"}, EDITED, {"fields": ["priority"]}, None, EIGHT),
    ]
    first, second = clocked(steps)
    assert {run.unit for run in first.clocks} == {"bpbd"}
    assert {run.unit for run in second.clocks} == {"dlh"}


MOVES = st.sampled_from(["bpbd", "dinkes", "acknowledged", "in_progress", "resolved", "routed", "high", "low"])


@given(st.lists(MOVES, min_size=1, max_size=6))
def test_steps_together_end_with_the_clocks_of_the_same_steps_one_by_one(moves: list[str]) -> None:
    """However many of a complaint are written in one commit, the last has what each alone would have led to."""
    complaint, steps = STORED, []
    for number, move in enumerate(moves):
        field = "unit" if move in ("bpbd", "dinkes") else "priority" if move in ("high", "low") else "status"
        step = changing(complaint, {field: move}, EDITED, {"fields": [field]}, None, EIGHT + number * HOUR)
        steps.append(step)
        complaint = copy_of(complaint, **step.changes)
    together = clocked(steps)
    told = Kept().events(STORED)
    for step in steps[:-1]:
        became = {name: value for name, value in step.changes.items() if name in ("unit", "priority", "status")}
        told.append(event(EDITED, at=step.at, became=became, fields=list(became)))

    class Grown(Kept):
        def events(self, _complaint: Complaint) -> list[Event]:
            return told

    due_at = next((step.changes["due_at"] for step in together[-2::-1] if "due_at" in step.changes), STORED.due_at)
    last = steps[-1]._replace(complaint=copy_of(steps[-1].complaint, due_at=due_at))
    (alone,) = clocked([last], Grown())
    assert together[-1].clocks == alone.clocks
    assert together[-1].changes == alone.changes
