"""A sheet as a stream of records: its head found below its titles, its rows with the numbers that people see."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aduan_cli.errors import UsageError
from aduan_cli.formats.heading import MOST_TITLES
from aduan_cli.formats.sheet_reader import SheetReader
from aduan_cli.formats.workbook import Workbook
from workbooks import Cell, write

pytest.importorskip("python_calamine", reason="the extra [excel] is not installed")
WANTED = ("NO", "TGL", "ISI")
HEAD = ["NO", "TGL", "ISI", "KET"]


@contextmanager
def opened(rows: Sequence[Sequence[Cell]], name: str = "Januari", needed: Sequence[str] = ()) -> Iterator[SheetReader]:
    """Give the reader of a sheet with these rows."""
    with TemporaryDirectory() as folder:
        path = write(Path(folder) / "catatan.xlsx", {name: rows})
        book = Workbook(str(path))
        try:
            yield SheetReader(str(path), book.sheets[0], WANTED, needed)
        finally:
            book.close()


def read(rows: Sequence[Sequence[Cell]]) -> list[tuple[int, list[str]]]:
    """Return the records of a sheet, each with the row in which it stands."""
    with opened(rows) as reader:
        return [(reader.sheet_row, list(cells)) for cells in reader.records()]  # type: ignore[arg-type]


def test_records_are_numbered_by_their_rows_and_rows_without_a_word_are_none() -> None:
    """What is told of row 7 is found in row 7 of the spreadsheet."""
    rows = [HEAD, ["1", "a", "satu"], [], ["", "  ", ""], ["2", "b", "dua"]]
    assert [number for number, _cells in read(rows) if _cells[0]] == [2, 5]


def test_titles_above_the_head_are_kept_and_no_record() -> None:
    rows = [["REKAPITULASI  PENGADUAN"], [], ["BULAN", "11/2026"], HEAD, ["1", "a", "satu", ""]]
    with opened(rows) as reader:
        assert reader.titles == ["REKAPITULASI PENGADUAN", "BULAN 11/2026"]
        assert (reader.columns, reader.sheet_row) == (HEAD, 4)
        assert reader.head_rows == [HEAD]
        assert [cells[2] for cells in reader.records()] == ["satu"]  # type: ignore[index]


def test_cells_beside_the_head_belong_to_columns_without_a_name() -> None:
    with opened([HEAD, ["1", "a", "satu", "", "catatan"]]) as reader:
        assert reader.named == [*HEAD, ""]
        assert len(set(reader.columns)) == 5
        assert [len(cells) for cells in reader.records()] == [5]


def test_two_columns_of_one_name_are_told_apart() -> None:
    with opened([["NO", "TGL", "ISI", "ISI"], ["1", "a", "satu", "dua"]]) as reader:
        assert reader.named == ["NO", "TGL", "ISI", "ISI"]
        assert len(set(reader.columns)) == 4
        assert reader.columns[2] == "ISI"


@pytest.mark.parametrize("rows", [[], [[]]], ids=["none", "an empty one"])
def test_a_sheet_in_which_nothing_stands_is_told_by_file_and_sheet(rows: list[list[Cell]]) -> None:
    with pytest.raises(UsageError, match=r"catatan\.xlsx \[Januari\]: the sheet is empty"), opened(rows):
        pass


def test_it_is_told_by_the_name_of_file_and_sheet() -> None:
    with opened([HEAD, ["1"]], name="Jan & Feb") as reader:
        assert reader.name == "catatan.xlsx [Jan & Feb]"
        assert reader.path.endswith("/catatan.xlsx [Jan & Feb]")


def test_how_much_was_read_grows_to_all_that_there_is() -> None:
    """The progress of an import goes by it."""
    with opened([HEAD, *([str(n), "a", "satu"] for n in range(1, 1201))]) as reader:
        before, seen = reader.done, 0
        for _cells in reader.records():
            assert before <= reader.done <= reader.size
            before, seen = reader.done, seen + 1
        assert (seen, reader.done) == (1200, reader.size)


TEXTS = st.text("abc 1", max_size=4)
ROWS = st.lists(st.lists(TEXTS, min_size=3, max_size=5), max_size=6)


@settings(max_examples=15)
@given(st.integers(0, MOST_TITLES - 2), ROWS)
def test_no_row_below_the_head_is_lost_wherever_it_stands(titles: int, rows: list[list[str]]) -> None:
    """Also where more rows are looked at for the head than there are titles."""
    above = [[f"judul {n}"] for n in range(titles)]
    found = read([*above, HEAD, *rows])
    wanted = [(titles + 2 + n, row) for n, row in enumerate(rows) if any(cell.strip() for cell in row)]
    assert [number for number, _cells in found] == [number for number, _row in wanted]
    for (_at, cells), (_number, row) in zip(found, wanted, strict=True):
        assert [cell.strip() for cell in cells] == [cell.strip() for cell in _without_end(row)]


def _without_end(row: Sequence[str]) -> list[str]:
    """Return a row up to its last cell in which something stands."""
    last = max((n for n, cell in enumerate(row) if cell.strip()), default=-1)
    return list(row[: last + 1])
