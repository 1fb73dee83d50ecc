"""What is said and whom one rings in an emergency of a unit, and who hears of a clock that came far."""

from __future__ import annotations

from typing import Any

import pytest

from aduan_cli.rules.language.recipients import recipients
from aduan_cli.rules.language.urgent import contact_of, words_of
from compiling import rules_of

CITY = """
[desk]
name = "D"
prefix = "D"
timezone = "UTC"
{say}
[notifiers.satu]
type = "spool"
folder = "satu"
[notifiers.dua]
type = "spool"
folder = "dua"
[units.bmsda]
name = "BMSDA"
contact = "021-0000"
say = "Hubungi BMSDA."
tell = ["satu"]
head = ["dua"]
[units.bmsda-pju]
name = "PJU"
parent = "bmsda"
{crew}
[units.bmsda-pju-timur]
name = "PJU Timur"
parent = "bmsda-pju"
[units.dlh]
name = "DLH"
[outside.pln]
name = "PLN"
referral = "123"
"""


def rules(say: str = "", crew: str = "") -> Any:
    return rules_of(CITY.format(say=say, crew=crew))


@pytest.mark.parametrize(
    ("unit", "contact"),
    [
        ("bmsda", "021-0000"), ("bmsda-pju", "021-0000"), ("bmsda-pju-timur", "021-0000"), ("dlh", None),
        ("triage", None), ("pln", None), (None, None),
    ],
)  # fmt: skip
def test_who_has_no_number_is_reached_under_that_of_what_it_is_a_part_of(unit: str | None, contact: str | None) -> None:
    """At any depth; what is no unit of the city has none."""
    assert contact_of(rules(), unit) == contact


def test_a_crews_own_number_and_words_come_first() -> None:
    own = rules(crew='contact = "021-1111"\nsay = "Hubungi regu."')
    for unit in ("bmsda-pju", "bmsda-pju-timur"):
        assert (contact_of(own, unit), words_of(own, unit)) == ("021-1111", "Hubungi regu.")
    assert (contact_of(own, "bmsda"), words_of(own, "bmsda")) == ("021-0000", "Hubungi BMSDA.")


@pytest.mark.parametrize("unit", ["dlh", "triage", "pln", None])
def test_where_nobody_says_anything_the_desks_words_are_said(unit: str | None) -> None:
    assert words_of(rules(say='say = "Hubungi 112."'), unit) == "Hubungi 112."
    assert words_of(rules(), unit) is None
    assert words_of(rules(say='say = "Hubungi 112."'), "bmsda-pju") == "Hubungi BMSDA."


# -- who hears of it


def test_a_unit_and_its_head_are_told_by_their_own_ways() -> None:
    assert recipients(rules(), "bmsda") == {"unit": ["satu"], "unit.head": ["dua"]}


def test_a_unit_without_a_head_hears_of_it_itself() -> None:
    """Somebody must: a crew that tells and has no head of its own."""
    assert recipients(rules(crew='tell = ["dua"]'), "bmsda-pju") == {"unit": ["dua"], "unit.head": ["dua"]}
    assert recipients(rules(), "dlh") == {"unit": [], "unit.head": []}


def test_of_what_waits_in_triage_whoever_heads_the_desk_hears() -> None:
    own = {**rules(), "tell": {}, "heads": {"triage": ["dua"], "dlh": ["satu"]}}
    assert recipients(own, "triage") == {"unit": ["dua"], "unit.head": ["dua"]}
    assert recipients(own, "dlh") == {"unit": [], "unit.head": ["satu"]}
    assert recipients({**own, "tell": {"triage": ["satu"]}}, "triage") == {"unit": ["satu"], "unit.head": ["dua"]}
