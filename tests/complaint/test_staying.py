"""Whose part in a complaint no rule ends: whom a person asked to help, and who has begun."""

from __future__ import annotations

from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.compiled import Rules
from aduan_cli.complaint.assignments import LEAD, SUPPORT, Assignment
from aduan_cli.complaint.complaint import Complaint, copy_of
from aduan_cli.complaint.events import ASSIGNED, LOGGED
from aduan_cli.complaint.history import Event
from aduan_cli.complaint.staying import staying, with_staying
from any_complaint import complaints
from invented import call

UNITS = ("dlh", "bmsda-pju", "bpbd", "satpol-pp", "water")
RULES = cast(
    Rules,
    {
        "units": {unit: {} for unit in UNITS},
        "outside": {},
        "desk": {"triage": "triage"},
        "unit_names": {"pdam": "water"},
    },
)


def assigned(unit: str, role: str) -> Event:
    return Event(1, 0, "sari", ASSIGNED, {"to": unit, "role": role}, None)


@pytest.mark.parametrize("status", ["routed", "acknowledged", "in_progress", "on_hold", "resolved", "returned"])
def test_who_has_begun_stays(status: str) -> None:
    acting = [Assignment("dlh", LEAD, "in_progress"), Assignment("bpbd", SUPPORT, status)]
    begun = status not in ("routed", "returned")
    assert staying(acting, [Event(1, 0, None, LOGGED, {"to": "bpbd"}, None)], RULES) == (("bpbd",) if begun else ())


def test_whom_a_person_asked_to_help_stays() -> None:
    acting = [Assignment("dlh", LEAD, "routed"), Assignment("bpbd", SUPPORT, "routed")]
    assert staying(acting, [assigned("bpbd", SUPPORT)], RULES) == ("bpbd",)
    assert staying(acting, [assigned("bpbd", LEAD), assigned("dlh", SUPPORT)], RULES) == ()


def test_a_unit_that_was_asked_under_its_former_id_stays() -> None:
    acting = [Assignment("dlh", LEAD, "routed"), Assignment("water", SUPPORT, "routed")]
    assert staying(acting, [assigned("pdam", SUPPORT)], RULES) == ("water",)


def test_a_unit_helps_once_where_rules_call_it_by_its_new_id() -> None:
    before = call(unit="dlh", support=("pdam",))
    after = copy_of(before, support=("bpbd", "water"))
    assert with_staying(after, before, ("pdam",), RULES) == ("bpbd", "pdam")


@given(complaints(), complaints(), st.data())
def test_rules_end_nobodys_work(before: Complaint, after: Complaint, data: st.DataObject) -> None:
    """Who stays helps or leads now, as whom rules name; nobody else does, and nobody twice."""
    stays = tuple(unit for unit in before.support if data.draw(st.booleans()))
    decided = tuple(unit for unit in after.support if unit != after.unit)
    after = copy_of(after, support=decided)
    found = with_staying(after, before, stays, RULES)
    assert set(found) == {*decided, *stays} - {after.unit}
    assert len(found) == len(set(found))
    assert found == decided if not stays else True
    again = with_staying(copy_of(after, support=decided[::-1]), copy_of(before, support=found), stays, RULES)
    assert again == found or not set(stays) - {after.unit}
