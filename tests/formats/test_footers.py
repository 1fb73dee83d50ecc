"""Totals and signatures below a table: each cell of theirs is known, and no words of a call are taken for one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.formats.footers import (
    LONGEST,
    are_column_numbers,
    begins_like_total,
    begins_signature,
    is_no_call,
    is_of_signature,
)  # fmt: skip
from aduan_cli.formats.signatures import Signatures

TOTALS = (
    "JUMLAH", "Total", "GRAND TOTAL", "Sub-Total", "Jumlah panggilan masuk", "Rekapitulasi bulan November 2026",
    "Total laporan per hari: 57", "rata-rata", "Jml. 57", "57", "1.234,5", "12%", "-", "...", "Rp 1.000",
    "November 2026",
)  # fmt: skip
SIGNED = (
    "Mengetahui,", "Yang mengetahui dan menyetujui", "Dibuat oleh:", "ttd", "Hormat kami,",
    "Mengetahui, Kepala Bidang Informatika", "Bekasi, 30 November 2026", "Kota Bekasi, 30/11/2026",
)  # fmt: skip
TITLES = ("Kepala Dinas", "a.n. Kepala Bidang", "Plt. Sekretaris", "Koordinator Shift II", "NIP. 19700101 199001 1 001",
          "Drs. H. AHMAD, M.Si", "Siti Aminah, S.Kom")  # fmt: skip
WORDS = ("pipa bocor di", "lampu jalan mati", "ada banjir di", "melaporkan kebakaran di", "minta sampah diangkut")


@pytest.mark.parametrize("cell", [*TOTALS, *SIGNED, *TITLES])
def test_cells_of_totals_and_signatures_are_no_calls(cell: str) -> None:
    assert is_no_call(cell)
    assert is_no_call(cell.upper())


@given(st.sampled_from([*TOTALS, *SIGNED, *TITLES]), st.sampled_from(WORDS), st.booleans())
def test_a_word_of_a_call_makes_it_one(cell: str, word: str, is_first: bool) -> None:
    """Whatever stands beside it: `total lampu mati`, `Mengetahui ada banjir`."""
    text = f"{word} {cell}" if is_first else f"{cell} {word}"
    assert not is_no_call(text)
    assert not is_of_signature(text)


@given(st.text(max_size=LONGEST + 20))
def test_no_cell_is_a_bug_and_a_long_one_is_words(cell: str) -> None:
    """What begins a signature is of one, and what is of one is no call."""
    cell = cell.strip()
    if begins_signature(cell):
        assert is_of_signature(cell)
    if is_of_signature(cell):
        assert is_no_call(cell)
    if len(cell) > LONGEST:
        assert not is_no_call(cell)
        assert not begins_like_total(cell)


@pytest.mark.parametrize("cell", ["total", "JUMLAH semua apa saja", "Rekap petugas"])
def test_a_word_like_total_is_known_whatever_follows(cell: str) -> None:
    assert begins_like_total(cell)
    assert not begins_like_total("sampah " + cell)


@given(st.integers(0, 200), st.sampled_from(["{}", "({})", " {}. ", "[{}]"]), st.lists(st.booleans(), max_size=6))
def test_a_row_that_numbers_the_columns_is_no_call(count: int, form: str, empty: list[bool]) -> None:
    """From 1 on, each by one more; two numbers may be anything."""
    cells = [form.format(number) for number in range(1, count + 1)]
    for place, is_empty in enumerate(empty):
        if is_empty:
            cells.insert(place, " ")
    assert are_column_numbers(cells) == (count > 2)
    assert not are_column_numbers([*cells, form.format(count + 2)])


# -- rows of signatures, in their order


def test_names_below_a_signature_belong_to_it_and_to_nothing_else() -> None:
    """Only below a row that begins one, near its columns, and not for ever."""
    rows = Signatures()
    assert not rows.is_part(["", "", "Budi Santoso"])
    assert rows.is_part(["", "", "Mengetahui,"])
    assert not rows.is_part(["", "", ""])
    assert rows.is_part(["", "", "Kepala Bidang"])
    assert rows.is_part(["", "Budi Santoso", ""])
    assert not rows.is_part(["Budi Santoso", "", "", "", ""]), "too far from its columns"
    assert not rows.is_part(["", "", "Siti Aminah"]), "that ended it"


def test_a_call_ends_a_signature() -> None:
    rows = Signatures()
    assert rows.is_part(["Mengetahui,"])
    rows.end()
    assert not rows.is_part(["Budi Santoso"])


@given(
    st.lists(st.lists(st.sampled_from(["", "Mengetahui,", "Budi", "banjir di pasar", "57"]), max_size=4), max_size=12)
)
def test_words_of_a_call_are_part_of_no_signature(rows: list[list[str]]) -> None:
    """Wherever they stand, in whatever order."""
    signatures = Signatures()
    for cells in rows:
        if signatures.is_part(cells):
            assert "banjir di pasar" not in cells
            assert any(cells)
