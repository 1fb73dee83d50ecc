"""What counts as a correction, told by events alone: the last word of people against what the rules had said."""

from __future__ import annotations

from typing import Any

import pytest

from aduan_cli.complaint.corrections import Correction, correction_of, place_correction_of
from aduan_cli.complaint.history import Event

LOGGED = ("logged", {"unit": "dlh", "category": "sampah", "step": "category", "kecamatan": "Bekasi Timur"})
BY_HAND = ("routed", {"from": "dlh", "to": "bmsda", "step": "manual", "rule": None})
EDITED = (
    "routed",
    {"from": "dlh", "to": "bmsda", "step": "category", "category": "pju", "corrected": {"category": ["sampah", "pju"]}},
)


def corrected(*told: tuple[str, dict[str, Any]]) -> Correction | None:
    """Return what is made of a history."""
    return correction_of(
        Event(number, 100 + number, "sari", type_, data, None) for number, (type_, data) in enumerate(told)
    )


@pytest.mark.parametrize(
    ("told", "verbs", "unit", "category"),
    [
        ((BY_HAND,), ("route",), "bmsda", None),
        ((("assigned", {"from": "dlh", "to": "bpbd"}),), ("assign",), "bpbd", None),
        ((("referred", {"from": "dlh", "to": "pln"}),), ("refer",), "pln", None),
        ((("returned", {"unit": "dlh", "to": None}),), ("return",), None, None),
        ((("returned", {"unit": "dlh", "to": "bmsda"}),), ("return",), "bmsda", None),
        ((("returned", {"unit": "dlh"}), ("assigned", {"to": "bpbd"})), ("return", "assign"), "bpbd", None),
        ((EDITED,), ("edit",), "bmsda", "pju"),
        ((("corrected", {"category": "pju", "corrected": {"category": ["sampah", "pju"]}}),), ("edit",), "dlh", "pju"),
        ((BY_HAND, EDITED, ("acknowledged", {"unit": "bmsda"})), ("route", "edit"), "bmsda", "pju"),
    ],
)
def test_the_last_word_counts(
    told: tuple[tuple[str, dict[str, Any]], ...], verbs: tuple[str, ...], unit: str | None, category: str | None
) -> None:
    """Whatever command said it; what the rules had decided is what was there before the first of them."""
    said = corrected(LOGGED, *told)
    assert said is not None
    assert (said.was, said.was_category, said.verbs, said.unit, said.category) == (
        "dlh",
        "sampah",
        verbs,
        unit,
        category,
    )


@pytest.mark.parametrize(
    "told",
    [
        (),
        (("routed", {"from": "dlh", "to": "bmsda", "step": "city", "rule": "x"}),),
        (BY_HAND, ("routed", {"from": "bmsda", "to": "dlh", "step": "manual"})),
        (("returned", {"unit": "dlh"}), ("assigned", {"to": "dlh"})),
        (("returned", {"unit": "bpbd", "role": "support"}),),
        (("assigned", {"to": "bpbd", "role": "support"}),),
        (("corrected", {"corrected": {"category": ["sampah", "sampah"]}}),),
        (("corrected", {"kecamatan": "Rawalumbu", "corrected": {"kecamatan": ["Bekasi Timur", "Rawalumbu"]}}),),
    ],
)
def test_what_is_no_correction(told: tuple[tuple[str, dict[str, Any]], ...]) -> None:
    """Rules that decide anew, what ends where it was, who only helps, a confirmation, a place that moves nothing."""
    assert corrected(LOGGED, *told) is None


def test_rules_that_change_before_anybody_corrects_are_what_was_corrected() -> None:
    """What a person corrects is the decision that stood there, not the first one."""
    anew = ("routed", {"from": "dlh", "to": "bpbd", "step": "city", "rule": "x", "category": "banjir"})
    said = corrected(LOGGED, anew, BY_HAND)
    assert said is not None
    assert (said.was, said.was_category, said.at, said.actor) == ("bpbd", "banjir", 102, "sari")


def test_a_place_that_somebody_says_and_that_moves_a_call_is_kept_with_it() -> None:
    """District and ward as they are then: what a landmark may be learned from."""
    moved = {
        "from": "kecamatan", "to": "kecamatan-rawalumbu", "step": "category", "kecamatan": "Rawalumbu",
        "corrected": {"kecamatan": [None, "Rawalumbu"]},
    }  # fmt: skip
    said = corrected(("logged", {"unit": "kecamatan", "category": "ktp", "kecamatan": None}), ("routed", moved))
    assert said is not None
    assert (said.unit, said.place, said.verbs) == ("kecamatan-rawalumbu", ("Rawalumbu", None), ("edit",))


def at(kelurahan: str | None, before: str | None = None) -> tuple[str, dict[str, Any]]:
    return ("corrected", {"kelurahan": kelurahan, "corrected": {"kelurahan": [before, kelurahan]}})


@pytest.mark.parametrize(
    ("told", "place"),
    [
        ((at("Margahayu"),), ("Bekasi Timur", "Margahayu")),
        ((at("Margahayu"), at("Duren Jaya", "Margahayu")), ("Bekasi Timur", "Duren Jaya")),
        ((BY_HAND, at("Margahayu"), BY_HAND), ("Bekasi Timur", "Margahayu")),
        ((at("Margahayu"), at(None, "Margahayu")), None),
        ((BY_HAND, EDITED), None),
    ],
)
def test_the_last_place_counts_whatever_came_of_it(
    told: tuple[tuple[str, dict[str, Any]], ...], place: tuple[str, str] | None
) -> None:
    """Beside what was there before the first; back there, it is none."""
    said = place_correction_of(
        Event(number, 100 + number, "sari", type_, data, None) for number, (type_, data) in enumerate((LOGGED, *told))
    )
    assert (said and (said.was, said.place)) == (place and (("Bekasi Timur", None), place))
