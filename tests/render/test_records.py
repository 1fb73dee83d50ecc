"""Complaints as JSON, JSON lines, CSV and TSV."""

from __future__ import annotations

import csv
import io
import json
import sys
import tracemalloc
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.fields import CALLER_FIELDS, COLUMNS, COMPLAINT_FIELDS
from aduan_cli.desk_time import Zone
from aduan_cli.render.cells import from_tsv_cell
from aduan_cli.render.formats import write_records
from aduan_cli.render.records import as_record
from aduan_cli.spreadsheet import fuse

JAKARTA = Zone([[-(2**62), 7 * 3600]])
TEXT = st.text(st.characters(exclude_categories=["Cs"])) | st.text(alphabet="'=+-@\t\r\n\"\\,;| a", max_size=8)
SLUG = st.sampled_from(["dlh", "bmsda-pju", "triage"])


@st.composite
def complaints(draw: st.DrawFn) -> Complaint:
    """Generate complaints whose every text may be naughty."""
    texts = (
        "answer", "address", "caller_name", "caller_phone", "caller_address", "key", "source_file", "category", "actor",
    )  # fmt: skip
    return Complaint(
        {name: draw(st.none() | TEXT.filter(bool)) for name in texts},
        ticket=f"UJI-261123-{draw(st.integers(1, 99999)):04d}-{draw(st.integers(0, 9))}",
        text=draw(TEXT),
        support=tuple(draw(st.lists(SLUG, max_size=3))),
        linked=tuple(draw(st.lists(st.just("UJI-261123-0001-2"), max_size=2))),
        fields=draw(st.dictionaries(TEXT, TEXT, max_size=3)),
        answers=draw(st.dictionaries(TEXT, TEXT | st.integers() | st.booleans(), max_size=3)),
        source_row=draw(st.none() | st.integers(1, 10**6)),
        reported_at=draw(st.integers(0, 4 * 10**9)),
        logged_at=draw(st.integers(0, 4 * 10**9)),
    )


def printed(made: list[Complaint], format_: str, **more: Any) -> str:
    """Return what is printed, revealed."""
    stream = io.StringIO(newline="")
    assert write_records(made, format_, JAKARTA, reveal=True, stream=stream, **more) == len(made)
    return stream.getvalue()


def read_back(cells: dict[str, str]) -> dict[str, Any]:
    """Return the record that a row of text cells says, as `import` reads it."""
    record: dict[str, Any] = {}
    for name, cell in cells.items():
        value: Any = cell or None
        if name in ("answers", "fields", "sources", "agreed"):
            value = json.loads(cell) if cell else {}
        elif name in ("support", "linked"):
            value = cell.split(";") if cell else []
        elif name in ("source_row", "version", "incident"):
            value = int(cell) if cell else None
        elif name == "text":
            value = cell
        if name.startswith("caller."):
            record.setdefault("caller", {})[name[7:]] = value
        else:
            record[name] = value
    return record


@given(st.lists(complaints(), max_size=4))
def test_csv_comes_back(made: list[Complaint]) -> None:
    """Whatever callers say, a CSV reader and `fuse` give back every record (NUL as ␀), and no cell is run."""
    rows = list(csv.reader(io.StringIO(printed(made, "csv"), newline="")))
    assert tuple(rows[0]) == COLUMNS
    assert not [cell for row in rows for cell in row if cell.startswith(tuple("=+-@\t\r\n"))]
    found = [read_back(dict(zip(COLUMNS, map(fuse, row), strict=True))) for row in rows[1:]]
    stored = [as_record(complaint, JAKARTA, 0, reveal=True) for complaint in made]
    assert json.dumps(found, ensure_ascii=False).replace("\\u0000", "␀") == json.dumps(
        stored, ensure_ascii=False
    ).replace("\\u0000", "␀")


@given(st.lists(complaints(), max_size=4))
def test_tsv_comes_back(made: list[Complaint]) -> None:
    """Each record is one line of as many fields as the header, and nothing is lost."""
    lines = printed(made, "tsv").removesuffix("\n").split("\n")
    assert tuple(lines[0].split("\t")) == COLUMNS
    found = [read_back(dict(zip(COLUMNS, map(from_tsv_cell, line.split("\t")), strict=True))) for line in lines[1:]]
    assert found == [as_record(complaint, JAKARTA, 0, reveal=True) for complaint in made]


@given(st.lists(complaints(), max_size=4))
def test_json_and_json_lines_come_back(made: list[Complaint]) -> None:
    """JSON is one array, JSON lines one object on each line, fields in the promised order."""
    records = [as_record(complaint, JAKARTA, 0, reveal=True) for complaint in made]
    assert json.loads(printed(made, "json")) == records
    assert [json.loads(line) for line in printed(made, "jsonl").split("\n")[:-1]] == records
    for record in json.loads(printed(made, "json")):
        assert tuple(record) == COMPLAINT_FIELDS
        assert tuple(record["caller"]) == CALLER_FIELDS


def test_nothing_is_an_empty_array_or_a_header_alone() -> None:
    """JSON of nothing is `[]`; CSV and TSV of nothing still name their columns; a table of nothing is nothing."""
    assert printed([], "json") == "[]\n"
    assert printed([], "jsonl") == printed([], "table") == printed([], "md") == ""
    assert printed([], "csv") == ",".join(COLUMNS) + "\n"
    assert printed([], "tsv") == "\t".join(COLUMNS) + "\n"


def test_one_is_an_object() -> None:
    """With `one`, JSON is the object itself."""
    assert json.loads(printed([Complaint()], "json", one=True)) == as_record(Complaint(), JAKARTA, 0)


def test_absent_is_null_and_empty_lists_and_objects_are_there() -> None:
    """An empty complaint has every field: null, `[]` or `{}`."""
    record = as_record(Complaint(), JAKARTA, 0)
    assert record["support"] == record["linked"] == []
    assert record["answers"] == record["fields"] == record["sources"] == {}
    assert record["caller"] == dict.fromkeys(CALLER_FIELDS)
    assert record["unit"] is record["ticket"] is record["source_row"] is None


def test_phone_is_masked_unless_revealed() -> None:
    """The middle of each number is hidden, in every format, unless it is asked for."""
    complaint = Complaint(caller_phone="+6281200000001;119")
    for format_ in ("json", "jsonl", "csv", "tsv", "table", "md"):
        stream = io.StringIO(newline="")
        write_records([complaint], format_, JAKARTA, columns=["caller.phone", "caller"], stream=stream)
        shown = stream.getvalue().replace("\\*", "*")
        assert "81200000001" not in shown
        assert "+6281******001;119" in shown
        assert "+6281200000001;119" in printed([complaint], format_, columns=["caller.phone"])


@pytest.mark.parametrize("format_", ["json", "jsonl", "csv", "tsv"])
def test_memory_does_not_grow_with_the_number(format_: str) -> None:
    """Twenty times the records take no more memory: each is written before the next is asked for."""

    class Nowhere(io.StringIO):
        def write(self, text: str) -> int:
            return len(text)

    def many(count: int) -> Iterator[Complaint]:
        for number in range(count):
            yield Complaint(text=f"panggilan {number} " * 20)

    def peak(count: int) -> int:
        tracemalloc.start()
        assert write_records(many(count), format_, JAKARTA, stream=Nowhere()) == count
        _now, highest = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return highest

    peak(10)
    assert peak(4_000) < peak(200) + 100_000


def test_stdout_takes_utf_8_whatever_the_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a stdout that knows only ASCII, data are UTF-8, and half a surrogate pair is written escaped."""
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="ascii", errors="strict"))
    complaint = Complaint(text="é \udcff")
    write_records([complaint], "jsonl", JAKARTA)
    sys.stdout.flush()
    assert json.loads(raw.getvalue().decode("utf-8"))["text"] == "é \udcff"
