"""The maps of a city: `maps/*.geojson`, polygons with the names of kecamatan and kelurahan (RFC 7946)."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from aduan_cli.errors import UsageError
from aduan_cli.files import read_regular
from aduan_cli.i18n import _
from aduan_cli.places import kecamatan_named, kelurahan_named
from aduan_cli.points import Area, Areas
from aduan_cli.problems import Problem
from aduan_cli.text import join_pattern

if TYPE_CHECKING:
    from aduan_cli.compiled import Gazetteer

_NAMES = {
    "kelurahan": ("kelurahan", "desa", "namobj", "wadmkd", "nm_kelurahan", "name"),
    "kecamatan": ("kecamatan", "wadmkc", "nm_kecamatan", "district"),
}
"""Properties in which maps name a place, as the state's own maps (`WADMKC`, `WADMKD`) and others do."""


def is_map(name: str) -> bool:
    """Say whether a file is a map by its name; what other machines leave beside one (`._kota.geojson`) is none."""
    return name.casefold().endswith(".geojson") and not name.startswith(".")


def read_areas(folder: str, gazetteer: Gazetteer, warn: Callable[[str], None]) -> Areas:
    """Return the areas of a desk's maps; a file that is none, or names no place of the city, is left out and told."""
    areas: list[Area] = []
    for name, found in _maps(folder, gazetteer):
        if isinstance(found, str):
            warn(_("maps/{name}: {what}; it is left out").format(name=name, what=found))
        else:
            areas += found
    return Areas(areas)


def wrong_maps(folder: str, gazetteer: Gazetteer) -> list[Problem]:
    """Return a warning for each of a desk's maps that is left out."""
    wrong = [(name, found) for name, found in _maps(folder, gazetteer) if isinstance(found, str)]
    return [Problem(f"maps/{name}", (), what, _("it is left out"), "warning", 1) for name, what in wrong]


def _maps(folder: str, gazetteer: Gazetteer) -> Iterator[tuple[str, list[Area] | str]]:
    """Yield the name of each map with its areas, or with what is wrong with it."""
    maps = os.path.join(folder, "maps")
    try:
        names = sorted(name for name in os.listdir(maps) if is_map(name))
    except OSError:
        return
    for name in names:
        try:
            found = list(_areas_in(os.path.join(maps, name), gazetteer))
        except (OSError, UsageError) as error:
            yield name, str(getattr(error, "strerror", None) or error)
            continue
        right = ", ".join(_NAMES["kelurahan"])
        none = _("no polygon of a place of this city; its name in one of {names}").format(names=right)
        yield name, found or none


def _areas_in(path: str, gazetteer: Gazetteer) -> Iterator[Area]:
    """Yield what a file says. Raises `OSError`, and `UsageError` for what is no JSON or no GeoJSON."""
    data = _json(read_regular(path))
    features = data.get("features") if isinstance(data, dict) else None
    if not isinstance(features, list):
        raise UsageError(_("no GeoJSON; a FeatureCollection of polygons would be right"))
    for number, feature in enumerate(features):
        try:
            polygons = _polygons(feature["geometry"])
            place = _place_of(feature.get("properties") or {}, gazetteer)
        except (TypeError, KeyError, ValueError, IndexError, AttributeError, OverflowError):
            what = _("features[{number}] is no polygon; lists of [longitude, latitude] would be right")
            raise UsageError(what.format(number=number)) from None
        if not all(map(_is_on_earth, (corner for rings in polygons for ring in rings for corner in ring))):
            what = _("features[{number}] is not on the earth; degrees (WGS 84), longitude first, would be right")
            raise UsageError(what.format(number=number))
        if polygons and place != (None, None):
            yield Area(place, polygons)


def _json(data: bytes) -> Any:
    try:
        return json.loads(data)
    except RecursionError:
        raise UsageError(_("no JSON that can be read: too many brackets within each other")) from None
    except json.JSONDecodeError as error:
        raise UsageError(_("no JSON from line {line} on").format(line=error.lineno)) from None
    except UnicodeDecodeError:
        raise UsageError(_("it is not UTF-8")) from None
    except ValueError:
        raise UsageError(_("no JSON: a number is too long")) from None


def _is_on_earth(corner: tuple[float, float]) -> bool:
    """Say whether a corner can be one: metres of a projection are beyond it, and mostly so are swapped numbers."""
    return -180 <= corner[0] <= 180 and -90 <= corner[1] <= 90


def _polygons(geometry: Any) -> list[list[list[tuple[float, float]]]]:
    """Return the polygons of a geometry; none of a point or a line, nor where there is none (null)."""
    kind = None if geometry is None else geometry["type"]
    if kind not in ("Polygon", "MultiPolygon"):
        return []
    several = geometry["coordinates"] if kind == "MultiPolygon" else [geometry["coordinates"]]
    found = [[[(float(corner[0]), float(corner[1])) for corner in ring] for ring in rings] for rings in several]
    return [rings for rings in found if rings and all(rings)]


def _place_of(properties: dict[str, Any], gazetteer: Gazetteer) -> tuple[str | None, str | None]:
    """Return kecamatan and kelurahan that the properties of a polygon name, as the desk writes them."""
    said = {str(name).casefold(): str(value) for name, value in properties.items() if isinstance(value, str)}
    district = _first(said, "kecamatan", lambda name: kecamatan_named(name, gazetteer))
    ward = _first(said, "kelurahan", lambda name: kelurahan_named(name, gazetteer))
    if ward is None:
        return district or _first(said, "kelurahan", lambda name: kecamatan_named(name, gazetteer)), None
    parents = gazetteer["names"][join_pattern(ward)][2]
    if district not in parents:
        district = parents[0] if len(parents) == 1 else None
    return (district, ward) if district else (None, None)


def _first(said: dict[str, str], level: str, named: Callable[[str], str | None]) -> str | None:
    return next((found for name in _NAMES[level] if name in said and (found := named(said[name]))), None)
