"""A unit and what it is a part of: each once, whatever a damaged form says."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.rules.lineage import lineage, root_of

NAMES = st.sampled_from("abcdef")
UNITS = st.dictionaries(NAMES, st.none() | NAMES).map(lambda ways: {name: {"parent": to} for name, to in ways.items()})


@given(UNITS, NAMES)
def test_it_ends_where_nothing_is_above_and_names_nobody_twice(units: Any, unit: str) -> None:
    """Also in a circle, which no accepted file has, and for what is no unit at all."""
    found = list(lineage(units, unit))
    assert found[0] == unit
    assert len(set(found)) == len(found)
    for one, above in zip(found, found[1:], strict=False):  # noqa: RUF007
        assert units[one]["parent"] == above
    last = units.get(found[-1], {"parent": None})["parent"]
    assert last is None or last in found
    assert root_of(units, unit) == found[-1]


def test_nobody_has_no_lineage() -> None:
    assert list(lineage({}, None)) == []
    assert list(lineage({}, "pln")) == ["pln"]
    assert root_of({}, "pln") == "pln"
