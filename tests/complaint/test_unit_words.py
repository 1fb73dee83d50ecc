"""What a unit means by what it writes back: a move for sure, or nothing at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.complaint.moves import LIFE
from aduan_cli.complaint.unit_words import WORDS, MoveWords, Said, code_in
from aduan_cli.model import UNIT_MOVES

TABLE = MoveWords({})
SAID = {
    "Diterima": ("ack", ""),
    "terima, regu 3 berangkat": ("ack", "regu 3 berangkat"),
    "Selamat pagi,\n\nSudah kami terima, akan kami proses.": ("ack", "akan kami proses."),
    "ACK": ("ack", ""),
    "proses": ("start", ""),
    "Sedang diproses, segera ditindaklanjuti": ("start", "segera ditindaklanjuti"),
    "dikerjakan oleh regu 2": ("start", "oleh regu 2"),
    "selesai: lampu tidak bisa dinyalakan, diganti baru": ("resolve", "lampu tidak bisa dinyalakan, diganti baru"),
    "Selesai diperbaiki": ("resolve", "diperbaiki"),
    "done: fixed": ("resolve", "fixed"),
    "Yth. Call Center\nSELESAI.\nFoto terlampir": ("resolve", "Foto terlampir"),
    "tolak: jalan ini milik provinsi": ("return", "tolak: jalan ini milik provinsi"),
}


@pytest.mark.parametrize("text", SAID)
def test_a_word_of_the_table_begins_the_line(text: str) -> None:
    said = TABLE.said(text)
    assert said is not None
    assert (said.verb, said.words) == SAID[text]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Terima kasih atas laporannya",
        "belum selesai",
        "selesai?",
        "Selesai, tapi lampu yang lain belum",
        "proses belum bisa dimulai",
        "Diterima, sudah selesai",
        "Diterima.\nBukan wewenang kami",
        "selesai besok",
        "Kami menolak",
        "terimakan",
        "Selamat pagi",
    ],
)
def test_what_is_not_sure_is_not_understood(text: str) -> None:
    """A person looks at it: a wrong move is worse than one that waits."""
    assert TABLE.said(text) is None


@pytest.mark.parametrize(
    ("text", "until", "words"),
    [
        ("tunda sampai senin 08:00: menunggu suku cadang", "senin 08:00", "menunggu suku cadang"),
        ("Ditunda hingga 3 Des karena cuaca", "3 Des", "cuaca"),
        ("tunda s/d besok jam 08.00, izin belum ada", "besok jam 08.00", "izin belum ada"),
        ("hold until 2026-12-01", "2026-12-01", ""),
        ("ditunda: izin", None, "izin"),
    ],
)
def test_a_hold_says_until_when_and_why(text: str, until: str | None, words: str) -> None:
    assert TABLE.said(text) == Said("hold", words, until)


def test_what_is_given_back_names_to_whom_the_longest_first() -> None:
    said = TABLE.said("Bukan wewenang kami, ke Dinas Perhubungan saja.")
    assert said is not None
    assert (said.verb, said.to[0], said.to[-1]) == ("return", "Dinas Perhubungan saja", "Dinas")
    assert "Dinas Perhubungan" in said.to


def test_a_desk_has_words_of_its_own() -> None:
    mine = MoveWords({"ack": ["siap ndan"], "resolve": ["rampung"]})
    assert [mine.verb_of(word) for word in ("Siap, ndan", "RAMPUNG", "diterima", "ndan")] == [
        "ack",
        "resolve",
        "ack",
        None,
    ]
    said = mine.said("rampung: aspal baru")
    assert said is not None
    assert said.words == "aspal baru"


def test_every_word_is_a_move_of_a_unit_and_only_one() -> None:
    assert set(WORDS) == set(UNIT_MOVES) == {verb for verb, move in LIFE.items() if move.of_unit}
    phrases = [phrase for words in WORDS.values() for phrase in words]
    assert len(phrases) == len(set(phrases))
    for verb, words in WORDS.items():
        assert {TABLE.verb_of(word) for word in words} == {verb}


@pytest.mark.parametrize(
    ("words", "code"),
    [("menunggu suku cadang", "suku-cadang"), ("cuaca buruk", "cuaca"), ("izin, cuaca", None), ("apa saja", None)],
)
def test_a_reason_is_named_in_words(words: str, code: str | None) -> None:
    assert code_in(words, dict.fromkeys(("suku-cadang", "cuaca", "izin"))) == code


@given(st.text(max_size=300))
def test_no_text_is_too_much(text: str) -> None:
    """What is understood begins with a word of the table, and what is kept of it was there."""
    said = TABLE.said(text)
    if said is not None:
        assert said.verb in UNIT_MOVES
        assert all(line.strip() in text for line in said.words.splitlines())
