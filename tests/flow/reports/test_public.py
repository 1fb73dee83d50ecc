"""What citizens may see of a report: nothing of the desk's own work, and nobody who could be told from a few calls."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.flow.reports.public import FEWEST, OWN, for_citizens, joined
from aduan_cli.report_tables import TEXT, ReportColumn, ReportRow, ReportTable, ReportTime
from aduan_cli.sites import OTHER

COLUMNS = (ReportColumn("kecamatan", TEXT), ReportColumn("kelurahan", TEXT), *map(ReportColumn, ("received", "open")))


def table(rows: list[tuple[str, int, int | None]], columns: tuple[ReportColumn, ...] = COLUMNS) -> ReportTable:
    """Return a report of places: name, calls, and how many are open."""
    told = [
        ReportRow((name,), {"kecamatan": "K", "kelurahan": name, "received": received, "open": open_})
        for name, received, open_ in rows
    ]
    received, open_ = sum(row[1] for row in rows), sum(row[2] or 0 for row in rows)
    total = {"kecamatan": None, "kelurahan": None, "received": received, "open": open_}
    return ReportTable("places", ReportTime(0, 1), columns, tuple(told), ReportRow((), total))


ROWS = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=8).map(
    lambda pairs: [(f"P{number}", received, open_) for number, (received, open_) in enumerate(pairs)]
)


def received(one: ReportTable) -> list[int]:
    """Return the calls of each line."""
    return [row.values["received"] for row in one.rows]


@given(ROWS)
def test_no_line_that_is_told_apart_has_few_calls_where_others_could_hide_them(rows: list[Any]) -> None:
    """One line of few alone would be told by what is missing of the whole: so the least of the others goes with it."""
    whole = table(rows)
    seen = joined(whole)
    few = [row for row in whole.rows if row.values["received"] < FEWEST]
    if not few:
        assert seen == whole
        return
    if len(whole.rows) < 2:
        assert seen == whole, "it is the whole itself"
        return
    *apart, together = seen.rows
    assert all(row.values["received"] >= FEWEST for row in apart)
    assert together.key == (OTHER,)
    assert len(whole.rows) - len(apart) >= 2
    enough = sum(received(whole)) >= FEWEST
    assert together.values["received"] >= FEWEST or not enough or not apart


@given(ROWS)
def test_joined_lines_add_up_to_the_same_whole(rows: list[Any]) -> None:
    whole = table(rows)
    seen = joined(whole)
    for name in ("received", "open"):
        assert sum(row.values[name] for row in seen.rows) == sum(row.values[name] for row in whole.rows)
    assert seen.total == whole.total


@given(ROWS)
def test_joined_once_it_is_joined(rows: list[Any]) -> None:
    """Nothing more is lost by looking again, unless all of it is too little."""
    once = joined(table(rows))
    if all(row.values["received"] >= FEWEST for row in once.rows):
        assert joined(once) == once


def test_what_stays_apart_keeps_its_order_and_its_line() -> None:
    seen = joined(table([("A", 9, 1), ("B", 2, 0), ("C", 20, 3), ("D", 3, None), ("E", 6, 2)]))
    assert [row.key for row in seen.rows] == [("A",), ("C",), ("E",), (OTHER,)]
    assert seen.rows[-1].values == {"kecamatan": None, "kelurahan": OTHER, "received": 5, "open": 0}


def test_the_least_of_the_others_hides_a_line_that_is_alone() -> None:
    seen = joined(table([("A", 9, 1), ("B", 2, 0), ("C", 20, 3), ("E", 6, 2)]))
    assert [row.key for row in seen.rows] == [("A",), ("C",), (OTHER,)]
    assert seen.rows[-1].values["received"] == 8


def test_of_two_lines_of_equal_number_both_may_hide_but_all_calls_stay() -> None:
    seen = joined(table([("A", 5, 0), ("B", 1, 0), ("C", 5, 0)]))
    assert received(seen) == [5, 6]


# -- for citizens


FIGURES = ("received", "returned", "rejected", "residents", "emergencies", "feedback", "open")


def test_figures_of_the_desks_own_work_are_nowhere() -> None:
    columns = (ReportColumn("unit", TEXT), *map(ReportColumn, FIGURES))
    values = {"unit": "dlh", **dict.fromkeys(FIGURES, 7)}
    one = ReportTable(
        "units", ReportTime(0, 1), columns, (ReportRow(("dlh",), values),), ReportRow((), values), {"x": 1}
    )
    seen = for_citizens(one)
    assert [column.name for column in seen.columns] == ["unit", "received", "open"]
    for row in (*seen.rows, seen.total):
        assert not OWN & row.values.keys()
        assert row.values == {"unit": "dlh", "received": 7, "open": 7}
    assert seen.notes == {}


def test_of_promises_the_one_that_callers_were_given_is_told() -> None:
    columns = (ReportColumn("unit", TEXT), ReportColumn("clock", TEXT), ReportColumn("promised"))
    rows = tuple(
        ReportRow(("dlh", clock), {"unit": "dlh", "clock": clock, "promised": 1})
        for clock in ("handoff", "acknowledge", "resolve")
    )
    total = ReportRow((), {"unit": None, "clock": "resolve", "promised": 1})
    seen = for_citizens(ReportTable("deadlines", ReportTime(0, 1), columns, rows, total))
    assert [row.values["clock"] for row in seen.rows] == ["resolve"]
    assert seen.total == total
