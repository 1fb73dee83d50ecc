"""A workbook that is written is read back as what went in: text stays text, times are the clock's, nothing is lost."""

from __future__ import annotations

import io
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aduan_cli.errors import UsageError
from aduan_cli.formats.workbook import Workbook, rows_of
from aduan_cli.render import book as books
from aduan_cli.render.book import AS_DAY, AS_SHARE, MOST_CHARACTERS, Book, BookColumn, check_workbook, cut, moment
from any_complaint import TEXTS

COLUMNS = [BookColumn("a"), BookColumn("b")]


@contextmanager
def written(path: Path, title: str = "") -> Iterator[Book]:
    """Give a book whose bytes are in a file afterwards."""
    out = io.TextIOWrapper(io.BytesIO())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdout", out)
        with Book(title) as made:
            yield made
        path.write_bytes(out.buffer.getvalue())  # type: ignore[attr-defined]


def read(path: Path) -> dict[str, list[list[str]]]:
    """Return the cells of each sheet, its head first."""
    book = Workbook(str(path))
    try:
        return {one.name: [cells for _at, rows in rows_of(one) for _n, cells in rows] for one in book.sheets}
    finally:
        book.close()


def added(path: Path, rows: Sequence[Sequence[object]], **more: Any) -> int:
    """Write a book of one table; return how many rows it says that it has."""
    with written(path) as book:
        return book.add("Data", more.pop("columns", COLUMNS), rows, **more)


def part(path: Path, name: str) -> str:
    """Return a part of the file."""
    with zipfile.ZipFile(path) as book:
        return book.read(name).decode()


@settings(max_examples=12)
@given(st.lists(st.tuples(TEXTS, st.integers(-(10**14), 10**14) | st.booleans()), max_size=5))
def test_what_goes_in_comes_out(tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, object]]) -> None:
    """Whatever a text begins with; of what no cell can hold there is a mark in its place."""
    path = tmp_path_factory.getbasetemp() / "any.xlsx"
    assert added(path, rows) == len(rows)
    head, *found = read(path)["Data"]
    assert head == ["a", "b"]
    assert [row[1] for row in found] == [str(value).upper() for _text, value in rows]
    assert all(row[0].strip() or not text.strip() for row, (text, _value) in zip(found, rows, strict=True))


@pytest.mark.parametrize("text", ["=1+1", "+62812", "-5", "@SUM(A1)", "{=1}", "http://a.example", "007", "1e5", "TRUE"])
def test_a_text_is_never_a_formula_a_link_or_a_number(tmp_path: Path, text: str) -> None:
    added(tmp_path / "a.xlsx", [(text, None)])
    assert read(tmp_path / "a.xlsx")["Data"][1] == [text]
    sheet = part(tmp_path / "a.xlsx", "xl/worksheets/sheet1.xml")
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet


def test_times_and_days_are_cells_of_the_clock(tmp_path: Path) -> None:
    at = moment("2026-11-23T14:05:07+07:00")
    assert at == datetime(2026, 11, 23, 14, 5, 7)
    columns = [BookColumn("at"), BookColumn("day", shown_as=AS_DAY), BookColumn("share", shown_as=AS_SHARE)]
    added(tmp_path / "a.xlsx", [(at, date(2026, 11, 23), 0.125)], columns=columns)
    assert read(tmp_path / "a.xlsx")["Data"][1] == ["2026-11-23 14:05:07", "2026-11-23", "0.125"]
    styles = part(tmp_path / "a.xlsx", "xl/styles.xml")
    assert {books.AS_TIME, AS_DAY, AS_SHARE} <= {form for form in (books.AS_TIME, AS_DAY, AS_SHARE) if form in styles}


def test_a_total_stands_below_the_rows_and_no_filter_takes_it(tmp_path: Path) -> None:
    added(tmp_path / "a.xlsx", [("x", 1), ("y", 2)], total=["in all", 3])
    assert read(tmp_path / "a.xlsx")["Data"][-1] == ["in all", "3"]
    assert '<autoFilter ref="A1:B3"/>' in part(tmp_path / "a.xlsx", "xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("count", [0, 1, 3, 4, 6, 7, 9])
def test_more_rows_than_a_sheet_holds_go_on_in_the_next(
    tmp_path: Path, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three rows below each head; each row is there once, in its order, and no sheet is empty but the first."""
    monkeypatch.setattr(books, "MOST_ROWS", 4)
    assert added(tmp_path / "a.xlsx", [(f"r{n}", n) for n in range(count)]) == count
    found = read(tmp_path / "a.xlsx")
    assert list(found) == ["Data", *(f"Data {n}" for n in range(2, -(-count // 3) + 1))]
    assert [row[0] for rows in found.values() for row in rows[1:]] == [f"r{n}" for n in range(count)]


def test_names_of_sheets_are_told_apart_also_where_they_are_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name has 31 characters at most."""
    monkeypatch.setattr(books, "MOST_ROWS", 3)
    with written(tmp_path / "a.xlsx") as book:
        book.add("n" * 40, COLUMNS, [("x", n) for n in range(25)])
    assert len(read(tmp_path / "a.xlsx")) == 13


@pytest.mark.parametrize("text", ["x" * (MOST_CHARACTERS + 1), "😀" * (MOST_CHARACTERS // 2 + 1), "a" + "😀" * 20_000])
def test_what_a_cell_cant_hold_is_cut_and_counted(tmp_path: Path, text: str) -> None:
    """Never through a character; a spreadsheet counts one beyond U+FFFF as two."""
    said: list[str] = []
    with written(tmp_path / "a.xlsx") as book:
        book.add("Data", COLUMNS, [(text, "kurz"), ("y" * MOST_CHARACTERS, "")])
    book.tell(said.append)
    kept = read(tmp_path / "a.xlsx")["Data"][1][0]
    assert kept == cut(text)
    assert text.startswith(kept[:-1])
    assert kept[-1] == "…"
    assert MOST_CHARACTERS - 1 <= len(kept.encode("utf-16-le")) // 2 <= MOST_CHARACTERS
    assert [sentence[:6] for sentence in said] == ["1 cell"]


@pytest.mark.parametrize("title", ["A & B", "&" * 300, "x" * 249 + "&y", "😀" * 200, "2026"])
def test_any_title_stands_above_the_printed_pages(tmp_path: Path, title: str) -> None:
    """Of `&` there are two for each, which is what it is called there; a half one would take what follows."""
    with written(tmp_path / "a.xlsx", title) as book:
        book.add("Data", COLUMNS, [])
    header = part(tmp_path / "a.xlsx", "xl/worksheets/sheet1.xml").partition("<oddHeader>&amp;L")[2].split("<")[0]
    shown = header.replace("&amp;&amp;", "\0")
    assert "&" not in shown
    assert title.replace("&", "\0").startswith(shown)
    assert len(header.replace("&amp;", "&").encode("utf-16-le")) // 2 <= 253


@pytest.mark.parametrize("failing", [False, True])
def test_a_book_leaves_no_rows_behind_and_one_that_fails_writes_nothing(tmp_path: Path, failing: bool) -> None:
    """Rows wait in files until its end, with what callers said in them."""
    out = io.TextIOWrapper(io.BytesIO())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdout", out)
        patch.setattr(tempfile, "tempdir", str(tmp_path))
        with suppress(ZeroDivisionError), Book() as book:
            book.add("Data", COLUMNS, (("x", 1 // n) for n in (1, 1 - failing)))
            book.add("More", COLUMNS, [("y", 1)])
    assert bool(out.buffer.getvalue()) is not failing  # type: ignore[attr-defined]
    assert list(tmp_path.iterdir()) == []


def test_a_workbook_is_nothing_for_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    check_workbook()
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    with pytest.raises(UsageError, match=r"FILE\.xlsx"):
        check_workbook()
