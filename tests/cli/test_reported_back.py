"""What a sheet says that a unit did, and how long that took: an event of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from office import Office

HEAD = "NO,TANGGAL,JAM,NAMA,HP/TLP,ALAMAT,PERMASALAHAN,PETUGAS,JAWABAN,OPD,NAMA_OPD,TINDAK LANJUT,JAM_TL,KET"
ROW = "{n},2026-11-1{n},08:00,-,-,-,Melaporkan sampah {n},Rina,-,DLH,-,{result},{took},{state}"


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    return tmp_path / "log.csv"


def write(sheet: Path, *rows: tuple[str, str, str]) -> None:
    lines = [ROW.format(n=n, result=result, took=took, state=state) for n, (result, took, state) in enumerate(rows, 1)]
    sheet.write_text("\n".join([HEAD, *lines]) + "\n", encoding="utf-8")


def done(office: Office, ticket: str) -> list[dict[str, Any]]:
    rows = office.run("history", ticket, "--format", "json").data
    return [{"unit": row["unit"], **row["data"]} for row in rows if row["type"] == "reported_back"]


def imported(office: Office, sheet: Path, *more: str) -> int:
    return office.run("import", str(sheet), "--map", "bekasi-1500444", *more).code


def test_what_the_unit_did_and_how_long_it_took_is_in_the_history(office: Office, sheet: Path) -> None:
    done_, planned = ("Sudah diangkut", "1x24 jam", "Selesai"), ("Dijadwalkan", "2-3 hari", "Proses")
    write(sheet, done_, planned, ("-", "60 Menit", "Selesai"), ("", "-", ""))
    assert imported(office, sheet) == 0
    assert done(office, "261111-1") == [{"unit": "dlh", "result": "Sudah diangkut", "took": 86_400}]
    assert done(office, "261112-1") == [{"unit": "dlh", "result": "Dijadwalkan", "took_text": "2-3 hari"}]
    assert done(office, "261113-1") == [{"unit": "dlh", "took": 3_600}]
    assert done(office, "261114-1") == []
    assert [office.run("show", f"26111{n}-1", "--format", "json").data["status"] for n in (1, 2, 3)] == [
        "closed", "in_progress", "closed",
    ]  # fmt: skip
    shown = office.run("show", "261111-1").out
    assert "reported_back  Rina  dlh: Sudah diangkut; took 1 d\n" in shown
    assert "dlh: took 1 h" in office.run("history", "261113-1").out
    store = office.store()
    assert (store.breaks(), list(store.differences())) == ([], [])
    store.close()


def test_what_was_answered_since_is_added_once(office: Office, sheet: Path) -> None:
    """The same sheet again takes nothing; one with the unit's answer adds it, with --replace."""
    write(sheet, ("-", "-", "Proses"))
    assert imported(office, sheet) == imported(office, sheet) == 0
    write(sheet, ("Sudah diangkut", "2 jam", "Selesai"))
    assert imported(office, sheet) == 6
    for _time in range(2):
        assert imported(office, sheet, "--replace") == 0
        assert done(office, "261111-1") == [{"unit": "dlh", "result": "Sudah diangkut", "took": 7_200}]


def test_with_the_person_goes_what_was_done(office: Office, sheet: Path) -> None:
    write(sheet, ("Sudah diangkut oleh Pak Contoh", "2 jam", "Selesai"))
    imported(office, sheet)
    store = office.store()
    store.erase("261111-1", "rina")
    store.close()
    assert done(office, "261111-1") == [{"unit": "dlh", "took": 7_200}]


def test_a_map_of_ones_own_names_the_columns(office: Office, tmp_path: Path) -> None:
    map_, file = tmp_path / "punya.toml", tmp_path / "punya.csv"
    map_.write_text(
        '[columns]\ntext = "Isi"\nreported_at = "Tanggal"\nresult = ["Hasil", "Catatan"]\ntook = "Lama"\n'
        '[dates]\nformats = ["%Y-%m-%d"]\n'
    )
    file.write_text("Isi,Tanggal,Hasil,Catatan,Lama\nsampah,2026-11-20,diangkut,bersih,2 minggu\n")
    assert office.run("import", str(file), "--map", str(map_)).code == 0
    (event,) = done(office, "1")
    assert (event["result"], event["took"]) == ("diangkut bersih", 1_209_600)
