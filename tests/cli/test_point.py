"""Where a complaint is on the map: from `log`, from files and corrected; the maps say which ward that is."""

from __future__ import annotations

import json
from typing import Any

import pytest

from office import Office

MAPS = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"kelurahan": ward},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[west, -6.3], [west + 1, -6.3], [west + 1, -6.1], [west, -6.1], [west, -6.3]]],
            },
        }
        for ward, west in (("Margahayu", 107.0), ("Teluk Pucung", 106.0))
    ],
}
MAP = """
[columns]
text = "isi"
reported_at = "waktu"
%s
[dates]
formats = ["%%Y-%%m-%%d %%H:%%M"]
"""
IN_MARGAHAYU, IN_KRANJI = "-6.200000,107.500000", "-6.200000,106.500000"


@pytest.fixture
def mapped(office: Office) -> Office:
    """Return a desk with maps of two wards."""
    (office.folder / "maps").mkdir()
    (office.folder / "maps" / "kelurahan.geojson").write_text(json.dumps(MAPS))
    return office


def record(office: Office, ticket: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(office.run("show", ticket, "--format", "json").out)
    return found


def test_the_maps_say_where_a_point_lies_as_the_text_names_no_ward(mapped: Office) -> None:
    mapped.run("log", "sampah menumpuk", "--point", "-6.2, 107.5")
    found = record(mapped, "1")
    assert (found["point"], found["kelurahan"]) == (IN_MARGAHAYU, "Margahayu")
    assert (found["sources"]["point"], found["sources"]["kelurahan"]) == ("given", "point")
    shown = mapped.run("show", "1").out
    assert IN_MARGAHAYU in shown
    assert "Margahayu" in shown


def test_what_the_text_names_wins(mapped: Office) -> None:
    mapped.run("log", "sampah menumpuk di Kel. Teluk Pucung", "--point", IN_MARGAHAYU)
    found = record(mapped, "1")
    assert (found["kelurahan"], found["sources"]["kelurahan"]) == ("Teluk Pucung", "text")


def test_the_ward_of_a_point_stays_when_the_call_is_decided_anew(mapped: Office) -> None:
    mapped.run("log", "sampah menumpuk", "--point", IN_MARGAHAYU)
    (mapped.folder / "maps" / "kelurahan.geojson").unlink()
    assert mapped.run("route", "1").code == 0
    assert record(mapped, "1")["kelurahan"] == "Margahayu"


def test_a_point_that_is_corrected_lies_in_another_ward(mapped: Office) -> None:
    mapped.run("log", "sampah menumpuk", "--point", IN_MARGAHAYU)
    assert mapped.run("edit", "1", "--point", IN_KRANJI).code == 0
    assert record(mapped, "1")["kelurahan"] == "Teluk Pucung"
    assert mapped.run("edit", "1", "--point", "").code == 0
    assert (record(mapped, "1")["point"], record(mapped, "1")["kelurahan"]) == (None, None)
    assert mapped.run("db", "verify").code == 0


def test_no_point_of_the_earth_is_a_usage_error_and_nothing_is_stored(office: Office) -> None:
    done = office.run("log", "sampah menumpuk", "--point", "91,107")
    assert done.code == 2
    assert "latitude, longitude would be right" in done.err
    assert office.run("list", "--count").out.strip() == "0"


@pytest.mark.parametrize(
    ("columns", "head", "cell"),
    [
        ('point = "titik"', "titik", '"-6.2, 107.5"'),
        ('lat = "lat"\nlong = "lon"', "lat,lon", "-6.2,107.5"),
        ('lat = "lat"\nlong = "lon"', "lat,lon", '"-6,2","107,5"'),
    ],
)
def test_columns_of_a_file_give_the_point(mapped: Office, columns: str, head: str, cell: str) -> None:
    (mapped.folder / "maps" / "titik.toml").write_text(MAP % columns)
    blank = "," * cell.count(",") if '"' not in cell else "," * head.count(",")
    text = f"isi,waktu,{head}\nsampah,2026-11-20 10:00,{cell}\nsampah lagi,2026-11-20 11:00,{blank}\n"
    (mapped.folder / "titik.csv").write_text(text)
    assert mapped.run("import", str(mapped.folder / "titik.csv"), "--map", "titik").code == 0
    rows = json.loads(mapped.run("list", "--format", "json").out)
    assert [(row["point"], row["kelurahan"]) for row in rows] == [(None, None), (IN_MARGAHAYU, "Margahayu")]


def test_what_is_no_point_in_a_file_is_kept_as_it_stands_and_told(mapped: Office) -> None:
    (mapped.folder / "maps" / "titik.toml").write_text(MAP % 'lat = "lat"\nlong = "lon"')
    (mapped.folder / "titik.csv").write_text(
        "isi,waktu,lat,lon\nsampah,2026-11-20 10:00,dekat,masjid\nsampah lagi,2026-11-20 10:01,0.0,0.0\n"
    )
    done = mapped.run("import", str(mapped.folder / "titik.csv"), "--map", "titik")
    assert done.code == 0
    assert "dekat,masjid" in done.err
    rows = json.loads(mapped.run("list", "--format", "json").out)
    assert [(row["point"], row["fields"]) for row in rows] == [(None, {}), (None, {"point": "dekat,masjid"})]


def test_our_own_export_comes_back_with_its_point(mapped: Office) -> None:
    mapped.run("log", "sampah menumpuk", "--point", IN_MARGAHAYU)
    (mapped.folder / "all.csv").write_text(mapped.run("list", "--format", "csv", "--reveal").out)
    elsewhere = ("--store", str(mapped.folder / "other.db"))
    done = mapped.run(*elsewhere, "import", str(mapped.folder / "all.csv"))
    assert done.code == 0, done.err
    (row,) = json.loads(mapped.run(*elsewhere, "list", "--format", "json").out)
    assert row["point"] == IN_MARGAHAYU
