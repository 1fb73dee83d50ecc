"""`aduan import` of workbooks: which sheets are taken, what their cells mean, and what is told."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

from invented import assert_sound
from workbooks import COLUMNS, MAP, call, converted, month, needs_office, write

pytest.importorskip("python_calamine", reason="the extra [excel] is not installed")
Aduan = Callable[..., "CompletedProcess[str]"]
JANUARY, FEBRUARY = date(2026, 1, 5), date(2026, 2, 3)


@pytest.fixture
def aduan(aduan_here: Aduan) -> Aduan:
    """Run commands in this process."""
    return aduan_here


@pytest.fixture
def office(desk: Path) -> Path:
    """Return a desk that has the office's map."""
    (desk / "maps").mkdir()
    (desk / "maps" / "kantor.toml").write_text(MAP)
    return desk


def taken(aduan: Aduan, *more: str) -> list[dict[str, Any]]:
    """Return what was stored, the oldest first."""
    done = aduan("list", "--format", "json", "--limit", "0", "--reveal", "--sort", "-reported_at", *more)
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return sorted(found, key=lambda one: (one["reported_at"], one["source_row"] or 0))


def quarantined(desk: Path) -> list[list[dict[str, str]]]:
    """Return the rows of each quarantine."""
    found = []
    for path in sorted((desk / "quarantine").glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            found.append(list(csv.DictReader(file)))
    return found


def year(desk: Path, name: str = "calls.xlsx") -> Path:
    """Write the office's workbook: two months, a recap, an empty sheet; the fourth row of February has no text."""
    january = month(JANUARY, [call(1, JANUARY, "sampah menumpuk"), call(2, JANUARY, "lampu padam", JAM=time(8, 5))])
    february = month(FEBRUARY, [call(1, FEBRUARY, "pohon tumbang"), call(2, FEBRUARY, "")])
    recap = [["REKAP TAHUNAN"], [], ["BULAN", "JUMLAH"], ["Januari", 2.0], ["Februari", 2.0]]
    return write(desk / name, {"Januari": january, "Februari": february, "Rekap": recap, "Sheet4": []})


def test_all_sheets_of_the_map_are_taken_and_each_row_is_accounted_for(aduan: Aduan, office: Path) -> None:
    """A head of two rows below titles, numbers of columns, blank rows, total, signature: no calls, all counted."""
    year(office)
    done = aduan("import", "calls.xlsx", "--map", "kantor")
    assert done.returncode == 6, done.stderr
    assert "14 records read · 3 taken · 10 rows that are no calls · 1 quarantined" in done.stderr
    assert "calls.xlsx: passed over, without the columns of the map: 'Rekap'\n" in done.stderr
    assert "calls.xlsx [Februari] row 8: no text" in done.stderr
    assert "of the sheet)" not in done.stderr
    found = taken(aduan)
    assert [(one["text"], one["reported_at"], one["source_file"], one["source_row"]) for one in found] == [
        ("lampu padam", "2026-01-05T08:05:00+07:00", "calls.xlsx [Januari]", 8),
        ("sampah menumpuk", "2026-01-05T14:30:00+07:00", "calls.xlsx [Januari]", 7),
        ("pohon tumbang", "2026-02-03T14:30:00+07:00", "calls.xlsx [Februari]", 7),
    ]
    assert {one["caller"]["phone"] for one in found} == {"+6281200000001"}
    assert {one["recorded_unit"] for one in found} == {"dlh"}
    assert_sound(office / "aduan.db")


def test_rejected_rows_keep_their_sheet_and_row_and_come_in_mended_either_way(aduan: Aduan, office: Path) -> None:
    """Mended in the workbook the row is taken, in its quarantine it is known by then: nothing twice."""
    year(office)
    aduan("import", "calls.xlsx", "--map", "kantor")
    ((row,),) = quarantined(office)
    assert (row["_source_file"], row["_source_row"]) == ("calls.xlsx [Februari]", "8")
    assert (row["TANGGAL"], row["JAM"], row["HP"]) == ("2026-02-03", "14:30", "81200000001")
    (kept,) = (office / "quarantine").glob("calls-Februari-*.csv")
    again = aduan("import", "calls.xlsx", "--map", "kantor")
    assert "0 taken · 3 known" in again.stderr
    assert len(quarantined(office)) == 1
    mended = [call(1, FEBRUARY, "pohon tumbang"), call(2, FEBRUARY, "kabel putus")]
    write(office / "calls.xlsx", {"Februari": month(FEBRUARY, mended)})
    done = aduan("import", "calls.xlsx", "--map", "kantor")
    assert (done.returncode, "1 taken · 1 known" in done.stderr) == (0, True), done.stderr
    kept.write_text(
        kept.read_text().replace(
            "2,2026-02-03,14:30,Budi,81200000001,,", "2,2026-02-03,14:30,Budi,81200000001,kabel putus,"
        )
    )
    late = aduan("import", str(kept), "--map", "kantor")
    assert "0 taken · 1 known" in late.stderr, late.stderr
    assert len(taken(aduan)) == 4


def test_a_sheet_saved_as_csv_before_is_known_in_the_workbook(aduan: Aduan, office: Path) -> None:
    """A spreadsheet writes its days and times otherwise into CSV; they mean the same."""
    rows = [["1", "05/01/2026", "14:30", "Budi", "81200000001", "sampah menumpuk", "DLH", "1,5"]]
    with (office / "calls.csv").open("w", newline="") as file:
        csv.writer(file, delimiter=";").writerows([COLUMNS, *rows])
    assert "1 taken" in aduan("import", "calls.csv", "--map", "kantor").stderr
    write(office / "calls.xlsx", {"Januari": [COLUMNS, call(1, JANUARY, "sampah menumpuk", KET="1,5")]})
    done = aduan("import", "calls.xlsx", "--map", "kantor")
    assert "0 taken · 1 known" in done.stderr, done.stderr


def test_a_workbook_saved_with_days_of_1904_says_the_same(aduan: Aduan, office: Path) -> None:
    write(office / "calls.xlsx", {"Januari": [COLUMNS, call(1, JANUARY, "sampah")]}, date_1904=True)
    aduan("import", "calls.xlsx", "--map", "kantor")
    assert taken(aduan)[0]["reported_at"] == "2026-01-05T14:30:00+07:00"


def test_cells_of_every_type_are_kept_as_what_they_mean(aduan: Aduan, office: Path) -> None:
    """A number keeps its digits, a day is a day, a time is one to the second; a truth is one of two words."""
    moment = datetime(2026, 1, 5, 9, 30)
    values: list[Any] = [
        1.5,
        3275000000000001.0,
        0.1 + 0.2,
        True,
        moment,
        JANUARY,
        time(23, 59, 59),
        timedelta(hours=26),
    ]
    rows = [call(n, JANUARY, f"sampah {n}", KET=value) for n, value in enumerate(values, 1)]
    write(office / "calls.xlsx", {"Januari": [COLUMNS, *rows]})
    assert aduan("import", "calls.xlsx", "--map", "kantor").returncode == 0
    assert [one["fields"]["KET"] for one in taken(aduan)] == [
        "1.5", "3275000000000001", "0.3", "TRUE", "2026-01-05 09:30", "2026-01-05", "23:59:59", "26:00",
    ]  # fmt: skip


def test_a_sheet_that_lacks_one_column_of_the_map_is_never_passed_over(aduan: Aduan, office: Path) -> None:
    """Nothing is taken before that is told; --sheet leaves the sheet out."""
    head = ["NO", "TGL", *COLUMNS[2:]]
    write(office / "c.xlsx", {"Januari": [COLUMNS, call(1, JANUARY, "sampah")], "Maret": [head, call(1, JANUARY, "x")]})
    done = aduan("import", "c.xlsx", "--map", "kantor")
    assert (done.returncode, "c.xlsx [Maret]: no column 'TANGGAL', which the map 'kantor' needs" in done.stderr) == (
        2,
        True,
    )
    assert taken(aduan) == []
    assert "1 taken" in aduan("import", "c.xlsx", "--map", "kantor", "--sheet", "januari").stderr


def test_sheets_are_chosen_by_name_and_a_wrong_name_is_told(aduan: Aduan, office: Path) -> None:
    year(office)
    done = aduan("import", "calls.xlsx", "--map", "kantor", "--sheet", "Januari")
    assert (done.returncode, "2 taken" in done.stderr, "Rekap" in done.stderr) == (0, True, False)
    done = aduan("import", "calls.xlsx", "--map", "kantor", "--sheet", "Febuari")
    assert done.returncode == 2
    assert (
        "no sheet 'Febuari'; there are 'Januari', 'Februari', 'Rekap', 'Sheet4'; did you mean 'Februari'?"
        in done.stderr
    )
    done = aduan("import", "calls.xlsx", "--map", "kantor", "--sheet", "Sheet4")
    assert (done.returncode, "the sheet 'Sheet4' is empty" in done.stderr) == (2, True)
    (office / "calls.csv").write_text("NO,TANGGAL,URAIAN\n")
    done = aduan("import", "calls.csv", "--map", "kantor", "--sheet", "Januari")
    assert (done.returncode, "is no workbook" in done.stderr) == (2, True)


def test_without_the_map_s_columns_sheets_are_named_and_the_map_that_fits(aduan: Aduan, office: Path) -> None:
    (office / "maps" / "lain.toml").write_text(
        '[columns]\ntext = "A"\nreported_at = "B"\n[dates]\nformats = ["%Y-%m-%d"]\n'
    )
    year(office)
    done = aduan("import", "calls.xlsx", "--map", "lain")
    assert done.returncode == 2
    assert "no sheet has the columns that the map 'lain' needs: 'A', 'B'; its sheets are 'Januari'" in done.stderr
    assert "did you mean --map kantor?" in done.stderr
    write(office / "kosong.xlsx", {"Sheet1": []})
    assert "the workbook is empty" in aduan("import", "kosong.xlsx", "--map", "kantor").stderr


def test_hidden_sheets_are_taken_and_told(aduan: Aduan, office: Path) -> None:
    rows = {name: [COLUMNS, call(n, JANUARY, f"sampah {name}")] for n, name in enumerate(("Januari", "Lama"))}
    write(office / "calls.xlsx", rows, hidden=["Lama"])
    done = aduan("import", "calls.xlsx", "--map", "kantor")
    assert "2 taken" in done.stderr
    assert "calls.xlsx: hidden in the workbook, and taken like the others: 'Lama'" in done.stderr


def test_what_a_file_is_says_its_content_and_a_wrong_name_is_told(aduan: Aduan, office: Path) -> None:
    """A .csv that is a workbook, an .xls that is text, an .xls that is a page, and documents of other programs."""
    year(office, "calls.csv")
    done = aduan("import", "calls.csv", "--map", "kantor", "--sheet", "Januari")
    assert ("2 taken" in done.stderr, "calls.csv: is a workbook, whatever its name says" in done.stderr) == (True, True)
    (office / "laporan.xls").write_text("NO\tTANGGAL\tJAM\tURAIAN\n9\t05/01/2026\t08:00\tsampah\n")
    done = aduan("import", "laporan.xls", "--map", "kantor")
    assert ("1 taken" in done.stderr, "laporan.xls: has the name of a workbook, but is text" in done.stderr) == (
        True,
        True,
    )
    (office / "page.xls").write_text("<html><table><tr><td>NO</td></tr></table></html>")
    done = aduan("import", "page.xls", "--map", "kantor")
    assert (done.returncode, "under the name of a workbook, as some systems export it" in done.stderr) == (2, True)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.xlsx", b"PK\x03\x04 and nothing more", "no workbook, or only a part of one"),
        (
            "a.xls",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
            "no workbook, or only a part of one",
        ),
    ],
)
def test_what_is_no_workbook_is_told_in_one_sentence(
    aduan: Aduan, office: Path, name: str, data: bytes, said: str
) -> None:
    (office / name).write_bytes(data)
    done = aduan("import", name, "--map", "kantor")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert said in done.stderr


def test_a_workbook_cut_off_is_told_and_takes_nothing(aduan: Aduan, office: Path) -> None:
    whole = year(office).read_bytes()
    for part in (len(whole) // 3, len(whole) - 30):
        (office / "calls.xlsx").write_bytes(whole[:part])
        done = aduan("import", "calls.xlsx", "--map", "kantor")
        assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
    assert taken(aduan) == []


@pytest.mark.slow
def test_a_cell_far_off_the_table_ends_no_command(aduan: Aduan, office: Path) -> None:
    """The library takes memory for every cell up to it and aborts its process; ours says what to do."""
    far: list[Any] = [""] * 16_383 + ["x"]
    rows: list[Any] = [COLUMNS, call(1, JANUARY, "sampah"), *[[]] * 1_048_573, far]
    write(office / "calls.xlsx", {"Januari": rows})
    done = aduan("import", "calls.xlsx", "--map", "kantor")
    assert (done.returncode, "delete what stands beyond the table" in done.stderr) == (2, True)
    assert done.stderr.count("\n") == 1


def test_cells_beside_the_table_are_kept_where_the_map_keeps_all(aduan: Aduan, office: Path) -> None:
    """A note to the right of the head is no fault of its row."""
    (office / "maps" / "semua.toml").write_text(MAP.replace('["KET"]', '["*"]'))
    write(office / "calls.xlsx", {"Januari": [COLUMNS, [*call(1, JANUARY, "sampah"), "", "catatan samping"]]})
    assert "1 taken" in aduan("import", "calls.xlsx", "--map", "semua").stderr
    assert taken(aduan)[0]["fields"]["column 10"] == "catatan samping"


def test_without_the_extra_a_sentence_names_it(aduan: Aduan, office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    year(office)
    monkeypatch.setattr("aduan_cli.formats.workbook.find_spec", lambda name: None)
    done = aduan("import", "calls.xlsx", "--map", "kantor")
    assert done.returncode == 2
    assert "pip install python-calamine brings it, or save the sheet as CSV and import that" in done.stderr


def test_a_workbook_in_a_pipe_is_told(aduan: Aduan, office: Path) -> None:
    with year(office).open("rb") as stdin:
        done = aduan("import", "-", "--map", "kantor", stdin=stdin)
    assert (done.returncode, "read from a file that isn't packed" in done.stderr) == (2, True)


@needs_office
@pytest.mark.slow
@pytest.mark.parametrize("ending", ["xls", "ods"])
def test_old_workbooks_and_those_of_libreoffice_say_the_same(
    aduan: Aduan, office: Path, tmp_path: Path, ending: str
) -> None:
    """Saved by LibreOffice as another kind of file: what the .xlsx had taken is known, to the last row."""
    path = year(office)
    aduan("import", "calls.xlsx", "--map", "kantor")
    made = converted(path, ending, tmp_path)
    done = aduan("import", str(made), "--map", "kantor")
    assert "14 records read · 0 taken · 3 known · 10 rows that are no calls · 1 quarantined" in done.stderr, done.stderr


@pytest.mark.parametrize("count", [30, 31, 60])
def test_every_row_of_a_sheet_is_taken_however_many_it_has(aduan: Aduan, office: Path, count: int) -> None:
    """Also the first one below those in which the head was looked for: it was left out, and nothing said so."""
    rows = [call(n, JANUARY, f"sampah menumpuk {n}") for n in range(1, count + 1)]
    write(office / "calls.xlsx", {"Januari": [COLUMNS, *rows]})
    done = aduan("import", "calls.xlsx", "--map", "kantor")
    assert f"{count} records read · {count} taken" in done.stderr
    assert {one["text"] for one in taken(aduan)} == {f"sampah menumpuk {n}" for n in range(1, count + 1)}
