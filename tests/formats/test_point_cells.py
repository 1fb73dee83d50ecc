"""Where a record says that it is: a point of the earth, nothing, or words that are kept as they stand."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.formats.point_cells import PointCells
from any_complaint import TEXTS

ONE, TWO = PointCells([0], [], []), PointCells([], [1], [0])
"""A column of points; one of longitudes before one of latitudes."""
DEGREES = st.integers(-80_000_000, 80_000_000).filter(lambda n: abs(n) > 1)


def read(cells: PointCells, *row: str) -> tuple[str | None, str, dict[str, Any]]:
    """Return the point of a row, what is no point, and what is kept of it."""
    given: dict[str, Any] = {"fields": {}}
    sources: dict[str, str] = {}
    other = cells.read(row, given, sources)
    assert sources == ({"point": "import"} if "point" in given else {})
    return given.get("point"), other, given["fields"]


@given(DEGREES, DEGREES, st.sampled_from([".", ","]))
def test_two_columns_are_read_with_decimal_points_and_commas(lat: int, long: int, mark: str) -> None:
    written = [f"{n / 1e6:.6f}".replace(".", mark) for n in (long, lat)]
    assert read(TWO, *written) == (f"{lat / 1e6:.6f},{long / 1e6:.6f}", "", {})


@given(DEGREES, DEGREES, st.sampled_from([",", ", ", " ", "; "]))
def test_one_column_is_read_as_points_are_typed(lat: int, long: int, between: str) -> None:
    point = f"{lat / 1e6:.6f},{long / 1e6:.6f}"
    assert read(ONE, f" {point.replace(',', between)} ") == (point, "", {})


@pytest.mark.parametrize("row", [("", ""), ("0", "0"), ("0,0", "0.0"), ("-", "-"), ("0.000", ""), (" ", "-0")])
def test_zeros_and_dashes_say_nothing(row: tuple[str, str]) -> None:
    """Devices write them that don't know where they are; nobody is told, and nothing is kept."""
    assert read(TWO, *row) == (None, "", {})
    assert read(ONE, ", ".join(row)) == (None, "", {})


@pytest.mark.parametrize(
    ("row", "kept"),
    [
        (("106.97", "-91"), "-91,106.97"),
        (("190", "-6.2"), "-6.2,190"),
        (("106.975.600", "-6.238.300"), "-6.238.300,106.975.600"),
        (("E 106", "S 6"), "S 6,E 106"),
        (("", "-6.2383"), "-6.2383,"),
    ],
)
def test_what_is_no_point_is_kept_as_it_is_and_told(row: tuple[str, str], kept: str) -> None:
    assert read(TWO, *row) == (None, kept, {"point": kept})


@given(TEXTS, TEXTS)
def test_no_cell_is_lost_and_none_ends_the_reading(long: str, lat: str) -> None:
    """It is a point, it is kept, or it had nothing but zeros."""
    for cells, said in ((ONE, long.strip()), (TWO, f"{lat.strip()}{long.strip()}")):
        point, other, kept = read(cells, long, lat)
        assert point or kept == {"point": other} or set(said) <= set("0.,- ")


def test_a_map_with_half_a_point_reads_none() -> None:
    for cells in (PointCells([], [0], []), PointCells([], [], [0]), PointCells([], [], [])):
        assert read(cells, "-6.2383", "106.9756") == (None, "", {})


def test_a_point_counts_where_a_map_names_all_three() -> None:
    assert read(PointCells([2], [0], [1]), "1", "2", "-6.2383,106.9756")[0] == "-6.238300,106.975600"
