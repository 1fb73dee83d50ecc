"""Sentences on a terminal: broken between words, and nowhere else."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.render.widths import folded, width, wrapped
from screens import Screen

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Z", "C")), min_size=1, max_size=30)


@given(st.lists(WORDS, min_size=1), st.integers(20, 130), st.sampled_from(("", "  ", "→ ", "!! ")))
def test_sentences_break_between_words(words: list[str], columns: int, sign: str) -> None:
    """No line is wider than the terminal but one that is a single word, and every word is there whole, in its order."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLUMNS", str(columns))
        lines = wrapped(sign + " ".join(words), Screen()).split("\n")
    assert [word for line in lines for word in line.split()] == [*sign.split(), *words]
    for line in lines:
        assert width(line) <= columns or len(line.removeprefix(sign).split()) == 1


def test_what_goes_on_stands_below_the_first_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "24")
    said = "→ bmsda-pju · pengaduan/pju-mati\n  Berapa lampu yang mati?\nperiksa lagi: alamatnya kurang"
    assert wrapped(said, Screen()).split("\n") == [
        "→ bmsda-pju ·", "  pengaduan/pju-mati", "  Berapa lampu yang", "    mati?", "periksa lagi: alamatnya",
        "  kurang",
    ]  # fmt: skip


@pytest.mark.parametrize("code", ["BKS-T 0412", "BKS-T / 0412", "RT 04", "1\u00a0kecil", "RW 11"])
def test_a_code_stays_together(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Whatever the width; a terminal that is too narrow for all of it breaks it all the same."""
    shown = code.replace("\u00a0", " ")
    for columns in range(20, 60):
        monkeypatch.setenv("COLUMNS", str(columns))
        lines = wrapped(f"  nomor tiangnya adalah {code} di depan warung, bukan {code}", Screen()).split("\n")
        assert sum(line.count(shown) for line in lines) == 2, lines
        assert all(width(line) <= columns for line in lines)
    for columns in range(len(code), 40):
        lines = folded(f"nomor tiangnya adalah {code} di depan", columns)
        assert sum(line.count(shown) for line in lines) == 1, lines
    assert " ".join(folded(code, 5)).split() == shown.split()


def test_away_from_a_terminal_a_sentence_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "24")
    assert wrapped("kata " * 30, io.StringIO()) == "kata " * 30
