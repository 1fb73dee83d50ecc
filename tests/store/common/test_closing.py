"""A desk that moves: the store that it left, or comes to, takes no steps from anybody, and what brings it is let in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from aduan_cli.errors import NotAllowedError, StoreError
from aduan_cli.ports import Query
from aduan_cli.privacy import CALLERS
from aduan_cli.testing.store_contract.given import failed
from aduan_cli.testing.store_contract.transfer import fill_desk
from aduan_cli.transfer import TABLES, Changes, Closed, Row
from invented import MORNING, call
from steps import change, changed, take

TABLE = {table.name: table for table in TABLES}
FROM = "postgresql://lama/meja"
"""Where the desk comes from; an address is shown without what a password would be."""


def rows(store: Any, name: str) -> list[Row]:
    """Return the rows of a table."""
    return [row for table, row in store.transfer.rows() if table.name == name]


def steps_of(store: Any) -> list[Callable[[], object]]:
    """Return a step of every kind."""
    one = next(store.find(Query()))
    return [
        lambda: take(store, [call()]),
        lambda: take(store, [call(), call()]),
        lambda: change(store, [changed(one, {"unit": "bpbd"}, "routed", None, MORNING, {"to": "bpbd"})]),
        lambda: change(store, [changed(one, {}, "noted", None, MORNING, {"plugin": "x"})]),
        lambda: change(store, [], [failed("bmsda")], MORNING),
        lambda: store.accept("r9", {"rules.toml": "z"}, None, MORNING),
        lambda: store.skip_numbers(20251124, 999, None, MORNING),
        lambda: store.note_event("desk_shared", None, MORNING, {"group": "x"}),
        lambda: store.incidents.end(1, None, MORNING),
        lambda: store.erase(one.ticket, None, MORNING),
        lambda: store.privacy.forget([one], CALLERS, "x", None, MORNING),
    ]


class TestThatMoved:
    @pytest.fixture
    def moved(self, each_store: Any) -> Any:
        """Return a store whose desk has gone."""
        fill_desk(each_store)
        each_store.transfer.close(FROM)
        return each_store

    def test_every_step_is_refused_with_the_place_and_nothing_changes(self, moved: Any) -> None:
        before = list(moved.transfer.rows())
        for number, step in enumerate(steps_of(moved)):
            with pytest.raises(StoreError, match=f"this desk has moved to {FROM}; nothing was stored here"):
                step()
            assert list(moved.transfer.rows()) == before, number

    def test_it_can_still_be_read(self, moved: Any) -> None:
        assert moved.count(Query()) > 20
        assert moved.transfer.closed() == Closed(False, FROM)
        assert moved.breaks() == []
        assert list(moved.differences()) == []

    def test_another_command_is_refused_as_well(self, moved: Any, opened: Callable[[], Any]) -> None:
        with pytest.raises(StoreError, match="has moved"):
            take(opened(), [call()])

    def test_it_takes_steps_again_where_somebody_says_so(self, moved: Any) -> None:
        moved.transfer.open()
        assert moved.transfer.closed() is None
        for step in steps_of(moved):
            step()
        assert list(moved.differences()) == []

    def test_no_rows_are_taken_in_where_a_desk_is(self, moved: Any) -> None:
        """It is closed, but nothing is on its way here."""
        before = list(moved.transfer.rows())
        row = rows(moved, "desk") or [("/srv/lain", "r1")]
        with pytest.raises(NotAllowedError, match="it is at work; no desk is taken in over it"):
            moved.transfer.change(Changes(TABLE["desk"], row, [], []))
        assert list(moved.transfer.rows()) == before


class TestThatIsArriving:
    @pytest.fixture
    def arriving(self, each_store: Any) -> Any:
        """Return an empty store that a desk is on its way to."""
        each_store.transfer.receive(FROM)
        return each_store

    def test_it_is_nobodys_yet(self, arriving: Any) -> None:
        assert arriving.transfer.closed() == Closed(True, FROM)
        with pytest.raises(StoreError, match=f"a desk is on its way here from {FROM}, and isn't whole yet"):
            take(arriving, [call()])

    def test_what_comes_is_let_in_and_nobody_else_after_it(self, arriving: Any) -> None:
        arriving.transfer.change(Changes(TABLE["desk"], [("/srv/meja", "r1"), ("/srv/lain", "r2")], [], []))
        with pytest.raises(StoreError, match="on its way"):
            take(arriving, [call()])
        arriving.transfer.change(Changes(TABLE["desk"], [], [("/srv/meja", "r3")], [("/srv/lain", "r2")]))
        assert rows(arriving, "desk") == [("/srv/meja", "r3")]

    def test_rows_that_do_not_fit_leave_nothing_of_their_lot_and_the_door_shut(self, arriving: Any) -> None:
        table = TABLE["desk"]
        arriving.transfer.change(Changes(table, [("/srv/meja", "r1")], [], []))
        with pytest.raises(StoreError):
            arriving.transfer.change(Changes(table, [("/srv/lain", "r2"), ("/srv/meja", "r2")], [], []))
        assert rows(arriving, "desk") == [("/srv/meja", "r1")]
        with pytest.raises(StoreError, match="on its way"):
            take(arriving, [call()])

    def test_a_table_of_one_row_has_one_whatever_comes(self, arriving: Any) -> None:
        table = TABLE["tick"]
        for at in (MORNING, MORNING + 60):
            arriving.transfer.change(Changes(table, [(at, "r1", "t", None, None)], [], []))
        assert rows(arriving, "tick") == [(MORNING + 60, "r1", "t", None, None)]
        arriving.transfer.change(Changes(table, [], [], []))
        assert rows(arriving, "tick") == [(MORNING + 60, "r1", "t", None, None)]
        arriving.transfer.change(Changes(table, [], [], rows(arriving, "tick")))
        assert rows(arriving, "tick") == []

    def test_it_may_be_said_again_that_it_comes_also_from_elsewhere(self, arriving: Any) -> None:
        """A move that broke off goes on."""
        arriving.transfer.change(Changes(TABLE["desk"], [("/srv/meja", "r1")], [], []))
        arriving.transfer.receive("/data/lain.db")
        assert arriving.transfer.closed() == Closed(True, "/data/lain.db")
        assert rows(arriving, "desk") == [("/srv/meja", "r1")]

    def test_once_it_is_open_nothing_more_comes_in(self, arriving: Any) -> None:
        arriving.transfer.open()
        with pytest.raises(NotAllowedError, match="it is at work"):
            arriving.transfer.change(Changes(TABLE["desk"], [("/srv/meja", "r1")], [], []))
        assert take(arriving, [call()])[0].state == "taken"

    def test_an_event_is_written_anew_only_beside_its_chain(self, arriving: Any, opened: Callable[[], Any]) -> None:
        """Somebody was erased at the old place meanwhile; after that events can't be changed, as before."""
        chain = [(1, None, '{"a":1}', '{"b":"x"}', b"g" * 16, b"h" * 32)]
        arriving.transfer.change(Changes(TABLE["event"], chain, [], []))
        gone = [(*chain[0][:3], None, None, chain[0][5])]
        arriving.transfer.change(Changes(TABLE["event"], [], gone, []))
        assert rows(arriving, "event") == gone


def test_a_store_that_has_a_desk_is_ready_for_no_other(each_store: Any) -> None:
    take(each_store, [call()])
    with pytest.raises(NotAllowedError, match="something is stored there already"):
        each_store.transfer.receive(FROM)
    assert each_store.transfer.closed() is None
    assert take(each_store, [call()])[0].state == "taken"


def test_a_place_may_have_any_name(each_store: Any) -> None:
    """A folder with a quote, a percent sign or another script in it."""
    take(each_store, [call()])
    place = "/srv/meja 'lama' %s é \\ {place}"
    each_store.transfer.close(place)
    assert each_store.transfer.closed() == Closed(False, place)
    with pytest.raises(StoreError) as caught:
        take(each_store, [call()])
    assert f"has moved to {place};" in str(caught.value)
