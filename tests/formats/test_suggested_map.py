"""Suggested maps: TOML whatever the file is called and has in it, with nothing answered that nobody can know."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from types import SimpleNamespace
from typing import Any, cast

import pytest
import tomli
from hypothesis import given, settings
from hypothesis import strategies as st

from aduan_cli.complaint.fields import STATUSES
from aduan_cli.config.maps import read_map
from aduan_cli.formats.suggested_map import ASKED, suggested_map
from compiling import SMALLEST, rules_of

RULES = cast("Any", rules_of(SMALLEST))
NASTY = st.text(st.sampled_from("ab\"\\\n\r\t#=[]'\x1b\x7f\u2028.é"), min_size=1, max_size=8)


def suggestion(head: Sequence[str], rows: Sequence[Any], name: str = "log.csv") -> str:
    """Return the map for a table that was opened already."""

    def records() -> Iterator[Any]:
        return iter(rows)

    return suggested_map(cast("Any", SimpleNamespace(name=name, columns=[*head], records=records)), RULES)


def uncommented(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if not line.startswith("#"))


@given(NASTY, st.lists(NASTY, min_size=1, max_size=4, unique=True), st.lists(NASTY, min_size=1, max_size=4))
@settings(max_examples=15, deadline=None)
def test_a_map_is_toml_and_names_every_filled_column_once(name: str, head: list[str], cells: list[str]) -> None:
    rows = [[cell] * len(head) for cell in cells]
    said = tomli.loads(suggestion(head, rows, name))
    columns = dict(said["columns"])
    used = [*columns.pop("caller", {}).values(), *columns.values(), *said.get("key", ()), *said.get("fields", ())]
    used += [said["unit"]] if "unit" in said else []
    assert len(used) == len(set(used))
    assert set(used) <= set(head)


@pytest.mark.parametrize("name", ["x\nkey = ['a']", "x\x1b[2J.csv", "x\r.csv", "\x00"])
def test_a_name_of_a_file_stays_in_its_line(name: str) -> None:
    text = suggestion(["Isi"], [["lampu jalan padam semua"]], name)
    assert {*tomli.loads(text)} == {"columns", "dates"}
    assert tomli.loads(text)["columns"] == {"text": "Isi"}


ROWS = [
    ["1", "13/04/2024", "08:00", "sampah menumpuk di tepi jalan", "08120000001", "dlh", "Selesai"],
    ["2", "14/04/2024", "09.30", "lampu mati di depan pasar", "08120000002", "dlh", "selesai"],
    ["3", "", "10:00", "banjir setinggi lutut di gang", "", "dlh", "Dicek"],
]
HEAD = ["No", "Tanggal", "Jam", "Keluhan", "HP", "OPD", "Status"]


def test_what_the_names_of_columns_say_is_taken_and_the_map_can_be_read() -> None:
    text = suggestion(HEAD, ROWS)
    said = tomli.loads(text)
    assert said["columns"] == {
        "text": "Keluhan", "reported_at": ["Tanggal", "Jam"], "status": "Status", "caller": {"phone": "HP"},
    }  # fmt: skip
    assert (said["unit"], said["key"]) == ("OPD", ["No", "Tanggal"])
    assert read_map("usul", "usul.toml", text.encode()).name == "usul"


def test_a_word_that_is_no_state_is_asked_and_one_that_is_stands_in_each_spelling() -> None:
    text = suggestion(HEAD, ROWS)
    assert tomli.loads(text)["statuses"] == {"Selesai": "closed", "selesai": "closed"}
    assert '# "Dicek" = ""' in text.splitlines()
    assert set(tomli.loads(text)["statuses"].values()) <= {*STATUSES, ""}


def test_records_without_a_date_are_counted_and_none_is_guessed() -> None:
    text = suggestion(HEAD, ROWS)
    assert any(line.startswith(f"# {ASKED} 1 record has no date") for line in text.splitlines())
    assert tomli.loads(text)["dates"]["missing"] == "quarantine"


def test_an_order_of_day_and_month_that_nothing_proves_is_left_to_a_person() -> None:
    text = suggestion(["Tanggal", "Keluhan"], [["03/04/2024", "lampu mati di depan pasar"]] * 2)
    assert "formats" not in tomli.loads(text)["dates"]
    assert sum(line.startswith("# formats = ") for line in text.splitlines()) == 2


def test_rows_of_totals_and_of_column_numbers_are_no_records() -> None:
    rows = [["1", "2", "3"], ["13/04/2024", "lampu mati di depan pasar", "dlh"], ["Jumlah", "1", ""]]
    assert "looking at 1 record" in suggestion(["Tanggal", "Keluhan", "OPD"], rows).splitlines()[0]


def test_objects_are_taken_with_what_is_in_their_objects() -> None:
    rows = [{"text": "lampu mati di depan pasar", "caller": {"phone": f"0812000000{n}"}} for n in range(3)]
    assert tomli.loads(suggestion(["text"], rows))["columns"] == {"text": "text", "caller": {"phone": "caller.phone"}}
