"""Workbooks of an invented office as such offices keep them: titles, merged heads, a sheet a month, totals."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stdout
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

MAP = """\
key = ["NO", "TANGGAL"]
unit = "DINAS"
fields = ["KET"]
[columns]
text = "URAIAN"
reported_at = ["TANGGAL", "JAM"]
caller.name = "NAMA"
caller.phone = "HP"
[dates]
formats = ["%d/%m/%Y"]
"""
COLUMNS = ("NO", "TANGGAL", "JAM", "NAMA", "HP", "URAIAN", "DINAS", "KET")
SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
needs_office = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed")

Cell = str | float | bool | date | datetime | time | timedelta | None
_FORMS = {datetime: "dd/mm/yyyy hh:mm", date: "dd/mm/yyyy", time: "hh:mm", timedelta: "[h]:mm"}


def call(number: int, day: date, text: str, **cells: Cell) -> list[Cell]:
    """Return the row of a call as somebody types it into a spreadsheet: a day, a time, a phone that lost its 0."""
    given: dict[str, Cell] = {
        "NO": number, "TANGGAL": day, "JAM": time(14, 30), "NAMA": "Budi", "HP": 81200000001.0, "URAIAN": text,
        "DINAS": "DLH", "KET": "",
    }  # fmt: skip
    return [(given | cells)[name] for name in COLUMNS]


def write(
    path: Path, sheets: Mapping[str, Iterable[Sequence[Cell]]], hidden: Sequence[str] = (), **options: Any
) -> Path:
    """Write a workbook of typed cells, one list of rows for each sheet; an empty row is left out."""
    with xlsxwriter.Workbook(str(path), options) as book:
        forms = {kind: book.add_format({"num_format": form}) for kind, form in _FORMS.items()}
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            if name in hidden:
                sheet.hide()
            for at, row in enumerate(rows):
                for column, value in enumerate(row):
                    _put(sheet, at, column, value, forms)
    return path


def _put(sheet: Any, row: int, column: int, value: Cell, forms: Mapping[type, Any]) -> None:
    if value is None or value == "":
        return
    if isinstance(value, str):
        sheet.write_string(row, column, value)
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, (int, float)):
        sheet.write_number(row, column, value)
    else:
        sheet.write_datetime(row, column, value, forms[type(value)])


def month(first: date, rows: Iterable[Sequence[Cell]]) -> list[list[Cell]]:
    """Return the sheet of a month: titles, a head of two rows with PELAPOR over two columns, a total, a signature."""
    calls = [list(row) for row in rows]
    return [
        ["REKAPITULASI PENGADUAN"], [f"BULAN {first:%m/%Y}"], [],
        ["NO", "TANGGAL", "JAM", "PELAPOR", "", "URAIAN", "DINAS", "KET"],
        ["", "", "", "NAMA", "HP"],
        [float(n) for n in range(1, len(COLUMNS) + 1)],
        *calls, [],
        ["JUMLAH", "", "", "", "", float(len(calls))], [],
        ["", "", "", "", "", "Mengetahui,"], ["", "", "", "", "", "Kepala Bidang Pengaduan"],
        ["", "", "", "", "", "NIP. 19700101 199001 1 001"],
    ]  # fmt: skip


@contextmanager
def written() -> Iterator[dict[str, list[list[Any]]]]:
    """Give the rows of each sheet, by its name, of the workbook that is written to stdout meanwhile."""
    import python_calamine

    sheets: dict[str, list[list[Any]]] = {}
    out = io.TextIOWrapper(io.BytesIO())
    with redirect_stdout(out):
        yield sheets
    out.seek(0)
    book = python_calamine.load_workbook(out.buffer)
    sheets.update({name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names})


def converted(path: Path, ending: str, folder: Path) -> Path:
    """Return a workbook saved by LibreOffice as another kind of file."""
    assert SOFFICE is not None
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    line = [SOFFICE, profile, "--headless", "--convert-to", ending, "--outdir", str(folder), str(path)]
    done = subprocess.run(line, capture_output=True, text=True, timeout=120, check=False)
    made = folder / f"{path.stem}.{ending.split(':')[0]}"
    assert made.exists(), done.stdout + done.stderr
    return made
