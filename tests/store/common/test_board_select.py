"""What a room's screen shows, beside a plain look at everything: on a file and on a server."""

from __future__ import annotations

from typing import Any

import pytest

from aduan_cli.complaint.clocks import Run
from aduan_cli.complaint.moves import FINAL
from aduan_cli.complaint.step import noting
from aduan_cli.figures import Board, BoardCall, UnitLoad
from aduan_cli.ports import Query
from aduan_cli.store.common.board_select import board_of
from invented import DAY, MORNING, call, varied
from steps import change, take

CALL = ("ticket", "reported_at", "unit", "status", "priority", "category", "kecamatan", "kelurahan")
NOW = MORNING + 20 * DAY


def naive(store: Any, late: set[str], calls: int, urgent: int) -> Board:
    """Return the same by a walk over everything."""
    found = list(store.find(Query()))
    shown = [BoardCall(*(getattr(one, name) for name in CALL)) for one in found]
    is_open = [one.status not in FINAL for one in found]
    loads = {}
    for one in (one for one, open_ in zip(found, is_open, strict=True) if open_):
        before = loads.get(one.unit, (0, 0, 0))
        more = (1, int(one.ticket in late), int(one.priority == "emergency"))
        loads[one.unit] = tuple(a + b for a, b in zip(before, more, strict=True))
    units = [UnitLoad(unit, *counts) for unit, counts in loads.items()]
    emergencies = [one for one, open_ in zip(shown, is_open, strict=True) if open_ and one.priority == "emergency"]
    return Board(
        tuple(sorted(units, key=lambda one: (-one.open, one.unit or ""))),
        tuple(emergencies[:urgent]),
        tuple(shown[:calls]),
    )


@pytest.fixture
def filled(each_store: Any) -> tuple[Any, set[str]]:
    """Return a store with calls of every kind, and which of them are late."""
    calls = [varied(number) for number in range(48)]
    take(each_store, calls)
    take(each_store, [call(unit=None, status="new"), call(unit=None, status="new", priority="emergency")])
    late = set()
    for number, one in enumerate(calls[::3]):
        due = (None, NOW - 1, NOW, NOW + 1)[number % 4]
        stopped = NOW - 5 if number % 5 == 4 else None
        run = Run("resolve", one.unit, one.reported_at, stopped=stopped, due_at=due)
        change(each_store, [noting(one, (("noted", {}),), None, NOW)._replace(clocks=(run,))])
        if due is not None and due <= NOW and stopped is None:
            late.add(one.ticket)
    return each_store, late


@pytest.mark.parametrize(("calls", "urgent"), [(5, 3), (500, 500), (0, 0), (1, 500)])
def test_it_is_what_a_walk_over_everything_finds(filled: tuple[Any, set[str]], calls: int, urgent: int) -> None:
    store, late = filled
    assert late
    assert store.figures.board(NOW, calls, urgent) == naive(store, late, calls, urgent)


def test_a_desk_without_calls_shows_nothing(each_store: Any) -> None:
    assert each_store.figures.board(NOW, 5, 5) == Board((), (), ())


def test_only_the_promise_that_it_is_done_makes_it_late(each_store: Any) -> None:
    """A unit that hasn't acknowledged in time is told in another place."""
    one = call()
    take(each_store, [one])
    run = Run("acknowledge", "dlh", MORNING, due_at=NOW - 1)
    change(each_store, [noting(one, (("noted", {}),), None, NOW)._replace(clocks=(run,))])
    assert each_store.figures.board(NOW, 1, 1).units == (UnitLoad("dlh", 1, 0, 0),)


def test_rows_come_in_any_order_and_numbers_as_any_database_has_them() -> None:
    """A server counts in decimals, and joins the parts as it likes."""
    newest = (0, "T2", 20, "dlh", "routed", "low", None, None, None, 0, 0, 0)
    older = (0, "T1", 10, "dlh", "closed", "low", None, None, None, 0, 0, 0)
    units = [(2, None, None, unit, None, None, None, None, None, *counts) for unit, counts in
             (("dlh", (1, 0, 0)), (None, ("3", "2", "1")), ("bpbd", (3.0, 0, 0)))]  # fmt: skip
    found = board_of([units[0], older, units[1], newest, units[2]])
    assert [one.ticket for one in found.last] == ["T2", "T1"]
    assert found.units == (UnitLoad(None, 3, 2, 1), UnitLoad("bpbd", 3, 0, 0), UnitLoad("dlh", 1, 0, 0))
    assert found.urgent == ()
