"""The rows of a file: which are calls, which are none, which can't be taken, and that nothing goes on the way."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.complaint.file_record import CALL, EMPTY, NO_CALL, REJECTED
from aduan_cli.formats.reader import JSON_COLUMN
from sheets import GOOD, HEAD, MAP, Sheet, folder, quarantined, row, sheet, table

CELL = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=8) | st.sampled_from(
    ["", "-", "=1+1", "'=x", "'", "\\x1b", "\x1b[2J", "2026-11-20", "TOTAL", "10:00", "a\nb", "\t"]
)
ROWS = st.lists(st.lists(CELL, min_size=1, max_size=len(HEAD) + 2), max_size=4)
OWN_MAP = MAP.replace('key = ["NO"]\n', "own = true\n")


def test_each_row_is_what_it_is_with_the_row_that_it_came_from() -> None:
    """A call, an empty row, the head once more, a total, a numbering of columns, and one that can't be read."""
    numbers = [str(number) for number in range(1, len(HEAD) + 1)]
    found = sheet(table([numbers, GOOD, [""] * 8, HEAD, ["TOTAL", "", "", "", "", "", "", "57"], row(TGL="besok")]))
    assert found.states == [NO_CALL, CALL, EMPTY, NO_CALL, NO_CALL, REJECTED]
    assert [record.origin for record in found.records] == [("log.csv", number) for number in range(1, 7)]
    assert [record.sheet_row for record in found.records] == [2, 3, 4, 5, 6, 7]
    assert "'besok 10:00' can't be read" in found.reasons[0]


def test_a_call_has_what_the_map_names_and_its_identity() -> None:
    """Report, key and what else is kept."""
    (record,) = sheet(table([GOOD])).records
    report = record.report
    assert report is not None
    assert (report.text, report.caller_name, report.caller_phone) == ("sampah menumpuk", "Budi", "+6281200000001")
    assert (report.recorded_unit, report.fields) == ("dlh", {"KET": "pagi"})
    assert record.identity is not None
    assert record.is_numbered
    assert not record.is_mended


def test_a_row_that_lacks_its_last_cells_is_filled_up_and_one_with_more_is_refused() -> None:
    """Empty cells behind are none; words there belong to a column that nobody named."""
    found = sheet(table([list(GOOD[:5]), [*GOOD, "", ""], [*GOOD, "", "lagi"]]))
    assert found.states == [CALL, CALL, REJECTED]
    assert found.reasons == ["10 cells, but 8 columns; quotes around a cell with a delimiter would be right"]
    assert found.records[2].cells == [*GOOD, "", "lagi"]


def test_below_a_head_with_other_columns_nothing_is_taken() -> None:
    """Nobody can say what these cells are, until the first head comes again."""
    other = ["TGL", "JAM", "ISI", "KELUHAN"]
    found = sheet(table([GOOD, other, ["2026-11-20", "10:00", "sampah", "x"], HEAD, GOOD]))
    assert found.states == [CALL, REJECTED, REJECTED, NO_CALL, CALL]
    assert "a head with other columns" in found.reasons[0]
    assert "stands below a head with other columns" in found.reasons[1]


def test_what_stands_above_a_head_dates_nothing_below_it() -> None:
    """With `missing = "previous"` a record without a date is of the day above, but not across pages."""
    text = MAP.replace("[dates]\n", '[dates]\nmissing = "previous"\n')
    found = sheet(table([GOOD, row(TGL="", NO="8"), HEAD, row(TGL="", NO="9")]), text)
    assert found.states == [CALL, CALL, NO_CALL, REJECTED]
    assert found.records[1].cells[1] == "2026-11-20"
    assert "that of the record above it could not be read" in found.reasons[0]


def test_a_refused_row_says_what_it_holds_beyond_doubt() -> None:
    """By which a later row of the same call can be known; and it counts among equals."""
    (record,) = sheet(table([row(TGL="besok")])).records
    assert record.marks == {"text": "sampah menumpuk", "caller_name": "Budi", "caller_phone": "+6281200000001"}
    assert record.identity is not None


def test_signatures_below_a_table_are_no_calls_and_end_with_the_next_call() -> None:
    """Place and date, title, name and NIP, in the columns where they stand."""
    below = [
        ["", "", "", "", "", "Bekasi, 30 November 2026"],
        ["", "", "", "", "", "Kepala Dinas"],
        ["", "", "", "", "", "BUDI SANTOSO"],
        ["", "", "", "", "", "NIP. 19700101 199003 1 001"],
    ]
    found = sheet(table([GOOD, *below, row(NO="8"), ["", "", "", "", "", "Siti Aminah"]]))
    assert found.states[:6] == [CALL, NO_CALL, NO_CALL, NO_CALL, NO_CALL, CALL]
    assert found.states[6] != NO_CALL


@given(ROWS)
def test_every_row_comes_once_in_its_order_whatever_it_holds(rows: list[list[str]]) -> None:
    """No cell is a bug; a row that is refused keeps all that stood in it."""
    written = [cells for cells in rows if len(cells) > 1 or cells[0]]
    found = sheet(table(written))
    assert [record.origin[1] for record in found.records] == list(range(1, len(found.records) + 1))
    assert len(found.records) == len(written)
    for record, cells in zip(found.records, written, strict=True):
        assert record.state in (CALL, REJECTED, EMPTY, NO_CALL)
        if record.state == REJECTED:
            assert record.reason
            assert record.cells[: len(cells)] == cells or not any(map(str.strip, cells[len(HEAD) :]))


@given(ROWS)
def test_what_is_refused_comes_back_from_its_quarantine_as_it_stood(rows: list[list[str]]) -> None:
    """Cells, file and row; whatever a spreadsheet or a terminal would have made of them."""
    found = sheet(table([cells for cells in rows if len(cells) > 1 or cells[0]]))
    refused = [record for record in found.records if record.state == REJECTED]
    if not refused:
        return
    with folder() as place:
        again = Sheet(quarantined(refused, found.columns, place / "q.csv"))
    assert again.columns == found.columns
    rows_back = [record for record in again.records if record.state != EMPTY]
    assert len(rows_back) == len(refused)
    for before, now in zip(refused, rows_back, strict=True):
        width = max(len(before.cells), len(HEAD))
        assert [*now.cells, *[""] * width][:width] == [*before.cells, *[""] * width][:width]
        assert now.origin == before.origin


@given(st.integers(0, 400), st.sampled_from(["utf-8-sig", "utf-8"]))
def test_a_quarantine_that_was_cut_off_anywhere_gives_what_is_whole(kept: int, encoding: str) -> None:
    """The rows before the cut as they are; of the cut one nothing is taken for a call of another row."""
    refused = sheet(table([row(TGL="besok", NO=str(number)) for number in range(5)])).records
    with folder() as place:
        path = quarantined(refused, list(HEAD), place / "q.csv")
        data = path.read_bytes()
        head = data.index(b"\n") + 1
        path.write_bytes(data[: head + kept % (len(data) - head)])
        again = Sheet(path)
    whole = [record for record in again.records if record.is_mended]
    for number, record in enumerate(whole):
        assert record.origin[0] == "log.csv" or number == len(whole) - 1
        assert record.cells == refused[number].cells or number == len(whole) - 1


def test_a_mended_row_is_the_call_of_its_own_file_and_row() -> None:
    """With the reason that still stands there, and the ticket where it is another version of one."""
    (refused,) = sheet(table([row(TGL="besok")])).records
    refused.reason = "changed: UJI-261120-0001-2: text"
    with folder() as place:
        path = quarantined([refused], list(HEAD), place / "q.csv")
        path.write_text(path.read_text("utf-8-sig").replace("besok", "2026-11-20"), "utf-8-sig")
        (mended,) = Sheet(path).records
    assert (mended.state, mended.is_mended, mended.origin) == (CALL, True, ("log.csv", 1))
    assert (mended.reason, mended.version_of) == ("changed: UJI-261120-0001-2: text", "UJI-261120-0001-2")


@pytest.mark.parametrize("origin", [("log.csv", "x"), ("", "3"), ("log.csv", ""), ("log.csv", "9" * 30), ("a", "-1")])
def test_where_a_mended_row_came_from_must_be_readable(origin: tuple[str, str]) -> None:
    """Else it could be taken for another row's."""
    columns = [*HEAD, "_reason", "_source_file", "_source_row"]
    found = sheet(table([[*GOOD, "why", *origin]], columns))
    assert found.reasons == ["_source_file and _source_row can't be read; leave them as they were"]


def test_a_row_that_somebody_added_to_a_quarantine_is_one_of_that_file() -> None:
    """Without file and row it is a call like any other."""
    columns = [*HEAD, "_reason", "_source_file", "_source_row"]
    (record,) = sheet(table([[*GOOD, "", "", ""]], columns)).records
    assert (record.state, record.is_mended, record.origin) == (CALL, False, ("log.csv", 1))


OBJECTS = st.dictionaries(
    st.sampled_from(["NO", "TGL", "JAM", "ISI", "NAMA", "HP", "LAIN", "caller"]),
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | CELL
    | st.lists(CELL, max_size=2) | st.dictionaries(CELL, CELL, max_size=2),
)  # fmt: skip


@given(st.lists(OBJECTS, min_size=1, max_size=3))
def test_any_json_line_is_a_call_or_is_refused_with_the_line_as_it_was(objects: list[dict[str, Any]]) -> None:
    """And the quarantine of such a file holds the lines, to be read as JSON again."""
    lines = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in [{"NO": "0"}, *objects])
    found = sheet(lines, name="log.jsonl")
    assert found.columns == [JSON_COLUMN]
    assert len(found.records) == len(objects) + 1
    refused = [record for record in found.records if record.state == REJECTED]
    assert refused[0].reason.startswith("no date")
    for record, one in zip(found.records[1:], objects, strict=True):
        assert json.loads(record.cells[0]) == one
    with folder() as place:
        again = Sheet(quarantined(refused, found.columns, place / "q.csv"))
    assert [record.cells for record in again.records] == [record.cells for record in refused]
    assert [record.reason for record in again.records if record.state == REJECTED] == [one.reason for one in refused]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("[1]", "no JSON object"),
        ('"x"', "no JSON object"),
        ("{", "no JSON from character 2 on"),
        ('{"ISI": NaN}', "NaN is no number that can be kept"),
        ('{"ISI": 1' + "0" * 5000 + "}", "is no number that can be kept"),
        ("[" * 100_000, "too many brackets"),
        ('{"lain": 1}', "none of the columns that the map needs: ISI, TGL, JAM, NO"),
    ],
)
def test_a_line_that_is_no_record_says_what_is_wrong_with_it(line: str, reason: str) -> None:
    """In one sentence; the lines around it are read."""
    good = json.dumps(dict(zip(HEAD, GOOD, strict=True)))
    found = sheet(f"{good}\n{line}\n{good}\n", name="log.jsonl")
    assert found.states == [CALL, REJECTED, CALL]
    assert reason in found.reasons[0]


def test_all_columns_are_kept_where_the_map_says_so() -> None:
    """Of JSON as they are, of a table as text; what the map names is not kept twice."""
    text = MAP.replace('["KET"]', '["*"]')
    line = {**dict(zip(HEAD, GOOD, strict=True)), "LAIN": {"a": [1, None]}, "ticket": "x"}
    (of_json,) = sheet(json.dumps(line) + "\n", text, "log.jsonl").records
    (of_table,) = sheet(table([[*GOOD, "lima"]], [*HEAD, "LAIN"]), text).records
    assert of_json.report is not None
    assert of_table.report is not None
    assert of_json.report.fields == {"KET": "pagi", "LAIN": {"a": [1, None]}}
    assert of_table.report.fields == {"KET": "pagi", "LAIN": "lima"}


@pytest.mark.parametrize("ending", ["", '"'])
def test_a_last_row_whose_line_does_not_end_is_taken_and_told(ending: str) -> None:
    """Unless a quote says that its last cell is whole."""
    text = table([GOOD, row(NO="8")]).removesuffix("\r\n")
    if ending:
        text = text[: text.rindex(",") + 1] + '"pagi"'
    found = sheet(text)
    assert found.states == [CALL, CALL]
    told = [sentence for sentence in found.closing if "without a line end" in sentence]
    assert told == ([] if ending else [
        "log.csv row 2: the file ends here without a line end; taken, but if the file was cut off, the last cell is not"
        " whole (import --replace with the whole file mends it) (row 3 of the sheet)"
    ])  # fmt: skip


def test_a_last_row_that_lacks_cells_is_still_being_written() -> None:
    """Where its line does not end; the next import takes it."""
    found = sheet(table([GOOD]) + "8,2026-11-20,10:00,samp")
    assert found.states == [CALL, REJECTED]
    assert found.reasons == ["the file ends in this record; when it is whole, the next import takes it"]
