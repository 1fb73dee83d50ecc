"""What BPBD's readings make of the water's height and of how many are hit. All calls are invented."""

from __future__ import annotations

from typing import Any

import pytest
from complaints import CALL, HUGE, Outcome, decided, questions, seconds, shipped, texts
from hypothesis import given
from shipped import WEDNESDAY_MORNING

from aduan_cli.complaint.deciding import decide
from aduan_cli.complaint.reading import read
from aduan_cli.complaint.report import Report
from aduan_cli.complaint.router import TextReadings
from aduan_cli.flow.routing.explaining import explain


def level(text: str) -> int:
    return int(TextReadings(text, shipped().router).get("tinggi-air", 0))


def people(text: str) -> int:
    return int(TextReadings(text, shipped().router).get("terdampak", 0))


# -- the water's height

LEVELS = [
    # measured
    ("banjir setinggi 80 cm", 80),
    ("banjir setinggi 80cm di Perumahan Anggrek", 80),
    ("ketinggian air 1 meter", 100),
    ("tinggi air kurang lebih 1,5 meter", 150),
    ("air mencapai 1.5 m", 150),
    ("banjir sudah 2 meter", 200),
    ("air naik sampai satu setengah meter", 150),
    ("banjir setengah meter", 50),
    ("banjir 1/2 meter", 50),
    ("air ½ m di dalam rumah", 50),
    ("banjir semeter lebih", 100),
    ("banjir setinggi 80-100 cm", 100),
    ("banjir setinggi 50 cm sampai 1 meter", 100),
    ("air sekitar 30 sampai 40 cm", 40),
    ("banjir delapan puluh cm", 80),
    ("banjir 1 meter 20 cm", 120),
    ("banjir satu meter setengah", 150),
    ("banjir di Kel. Jatirasa. 80 cm", 80),
    ("banjir di rumah saya 120 senti", 120),
    ("air masuk rumah, tingginya 60 sentimeter", 60),
    ("banjir 1 meter dalamnya", 100),
    ("air lebih dari 1 meter", 100),
    ("banjir, 75 cm", 75),
    ("air tidak kurang dari 80 cm", 80),
    ("The water is about 80 cm deep", 80),
    ("water is 1.5 meters deep", 150),
    # on the body
    ("banjir selutut", 50),
    ("banjir se-lutut", 50),
    ("banjir se lutut orang dewasa", 50),
    ("air masuk rumah setinggi lutut", 50),
    ("air sampai ke lutut", 50),
    ("air sampai di atas lutut", 50),
    ("banjir sebatas dengkul", 50),
    ("banjir sepaha", 70),
    ("banjir sepinggang", 95),
    ("air setinggi pinggang orang dewasa", 95),
    ("banjir sedada", 130),
    ("banjir se-dada orang dewasa", 130),
    ("airnya sudah seleher", 150),
    ("air sudah sampai atap", 250),
    ("air hanya semata kaki", 10),
    ("air setinggi mata kaki", 10),
    ("banjir sebetis", 30),
    ("Our street is knee deep in water", 50),
    ("the water is up to the waist", 95),
    ("flood waist-high", 95),
    # on a child
    ("banjir sepinggang anak kecil", 57),
    ("air setinggi dada anak-anak", 78),
    ("air sepinggang, anak-anak menangis", 95),
    ("air sepinggang anak anak menangis", 95),
    # the highest of several, as it is now
    ("di depan selutut, di belakang sepinggang", 95),
    ("kemarin selutut, sekarang sepinggang", 95),
    ("tahun lalu sedada, sekarang selutut", 50),
    ("tidak sampai sepinggang, cuma selutut", 50),
]


@pytest.mark.parametrize(("text", "height"), LEVELS)
def test_the_waters_height_is_read_in_centimetres(text: str, height: int) -> None:
    assert level(text) == height


NOT_NOW = [
    "banjir tahun lalu setinggi 1 meter",
    "tahun lalu, banjir di sini setinggi dada",
    "banjir sepinggang tahun lalu",
    "pernah banjir sedada di sini",
    "tahun 2020 banjir sampai atap",
    "kemarin banjir selutut",
    "banjir sempat sepinggang",
    "banjir sempat naik sampai dada",
    "banjir sepinggang sudah surut",
    "banjir setinggi 1 meter, alhamdulillah sudah surut",
    "tadi malam sedada, pagi ini airnya surut",
    "kalau hujan banjir selutut",
    "setiap hujan deras, banjir setinggi lutut",
    "jika hujan air bisa setinggi dada",
    "takut air naik sampai sepinggang",
    "dikhawatirkan banjir sedada lagi",
    "mohon tanggul diperbaiki agar tidak banjir sepinggang lagi",
    "jangan sampai banjir sedada",
    "banjir, kami menunggu sampai kepala desa datang",
    "banjir tidak sampai selutut",
    "tidak sampai banjir 80 cm",
    "tahun lalu di Kel. Jatirasa banjir 1 meter",
    "air satu setengah meter, alhamdulillah sudah surut",
    "banjir, kolam 80 m2",
    "belum setinggi lutut",
    "air bukan sepinggang",
    "the flood was waist deep last year",
    # another thing
    "banjir karena tembok setinggi 2 meter roboh",
    "tanggul kali setinggi 3 meter jebol, banjir",
    "banjir, rumput setinggi pinggang",
    "banjir sepanjang 100 meter",
    "banjir 200 meter dari jalan raya",
    "banjir, rumah saya 3 meter dari kali",
    "air 2 meter dari pintu rumah",
    "tinggi muka air di bendung 350 cm",
    "TMA 450 cm siaga 3",
    "lubang sedalam 1 meter tertutup banjir",
    "luka di lutut karena banjir",
    "banjir di Jl. Dada Raya",
    "banjir 5000 meter",
    "banjir di RT 03 RW 05",
    "banjir",
    "",
]


@pytest.mark.parametrize("text", NOT_NOW)
def test_what_was_may_be_or_is_not_water_is_not_read(text: str) -> None:
    assert level(text) == 0


STILL_NOW = [
    ("sejak kemarin banjir sepinggang", 95),
    ("dari kemarin air selutut", 50),
    ("banjir sepinggang lebih tinggi dari tahun lalu", 95),
    ("banjir sedada seperti tahun lalu", 130),
    ("belum pernah setinggi ini, air sepinggang", 95),
    ("air sepinggang belum surut", 95),
    ("air sepinggang, tak kunjung surut", 95),
    ("air sepinggang, kapan surut", 95),
    ("air sepinggang semoga cepat surut", 95),
    ("sudah mulai surut tapi masih selutut", 50),
    ("kemarin sudah surut, sekarang naik lagi sedada", 130),
    ("warga takut karena air sudah sepinggang", 95),
    ("kalau bisa cepat, air sepinggang", 95),
    ("Penelepon meminta agar BPBD datang, banjir 110 cm", 110),
    ("mohon bantuan agar dijemput air sudah sepinggang", 95),
    ("supaya cepat ditolong, banjir mungkin 1 meter", 100),
    ("setiap jam air naik, sepinggang", 95),
    ("tolong kami dulu, air sepinggang", 95),
    ("warga tidak bisa keluar, air setinggi dada", 130),
    ("saya sempat menelepon RT, air setinggi dada", 130),
]


@pytest.mark.parametrize(("text", "height"), STILL_NOW)
def test_what_lasts_is_read_whatever_is_said_of_the_past(text: str, height: int) -> None:
    assert level(text) == height


# -- how many are hit

CROWDS = [
    ("50 KK terendam", 200),
    ("ada 30 rumah kebanjiran", 120),
    ("puluhan rumah terendam", 160),
    ("ratusan warga mengungsi", 400),
    ("ribuan jiwa terdampak", 4000),
    ("dua ratus jiwa mengungsi", 200),
    ("1.200 jiwa", 1200),
    ("lima puluh kepala keluarga", 200),
    ("20-an rumah", 80),
    ("dua RW terendam", 800),
    ("tiga kampung kebanjiran", 1200),
    ("satu RW terendam", 400),
    ("se-RW banjir", 400),
    ("3 RT terendam", 120),
    ("seluruh warga mengungsi", 40),
    ("satu kampung kebanjiran", 400),
    ("sekampung terendam", 400),
    ("hundreds of people are evacuated", 400),
    ("about 50 families", 200),
    ("satu keluarga", 4),
    ("2 orang", 2),
    # not people, not now
    ("RT 3 RW 05", 0),
    ("di RT 03 RW 05 Kel. Jatirasa", 0),
    ("RW 12", 0),
    ("puluhan tahun tinggal di sini", 0),
    ("ratusan meter", 0),
    ("blok 5 rumah nomor 3", 0),
    ("tahun lalu ratusan warga mengungsi", 0),
    ("belum ada ratusan warga", 0),
    ("99999999999999 orang", 0),
]


@pytest.mark.parametrize(("text", "number"), CROWDS)
def test_how_many_are_hit_is_read_as_people(text: str, number: int) -> None:
    assert people(text) == number


# -- what comes of it


def disaster(text: str, **answers: str) -> Outcome:
    return decided(f"Penelepon melaporkan {text}", answers)


def test_ankle_deep_water_at_one_house_is_decided_by_the_category() -> None:
    for text in ("banjir semata kaki di depan rumah saya", "banjir di perumahan"):
        assert disaster(text) == ("banjir", "bpbd", "category", None, "normal", ())


def test_from_the_knee_it_is_high_from_the_waist_an_emergency_for_the_reaction_team() -> None:
    assert disaster("banjir selutut") == ("banjir", "bpbd", "category", None, "high", ())
    assert disaster("banjir sekitar 110 cm") == (
        "banjir", "bpbd-trc", "unit", "banjir-setinggi-pinggang", "emergency", (),
    )  # fmt: skip


def test_where_many_are_hit_others_help() -> None:
    assert disaster("banjir, puluhan rumah terendam")[4:] == ("high", ("dinsos",))
    assert disaster("banjir satu RW setinggi paha")[4:] == ("high", ("dinkes", "dinsos", "satpol-pp"))
    assert disaster("banjir 110 cm, ratusan rumah terendam")[1:] == (
        "bpbd-trc", "unit", "banjir-setinggi-pinggang", "emergency", ("dinkes", "dinsos", "satpol-pp"),
    )  # fmt: skip


@pytest.mark.parametrize("what", ["longsor", "angin kencang", "gempa"])
def test_other_disasters_count_people_and_no_water(what: str) -> None:
    assert disaster(f"{what}, 50 rumah rusak")[1:] == ("bpbd", "category", None, "high", ("dinsos",))
    assert disaster(f"{what} di selokan setinggi dada").priority == "normal"


def test_water_that_the_caller_says_is_falling_raises_nothing() -> None:
    assert disaster("banjir 95 cm", air="surut").priority == "normal"
    assert disaster("banjir 95 cm", air="naik").priority == "emergency"


def test_other_categories_are_decided_without_it() -> None:
    assert disaster("ratusan warga butuh air bersih")[4:] == ("normal", ())


def test_why_says_what_was_read_and_the_rule_tells_it() -> None:
    text = "Penelepon melaporkan banjir sekitar 110 cm di Kec. Jatiasih"
    router = shipped().router
    made = decide(read(Report(text=text, reported_at=WEDNESDAY_MORNING), router), router)
    assert made.decision.reason == "Tinggi air sekitar 110 cm."
    told = explain(made.complaint, router, router, [])
    assert {"condition": "readings.tinggi-air", "value": 110, "words": "110 cm", "wanted": ">= 90"} in told["because"]


# -- its data

FLOODED, TREE, SLIDE = "Penelepon melaporkan banjir", "pohon tumbang di taman", "tanah longsor di tebing kali"
ASKED = [
    (FLOODED, {}, "bpbd", "normal", ()),
    (FLOODED, {"orang-terjebak": "ya"}, "bpbd-trc", "emergency", ("dinsos", "disdamkar")),
    (FLOODED, {"tinggi-air": "pinggang"}, "bpbd", "emergency", ()),
    (FLOODED, {"tinggi-air": "pinggang", "air": "surut"}, "bpbd", "normal", ()),
    (FLOODED, {"tinggi-air": "lutut"}, "bpbd", "high", ()),
    (FLOODED, {"tinggi-air": "mata kaki"}, "bpbd", "normal", ()),
    (FLOODED, {"air": "naik", "rentan": "ya"}, "bpbd", "high", ()),
    (FLOODED, {"air": "naik"}, "bpbd", "normal", ()),
    (TREE, {"menimpa": "tidak menimpa"}, "bpbd", "normal", ("bmsda",)),
    (TREE, {"menimpa": "rumah"}, "bpbd", "high", ("bmsda",)),
    (TREE, {"menimpa": "orang"}, "bpbd", "emergency", ("bmsda", "dinkes", "disdamkar")),
    (TREE + " menutup jalan", {}, "bpbd", "high", ("bmsda",)),
    (SLIDE, {"korban": "ya"}, "bpbd", "emergency", ("dinkes", "disdamkar")),
    (SLIDE, {"korban": "tidak tahu"}, "bpbd", "normal", ()),
]


@pytest.mark.parametrize(("text", "answers", "unit", "priority", "support"), ASKED)
def test_answers_decide_without_code(
    text: str, answers: dict[str, Any], unit: str, priority: str, support: tuple[str, ...]
) -> None:
    outcome = decided(text, answers)
    assert (outcome.unit, outcome.priority, outcome.support) == (unit, priority, support)


@pytest.mark.parametrize(
    "text",
    ["banjir sepinggang", "banjir setinggi dada", "air naik, warga minta perahu", "our house is flooded, chest high"],
)
def test_water_that_needs_a_boat_goes_by_voice(text: str) -> None:
    assert (decided(text).category, decided(text).step) == ("evakuasi-banjir", "handoff")


@pytest.mark.parametrize(
    "text",
    [
        "banjir tahun lalu setinggi dada",
        "banjir sepinggang tapi sudah surut",
        "banjir tidak sampai sepinggang",
        "Penelepon mengadukan sering banjir sepinggang setiap hujan",
    ],
)
def test_water_that_is_gone_does_not(text: str) -> None:
    assert (decided(text).category, decided(text).step, decided(text).priority) == ("banjir", "category", "normal")


def test_a_flood_is_asked_four_questions_all_with_answers_to_choose_from() -> None:
    assert list(questions("banjir")) == ["orang-terjebak", "tinggi-air", "air", "rentan"]
    assert all(questions("banjir").values())


# -- whatever is said

TEXTS = texts(
    "banjir", "air", "setinggi", "sampai", "selutut", "sepinggang", "dada", "80", "1,5", "1.200", "meter", "cm",
    "tidak", "belum", "sudah", "surut", "tahun lalu", "kemarin", ",", ".", "sekarang", "50", "KK", "ratusan", "warga",
    "satu", "RW", "RT", "puluh", "ratus", "setengah", "anak", "-", "1/2", "²", "٣",
)  # fmt: skip


@given(TEXTS)
def test_any_text_is_read(text: str) -> None:
    assert 0 <= level(text) <= 500
    assert 0 <= people(text) <= 10**6


@pytest.mark.parametrize("text", HUGE, ids=lambda text: text[:20])
def test_a_huge_text_is_read_in_no_time(text: str) -> None:
    assert seconds(level, text) + seconds(people, text) < CALL
