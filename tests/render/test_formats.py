"""One call, many formats: each has the columns that were chosen, and the same of each call."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.fields import COLUMNS, MORE_COLUMNS
from aduan_cli.render.cells import from_tsv_cell
from aduan_cli.render.formats import write_records
from aduan_cli.render.records import as_record, flat, value_of
from any_complaint import complaints
from reports import JAKARTA, MIDNIGHT

FORMATS = ("json", "jsonl", "csv", "tsv", "excel", "table", "md")
CHOSEN = st.lists(st.sampled_from([*COLUMNS, *MORE_COLUMNS]), min_size=1, max_size=5, unique=True)


def printed(made: list[Complaint], format_: str, **more: Any) -> str:
    """Return what is printed of calls."""
    stream = io.StringIO(newline="")
    count = write_records(made, format_, JAKARTA, stream=stream, now=MIDNIGHT, **more)
    assert count == len(made)
    return stream.getvalue()


@settings(max_examples=25)
@given(st.lists(complaints(), min_size=1, max_size=3), CHOSEN)
def test_each_format_of_data_has_the_chosen_columns_and_the_same_values(
    made: list[Complaint], columns: list[str]
) -> None:
    records = [as_record(one, JAKARTA, MIDNIGHT) for one in made]
    wanted = [{name: value_of(record, name) for name in columns} for record in records]
    assert json.loads(printed(made, "json", columns=columns)) == wanted
    lines = printed(made, "jsonl", columns=columns).removesuffix("\n").split("\n")
    assert [json.loads(line) for line in lines] == wanted
    head, *rows = [line.split("\t") for line in printed(made, "tsv", columns=columns).removesuffix("\n").split("\n")]
    assert head == columns
    assert [[from_tsv_cell(cell) for cell in row] for row in rows] == [
        [flat(row[name]) for name in columns] for row in wanted
    ]
    table = list(csv.reader(io.StringIO(printed(made, "csv", columns=columns), newline="")))
    assert table[0] == columns
    assert len(table) == 1 + len(made)


@pytest.mark.parametrize("format_", FORMATS)
def test_columns_of_all_formats_are_those_chosen_in_their_order(format_: str) -> None:
    text = printed([Complaint(ticket="UJI-261123-0001-6", text="sampah")], format_, columns=("text", "ticket"))
    assert text.index("sampah") < text.index("UJI-261123-0001-6")
    assert "reported_at" not in text


@pytest.mark.parametrize("format_", FORMATS)
def test_where_nothing_was_found_data_say_so_and_people_see_nothing(format_: str) -> None:
    """A program reads an empty list, a spreadsheet a head; for a person a sentence stands on stderr."""
    text = printed([], format_)
    assert (text == "") is (format_ in ("table", "md", "jsonl"))
    assert text == "[]\n" or format_ != "json"


@pytest.mark.parametrize("format_", FORMATS[:5])
def test_calls_are_printed_as_they_come_and_none_is_waited_for(format_: str) -> None:
    """The store is asked for one after the other: ten thousand calls aren't held at once."""
    seen: list[int] = []
    stream = io.StringIO(newline="")

    def coming() -> Iterator[Complaint]:
        for number in range(400):
            seen.append(len(stream.getvalue()))
            yield Complaint(ticket=f"UJI-261123-{number:04}-0", text="sampah " * 40)

    assert write_records(coming(), format_, JAKARTA, stream=stream, now=MIDNIGHT) == 400
    assert max(seen) > 0


@pytest.mark.parametrize("format_", FORMATS)
def test_a_caller_is_masked_in_every_format_unless_that_is_asked_for(format_: str) -> None:
    one = Complaint(ticket="UJI-261123-0001-6", caller_phone="+6281255500101", caller_address="Jl. Rahasia 9")
    columns = ("ticket", "caller.phone", "caller.address")
    assert "5550010" not in printed([one], format_, columns=columns)
    assert "Rahasia" not in printed([one], format_, columns=columns)
    assert "81255500101" in printed([one], format_, columns=columns, reveal=True)


def test_one_alone_is_an_object_and_of_several_an_array() -> None:
    one = Complaint(ticket="UJI-261123-0001-6")
    assert json.loads(printed([one], "json", one=True))["ticket"] == one.ticket
    assert [row["ticket"] for row in json.loads(printed([one], "json"))] == [one.ticket]
    assert json.loads(printed([one], "json", one=True, columns=("ticket",))) == {"ticket": one.ticket}


def test_the_citys_words_stand_in_what_people_read_and_not_in_data() -> None:
    one = Complaint(ticket="UJI-261123-0001-6", kecamatan="Timur")
    heads = {"kecamatan": "district"}
    for format_ in FORMATS:
        text = printed([one], format_, columns=("kecamatan",), heads=heads)
        assert ("district" in text) is (format_ in ("table", "md", "excel")), format_
        assert ("kecamatan" in text) is (format_ not in ("table", "md", "excel")), format_


def test_what_is_late_is_late_at_the_time_that_is_given() -> None:
    one = Complaint(ticket="UJI-261123-0001-6", status="routed", unit="dlh", due_at=MIDNIGHT)
    stream = io.StringIO()
    for now, late in ((MIDNIGHT - 1, False), (MIDNIGHT + 1, True)):
        stream.truncate(0)
        stream.seek(0)
        write_records([one], "jsonl", JAKARTA, stream=stream, now=now, columns=("late",))
        assert json.loads(stream.getvalue()) == {"late": late}
