"""Places of the city's files in a text: each where its words stand, streets where a word for one does."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.complaint.router import Router
from aduan_cli.rules.lazy_lists import Kept, words_of
from aduan_cli.rules.place_finder import PlaceFinder, is_asked
from aduan_cli.text import Folded
from compiling import rules_of

CITY = """
[desk]
name = "D"
prefix = "D"
timezone = "UTC"
[kecamatan]
"Bekasi Timur" = ["Margahayu"]
"Jatiasih" = ["Jatirasa"]
[units.dlh]
name = "DLH"
[outside.kai]
name = "KAI"
referral = "121"
"""
PLACES: list[dict[str, Any]] = [
    {"name": "Stasiun Bekasi", "kind": "station", "kelurahan": "Margahayu", "body": "kai", "spellings": ["sta bekasi"]},
    {"name": "Kenari", "kind": "street", "kecamatan": ["Bekasi Timur", "Jatiasih"]},
    {"name": "Kenari", "kind": "estate", "kecamatan": ["Jatiasih"]},
    {"name": "Mawar", "kind": "street", "kecamatan": ["Bekasi Timur"]},
    {"name": "Pasar Baru", "kind": "market", "kelurahan": "Margahayu"},
    {"name": "Pasar Baru", "kind": "market", "kelurahan": "Jatirasa"},
]
RULES: Any = rules_of(CITY, PLACES)
ROUTER = Router(RULES, None)


def said(text: str, places: PlaceFinder | None = None) -> list[tuple[str, list[str], bool | None]]:
    """Return of each mention its words, the kinds of places they name, and whether the incident is on it."""
    folded = Folded(text)
    found = (places or PlaceFinder(RULES["places"])).of(ROUTER.engine.find(folded), folded)
    return [(folded.words(one.first, one.last), [entry[2] for entry in one.entries], one.on) for one in found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("sampah menumpuk", []),
        ("di stasiun bekasi", [("stasiun bekasi", ["station"], None)]),
        ("di STA-BEKASI penuh", [("sta bekasi", ["station"], None)]),
        ("kenari penuh", [("kenari", ["estate"], None)]),
        ("lubang di jalan kenari", [("kenari", ["estate"], None), ("jalan kenari", ["street"], True)]),
        ("dekat jl kenari", [("kenari", ["estate"], None), ("jl kenari", ["street"], False)]),
        ("burung mawar", []),
        ("jl. mawar banyak lubang", [("jl mawar", ["street"], True)]),
        ("kebakaran jl mawar", [("jl mawar", ["street"], None)]),
        ("pasar baru kotor", [("pasar baru", ["market", "market"], None)]),
    ],
)
def test_what_a_text_names(text: str, found: list[Any]) -> None:
    """Of words that name several all of them; a street's name alone is a bird, a flower or somebody's name."""
    assert said(text) == found


def test_on_a_street_that_no_file_has_it_is_on_none_for_sure() -> None:
    """`di jalan kenari, masuk di jalan anggrek`: where it is, is on one of them, and one nobody knows."""
    assert said("lubang di jl mawar")[0][2] is True
    assert said("lubang di jl mawar tepatnya di jl anggrek")[0][2] is None
    assert said("dekat jl mawar, lubang di jl anggrek")[0][2] is False


TEXTS = st.lists(
    st.sampled_from(["jalan", "kenari", "di", "dekat", "stasiun", "bekasi", "pasar", "baru", "mawar", "sta", "lubang"]),
    max_size=7,
).map(" ".join)


@given(st.lists(TEXTS, min_size=9, max_size=12))
def test_many_texts_are_read_as_each_alone_from_memory_and_from_the_cache(texts: list[str]) -> None:
    """After some texts the places are looked up by their words; nothing else changes."""
    entries = RULES["places"]
    cached = Kept([json.dumps(one).encode() for one in entries], *words_of(["text", one[0]] for one in entries))
    many, of_cache = PlaceFinder(entries), PlaceFinder(cached)
    for text in texts:
        alone = said(text)
        assert said(text, many) == alone
        assert said(text, of_cache) == alone


@pytest.mark.parametrize(
    ("asked", "is_so"),
    [
        ([], True),
        ([["kind", ["station", "market"]]], True),
        ([["kind", ["market"]]], False),
        ([["kind", ["station"]], ["body", ["kai"]]], True),
        ([["kind", ["station"]], ["body", ["pln"]]], False),
        ([["body", ["kai", "pln"]]], True),
    ],
)
def test_a_condition_asks_for_kind_and_body(asked: Any, is_so: bool) -> None:
    station = RULES["places"][0]
    assert (station[2], station[5]) == ("station", "kai")
    assert is_asked(station, asked) is is_so
