"""The maps of a desk: polygons that name places of the city; what is wrong with one is told, and the others count."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from aduan_cli.formats.areas import read_areas, wrong_maps
from aduan_cli.gazetteer import compile_gazetteer

CITY = {"Bekasi Timur": ["Margahayu", "Bekasi Jaya"], "Bekasi Utara": ["Harapan Baru"]}
SQUARE = [[[107.0, -6.3], [107.2, -6.3], [107.2, -6.1], [107.0, -6.1], [107.0, -6.3]]]
INSIDE = "-6.200000,107.100000"


def feature(properties: dict[str, Any], geometry: Any = None) -> dict[str, Any]:
    shape = {"type": "Polygon", "coordinates": SQUARE} if geometry is None else geometry
    return {"type": "Feature", "properties": properties, "geometry": shape}


def around(longitude: float, latitude: float) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [[[longitude, latitude], [longitude, latitude], [longitude, latitude]]]}


def place_in(folder: Path, text: str) -> tuple[tuple[str | None, str | None], list[str]]:
    """Return what a map says of the point inside, and what is told of it."""
    (folder / "maps").mkdir(exist_ok=True)
    (folder / "maps" / "kota.geojson").write_text(text)
    told: list[str] = []
    areas = read_areas(str(folder), compile_gazetteer(CITY, {}), told.append)
    return areas.place_of(INSIDE), told


def of_features(*features: object) -> str:
    return json.dumps({"type": "FeatureCollection", "features": features})


@pytest.mark.parametrize(
    ("properties", "place"),
    [
        ({"WADMKC": "Bekasi Timur", "WADMKD": "Margahayu"}, ("Bekasi Timur", "Margahayu")),
        ({"kelurahan": "BEKASIJAYA"}, ("Bekasi Timur", "Bekasi Jaya")),
        ({"name": "Kel. Harapan Baru"}, ("Bekasi Utara", "Harapan Baru")),
        ({"name": "Bekasi Utara"}, ("Bekasi Utara", None)),
        ({"Kecamatan": "KEC. BEKASI TIMUR"}, ("Bekasi Timur", None)),
    ],
)
def test_the_names_of_the_states_maps_and_of_others_are_understood(
    tmp_path: Path, properties: dict[str, Any], place: tuple[str, str | None]
) -> None:
    assert place_in(tmp_path, of_features(feature(properties))) == (place, [])


def test_a_polygon_of_several_parts_counts_and_a_line_beside_it_is_passed_over(tmp_path: Path) -> None:
    parts = {"type": "MultiPolygon", "coordinates": [[[[1, 1], [2, 1], [2, 2], [1, 1]]], SQUARE]}
    line = {"type": "LineString", "coordinates": [[1, 1], [2, 2]]}
    text = of_features(feature({"name": "Margahayu"}, line), feature({"name": "Margahayu"}, parts))
    assert place_in(tmp_path, text) == (("Bekasi Timur", "Margahayu"), [])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "no JSON from line 1 on; it is left out"),
        ('{"type":\n"FeatureCollection",\n}', "no JSON from line 3 on"),
        ("[" * 200_000, "too many brackets within each other"),
        ("9" * 5000, "a number is too long"),
        ("[]", "a FeatureCollection of polygons would be right"),
        (of_features(feature({"name": "Margahayu"}, {"type": "Polygon", "coordinates": [[["a", 1]]]})), "features[0]"),
        (of_features(feature({"name": "Margahayu"}), 7), "features[1]"),
        (
            of_features(feature({"name": "Margahayu"}, around(1e5, 9_300_000))),
            "features[0] is not on the earth; degrees",
        ),
        (of_features(feature({"name": "Margahayu"}, around(-6.3, 107.0))), "features[0] is not on the earth; degrees"),
        (of_features(feature({"name": "Margahayu"}, around(107.0, float("nan")))), "features[0] is not on the earth"),
        (of_features(feature({"name": "Margahayu"}, around(10**400, 1))), "features[0] is no polygon"),
        (of_features(feature({"name": "Surabaya"})), "no polygon of a place of this city"),
    ],
)
def test_a_bad_map_is_told_in_a_sentence_and_left_out(tmp_path: Path, text: str, said: str) -> None:
    place, told = place_in(tmp_path, text)
    assert place == (None, None)
    assert len(told) == 1
    assert "maps/kota.geojson" in told[0]
    assert said in told[0]


def test_a_feature_without_a_place_on_the_map_keeps_no_other_from_counting(tmp_path: Path) -> None:
    nowhere = {"type": "Feature", "properties": {"name": "Bekasi Jaya"}, "geometry": None}
    assert place_in(tmp_path, of_features(nowhere, feature({"name": "Margahayu"}))) == (
        ("Bekasi Timur", "Margahayu"),
        [],
    )


def test_a_map_is_known_by_the_end_of_its_name(tmp_path: Path) -> None:
    """In any case; what another machine leaves beside it is none."""
    (tmp_path / "maps").mkdir()
    (tmp_path / "maps" / "Kota.GeoJSON").write_text(of_features(feature({"name": "Margahayu"})))
    (tmp_path / "maps" / "._Kota.GeoJSON").write_bytes(b"\0\5\x16\7")
    told: list[str] = []
    areas = read_areas(str(tmp_path), compile_gazetteer(CITY, {}), told.append)
    assert (areas.place_of(INSIDE), told) == (("Bekasi Timur", "Margahayu"), [])


def test_a_map_in_another_encoding_is_told(tmp_path: Path) -> None:
    (tmp_path / "maps").mkdir()
    (tmp_path / "maps" / "kota.geojson").write_bytes(b'{"name": "caf\xe9"}')
    told: list[str] = []
    read_areas(str(tmp_path), compile_gazetteer(CITY, {}), told.append)
    assert told == ["maps/kota.geojson: it is not UTF-8; it is left out"]
    (problem,) = wrong_maps(str(tmp_path), compile_gazetteer(CITY, {}))
    assert (str(problem), problem.severity) == ("maps/kota.geojson:1: it is not UTF-8; it is left out", "warning")
