"""Ids of units that calls are still filed under."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.complaint.former_units import filed_under, is_unit, now_called
from compiling import rules_of

CITY = {
    "desk": {"name": "Meja", "prefix": "UJI", "timezone": "UTC"},
    "kecamatan": {"Bekasi Timur": ["Margahayu"]},
    "units": {
        "bina-marga": {"name": "Bina Marga", "aliases": ["bmsda", "DBMSDA"]},
        "bina-marga-pju": {"name": "Regu PJU", "parent": "bina-marga"},
        "kantor": {"name": "Kantor Kecamatan", "aliases": ["kecamatan"], "each": "kecamatan"},
        "dlh": {"name": "Dinas LH"},
    },
    "outside": {"pln": {"name": "PLN", "referral": "123", "aliases": ["pln-up3"]}},
}
RULES: dict[str, Any] = rules_of(CITY)
IDS = [
    "bmsda",
    "bmsda-pju",
    "bmsda-jalan",
    "kecamatan-bekasi-timur",
    "dlh",
    "dbmsda",
    "pln-up3",
    "hilang",
    "hilang-regu",
]
IDS += [*RULES["units"], *RULES["outside"], "triage"]


def test_old_ids_lead_to_the_new_ones() -> None:
    """A unit by its alias, its crews and area offices with it; what is known is itself; the rest is gone."""
    found = {unit: now_called(RULES, unit) for unit in IDS}
    assert {unit: now for unit, now in found.items() if now != unit} == {
        "bmsda": "bina-marga",
        "bmsda-pju": "bina-marga-pju",
        "bmsda-jalan": None,
        "kecamatan-bekasi-timur": "kantor-bekasi-timur",
        "dbmsda": "bina-marga",
        "pln-up3": "pln",
        "hilang": None,
        "hilang-regu": None,
    }


@given(st.sets(st.sampled_from(IDS)))
def test_every_call_is_found_under_its_id_and_under_the_new_one(stored: set[str]) -> None:
    """Whatever calls are filed under: the id itself, and what it is called now, finds them."""
    for unit in stored:
        now = now_called(RULES, unit)
        assert unit in filed_under(RULES, now or unit, stored)
        if now is None:
            assert all(not is_unit(RULES, one) for one in filed_under(RULES, unit, stored))


def test_a_unit_that_is_gone_is_found_with_its_crews() -> None:
    """By its own id, as long as calls have it; another unit whose id begins alike is not meant."""
    assert filed_under(RULES, "hilang", ["dlh", "hilang", "hilang-regu", "hilangnya"]) == ["hilang", "hilang-regu"]
    assert filed_under(RULES, "entah", ["dlh"]) == []
