"""A map proposed for a strange file: a table as it is, of a workbook the sheet that looks most like one of calls."""

from __future__ import annotations

from pathlib import Path

import pytest
import tomli

from aduan_cli.app.suggesting import suggest
from aduan_cli.errors import NotFoundError, UsageError
from desk_here import HereDesk, desk_here
from workbooks import write

HEAD = ["TANGGAL", "PELAPOR", "HP", "URAIAN", "DINAS"]
CALLS = [[f"2026-11-{day:02}", "Budi", "0812-0000-0101", f"sampah menumpuk {day}", "DLH"] for day in range(1, 8)]


@pytest.fixture
def desk(tmp_path: Path) -> HereDesk:
    return desk_here(tmp_path)


def suggested(desk: HereDesk, file: Path, *sheets: str, encoding: str | None = None) -> dict[str, object]:
    """Return the columns of the map that is proposed."""
    found = tomli.loads(suggest(desk, str(file), sheets, encoding, desk.said.append))
    columns = found["columns"]
    assert isinstance(columns, dict)
    return columns


def table(folder: Path, name: str = "log.csv", encoding: str = "utf-8") -> Path:
    """Write a file of calls."""
    path = folder / name
    path.write_text("\n".join(";".join(row) for row in [HEAD, *CALLS]) + "\n", encoding=encoding)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_table_has_its_columns_by_what_offices_call_them(desk: HereDesk, tmp_path: Path, encoding: str) -> None:
    columns = suggested(desk, table(tmp_path, encoding=encoding), encoding=None if encoding == "utf-8" else encoding)
    assert columns["text"] == "URAIAN"
    assert columns["caller"] == {"name": "PELAPOR", "phone": "HP"}
    assert columns["reported_at"] == "TANGGAL"


def test_of_a_workbook_the_sheet_that_looks_like_calls_is_taken(desk: HereDesk, tmp_path: Path) -> None:
    path = tmp_path / "log.xlsx"
    notes = [["catatan", "jumlah"], *[[f"baris {number}", number] for number in range(40)]]
    write(path, {"Catatan": notes, "November": [HEAD, *CALLS], "Kosong": []})
    columns = suggested(desk, path)
    assert columns["text"] == "URAIAN"


def test_of_two_sheets_of_calls_the_longer_one_is_taken_unless_one_is_named(desk: HereDesk, tmp_path: Path) -> None:
    path = tmp_path / "log.xlsx"
    other = ["TANGGAL", "NAMA", "HP", "KELUHAN", "DINAS"]
    write(path, {"Oktober": [other, *CALLS[:2]], "November": [HEAD, *CALLS]})
    assert suggested(desk, path)["text"] == "URAIAN"
    assert suggested(desk, path, "Oktober")["text"] == "KELUHAN"


def test_a_workbook_without_a_row_is_told_what_it_lacks(desk: HereDesk, tmp_path: Path) -> None:
    path = tmp_path / "kosong.xlsx"
    write(path, {"Satu": [], "Dua": []})
    with pytest.raises(UsageError, match="the workbook is empty; a row of column names would be right"):
        suggested(desk, path)


def test_a_sheet_that_is_not_there_is_told(desk: HereDesk, tmp_path: Path) -> None:
    path = tmp_path / "log.xlsx"
    write(path, {"November": [HEAD, *CALLS]})
    with pytest.raises(UsageError, match="Desember"):
        suggested(desk, path, "Desember")


def test_a_file_that_is_not_there_is_told(desk: HereDesk, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        suggested(desk, tmp_path / "tidak-ada.csv")
