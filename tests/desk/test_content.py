"""The shipped desk's content: what its files declare, and that their own examples come out as written."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import Any

import pytest
import tomli
from shipped import Desk

from aduan_cli.complaint.examples import run_examples
from aduan_cli.places import kecamatan_named, kelurahan_named
from aduan_cli.text import join_pattern

ROOT = Path(__file__).parents[2]
LARGE = ["bmsda", "bpbd", "dinkes", "disdamkar", "disdukcapil", "dishub", "dlh", "kecamatan", "satpol-pp"]
OWNERS = sorted(path.parent.name for path in ROOT.glob("plugins/*/plugin.toml"))
PLACES = sorted(ROOT.glob("places/*.toml"))
MANIFESTS = [f"plugins/{name}/plugin.toml" for name in OWNERS]

# Spellings of units in the city's call log; names of offices only.
LOGGED = {
    "BAPENDA": "bapenda",
    "BKPSDM": "bkpsdm",
    "BMSDS": "bmsda",
    "BPBD": "bpbd",
    "BPKAD": "bpkad",
    "DBMSDA": "bmsda",
    "DINAS LH": "dlh",
    "DINKES": "dinkes",
    "DINSOS": "dinsos",
    "DISDAGPERIN": "disdagperin",
    "DISDAMKAR": "disdamkar",
    "DISDIK": "disdik",
    "DISDUKCAPIL": "disdukcapil",
    "DISHUB": "dishub",
    "DISKOMINFOSTANDI": "diskominfostandi",
    "DISKOP - UKM": "diskop-ukm",
    "DISKOP UKM": "diskop-ukm",
    "DISNAKER": "disnaker",
    "DISPARBUD": "disparbud",
    "DISPERKIMTAN": "disperkimtan",
    "DISTARU": "distaru",
    "DLH": "dlh",
    "DMBSDA": "bmsda",
    "DPMPTSP": "dpmptsp",
    "DPPPA": "dpppa",
    "Dinkes": "dinkes",
    "KECAMATAN": "kecamatan",
    "KELURAHAN": "kelurahan",
    "RSUD": "rsud",
    "SATPOL PP": "satpol-pp",
    "SATPPOL PP": "satpol-pp",
    "SETDA": "setda",
}

SENTENCE = "Penelepon melaporkan lampu PJU mati di {place}"


def patterns_of(condition: Any) -> set[int]:
    """Return all pattern numbers that a compiled condition looks for (not those it must not find)."""
    if condition is None:
        return set()
    name, value = condition[0], condition[1]
    if name in ("text", "text_all"):
        return set(value)
    if name in ("all", "any"):
        return {pattern for part in value for pattern in patterns_of(part)}
    return set()


def test_the_shipped_files_load_without_any_problem(bekasi: Desk) -> None:
    assert [str(problem) for problem in bekasi.loaded.problems] == []
    assert bekasi.loaded.left_out == {}


def test_every_example_of_the_shipped_files_comes_out_as_written(bekasi: Desk) -> None:
    problems = run_examples(bekasi.rules, bekasi.loaded.examples)
    assert [str(problem) for problem in problems] == []


@pytest.mark.parametrize("file", MANIFESTS)
def test_every_file_has_an_example(bekasi: Desk, file: str) -> None:
    assert file in [example.file for example in bekasi.loaded.examples]


@pytest.mark.parametrize("file", ["rules.toml", *(f"plugins/{name}/plugin.toml" for name in LARGE)])
def test_every_large_file_has_examples_in_both_languages(bekasi: Desk, file: str) -> None:
    texts = [example.given["text"] for example in bekasi.loaded.examples if example.file == file]
    english = [text for text in texts if {"the", "is", "we", "my"} & set(text.lower().split())]
    assert len(texts) >= 8
    assert english
    assert len(english) < len(texts)


def test_every_category_is_found_by_words_and_has_a_title(bekasi: Desk) -> None:
    for category in bekasi.rules["categories"]:
        assert patterns_of(category[3]), category[0]
        assert category[4], category[0]


def test_every_unit_that_the_log_names_is_known_by_its_spellings(bekasi: Desk) -> None:
    names = bekasi.rules["unit_names"]
    assert {spelling: names.get(join_pattern(spelling)) for spelling in LOGGED} == LOGGED


def test_the_city_has_12_kecamatan_and_56_kelurahan(bekasi: Desk) -> None:
    names = bekasi.rules["gazetteer"]["names"].values()
    assert len({entry[0] for entry in names if entry[0]}) == 12
    assert len({entry[1] for entry in names if entry[1]}) == 56
    offices = [unit for unit, entry in bekasi.rules["units"].items() if entry["parent"] == "kecamatan"]
    assert len(offices) == 12


def test_every_place_names_a_source_that_can_be_looked_up() -> None:
    places = [place for file in PLACES for place in tomli.loads(file.read_text(encoding="utf-8"))["place"]]
    assert len(places) > 100
    assert [
        place["name"]
        for place in places
        if not re.search(r"\d{4}|Wikipedia|https?:|[a-z]\.[a-z]|GitHub", place.get("source", ""))
    ] == []


def test_every_official_spelling_and_its_variants_are_known(bekasi: Desk, data: Path) -> None:
    gazetteer = bekasi.rules["gazetteer"]
    with (data / "bekasi_regions_crosswalk.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 56
    for row in rows:
        for spelling in (row["kelurahan_kemendagri"], row["kelurahan_bps"]):
            assert not spelling or kelurahan_named(spelling, gazetteer), spelling
        for spelling in (row["kecamatan_kemendagri"], row["kecamatan_bps"]):
            assert not spelling or kecamatan_named(spelling, gazetteer), spelling


def test_every_kelurahan_is_found_in_a_sentence_and_lies_in_its_kecamatan(bekasi: Desk, data: Path) -> None:
    with (data / "bekasi_regions_crosswalk.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            ward, district = row["kelurahan_kemendagri"], row["kecamatan_kemendagri"]
            call, _ = bekasi.take(SENTENCE.format(place=f"Jl. Mawar RT 01 RW 02 Kel. {ward} Kec. {district}"))
            assert join_pattern(call.kelurahan or "") == join_pattern(ward)
            assert join_pattern(call.kecamatan or "") == join_pattern(district)


def test_the_kecamatan_office_of_the_place_is_chosen(bekasi: Desk) -> None:
    question = "Penelepon menanyakan nomor telepon kantor kecamatan {place}"
    assert bekasi.take(question.format(place="Jatiasih"))[1].unit == "kecamatan-jatiasih"
    assert bekasi.take(question.format(place=""))[1].unit == "kecamatan"


def test_every_manifest_in_the_repository_is_enabled(bekasi: Desk) -> None:
    assert sorted(bekasi.rules["unit_rules"]) == OWNERS
    assert len(OWNERS) == 33


@pytest.mark.parametrize("file", MANIFESTS)
def test_each_manifest_owns_categories_of_its_own_unit(bekasi: Desk, file: str) -> None:
    plugin = file.split("/")[1]
    owned = [category for category in bekasi.rules["categories"] if category[2] == plugin]
    assert owned
    granted = bekasi.rules["grants"].get(plugin, [])
    assert {bekasi.office(category[1]) for category in owned} <= {plugin, *granted}
