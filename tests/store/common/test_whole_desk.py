"""A desk taken in whole: rows together with those of their table, and nothing where something is wrong."""

from __future__ import annotations

from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.errors import StoreError
from aduan_cli.store.common.whole_desk import refuse_unsound, runs
from aduan_cli.stored import Break, Difference
from aduan_cli.transfer import TABLES

PLACES = st.integers(0, len(TABLES) - 1)


@given(st.lists(PLACES, max_size=40).map(sorted), st.integers(1, 7))
def test_rows_keep_their_order_and_go_together_as_many_as_may(places: list[int], size: int) -> None:
    rows = [(TABLES[place], (number,)) for number, place in enumerate(places)]
    found = list(runs(rows, size))
    assert [(table, row) for table, some in found for row in some] == rows
    assert all(0 < len(some) <= size for _table, some in found)
    for place, of in groupby(places):
        count = len(list(of))
        assert sum(table is TABLES[place] for table, _some in found) == -(-count // size)


def test_rows_are_taken_as_they_come_and_not_all_at_first() -> None:
    """A desk may be larger than the memory."""
    taken = []

    def rows():  # type: ignore[no-untyped-def]
        for number in range(100):
            taken.append(number)
            yield TABLES[0], (number,)

    next(runs(rows(), 10))
    assert len(taken) <= 11


def difference(**more: object) -> Difference:
    """Return something that is not as the events say."""
    return Difference(**{"ticket": "UJI-261123-0001-6", "field": "unit", "said": "dlh", "stands": "bpbd", **more})  # type: ignore[arg-type]


def test_what_is_sound_is_taken() -> None:
    refuse_unsound([], [])


@pytest.mark.parametrize("count", [1, 3, 4, 50])
def test_what_is_wrong_is_told_the_first_three_and_how_many_they_are(count: int) -> None:
    broken = [Break(number, "an event is missing") for number in range(1, count + 1)]
    with pytest.raises(StoreError) as raised:
        refuse_unsound(broken, [])
    said = str(raised.value)
    assert said.count("an event is missing") == min(count, 3)
    assert said.endswith("...") is (count > 3)
    assert f" {count} thing" in said


def test_a_difference_is_told_with_its_place_and_what_is_there() -> None:
    with pytest.raises(StoreError, match=r"UJI-261123-0001-6, unit: the events say dlh, but bpbd is there"):
        refuse_unsound([], [difference()])
    with pytest.raises(StoreError, match=r": unit: it is none$"):
        refuse_unsound([], [difference(ticket=None, why="it is none")])
