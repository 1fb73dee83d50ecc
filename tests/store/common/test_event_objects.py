"""What stands in an event's row: what is no object of JSON is nothing, and ends nothing."""

from __future__ import annotations

from json import dumps, loads

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.store.common.event_objects import object_of

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
)
SPACE = st.text(st.sampled_from(" \n\tx{}"), max_size=2)


@given(JSON, SPACE, SPACE)
def test_a_body_is_read_as_json_is(value: object, before: str, after: str) -> None:
    """Whatever stands in the column: the object that it is, or nothing."""
    text = f"{before}{dumps(value)}{after}"
    try:
        said = loads(text)
    except ValueError:
        said = None
    assert object_of(text) == (said if isinstance(said, dict) else None)


@pytest.mark.parametrize("text", [None, "", "{", "[" * 200_000, '{"a":' * 200_000, "NaN", '"x"'])
def test_what_is_no_object_is_nothing(text: str | None) -> None:
    assert object_of(text) is None
