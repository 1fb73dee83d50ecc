"""Areas by their corners: what goes around something is kept as it is written, what goes around nothing is reported."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from aduan_cli.points import named_at
from aduan_cli.problems import Problems
from aduan_cli.rules.language.areas import areas_of

DEGREES = st.integers(-80_000, 80_000).map(lambda number: number / 1000)


def read(*corners: str) -> tuple[dict[str, list[list[float]]], list[str]]:
    """Return the areas of a table with one, and what is wrong with it."""
    problems = Problems()
    found = areas_of({"pasar": corners}, "rules.toml", problems)
    return found, [str(one) for one in problems]


def test_the_corners_are_kept_with_the_longitude_first() -> None:
    found, wrong = read("-6.2,106.9", "-6.2,107.0", "-6.3,107.0", "-6.3,106.9")
    assert (found, wrong) == ({"pasar": [[106.9, -6.2], [107.0, -6.2], [107.0, -6.3], [106.9, -6.3]]}, [])


@given(DEGREES, DEGREES, st.integers(1, 5000), st.integers(1, 5000))
def test_a_point_in_the_middle_of_a_triangle_is_in_it(lat: float, long: float, high: int, wide: int) -> None:
    """However small or narrow it is; 0,0 is no point."""
    assume(long)
    north, east = lat + high / 1000, long + wide / 1000
    found, wrong = read(f"{lat:.6f},{long:.6f}", f"{north:.6f},{long:.6f}", f"{lat:.6f},{east:.6f}")
    assert wrong == []
    middle = f"{lat + high / 4000:.6f},{long + wide / 4000:.6f}"
    assert named_at(found, middle) == ("pasar",)
    assert named_at(found, f"{north:.6f},{east:.6f}") == ()


@given(DEGREES, DEGREES, DEGREES, DEGREES, st.lists(st.integers(1, 9), min_size=1, max_size=3))
def test_corners_on_one_line_go_around_nothing(
    lat: float, long: float, south: float, west: float, at: list[int]
) -> None:
    assume((lat, long) != (south, west))
    between = [(lat + (south - lat) * n / 10, long + (west - long) * n / 10) for n in at]
    corners = [(lat, long), *between, (south, west)]
    assume(all(abs(x) + abs(y) > 0.01 for x, y in corners))
    found, wrong = read(*(f"{x:.6f},{y:.6f}" for x, y in corners))
    assert (found, len(wrong)) == ({}, 1)


@pytest.mark.parametrize(
    "corners",
    [
        (),
        ("-6.2,106.9", "-6.3,107.0"),
        ("-6.2,106.9", "-6.3,107.0", "-6.2,106.9"),
        ("-6.2,106.9", "-6.2,107.0", "-6.3,400"),
        ("-6.2,106.9", "-6.2,107.0", "pasar"),
        ("0,0", "-6.2,107.0", "-6.3,107.0"),
        ("-6.2,106.9", "-6.25,106.95", "-6.3,107.0"),
        ("-6.2,106.9", "-6.2,107.0", "-6.2,107.1", "-6.2,106.95"),
    ],
)
def test_what_goes_around_nothing_is_left_out_and_reported(corners: tuple[str, ...]) -> None:
    found, wrong = read(*corners)
    assert found == {}
    assert ["areas.pasar" in one and "go around nothing" in one for one in wrong] == [True]
