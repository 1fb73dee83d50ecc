"""The cells of a workbook as text that says the same; one cell that says nothing costs none of the others."""

from __future__ import annotations

import os
import re
import signal
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from aduan_cli.errors import UsageError
from aduan_cli.formats import workbook
from aduan_cli.formats.workbook import Row, Workbook, is_named_so, is_workbook, rows_of
from workbooks import write

cell = workbook._cell


def sheets(path: Path) -> dict[str, list[Row]]:
    """Return the rows of each sheet."""
    book = Workbook(str(path))
    try:
        return {sheet.name: [row for _done, rows in rows_of(sheet) for row in rows] for sheet in book.sheets}
    finally:
        book.close()


def rewritten(path: Path, find: bytes, by: bytes) -> Path:
    """Write a workbook anew with something else in its first sheet, as no program of a spreadsheet would."""
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    name = "xl/worksheets/sheet1.xml"
    assert find in parts[name]
    parts[name] = parts[name].replace(find, by)
    with zipfile.ZipFile(path, "w") as book:
        for part, content in parts.items():
            book.writestr(part, content)
    return path


# -- one cell


@given(st.integers(-(10**20), 10**20))
def test_a_whole_number_keeps_all_its_digits_however_it_is_held(number: int) -> None:
    """Phones and numbers of cards are such; a float below 2^53 is exact."""
    assert cell(number) == str(number)
    if abs(number) < 2**53:
        assert cell(float(number)) == str(number)


@given(st.floats(-1e300, 1e300, allow_subnormal=False))
def test_any_other_number_is_told_in_fifteen_digits_as_spreadsheets_do(number: float) -> None:
    assert float(cell(number)) == pytest.approx(number, rel=1e-14, abs=0)


@given(st.floats())
def test_no_number_ends_the_reading(number: float) -> None:
    """A file may say `NaN` or `inf` where a number belongs."""
    assert cell(number)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0.1 + 0.2, "0.3"),
        (-0.0, "0"),
        (True, "TRUE"),
        (False, "FALSE"),
        ("a\0b", "a␀b"),
        (date(2026, 11, 24), "2026-11-24"),
        (datetime(2026, 11, 24), "2026-11-24"),
        (datetime(2026, 11, 24, 14, 30), "2026-11-24 14:30"),
        (datetime(2026, 11, 24, 14, 30, 7), "2026-11-24 14:30:07"),
        (datetime(2026, 11, 24, 14, 29, 59, 600_000), "2026-11-24 14:30"),
        (datetime(2026, 11, 24, 23, 59, 59, 999_000), "2026-11-25"),
        (time(14, 30), "14:30"),
        (time(0, 0, 1), "00:00:01"),
        (time(14, 29, 59, 600_000), "14:30"),
        (timedelta(hours=26, minutes=5), "26:05"),
        (timedelta(seconds=-90), "-00:01:30"),
    ],
)
def test_a_value_is_told_as_people_write_it(value: object, said: str) -> None:
    """A part of a second that arithmetic on floats left is rounded, also into the next day."""
    assert cell(value) == said


@given(st.datetimes())
@example(datetime.max)
def test_each_moment_is_told_and_its_day_has_four_digits(moment: datetime) -> None:
    """Up to the last one there is."""
    said = cell(moment)
    told = datetime.strptime(said + (" 00:00" if len(said) == 10 else ""), f"%Y-%m-%d %H:%M{':%S' * (len(said) > 16)}")
    assert abs(told - moment) <= timedelta(seconds=1)


@given(st.times())
@example(time.max)
def test_a_time_of_day_stays_one(at: time) -> None:
    """The last half second of a day is rounded to none that no clock shows."""
    found = re.fullmatch(r"(\d\d):(\d\d)(?::(\d\d))?", cell(at))
    assert found is not None
    hour, minute, second = (int(part or 0) for part in found.groups())
    assert (hour < 24, abs(3600 * hour + 60 * minute + second - _seconds(at)) <= 1) == (True, True)


def _seconds(at: time) -> float:
    return at.hour * 3600 + at.minute * 60 + at.second + at.microsecond / 1e6


@given(st.timedeltas(timedelta(days=-900), timedelta(days=900)))
def test_how_long_something_took_is_told_in_hours_to_the_second(took: timedelta) -> None:
    sign, *parts = re.fullmatch(r"(-?)(\d\d+):(\d\d)(?::(\d\d))?", cell(took)).groups()  # type: ignore[union-attr]
    hours, minutes, seconds = (int(part or 0) for part in parts)
    told = (hours * 3600 + minutes * 60 + seconds) * (-1 if sign else 1)
    assert abs(told - took.total_seconds()) <= 0.5


# -- a whole workbook


def test_rows_have_their_numbers_and_no_empty_cells_at_their_end(tmp_path: Path) -> None:
    rows = [["NO", "ISI"], [], [1, "sampah", "", ""], ["", "", " "], ["", "banjir"]]
    path = write(tmp_path / "a.xlsx", {"Januari": rows, "Kosong": [], "Rahasia": [["x"]]}, hidden=["Rahasia"])
    assert sheets(path) == {
        "Januari": [(1, ["NO", "ISI"]), (3, ["1", "sampah"]), (5, ["", "banjir"])],
        "Kosong": [],
        "Rahasia": [(1, ["x"])],
    }
    book = Workbook(str(path))
    assert [(one.is_hidden, one.width) for one in book.sheets] == [(False, 2), (False, 0), (True, 1)]
    book.close()


def test_more_rows_than_are_held_at_once_come_in_their_order(tmp_path: Path) -> None:
    count = 2 * workbook._AT_ONCE + 1
    path = write(tmp_path / "a.xlsx", {"a": [[n] for n in range(count)], "b": [["x"]]})
    assert sheets(path)["a"] == [(n + 1, [str(n)]) for n in range(count)]
    book = Workbook(str(path))
    done = [read for read, _rows in rows_of(book.sheets[0])]
    assert done == sorted(done)
    assert done[-1] == book.sheets[0].end - book.sheets[0].start
    book.close()


@pytest.mark.parametrize("said", ["NaN", "inf", "-inf", "1e400"])
def test_a_cell_that_says_no_number_leaves_all_other_rows(tmp_path: Path, said: str) -> None:
    path = write(tmp_path / "a.xlsx", {"a": [["NO", "ISI"], [777, "sampah"], [2, "banjir"]]})
    found = sheets(rewritten(path, b"<v>777</v>", f"<v>{said}</v>".encode()))["a"]
    assert [cells[1] for _number, cells in found] == ["ISI", "sampah", "banjir"]


def test_a_cell_with_the_last_moment_there_is_leaves_all_other_rows(tmp_path: Path) -> None:
    """`9999-12-31` stands for "never" in some programs; a sum may give it a time of day."""
    rows = [["SAMPAI", "ISI"], [datetime(9999, 12, 31, 12), "sampah"]]
    path = write(tmp_path / "a.xlsx", {"a": rows})
    found = sheets(rewritten(path, b"2958465.5", b"2958465.999999"))["a"]
    assert found[1][1][1] == "sampah"
    assert found[1][1][0].startswith("9999-12-31")


# -- what is none


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04 and no more", "damaged|no workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "damaged|no workbook"),
        (b"", "no workbook|damaged"),
    ],
)
def test_what_is_no_workbook_is_told_by_its_path(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    with pytest.raises(UsageError, match=f"{path}: .*({said})"):
        Workbook(str(path))


def test_an_archive_of_something_else_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("foto.jpg", b"x")
    with pytest.raises(UsageError, match=str(path)):
        Workbook(str(path))


def test_a_reader_that_dies_without_a_word_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As where the system takes the memory away."""
    path = write(tmp_path / "a.xlsx", {"a": [["x"]]})
    monkeypatch.setattr(workbook, "_limit", lambda: os.kill(os.getpid(), signal.SIGKILL))
    with pytest.raises(UsageError, match="too large for the memory"):
        Workbook(str(path))


def test_a_file_that_is_not_there_is_no_workbook(tmp_path: Path) -> None:
    """Nor a folder, a name that no file can have, or a file that somebody named so."""
    (tmp_path / "b.xlsx").write_text("no,isi\n")
    assert not any(is_workbook(str(path)) for path in (tmp_path / "tidak ada", tmp_path, "a\0b", tmp_path / "b.xlsx"))
    assert is_workbook(str(write(tmp_path / "a.csv", {"a": []})))


@pytest.mark.parametrize(
    ("name", "is_one"), [("A.XLSX", True), ("a.b.ods", True), ("xlsx", False), ("a.xlsx.csv", False)]
)
def test_workbooks_are_named_by_their_ending(name: str, is_one: bool) -> None:
    assert is_named_so(name) is is_one


def test_nothing_of_a_pipe_is_read_to_see_what_it_is(tmp_path: Path) -> None:
    """`import --suggest <(...)`: what was looked at is gone, and a pipe nobody writes to is waited for."""
    pipe = tmp_path / "63"
    os.mkfifo(pipe)
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    writing = os.open(pipe, os.O_WRONLY)
    try:
        os.write(writing, b"NO,TGL,ISI\n")
        assert not is_workbook(str(pipe))
        assert os.read(reading, 100) == b"NO,TGL,ISI\n"
    finally:
        os.close(reading)
        os.close(writing)
