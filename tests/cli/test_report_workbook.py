"""`report --format xlsx`: every report as typed cells that say what its JSON says, and no text that is run."""

from __future__ import annotations

import io
import os
import shlex
import sys
import zipfile
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import warm
from aduan_cli.desk_time import Zone
from aduan_cli.render.report_workbook import write_report_workbook
from aduan_cli.report_tables import (
    DURATION,
    MOMENT,
    RATE,
    SHARE,
    TEXT,
    ReportColumn,
    ReportTable,
    ReportTime,
)
from office import Office
from reports import report
from workbooks import converted, needs_office

pytest.importorskip("xlsxwriter", reason="the extra [excel] is not installed")
calamine = pytest.importorskip("python_calamine", reason="the extra [excel] is not installed")
REPORTS = (
    "week", "month", "year", "unit", "category", "kelurahan", "shifts", "deadlines", "callers", "rules",
)  # fmt: skip
WIB = Zone([[-(2**62), 25_200]])
NOON = 1_795_496_400
"""2026-11-24 12:00 there."""
AS_SHOWN = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true"


@pytest.fixture
def office(fresh_office: Office) -> Office:
    """Return a desk with calls of two days, a promise, a number that called twice."""
    text = (fresh_office.folder / "rules.toml").read_text(encoding="utf-8")
    fresh_office.write_rules('[deadlines]\nresolve = "1d"\n' + text)
    for line in (
        "log 'Melaporkan sampah di Kel. Margahayu' --phone 0812-0000-0101 --now '2026-11-22 08:00'",
        "log 'Melaporkan sampah di Kel. Margahayu' --phone 0812-0000-0101 --now '2026-11-23 09:00'",
        "log 'Menanyakan ktp' --now '2026-11-23 10:00'",
        "resolve 261122-1 --result Diangkut --now '2026-11-22 10:30'",
        "close 261122-1 --by desk --now '2026-11-22 11:00'",
    ):
        assert fresh_office.run(*shlex.split(line)).code == 0, line
    return fresh_office


def written(office: Office, *words: str) -> bytes:
    """Return the workbook of a report."""
    line = [sys.executable, "-m", "aduan_cli", *office.line("report", *words, "--format", "xlsx")]
    done = warm.run(line, capture_output=True, env={**os.environ, "PYTHONWARNINGS": "error"}, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    return bytes(done.stdout)


def sheets(data: bytes) -> dict[str, list[list[Any]]]:
    """Return the rows of each sheet, by its name."""
    book = calamine.load_workbook(io.BytesIO(data))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def made(capture: Any, table: ReportTable, explain: bool = False) -> bytes:
    """Return the workbook of a report made by hand."""
    capture.readouterr()
    write_report_workbook(table, WIB, {}, explain, pytest.fail)
    data: bytes = capture.readouterr().out
    return data


def table(rows: list[dict[str, Any]], columns: dict[str, str], **notes: Any) -> ReportTable:
    """Return a report with these rows; its total is the first of them without its names."""
    named = tuple(ReportColumn(*one) for one in columns.items())
    total = [None if type_ == TEXT else rows[0][name] for name, type_ in columns.items()]
    lines = ([row[name] for name in columns] for row in rows)
    return report(named, *lines, total=total, time=ReportTime(NOON, NOON + 86_400), **notes)


@pytest.mark.slow
def test_every_report_is_a_workbook_with_the_figures_of_its_json(office: Office) -> None:
    for name in REPORTS:
        told = office.run("report", name, "--compare", "--format", "json").data
        found = sheets(written(office, name, "--compare", "--explain"))
        head, *rows, total = next(iter(found.values()))
        assert (len(head), len(rows)) == (len(told["total"]), len(told["rows"]))
        assert rows
        for row, says in zip([*rows, total], [*told["rows"], told["total"]], strict=True):
            assert [_plain(cell) for cell in row[1:]] == [_said(*one) for one in list(says.items())[1:]]
        assert found["Figures"][1:]
        if name == "kelurahan":
            never = [[ward, place] for ward, places in told["never_call"].items() for place in places]
            assert found["Nobody called"][1:] == never


def _plain(cell: Any) -> object:
    return (
        cell.total_seconds()
        if isinstance(cell, timedelta)
        else cell.isoformat()
        if isinstance(cell, datetime)
        else cell
    )


def _said(name: str, value: Any) -> object:
    """Return what a figure of the JSON is in a cell: per cent as a part of one, a time without its zone."""
    if value is None:
        return ""
    figure = name.removesuffix("_before")
    if figure in ("first", "last"):
        return value[:19]
    return round(value / 100, 6) if figure.endswith("_share") else value


def test_cells_are_of_the_type_of_what_stands_in_them(capfdbinary: Any) -> None:
    columns = {"day": TEXT, "received": "count", "kept_share": SHARE, "per_1000": RATE, "p90": DURATION, "last": MOMENT}
    row = {"day": "2026-11-24", "received": 12, "kept_share": 99.9, "per_1000": 0.5, "p90": 9_000, "last": NOON}
    found = sheets(made(capfdbinary, table([row], columns)))["Report"]
    assert found[1] == [date(2026, 11, 24), 12.0, 0.999, 0.5, timedelta(hours=2.5), datetime(2026, 11, 24, 12)]
    assert found[2][0] == "in all"


def test_the_head_stays_and_filters_without_the_total(capfdbinary: Any) -> None:
    data = made(
        capfdbinary,
        table([{"unit": "dlh", "received": 2}, {"unit": "-", "received": 1}], {"unit": TEXT, "received": "count"}),
    )
    sheet = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml").decode()
    assert 'state="frozen"' in sheet
    assert '<autoFilter ref="A1:B3"/>' in sheet
    assert 'ref="A1:B4"' in sheet


def test_no_text_is_run(capfdbinary: Any) -> None:
    """A rule, a unit and a place are named by people."""
    names = ["=1+1", "+62", "-1", "@SUM(A1)", "http://example.org", "a\x1bb"]
    silent = {"=HYPERLINK(1)": ["@a"]}
    rows = [{"unit": name, "received": 1} for name in names]
    data = made(capfdbinary, table(rows, {"unit": TEXT, "received": "count"}, never_call=silent))
    found = sheets(data)
    assert [row[0] for row in found["Report"][1:-1]] == [*names[:-1], "a\\x1bb"]
    assert found["Nobody called"][1] == ["=HYPERLINK(1)", "@a"]
    archive = zipfile.ZipFile(io.BytesIO(data))
    sheets_in_it = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/")]
    assert not any(b"<f>" in sheet or b"hyperlink" in sheet for sheet in sheets_in_it)


def test_nobody_is_shown_where_no_workbook_can_be_written(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aduan_cli.render.book.find_spec", lambda name: None)
    done = office.run("report", "callers", "--format", "xlsx", "--reveal")
    assert (done.code, "pip install XlsxWriter brings it" in done.err) == (2, True)
    assert office.rows("SELECT count(*) FROM event WHERE body LIKE '%revealed%'") == [(0,)]


@needs_office
@pytest.mark.slow
def test_libreoffice_opens_it_as_it_was_meant(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "laporan.xlsx"
    path.write_bytes(written(office, "month", "--lang", "id"))
    told = converted(path, AS_SHOWN, tmp_path).read_text(encoding="utf-8").splitlines()
    assert told[0].startswith("tanggal,hari,masuk,aduan,informasi")
    assert told[22].startswith("22/11/2026,min,1,1,0")
    assert told[23].startswith("23/11/2026,sen,2,1,1")
    assert told[31].startswith("jumlah,,3,2,1")
    path.write_bytes(written(office, "deadlines"))
    told = converted(path, AS_SHOWN, tmp_path).read_text(encoding="utf-8").splitlines()
    resolved = next(line for line in told if line.startswith("dlh,resolve"))
    assert "2:30" in resolved.split(",")
    assert any(cell.endswith(" %") for cell in resolved.split(","))


def test_the_account_of_a_day_is_a_sheet_of_units_and_one_of_their_kinds(office: Office) -> None:
    told = office.run("report", "day", "23/11", "--format", "json").data
    found = sheets(written(office, "day", "23/11"))
    assert list(found)[:3] == ["Report", "By kind", "Done in that time"]
    units = {row[0] or None: row[1] for row in found["Report"][1:-1]}
    assert units == {row["unit"]: row["received"] for row in told["rows"]}
    assert sum(row[2] for row in found["By kind"][1:-1]) == found["By kind"][-1][2] == told["total"]["received"] > 0
