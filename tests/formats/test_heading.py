"""The head of a file: found among titles in any dialect, of one row or two, and known when it comes again."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from aduan_cli.formats.heading import DELIMITERS, MOST_TITLES, LaterHeads, distinct, find_heading, names_all
from aduan_cli.formats.two_row_heading import merged

NAMES = ("NO", "TANGGAL", "JAM", "NAMA", "NO HP", "ALAMAT", "PERMASALAHAN", "UNIT, DINAS", 'KET "LAIN"', "BARIS\nDUA")
WANTED = ["tanggal", "jam", "permasalahan"]
NEEDED = ["tanggal", "permasalahan"]
heads = st.permutations(NAMES).filter(lambda names: {"TANGGAL", "PERMASALAHAN"} <= {*names})
titles = st.lists(st.text(alphabet="ABC rekap bulan 2026()", min_size=1, max_size=30), max_size=MOST_TITLES - 1)
records = st.lists(
    st.lists(st.text(alphabet='a, ;"\n1', max_size=6), min_size=len(NAMES), max_size=len(NAMES)), max_size=3
)


def text_of(rows: list[list[str]], delimiter: str, ending: str = "\n") -> str:
    """Return rows as a spreadsheet writes them."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=ending).writerows(rows)
    return out.getvalue()


def lines_of(text: str) -> list[str]:
    """Return the lines of a text, with their ends."""
    return list(io.StringIO(text, newline=""))


@given(heads, titles, records, st.sampled_from(DELIMITERS), st.sampled_from(["\n", "\r\n"]))
def test_the_head_is_found_below_any_titles(
    names: list[str], above: list[str], below: list[list[str]], delimiter: str, ending: str
) -> None:
    """Its names, its delimiter, its row; and no line of what stands below it is lost."""
    assume(all(title.strip() for title in above))
    head, rest = text_of([names], delimiter, ending), text_of(below, delimiter, ending)
    lines = iter(lines_of("".join(title + ending for title in above) + head + rest))
    found = find_heading(next(lines), lines, WANTED, NEEDED, DELIMITERS)
    assert found is not None
    assert (found.delimiter, found.columns, found.rows) == (delimiter, names, [names])
    assert (found.titles, found.row) == ([title.strip() for title in above], len(above) + 1)
    assert "".join([*found.back, *lines]) == rest


@given(heads, st.sampled_from(DELIMITERS))
def test_the_first_line_with_all_columns_needed_is_the_head(names: list[str], delimiter: str) -> None:
    """Whatever a later one has: a second sheet below it may have more of the columns wanted."""
    first = [name for name in names if name != "JAM"]
    lines = iter(lines_of(text_of([first, names], delimiter)))
    found = find_heading(next(lines), lines, WANTED, NEEDED, DELIMITERS)
    assert found is not None
    assert found.columns == first


@given(st.lists(st.text(alphabet=DELIMITERS + ' "ab1', max_size=12), min_size=1, max_size=MOST_TITLES + 5))
def test_no_beginning_of_a_file_is_a_bug(lines: list[str]) -> None:
    """Whatever stands there: a head, or none; all lines are in it, above it, or given back."""
    rest = iter([line + "\n" for line in lines[1:]])
    found = find_heading(lines[0] + "\n", rest, WANTED, NEEDED, DELIMITERS)
    if found is not None:
        assert 0 < found.row <= len(lines)
        assert [*found.back, *rest] == [line + "\n" for line in lines][len(lines) - len([*found.back]) - len([*rest]) :]


def test_what_has_no_column_wanted_is_its_first_line() -> None:
    """Whoever reads the file says then which columns it has."""
    lines = iter(["a,b\n", "1,2\n"])
    found = find_heading("x;y\n", lines, WANTED, NEEDED, DELIMITERS)
    assert found is not None
    assert (found.columns, [*found.back, *lines]) == (["x", "y"], ["a,b\n", "1,2\n"])


# -- names of its own for each column


@given(st.lists(st.sampled_from(["", "a", "A", "a (2)", "b", "column 2", "column 2 (2)"]) | st.text(max_size=4)))
def test_each_column_has_a_name_of_its_own_and_the_first_of_a_name_keeps_it(columns: list[str]) -> None:
    made = distinct(columns)
    folded = [name.casefold() for name in made]
    assert len({*folded}) == len(columns)
    assert all(made)
    for place, name in enumerate(columns):
        before = [other.casefold() for other in columns[:place]]
        if name and name.casefold() not in before and name.casefold() not in folded[:place]:
            assert made[place] == name
    assert distinct(made) == made


def test_columns_that_a_map_names_in_both_letters_keep_their_names() -> None:
    assert distinct(["t", "d", "A", "D", "D"], ["D", "d"]) == ["t", "d", "A", "D", "D (2)"]
    assert distinct(["t", "d", "A", "D"], ["d"]) == ["t", "d", "A", "D (2)"]


# -- a head that comes again


@given(heads, st.integers(0, 3), st.text(alphabet=" \t", max_size=2))
def test_the_same_head_is_known_further_down(names: list[str], empty: int, around: str) -> None:
    """In any case, with spaces and empty cells behind; what stands below it is read as before."""
    later = LaterHeads(names, NEEDED, [names])
    assert later.is_head([f"{around}{name.lower()}{around}" for name in names] + [""] * empty)
    assert not later.other


@given(heads, heads)
def test_another_head_is_told_until_the_first_comes_again(names: list[str], others: list[str]) -> None:
    """Nobody can say what the cells below it are."""
    later = LaterHeads(names, NEEDED, [names])
    assert later.is_head(others)
    assert later.other == (others != names)
    assert not later.is_head(["1", "2026-11-01", "sampah"])
    assert later.other == (others != names)
    assert later.is_head(names)
    assert not later.other


def test_a_title_of_a_new_page_is_known_whatever_stands_between_its_words() -> None:
    later = LaterHeads(NAMES, NEEDED, [NAMES], ["REKAP PANGGILAN, NOVEMBER 2026", ""])
    assert later.is_title(["", "Rekap Panggilan", "November", "2026"])
    assert not later.is_title(["Rekap Panggilan", "Desember 2026"])
    assert not later.is_title(["", ""])


@given(st.lists(st.sampled_from(NAMES)), st.lists(st.sampled_from(NAMES)))
def test_names_are_looked_for_in_cells_of_their_own(cells: list[str], needed: list[str]) -> None:
    assert names_all([f" {cell} " for cell in cells], [name.casefold() for name in needed]) == ({*needed} <= {*cells})


# -- heads of two rows


def test_details_below_a_merged_cell_have_the_name_that_the_map_knows() -> None:
    """By both names, by their own, or by the upper one."""
    top, below = ["NO", "PELAPOR", "", "", "ISI"], ["", "NAMA", "HP", "ALAMAT", ""]
    wanted = ["no", "pelapor nama", "hp", "isi"]
    assert merged(top, below, wanted) == ["NO", "PELAPOR NAMA", "HP", "ALAMAT", "ISI"]


def test_a_detail_that_is_there_twice_has_both_names() -> None:
    top, below = ["NO", "PELAPOR", "", "TERLAPOR", "", "ISI"], ["", "NAMA", "HP", "NAMA", "HP", ""]
    names = merged(top, below, ["no", "isi", "pelapor nama", "terlapor hp"])
    assert names == ["NO", "PELAPOR NAMA", "PELAPOR HP", "TERLAPOR NAMA", "TERLAPOR HP", "ISI"]


@pytest.mark.parametrize(
    "below",
    [
        ["1", "Budi", "0812", "Jalan A", "lampu mati"],  # begins with digits
        ["", "NAMA", "", "", ""],  # one name is no row of them
        ["", "", "", "", ""],
        ["Budi", "NAMA", "HP", "ALAMAT", "lampu"],  # something below a column that is named already
        ["", "NAMA", "HP", "x" * 41, ""],  # words of a call
    ],
)
def test_a_first_record_is_no_second_row_of_the_head(below: list[str]) -> None:
    assert merged(["NO", "PELAPOR", "", "", "ISI"], below, ["no", "nama", "hp", "isi"]) is None


@given(
    st.lists(st.sampled_from(["", "NO", "PELAPOR", "ISI"]), max_size=6),
    st.lists(st.sampled_from(["", "NAMA", "HP", "ISI", "1"]), max_size=6),
    st.lists(st.sampled_from(["no", "nama", "hp", "isi", "pelapor nama", "pelapor hp"]), unique=True),
)
def test_two_rows_are_one_head_only_where_that_finds_more(top: list[str], below: list[str], wanted: list[str]) -> None:
    """As many columns as the longer row, and more of those wanted than either has alone, or as many as the upper."""
    names = merged(top, below, wanted)
    if names is not None:
        assert len(names) == max(len(top), len(below))
        found, upper, lower = (sum(n in {c.casefold() for c in row} for n in wanted) for row in (names, top, below))
        assert found > max(upper, lower) or (found == upper > lower)
