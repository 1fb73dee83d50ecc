"""The role `Due`: what waits for the job of cron, and how far that came."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aduan_cli.complaint.clocks import Run
from aduan_cli.complaint.complaint import Complaint
from aduan_cli.due import Ticked
from aduan_cli.ports import Store
from aduan_cli.testing.store_contract.base import Contract
from aduan_cli.testing.store_contract.calls import DAY, MORNING, call
from aduan_cli.testing.store_contract.given import change, changed, ids, take

HOUR = 3_600


def _clocks(store: Store, complaint: Complaint, due: Mapping[str, tuple[int | None, int | None]]) -> Complaint:
    """Give a routed complaint clocks that run: by name when each is due, and when somebody is told of it next."""
    runs = [Run(name, "dlh", MORNING, due_at=at, escalate_at=tell) for name, (at, tell) in due.items()]
    step = changed(complaint, {"rule": "r"}, "corrected", "rina", MORNING, {})
    change(store, [step._replace(clocks=tuple(runs))])
    return complaint


class DueContract(Contract):
    """Complaints and their clocks are written by steps, so the store must bring `Steps` too."""

    def test_where_nothing_was_stored_nothing_is_due(self, store: Store) -> None:
        due = store.due
        assert (due.waking(MORNING, 9), due.escalating(MORNING, 9), due.open_after(None, 9)) == ([], [], [])
        assert (due.waking_count(MORNING), due.escalating_count(MORNING), due.open_count((0, 0))) == (0, 0, 0)
        assert (due.late_count("resolve", MORNING), due.ticked()) == (0, None)

    def test_holds_whose_time_is_over_wake_the_longest_first(self, store: Store) -> None:
        """At the very second on; what is no longer held, or held without an end, doesn't."""
        calls = [call() for _number in range(5)]
        take(store, calls)
        until = (MORNING + 20, MORNING + 10, None, MORNING + 10, MORNING + 5)
        for one, at in zip(calls, until, strict=True):
            held = {"status": "on_hold", "held_until": at}
            change(store, [changed(one, held, "held", "rina", MORNING, {"code": "waiting"})])
        last = store.due.waking(MORNING + 5, 9)[0]
        change(store, [changed(last, {"status": "in_progress"}, "started", "rina", MORNING, {})])
        assert store.due.waking(MORNING + 9, 9) == []
        assert ids(store.due.waking(MORNING + 10, 9)) == [calls[1].id, calls[3].id]
        assert ids(store.due.waking(MORNING + DAY, 9)) == [calls[1].id, calls[3].id, calls[0].id]
        assert ids(store.due.waking(MORNING + DAY, 2)) == [calls[1].id, calls[3].id]
        assert [store.due.waking_count(MORNING + at) for at in (9, 10, 20)] == [0, 2, 3]

    def test_of_what_is_late_each_complaint_is_told_once_the_longest_first(self, store: Store) -> None:
        """Whichever of its clocks it is; of one that nobody is told of nothing is said."""
        first, second, third = calls = [call(), call(), call()]
        take(store, calls)
        _clocks(store, first, {"acknowledge": (MORNING, MORNING + 9), "resolve": (MORNING, MORNING + 30)})
        _clocks(store, second, {"acknowledge": (MORNING, MORNING + 5), "resolve": (MORNING, MORNING + 7)})
        _clocks(store, third, {"acknowledge": (MORNING, None), "resolve": (None, None)})
        assert ids(store.due.escalating(MORNING + 30, 9)) == [second.id, first.id]
        assert ids(store.due.escalating(MORNING + 30, 1)) == [second.id]
        assert ids(store.due.escalating(MORNING + 8, 9)) == [second.id]
        assert store.due.escalating(MORNING + 4, 9) == []
        assert [store.due.escalating_count(MORNING + at) for at in (4, 5, 7, 9, 30)] == [0, 1, 2, 3, 4]

    def test_a_page_of_many_clocks_is_a_page_of_complaints(self, store: Store) -> None:
        """Where each has several that are over, a page is as long as was asked for all the same."""
        calls = [call() for _number in range(7)]
        take(store, calls)
        for number, one in enumerate(calls):
            at = MORNING + number
            _clocks(store, one, {"acknowledge": (at, at), "resolve": (at, at)})
        assert ids(store.due.escalating(MORNING + DAY, 5)) == ids(calls[:5])
        assert ids(store.due.escalating(MORNING + DAY, 9)) == ids(calls)

    def test_how_many_are_over_the_time_of_a_clock_that_runs(self, store: Store) -> None:
        late, stopped, paused = calls = [call(), call(), call()]
        take(store, calls)
        _clocks(store, late, {"acknowledge": (MORNING + 5, None), "resolve": (MORNING + HOUR, None)})
        runs = [
            Run(name, "dlh", MORNING, stopped=MORNING + 2, due_at=MORNING + 1) for name in ("acknowledge", "resolve")
        ]
        step = changed(stopped, {"status": "resolved"}, "resolved", "rina", MORNING + 2, {})
        change(store, [step._replace(clocks=tuple(runs))])
        _clocks(store, paused, {"acknowledge": (None, None), "resolve": (None, None)})
        counts = [store.due.late_count("acknowledge", MORNING + at) for at in (4, 5, DAY)]
        assert counts == [0, 1, 1]
        assert [store.due.late_count("resolve", MORNING + at) for at in (5, HOUR)] == [0, 1]
        assert store.due.late_count("handoff", MORNING + DAY) == 0

    def test_what_is_open_comes_in_pages_oldest_first(self, store: Store) -> None:
        """Each once, whatever changes between two pages; what is final is none of it."""
        calls = [call(MORNING + at, status=status) for at, status in _OPEN]
        take(store, calls)
        wanted = sorted((one for one in calls if one.status in ("new", "routed")), key=_place)
        found: list[Complaint] = []
        after: tuple[int, int] | None = None
        while page := store.due.open_after(after, 2):
            found += page
            after = _place(page[-1])
            assert store.due.open_count(after) == len(wanted) - len(found)
            change(store, [changed(page[0], {"status": "closed"}, "closed", "rina", MORNING, {})])
        assert ids(found) == ids(wanted)

    def test_how_far_the_job_came_is_remembered_as_it_was_noted(self, store: Store) -> None:
        """The last note counts; what is not known is nothing."""
        take(store, [call()])
        for ticked in (Ticked(MORNING), Ticked(MORNING + 1, "r1", "t1", (MORNING, 7)), Ticked(MORNING + 2, "r2")):
            store.due.note(ticked)
            assert store.due.ticked() == ticked


_OPEN = ((9, "routed"), (5, "new"), (5, "routed"), (7, "closed"), (1, "answered"), (5, "routed"), (2, "new"))


def _place(complaint: Complaint) -> tuple[Any, ...]:
    return complaint.reported_at, complaint.id
