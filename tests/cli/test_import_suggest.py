"""`import --suggest`: a map for a strange file, which asks what nobody can know and imports what it understood."""

from __future__ import annotations

import csv
import json
import os
import threading
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from subprocess import CompletedProcess

import pytest
import tomli

from workbooks import call, month, write

Aduan = Callable[..., "CompletedProcess[str]"]
HEAD = ("Kode", "Kapan", "Cerita", "Kontak", "Ke", "Wilayah")


@pytest.fixture
def aduan(aduan_here: Aduan) -> Aduan:
    """Run commands in this process."""
    return aduan_here


def suggested(aduan: Aduan, desk: Path, file: str, *more: str) -> str:
    """Write the map that is suggested for a file; return its text."""
    done = aduan("import", "--suggest", file, *more)
    assert done.returncode == 0, done.stderr
    (desk / "maps").mkdir(exist_ok=True)
    (desk / "maps" / "usul.toml").write_text(done.stdout, encoding="utf-8")
    return done.stdout


def table(desk: Path, dates: Sequence[str]) -> None:
    """Write a strange CSV file, whose columns only their cells tell apart."""
    rows = [
        (f"A-{n}", day, f"ada sampah menumpuk di tepi jalan nomor {n}", f"0812000000{n:02}", "DLH", "Bekasi Timur")
        for n, day in enumerate(dates)
    ]
    with (desk / "aneh.csv").open("w", newline="") as file:
        csv.writer(file, delimiter=";").writerows([HEAD, *rows])


def test_columns_are_known_by_what_stands_in_them(aduan: Aduan, desk: Path) -> None:
    """No name says anything; a day over 12 proves the order, and the map imports the file as it is."""
    table(desk, ["03/04/2024 08:00", "13/04/2024 09:00"])
    text = suggested(aduan, desk, "aneh.csv")
    said = tomli.loads(text)
    assert (said["key"], said["unit"]) == (["Kode"], "Ke")
    assert said["columns"] == {
        "text": "Cerita", "reported_at": "Kapan", "caller": {"phone": "Kontak"}, "kecamatan": "Wilayah",
    }  # fmt: skip
    assert (said["dates"]["formats"], "???" in text.split("\n", 1)[1]) == (["%d/%m/%Y %H:%M"], False)
    assert "2 taken" in aduan("import", "aneh.csv", "--map", "usul").stderr


def test_an_order_that_nothing_proves_is_asked_and_keeps_the_map_from_being_used(aduan: Aduan, desk: Path) -> None:
    """Answering is taking the sign of a comment away."""
    table(desk, ["03/04/2024", "05/06/2024"])
    text = suggested(aduan, desk, "aneh.csv")
    assert '# ??? "03/04/2024": nothing proves which number is the day' in text
    refused = aduan("import", "aneh.csv", "--map", "usul")
    assert (refused.returncode, "dates: 'formats' is missing" in refused.stderr) == (3, True), refused.stderr
    (desk / "maps" / "usul.toml").write_text(text.replace('# formats = ["%d/%m/%Y"]', 'formats = ["%d/%m/%Y"]'))
    assert "2 taken" in aduan("import", "aneh.csv", "--map", "usul").stderr
    found = json.loads(aduan("list", "--format", "json").stdout)
    assert {one["reported_at"][:10] for one in found} == {"2024-04-03", "2024-06-05"}


def test_years_of_two_digits_are_asked(aduan: Aduan, desk: Path) -> None:
    table(desk, ["31/12/32", "30/11/33"])
    text = suggested(aduan, desk, "aneh.csv")
    assert ('formats = ["%d/%m/%y"]' in text, "# ??? years of two digits" in text) == (True, True)


def test_a_sheet_of_a_workbook_is_known_by_its_names(aduan: Aduan, desk: Path) -> None:
    """Of several sheets the one that looks most like one of calls; its map takes the others of its kind as well."""
    pytest.importorskip("python_calamine", reason="the extra [excel] is not installed")
    months = {
        name: month(day, [call(1, day, "sampah menumpuk"), call(2, day, "lampu jalan padam", KET="Selesai")])
        for name, day in (("Januari", date(2026, 1, 5)), ("Februari", date(2026, 2, 5)))
    }
    write(desk / "kantor.xlsx", {"Rekap": [["BULAN", "JUMLAH"], ["Januari", 2.0]], **months})
    text = suggested(aduan, desk, "kantor.xlsx")
    said = tomli.loads(text)
    assert (said["key"], "have no date" in text) == (["NO", "TANGGAL"], False)
    assert said["columns"] == {
        "text": "URAIAN", "reported_at": ["TANGGAL", "JAM"], "status": "KET",
        "caller": {"name": "NAMA", "phone": "HP"},
    }  # fmt: skip
    assert said["statuses"] == {"Selesai": "closed"}
    done = aduan("import", "kantor.xlsx", "--map", "usul")
    assert ("4 taken" in done.stderr, "quarantined" in done.stderr) == (True, False), done.stderr


def test_json_lines_have_the_keys_of_their_objects(aduan: Aduan, desk: Path) -> None:
    lines = [
        {"id": n, "created_at": f"2024-01-1{n}T08:00", "description": "sampah di tepi jalan", "who": {"phone": phone}}
        for n, phone in enumerate(("081200000001", "081200000002", "081200000003"))
    ]
    (desk / "lain.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    said = tomli.loads(suggested(aduan, desk, "lain.jsonl"))
    assert said["columns"] == {
        "text": "description", "reported_at": "created_at", "caller": {"phone": "who.phone"},
    }  # fmt: skip
    assert "3 taken" in aduan("import", "lain.jsonl", "--map", "usul").stderr


def test_states_that_nobody_knows_are_asked_and_what_is_missing_too(aduan: Aduan, desk: Path) -> None:
    (desk / "a.csv").write_text("status,catatan\nSelesai,x\nMenunggu TL,x\n")
    text = suggested(aduan, desk, "a.csv")
    assert '# ??? which column is it?\n# text = ""' in text
    assert ('"Selesai" = "closed"' in text, '# "Menunggu TL" = ""' in text) == (True, True)


def test_a_sheet_of_a_kelurahan_is_known_whatever_its_heads_are_short_for(aduan: Aduan, desk: Path) -> None:
    """In Windows-1252, with semicolons, titles, a total, points behind the names, and words of its own for units."""
    head = "No.;Tgl. Lapor;Pkl;Kel.;Nama Plpr;No. HP/WA;Uraian Aduan;Disposisi;Hasil akhir"
    rows = [
        "1;05/01/26;08.15;Margahayu;Bu Tëst;81200000011;Sampah menumpuk dekat pos ronda;DLH;Selesai",
        "2;17/01/26;9.40;Margahayu;Pak Café;081200000012;Lampu mati di jalan besar;Bina Marga kota;Proses",
        "3;18/01/26;;Margahayu;;6281200000013;Jalan berlubang depan sekolah;DLH;Belum",
    ]
    lines = ["Rekap Pengaduan – Jan 2026;;;;;;;;", ";;;;;;;;", head, *rows, "Jumlah;3;;;;;;;"]
    (desk / "kel.csv").write_bytes("\r\n".join(lines).encode("cp1252"))
    text = suggested(aduan, desk, "kel.csv")
    for line in (
        'reported_at = ["Tgl. Lapor", "Pkl"]', 'caller.name = "Nama Plpr"', 'caller.phone = "No. HP/WA"',
        'kelurahan = "Kel."', 'text = "Uraian Aduan"', 'unit = "Disposisi"', 'status = "Hasil akhir"',
        '"Selesai" = "closed"', '# "Belum" = ""', '# formats = ["%d/%m/%y"]',
    ):  # fmt: skip
        assert f"\n{line}\n" in text, (line, text)
    assert '"%m/%d/%y"' not in text


def test_it_looks_at_one_file(aduan: Aduan, desk: Path) -> None:
    table(desk, ["03/04/2024"])
    done = aduan("import", "--suggest", "aneh.csv", "aneh.csv")
    assert (done.returncode, "--suggest looks at one file" in done.stderr) == (2, True)


def test_a_map_is_suggested_for_what_comes_through_a_pipe(aduan: Aduan, desk: Path) -> None:
    """Its head is there once only."""
    table(desk, ["2026-01-05", "2026-01-06", "2026-01-31"])
    (path,) = desk.glob("*.csv")
    whole = suggested(aduan, desk, path.name)
    pipe = desk / "63"
    os.mkfifo(pipe)
    writer = threading.Thread(target=lambda: pipe.write_bytes(path.read_bytes()), daemon=True)
    writer.start()
    piped = suggested(aduan, desk, str(pipe))
    writer.join(5)
    assert tomli.loads(piped) == tomli.loads(whole)
