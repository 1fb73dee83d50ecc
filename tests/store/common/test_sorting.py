"""The orders that may be asked for, as SQLite sorts by them: beside a plain sort of the same rows."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.complaint.fields import STATUSES
from aduan_cli.model import PRIORITIES
from aduan_cli.store.common.sorting import order_of
from aduan_cli.stored import Query

COLUMNS = ("id", "reported_at", "day", "number", "unit", "priority", "status", "logged_at")
SORTS = ("ticket", "unit", "priority", "status", "logged_at")
ROWS = st.lists(
    st.tuples(
        st.integers(1, 3),
        st.integers(20251123, 20251124),
        st.sampled_from([1, 2, 9_999, 10_000]),
        st.sampled_from([None, "bpbd", "DLH", "dlh", "é"]),
        st.sampled_from(PRIORITIES),
        st.sampled_from(STATUSES),
        st.integers(1, 3),
    ),
    max_size=12,
)


def sorted_by(rows: list[tuple[Any, ...]], query: Query) -> list[int]:
    """Return the numbers of rows in the order that SQLite makes of them."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(f"CREATE TABLE complaint ({', '.join(COLUMNS)})")
        marks = ", ".join("?" * len(COLUMNS))
        connection.executemany(f"INSERT INTO complaint VALUES ({marks})", [(n, *row) for n, row in enumerate(rows)])
        return [number for (number,) in connection.execute(f"SELECT c.id FROM complaint c{order_of(query)}")]


def key_of(row: dict[str, Any], sort: str) -> Any:
    """Return by what a row is sorted, None: it has no value."""
    if sort == "ticket":
        return row["day"], row["number"]
    ranks: dict[str, tuple[str, ...]] = {"priority": PRIORITIES, "status": STATUSES}
    return ranks[sort].index(row[sort]) if sort in ranks else row[sort]


@given(ROWS, st.sampled_from(SORTS), st.booleans())
def test_it_is_the_plain_order_with_the_newest_first_among_equals(
    rows: list[tuple[Any, ...]], sort: str, ascending: bool
) -> None:
    """What has no value is last, whichever way round."""
    told = [{"id": number, **dict(zip(COLUMNS[1:], row, strict=True))} for number, row in enumerate(rows)]
    newest = sorted(told, key=lambda row: (row["reported_at"], row["id"]), reverse=True)
    valued = [row for row in newest if key_of(row, sort) is not None]
    without = [row for row in newest if key_of(row, sort) is None]
    expected = sorted(valued, key=lambda row: key_of(row, sort), reverse=not ascending)
    if not ascending:  # A reversed sort keeps equals as they were.
        groups = sorted({key_of(row, sort) for row in valued}, reverse=True)
        expected = [row for group in groups for row in valued if key_of(row, sort) == group]
    assert sorted_by(rows, Query(sort=sort, ascending=ascending)) == [row["id"] for row in (*expected, *without)]


def test_priorities_and_states_go_by_their_meaning_and_not_by_the_alphabet() -> None:
    rows = [
        (1, 20251124, n, "dlh", priority, "new", 1) for n, priority in enumerate(("normal", "emergency", "low", "high"))
    ]
    assert sorted_by(rows, Query(sort="priority")) == [1, 3, 0, 2]
    rows = [
        (1, 20251124, n, "dlh", "low", status, 1) for n, status in enumerate(("closed", "new", "resolved", "routed"))
    ]
    assert sorted_by(rows, Query(sort="status", ascending=True)) == [1, 3, 2, 0]


def test_an_order_that_there_is_none_of_is_no_sql() -> None:
    """What is asked for stands in the statement only by the table of what may be."""
    with pytest.raises(KeyError):
        order_of(Query(sort="text; DROP TABLE complaint"))
