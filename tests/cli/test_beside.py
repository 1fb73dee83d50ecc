"""The line that names a second unit: with numbers and odds where a person has to choose, as a mere word elsewhere."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.cli.beside import line
from aduan_cli.i18n import choose

UNIT = st.from_regex(r"[a-z]{2,8}", fullmatch=True)
NAMED = st.lists(
    st.tuples(UNIT, st.floats(0, 1), st.lists(UNIT, max_size=2).map(tuple)), min_size=1, max_size=4
)  # fmt: skip


def test_where_nothing_is_named_nothing_is_said() -> None:
    assert line([], in_triage=True) is None
    assert line([], in_triage=False) is None


def test_in_triage_each_has_the_number_that_route_takes() -> None:
    beside = [("dlh", 0.714, ("sampah", "bau")), ("bmsda", 0.2, ())]
    assert line(beside, in_triage=True) == "perhaps: 1 dlh 71 % (sampah, bau), 2 bmsda 20 %"


def test_beside_a_decision_only_the_likeliest_is_named() -> None:
    assert line([("dlh", 0.7, ("sampah",)), ("bmsda", 0.2, ())], in_triage=False) == "or: dlh (sampah)"


@given(NAMED)
def test_every_unit_is_numbered_from_one_in_its_order(beside: list[tuple[str, float, tuple[str, ...]]]) -> None:
    told = line(beside, in_triage=True) or ""
    found = re.findall(r"(\d+) ([a-z]+) (\d+) %", told)
    assert [(int(n), unit) for n, unit, _odds in found] == [(n, one[0]) for n, one in enumerate(beside, 1)]
    assert all(0 <= int(odds) <= 100 for _n, _unit, odds in found)


@pytest.mark.parametrize("in_triage", [True, False])
def test_it_is_said_in_the_officers_language(in_triage: bool) -> None:
    choose("id")
    indonesian = line([("dlh", 0.5, ())], in_triage)
    choose("en")
    assert line([("dlh", 0.5, ())], in_triage) != indonesian
