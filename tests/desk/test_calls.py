"""Invented calls of a year, in the officers' wording: floods, school admission, fasting month, elections, ..."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from shipped import Desk

with (Path(__file__).parent / "invented_calls.csv").open(encoding="utf-8", newline="") as listed:
    CALLS = list(csv.DictReader(listed))


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call["text"][:60])
def test_an_invented_call_goes_to_the_unit_that_must_act(bekasi: Desk, call: dict[str, str]) -> None:
    complaint, decision = bekasi.take(call["text"])
    assert (complaint.kind, bekasi.office(decision.unit)) == (call["kind"], call["unit"])


EMERGENCIES = [
    ("Penelepon melaporkan kebakaran rumah di Kel. Perwira", "disdamkar"),
    ("tolong rumah sebelah terbakar", "disdamkar"),
    ("ada ular kobra di kamar anak saya", "disdamkar"),
    ("Penelepon meminta ambulans, ibunya sesak napas dan sering pingsan", "dinkes"),
    ("korban tabrakan tergeletak di jalan, tidak sadarkan diri", "dinkes"),
    ("There is a fire in the kitchen of the restaurant", "disdamkar"),
    ("Someone was hit by a car and is bleeding", "dinkes"),
    ("banjir sudah sedada, warga minta dievakuasi", "bpbd"),
]


@pytest.mark.parametrize(("text", "unit"), EMERGENCIES)
def test_an_emergency_is_handed_off_with_an_instruction(bekasi: Desk, text: str, unit: str) -> None:
    complaint, decision = bekasi.take(text)
    assert (complaint.kind, decision.step, bekasi.office(decision.unit)) == ("complaint", "handoff", unit)
    assert decision.priority == "emergency"
    assert decision.say
    assert "SEKARANG" in decision.say


PLACES = [
    "di depan sekolah", "dekat pasar", "di samping puskesmas", "dekat lampu merah", "di belakang stadion",
    "dekat TPU", "di depan kantor kelurahan", "dekat stasiun kereta api", "dekat gardu PLN", "mohon segera",
]  # fmt: skip
"""What stands near an incident; none of it is what the call is about."""


@pytest.mark.parametrize("place", PLACES)
def test_what_stands_nearby_does_not_hide_an_emergency(bekasi: Desk, place: str) -> None:
    for text, unit in EMERGENCIES:
        decision = bekasi.take(f"{text} {place}")[1]
        assert (decision.step, bekasi.office(decision.unit)) == ("handoff", unit), text


def test_what_stands_nearby_seldom_moves_a_complaint(bekasi: Desk) -> None:
    texts = [call["text"] for call in CALLS if call["kind"] == "complaint"]
    usual = {text: bekasi.office(bekasi.take(text)[1].unit) for text in texts}
    pairs = [(text, place) for text in texts for place in PLACES]
    moved = [pair for pair in pairs if bekasi.office(bekasi.take(" ".join(pair))[1].unit) != usual[pair[0]]]
    assert len(moved) <= len(pairs) * 0.03, moved


CALM = [
    "Penelepon menanyakan nomor telepon ambulans",
    "Penelepon menanyakan nomor pemadam kebakaran",
    "Penelepon menanyakan cara meminta pelatihan kebakaran",
    "Penelepon mengadukan ambulans parkir sembarangan",
    "Penelepon mengadukan kabel semrawut yang berpotensi kebakaran",
    "Penelepon mengadukan jalan berlubang yang sering menyebabkan kecelakaan",
    "Penelepon mengadukan rumput tinggi, takut ada ular",
    "What is the number of the fire brigade?",
]


@pytest.mark.parametrize("text", CALM)
def test_a_question_or_a_mere_risk_is_not_handed_off(bekasi: Desk, text: str) -> None:
    assert bekasi.take(text)[1].step != "handoff"


def test_a_call_without_a_cue_is_a_complaint_and_one_without_a_category_waits_in_triage(bekasi: Desk) -> None:
    complaint, decision = bekasi.take("qwerty asdf")
    assert (complaint.kind, complaint.category, decision.unit) == ("complaint", None, "triage")


def test_a_matter_of_an_outside_body_is_referred(bekasi: Desk) -> None:
    decision = bekasi.take("Penelepon melaporkan listrik padam di seluruh kampung")[1]
    assert (decision.unit, decision.outside) == ("pln", True)
    assert "123" in bekasi.rules["outside"]["pln"]["referral"]
