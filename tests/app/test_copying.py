"""What two stores differ in: done to the one, it is the other, whatever was there; nobody's history is mixed."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.app import copying
from aduan_cli.app.copying import differing
from aduan_cli.errors import StoreError
from aduan_cli.transfer import TABLES, Changes

BY_NAME = {table.name: table for table in TABLES}
CHOSEN = [table for table in TABLES if table.name in ("event", "complaint", "revision")] or list(TABLES[:3])
Rows = dict[tuple[str, int], tuple[Any, ...]]


def row(name: str, key: int, value: int) -> tuple[Any, ...]:
    """Return a row of a table: its key, and something in its last column."""
    table = BY_NAME[name]
    cells: list[Any] = [key if column in table.key else 0 for column in table.columns]
    if table.columns[-1] not in table.key:
        cells[-1] = value
    return tuple(cells)


def stored(of: Rows) -> list[Any]:
    """Return rows as a store yields them: table by table, in the order of their keys."""
    places = {table.name: place for place, table in enumerate(TABLES)}
    return [(BY_NAME[name], of[name, key]) for name, key in sorted(of, key=lambda one: (places[one[0]], one[1]))]


NAMES = [table.name for table in CHOSEN if table.name != "event"]
STORES = st.dictionaries(st.tuples(st.sampled_from(NAMES), st.integers(1, 8)), st.integers(0, 2), max_size=12).map(
    lambda given_: {one: row(*one, value) for one, value in given_.items()}
)


@given(STORES, STORES)
def test_what_differs_done_to_the_one_makes_it_the_other(old: Rows, new: Rows) -> None:
    """Each row is told once, and none that is the same."""
    made = {(name, values): None for (name, _key), values in new.items()}
    told = list(differing(stored(old), stored(new)))
    for kind, table, values in told:
        if kind == "gone":
            del made[table.name, values]
        elif kind == "changed":
            key = [table.columns.index(name) for name in table.key]
            (before,) = [one for one in made if one[0] == table.name and all(one[1][at] == values[at] for at in key)]
            del made[before]
            made[table.name, values] = None
        else:
            assert (table.name, values) not in made
            made[table.name, values] = None
    assert set(made) == {(name, values) for (name, _key), values in old.items()}
    assert len(told) == len({(one.name, values) for _kind, one, values in told})
    assert list(differing(stored(old), stored(old))) == []


@given(STORES, STORES, st.integers(1, 5))
def test_what_differs_is_written_some_at_a_time_and_none_twice(old: Rows, new: Rows, most: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(copying, "_AT_ONCE", most)
        told = list(differing(stored(old), stored(new)))
        batches: list[Changes] = list(copying._batches(iter(told), "x"))
    sizes = [len(one.new) + len(one.changed) + len(one.gone) for one in batches]
    assert sum(sizes) == len(told)
    assert all(0 < size <= most for one, size in zip(batches, sizes, strict=True) if not one.table.single)
    assert [(one.table.name, row) for one in batches for row in one.gone] == [
        (table.name, values) for kind, table, values in told if kind == "gone"
    ]


def events(*hashes: int) -> Rows:
    """Return events with these hashes."""
    return {("event", number): row("event", number, hash_) for number, hash_ in enumerate(hashes, 1)}


def test_the_history_of_another_desk_is_refused_at_the_first_event_that_is_another() -> None:
    with pytest.raises(StoreError, match="event 2 is another one there"):
        list(differing(stored(events(7, 8, 9)), stored(events(7, 9, 9))))


def test_a_history_that_went_on_there_is_refused() -> None:
    """Its events would be lost, and no event is ever taken away."""
    told = differing(stored(events(7)), stored(events(7, 8)))
    with pytest.raises(StoreError, match="it has events that the desk has not"):
        list(copying._batches(told, "there"))
    assert [kind for kind, *_more in differing(stored(events(7, 8)), stored(events(7)))] == ["new"]
