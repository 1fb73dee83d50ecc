"""Foreign files as a stream of records: encodings, dialects, damage."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.errors import NotFoundError, UsageError
from aduan_cli.formats.reader import Broken, FileReader

WANTED = ["text", "kind"]


def read(path: Path, encoding: str | None = None) -> tuple[FileReader, list[Any], list[str]]:
    """Return the source, its records and what it said."""
    said: list[str] = []
    source = FileReader(str(path), encoding, WANTED, said.append)
    records = list(source.records())
    source.close()
    return source, records, said


def written(folder: Path, data: bytes | str, name: str = "a.csv") -> Path:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_every_dialect_that_a_spreadsheet_writes_is_read(tmp_path: Path, delimiter: str, ending: str) -> None:
    """Delimiter and line ends are found out; quoted line breaks, delimiters and quotes stay what they are."""
    lines = ["text,kind", '"a, ""b""; c|d\te",x', "plain,y"]
    data = ending.join(line.replace(",", delimiter, 1) if number != 1 else f'"a, ""b""; c|d\te"{delimiter}x'
                       for number, line in enumerate(lines)) + ending  # fmt: skip
    _source, records, _said = read(written(tmp_path, data))
    assert records == [['a, "b"; c|d\te', "x"], ["plain", "y"]]


def test_line_breaks_inside_quotes_stay(tmp_path: Path) -> None:
    """A quoted cell keeps its line breaks, and an empty line is no record."""
    _source, records, _said = read(written(tmp_path, 'text,kind\r\n"one\r\ntwo",x\r\n\r\nthree,y\r\n'))
    assert records == [["one\r\ntwo", "x"], ["three", "y"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_is_found_by_its_mark(tmp_path: Path, encoding: str) -> None:
    """UTF-8 with and without a mark, and UTF-16 with one, need no option."""
    mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(encoding, b"")
    source, records, said = read(written(tmp_path, mark + "text,kind\ncafé “x”,\n".encode(encoding)))
    assert source.columns == ["text", "kind"]
    assert records == [["café “x”", ""]]
    assert said == []


def test_what_is_not_utf8_is_cp1252_and_that_is_said_once(tmp_path: Path) -> None:
    """A file of an old spreadsheet is read right, however late its first odd byte comes."""
    data = b"text,kind\n" + b"plain,x\n" * 50_000 + "café “x” –,y\nné,z\n".encode("cp1252") + b"\x81,u\n"
    _source, records, said = read(written(tmp_path, data))
    assert records[-3:] == [["café “x” –", "y"], ["né", "z"], ["\x81", "u"]]
    assert len(said) == 1
    assert "cp1252" in said[0]


def test_a_given_encoding_wins_and_what_it_does_not_know_is_shown(tmp_path: Path) -> None:
    """`--encoding` is obeyed, and no byte is lost where it is wrong."""
    path = written(tmp_path, b"text,kind\ncaf\xe9,x\n")
    assert read(path, "latin-1")[1] == [["café", "x"]]
    _source, records, said = read(path, "ascii")
    assert records == [["caf\\xe9", "x"]]
    assert len(said) == 1
    with pytest.raises(UsageError, match="unknown encoding 'utf-99'"):
        read(path, "utf-99")


def test_packed_files_are_read_by_their_first_bytes(tmp_path: Path) -> None:
    """A gzip file needs no ending to be known."""
    assert read(written(tmp_path, gzip.compress(b"text\nabc\n")))[1] == [["abc"]]


def test_a_packed_file_that_breaks_off_gives_its_records_first(tmp_path: Path) -> None:
    """Damage is told after what could be read was read."""
    whole = b"text\n" + b"".join(b"%s\n" % os.urandom(12).hex().encode() for _ in range(20_000))
    source = FileReader(str(written(tmp_path, gzip.compress(whole)[:-9_000])), None, WANTED, lambda _said: None)
    seen: list[object] = []
    with pytest.raises(UsageError, match="can't be read to its end"):
        seen.extend(source.records())
    source.close()
    assert len(seen) > 10_000


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "the file is empty"),
        (b"\n \n", "the file is empty"),
        (b"PK\x03\x04 and more", "a workbook or an archive"),
        (b"\x89PNG\r\n\x1a\n", "no text file"),
        (bytes(range(256)) * 20, "no text file"),
        ("text\nabc\n".encode("utf-16-le") * 9, "no text file"),
        (b'[\n{"text": "a"}\n]', "one JSON list"),
    ],
)
def test_what_is_no_table_of_calls_is_refused_in_one_sentence(tmp_path: Path, data: bytes, sentence: str) -> None:
    """Empty, binary and foreign files end with a usage error, not a traceback."""
    with pytest.raises(UsageError, match=sentence):
        read(written(tmp_path, data))


def test_a_folder_and_a_missing_file_are_told_apart(tmp_path: Path) -> None:
    """One is a slip of usage, the other is not found."""
    with pytest.raises(UsageError, match="is a folder"):
        read(tmp_path)
    with pytest.raises(NotFoundError, match="no such file"):
        read(tmp_path / "no.csv")


def test_nul_characters_are_kept_visibly(tmp_path: Path) -> None:
    """A NUL in a text neither ends it nor the import, on any Python."""
    _source, records, said = read(written(tmp_path, b"text,kind\na\0b,x\n"))
    assert records == [["a␀b", "x"]]
    assert len(said) == 1


@pytest.mark.parametrize("rest", ["", "\n"])
def test_a_quote_that_is_never_closed_costs_its_own_line(tmp_path: Path, rest: str) -> None:
    """The rows below a stray quote are records, not part of one giant cell."""
    _source, records, _said = read(written(tmp_path, 'text,kind\nfirst,x\n"second,y\nthird,z\n"a ""b""",w' + rest))
    assert records[0] == ["first", "x"]
    assert isinstance(records[1], Broken)
    assert "second,y" in records[1].cells[0]
    assert records[2:] == [["third", "z"], ['a "b"', "w"]]


def test_a_text_of_ten_million_characters_is_read(tmp_path: Path) -> None:
    """The csv module's own limit of 128 kB does not count here."""
    long = "sampah " * 1_450_000
    assert read(written(tmp_path, f'text,kind\n"{long}",x\n'))[1] == [[long, "x"]]


def test_json_lines_are_records_and_what_is_none_is_kept_whole(tmp_path: Path) -> None:
    """A bad line is one broken record with its text; empty lines are none."""
    lines = ['{"text": "a"}', "", "{bad", "[1]", '{"text": NaN}', '{"a":' * 9000]
    source, records, _said = read(written(tmp_path, "\n".join(lines), "a.jsonl"))
    assert source.jsonl
    assert records[0] == {"text": "a"}
    assert [record.cells for record in records[1:]] == [["{bad"], ["[1]"], ['{"text": NaN}'], ['{"a":' * 9000]]


def test_an_empty_jsonl_file_has_no_records(tmp_path: Path) -> None:
    """The export of an empty desk is an empty file, and comes back as nothing."""
    assert read(written(tmp_path, b"", "a.jsonl"))[1] == []


def test_the_line_that_a_spreadsheet_puts_before_the_header_is_understood(tmp_path: Path) -> None:
    """`sep=;` names the delimiter and is no header."""
    source, records, _said = read(written(tmp_path, "sep=;\ntext;kind\na,b;c\n"))
    assert source.columns == ["text", "kind"]
    assert records == [["a,b", "c"]]


cells = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)


@given(st.lists(st.lists(cells, min_size=2, max_size=2), max_size=8), st.sampled_from([",", ";", "\t", "|"]))
def test_whatever_the_csv_module_writes_comes_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], delimiter: str
) -> None:
    """Cells of any characters survive writing and reading."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows([["text", "kind"], *rows])
    path = written(tmp_path_factory.mktemp("csv"), text.getvalue())
    assert read(path)[1] == rows


@pytest.mark.skipif("ADUAN_TEST_DATA" not in os.environ, reason="ADUAN_TEST_DATA names no folder of test data")
def test_the_csv_spectrum_is_read_as_its_json_says() -> None:
    """Every file of the public set of CSV edge cases gives the records of its JSON twin."""
    folder = Path(os.environ["ADUAN_TEST_DATA"]) / "robust" / "csv-spectrum"
    seen = 0
    for path in sorted((folder / "csvs").glob("*.csv")):
        expected = json.loads((folder / "json" / f"{path.stem}.json").read_text(encoding="utf-8"))
        if path.stem == "location_coordinates":  # wrong in the set itself
            continue
        source, records, _said = read(path)
        assert [dict(zip(source.columns, record, strict=True)) for record in records] == expected, path.stem
        seen += 1
    assert seen >= 10


WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12)
ROWS = st.lists(st.tuples(WORDS, st.text("ab ", max_size=3)), min_size=1, max_size=6)
"""Records without control characters: what their encodings are about is the letters."""


def table(rows: list[tuple[str, str]]) -> str:
    """Return rows below a head, as a spreadsheet saves them."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows([WANTED, *rows])
    return out.getvalue()


@given(rows=ROWS, encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]))
def test_in_every_encoding_that_can_say_it_a_text_is_the_same(
    rows: list[tuple[str, str]], encoding: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Found by its mark, or said with `--encoding`; nothing is told of it."""
    path = written(tmp_path_factory.mktemp("a"), table(rows).encode(encoding))
    _source, records, said = read(path, encoding if encoding.startswith("utf-16-") else None)
    assert records == [list(row) for row in rows]
    assert said == []


@given(rows=ROWS, at=st.integers(0, 200), bad=st.sampled_from([b"\xff", b"\xe9", b"\xc3", b"\x81", b"\xf0\x9f\x98"]))
def test_bytes_that_are_no_utf_8_cost_nothing_around_them(
    rows: list[tuple[str, str]], at: int, bad: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Wherever they stand below the head: as many records, all other letters, and one sentence."""
    head, data = table([]).encode(), table(rows).encode()[len(table([]).encode()) :]
    line_ends = [n for n in range(len(data)) if data[n : n + 1].isascii() and (data[:n] + b"x" + data[n:]).isascii()]
    place = line_ends[at % len(line_ends)] if line_ends else 0
    path = written(tmp_path_factory.mktemp("a"), head + data[:place] + bad + data[place:])
    _source, records, said = read(path)
    assert len(records) == len(rows) + (place and data[place - 1 : place] == b"\r")
    assert [sentence.split(":")[0] for sentence in said] == ["a.csv"]
    assert "what isn't is read as cp1252" in said[0]
    letters = "".join(text + kind for text, kind in rows)
    there = "".join(cell for record in records for cell in getattr(record, "cells", record))
    assert len(there) - len(letters) in range(5)


@given(data=st.binary(max_size=200))
def test_no_bytes_do_more_than_a_usage_error(data: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Whatever a file holds: records, something broken with its reason, or a sentence that names the file."""
    path = written(tmp_path_factory.mktemp("a"), b"text,kind\n" + data)
    try:
        _source, records, _said = read(path)
    except UsageError as error:
        assert str(error).startswith(str(path))  # noqa: PT017
    else:
        assert all(isinstance(record, list) or record.reason for record in records)


@given(rows=ROWS, kept=st.integers(1, 400))
def test_a_packed_file_that_was_cut_off_anywhere_gives_what_came_before(
    rows: list[tuple[str, str]], kept: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Then it says that the file is not whole; no record is made of what is missing."""
    packed = gzip.compress(table(rows).encode())
    path = written(tmp_path_factory.mktemp("a"), packed[: min(kept, len(packed) - 1)], "a.csv.gz")
    found: list[Any] = []
    with pytest.raises(UsageError, match=r"a\.csv\.gz"):
        found.extend(FileReader(str(path), None, WANTED, lambda _said: None).records())
    whole = [list(row) for row in rows]
    assert all(record in whole for record in found if isinstance(record, list))


@given(rows=ROWS)
def test_rows_are_counted_as_a_spreadsheet_counts_them(
    rows: list[tuple[str, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The head is one, and so are titles and empty rows."""
    text = "REKAP\r\n\r\n" + table(rows).replace("\r\n", "\r\n,\r\n", 1)
    source = FileReader(str(written(tmp_path_factory.mktemp("a"), text)), None, WANTED, lambda _said: None, WANTED)
    counted = [source.sheet_row for _record in source.records()]
    source.close()
    assert counted == list(range(4, 5 + len(rows)))
    assert source.titles == ["REKAP"]
