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
