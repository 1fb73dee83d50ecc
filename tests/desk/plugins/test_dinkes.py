"""Dinkes's data: an ambulance told from a clinic, the questions of the 119 desk. All calls are invented."""

from __future__ import annotations

from typing import Any

import pytest
from complaints import PLUGINS, decided, questions

AMBULANCE = [
    "anak saya kejang panas tinggi",
    "bapak saya tiba-tiba bicara pelo",
    "ibu saya nyeri dada dan sesak napas",
    "tetangga saya tidak bernapas",
    "anak saya tersedak",
    "Penelepon melaporkan tukang jatuh dari lantai 2",
    "Penelepon melaporkan dokter di klinik pingsan",
    "Penelepon mengadukan pasien pingsan karena tidak dilayani puskesmas",
    "Penelepon meminta ambulans ke rumah sakit",
    "ambulans belum datang, pasien sudah kritis, tolong",
    "my husband has chest pain",
]
ACCIDENT = [
    "ada kecelakaan motor, korban luka parah",
    "ada orang jatuh dari motor di depan sekolah",
    "Penelepon melaporkan anak keserempet truk",
]


@pytest.mark.parametrize("text", AMBULANCE)
def test_somebody_in_danger_goes_by_voice_to_the_119_desk(text: str) -> None:
    outcome = decided(text)
    assert (outcome.unit, outcome.step, outcome.priority) == ("dinkes-119", "handoff", "emergency")
    assert outcome.category == "ambulans"


@pytest.mark.parametrize("text", ACCIDENT)
def test_so_do_the_injured_of_an_accident(text: str) -> None:
    outcome = decided(text)
    assert (outcome.category, outcome.unit, outcome.step) == ("kecelakaan-korban", "dinkes-119", "handoff")


CLINIC = [
    ("Penelepon mengeluhkan obat stroke kosong di puskesmas", "puskesmas"),
    ("Penelepon mengadukan bidan menolak pasien melahirkan", "puskesmas"),
    ("Penelepon melaporkan petugas puskesmas tidak ramah kepada pasien stroke", "puskesmas"),
    ("Penelepon menanyakan apakah puskesmas melayani melahirkan", "puskesmas"),
    ("Penelepon menanyakan biaya melahirkan dengan BPJS", "jaminan-kesehatan"),
    ("Penelepon menanyakan pertolongan pertama untuk anak kejang", "pertolongan-pertama"),
    ("Penelepon mengadukan sirene ambulans berisik tengah malam", "pelayanan-ambulans"),
    ("Penelepon mengadukan ambulans datang terlambat minggu lalu", "pelayanan-ambulans"),
    ("Penelepon menanyakan ambulans untuk mengantar jenazah", "mobil-jenazah"),
]


@pytest.mark.parametrize(("text", "category"), CLINIC)
def test_a_question_or_a_complaint_about_the_service_is_no_emergency(text: str, category: str) -> None:
    outcome = decided(text)
    assert (outcome.category, outcome.step, outcome.priority) == (category, "category", "normal")
    assert outcome.unit in ("dinkes", "dinkes-119")


@pytest.mark.parametrize(
    "text",
    [
        "jalan berlubang, banyak yang jatuh dari motor",
        "lampu jalan mati, kemarin ada yang jatuh dari motor",
        "jalan licin, pengendara jatuh dari motor",
    ],
)
def test_a_road_where_people_fall_is_the_roads_crews(text: str) -> None:
    outcome = decided(text)
    assert outcome.unit.startswith("bmsda")
    assert outcome.step != "handoff"


PAST = "Penelepon mengadukan pernah ada kecelakaan di depan rumahnya"
ANSWERS = [
    ({}, "normal", ()),
    ({"sadar": "ya", "bernapas": "normal", "pendarahan": "tidak", "jumlah-korban": 1}, "normal", ()),
    ({"sadar": "tidak"}, "emergency", ()),
    ({"bernapas": "sesak"}, "emergency", ()),
    ({"bernapas": "tidak"}, "emergency", ()),
    ({"pendarahan": "ya"}, "emergency", ()),
    ({"terjepit": "ya"}, "emergency", ("disdamkar",)),
    ({"jumlah-korban": 3}, "emergency", ("rsud",)),
    ({"jumlah-korban": 5, "sadar": "tidak"}, "emergency", ("rsud",)),
]


@pytest.mark.parametrize(("answers", "priority", "support"), ANSWERS)
def test_answers_make_an_emergency_of_what_words_did_not(
    answers: dict[str, Any], priority: str, support: tuple[str, ...]
) -> None:
    outcome = decided(PAST, answers)
    assert (outcome.unit, outcome.priority, outcome.support) == ("dinkes-119", priority, support)


def test_the_119_desk_asks_whether_they_are_conscious_and_breathe_first() -> None:
    for category in ("ambulans", "kecelakaan-korban"):
        assert list(questions(category))[:3] == ["sadar", "bernapas", "pendarahan"]
    assert "umur" in questions("ambulans")
    assert {"jumlah-korban", "terjepit"} <= set(questions("kecelakaan-korban"))


def test_no_code_is_needed() -> None:
    assert not (PLUGINS / "dinkes" / "plugin.py").exists()
