"""A step whose connection is lost is stored once, or it is said that nobody knows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from cutting import AFTER, BEFORE, CuttingLine, cut_line

from aduan_cli.database_url import Address
from aduan_cli.errors import StoreError, UnconfirmedError
from aduan_cli.ports import Query
from aduan_cli.store.postgres import PostgresStore
from aduan_cli.testing.store_contract.calls import MORNING, call
from aduan_cli.testing.store_contract.given import change, changed, ran, take
from database import Server, work_at_once

Near = tuple[CuttingLine, Address]


@pytest.fixture
def line(server: Server) -> Iterator[Near]:
    """Return a line to the server that can be cut, and the address of a desk behind it."""
    with cut_line(server.place, server.address().desk) as near:
        yield near


def direct(server: Server, address: Address) -> PostgresStore:
    """Return the store of a desk without the line."""
    return PostgresStore(Address(server.url, address.desk))


@pytest.mark.parametrize("cuts", [[BEFORE], [AFTER], [AFTER, AFTER], [BEFORE, AFTER, BEFORE]])
@pytest.mark.parametrize("is_keyed", [False, True])
def test_a_step_is_stored_once_wherever_its_connection_was_lost(
    server: Server, line: Near, is_keyed: bool, cuts: list[str]
) -> None:
    """Sent again under its own name it is done, or found done."""
    cutting, address = line
    store = PostgresStore(address)
    take(store, [call()])
    cutting.cuts = [*cuts]
    # What has a key is written by the functions of the schema, what has none by statements made for it.
    outcome = take(store, [call(key="0815" if is_keyed else None)])[0]
    assert (outcome.state, outcome.ticket[4:15]) == ("taken", "251124-0002")
    assert cutting.cuts == []
    assert store.count(Query()) == 2
    assert take(store, [call()])[0].ticket[4:15] == "251124-0003"
    assert store.breaks() == []
    store.close()


@pytest.mark.parametrize("cut", [BEFORE, AFTER])
def test_a_change_and_what_code_did_are_stored_once(server: Server, line: Near, cut: str) -> None:
    """Also where a transaction has several statements: its end is what may be lost."""
    cutting, address = line
    store = PostgresStore(address)
    complaint = call()
    take(store, [complaint])
    cutting.cuts = [cut]
    change(store, [changed(complaint, {"priority": "high"}, "set", "rina", MORNING, {})], [ran("bpbd")], MORNING)
    assert store.plugin_states()["bpbd"].calls == 1
    assert [event.type for event in store.events(complaint)] == ["logged", "set"]
    store.close()


@pytest.mark.parametrize("cut", [BEFORE, AFTER])
def test_the_end_of_a_transaction_may_be_lost_as_well(server: Server, cut: str) -> None:
    with cut_line(server.place, server.address().desk, [b"COMMIT"]) as (cutting, address):
        store = PostgresStore(address)
        take(store, [call()])
        cutting.cuts = [cut]
        assert store.skip_numbers(20251124, 7, "rina", MORNING) is True
        assert cutting.cuts == []
        assert take(store, [call()])[0].ticket[4:15] == "251124-0008"
        assert store.breaks() == []
        assert list(store.differences()) == []
        store.close()


def test_where_the_server_stays_away_it_is_said_that_nobody_knows(server: Server, line: Near) -> None:
    """The step is there, in this case: it may not be repeated without looking."""
    cutting, address = line
    store = PostgresStore(address, wait=0.5)
    take(store, [call()])
    cutting.cuts = [AFTER] * 100
    with pytest.raises(UnconfirmedError, match="nobody knows"):
        take(store, [call()])
    store.close()
    there = direct(server, address)
    assert there.count(Query()) == 2
    there.close()


def test_a_step_that_never_reached_a_server_was_surely_not_stored(server: Server, line: Near) -> None:
    cutting, address = line
    cutting.close()
    store = PostgresStore(address, wait=0.2)
    with pytest.raises(StoreError, match="can't be reached") as told:
        take(store, [call()])
    assert not isinstance(told.value, UnconfirmedError)
    there = direct(server, address)
    assert there.count(Query()) == 0
    there.close()


def test_what_is_read_is_read_again(server: Server) -> None:
    with cut_line(server.place, server.address().desk, [b"FROM complaint"]) as (cutting, address):
        store = PostgresStore(address)
        take(store, [call()])
        cutting.cuts = [AFTER, BEFORE]
        assert store.count(Query()) == 1
        assert cutting.cuts == []
        store.close()


@pytest.mark.parametrize("cut", [BEFORE, AFTER])
def test_what_is_read_row_by_row_is_read_again_where_nothing_came_yet(server: Server, cut: str) -> None:
    """`person erase` looks for attachments so, after it has erased: it failed then, and had not."""
    with cut_line(server.place, server.address().desk, [b"DECLARE"]) as (cutting, address):
        store = PostgresStore(address)
        take(store, [call()])
        cutting.cuts = [cut]
        assert len(list(store.find(Query()))) == 1
        assert cutting.cuts == []
        store.close()


def test_of_many_writers_whose_answers_are_lost_nothing_is_lost_or_doubled(server: Server, line: Near) -> None:
    """Eight at once, every third answer lost: as many calls as were told, numbers without gaps, one chain."""
    cutting, address = line
    first = PostgresStore(address)
    take(first, [call()])
    first.close()
    cutting.cuts = [AFTER if number % 3 == 0 else "" for number in range(200)]
    told: list[str] = []

    def write() -> None:
        store = PostgresStore(address)
        for _each in range(10):
            told.append(take(store, [call()])[0].ticket)
        store.close()

    work_at_once(write, 8)
    store = direct(server, address)
    stored = {complaint.ticket for complaint in store.find(Query())}
    assert len(told) == len(set(told)) == 80
    assert set(told) <= stored
    assert len(stored) == 81
    assert list(store.differences()) == []
    assert store.breaks() == []
    store.close()
