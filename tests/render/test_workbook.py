"""Calls as a workbook: each cell of the type of what stands in it, and people's words where they read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.fields import COLUMNS, MORE_COLUMNS
from aduan_cli.i18n import choose
from aduan_cli.render import book as books
from aduan_cli.render.records import as_record, value_of
from aduan_cli.render.workbook import write_workbook
from any_complaint import complaints
from reports import JAKARTA, MIDNIGHT
from workbooks import written

pytest.importorskip("xlsxwriter", reason="the extra [excel] is not installed")
pytest.importorskip("python_calamine", reason="the extra [excel] is not installed")


def sheets(
    made: Sequence[Complaint],
    columns: Sequence[str] | None = None,
    heads: Mapping[str, str] | None = None,
    reveal: bool = False,
) -> tuple[dict[str, list[list[Any]]], list[str]]:
    """Return the rows of each sheet, and what was said."""
    said: list[str] = []
    with written() as found:
        assert write_workbook(made, JAKARTA, MIDNIGHT, reveal, columns, heads, said.append) == len(made)
    return found, said


def only(*made: Complaint, columns: Sequence[str], **more: Any) -> list[list[Any]]:
    """Return the rows of the one sheet."""
    found, said = sheets(made, columns, **more)
    assert said == []
    (rows,) = found.values()
    return rows


@settings(max_examples=10)
@given(st.lists(complaints(), min_size=1, max_size=3))
def test_every_call_has_a_row_with_every_column(made: list[Complaint]) -> None:
    found, _said = sheets(made)
    head, *rows = found["Complaints"]
    assert len(head) == len(COLUMNS)
    assert [row[0] for row in rows] == [one.ticket for one in made]
    at = head.index("version")
    assert [row[at] for row in rows] == [one.version for one in made]


@settings(max_examples=10)
@given(complaints(), st.lists(st.sampled_from([*COLUMNS, *MORE_COLUMNS]), min_size=1, max_size=5, unique=True))
def test_columns_are_those_chosen_in_their_order(one: Complaint, columns: list[str]) -> None:
    rows = only(one, columns=columns, reveal=True)
    record = as_record(one, JAKARTA, MIDNIGHT, reveal=True)
    assert len(rows[0]) == len(columns)
    cells = rows[1] if len(rows) > 1 else [""] * len(columns)  # The reader leaves out a row in which nothing stands.
    for name, cell in zip(columns, cells, strict=True):
        if value_of(record, name) in (None, "", [], {}):
            assert cell == "", name


def test_times_are_the_clocks_and_numbers_are_numbers() -> None:
    one = Complaint(ticket="UJI-261123-0001-6", reported_at=MIDNIGHT + 50_700, version=12, source_row=7, text="007")
    columns = ("ticket", "reported_at", "version", "source_row", "text")
    assert only(one, columns=columns)[1] == [
        "UJI-261123-0001-6",
        datetime(2026, 11, 23, 14, 5),
        12.0,
        7.0,
        "007",
    ]


@pytest.mark.parametrize("number", [10**15 - 1, 10**15, 2**63 - 1])
def test_a_number_that_a_spreadsheet_would_round_is_text(number: int) -> None:
    """Excel keeps fifteen digits: what has more would come back as another number."""
    (cell,) = only(Complaint(ticket="UJI-261123-0001-6", source_row=number), columns=("source_row",))[1]
    assert str(int(cell) if isinstance(cell, float) else cell) == str(number)
    assert isinstance(cell, str) is (number >= 10**15)


def test_several_of_one_field_stand_in_one_cell_and_values_in_the_users_language() -> None:
    one = Complaint(ticket="UJI-261123-0001-6", status="routed", kind="complaint", support=("dlh", "bmsda"))
    choose("id")
    rows = only(one, columns=("status", "kind", "support"))
    assert rows == [["status", "jenis", "pendukung"], ["menunggu", "pengaduan", "dlh, bmsda"]]


def test_the_citys_words_stand_above_its_places() -> None:
    one = Complaint(ticket="UJI-261123-0001-6", kecamatan="Timur", kelurahan="Margahayu")
    assert only(one, columns=("kecamatan", "kelurahan"), heads={"kecamatan": "district"}) == [
        ["district", "kelurahan"],
        ["Timur", "Margahayu"],
    ]


def test_a_caller_is_masked_unless_that_is_asked_for() -> None:
    one = Complaint(ticket="UJI-261123-0001-6", caller_phone="+6281200000101", caller_name="Budi Uji")
    columns = ("caller.phone", "caller.name")
    assert only(one, columns=columns, reveal=True)[1] == ["+6281200000101", "Budi Uji"]
    masked = only(one, columns=columns)[1]
    assert "0000010" not in masked[0]
    assert masked[1] != "Budi Uji"


def test_calls_beyond_a_sheet_stand_in_the_next_and_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(books, "MOST_ROWS", 4)
    made = [Complaint(ticket=f"UJI-261123-{n:04}-0", text="sampah") for n in range(7)]
    found, said = sheets(made, ("ticket",))
    assert list(found) == ["Complaints", "Complaints 2", "Complaints 3"]
    assert [row[0] for rows in found.values() for row in rows[1:]] == [one.ticket for one in made]
    assert len(said) == 1
    assert "3 in all" in said[0]


def test_where_nothing_was_found_the_heads_are_there() -> None:
    assert only(columns=("ticket", "text")) == [["ticket", "text"]]
