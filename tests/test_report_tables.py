"""What a report is: the period before beside it, shares, and what stands in its columns."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.report_tables import (
    COUNT,
    DURATION,
    SHARE,
    TEXT,
    ReportColumn,
    ReportRow,
    ReportTable,
    ReportTime,
    of_type,
    share,
)

COLUMNS = (
    ReportColumn("unit", TEXT),
    ReportColumn("calls"),
    ReportColumn("kept", SHARE),
    ReportColumn("median", DURATION),
)
THIS, LAST = ReportTime(200, 300), ReportTime(100, 200)


def row(unit: str, calls: int) -> ReportRow:
    """Return the line of a unit."""
    values = {"unit": f"Dinas {unit}", "calls": calls, "kept": 50.0, "median": 60}
    return ReportRow((unit,), values)


def table(stretch: ReportTime, **calls: int) -> ReportTable:
    """Return a report of the calls of units, all of them together, and the units' groups."""
    rows = tuple(row(unit, count) for unit, count in calls.items())
    return ReportTable("units", stretch, COLUMNS, rows, row("all", sum(calls.values())), subtotals=rows[:1])


def calls_of(report: ReportTable) -> list[tuple[str, int, int | None]]:
    """Return of each line its unit, its calls, and those of the period before."""
    return [(str(one.key[0]), one.values["calls"], one.before and one.before["calls"]) for one in report.rows]


class TestBeside:
    def test_each_line_has_what_it_was_before(self) -> None:
        both = table(THIS, dlh=5, bpbd=2).beside(table(LAST, bpbd=7, dlh=4))
        assert calls_of(both) == [("dlh", 5, 4), ("bpbd", 2, 7)]
        assert (both.stretch, both.before) == (THIS, LAST)
        assert (both.total.values["calls"], both.total.before and both.total.before["calls"]) == (7, 11)

    def test_what_is_new_was_nothing_and_what_is_gone_is_nothing(self) -> None:
        both = table(THIS, dlh=5).beside(table(LAST, bpbd=7))
        assert calls_of(both) == [("dlh", 5, 0), ("bpbd", 0, 7)]
        new, gone = both.rows
        assert new.before == {"unit": "Dinas dlh", "calls": 0, "kept": None, "median": None}
        assert gone.values == {"unit": "Dinas bpbd", "calls": 0, "kept": None, "median": None}

    def test_days_that_only_a_longer_month_has_get_no_line(self) -> None:
        both = table(THIS, dlh=5).beside(table(LAST, dlh=1, bpbd=7), with_gone=False)
        assert calls_of(both) == [("dlh", 5, 1)]
        assert both.total.before is not None
        assert both.total.before["calls"] == 8, "it counts all the same"

    def test_groups_have_theirs_beside_them_too(self) -> None:
        both = table(THIS, dlh=5, bpbd=2).beside(table(LAST, dlh=4))
        (group,) = both.subtotals
        assert (group.values["calls"], group.before and group.before["calls"]) == (5, 4)

    def test_nothing_of_a_report_changes_by_it(self) -> None:
        now, then = table(THIS, dlh=5), table(LAST, bpbd=7)
        now.beside(then)
        assert (calls_of(now), calls_of(then)) == ([("dlh", 5, None)], [("bpbd", 7, None)])

    @given(
        st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 99), max_size=6),
        st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 99), max_size=6),
    )
    def test_no_call_of_either_period_is_lost_or_told_twice(self, now: dict[str, int], then: dict[str, int]) -> None:
        both = calls_of(table(THIS, **now).beside(table(LAST, **then)))
        assert [unit for unit, _now, _then in both][: len(now)] == list(now), "the order stays"
        assert max(Counter(unit for unit, _now, _then in both).values(), default=1) == 1
        assert {unit: calls for unit, calls, _then in both if unit in now} == now
        assert {unit: before for unit, _now, before in both if unit in then} == then


class TestShare:
    @pytest.mark.parametrize(
        ("part", "whole", "told"),
        [(1, 3, 33.3), (2, 3, 66.6), (8_999, 10_000, 89.9), (9, 10, 90.0), (0, 5, 0.0), (5, 5, 100.0), (0, 0, None)],
    )
    def test_it_is_rounded_down_to_a_decimal(self, part: int, whole: int, told: float | None) -> None:
        """89.99 per cent in time is not 90: somebody promised that."""
        assert share(part, whole) == told

    @given(st.integers(0, 10**9), st.integers(1, 10**9))
    def test_a_promise_is_only_said_to_be_kept_where_it_is(self, part: int, whole: int) -> None:
        told = share(min(part, whole), whole)
        assert told is not None
        assert (told >= 90) == (min(part, whole) * 10 >= whole * 9)


def test_columns_are_found_by_what_stands_in_them() -> None:
    assert of_type(COLUMNS, COUNT) == ["calls"]
    assert of_type(COLUMNS, "moment") == []
