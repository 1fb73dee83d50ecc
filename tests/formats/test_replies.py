"""What a person wrote of a mail's text: nothing of what it answers, nothing lost of what is theirs."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aduan_cli.errors import UsageError
from aduan_cli.formats.replies import check_at_hand, reply_in

pytest.importorskip("mailparser_reply", reason="the extra [mail] is not installed")
QUOTED = (
    "\n\nPada Sen, 23 Nov 2026 pukul 13.40 Call Center <desk@example.go.id> menulis:\n\n> Yth. DLH,\n> selesai: tidak\n"
)


def test_words_alone_stay_as_they_are() -> None:
    assert reply_in("Selesai: diangkut\nRegu 3, pukul 14.00") == "Selesai: diangkut\nRegu 3, pukul 14.00"


@pytest.mark.parametrize("text", ["", " \n\t\n", QUOTED, "> selesai\n> sudah\n", "\n-- \nBudi\n"])
def test_where_nobody_wrote_anything_nothing_was_said(text: str) -> None:
    """`selesai` in what is answered must not resolve a call."""
    assert reply_in(text) == ""


def test_what_is_written_between_quoted_lines_is_theirs() -> None:
    assert reply_in("> Apakah sudah?\nSelesai: diangkut\n> Terima kasih\n") == "Selesai: diangkut"


@pytest.mark.parametrize(
    "separator",
    [
        "-----Pesan Asli-----",
        "---------- Pesan Terusan ----------",
        "---------- Forwarded message ---------",
        "-- pesan asli --",
    ],
)
def test_what_was_passed_on_is_not_what_was_said(separator: str) -> None:
    assert reply_in(f"Diterima\n\n{separator}\nDari: x\nselesai: sudah\n") == "Diterima"


def test_of_a_mail_that_only_passes_on_its_words_are_looked_at() -> None:
    """Above the line is nothing: what stands below is all that there is."""
    assert "selesai" in reply_in("-----Pesan Asli-----\nselesai: sudah diangkut\n")


@pytest.mark.parametrize(
    "below",
    [
        "Hormat kami,\nBudi", "Salam,\nBudi", "Salam\nBudi", "Wassalam\nBudi", "Terima kasih.\nBudi", "Trims\nBudi",
        "Atas perhatiannya diucapkan terima kasih\nBudi", "Demikian disampaikan\nBudi", "Dikirim dari Galaxy saya",
        "Dapatkan Outlook untuk Android", "Terkirim dari ponsel",
    ],
)  # fmt: skip
def test_how_a_mail_ends_is_no_part_of_what_it_says(below: str) -> None:
    assert reply_in(f"Selesai: diangkut\n\n{below}\n") == "Selesai: diangkut"


@pytest.mark.parametrize(
    "text",
    [
        "Terima kasih atas laporannya, sudah kami tangani",
        "Salam untuk pelapor: sudah selesai",
        "Rahasia umum bahwa selokan itu mampet",
        "Dari pagi regu sudah di lokasi",
        "Tanggal 24 regu kembali",
    ],
)
def test_a_sentence_that_begins_like_an_end_is_one(text: str) -> None:
    assert reply_in(text) == text


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.sampled_from(["regu berangkat", "sudah diangkut", "tiang 12", "besok lagi"]), min_size=1, max_size=6)
)
def test_every_line_of_theirs_is_kept_in_its_order_whatever_is_quoted_below(lines: list[str]) -> None:
    assert reply_in("Selesai: " + "\n".join(lines) + QUOTED) == "Selesai: " + "\n".join(lines)


def test_lines_are_one_blank_apart_and_paragraphs_one_line() -> None:
    assert reply_in("Selesai:   diangkut\t kemarin\n\n\n\nRegu 3") == "Selesai: diangkut kemarin\n\nRegu 3"


def test_a_long_line_is_broken_between_words_and_none_is_lost() -> None:
    text = "Selesai: " + " ".join(f"kata{n}" for n in range(300))
    found = reply_in(text)
    assert found.split() == text.split()
    assert max(map(len, found.split("\n"))) <= 400


def test_where_the_library_lacks_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    check_at_hand()
    monkeypatch.setitem(sys.modules, "mailparser_reply", None)
    with pytest.raises(UsageError, match="pip install mail-parser-reply brings it"):
        check_at_hand()
