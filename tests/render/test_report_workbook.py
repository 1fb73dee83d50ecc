"""A report as a workbook: beside each figure that of before, in sheets of their own what else there is to know."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings

from aduan_cli.i18n import choose
from aduan_cli.render.report_workbook import write_report_workbook
from aduan_cli.report_tables import TEXT, ReportColumn, ReportTable
from reports import (
    FIRST,
    JAKARTA,
    KEPT_SHARE,
    MEDIAN,
    MIDNIGHT,
    OF_ALL_TYPES,
    OPEN,
    PER_1000,
    RECEIVED,
    UNIT,
    report,
    reports,
)
from workbooks import written

pytest.importorskip("xlsxwriter", reason="the extra [excel] is not installed")
pytest.importorskip("python_calamine", reason="the extra [excel] is not installed")


def sheets(table: ReportTable, explain: bool = False, **heads: str) -> dict[str, list[list[Any]]]:
    """Return the rows of each sheet of a report, by its name."""
    with written() as found:
        write_report_workbook(table, JAKARTA, heads, explain, lambda _said: None)
    return found


def figure(cell: Any, type_: str) -> Any:
    """Return the figure that a cell shows, as a report has it."""
    if cell == "":
        return None
    if isinstance(cell, timedelta):
        return cell.total_seconds()
    if isinstance(cell, date):  # Of a moment at midnight the reader shows but the day.
        clock = cell if isinstance(cell, datetime) else datetime(cell.year, cell.month, cell.day)
        return JAKARTA.epoch(clock.year, clock.month, clock.day, clock.hour, clock.minute, clock.second)
    return round(cell * 100, 1) if type_ == "share" else cell


@settings(max_examples=12)
@given(reports())
def test_each_figure_stands_in_its_cell_and_behind_it_that_of_before(table: ReportTable) -> None:
    head, *rows = sheets(table)["Report"]
    figures = [(column, which) for column in OF_ALL_TYPES[1:] for which in ((0, 1) if table.before else (0,))]
    assert len(head) == 1 + len(figures)
    lines = [*table.rows, table.total]
    assert len(rows) == len(lines)
    for row, line in zip(rows, lines, strict=True):
        for cell, (column, which) in zip(row[1:], figures, strict=True):
            wanted = ((line.before or {}) if which else line.values).get(column.name)
            found = figure(cell, column.type)
            assert found == (
                wanted if wanted is None else pytest.approx(wanted, abs=1 if column.type == "duration" else 1e-6)
            ), column


def test_heads_say_what_is_of_before() -> None:
    table = report((UNIT, RECEIVED, KEPT_SHARE), ("dlh", 2, 50.0), total=(None, 2, 50.0),
                   before=[("dlh", 1, None), (None, 1, None)])  # fmt: skip
    head, row, total = sheets(table)["Report"]
    assert head == ["unit", "received", "received, before", "kept %", "kept %, before"]
    assert (row, total) == (["dlh", 2.0, 1.0, 0.5, ""], ["in all", 2.0, 1.0, 0.5, ""])


def test_cells_are_of_the_type_of_what_stands_in_them() -> None:
    columns = (ReportColumn("month", TEXT), PER_1000, MEDIAN, FIRST)
    table = report(columns, ("2026-11", 12.5, 5_400, MIDNIGHT + 60), total=(None, None, None, None))
    (_head, row, total) = sheets(table)["Report"]
    assert row == [date(2026, 11, 1), 12.5, timedelta(hours=1.5), datetime(2026, 11, 23, 0, 1)]
    assert total == ["in all", "", "", ""]


def test_what_else_is_known_has_sheets_of_its_own() -> None:
    silent = {"Timur": ["Margahayu", "Duren Jaya"]}
    table = report((UNIT, RECEIVED), ("dlh", 2), total=(None, 2), name="week", never_call=silent,
                   moved={"closed": 2}, triage=1, triage_share=50.0)  # fmt: skip
    found = sheets(table, explain=True, kecamatan="district")
    assert list(found) == ["Report", "Nobody called", "Done in that time", "Figures", "About"]
    assert found["Nobody called"] == [["district", "kelurahan"], ["Timur", "Margahayu"], ["Timur", "Duren Jaya"]]
    assert ["closed", 2.0] in found["Done in that time"]
    assert ["reopened", 0.0] in found["Done in that time"]
    assert [row[0] for row in found["Figures"]] == ["figure", "received"]
    assert [row[0] for row in found["About"]] == [
        "About", "Account of the week 2026-11-23", "Triage got 1 of them (50.0 %)",
    ]  # fmt: skip
    assert len(found["About"]) == 3, "places have their own sheet"


def test_without_them_there_is_the_report_and_what_it_is() -> None:
    assert list(sheets(report((UNIT, RECEIVED), ("dlh", 1), total=(None, 1)))) == ["Report", "About"]
    assert list(sheets(report((UNIT, RECEIVED), total=(None, 0), never_call={}))) == ["Report", "About"]


def test_a_days_account_is_a_sheet_of_units_and_one_of_their_kinds() -> None:
    columns = (UNIT, *(ReportColumn(name, TEXT) for name in ("scope", "kind")), RECEIVED, OPEN)
    rows = [("dlh", "unit", None, 3, 1), ("dlh", "unit", "complaint", 2, 1), ("dlh", "unit", "feedback", 1, 0),
            (None, "whole", "complaint", 2, 1)]  # fmt: skip
    table = report(columns, *rows, total=(None, "whole", None, 3, 1), name="day", moved={})
    found = sheets(table)
    assert found["Report"][1:] == [["dlh", 3.0, 1.0], ["in all", 3.0, 1.0]]
    assert found["By kind"][1:-1] == [["dlh", "complaint", 2.0, 1.0], ["dlh", "feedback", 1.0, 0.0]]


def test_names_and_values_are_in_the_users_language() -> None:
    choose("id")
    columns = (ReportColumn("weekday", TEXT), RECEIVED)
    found = sheets(report(columns, ("mon", 1), total=(None, 1), moved={"closed": 1}))
    first = next(iter(found.values()))
    assert first == [["hari", "masuk"], ["sen", 1.0], ["jumlah", 1.0]]
    assert not {"Report", "About", "Done in that time"} & set(found)
    assert ["ditutup", 1.0] in [row for rows in found.values() for row in rows]
