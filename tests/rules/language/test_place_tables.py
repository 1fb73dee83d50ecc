"""`[[place]]`: what is wrong with one is told at its place and left out, and streets are known by their bare names."""

from __future__ import annotations

from typing import Any

import pytest

from aduan_cli.problems import Problems
from aduan_cli.rules.language.conditions import Patterns
from aduan_cli.rules.language.declare import Source
from aduan_cli.rules.language.names import DeclaredNames
from aduan_cli.rules.language.place_tables import is_places, places_of

KECAMATAN = {"Utara": ["Melati", "Kenanga"], "Selatan": ["Mawar", "Melati"]}


def read(*places: dict[str, Any]) -> tuple[list[Any], list[str], Patterns]:
    """Return the places of a file, what is told of it, and the patterns by which they are known."""
    problems, patterns = Problems(), Patterns({})
    names = DeclaredNames(problems, missing=False)
    names.add_places(KECAMATAN, {})
    city = Source("rules.toml", None, {"kecamatan": KECAMATAN}, {})
    tables = [{"name": "Griya Uji", "kind": "estate", "number": number, **one} for number, one in enumerate(places)]
    made = places_of([Source("places/a.toml", None, {"place": tables}, {})], city, names, patterns, problems)
    return made, [str(problem) for problem in problems], patterns


def test_a_place_in_a_kelurahan_lies_in_every_kecamatan_that_has_one_of_this_name() -> None:
    made, told, _patterns = read({"kelurahan": "melati"}, {"kelurahan": "Kenanga"})
    assert ([place[3:5] for place in made], told) == ([[["Utara", "Selatan"], "Melati"], [["Utara"], "Kenanga"]], [])


def test_a_place_may_lie_nowhere_but_only_where_nothing_was_said() -> None:
    made, told, _patterns = read({})
    assert ([place[3:5] for place in made], told) == ([[[], None]], [])


@pytest.mark.parametrize(
    "wrong",
    [
        {"kelurahan": "Anggrek"},
        {"kelurahan": "Anggrek", "kecamatan": ["Utara"]},
        {"kecamatan": ["Utara", "Timur"]},
        {"kelurahan": "Mawar", "kecamatan": ["Utara"]},
        {"body": "pusat"},
    ],
)
def test_a_place_with_something_wrong_is_left_out_told_once_and_the_others_stay(wrong: dict[str, Any]) -> None:
    made, told, _patterns = read(wrong, {"name": "Pasar Uji"})
    assert [place[1] for place in made] == ["Pasar Uji"]
    assert len(told) == 1
    assert told[0].startswith("places/a.toml: place[1]")


def test_a_street_is_known_by_its_bare_name_and_one_that_has_none_by_all_of_it() -> None:
    made, _told, patterns = read(
        {"name": "Jl. Raya Uji", "kind": "street", "spellings": ["Jalan Jend. Coba", "Raya"]}, {"name": "Jalan Uji"}
    )
    assert [[patterns.words[number] for number in place[0]] for place in made] == [
        ["uji", "coba", "Raya"],
        ["Jalan Uji"],
    ]


@pytest.mark.parametrize(
    ("path", "is_one"),
    [("places/a.toml", True), ("places/.a.toml", False), ("places/sub/a.toml", False), ("a.toml", False),
     ("places/a.toml~", False), ("places/../rules.toml", False), ("/places/a.toml", False)],
)  # fmt: skip
def test_files_of_places_lie_directly_in_their_folder(path: str, is_one: bool) -> None:
    assert is_places(path) is is_one
