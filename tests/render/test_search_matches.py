"""What a search found is shown."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.render.search_matches import around, place_of, terms
from aduan_cli.render.widths import width
from aduan_cli.store.sqlite.query import fts_expression

TEXT = "Penelepon melaporkan adanya lampu PJU mati di Perumnas 1 Jl. Wijaya Kusuma Raya dekat Pos RW"


@pytest.mark.parametrize(
    ("wanted", "shown"),
    [
        ("kusuma", "…Jl. Wijaya Kusuma Raya dekat…"),
        ("penelepon", "Penelepon melaporkan adanya…"),
        ("lampu", "Penelepon melaporkan adanya lampu…"[:0] + "…melaporkan adanya lampu PJU…"),
        ("perum*", "…mati di Perumnas 1 Jl. Wijaya…"),
        ('"dekat pos"', "…Kusuma Raya dekat Pos RW"),
        ("KUSÚMA", "…Jl. Wijaya Kusuma Raya dekat…"),
        ("raya rw", "…Wijaya Kusuma Raya dekat Pos…"),
        ("air", "Penelepon melaporkan adanya…"),
    ],
)
def test_the_text_begins_near_the_words(wanted: str, shown: str) -> None:
    assert around(TEXT, terms(wanted), 31) == shown


WORDS = st.text(st.sampled_from("abé 你.-_1🚒\u0301"), max_size=60)


@given(WORDS, st.text(st.sampled_from('abé 1*"'), max_size=8), st.integers(8, 40))
def test_what_the_index_finds_is_shown(text: str, wanted: str, most: int) -> None:
    """Every text fits its column; and words that are found there are shown, where the column holds them at all."""
    cell = around(text, terms(wanted), most)
    assert width(cell) <= most
    found = place_of(text, terms(wanted))
    if found and width(text[found[0] : found[1]]) <= most - 2:
        assert text[found[0] : found[1]] in cell


@given(WORDS, st.text(st.sampled_from("abé1*"), min_size=1, max_size=4))
def test_words_match_as_in_the_stores_index(text: str, word: str) -> None:
    """A word is found in a text exactly where the store's index finds it."""
    expression = fts_expression(word)
    if not expression:
        return
    index = sqlite3.connect(":memory:")
    index.execute("CREATE VIRTUAL TABLE t USING fts5 (text, tokenize = 'unicode61 remove_diacritics 2')")
    index.execute("INSERT INTO t VALUES (?)", (text,))
    (count,) = index.execute("SELECT count(*) FROM t WHERE t MATCH ?", (expression,)).fetchone()
    index.close()
    assert (place_of(text, terms(word)) is not None) == bool(count)
