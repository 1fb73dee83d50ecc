"""Answers as an officer reads them out."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.render.directory import write_answers
from screens import screen, written

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=120)


def answer(**given: Any) -> dict[str, Any]:
    """Return an answer with nothing behind it but what is given."""
    nothing = {"title": "Jam buka", "unit": None, "text": "Buka pukul 08.00.", "contacts": [], "hours": None}
    return {**nothing, "source": None, "valid_until": None, **given}


def told(*rows: dict[str, Any], numbered: bool = False, capsys: pytest.CaptureFixture[str]) -> list[str]:
    write_answers(rows, numbered)
    return capsys.readouterr().out.splitlines()


def test_an_answer_is_its_title_and_its_text(capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing stands behind one of which nothing more is known."""
    assert told(answer(), capsys=capsys) == ["Jam buka", "Buka pukul 08.00."]


def test_what_stands_behind_it_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    """The unit beside the title; contacts, hours, source and how long it holds below the text."""
    full = answer(
        unit="dlh", contacts=["1500444", "021-889"], hours="08-16", source="Perda 4", valid_until="2027-01-31"
    )
    assert told(full, capsys=capsys) == [
        "Jam buka (dlh)",
        "Buka pukul 08.00.",
        "1500444, 021-889 · 08-16 · source: Perda 4 · valid until 2027-01-31",
    ]


def test_what_the_text_says_already_is_not_said_again(capsys: pytest.CaptureFixture[str]) -> None:
    """A number or hours that the text names would only be read out twice."""
    said = answer(text="Telepon 1500444, buka 08-16.", contacts=["1500444", "021-889"], hours="08-16")
    assert told(said, capsys=capsys)[2:] == ["021-889"]
    assert told(answer(text="Telepon 1500444.", contacts=["1500444"]), capsys=capsys) == [
        "Jam buka",
        "Telepon 1500444.",
    ]


def test_several_are_numbered_to_be_chosen_by_it(capsys: pytest.CaptureFixture[str]) -> None:
    """What belongs to an answer stands further in than its number."""
    lines = told(answer(), answer(title="Lain", text="satu\ndua"), numbered=True, capsys=capsys)
    assert lines == ["1  Jam buka", "   Buka pukul 08.00.", "2  Lain", "   satu", "   dua"]


@given(TEXTS, TEXTS, st.lists(TEXTS, max_size=2), st.integers(30, 120), st.booleans())
def test_whatever_an_answer_holds_nothing_reaches_the_terminal_unescaped(
    title: str, text: str, contacts: list[str], columns: int, numbered: bool
) -> None:
    """No control character but line ends, and what is below the title fits the terminal and keeps all its words."""
    with screen(columns) as out, pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdout", out)
        write_answers([answer(title=title.replace("\n", " "), text=text, contacts=contacts)], numbered)
    shown = out.getvalue()
    assert not [sign for sign in shown if unicodedata.category(sign) == "Cc" and sign != "\n"]
    first, _mark, below = shown.partition("\n")
    assert not first.startswith(" ") or title.startswith((" ", "\n")) or not title.strip()
    if below:
        written(columns, below)


def test_a_terminal_too_narrow_to_fold_gets_the_lines_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    """Below twenty columns the terminal breaks better than we do; no word is cut."""
    with screen(12) as out, pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdout", out)
        write_answers([answer(text="Bawa KTP dan kartu keluarga ke kantor kecamatan")], False)
    assert out.getvalue().splitlines()[1] == "Bawa KTP dan kartu keluarga ke kantor kecamatan"


def test_a_title_is_coloured_only_where_there_are_colours() -> None:
    """Bold is its only colour; without it the words are the same."""
    shown = {}
    for colours in (True, False):
        with screen(80, colours) as out, pytest.MonkeyPatch.context() as patch:
            patch.setattr("sys.stdout", out)
            write_answers([answer()], True)
        shown[colours] = out.getvalue()
    assert shown[True].startswith("1  \x1b[1mJam buka\x1b[0m\n")
    assert shown[True].replace("\x1b[1m", "").replace("\x1b[0m", "") == shown[False]
