"""What a unit put off goes on by itself when its time has come: just that, once, as far as a run may go."""

from __future__ import annotations

from pathlib import Path

import pytest

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.events import HELD, WOKEN
from aduan_cli.due import Bounds
from aduan_cli.flow.waking import WAKE, planned, wake
from desk_here import HereDesk, desk_here


@pytest.fixture
def desk(tmp_path: Path) -> HereDesk:
    return desk_here(tmp_path)


def held(desk: HereDesk, after: int | None) -> Complaint:
    """Take a call and put it off for some seconds; None: for good."""
    until = None if after is None else desk.clock() + after
    one = desk.log("sampah")
    desk.move(one, HELD, {"unit": "dlh", "role": "lead", "until": until}, status="on_hold", held_until=until)
    return one


def states(desk: HereDesk) -> list[str]:
    """Return the states of all calls."""
    return [one.status for one in desk.all()]


@pytest.mark.parametrize(
    ("after", "state"), [(-60, "in_progress"), (0, "in_progress"), (1, "on_hold"), (None, "on_hold")]
)
def test_it_goes_on_in_the_second_in_which_its_time_is_over(desk: HereDesk, after: int | None, state: str) -> None:
    held(desk, after)
    done = wake(desk.store, "cron", desk.clock(), Bounds())
    assert (done.stage, done.done, done.left, done.failed) == (WAKE, int(state != "on_hold"), 0, ())
    assert states(desk) == [state]


def test_what_woke_says_so_in_the_name_of_who_woke_it_and_is_not_woken_again(desk: HereDesk) -> None:
    one = held(desk, 0)
    assert wake(desk.store, "cron", desk.clock(), Bounds()).done == 1
    event = desk.store.events(one)[-1]
    assert (event.type, event.actor, event.at) == (WOKEN, "cron", desk.clock())
    assert wake(desk.store, "cron", desk.clock() + 9, Bounds()).done == 0
    assert desk.store.breaks() == []


def test_a_bounded_run_says_what_is_left_and_takes_the_longest_waiting_first(desk: HereDesk) -> None:
    for after in (0, -300, -60):
        held(desk, after)
    done = wake(desk.store, "cron", desk.clock(), Bounds(limit=2))
    assert (done.done, done.left) == (2, 1)
    assert states(desk) == ["on_hold", "in_progress", "in_progress"]
    assert wake(desk.store, "cron", desk.clock(), Bounds(limit=2)).done == 1


def test_what_is_planned_is_what_would_be_done_and_nothing_is(desk: HereDesk) -> None:
    tickets = [held(desk, after).ticket for after in (-1, -2, 50)]
    steps = list(planned(desk.store, "cron", desk.clock()))
    assert [step.complaint.ticket for step in steps] == [tickets[1], tickets[0]]
    assert {step.changes["status"] for step in steps} == {"in_progress"}
    assert states(desk) == ["on_hold"] * 3


def test_what_a_unit_took_up_meanwhile_is_theirs(desk: HereDesk) -> None:
    one = held(desk, 0)
    desk.act(one, "start")
    assert wake(desk.store, "cron", desk.clock(), Bounds()).done == 0
    assert WOKEN not in [event.type for event in desk.store.events(one)]
