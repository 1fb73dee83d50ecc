"""The role `Incidents`: what many call about, begun and ended."""

from __future__ import annotations

from aduan_cli.complaint.complaint import copy_of
from aduan_cli.complaint.incidents import Incident
from aduan_cli.complaint.step import taking
from aduan_cli.ports import Query, Store
from aduan_cli.testing.store_contract.base import Contract
from aduan_cli.testing.store_contract.calls import MORNING, call
from aduan_cli.testing.store_contract.given import change, changed

FLOOD = Incident("banjir Margahayu", ("banjir",), ("Bekasi Timur",), ("Margahayu",), None, 60, MORNING)
FIRE = Incident("kebakaran", ("kebakaran", "asap"), rule="ramai", began_at=MORNING + 5)


class IncidentsContract(Contract):
    """What belongs to an incident is a field of the complaint, so the store must bring `Steps` and `Cases` too."""

    def test_an_incident_is_numbered_kept_and_ended_once(self, store: Store) -> None:
        first, second = (store.incidents.start(one, "rina") for one in (FLOOD, FIRE))
        assert (first, second) == (FLOOD._replace(id=1), FIRE._replace(id=2))
        assert (store.incidents.open(), store.incidents.all()) == ([first, second], [second, first])
        assert store.incidents.end(first.id, "joko", MORNING + 60)
        assert not store.incidents.end(first.id, "joko", MORNING + 61)
        assert store.incidents.open() == [second]
        assert store.incidents.get(first.id) == first._replace(ended_at=MORNING + 60)

    def test_where_nothing_happens_there_is_none(self, store: Store) -> None:
        assert (store.incidents.open(), store.incidents.all(), store.incidents.get(1)) == ([], [], None)
        assert not store.incidents.end(1, "rina", MORNING)

    def test_what_belongs_to_an_incident_is_found_by_its_number(self, store: Store) -> None:
        """New ones and those that were there."""
        number = store.incidents.start(FLOOD, "rina").id
        new = copy_of(call(), incident=number)
        taken = [outcome.complaint for outcome in store.commit([taking(new), taking(call()), taking(call())])]
        assert taken[1] is not None
        change(store, [changed(taken[1], {"incident": number}, "joined", "rina", MORNING + 9, {"incident": number})])
        query = Query((("incident", (str(number),)),))
        found = list(store.find(query))
        assert [one.incident for one in found] == [number] * 2
        assert store.count(query) == 2
        assert store.count(Query((("incident", ("9",)),))) == 0
