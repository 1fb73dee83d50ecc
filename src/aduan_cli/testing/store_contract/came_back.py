"""What of the role `Cases` is about complaints that came back: from the unit that leads, or from one that helps."""

from __future__ import annotations

from typing import Any

from aduan_cli.complaint.assignments import SUPPORT, Assignment, Reassigned
from aduan_cli.complaint.complaint import copy_of
from aduan_cli.complaint.events import ASSIGNED, RETURNED
from aduan_cli.ports import Query, Store
from aduan_cli.testing.store_contract.base import Contract
from aduan_cli.testing.store_contract.calls import MORNING, call
from aduan_cli.testing.store_contract.given import change, changed, ids, take


class CameBackContract(Contract):
    """Calls are stored through `Steps`, so the store must bring that too."""

    def test_bounced_are_those_that_came_back(self, store: Store) -> None:
        calls = [call(MORNING + number) for number in range(3)]
        take(store, calls)
        for complaint, count in zip(calls, (1, 2), strict=False):
            change(store, [changed(complaint, {"bounces": count}, "returned", None, MORNING, {})])
        found = list(store.find(Query(bounced=True)))
        assert [(complaint.id, complaint.bounces) for complaint in found] == [(calls[1].id, 2), (calls[0].id, 1)]
        assert store.count(Query(bounced=True)) == 2

    def test_given_back_is_where_one_that_helps_gave_its_part_back_and_nobody_asked_it_again(
        self, store: Store
    ) -> None:
        """They came back, too, and each counts once, also where two gave theirs back; what a lead gave back stays."""
        calls = [call(MORNING + number, unit="dlh", support=("bpbd", "bmsda")) for number in range(4)]
        take(store, calls)

        def part(at: int, *units: str, status: str = "returned") -> None:
            for unit in units:
                type_ = RETURNED if status == "returned" else ASSIGNED
                said = {"unit": unit, "role": SUPPORT, "was": "routed", "status": status}
                step = changed(calls[at], {"status": calls[at].status}, type_, None, MORNING, said)
                moved = Reassigned(moved=(Assignment(unit, SUPPORT, status),))
                change(store, [step._replace(assignments=moved)])
                calls[at] = copy_of(calls[at], version=calls[at].version + 1)

        def found(**more: Any) -> list[int]:
            assert store.count(Query(**more)) == len(list(store.find(Query(**more))))
            assert ids(store.find(Query(**more, sort="ticket", limit=9))) == ids(store.find(Query(**more)))
            return [calls.index(next(one for one in calls if one.id == it.id)) for it in store.find(Query(**more))]

        part(0, "bpbd")
        part(2, "bpbd", "bmsda")
        change(store, [changed(calls[1], {"bounces": 1}, "returned", None, MORNING, {})])
        change(store, [changed(calls[2], {"bounces": 1}, "returned", None, MORNING, {})])
        calls[2] = copy_of(calls[2], version=calls[2].version + 1)
        assert (found(given_back=True), found(bounced=True)) == ([2, 0], [2, 1, 0])
        assert ids(store.find(Query(bounced=True, limit=2))) == [calls[2].id, calls[1].id]
        assert ids(store.find(Query(given_back=True, ascending=True, limit=1))) == [calls[0].id]
        where = (("unit", ("dlh",)), ("status", ("routed", "closed")))
        assert (found(where=where, given_back=True), found(where=where, bounced=True)) == ([2, 0], [2, 1, 0])
        of_helper = (("acting", ("bmsda",)),)
        assert (found(where=of_helper, given_back=True), found(where=of_helper, bounced=True)) == ([2, 0], [2, 1, 0])
        without = (("acting", ("dlh",)),)
        assert found(without=without, bounced=True) == []
        part(2, "bpbd", status="routed")
        assert found(given_back=True) == [2, 0]
        part(2, "bmsda", status="routed")
        change(store, [changed(calls[0], {"status": "closed"}, "closed", None, MORNING, {})])
        assert (found(given_back=True), found(bounced=True)) == ([], [2, 1])
