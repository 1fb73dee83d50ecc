"""Files of moves, record by record: what each says, or why it says nothing; and as what the quarantine keeps it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aduan_cli.complaint.incoming import Incoming
from aduan_cli.complaint.unit_words import MoveWords
from aduan_cli.errors import UsageError
from aduan_cli.formats.moves import COLUMNS, MoveFile, Moves

MOVES = Moves(MoveWords({}))
ROW = {"ticket": "UJI-261123-0001-6", "verb": "selesai", "unit": "dlh", "words": "diangkut", "id": "7"}


def said(**more: object) -> Incoming:
    """Return what a record says."""
    return MOVES.record({**ROW, **more}, "m.csv:1")[0]


def read(path: Path, text: str | bytes, moves: Moves = MOVES) -> list[tuple[Incoming, bytes]]:
    """Return the records of a file."""
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    file = MoveFile(str(path), moves, None, lambda _sentence: None)
    try:
        return list(file.records())
    finally:
        file.close()


def test_each_column_has_an_english_and_an_indonesian_name() -> None:
    for names in COLUMNS.values():
        for name in names:
            found = MOVES.record({"tiket": "T", "tindakan": "ack", name.upper(): "x"}, "m.csv:1")[0]
            assert found.via == "file"
    assert (said().verb, said().words, said().by) == ("resolve", "diangkut", None)
    assert said(OLEH="Budi").by == "Budi"


def test_an_id_tells_who_said_it_and_the_rest_what_was_said() -> None:
    """The same record has the same key; another one under its id has only the first part of it."""
    key = said().key
    assert said().key == key
    assert said(words="lain").key != key
    assert said(words="lain").key.partition(".")[0] == key.partition(".")[0]
    assert said(unit="bpbd").key.partition(".")[0] != key.partition(".")[0]


def test_without_an_id_the_record_itself_tells() -> None:
    assert said(id="").key == said(id=None).key
    assert said(id="").key != said(id="", words="lain").key
    assert "." not in said(id="").key


@given(st.permutations(list(ROW)))
def test_the_order_of_columns_tells_nothing(names: list[str]) -> None:
    assert MOVES.record({name: ROW[name] for name in names}, "m.csv:1")[0] == said()


def test_whose_file_it_is_stands_for_the_column() -> None:
    mine = Moves(MoveWords({}), "dlh")
    row = {name: value for name, value in ROW.items() if name != "unit"}
    assert mine.record(row, "m.csv:1")[0].unit == "dlh"
    assert mine.record(ROW, "m.csv:1")[0].wrong is None
    other = mine.record({**ROW, "unit": "bpbd"}, "m.csv:1")[0]
    assert other.wrong == "it is of bpbd, and the file is of dlh"


def test_a_reason_is_a_code_of_a_hold_and_words_of_a_return() -> None:
    hold = said(verb="tunda", reason="cuaca", words="hujan", until="besok", to="")
    assert (hold.code, hold.words, hold.until, hold.to) == ("cuaca", "hujan", "besok", ())
    back = said(verb="return", reason="bukan kami", words="", to="Dishub")
    assert (back.code, back.words, back.to) == (None, "bukan kami", ("Dishub",))


def test_what_cannot_be_taken_is_kept_as_it_came_and_read_again() -> None:
    record = {"ticket": "x", "lain": "é\n=1+1", "verb": "??"}
    first, kept = MOVES.record(record, "m.csv:1")
    again, _same = MOVES.kept(kept, "x.json")
    assert json.loads(kept) == record
    assert again == first._replace(source="x.json")


@pytest.mark.parametrize("data", [b"", b"[]", b"{", b'"x"', b"\xff\xfe", b'{"_cells": ["a", "b"]}'])
def test_what_was_mended_badly_says_so(data: bytes) -> None:
    found, kept = MOVES.kept(data, "x.json")
    assert found.wrong
    assert json.loads(kept)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_any_delimiter_mark_and_encoding_of_a_sheet_is_read(tmp_path: Path, delimiter: str) -> None:
    text = delimiter.join(ROW) + "\r\n" + delimiter.join([*list(ROW.values())[:3], "lampu é", "7"]) + "\r\n"
    for encoded in (text.encode(), b"\xef\xbb\xbf" + text.encode(), text.encode("cp1252")):
        ((found, _kept),) = read(tmp_path / "m.csv", encoded)
        assert (found.verb, found.words) == ("resolve", "lampu é")


def test_a_quote_that_is_never_closed_costs_its_own_line(tmp_path: Path) -> None:
    rows = 'ticket,verb,unit\nT1,ack,"dlh\nT2,ack,dlh\n'
    first, second = read(tmp_path / "m.csv", rows)
    assert first[0].wrong == "a quote is not closed; a second one at the end of its cell would be right"
    assert json.loads(first[1])["_cells"][0] == "T1"
    assert (second[0].tickets, second[0].wrong) == (("T2",), None)


def test_jsonl_is_read_line_by_line(tmp_path: Path) -> None:
    lines = [json.dumps(ROW), "{bad", "", json.dumps({"ticket": "T", "verb": 1})]
    found = read(tmp_path / "m.jsonl", "\n".join(lines) + "\n")
    assert [one.source for one, _kept in found] == ["m.jsonl:1", "m.jsonl:2", "m.jsonl:3"]
    assert [one.wrong is None for one, _kept in found] == [True, False, False]
    assert str(found[1][0].wrong).startswith("no JSON from character")


def test_a_file_without_the_columns_is_none(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no column verb; the columns of a file of moves are ticket, verb"):
        read(tmp_path / "m.csv", "ticket,unit\nT,dlh\n")


CELL = st.text(st.characters(codec="utf-8", exclude_characters="\r\n\0\x1a"), max_size=12)


@given(st.lists(st.lists(CELL, min_size=3, max_size=3), max_size=6))
@settings(max_examples=30, deadline=None)
def test_no_record_is_lost(tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]) -> None:
    """Each line that says anything is a record, and none is two."""
    import csv
    import io

    text = io.StringIO()
    csv.writer(text).writerows([["ticket", "verb", "unit"], *rows])
    found = read(tmp_path_factory.mktemp("moves") / "m.csv", text.getvalue())
    assert len(found) == sum(any(cell.strip() for cell in row) for row in rows)
    assert all(one.verb is None or one.wrong is None or one.tickets for one, _kept in found)
