"""An office's path, each step a process: a workbook comes in, a row is mended in a spreadsheet, reports go out."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from datetime import date, time
from pathlib import Path

import pytest

from workbooks import MAP, call, converted, month, needs_office, write

pytest.importorskip("python_calamine", reason="the extra [excel] is not installed")
pytestmark = [pytest.mark.slow, needs_office]
JANUARY, FEBRUARY = date(2026, 1, 5), date(2026, 2, 3)
COLUMNS = "ticket,reported_at,status,caller.name,caller.phone,text,kelurahan"


def aduan(desk: Path, *more: str, code: int = 0) -> bytes:
    """Run a command at a desk; return what it printed."""
    line = [sys.executable, "-m", "aduan_cli", "--desk", str(desk), "--lang", "en", "--now", "2026-03-01 08:00", *more]
    done = subprocess.run(line, capture_output=True, check=False)
    assert done.returncode == code, done.stderr.decode()
    return done.stdout


def read(path: Path) -> list[list[str]]:
    """Return the rows of a CSV file."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_a_workbook_comes_in_is_mended_in_a_spreadsheet_and_reports_go_out(tmp_path: Path) -> None:
    desk = tmp_path / "meja"
    aduan(tmp_path, "init", str(desk))
    (desk / "maps").mkdir(exist_ok=True)
    (desk / "maps" / "kantor.toml").write_text(MAP)
    january = [call(1, JANUARY, "Sampah di Margahayu"), call(2, JANUARY, "Lampu PJU mati", JAM=time(8, 5))]
    february = [call(1, FEBRUARY, "=SUM(1;2) pohon tumbang"), call(2, FEBRUARY, "", NAMA="Siti")]
    recap = [["REKAP TAHUNAN"], [], ["BULAN", "JUMLAH"], ["Januari", 2.0], ["Februari", 2.0]]
    book = desk / "calls.xlsx"
    write(book, {"Januari": month(JANUARY, january), "Februari": month(FEBRUARY, february), "Rekap": recap})
    aduan(desk, "import", str(book), "--map", "kantor", code=6)

    # What was refused is opened in a spreadsheet, gets its text, and is saved as a workbook.
    (refused,) = (desk / "quarantine").glob("*.csv")
    head, row = read(refused)
    row[head.index("URAIAN")] = "Kabel putus di Jl. Mawar"
    with refused.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, row])
    mended = converted(refused, "xlsx", tmp_path)
    aduan(desk, "import", str(mended), "--map", "kantor")
    aduan(desk, "import", str(book), "--map", "kantor")  # As it was: nothing twice.
    rows = json.loads(aduan(desk, "list", "--format", "json", "--reveal"))
    assert sorted(one["text"] for one in rows) == sorted(
        ["Sampah di Margahayu", "Lampu PJU mati", "=SUM(1;2) pohon tumbang", "Kabel putus di Jl. Mawar"]
    )
    assert {one["caller"]["phone"] for one in rows} == {"+6281200000001"}

    # The list and a report go out, and LibreOffice reads what the desk says.
    path = tmp_path / "daftar.xlsx"
    path.write_bytes(aduan(desk, "list", "--format", "xlsx", "--reveal", "--columns", COLUMNS))
    shown = read(converted(path, "csv", tmp_path))
    assert [[one[0], *one[2:]] for one in shown[1:]] == [
        [
            one["ticket"],
            one["status"],
            one["caller"]["name"],
            one["caller"]["phone"],
            one["text"],
            one["kelurahan"] or "",
        ]
        for one in rows
    ]
    path = tmp_path / "laporan.xlsx"
    path.write_bytes(aduan(desk, "report", "month", "2026-01", "--format", "xlsx"))
    told = json.loads(aduan(desk, "report", "month", "2026-01", "--format", "json"))
    shown = read(converted(path, "csv", tmp_path))
    received = shown[0].index("received")
    assert [int(one[received]) for one in shown[1:] if one[received]] == [
        *(one["received"] for one in told["rows"]), told["total"]["received"],
    ]  # fmt: skip
    assert told["total"]["received"] == 2
