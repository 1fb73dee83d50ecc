"""Complaints as a table: what of a cell is seen where there is little room."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.render.calls import _cut_unit
from aduan_cli.render.widths import CUT, width

UNIT = st.from_regex(r"[a-z]{1,12}(-[a-z]{1,12}){0,2}", fullmatch=True)


@given(lead=UNIT, helpers=st.lists(UNIT, max_size=3), most=st.integers(12, 60))
def test_of_who_leads_and_who_helps_something_is_always_seen(lead: str, helpers: list[str], most: int) -> None:
    """Whole where there is room; else the beginning of both, and never more than there is room for."""
    text = " ".join([lead, *(f"+{unit}" for unit in helpers)])
    shown = _cut_unit(text, most)
    assert width(shown) <= most
    if width(text) <= most:
        assert shown == text
    else:
        assert CUT in shown
        assert shown.startswith(lead[:2])
        if helpers:
            assert f" +{helpers[0][:2]}" in shown
