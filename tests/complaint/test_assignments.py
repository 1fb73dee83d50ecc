"""Who must act on a complaint, and what a change makes of it: the same whichever way it is worked out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.complaint.assignments import LEAD, SUPPORT, assignments_of, reassigned, renamed
from aduan_cli.complaint.complaint import Complaint, copy_of
from aduan_cli.complaint.moves import FINAL
from any_complaint import complaints


@given(complaints())
def test_somebody_acts_on_what_is_open_and_nobody_on_the_rest(complaint: Complaint) -> None:
    """One leads, in the complaint's own state; each that helps is there once."""
    acting = assignments_of(complaint)
    is_open = complaint.status not in FINAL and complaint.status != "new"
    assert [one.unit for one in acting if one.role == LEAD] == ([complaint.unit] if is_open else [])
    assert all(one.status == complaint.status for one in acting if one.role == LEAD)
    assert [one.unit for one in acting if one.role == SUPPORT] == (list(complaint.support) if is_open else [])


@given(complaints(), complaints())
def test_what_changes_leads_from_the_one_to_the_other(before: Complaint, after: Complaint) -> None:
    """Whoever acts in both keeps a part that nobody ends; the lead's follows the complaint."""
    change = reassigned(before, after)
    acting = {one[:2]: one for one in assignments_of(before)}
    for place in change.ended:
        del acting[place]
    for one in change.moved:
        assert one.role == LEAD
        assert acting[one[:2]] != one
        acting[one[:2]] = one
    for one in change.begun:
        assert acting.setdefault(one[:2], one) is one
    assert acting == {one[:2]: one for one in assignments_of(after)}
    assert change.renamed == ()


@given(complaints())
def test_where_nothing_changes_nothing_is_reassigned(complaint: Complaint) -> None:
    assert not any(reassigned(complaint, copy_of(complaint)))


@given(complaints(), st.dictionaries(st.sampled_from(["dlh", "bpbd", "bmsda-pju", "satpol-pp"]), st.just("x")))
def test_a_new_id_of_a_unit_ends_nobodys_work(complaint: Complaint, new: dict[str, str]) -> None:
    """The pairs of old and new ids, each once, for the lead and for who helps."""
    numbered = {old: f"{name}-{old}" for old, name in new.items()}
    unit = numbered.get(complaint.unit or "", complaint.unit)
    support = tuple(numbered.get(name, name) for name in complaint.support)
    after = copy_of(complaint, unit=unit, support=support)
    acting = (complaint.unit, *complaint.support)
    change = renamed(complaint, after, [pair for pair in numbered.items() if pair[0] in acting])
    assert (change.begun, change.ended, change.moved) == ((), (), ())
    assert dict(change.renamed) == {old: name for old, name in numbered.items() if old in acting}


@given(complaints())
def test_a_helper_that_is_gone_ends_alone(complaint: Complaint) -> None:
    """The lead stays as it is, and the other helpers go on under new ids."""
    complaint = copy_of(complaint, unit=complaint.unit and f"lead-{complaint.unit}")
    acting = assignments_of(complaint)
    gone, *others = complaint.support or ("",)
    after = copy_of(complaint, support=tuple(f"x-{name}" for name in others))
    change = renamed(complaint, after, [(name, f"x-{name}") for name in others])
    assert (change.begun, change.moved) == ((), ())
    assert change.ended == (((gone, SUPPORT),) if acting and gone and gone not in others else ())
