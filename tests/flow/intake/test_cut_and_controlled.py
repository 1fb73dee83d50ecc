"""A file that may have been cut off, cells with characters that are not to be seen, columns of one name."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from intake_office import Office, counts

from aduan_cli.formats.quarantine import harmless, meant
from aduan_cli.unseen import escaped, unescaped

MAP = """\
key = ["no"]
fields = ["*"]
[columns]
text = "isi"
reported_at = "tgl"
[dates]
formats = ["%Y-%m-%d"]
"""
HEAD = "no,tgl,catatan,isi\n"
FIRST = "1,2026-11-01,a,sampah di jalan melati\n"
OPEN = "the file ends here without a line end"
DAY = "2026-11-02"


@pytest.fixture
def office(desk: Path) -> Office:
    return Office(desk, MAP)


def take(office: Office, text: str, replace: bool = False) -> tuple[int, int, int, int, int]:
    path = office.desk / "log.csv"
    path.write_bytes(text.encode())
    office.said.clear()
    return counts(office.take(path, replace))


def test_a_last_cell_that_may_be_cut_is_taken_told_and_mended_by_the_whole_file(office: Office) -> None:
    """Many programs write no last line end, so it is no reason to keep a call out; but the officer is told."""
    assert take(office, f"{HEAD}{FIRST}2,{DAY},b,lampu jalan mati di jalan ma") == (2, 0, 0, 0, 0)
    (told,) = [line for line in office.said if OPEN in line]
    assert told.startswith("log.csv row 2: ")
    assert told.endswith("(row 3 of the sheet)")
    assert office.stored()[1].text == "lampu jalan mati di jalan ma"
    whole = f"{HEAD}{FIRST}2,{DAY},b,lampu jalan mati di jalan mawar\n"
    assert take(office, whole)[1:4] == (1, 1, 0)
    assert take(office, whole, replace=True)[3] == 1
    assert office.stored()[1].text == "lampu jalan mati di jalan mawar"
    assert not any(OPEN in line for line in office.said)


@pytest.mark.parametrize("last", [f"2,{DAY},b,lampu mati\n", f"2,{DAY},b,lampu mati\r\n", f'2,{DAY},b,"lampu mati"'])
def test_what_is_whole_is_not_told(office: Office, last: str) -> None:
    """A line end, or the quote that closes the last cell, says that it is."""
    assert take(office, HEAD + FIRST + last) == (2, 0, 0, 0, 0)
    assert not any(OPEN in line for line in office.said)


def test_columns_of_one_name_that_the_map_does_not_name_are_told(office: Office) -> None:
    assert take(office, f"no,tgl,catatan,isi,Catatan,\n1,{DAY},satu,sampah,dua,x\n")[0] == 1
    (told,) = [line for line in office.said if "catatan" in line]
    assert told == "log.csv: column 'catatan' is there 2 times; they are kept as 'catatan', 'Catatan (2)'"
    assert office.stored()[0].fields == {"catatan": "satu", "Catatan (2)": "dua", "column 6": "x"}


def test_control_characters_of_a_quarantine_act_nowhere_and_come_back(office: Office) -> None:
    """They are written as they are shown; mended and imported, the call says what it said."""
    wicked = "sampah \x1b[2J\x07 \u202etxet \\x1b di C:\\xyz"
    assert take(office, f"{HEAD}7,kapan,b,{wicked}\n")[4] == 1
    (path,) = (office.desk / "quarantine").iterdir()
    written = path.read_text(encoding="utf-8-sig")
    assert all(letter.isprintable() or letter in "\r\n" for letter in written)
    assert "\\x1b[2J\\x07 \\u202etxet \\x5cx1b di C:\\xyz" in written
    path.write_text(written.replace("kapan,", f"{DAY},"), encoding="utf-8", newline="")
    assert counts(office.take(path))[0] == 1
    assert take(office, f"{HEAD}8,{DAY},b,{wicked}\n")[0] == 1
    mended, straight = office.stored()
    assert mended.text == straight.text


@given(st.text(st.characters(codec="utf-8") | st.sampled_from("\\xu\x1b\r\n\t0a'=-")))
def test_a_cell_comes_back_as_it_was(cell: str) -> None:
    """Whatever is in it; and nothing in it acts."""
    assert unescaped(escaped(cell)) == cell
    if cell != "-":
        assert meant(harmless(cell)) == cell
    shown = harmless(cell)
    assert not set("\x00\x07\x08\x1b\x7f\x9b\r\u202e").intersection(shown.replace("\r\n", ""))
    assert shown[:1] not in set("=+@\t")
