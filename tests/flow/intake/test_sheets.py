"""Sheets as offices keep them: titles above, totals below, columns of one name, other programs' files by mistake."""

from __future__ import annotations

import csv
import gzip
import json
import time
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from intake_office import Office, TakeText, counts, taking_texts

from aduan_cli.errors import UsageError
from aduan_cli.formats.heading import distinct
from aduan_cli.formats.reader import FileReader
from aduan_cli.row_ranges import RowRanges
from aduan_cli.tickets import MOST_CALLS, make_ticket

MAP = """\
key = ["NO", "TANGGAL"]
unit = "DINAS"
fields = ["*"]
[columns]
text = "ISI"
reported_at = ["TANGGAL", "JAM"]
answer = "JAWABAN"
caller.name = "NAMA"
caller.phone = "HP"
[dates]
formats = ["%Y-%m-%d %H:%M", "%Y-%m-%d"]
missing = "previous"
"""
HEADER = "NO,TANGGAL,JAM,NAMA,HP,ISI,JAWABAN,DINAS,SHEET"
FIRST = "1,2026-11-01,08:00,Budi,,melaporkan sampah,,DLH,Nov"
OWN = 'own = true\nfields = ["*"]\n[columns]\ntext = "text"\n[dates]\nformats = ["%Y-%m-%d"]\n'


@pytest.fixture
def take(desk: Path) -> TakeText:
    return taking_texts(desk, MAP)


# -- above the head


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize(
    ("titles", "rows"),
    [
        ("REKAP PANGGILAN CALL CENTER,,,,,,,,\nBULAN NOVEMBER 2026,,,,,,,,\n", 2),
        ("\n\nREKAP PANGGILAN\n\n", 4),
        ("TANGGAL:,2026-11-30\n", 1),
    ],
)
def test_titles_above_the_head_are_passed_over_and_told(take: TakeText, titles: str, rows: int, delimiter: str) -> None:
    """The head is the line that has the map's columns; what stands above it is named, and rows count from below it."""
    office = take(f"{titles}{HEADER}\n{FIRST}\n\n,besok,,,,x,,,\n".replace(",", delimiter))
    assert (office.tally.taken, office.tally.quarantined) == (1, 1)
    assert any(said.startswith("log.csv: above the head, passed over: ") for said in office.said)
    assert [c.source_row for c in office.stored()] == [1]
    (told,) = (said for said in office.said if said.startswith("log.csv row 2: the date 'besok'"))
    assert told.endswith(f"(row {rows + 4} of the sheet)")


def test_a_title_may_have_line_breaks(take: TakeText) -> None:
    """A quoted title of several lines is one row above the head."""
    assert take(f'LAPORAN,"dua\nbaris",,\n{HEADER}\n{FIRST}\n').tally.taken == 1


def test_a_file_that_has_the_columns_nowhere_is_told_by_its_first_line(desk: Path) -> None:
    """Without a head in the first lines the sentence names what the first line has."""
    office = Office(desk, MAP)
    (desk / "log.csv").write_text("nama,umur\nBudi,40\n", encoding="utf-8")
    with pytest.raises(UsageError, match="the file has: nama, umur"):
        office.take(desk / "log.csv")


@pytest.mark.parametrize("more", ["", ",KET", ",KET,LAIN"])
def test_two_sheets_pasted_together_lose_no_call(take: TakeText, more: str) -> None:
    """The first line with text and date is the head, though a later one names more columns of the map."""
    few = "NO,TANGGAL,JAM,NAMA,HP,ISI"
    first = "".join(f"{n},2026-11-0{n},08:00,Budi,,sampah {n}\n" for n in (1, 2, 3))
    office = take(
        f"{few}\n{first}{few},JAWABAN,DINAS{more}\n4,2026-11-04,08:00,Budi,,sampah 4\n5,2026-11-05,08:00,,,x,ya,DLH\n"
    )
    assert counts(office.tally) == (4, 0, 0, 0, 1), "the fifth has more cells than the first head"
    assert [c.text for c in office.stored()] == ["sampah 1", "sampah 2", "sampah 3", "sampah 4"]
    assert not any("above the head" in said for said in office.said)
    assert any("log.csv row 4: no call, passed over: NO TANGGAL" in said for said in office.said)


def test_below_a_head_with_other_columns_nothing_is_taken_for_what_it_is_not(take: TakeText) -> None:
    """Where names and words changed places, rows wait with their head, also when that is imported."""
    few, other = "NO,TANGGAL,JAM,NAMA,HP,ISI", "NO,TANGGAL,JAM,ISI,HP,NAMA"
    above, below = "1,2026-11-01,08:00,Budi,,sampah\n", "2,2026-11-02,08:00,banjir,,Sari\n"
    office = take(f"{few}\n{above}{other}\n{below}{few}\n3,2026-11-03,08:00,Adi,,lampu mati\n,,09:00,,,jalan\n")
    assert counts(office.tally) == (3, 0, 0, 0, 2)
    assert [c.text for c in office.stored()] == ["sampah", "lampu mati", "jalan"]
    kept = office.quarantined(office.tally)
    assert [(row["NO"], row["ISI"]) for row in kept] == [("NO", "NAMA"), ("2", "Sari")]
    assert counts(office.take(Path(office.tally.quarantines[0]))) == (0, 0, 0, 0, 2)


# -- below and between


@pytest.mark.parametrize(
    "row",
    [
        ",JUMLAH,,,,57,,,", "JUMLAH,,,,,57,,,", ",,,TOTAL,,57,,,", ",Total panggilan:,,,,,,,", "Sub Total,,,,,12,,,",
        ',,,,,"Bekasi, 30 November 2026",,,', ",,,,,NIP. 0000,,,", ",,,,,Mengetahui,,,", ",,,,,,,,57",
        ",,-,,,Kepala Bidang,,,", ",,,,,TOTAL PANGGILAN MASUK BULAN NOVEMBER 2026: 57,,,", ",,,,,,,,Nov",
        ",,,57,,JUMLAH,,,",
        ",,,,57,Total,,,", ",,,,,Jumlah keseluruhan,,57,", ",57,,,,TOTAL,,,", ",,,,,T O T A L,,1.057,",
        ',,,,,"Mengetahui,",Bekasi 30/11/2026,,', ',,,,,"Budi Santoso, S.Kom., M.Si",,,', ",,,,,(................),,,",
    ],
)  # fmt: skip
def test_totals_and_signatures_are_no_calls(take: TakeText, row: str) -> None:
    """A row with neither date, time, name, number, phone nor unit is passed over, counted and told."""
    office = take(f"{HEADER}\n{FIRST}\n,,,,,,,,\n{row}\n")
    tally = office.tally
    assert (tally.read, tally.taken, tally.empty, tally.passed, tally.quarantined) == (3, 1, 1, 1, 0)
    assert any("log.csv row 3: no call, passed over: " in said for said in office.said)


@pytest.mark.parametrize(
    "row",
    ["2,,,,,melaporkan banjir,,,", ",,09:00,,,melaporkan banjir,,,", ",,,Sari,,melaporkan banjir,,,",
     ",,,,0812 0000 0001,melaporkan banjir,,,", ",,,,,melaporkan banjir,,BPBD,", ",,,,,melaporkan banjir,,,Nov",
     ',"Minggu, 1 November 2026",,,,melaporkan banjir,,,'],
)  # fmt: skip
def test_a_row_that_says_anything_of_a_call_is_one(take: TakeText, row: str) -> None:
    """One of them, or words beside something else that the table holds, is enough: no call is passed over."""
    assert counts(take(f"{HEADER}\n{FIRST}\n{row}\n").tally) == (2, 0, 0, 0, 0)


@pytest.mark.parametrize(
    "words",
    ["kebakaran besar di pasar nomor 7", "jumlah korban banjir lima orang", "total gelap lampu jalan mati",
     "kepala warga terluka kena pohon", "petugas tidak datang", "mengetahui ada tawuran", "banjir, 30 rumah terendam"],
)  # fmt: skip
def test_words_alone_are_kept_for_somebody_who_can_tell(take: TakeText, words: str) -> None:
    """What may be all that was written of a call is never passed over: it waits in the quarantine with its reason."""
    office = take(f'{HEADER}\n{FIRST}\n,,,,,"{words}",,,\n,,09:00,,,jalan,,,\n')
    assert (counts(office.tally), office.tally.passed) == ((1, 0, 0, 0, 2), 0)
    kept = office.quarantined(office.tally)
    assert (kept[0]["ISI"], kept[0]["_reason"].startswith("words alone")) == (words, True)


def test_all_rows_that_are_passed_over_are_told(take: TakeText) -> None:
    """The first ones one by one, the rest by their rows in the sheet."""
    totals = [",JUMLAH,,,,57,,,\n"] * 14
    office = take(f"{HEADER}\n" + "".join(totals[:12]) + f"{FIRST}\n" + "".join(totals[12:]))
    assert (office.tally.taken, office.tally.passed) == (1, 14)
    assert sum("no call, passed over" in said for said in office.said) == 10
    assert "log.csv: rows 12-13, 15-16 of the sheet: no calls, passed over" in office.said


@given(st.lists(st.integers(1, 60), unique=True, min_size=1).map(sorted))
def test_rows_are_told_as_ranges(rows: list[int]) -> None:
    """Each row is in one of the ranges and no other is."""
    told = RowRanges()
    for row in rows:
        told.add(row)
    pairs = [[int(end) for end in part.split("-")] for part in str(told).split(", ")]
    assert [row for pair in pairs for row in range(pair[0], pair[-1] + 1)] == rows


def test_a_long_cell_is_told_from_a_total_in_no_time(take: TakeText) -> None:
    """A cell that begins like a total and goes on for long is words, and costs nothing more than to read it."""
    started = time.process_time()
    assert counts(take(f"{HEADER}\n{FIRST}\n,,,total{' ' * 60_000}!a,,banjir,,,\n").tally) == (2, 0, 0, 0, 0)
    assert time.process_time() - started < 5


# -- columns


def test_columns_of_one_name_or_of_none_are_kept(take: TakeText) -> None:
    """With `["*"]` the second `catatan` and what has no name come in as well; a mapped name twice is told."""
    office = take(f"{HEADER},catatan,catatan,,ISI\n{FIRST},satu,dua,tiga,lain\n")
    (call,) = office.stored()
    assert call.text == "melaporkan sampah"
    assert call.fields == {
        "SHEET": "Nov",
        "catatan": "satu",
        "catatan (2)": "dua",
        "column 12": "tiga",
        "ISI (2)": "lain",
    }
    assert "log.csv: column 'ISI' is there 2 times; the first one counts as it" in office.said


def test_an_exact_name_of_a_column_wins(desk: Path) -> None:
    """Also where the map names both that differ in capitals alone; without it another spelling counts."""
    map_ = (
        'fields = ["*"]\n[columns]\ntext = "t"\nreported_at = "d"\ncaller.name = "D"\n[dates]\nformats = ["%Y-%m-%d"]\n'
    )
    office = taking_texts(desk, map_)("t,d,A,D\nsampah,2026-11-01,lain,Budi\n")
    (call,) = office.stored()
    assert (call.text, call.caller_name, call.fields) == ("sampah", "Budi", {"A": "lain"})
    office = taking_texts(desk, map_.replace('"d"', '"TGL"'))("T,d,D,tgl\nbanjir,satu,Sari,2026-11-02\n")
    (call,) = (one for one in office.stored() if one.text == "banjir")
    assert (call.caller_name, call.fields) == ("Sari", {"d": "satu"})
    assert not any("times" in said for said in office.said)


@given(st.lists(st.sampled_from(["", "a", "A", "a (2)", "b", "column 2", "column 1"]), max_size=7))
def test_every_column_gets_a_name_of_its_own(columns: list[str]) -> None:
    """Names stay where they are the first of their kind, and none is given twice, in any case of letters."""
    made = distinct(columns)
    assert len(made) == len(columns) == len({name.casefold() for name in made})
    for number, name in enumerate(columns):
        if name and name.casefold() not in [other.casefold() for other in columns[:number]]:
            taken = [other.casefold() for other in made[:number]]
            assert made[number] == name or name.casefold() in taken


# -- what is told


def test_unknown_units_are_named(take: TakeText) -> None:
    """Who reads it can add an alias; known ones are not in it, and each is named once."""
    office = take(f"{HEADER}\n{FIRST}\n{FIRST.replace('1,', '2,', 1).replace('DLH', 'Dinas Kuburan & BPBD')}\n"
                  f"{FIRST.replace('1,', '3,', 1).replace('DLH', 'Dinas Kuburan')}\n")  # fmt: skip
    assert [said for said in office.said if "unknown units" in said] == [
        "log.csv: unknown units: 'Dinas Kuburan'; an alias in rules.toml says which unit is meant"
    ]


def test_open_calls_are_counted_with_the_oldest(take: TakeText) -> None:
    """Whoever takes last year's calls sees that some are open, and since when."""
    tally = take(f"{HEADER}\n{FIRST}\n2,2026-10-01,08:00,,,menanyakan jadwal sampah,,,\n").tally
    assert tally.open == 1
    assert tally.open_since == 1_793_494_800


def test_what_was_mended_is_not_quarantined_anew(desk: Path) -> None:
    """The original file again, after its quarantine was mended: nothing new waits."""
    office = Office(desk, MAP)
    path = desk / "log.csv"
    path.write_text(
        f"{HEADER}\n{FIRST}\n2,besok,09:00,Sari,,melaporkan banjir,,,\n3,lusa,,Adi,,jalan rusak,,,\n", "utf-8"
    )
    first = office.take(path)
    rows = office.quarantined(first)
    rows[0]["TANGGAL"] = "2026-11-02"
    office.take(office.write([list(rows[0].values())], "mended.csv", list(rows[0])))
    again = office.take(path)
    assert (again.known, again.mended, again.quarantined) == (1, 1, 1)
    path.write_text(f"{HEADER}\n{FIRST}\n2,besok,09:00,Sari,,melaporkan kebakaran,,,\n", "utf-8")
    assert office.take(path).quarantined == 1, "another record in its row is no mended one"


# -- our own exports


def test_a_masked_export_is_refused_with_its_reason(desk: Path) -> None:
    """What was masked is never compared or taken for what callers said; the reason names the right export."""
    office = Office(desk, OWN)
    ticket = make_ticket("UJI", 20261101, 1)
    record = {"ticket": ticket, "text": "sampah", "status": "routed", "unit": "dlh",
              "reported_at": "2026-11-01T08:00:00+07:00",
              "caller": {"name": "S***", "phone": "+6281*****001"}}  # fmt: skip
    (desk / "ekspor.jsonl").write_text(json.dumps(record) + "\n", encoding="utf-8")
    assert counts(office.take(desk / "ekspor.jsonl")) == (0, 0, 0, 0, 1)
    assert any("masked: caller.name, caller.phone; the export with --reveal would be right" in s for s in office.said)


@pytest.mark.parametrize(("number", "taken"), [(MOST_CALLS, 1), (MOST_CALLS + 1, 0), (999_999_999, 0)])
def test_a_number_after_which_no_ticket_could_be_read_is_refused(desk: Path, number: int, taken: int) -> None:
    """After any export the next ticket of that day can still be typed."""
    office = Office(desk, OWN)
    header = ["ticket", "text", "status", "unit", "reported_at"]
    row = [make_ticket("UJI", 20261101, number), "sampah", "routed", "dlh", "2026-11-01T08:00:00+07:00"]
    tally = office.take(office.write([row], "ekspor.csv", header))
    assert (tally.taken, tally.quarantined) == (taken, 1 - taken)


# -- what is no table of calls


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"<!DOCTYPE html>\n<html><body>Login</body></html>", "a web page"),
        (b"\xef\xbb\xbf  <html lang=id>", "a web page"),
        (b"<?xml version='1.0'?><Workbook/>", "a web page"),
        (b"PK\x03\x04 and more", "a workbook or an archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old workbook"),
    ],
)
@pytest.mark.parametrize("encoding", [None, "utf-8"])
def test_what_only_has_the_name_of_a_table_is_told_as_what_it_is(
    tmp_path: Path, data: bytes, sentence: str, encoding: str | None
) -> None:
    """Pages and workbooks named .csv, also where somebody gave an encoding."""
    path = tmp_path / "log.csv"
    path.write_bytes(data)
    with pytest.raises(UsageError, match=sentence):
        FileReader(str(path), encoding, ["text"], lambda said: None)


def test_one_endless_line_is_refused_without_filling_the_memory(tmp_path: Path) -> None:
    """A packed line of 300 million characters ends with a sentence; memory stays far below it."""
    path = tmp_path / "log.csv.gz"
    with gzip.open(path, "wb", compresslevel=1) as file:
        file.write(b"text\n")
        for _time in range(300):
            file.write(b"a" * 1_000_000)
    tracemalloc.start()
    source = FileReader(str(path), None, ["text"], lambda said: None)
    with pytest.raises(UsageError, match="a line of more than"):
        list(source.records())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    source.close()
    assert peak < 150_000_000


def test_the_head_of_a_quarantine_runs_in_no_spreadsheet(desk: Path) -> None:
    """A column named like a formula is defused there, and has its own name again when the quarantine comes back."""
    office = Office(desk, MAP)
    path = desk / "log.csv"
    path.write_text(f"{HEADER},=cmd|' /C calc'!A0\n1,besok,,Budi,,sampah,,,,x\n", encoding="utf-8")
    (quarantine,) = office.take(path).quarantines
    with Path(quarantine).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0][9] == "'=cmd|' /C calc'!A0"
    rows[1][1] = "2026-11-02"
    assert office.take(office.write(rows[1:], "mended.csv", rows[0])).taken == 1
    assert office.stored()[0].fields == {"=cmd|' /C calc'!A0": "x"}
