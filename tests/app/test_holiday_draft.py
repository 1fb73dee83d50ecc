"""A draft of a desk's holidays: what the library knows, as a file that the desk reads."""

from __future__ import annotations

import csv
import os
import sys
from pathlib import Path

import pytest
import tomli

from aduan_cli.app.holiday_draft import drafted
from aduan_cli.config.rule_files.holiday_files import toml_holidays
from aduan_cli.errors import UsageError

DATA = os.environ.get("ADUAN_TEST_DATA")


def test_what_is_drafted_is_what_a_desk_reads() -> None:
    draft = drafted("ID", [2026])
    found = toml_holidays("libur.toml", tomli.loads(draft.text), {})
    assert found.problems == []
    assert (len(found.data["dates"]), len(found.data["joint_leave"])) == (draft.days, draft.joint_leave)
    assert found.data["names"]["2026-12-25"] == "Hari Raya Natal"
    assert "2026-12-24" in found.data["joint_leave"]
    assert found.data["dates"] == sorted(found.data["dates"])
    assert draft.text.startswith("# ")


def test_other_countries_and_their_parts_have_no_joint_leave() -> None:
    whole, part = drafted("US", [2026]), drafted("US-MA", [2026])
    assert (whole.joint_leave, part.joint_leave) == (0, 0)
    assert "Patriots' Day" in part.text
    assert "Patriots' Day" not in whole.text


@pytest.mark.skipif(DATA is None, reason="ADUAN_TEST_DATA names no folder of test data")
def test_it_is_what_was_announced_for_four_years() -> None:
    with (Path(str(DATA)) / "holidays_id_2024_2027.csv").open(encoding="utf-8") as file:
        known = {row["date"]: row["category"] == "cuti_bersama" for row in csv.DictReader(file)}
    found = toml_holidays("libur.toml", tomli.loads(drafted("ID", [2024, 2025, 2026, 2027]).text), {}).data
    assert {day: day in found["joint_leave"] for day in found["dates"]} == known


@pytest.mark.parametrize(
    ("place", "year", "sentence"),
    [
        ("IDX", 2026, "did you mean ID?"),
        ("ZZ", 2026, "a code as in ID would be right"),
        ("US-MAA", 2026, "no holidays of US-MAA are known"),
        ("ID", 1901, "no holiday of ID in 1901 is known"),
    ],
)
def test_a_place_or_year_that_is_not_known_is_told(place: str, year: int, sentence: str) -> None:
    with pytest.raises(UsageError) as told:
        drafted(place, [year])
    assert sentence in str(told.value)


def test_without_the_library_a_sentence_names_what_brings_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "holidays", None)
    with pytest.raises(UsageError, match="pip install holidays"):
        drafted("ID", [2026])
