"""The desk's shifts: minutes of the day, in the order of the file; one that never begins is told."""

from __future__ import annotations

from typing import Any

import pytest

from aduan_cli.rules.language.compile import Compiled, compile_rules
from compiling import SMALLEST, documents, sentences


def of(**shifts: Any) -> Compiled:
    (city,) = documents(SMALLEST)
    return compile_rules(documents({**city.data, "shifts": shifts}))


def test_shifts_are_told_by_their_minutes_in_the_order_of_the_file() -> None:
    found = of(pagi="07:00-14:00", malam="21.00 - 7.00", siang="14:00–21:00", habis="23:00-24:00")
    assert sentences(found) == []
    assert [list(one) for one in found.rules["shifts"]] == [
        ["pagi", 420, 840], ["malam", 1260, 420], ["siang", 840, 1260], ["habis", 1380, 1440],
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["07:00-07:00", "00:00-00:00", "7.00-07:00"])
def test_a_shift_without_a_minute_is_told_and_left_out(text: str) -> None:
    """A whole day is written otherwise; the others stay."""
    found = of(pagi=text, malam="21:00-07:00")
    assert sentences(found) == [f"rules.toml: shifts.pagi: '{text}' is empty; '00:00-24:00' is the whole day"]
    assert [one[0] for one in found.rules["shifts"]] == ["malam"]


def test_a_shift_of_the_whole_day_may_be_written() -> None:
    assert [list(one) for one in of(semua="00:00-24:00").rules["shifts"]] == [["semua", 0, 1440]]
