"""What the officer reads after a call: what to do now first, then where it went and how it was understood."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.cli.understood import HAND_OFF, at_once, emergency, lines, unit_name
from aduan_cli.complaint.complaint import PLACE_CONTRADICTION, Complaint, copy_of
from aduan_cli.flow.intake.call import Call
from aduan_cli.model import Decision
from any_complaint import complaints
from compiling import rules_of
from invented import call

RULES = rules_of(
    {
        "desk": {"name": "Meja", "prefix": "UJI", "timezone": "UTC"},
        "units": {
            "dlh": {"name": "Dinas Lingkungan Hidup", "contact": "1500444"},
            "disdamkar": {"name": "Disdamkar", "say": "Sambungkan ke pemadam."},
        },
        "outside": {"pln": {"name": "PLN", "referral": "Hubungi PLN di 123."}},
        "categories": {"sampah": {"unit": "dlh", "text": ["sampah"]}},
    }
)


def taken(decision: Decision | None = None, repeated: bool = False, **given: Any) -> Call:
    complaint = call(**{"kelurahan": "Margahayu", "kecamatan": "Bekasi Timur", **given})
    complaint = copy_of(complaint, ticket="UJI-261123-0001-2", number=1)
    return Call(complaint, decision or Decision(complaint.unit or "triage", complaint.step or "category"), repeated)


def test_an_everyday_call_is_one_line() -> None:
    assert lines(RULES, taken()) == ["→ dlh (Dinas Lingkungan Hidup) · complaint/sampah · Margahayu, Bekasi Timur"]
    (line,) = lines(RULES, taken(support=("disdamkar",), priority="high", kelurahan=None, kecamatan=None))
    assert line == "→ dlh (Dinas Lingkungan Hidup) + disdamkar · complaint/sampah · high · place not named"


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (
            {"unit": "triage", "step": "triage", "status": "new", "category": None},
            "aduan route UJI-261123-0001-2 --to UNIT",
        ),
        (
            {"unit": "triage", "step": "triage", "status": "new", "kind": "information"},
            "answered? aduan answer UJI-261123-0001-2 TEXT; else",
        ),
        (
            {"kind": "information", "status": "answered"},
            "no answer noted: aduan answer UJI-261123-0001-2 TEXT; to act: aduan route",
        ),
        ({"notes": (PLACE_CONTRADICTION,)}, "look again: Margahayu is not in Bekasi Timur"),
        ({"unit": "pln", "status": "referred"}, "tell the caller: Hubungi PLN di 123."),
    ],
)
def test_what_has_to_be_done_is_said_with_the_line_that_does_it(given: dict[str, Any], sentence: str) -> None:
    assert sentence in "\n".join(lines(RULES, taken(**given)))


def test_a_question_about_an_outside_body_is_not_referred() -> None:
    said = lines(RULES, taken(unit="pln", status="answered", kind="information", answer="123"))
    assert not any("tell the caller" in line for line in said)


def test_an_emergency_says_what_to_do_first_and_once() -> None:
    """Whom the officer puts through by voice is not sent to another number; what is known already moves nobody."""
    spoken = Decision("disdamkar", "handoff", say="Sambungkan sekarang.")
    first, *others = lines(RULES, taken(spoken, priority="emergency", unit="disdamkar"))
    assert first == f"{HAND_OFF}Sambungkan sekarang." == at_once(RULES, taken(spoken, priority="emergency"))
    assert not any(line.startswith(HAND_OFF) for line in others)
    again = lines(RULES, taken(spoken, repeated=True, priority="emergency", unit="disdamkar"))
    assert again[0] == "known already: UJI-261123-0001-2; nothing was stored"
    assert at_once(RULES, taken(spoken, repeated=True, priority="emergency")) is None


def test_what_was_noted_drives_no_terminal() -> None:
    made = taken()
    made.notes, made.overtaken = ("periksa\x1b[31m\nlagi",), True
    said = lines(RULES, made)
    assert said[0] == "somebody else decided it meanwhile, and that holds:"
    assert said[-1] == "look again: periksa\\x1b[31m lagi"


@given(complaints(), st.booleans(), st.booleans())
def test_any_call_is_told(complaint: Complaint, repeated: bool, overtaken: bool) -> None:
    """Exactly one line says where it went; with what is known of the place, or that nothing is."""
    made = Call(complaint, Decision(complaint.unit or "triage", "category"), repeated)
    made.overtaken = overtaken
    said = lines(RULES, made)
    (where,) = (line for line in said if line.startswith("→ "))
    assert f"{complaint.category or '-'}" in where
    assert ("place not named" in where) == (not (complaint.kecamatan or complaint.kelurahan or complaint.address))


@given(complaints())
def test_an_emergency_in_the_mail_names_ticket_place_and_no_caller(complaint: Complaint) -> None:
    """Whoever reads it calls back by a command that is noted."""
    complaint = copy_of(complaint, caller_phone="+6281200000001")
    line = emergency(RULES, complaint, "Sambungkan.")
    assert line.startswith(f"{HAND_OFF}{complaint.ticket}: Sambungkan.")
    assert "1200000001" not in line.replace(str(complaint.address), "")
    assert f"aduan show {complaint.ticket} --reveal" in line
    complaint = copy_of(complaint, caller_phone=None)
    assert "--reveal" not in emergency(RULES, complaint, "Sambungkan.").replace(str(complaint.address), "")


@pytest.mark.parametrize(
    ("unit", "name"),
    [("dlh", "dlh (Dinas Lingkungan Hidup)"), ("disdamkar", "disdamkar"), ("pln", "pln"), (None, "triage"), ("x", "x")],
)
def test_a_unit_is_named_where_its_id_is_not_its_name(unit: str | None, name: str) -> None:
    assert unit_name(RULES, unit) == name
