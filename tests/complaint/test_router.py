"""One revision's rules, ready to be run: what a text says is found once, and names lead to whose they are."""

from __future__ import annotations

from typing import Any

import pytest

import aduan_cli.complaint.router as module
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
