"""A complaint: blank until something is known of it, never changed, and copied without a trace of the first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.complaint.complaint import Complaint, copy_of
from aduan_cli.complaint.fields import FIELDS, LIST, OBJECT, OBJECTS
from any_complaint import complaints


def test_a_blank_one_has_every_field_of_the_table() -> None:
    """Lists and objects are empty, numbers the default that the table says."""
    blank = vars(Complaint())
    for field in FIELDS:
        expected = () if field.type == LIST else {} if field.type == OBJECT else field.default
        assert blank[field.name] == expected, field.name
    assert (blank["id"], blank["notes"]) == (0, ())


@pytest.mark.parametrize("name", OBJECTS)
def test_objects_are_each_its_own(name: str) -> None:
    """What is put into one complaint's answers is in no other's."""
    first, second = Complaint(), Complaint()
    getattr(first, name)["x"] = 1
    assert getattr(second, name) == {}


def test_of_several_values_the_last_counts() -> None:
    """As rows are made: the table's, then what is beside it, then what is named."""
    made = Complaint({"text": "a", "unit": "dlh", "kind": "feedback"}, {"text": "b", "unit": "bpbd"}, text="c")
    assert (made.text, made.unit, made.kind) == ("c", "bpbd", "feedback")


@given(complaints(), st.sampled_from([field.name for field in FIELDS]))
def test_nothing_changes_one(complaint: Complaint, name: str) -> None:
    """The error says how another one is made."""
    before = dict(vars(complaint))
    with pytest.raises(AttributeError, match="copy_of"):
        setattr(complaint, name, None)
    assert vars(complaint) == before


@given(complaints(), complaints(), st.sets(st.sampled_from([field.name for field in FIELDS])))
def test_a_copy_has_what_changes_and_all_else(first: Complaint, other: Complaint, names: set[str]) -> None:
    """The first stays as it was."""
    before = dict(vars(first))
    made = copy_of(first, **{name: getattr(other, name) for name in names})
    assert {name: getattr(made, name) for name in names} == {name: getattr(other, name) for name in names}
    left = vars(first).keys() - names
    assert {name: getattr(made, name) for name in left} == {name: before[name] for name in left}
    assert vars(first) == before
