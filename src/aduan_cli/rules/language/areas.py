"""`[areas]` of `rules.toml`: what rules may ask for that is no kelurahan, by the corners around it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import hypot

from aduan_cli.i18n import _
from aduan_cli.points import numbers_of, point_of
from aduan_cli.problems import Problems

_LEAST_CORNERS = 3
_NEAR = 2e-6
"""Degrees by which a corner lies beside a line that is written with six decimals."""


def areas_of(table: Mapping[str, Iterable[str]], file: str, problems: Problems) -> dict[str, list[list[float]]]:
    """Return the corners of each area, the longitude first; what goes around nothing is left out, and reported."""
    found: dict[str, list[list[float]]] = {}
    for name, corners in table.items():
        points = [point_of(one) for one in corners if one]
        lines = [[*reversed(numbers_of(one))] for one in points if one is not None]
        if None in points or len({tuple(corner) for corner in lines}) < _LEAST_CORNERS or _is_line(lines):
            what = _("the corners of '{name}' go around nothing").format(name=name)
            right = _("three points of the earth or more, as in '-6.2383,106.9756', would be right")
            problems.error(file, ("areas", name), what, right)
        else:
            found[name] = lines
    return found


def _is_line(corners: list[list[float]]) -> bool:
    """Say whether all corners lie on one line, so that no point is between them."""
    (x, y), *rest = corners
    far_x, far_y = max(rest, key=lambda corner: hypot(corner[0] - x, corner[1] - y))
    length = hypot(far_x - x, far_y - y)
    return all(abs((far_x - x) * (to_y - y) - (far_y - y) * (to_x - x)) < _NEAR * length for to_x, to_y in rest)
