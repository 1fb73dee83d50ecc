"""JSON records as the cells of a table."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.formats.json_cells import json_cell, json_cells, value_at
from aduan_cli.storable import storable

TEXT = st.text(max_size=12).filter(lambda text: storable(text) == text)
VALUES = st.recursive(st.none() | st.booleans() | st.integers() | TEXT, lambda inner: st.lists(inner, max_size=3))


@given(st.dictionaries(st.sampled_from(["a", "b", "a.b", "a.b.c"]), VALUES | st.dictionaries(st.just("b"), VALUES)))
def test_a_column_is_the_records_own_or_one_of_an_object_in_it(record: dict[str, Any]) -> None:
    """`caller.name` is the name in the object `caller`, unless a column is called so."""
    inner = record.get("a")
    wanted = record["a.b"] if "a.b" in record else inner.get("b") if isinstance(inner, dict) else None
    assert value_at(record, "a.b") == wanted
    assert json_cells(record, ["a.b", "c"]) == [json_cell(wanted), ""]


@given(VALUES)
def test_what_is_no_text_is_written_as_json(value: Any) -> None:
    cell = json_cell(value)
    assert cell == value if isinstance(value, str) else (json.loads(cell) == value if cell else value is None)
