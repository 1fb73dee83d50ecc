"""From the cells of a record to a call: whatever a sheet holds, nothing that it says is lost, nor taken for more."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.complaint.fields import STATUSES
from aduan_cli.complaint.report import Report
from aduan_cli.config.maps import read_map
from aduan_cli.errors import UsageError
from aduan_cli.formats.mapper import Mapper, present
from aduan_cli.formats.moments import RejectedError
from aduan_cli.model import KINDS, PRIORITIES
from compiling import router_of

NOW = 1_800_000_000
"""2027-01-15."""
MAP = """\
key = ["NO"]
unit = "DINAS"
fields = ["KET"]
[columns]
text = "ISI"
reported_at = ["TGL", "JAM"]
kind = "JENIS"
status = "STATUS"
priority = "GAWAT"
kecamatan = "KEC"
category = "HAL"
answer = "JAWABAN"
caller.name = "NAMA"
caller.phone = ["HP", "TELP"]
caller.address = "ALAMAT"
[answers]
tinggi-air = "TINGGI"
[dates]
formats = ["%Y-%m-%d"]
[statuses]
Selesai = "closed"
batal = ""
[defaults]
priority = "high"
"""
COLUMNS = [
    "NO", "TGL", "JAM", "ISI", "JENIS", "STATUS", "GAWAT", "KEC", "HAL", "JAWABAN", "NAMA", "HP", "TELP", "ALAMAT",
    "TINGGI", "DINAS", "KET", "LAIN",
]  # fmt: skip
ROUTER = router_of(
    {
        "desk": {"name": "Meja", "prefix": "UJI", "timezone": "UTC"},
        "kecamatan": {"Bekasi Timur": ["Margahayu"], "Pondok Gede": []},
        "units": {"dlh": {"name": "DLH", "aliases": ["Dinas LH"]}, "satpol-pp": {"name": "Satpol PP"}},
        "categories": {"sampah": {"unit": "dlh", "text": ["sampah"]}},
    }
)
GOOD = {"NO": "7", "TGL": "2026-11-20", "JAM": "10:00", "ISI": "sampah menumpuk"}
CELLS = st.sampled_from(
    ["", "-", " ", "x", "Selesai", "high", "tinggi", "sampah", "pondokgede", "08:00", "2026-11-20", "081200000001",
     "8,12E+10", "DLH & Satpol PP", "aduan", "12", "total"]
) | st.text(max_size=10)  # fmt: skip


def mapper(columns: list[str] | None = None, text: str = MAP) -> Mapper:
    return Mapper(read_map("uji", "uji.toml", text.encode()), columns or COLUMNS, ROUTER, "sari", NOW, "log.csv")


def said(**cells: str) -> Report:
    """Return what a record says with these cells beside those that every record has."""
    row = {**GOOD, **cells}
    return mapper().report([row.get(name, "") for name in COLUMNS], "log.csv", 7)


def values(report: Report) -> dict[str, Any]:
    return {**vars(report), "sources": report.sources}


@given(st.lists(CELLS, min_size=len(COLUMNS), max_size=len(COLUMNS)))
def test_what_a_record_says_is_in_the_complaint_whatever_it_is(cells: list[str]) -> None:
    """As a value of ours, in its own words among the kept columns, or the record is rejected."""
    by_name = dict(zip(COLUMNS, cells, strict=True))
    try:
        complaint = mapper().report(cells, "log.csv", 7)
    except RejectedError:
        return
    assert complaint.text == by_name["ISI"].strip()
    assert complaint.kind in (None, *KINDS)
    assert complaint.status in (None, *STATUSES)
    assert complaint.priority in PRIORITIES
    for column, ours in (("JENIS", complaint.kind), ("STATUS", complaint.status), ("HAL", complaint.category)):
        value = present(by_name[column])
        if value is not None and not ours and value.casefold() != "batal":
            assert complaint.fields[column] == value
    for column, ours in (("NAMA", complaint.caller_name), ("JAWABAN", complaint.answer)):
        assert (ours or None) == present(by_name[column])
    assert complaint.fields.get("KET") == present(by_name["KET"])
    assert complaint.answers.get("tinggi-air") == present(by_name["TINGGI"])
    assert (complaint.recorded_unit is None) == (present(by_name["DINAS"]) is None)
    assert "LAIN" not in complaint.fields


@given(st.permutations(COLUMNS), st.lists(CELLS, min_size=8, max_size=8), st.booleans())
def test_the_order_of_columns_makes_no_difference(order: list[str], cells: list[str], lower: bool) -> None:
    """Nor does the case of their names."""
    row = {**GOOD, **dict(zip(COLUMNS[8:16], cells, strict=True))}
    shuffled = mapper([name.lower() if lower else name for name in order])
    one = mapper().report([row.get(name, "") for name in COLUMNS], "log.csv", 7)
    other = shuffled.report([row.get(name, "") for name in order], "log.csv", 7)
    first, second = values(one), values(other)
    for kept in (first, second):
        kept["fields"] = {name.casefold(): value for name, value in kept.get("fields", {}).items()}
    assert first == second


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"STATUS": "Selesai"}, {"status": "closed"}),
        ({"STATUS": " SELESAI "}, {"status": "closed"}),
        ({"STATUS": "On_Hold"}, {"status": "on_hold"}),
        ({"STATUS": "batal"}, {"status": None, "fields": {}}),
        ({"STATUS": "entah"}, {"status": None, "fields": {"STATUS": "entah"}}),
        ({"GAWAT": "low"}, {"priority": "low"}),
        ({"GAWAT": "-"}, {"priority": "high"}),
        ({"KEC": "pondokgede"}, {"kecamatan": "Pondok Gede"}),
        ({"KEC": "Bogor"}, {"kecamatan": None, "fields": {"KEC": "Bogor"}}),
        ({"DINAS": "Dinas LH"}, {"recorded_unit": "dlh"}),
        ({"DINAS": "DLH & Satpol PP, dlh"}, {"recorded_unit": "dlh;satpol-pp"}),
        ({"DINAS": "Dinas Entah dan DLH"}, {"recorded_unit": "dinas-entah;dlh"}),
        ({"HP": "0812-0000-0001", "TELP": "021 8890001"}, {"caller_phone": "+6281200000001;+62218890001"}),
        ({"HP": "8,12E+10"}, {"caller_phone": None, "fields": {"HP": "8,12E+10"}}),
        ({"ALAMAT": "Jl. Mawar, Margahayu"}, {"caller_kelurahan": "Margahayu"}),
    ],
)
def test_words_of_a_sheet_are_understood_by_map_and_desk(cells: dict[str, str], expected: dict[str, Any]) -> None:
    complaint = said(**cells)
    assert {name: getattr(complaint, name) for name in expected} == expected


def test_a_default_is_no_word_of_the_files() -> None:
    """So another version of the record doesn't bring it either."""
    assert said().sources["priority"] == "default"
    assert "priority" not in said(GAWAT="low").sources


def test_unknown_words_and_units_are_counted() -> None:
    made = mapper()
    for status in ("entah", "entah", "mungkin"):
        row = {**GOOD, "STATUS": status, "DINAS": "Dinas Entah"}
        made.report([row.get(name, "") for name in COLUMNS], "log.csv", 7)
    assert made.unknown_words == {("status", "STATUS"): {"entah": 2, "mungkin": 1}}
    assert list(made.unknown_units) == ["Dinas Entah"]


@pytest.mark.parametrize("missing", ["NO", "TGL", "ISI"])
def test_without_a_column_that_it_needs_no_file_is_taken(missing: str) -> None:
    """One sentence names it; of others it is told that they aren't there."""
    with pytest.raises(UsageError, match=missing):
        mapper([name for name in COLUMNS if name != missing])
    assert mapper([name for name in COLUMNS if name != "DINAS"]).absent == ["DINAS"]


@given(st.lists(CELLS, min_size=len(COLUMNS), max_size=len(COLUMNS)))
def test_a_record_saved_again_is_the_same(cells: list[str]) -> None:
    made = mapper()
    again = [f" {cell} " for cell in cells]
    assert made.identity(cells) == made.identity(again)
    try:
        one, other = made.report(cells, "log.csv", 7), made.report(again, "log.csv", 7)
    except RejectedError:
        return
    assert made.identity(cells, one) == made.identity(again, other)


@pytest.mark.parametrize(
    ("cells", "is_no_call"),
    [
        ({"ISI": "JUMLAH", "LAIN": "57"}, True),
        ({"ISI": "Mengetahui,"}, True),
        ({"TGL": "2026-11-20", "ISI": "JUMLAH"}, False),
        ({"NAMA": "Budi", "ISI": "JUMLAH"}, False),
        ({"NO": "Total", "ISI": "57"}, True),
        ({"ISI": "JUMLAH", "NAMA": "57"}, True),
        ({"ISI": "TOTAL", "HP": "57"}, True),
        ({"ISI": "Jumlah keseluruhan", "DINAS": "1.057", "NO": "57"}, True),
        ({"ISI": "T O T A L", "DINAS": "57 aduan"}, True),
        ({"ISI": "Jumlah Total", "DINAS": "57"}, True),
        ({"ISI": "JUMLAH", "HP": "081200000001"}, False),
        ({"ISI": "JUMLAH", "DINAS": "DLH"}, False),
        ({"ISI": "jumlah lampu mati 57", "NAMA": "57"}, False),
        ({"ISI": "pju mati", "KET": "depan pasar"}, False),
    ],
)
def test_a_total_has_nothing_of_a_call(cells: dict[str, str], is_no_call: bool) -> None:
    assert mapper().is_no_call([cells.get(name, "") for name in COLUMNS]) is is_no_call


def test_words_alone_may_be_all_of_a_call() -> None:
    """They are neither taken nor passed over."""
    with pytest.raises(RejectedError, match="words alone"):
        mapper().is_no_call([{"ISI": "pju mati depan pasar"}.get(name, "") for name in COLUMNS])


@pytest.mark.parametrize("year", ["1999", "0999"])
def test_a_year_that_no_ticket_can_say_is_out_of_range(year: str) -> None:
    with pytest.raises(RejectedError, match=f"the year {int(year)} is out of range"):
        said(TGL=f"{year}-11-20")
