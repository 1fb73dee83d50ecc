"""One revision's rules, ready to be run: what a text says is found once, and names lead to whose they are."""

from __future__ import annotations

from typing import Any

import pytest

import aduan_cli.complaint.router as module
from aduan_cli.points import Areas
from compiling import router_of

CITY: dict[str, Any] = {
    "desk": {"name": "Meja", "prefix": "UJI", "timezone": "UTC"},
    "cues": {"information": ["menanyakan"]},
    "kecamatan": {"Bekasi Timur": ["Margahayu"], "Bekasi Utara": ["Teluk Pucung"]},
    "units": {"dlh": {"name": "DLH"}},
    "categories": {
        "sampah": {"unit": "dlh", "text": ["sampah"]},
        "saran": {"unit": "dlh", "text": ["saran"], "routes_feedback": True},
    },
    "question": [{"id": "tumpuk", "category": "sampah", "text": "Setinggi apa?", "type": "number"}],
    "plugins": {"enable": ["bmsda"]},
}
BMSDA: dict[str, Any] = {
    "plugin": {"name": "bmsda", "api": 1},
    "unit": {"id": "bmsda", "name": "BMSDA"},
    "categories": {"pju": {"unit": "bmsda", "text": ["pju"]}},
}


@pytest.fixture
def router() -> module.Router:
    """Return the rules of a city with one plugin."""
    return router_of(CITY, bmsda=BMSDA)


def test_what_a_text_says_is_found_once(router: module.Router, monkeypatch: pytest.MonkeyPatch) -> None:
    """An import repeats itself: the second time nothing is looked for."""
    first = router.words_of("menanyakan sampah di Margahayu")
    monkeypatch.setattr(router.engine, "find", None)
    assert router.words_of("menanyakan sampah di Margahayu") is first
    assert (first.kind, first.place.kelurahan, first.place.kecamatan) == ("information", "Margahayu", "Bekasi Timur")


def test_the_memory_is_bounded_and_forgetting_changes_nothing(
    router: module.Router, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_MEMO", 3)
    texts = [f"sampah nomor {number}" for number in range(8)]
    found = [router.words_of(text).found for text in texts]
    assert len(router._words) <= 3
    assert [router.words_of(text).found for text in texts] == found


@pytest.mark.parametrize(
    ("kelurahan", "kecamatan"),
    [("Margahayu", "Bekasi Timur"), ("Teluk Pucung", "Bekasi Utara"), ("Bekasi Timur", None), ("Entah", None)],
)
def test_a_kelurahan_leads_to_its_kecamatan(router: module.Router, kelurahan: str, kecamatan: str | None) -> None:
    """A kecamatan lies in none, and a place that the city doesn't know nowhere."""
    assert router.kecamatan_of(kelurahan) == kecamatan


@pytest.mark.parametrize(
    ("category", "owner", "routes"),
    [
        ("pju", "bmsda", False),
        ("sampah", None, False),
        ("saran", None, True),
        ("entah", None, False),
        (None, None, False),
    ],
)
def test_a_category_leads_to_its_plugin_and_says_whether_feedback_goes_to_somebody(
    router: module.Router, category: str | None, owner: str | None, routes: bool
) -> None:
    assert (router.owner_of(category), router.routes_feedback(category)) == (owner, routes)


def test_the_questions_are_made_once(router: module.Router) -> None:
    assert router.asked is router.asked
    assert [question[0] for question in router.asked.of("sampah")] == ["tumpuk"]
    assert list(router.asked.of(None)) == list(router.asked.of("pju")) == []


# -- what is read when somebody asks


READ: dict[str, Any] = {
    "desk": CITY["desk"],
    "units": CITY["units"],
    "kecamatan": {"Utara": ["Sukamaju", "Kali"], "Timur": ["Sukamaju"]},
    "readings": {"tinggi": {"kind": "length", "near": ["air"]}},
    "rule": [{"to": "dlh", "readings": {"tinggi": True}}],
    "synonyms": {"air": ["cai"]},
    "areas": {
        "alun-alun": ["-6.20,106.90", "-6.20,107.00", "-6.30,107.00", "-6.30,106.90"],
        "pusat": ["-6.24,106.94", "-6.24,106.96", "-6.26,106.96", "-6.26,106.94"],
    },
}


def test_a_reading_is_read_once_and_by_the_words_of_its_own_text() -> None:
    rules = router_of(READ)
    words = rules.words_of("cai 50 cm")
    readings: Any = words.readings
    told = readings.reading("tinggi")
    assert (told.value, told.words) == (50, "50 cm")
    assert readings.reading("tinggi") is told
    assert readings.reading("lain") is None
    assert rules.words_of("lampu").readings.reading("tinggi") is None
    assert rules.readers is rules.readers


def test_a_desk_without_readings_loads_nothing_of_them(router: module.Router) -> None:
    assert router.words_of("air 50 cm").readings is module.NO_READINGS
    assert router._readers is None


def test_a_point_lies_in_each_of_the_areas_around_it(router: module.Router) -> None:
    rules = router_of(READ)
    assert rules.areas_at("-6.250000,106.950000") == ("alun-alun", "pusat")
    assert rules.areas_at("-6.210000,106.910000") == ("alun-alun",)
    assert rules.areas_at("-6.400000,106.950000") == ()
    assert router.areas_at("-6.250000,106.950000") == ()


def test_a_kelurahan_of_two_kecamatan_leads_to_both_and_to_none() -> None:
    rules = router_of(READ)
    assert list(rules.parents_of("Sukamaju")) == ["Utara", "Timur"]
    assert (rules.kecamatan_of("Sukamaju"), rules.kecamatan_of("Kali")) == (None, "Utara")
    assert list(rules.parents_of("Entah")) == []


def test_maps_are_read_once_and_only_for_a_point() -> None:
    """A call without a point needs none of them."""
    read: list[int] = []

    def maps() -> Areas:
        read.append(1)
        return Areas()

    rules = module.Router(router_of(READ).compiled, None, maps)
    rules.words_of("sampah")
    assert read == []
    assert rules.areas is rules.areas
    assert read == [1]
    assert router_of(READ).areas.place_of("-6.250000,106.950000") == (None, None)
