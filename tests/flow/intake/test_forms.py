"""Sheets that are forms: heads of two rows, numbers of columns, pages that begin anew, signatures side by side."""

from __future__ import annotations

from pathlib import Path

import pytest
from intake_office import TakeText, counts, taking_texts

MAP = """\
key = ["NO", "TANGGAL"]
fields = ["*"]
[columns]
text = "PERMASALAHAN"
reported_at = ["TANGGAL", "JAM"]
caller.name = "NAMA"
caller.phone = "HP"
[dates]
formats = ["%Y-%m-%d %H:%M", "%Y-%m-%d"]
missing = "previous"
"""
HEAD = "NO,TANGGAL,JAM,NAMA,HP,PERMASALAHAN\n"
CALL = "1,2026-11-01,08:00,Budi,0812 0000 0001,lampu mati\n"


@pytest.fixture
def take(desk: Path) -> TakeText:
    return taking_texts(desk, MAP)


@pytest.mark.parametrize(
    "signature",
    [
        ',,,"Mengetahui,",,"Bekasi, 30 Agustus 2026"\n,,,Kepala Bidang,,Petugas Piket\n,,,,,\n'
        ",,,Budi Santoso,,Siti Aminah\n"
        ",,,NIP. 19700101 199001 1 001,,NIP. 19800202 200001 2 002\n",
        ',"Mengetahui,",,,"Bekasi, 30 Agustus 2026",\n,Drs. H. AHMAD,,,SITI AMINAH S.Kom,\n,NIP 0,,,NIP 1,\n',
        '"Bekasi, 30 Agustus 2026",,,Dibuat oleh,,\nBudi,,,Sari,,\n',
    ],
)
def test_signatures_side_by_side_are_no_calls(take: TakeText, signature: str) -> None:
    """Whatever columns they stand in, names without a degree included; each row is told."""
    office = take(HEAD + CALL + signature)
    assert counts(office.tally) == (1, 0, 0, 0, 0)
    rows = sum(bool(line.strip(",")) for line in signature.splitlines())
    assert (office.tally.passed, sum("no call, passed over" in said for said in office.said)) == (rows, rows)


@pytest.mark.parametrize(
    "row",
    [",,09:00,Sari,,banjir\n", ",,,Sari,0812 0000 0002,banjir\n", "2,,,Sari,,banjir\n", ",,,Sari,,banjir di pasar\n"],
)
def test_a_call_below_a_signature_is_taken(take: TakeText, row: str) -> None:
    """What has a time, a number, a phone or words of a call belongs to no signature, nor does what stands below it."""
    office = take(HEAD + CALL + ',,,"Mengetahui,",,"Bekasi, 30 Agustus 2026"\n' + row + ",,,Adi,,Pohon\n")
    assert counts(office.tally) == (3, 0, 0, 0, 0)


def test_a_second_row_of_the_head_has_the_names_below_merged_cells(take: TakeText) -> None:
    """PELAPOR is merged over NAMA, ALAMAT and HP; the other cells over both rows."""
    head = "NO,TANGGAL,JAM,PELAPOR,,,PETUGAS,,PERMASALAHAN\n,,,NAMA,ALAMAT,HP,NAMA,NIP,\n"
    office = take(head + "1,2026-11-01,08:00,Budi,Jl. A,0812 0000 0001,Rina,7,lampu mati\n2,besok,,,,,,,x\n")
    (call,) = office.stored()
    assert (call.text, call.caller_name, call.caller_phone) == ("lampu mati", "Budi", "+6281200000001")
    assert call.fields == {"ALAMAT": "Jl. A", "PETUGAS NAMA": "Rina", "NIP": "7"}
    (told,) = [said for said in office.said if "besok" in said]
    assert told.endswith("(row 4 of the sheet)")
    assert office.tally.passed == 0


def test_day_and_time_may_stand_in_the_second_row(take: TakeText) -> None:
    """Neither row alone has all that a map needs; a title above is still a title; page 2 has the head once more."""
    head = "NO,WAKTU,,PELAPOR,,PERMASALAHAN\n,TANGGAL,JAM,NAMA,HP,\n"
    page = "REKAP PANGGILAN,,,,,\n" + head + "1,2,3,4,5,6\n"
    second = CALL.replace("1,", "2,", 1).replace("lampu", "listrik")
    office = take(page + CALL + page + second)
    assert counts(office.tally) == (2, 0, 0, 0, 0)
    assert [c.caller_name for c in office.stored()] == ["Budi", "Budi"]
    assert any("above the head, passed over: REKAP PANGGILAN" in said for said in office.said)
    assert office.tally.passed == 5, "the numbers twice, and of page 2 the title and both rows of the head"


def test_a_title_above_the_head_is_no_merged_cell(take: TakeText) -> None:
    """One row alone names all columns: what stands above it is a title, whatever cells it has."""
    office = take("REKAP,,NOVEMBER,,,\n" + HEAD + CALL)
    assert counts(office.tally) == (1, 0, 0, 0, 0)
    assert any("above the head" in said for said in office.said)


def test_a_first_call_below_a_head_without_all_names_is_a_call(take: TakeText) -> None:
    """Words below names that a map wants are no names of columns."""
    office = take("NO,TANGGAL,JAM,NAMA,HP,PERMASALAHAN,,\n,,,Sari,,banjir,segera,sekali\n" + CALL)
    assert (office.tally.taken, office.tally.quarantined) == (1, 1)


@pytest.mark.parametrize("numbers", ["1,2,3,4,5,6\n", "(1),(2),(3),(4),(5),(6)\n", "1.,2.,3.,4.,5.,6.\n"])
def test_numbers_of_columns_are_no_call(take: TakeText, numbers: str) -> None:
    """Below the head, and below it once more on the next page: told, passed over, nothing quarantined."""
    office = take(HEAD + numbers + CALL + HEAD + numbers + CALL.replace("1,", "2,", 1))
    assert (counts(office.tally), office.tally.passed) == ((2, 0, 0, 0, 0), 3)
    assert not (office.desk / "quarantine").exists()
