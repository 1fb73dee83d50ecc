"""What a unit means by what it writes back: a move for sure, or nothing at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.complaint.moves import LIFE
from aduan_cli.complaint.unit_words import WORDS, MoveWords, UnitReply, code_in
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
    said = TABLE.parse(text)
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
    assert TABLE.parse(text) is None


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
    assert TABLE.parse(text) == UnitReply("hold", words, until)


def test_what_is_given_back_names_to_whom_the_longest_first() -> None:
    said = TABLE.parse("Bukan wewenang kami, ke Dinas Perhubungan saja.")
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
    said = mine.parse("rampung: aspal baru")
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
    said = TABLE.parse(text)
    if said is not None:
        assert said.verb in UNIT_MOVES
        assert all(line.strip() in text for line in said.words.splitlines())


# -- whatever a unit writes

PHRASES = [(verb, phrase) for verb, phrases in WORDS.items() for phrase in phrases]
WRITTEN = st.sampled_from(PHRASES).flatmap(
    lambda one: st.tuples(st.just(one), st.sampled_from([one[1], one[1].upper(), one[1].title(), f"  {one[1]}"]))
)
REST = st.text("abc xyz0129-/", max_size=20)


@given(WRITTEN, REST, st.sampled_from([": ", ":", " : ", "："]))
def test_with_a_colon_a_word_of_the_table_is_sure_whatever_follows(
    written: tuple[tuple[str, str], str], rest: str, colon: str
) -> None:
    """`selesai: belum semua` is what the unit says, for it says so; what follows is kept as it was written."""
    (verb, _phrase), said_ = written
    said = TABLE.parse(f"{said_}{colon}belum {rest}?")
    assert said is not None
    assert said.verb == verb
    if verb not in ("return", "hold"):
        assert said.words == f"belum {rest}?"


@given(WRITTEN, st.sampled_from(["", "!", ".", " Pak", ", regu 3", "\nFoto terlampir"]))
def test_a_word_of_the_table_alone_is_understood_however_it_is_written(
    written: tuple[tuple[str, str], str], more: str
) -> None:
    (verb, _phrase), said_ = written
    said = TABLE.parse(said_ + more)
    assert said is not None
    assert said.verb == verb


@given(st.sampled_from(PHRASES), st.sampled_from(PHRASES), st.sampled_from([", ", ". ", " dan ", "; ", "\n"]))
def test_who_says_two_things_is_understood_only_where_the_second_says_more_of_the_first(
    first: tuple[str, str], second: tuple[str, str], between: str
) -> None:
    """What is given back or on hold says its reason in any words; all else must be one thing."""
    said = TABLE.parse(f"{first[1]}{between}{second[1]}")
    both = {first[0], second[0]}
    if first[0] in ("return", "hold"):
        assert said is None or said.verb == first[0]
        assert (said is None) == (between == "\n" and len(both) == 2 and both != {"start", "ack"})
    elif len(both) == 1 or (first[0], second[0]) == ("start", "ack"):
        assert said is not None
        assert said.verb == first[0]
    else:  # "selesai, dikerjakan" is "selesai dikerjakan".
        assert said is None or (said.verb, f"{first[1]} {second[1]}") in PHRASES


@given(st.text(max_size=120))
def test_what_is_understood_of_any_text_is_a_move_with_words_of_the_text(text: str) -> None:
    said = TABLE.parse(text)
    if said is None:
        return
    assert said.verb in UNIT_MOVES
    for line in said.words.split("\n"):
        assert line.strip() in text
    assert said.until is None or said.verb == "hold"
    assert not said.to or said.verb == "return"


@pytest.mark.parametrize(
    ("text", "to"),
    [
        ("dikembalikan ke DLH", ("DLH",)),
        (
            "bukan wewenang kami, ke Dinas Bina Marga saja",
            ("Dinas Bina Marga saja", "Dinas Bina Marga", "Dinas Bina", "Dinas"),
        ),
        ("ditolak: dari kami ke kecamatan; kirim ke BPBD", ("BPBD", "kecamatan")),
        ("ditolak", ()),
        ("not ours\nplease send to DLH.", ("DLH",)),
        ("dikembalikan ke a b c d e f g h", tuple(" ".join("abcdefg"[:count]) for count in range(7, 0, -1))),
    ],
)
def test_to_whom_it_should_go_is_tried_from_the_end(text: str, to: tuple[str, ...]) -> None:
    """The last place that is named counts first, and of its words the most."""
    said = TABLE.parse(text)
    assert said is not None
    assert said.to == to


def test_a_greeting_is_passed_over_and_no_sentence_that_begins_like_one() -> None:
    assert TABLE.parse("Selamat pagi Bapak/Ibu\n\nHalo\nselesai") == UnitReply("resolve", "")
    assert TABLE.parse("Selamat pagi, kami mau tanya dulu apakah lampu yang ini\nselesai") is None
    assert TABLE.parse("Selamat pagi\n\n") is None
    assert TABLE.parse("Yth. Diterima") is None
