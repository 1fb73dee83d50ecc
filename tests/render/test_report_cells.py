"""Figures of a report as text: which columns and rows are shown, and nothing where there is none."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.render.report_cells import ALWAYS, figure_text, has_something, shown_rows
from aduan_cli.report_tables import COUNT, DURATION, MOMENT, RATE, SHARE, TEXT, ReportColumn, ReportTable, share
from reports import JAKARTA, OPEN, RECEIVED, UNIT, report

COLUMNS = (UNIT, RECEIVED, OPEN, ReportColumn("inhabitants"))
FIGURES = st.none() | st.integers(0, 3)


def table(rows: list[tuple[Any, ...]], before: tuple[Any, ...] | None = None, **notes: Any) -> ReportTable:
    """Return a report with these rows; the period before is the same in each, its total has nothing."""
    then = [] if before is None else [*[before] * len(rows), [None] * len(COLUMNS)]
    return report(COLUMNS, *rows, before=then, **notes)


@pytest.mark.parametrize(
    ("value", "type_", "text"),
    [
        (None, COUNT, ""),
        (None, MOMENT, ""),
        (0, COUNT, "0"),
        (1_234_567, COUNT, "1234567"),
        (90.0, SHARE, "90 %"),
        (89.9, SHARE, "89.9 %"),
        (0.0, SHARE, "0 %"),
        (12.5, RATE, "12.5"),
        (0, DURATION, "0 min"),
        (5400, DURATION, "1.5 h"),
        (0, MOMENT, "1970-01-01 07:00"),
        (1_763_866_800, MOMENT, "2025-11-23 10:00"),
    ],
)
def test_a_figure_is_told_as_its_type_is(value: Any, type_: str, text: str) -> None:
    assert figure_text(value, type_, JAKARTA) == text


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_a_share_is_never_rounded_up_and_has_one_decimal(part: int, whole: int) -> None:
    """90 is said only of 90."""
    part = min(part, whole)
    said = figure_text(share(part, whole), SHARE, JAKARTA)
    number = float(said.removesuffix(" %"))
    assert number * whole <= part * 100 + 1e-6 * whole
    assert part * 100 < (number + 0.1) * whole + 1e-6 * whole
    assert len(said.removesuffix(" %").partition(".")[2]) <= 1


@given(st.integers(0, 3_000_000))
def test_a_rate_of_a_thousand_is_told_with_all_its_digits(tenths: int) -> None:
    """A place of few people may have more calls than people, and a number with an exponent is read by nobody."""
    said = figure_text(tenths / 10, RATE, JAKARTA)
    assert "e" not in said
    assert float(said) == tenths / 10


@given(st.lists(st.tuples(st.just("dlh"), FIGURES, FIGURES, FIGURES), max_size=4), st.none() | st.just((None, 0, 1, 0)))
def test_a_column_is_shown_where_something_stands_now_or_stood_before(
    rows: list[tuple[Any, ...]], before: tuple[Any, ...] | None
) -> None:
    made = table(rows, before)
    for at, column in enumerate(COLUMNS):
        wanted = column.type == TEXT or column.name in ALWAYS or any(row[at] for row in rows)
        assert has_something(column, made) is bool(wanted or (rows and before and before[at]))


def test_a_place_of_which_there_is_nothing_is_told_below_and_not_in_the_table() -> None:
    """People who live there are nothing that happened; a report without such places shows all its rows."""
    rows = [("a", 1, 0, 500), ("b", 0, 0, 900), ("c", None, None, 10)]
    assert len(shown_rows(table(rows))) == 3
    assert [row.values["unit"] for row in shown_rows(table(rows, never_call={}))] == ["a"]
    assert len(shown_rows(table(rows, (None, 1, 0, 0), never_call={}))) == 3
