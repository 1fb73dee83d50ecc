"""Disdamkar's data: what is asked, what the answers do, and animals apart from fire. All calls are invented."""

from __future__ import annotations

from typing import Any

import pytest
from complaints import PLUGINS, decided, questions

CREWS = [
    ("Penelepon mengadukan gudang yang berpotensi kebakaran", "kebakaran", "disdamkar-pemadaman"),
    ("Penelepon melaporkan percikan api di saklar", "korsleting", "disdamkar-pemadaman"),
    ("Penelepon takut ada ular di kebun kosong", "hewan-berbahaya", "disdamkar-penyelamatan"),
    ("Penelepon melaporkan ulat bulu di pagar rumah", "ulat-bulu", "disdamkar-penyelamatan"),
    ("kucing saya tersangkut di atas pohon", "penyelamatan-hewan", "disdamkar-penyelamatan"),
    ("Penelepon melaporkan anjing masuk ke gorong-gorong dan tidak bisa keluar", "penyelamatan-hewan",
     "disdamkar-penyelamatan"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "category", "crew"), CREWS)
def test_what_is_no_emergency_goes_to_the_crew_that_does_it(text: str, category: str, crew: str) -> None:
    outcome = decided(text)
    assert (outcome.category, outcome.unit, outcome.step) == (category, crew, "category")


EMERGENCIES = [
    ("rumah tetangga terbakar", "kebakaran"),
    ("Penelepon melaporkan ular kobra masuk kamar", "hewan-berbahaya"),
    ("Penelepon melaporkan anak kecil terjebak di lift", "penyelamatan"),
    ("anak saya kepalanya tersangkut pagar", "penyelamatan"),
    ("Penelepon meminta evakuasi anjing galak di halaman", "penyelamatan"),
    ("ular di atap rumah, kucing saya terjebak", "hewan-berbahaya"),
]


@pytest.mark.parametrize(("text", "category"), EMERGENCIES)
def test_an_emergency_still_goes_by_voice_to_the_post(text: str, category: str) -> None:
    outcome = decided(text)
    assert (outcome.category, outcome.step) == (category, "handoff")
    assert outcome.unit in ("disdamkar-pemadaman", "disdamkar-penyelamatan")
    assert outcome.priority == "emergency"


@pytest.mark.parametrize(
    "text",
    [
        "Penelepon mengadukan kucing tetangga masuk ke rumah dan mengganggu",
        "Penelepon mengadukan kotoran anjing di jalan masuk ke perumahan",
        "Penelepon melaporkan kucing mati di atap",
        "Penelepon melaporkan kucing terjebak banjir",
    ],
)
def test_an_animal_alone_is_no_rescue(text: str) -> None:
    assert decided(text).category != "penyelamatan-hewan"


FIRE, SHORT = (
    "Penelepon mengadukan gudang yang berpotensi kebakaran",
    "Penelepon melaporkan percikan api di saklar",
)
ANSWERS = [
    (FIRE, {"orang-di-dalam": "ya"}, "emergency", ("dinkes",)),
    (FIRE, {"orang-di-dalam": "tidak"}, "normal", ()),
    (FIRE, {"bahan-berbahaya": "ya"}, "high", ()),
    (FIRE, {"lantai": 4}, "high", ()),
    (FIRE, {"lantai": 2}, "normal", ()),
    (SHORT, {"orang-di-dalam": "ya"}, "emergency", ("dinkes",)),
    ("Penelepon takut ada ular di kebun kosong", {"tergigit": "ya"}, "emergency", ("dinkes",)),
    ("Penelepon takut ada ular di kebun kosong", {"tergigit": "tidak"}, "normal", ()),
]


@pytest.mark.parametrize(("text", "answers", "priority", "support"), ANSWERS)
def test_answers_raise_the_priority(
    text: str, answers: dict[str, Any], priority: str, support: tuple[str, ...]
) -> None:
    outcome = decided(text, answers)
    assert (outcome.priority, outcome.support) == (priority, support)
    assert outcome.unit.startswith("disdamkar-")


def test_the_post_asks_few_questions_most_with_answers_to_choose_from() -> None:
    fire = questions("kebakaran")
    assert list(fire) == ["yang-terbakar", "orang-di-dalam", "bahan-berbahaya", "lantai"]
    assert fire["orang-di-dalam"] == ["ya", "tidak", "tidak tahu"]
    assert all(len(questions(category)) <= 4 for category in ("korsleting", "hewan-berbahaya", "penyelamatan"))


def test_no_code_is_needed() -> None:
    assert not (PLUGINS / "disdamkar" / "plugin.py").exists()
