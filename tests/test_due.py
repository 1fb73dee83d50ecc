"""How the job of cron works off what is due: whole batches, so many at most, what somebody else changed tried anew."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli import due
from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.step import Step, noting
from aduan_cli.due import BATCH, Bounds, Work
from aduan_cli.stored import CONFLICT, DONE, FORGOTTEN, Outcome


class Shelf:
    """A store of complaints that wait. `answers` has what becomes of a ticket's step, one after the other."""

    def __init__(self, count: int, answers: dict[str, list[str]] | None = None) -> None:
        self.waiting = {f"T{number:04}": Complaint(ticket=f"T{number:04}") for number in range(count)}
        self.answers = answers or {}
        self.batches: list[int] = []
        self.fetched = 0

    def fetch(self, limit: int) -> list[Complaint]:
        self.fetched += 1
        return list(self.waiting.values())[:limit]

    def commit(self, steps: Sequence[Step]) -> list[Outcome]:
        self.batches.append(len(steps))
        return [self._done(step.complaint.ticket) for step in steps]

    def _done(self, ticket: str) -> Outcome:
        answers = self.answers.get(ticket)
        state = answers.pop(0) if answers else DONE
        if state == DONE:
            del self.waiting[ticket]
        return Outcome(ticket, state)


def step_of(complaint: Complaint) -> Step:
    return noting(complaint, (("woken", {}),), None, 0)


def worked(shelf: Shelf, limit: int | None = None) -> tuple[Work, bool]:
    work = Work(shelf.commit, Bounds(limit))
    return work, work.off(shelf.fetch, step_of)


@given(st.integers(0, 350), st.none() | st.integers(0, 400))
def test_all_that_waits_is_done_or_as_much_as_was_wanted(count: int, limit: int | None) -> None:
    """In batches of a hundred; it says whether something may be left."""
    shelf = Shelf(count)
    work, is_all = worked(shelf, limit)
    wanted = count if limit is None else min(count, limit)
    assert work.done == wanted
    assert len(shelf.waiting) == count - wanted
    assert all(size <= BATCH for size in shelf.batches)
    assert is_all == (limit is None or limit > count)
    assert work.failed == ()


@given(st.integers(1, 30), st.dictionaries(st.integers(0, 29), st.integers(1, 19), max_size=5))
def test_what_somebody_else_changed_is_computed_anew_until_it_is_done(count: int, conflicts: dict[int, int]) -> None:
    """Also many times; nothing of it is lost, nothing is done twice."""
    shelf = Shelf(count, {f"T{number:04}": [CONFLICT] * times for number, times in conflicts.items()})
    work, is_all = worked(shelf)
    assert is_all
    assert (work.done, shelf.waiting, work.failed) == (count, {}, ())


def test_what_never_ends_in_peace_is_left_after_twenty_tries() -> None:
    """Its ticket is told, and the others are done all the same."""
    shelf = Shelf(3, {"T0001": [CONFLICT] * 99})
    work, is_all = worked(shelf)
    assert is_all
    assert (work.done, work.failed, [*shelf.waiting]) == (2, ("T0001",), ["T0001"])
    assert len(shelf.answers["T0001"]) == 79


def test_what_was_erased_is_not_tried_again() -> None:
    """One look is enough: no step brings back what is gone."""
    shelf = Shelf(2, {"T0000": [FORGOTTEN] * 9})
    work, _is_all = worked(shelf)
    assert (work.failed, len(shelf.answers["T0000"])) == (("T0000",), 8)


def test_that_of_which_nothing_is_to_be_done_does_not_hold_up_the_rest() -> None:
    """The store goes on returning it, and behind it stands what is to be done."""
    shelf = Shelf(BATCH * 2 + 10)
    idle = set(list(shelf.waiting)[: BATCH + 5])
    work = Work(shelf.commit, Bounds())
    assert work.off(shelf.fetch, lambda one: None if one.ticket in idle else step_of(one))
    assert work.done == BATCH + 5
    assert set(shelf.waiting) == idle


def test_what_is_passed_over_costs_nothing_of_the_limit() -> None:
    """Only what was done counts."""
    shelf = Shelf(10)
    work = Work(shelf.commit, Bounds(3))
    assert not work.off(shelf.fetch, lambda one: None if one.ticket < "T0005" else step_of(one))
    assert (work.done, sorted(shelf.waiting)) == (3, [f"T{n:04}" for n in (0, 1, 2, 3, 4, 8, 9)])


def test_a_page_is_done_with_what_is_read_anew_where_somebody_was_faster() -> None:
    """What is gone meanwhile is left alone."""
    shelf = Shelf(3, {"T0001": [CONFLICT], "T0002": [CONFLICT]})
    work = Work(shelf.commit, Bounds())
    read: list[str] = []

    def again(ticket: str) -> Complaint | None:
        read.append(ticket)
        return shelf.waiting[ticket] if ticket == "T0001" else None

    work.page(shelf.fetch(9), step_of, again)
    assert (work.done, read, [*shelf.waiting]) == (2, ["T0001", "T0002"], ["T0002"])


def test_time_that_is_over_ends_the_work_between_two_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """None is begun after it; the one at hand is done whole."""
    now = [100.0]
    monkeypatch.setattr(due, "monotonic", lambda: now[0])
    bounds = Bounds(None, 10.0)
    shelf = Shelf(BATCH * 3)

    def commit(steps: Sequence[Step]) -> list[Outcome]:
        now[0] += 6
        return shelf.commit(steps)

    work = Work(commit, bounds)
    assert not work.off(shelf.fetch, step_of)
    assert work.done == BATCH * 2
    assert (bounds.room(), bounds.seconds()) == (0, 0.0)


@given(st.none() | st.integers(0, 10**6), st.lists(st.integers(0, BATCH)))
def test_the_room_is_never_more_than_is_left(limit: int | None, spent: list[int]) -> None:
    """Nor more than a batch; without a limit it is always a batch."""
    bounds = Bounds(limit)
    done = 0
    for count in spent:
        done += min(count, bounds.room())
        bounds.spend(min(count, bounds.room()))
    assert bounds.room() == (BATCH if limit is None else min(BATCH, limit - done))
    assert bounds.seconds() is None
