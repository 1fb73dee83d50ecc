"""A point on the map is kept in one form, and lies where the lines around an area say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.points import NOWHERE, Area, Areas, numbers_of, point_at, point_of

SQUARE = [[107.0, -6.3], [107.2, -6.3], [107.2, -6.1], [107.0, -6.1], [107.0, -6.3]]
HOLE = [[107.08, -6.22], [107.12, -6.22], [107.12, -6.18], [107.08, -6.18], [107.08, -6.22]]


@pytest.mark.parametrize(
    "said", ["-6.2383,106.9756", " -6.2383 , 106.9756 ", "(-6.2383, 106.9756)", "-6.2383; 106.9756", "−6.2383 106.9756"]
)
def test_a_point_is_read_as_people_write_it(said: str) -> None:
    assert point_of(said) == "-6.238300,106.975600"


@pytest.mark.parametrize(
    "said", ["", "0,0", "0.0, 0.0", "91,10", "10,181", "106.9756", "jl. sudirman", "6.2,", "1,2,3"]
)
def test_what_is_no_point_of_the_earth_is_none(said: str) -> None:
    assert point_of(said) is None


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_what_is_kept_is_read_as_itself(latitude: float, longitude: float) -> None:
    """Written again it is the same, and no more than half of the last decimal from what was given."""
    point = point_at(latitude, longitude)
    if point is not None:
        assert point_of(point) == point
        assert numbers_of(point) == pytest.approx((latitude, longitude), abs=6e-7)


def test_the_ward_wins_over_the_district_and_a_hole_is_outside() -> None:
    areas = Areas([Area(("Bekasi Timur", None), [[SQUARE]]), Area(("Bekasi Timur", "Margahayu"), [[SQUARE, HOLE]])])
    assert areas.place_of("-6.150000,107.050000") == ("Bekasi Timur", "Margahayu")
    assert areas.place_of("-6.200000,107.100000") == ("Bekasi Timur", None)
    assert areas.place_of("-6.350000,107.100000") == NOWHERE
    assert areas.place_of(None) == NOWHERE


@given(st.floats(-0.5, 1.5), st.floats(-0.5, 1.5), st.integers(1, 9))
def test_of_tiles_that_touch_each_point_lies_in_exactly_one(x: float, y: float, parts: int) -> None:
    """Points on shared sides and corners included: nobody lives in two wards, or in none between them."""
    sides = [(n / parts, (n + 1) / parts) for n in range(parts)]
    tiles = [[[[a, c], [b, c], [b, d], [a, d], [a, c]]] for a, b in sides for c, d in sides]
    found = sum(Area((str(n), None), [tile]).holds(y, x) for n, tile in enumerate(tiles))
    assert found == (1 if 0 <= x < 1 and 0 <= y < 1 else 0)
