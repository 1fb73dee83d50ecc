"""Numbers of rows told as ranges."""

from __future__ import annotations

import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.row_ranges import RowRanges

ROWS = st.sets(st.integers(1, 300), max_size=60).map(sorted)


def told(rows: list[int]) -> str:
    ranges = RowRanges()
    for row in rows:
        ranges.add(row)
    return str(ranges)


@given(ROWS)
def test_the_ranges_are_the_rows_and_none_can_be_joined(rows: list[int]) -> None:
    """Each row once, in order; neighbours are one range. Of more than fifty ranges the first are told."""
    text = told(rows)
    assert re.fullmatch(r"(\d+(-\d+)?(, \d+(-\d+)?)*)?…?", text)
    found = [part.split("-") for part in text.rstrip("…").split(", ") if part]
    spans = [(int(part[0]), int(part[-1])) for part in found]
    named = [row for first, last in spans for row in range(first, last + 1)]
    assert named == rows if not text.endswith("…") else named == rows[: len(named)]
    assert all(after[0] > before[1] + 1 for before, after in pairwise(spans))
    assert text.endswith("…") == (len(spans) == 50 and named != rows)


def test_beyond_fifty_ranges_the_rest_is_only_hinted_at() -> None:
    """No row is told that joins the last range but by what was left out."""
    rows = list(range(1, 101, 2))
    assert told(rows) == ", ".join(map(str, rows))
    assert told([*rows, 105, 106, 100]) == told(rows) + "…"


def test_no_row_is_no_text() -> None:
    """So that whoever tells it can leave the sentence out."""
    assert told([]) == ""
    assert told([7]) == "7"
    assert told([7, 8]) == "7-8"
