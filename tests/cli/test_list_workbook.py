"""`list` and `search --format xlsx`: a workbook of typed cells, in which nothing that a caller said is run."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.desk_time import Zone
from aduan_cli.render import book as books
from aduan_cli.render import workbook
from aduan_cli.render.book import MOST_CHARACTERS, cut
from office import Office
from workbooks import converted, needs_office

pytest.importorskip("xlsxwriter", reason="the extra [excel] is not installed")
calamine = pytest.importorskip("python_calamine", reason="the extra [excel] is not installed")
AS_SHOWN = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true"
"""How LibreOffice saves CSV: commas, UTF-8, cells as they are shown."""
COLUMNS = "ticket,reported_at,status,version,late,caller.phone,text"


def written(office: Office, *more: str, command: tuple[str, ...] = ("list",)) -> bytes:
    """Return the workbook that a command writes to a file."""
    path = office.folder / "out.xlsx"
    with path.open("wb") as out:
        line = [sys.executable, "-m", "aduan_cli", *office.line(*command, "--format", "xlsx", *more)]
        done = subprocess.run(line, stdout=out, stderr=subprocess.PIPE, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    return path.read_bytes()


def rows(data: bytes) -> list[list[Any]]:
    """Return the cells of the first sheet."""
    return calamine.load_workbook(io.BytesIO(data)).get_sheet_by_index(0).to_python()


def complaints(*texts: str) -> list[Complaint]:
    """Return a complaint of each text."""
    return [
        Complaint(ticket=f"UJI-261123-{n:04}-0", reported_at=1_795_417_500, text=text) for n, text in enumerate(texts)
    ]


def made(capture: Any, *texts: str) -> tuple[bytes, list[str]]:
    """Return a workbook of these texts, and what was said of it."""
    said: list[str] = []
    capture.readouterr()
    count = workbook.write_workbook(
        complaints(*texts), Zone([[-(2**62), 25_200]]), 0, True, ("ticket", "text"), None, said.append
    )
    assert count == len(texts)
    return capture.readouterr().out, said


def test_times_are_times_numbers_numbers_and_the_rest_is_text(office: Office) -> None:
    office.log("melaporkan sampah di Kel. Margahayu", "--phone", "0812-0000-0001", "--name", "Sari")
    data = written(office, "--reveal", "--columns", COLUMNS, "--lang", "id")
    assert rows(data) == [
        ["tiket", "dilaporkan", "status", "versi", "terlambat", "penelepon.telepon", "isi"],
        ["UJI-261123-0001-6", datetime(2026, 11, 23, 14, 5), "menunggu", 1.0, "", "+6281200000001",
         "melaporkan sampah di Kel. Margahayu"],
    ]  # fmt: skip
    masked = rows(written(office, "--columns", COLUMNS, command=("search", "sampah")))
    assert masked[1][5] not in ("", "+6281200000001")
    sheet = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml").decode()
    assert 'state="frozen"' in sheet
    assert '<autoFilter ref="A1:G2"/>' in sheet


ODD = ["'=1+1 sampah", "''-pju mati", "'+62 811", "=1+1 sampah", "'sampah'", "'", "'-'", "'＝1"]


@pytest.mark.parametrize("text", ODD)
def test_our_own_workbook_comes_back_sign_for_sign(office: Office, tmp_path: Path, text: str) -> None:
    """Also a text that begins with a `'` before a sign that a spreadsheet would run."""
    office.log("--name", text, "--", text)
    before = office.run("list", "--reveal", "--format", "json").data
    (tmp_path / "kembali.xlsx").write_bytes(written(office, "--reveal"))
    other = tmp_path / "lain"
    office.run("init", str(other), "--empty")
    ran = office.run("--desk", str(other), "import", str(tmp_path / "kembali.xlsx"))
    assert ran.code == 0, ran.err
    after = office.run("--desk", str(other), "list", "--reveal", "--format", "json").data
    assert [(one["text"], one["caller"]["name"]) for one in after] == [
        (one["text"], one["caller"]["name"]) for one in before
    ]


def test_the_head_is_there_where_nothing_was_found(office: Office) -> None:
    assert rows(written(office, "--columns", "ticket,text")) == [["ticket", "text"]]


def test_no_words_of_a_caller_are_run_or_unseen(capfdbinary: Any) -> None:
    """No formula, no link, no number; a control character is shown, as in tables."""
    texts = [
        "=1+1",
        "+62 812",
        "-1",
        "@SUM(A1)",
        "{=1}",
        "http://example.org",
        "internal:A1",
        "0812",
        "a\x1bb\x00c",
        "\udcff",
    ]
    data, said = made(capfdbinary, *texts)
    assert [row[1] for row in rows(data)[1:]] == [*texts[:8], "a\\x1bb\\x00c", "\\udcff"]
    sheet = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml").decode()
    assert ("<f>" in sheet, "hyperlink" in sheet, said) == (False, False, [])


def test_what_a_cell_can_not_hold_is_cut_and_told(capfdbinary: Any) -> None:
    data, said = made(capfdbinary, "a" * MOST_CHARACTERS, "b" * (MOST_CHARACTERS + 1), "😀" * MOST_CHARACTERS)
    whole, cut, pairs = (row[1] for row in rows(data)[1:])
    assert (len(whole), len(cut), cut[-2:], pairs[-2:]) == (MOST_CHARACTERS, MOST_CHARACTERS, "b…", "😀…")
    assert said == ["2 cells had more than 32767 characters, which no workbook holds; they are cut, and end in …"]


@settings(deadline=None, max_examples=50)
@given(st.text(alphabet="a😀é", min_size=1, max_size=7), st.integers(1, 50))
def test_a_text_that_is_cut_fits_a_cell(piece: str, more: int) -> None:
    text = (piece * MOST_CHARACTERS)[: MOST_CHARACTERS + more]
    fits = cut(text)
    assert len(fits.encode("utf-16-le")) <= 2 * MOST_CHARACTERS
    assert text.startswith(fits[:-1])


def test_rows_beyond_a_sheet_stand_in_the_next_and_that_is_told(
    capfdbinary: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is left out: a sheet of three rows has its head and two complaints."""
    monkeypatch.setattr(books, "MOST_ROWS", 3)
    data, said = made(capfdbinary, *"abcde")
    book = calamine.load_workbook(io.BytesIO(data))
    found = [[row[1] for row in book.get_sheet_by_name(name).to_python()[1:]] for name in book.sheet_names]
    assert found == [["a", "b"], ["c", "d"], ["e"]]
    assert said == ["a sheet holds 3 rows; what is beyond them stands in the sheets after the first, 3 in all"]
    data, said = made(capfdbinary, *"ab")
    assert (len(calamine.load_workbook(io.BytesIO(data)).sheet_names), said) == (1, [])


def test_a_terminal_and_a_missing_extra_are_told_before_anything_is_written(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor is it recorded that callers were shown, for they weren't."""
    office.log("melaporkan sampah")
    monkeypatch.setattr("aduan_cli.render.book.find_spec", lambda name: None)
    done = office.run("list", "--format", "xlsx", "--reveal")
    assert (done.code, "pip install XlsxWriter brings it" in done.err) == (2, True)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    done = office.run("list", "--format", "xlsx", "--reveal")
    assert (done.code, "> FILE.xlsx after the command would be right" in done.err) == (2, True)
    assert office.rows("SELECT count(*) FROM event WHERE body LIKE '%revealed%'") == [(0,)]


@needs_office
@pytest.mark.slow
def test_libreoffice_opens_it_as_it_was_meant(office: Office, tmp_path: Path) -> None:
    """As CSV saved by LibreOffice, every cell as it shows it: the time of the desk, a text that looks like a sum."""
    office.log("=SUM(1;2) sampah", "--phone", "0812-0000-0001")
    path = tmp_path / "laporan.xlsx"
    path.write_bytes(written(office, "--reveal", "--columns", "ticket,reported_at,caller.phone,text"))
    told = converted(path, AS_SHOWN, tmp_path).read_text(encoding="utf-8")
    assert told.splitlines()[1] == "UJI-261123-0001-6,23/11/2026 14:05,+6281200000001,=SUM(1;2) sampah"
