"""Places learned from calls that name a place and a kelurahan, and how often they are right about another month."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest

from aduan_cli.gazetteer import compile_gazetteer
from aduan_cli.places import find_place
from aduan_cli.rules.learning.place_names import CallInWard, LearnedPlace, learned, phrases_in, places_named, right_of
from aduan_cli.text import Folded

GAZETTEER = compile_gazetteer({"Utara": ["Melati", "Kenanga"], "Selatan": ["Mawar"]}, {})


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("lampu mati di Perum Griya Uji blok B3 Kel. Kenanga", [("estate", "Griya Uji")]),
        ("lubang di jl. raya uji coba rt 03", [("street", "Uji Coba")]),
        ("sampah di Pasar Kamis, kel melati", [("market", "Pasar Kamis")]),
        ("banjir di taman uji indah kelurahan mawar", [("estate", "Taman Uji Indah")]),
        ("jalan rusak di kel mawar", []),
    ],
)
def test_streets_estates_and_landmarks_are_found_by_the_word_before_them(
    text: str, places: list[tuple[str, str]]
) -> None:
    """A name ends before a number of house, block or RT, before talk, and before a kelurahan."""
    assert [(place.kind, place.written) for place in places_named(text, GAZETTEER)] == places


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("di depan Mak Enah, tolong", [("Mak Enah", True), ("Enah", False)]),
        ("di seroja, mawar", [("Seroja", True), ("Mawar", False)]),
        ("rusak di depan rumah saya RT 03", []),
    ],
)
def test_words_that_nothing_announces_may_be_a_name(text: str, phrases: list[tuple[str, bool]]) -> None:
    """Up to a comma and ordinary talk; whether the text says that something is there."""
    assert [(one.name.written, one.is_where) for one in phrases_in(text)] == phrases


def test_calls_are_counted_and_those_that_contradict_each_other_shown() -> None:
    """However a name is written it is one place; what bears the kelurahan's name teaches nothing."""
    calls = [
        CallInWard("di perum Griya Uji kel kenanga", "Kenanga"),
        CallInWard("di perumahan griya-uji kenanga", "Kenanga"),
        CallInWard("di perum Mawar Asri kel mawar", "Mawar"),
        CallInWard("di jl anyar kel melati", "Melati"),
    ]
    found = learned(calls, GAZETTEER)
    estates = [place for place in found if place.kind == "estate"]
    assert LearnedPlace("street", "Anyar", (("Melati", 1),)) in found
    assert next((place.calls, place.ward(1)) for place in estates if "riya" in place.name) == (2, "Kenanga")
    assert not any("awar" in place.name for place in found)
    more = [*calls, CallInWard("perum griya uji kel mawar", "Mawar")]
    doubtful = next(place for place in learned(more, GAZETTEER, 3) if place.kind == "estate")
    assert (doubtful.kelurahan, doubtful.ward(1), doubtful.ward(0.6)) == (
        (("Kenanga", 2), ("Mawar", 1)),
        None,
        "Kenanga",
    )


def rows(name: str) -> list[dict[str, str]]:
    """Return the rows of a real log; the test skips where there is none."""
    folder = os.environ.get("ADUAN_TEST_DATA")
    if not folder:
        pytest.skip("ADUAN_TEST_DATA is not set: no call log")
    with (Path(folder) / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def by_month(
    months: dict[str, list[CallInWard]], gazetteer: dict[str, object], least: int
) -> dict[str, tuple[int, int]]:
    """Return of each month how many calls the places learned on the others are right about, and of how many."""
    told = {}
    for month, calls in months.items():
        others = [call for other, found in months.items() if other != month for call in found]
        told[month] = right_of(learned(others, gazetteer, least), calls, gazetteer, 1)
    return told


@pytest.mark.slow
def test_what_other_months_teach_is_right_about_a_month_of_a_large_log() -> None:
    """Of a year of another city, month by month, with `--least` as it is: 19 of 20 and more are right."""
    months: dict[str, list[CallInWard]] = {}
    districts: dict[str, dict[str, None]] = {}
    for row in rows("surabaya_dev.csv"):
        if row["kelurahan"]:
            districts.setdefault(row["kecamatan"], {})[row["kelurahan"]] = None
            months.setdefault(row["submitted"][:7], []).append(CallInWard(row["text"], row["kelurahan"]))
    gazetteer = compile_gazetteer({name: list(wards) for name, wards in districts.items()}, {})
    told = by_month(months, gazetteer, 4)
    right, judged = (sum(one[part] for one in told.values()) for part in (0, 1))
    assert judged >= 80, told
    assert right >= 0.95 * judged, told


def test_what_other_months_teach_is_never_wrong_about_a_month_of_the_citys_log() -> None:
    """It is small: few calls name a place that another month's call named too."""
    regions: dict[str, list[str]] = {}
    for row in rows("bekasi_regions_crosswalk.csv"):
        values = list(row.values())
        regions.setdefault(row.get("kecamatan_common") or values[1], []).append(
            row.get("kelurahan_common") or values[3]
        )
    gazetteer = compile_gazetteer(regions, {})
    months: dict[str, list[CallInWard]] = {}
    for row in rows("bekasi_calls_dev.csv"):
        for text in (row["PERMASALAHAN"], row["ALAMAT"]):
            ward = find_place(Folded(text), text, gazetteer).kelurahan
            if ward:
                months.setdefault(row["TANGGAL"][:7], []).append(CallInWard(text, ward))
    told = by_month(months, gazetteer, 1)
    assert all(right == judged for right, judged in told.values()), told
