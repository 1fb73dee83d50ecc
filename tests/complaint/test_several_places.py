"""Names that the city has in several places: told with where each lies, where nothing else says which is meant."""

from __future__ import annotations

from typing import Any

import pytest

from aduan_cli.complaint.complaint import SEVERAL_PLACES
from aduan_cli.complaint.several_places import several_places
from compiling import router_of

CITY: dict[str, Any] = {
    "desk": {"name": "Meja", "prefix": "UJI", "timezone": "UTC"},
    "units": {"dlh": {"name": "DLH"}},
    "kecamatan": {"Timur": ["Margahayu", "Sukamaju"], "Utara": ["Teluk Pucung", "Sukamaju"], "Barat": ["Kranji"]},
}
PLACES: list[dict[str, Any]] = [
    {"name": "Griya Kembar", "kind": "estate", "kelurahan": "Margahayu"},
    {"name": "Griya Kembar", "kind": "estate", "kelurahan": "Teluk Pucung"},
    {"name": "Pasar Lama", "kind": "market", "kecamatan": ["Timur"]},
    {"name": "Pasar Lama", "kind": "market", "kecamatan": ["Barat"]},
    {"name": "Pasar Lama", "kind": "market", "body": "dlh"},
    {"name": "Jl. Panjang", "kind": "street", "kecamatan": ["Timur", "Utara"]},
    {"name": "Stasiun", "kind": "station", "kelurahan": "Kranji"},
    {"name": "Kali Abang", "kind": "landmark", "kelurahan": "Margahayu", "spellings": ["kaliabang tengah"]},
    {"name": "Kaliabang Tengah", "kind": "estate", "kelurahan": "Teluk Pucung"},
]
RULES = router_of(CITY, places=PLACES)


def told(text: str, kecamatan: str | None = None, kelurahan: str | None = None) -> list[str]:
    notes = several_places(RULES.words_of(text).place, kecamatan, kelurahan, RULES.compiled["gazetteer"])
    assert all(note.startswith(SEVERAL_PLACES) for note in notes)
    return [note.removeprefix(SEVERAL_PLACES) for note in notes]


@pytest.mark.parametrize(
    ("text", "notes"),
    [
        ("sampah", []),
        ("sampah di stasiun", []),
        ("sampah di jl panjang", []),
        ("sampah di griya kembar", ["Griya Kembar: Margahayu, Timur; Teluk Pucung, Utara"]),
        ("pasar lama kotor", ["Pasar Lama: Timur; Barat; ?"]),
        (
            "griya kembar dan pasar lama",
            ["Griya Kembar: Margahayu, Timur; Teluk Pucung, Utara", "Pasar Lama: Timur; Barat; ?"],
        ),
        ("griya kembar ... griya kembar", ["Griya Kembar: Margahayu, Timur; Teluk Pucung, Utara"]),
        ("di kaliabang tengah", ["Kali Abang / Kaliabang Tengah: Margahayu, Timur; Teluk Pucung, Utara"]),
    ],
)
def test_each_name_is_told_once_with_all_that_it_may_mean(text: str, notes: list[str]) -> None:
    """One that lies nowhere by the files is a `?`; two names for one spelling are told together."""
    assert told(text) == notes


def test_the_kecamatan_that_is_known_leaves_out_what_lies_elsewhere() -> None:
    """What lies nowhere by the files may lie there as well."""
    assert told("griya kembar", kecamatan="Timur") == []
    assert told("pasar lama", kecamatan="Timur") == ["Pasar Lama: Timur; ?"]
    assert told("pasar lama", kecamatan="Utara") == []


def test_of_a_whole_place_nothing_is_to_be_asked() -> None:
    assert told("griya kembar", kecamatan="Timur", kelurahan="Margahayu") == []
    assert told("griya kembar", kecamatan="Timur", kelurahan="Sukamaju") == []


@pytest.mark.parametrize(
    ("kelurahan", "notes"),
    [("Sukamaju", ["Sukamaju: Timur; Utara"]), ("Margahayu", []), ("Entah", [])],
)
def test_a_kelurahan_alone_is_told_where_several_kecamatan_have_one(kelurahan: str, notes: list[str]) -> None:
    """The places of the text are no question then."""
    assert told("griya kembar", kelurahan=kelurahan) == notes
