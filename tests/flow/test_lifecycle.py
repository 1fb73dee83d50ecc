"""Moves against a naive model: whoever moves whatever in whatever order, on the desk's file and on plain lists."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

from hypothesis import settings
from hypothesis.stateful import invariant
from naive_store import NaiveStore

from aduan_cli.compiled import Rules
from aduan_cli.complaint.clocks import runs_of
from aduan_cli.desk_time import Zone
from aduan_cli.flow.timing import StepTiming
from aduan_cli.store.sqlite import SqliteStore
from aduan_cli.tickets import parse_ticket
from life_machine import DONE, RULES, Busy, LifeMachine
from thorough import examples


class BusySqlite(Busy, SqliteStore):
    """The desk's file, with others at it."""


class BusyNaive(Busy, NaiveStore):
    """The same over lists and dictionaries."""


class SqliteLifeMachine(LifeMachine):
    """The moves on the desk's file."""

    def opened(self, folder: Path) -> Any:
        """Return the store that is driven."""
        return BusySqlite(str(folder / "aduan.db"))


class NaiveLifeMachine(LifeMachine):
    """The same moves on the store of lists and dictionaries: what a move means is nowhere in a store."""

    def opened(self, folder: Path) -> Any:
        """Return the store that is driven."""
        return BusyNaive()


DEADLINES = cast(
    Rules,
    {
        **RULES,
        "holidays": [],
        "clocks": {
            "desk": {"calendar": "kantor", "targets": {"": {"acknowledge": "2h", "resolve": "3wd"}}},
            "units": {"bmsda": {"calendar": None, "targets": {"": {"resolve": "2h"}}}},
            "categories": {},
            "calendars": {
                "kantor": {"week": [[[480, 960]]] * 5 + [[], []], "changed": {}, "holidays": True, "joint_leave": True}
            },
            "holiday_names": {},
            "joint_leave": [],
            "escalations": [],
        },
    },
)


class TimedLifeMachine(LifeMachine):
    """The same moves on a desk with deadlines: the clocks that are kept are those that the events tell."""

    def opened(self, folder: Path) -> Any:
        """Return the store that is driven."""
        store = BusySqlite(str(folder / "aduan.db"))
        timing = StepTiming(store, lambda: DEADLINES, lambda: Zone([[-(2**62), 25_200]]))
        store.attend = lambda steps: store.interrupted(timing(steps))
        return store

    @invariant()
    def clocks_are_those_of_the_events(self) -> None:
        """Each runs where something is owed, and is due some time after it began, unless it stands still."""
        for ticket in self.tickets:
            complaint = self.store.resolve(parse_ticket(ticket))
            assert complaint is not None
            told = runs_of(self.store.events(complaint))
            kept = {run.clock: run for run in self.store.clocks(complaint)}
            assert {name: run._replace(due_at=None) for name, run in kept.items()} == told
            promise = kept["resolve"]
            assert complaint.due_at == promise.due_at
            assert (promise.stopped is None) == (complaint.status not in (*DONE, "resolved"))
            assert promise.is_paused == (promise.due_at is None)


SqliteLifeMachine.TestCase.settings = settings(max_examples=examples(50), stateful_step_count=40, deadline=None)
NaiveLifeMachine.TestCase.settings = TimedLifeMachine.TestCase.settings = SqliteLifeMachine.TestCase.settings
TestLife, TestLifeOnNaiveStore = SqliteLifeMachine.TestCase, NaiveLifeMachine.TestCase
TestLifeWithDeadlines = TimedLifeMachine.TestCase
