"""A point on the map as people and files write it, and the areas that it lies in. WGS 84, degrees."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

_NUMBER = r"[+-]?\d{1,3}(?:\.\d+)?"
_POINT = re.compile(rf"\(?\s*({_NUMBER})°?\s*(?:[,;]\s*|\s+)({_NUMBER})°?\s*\)?")
Ring = Sequence[Sequence[float]]
"""The corners of one line around something, longitude first, as GeoJSON has them."""
Place = tuple["str | None", "str | None"]
"""Kecamatan and kelurahan, as the desk writes them."""
NOWHERE: Place = (None, None)


def point_of(said: str) -> str | None:
    """Return `LAT,LON` with six decimals (0.1 m), as a point is kept; None: no point of the earth is said.

    `-6.2383, 106.9756`, `(-6.2383 106.9756)`. 0,0 is what devices write that don't know where they are: no point.
    """
    found = _POINT.fullmatch(said.strip().replace("\u2212", "-"))
    return found and point_at(float(found[1]), float(found[2]))


def point_at(latitude: float, longitude: float) -> str | None:
    """Return the point of two numbers as it is kept; None: it is none of the earth, or 0,0."""
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        return None
    if abs(latitude) < 1e-6 and abs(longitude) < 1e-6:
        return None
    return f"{round(latitude, 6) + 0.0:.6f},{round(longitude, 6) + 0.0:.6f}"


def numbers_of(point: str) -> tuple[float, float]:
    """Return latitude and longitude of a point as it is kept."""
    latitude, _comma, longitude = point.partition(",")
    return float(latitude), float(longitude)


class Area:
    """A kecamatan, or a kelurahan in one, and where it is: `polygons`, each the line around it and its holes."""

    __slots__ = ("_box", "place", "polygons")

    def __init__(self, place: Place, polygons: Sequence[Sequence[Ring]]) -> None:
        self.place, self.polygons = place, polygons
        across, along = zip(*(corner[:2] for rings in polygons for corner in rings[0]), strict=True)
        self._box = min(across), min(along), max(across), max(along)

    def holds(self, latitude: float, longitude: float) -> bool:
        """Say whether a point is in it."""
        west, south, east, north = self._box
        if not (west <= longitude <= east and south <= latitude <= north):
            return False
        # In a hole a line is crossed once more, so all lines count alike.
        return any(sum(_crossed(ring, longitude, latitude) for ring in rings) % 2 for rings in self.polygons)


class Areas:
    """The areas of a city that has maps of them."""

    __slots__ = ("_areas",)

    def __init__(self, areas: Sequence[Area] = ()) -> None:
        # The smallest first: what says the ward says the district, too.
        self._areas = sorted(areas, key=lambda area: area.place[1] is None)

    def __bool__(self) -> bool:
        return bool(self._areas)

    def wards(self) -> dict[tuple[str, str], list[Sequence[Ring]]]:
        """Return the polygons of each kelurahan, by its kecamatan and itself."""
        found: dict[tuple[str, str], list[Sequence[Ring]]] = {}
        for area in self._areas:
            district, ward = area.place
            if district and ward:
                found.setdefault((district, ward), []).extend(area.polygons)
        return found

    def place_of(self, point: str | None) -> Place:
        """Return the kecamatan and kelurahan in which a point lies, as far as the maps say."""
        if point is None or not self._areas:
            return NOWHERE
        latitude, longitude = numbers_of(point)
        return next((area.place for area in self._areas if area.holds(latitude, longitude)), NOWHERE)


def named_at(areas: Mapping[str, Ring], point: str) -> tuple[str, ...]:
    """Return the names of those areas in which a point lies; of each the corners around it are given."""
    latitude, longitude = numbers_of(point)
    return tuple(name for name, corners in areas.items() if Area(NOWHERE, [[corners]]).holds(latitude, longitude))


def _crossed(ring: Ring, x: float, y: float) -> int:
    """Return how often a line from a point to the east meets a ring; a corner counts with the side above it."""
    count, (x1, y1) = 0, ring[-1][:2]
    for corner in ring:
        x2, y2 = corner[:2]
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            count += 1
        x1, y1 = x2, y2
    return count
