"""Callers made anonymous: all that is theirs goes, once, and nothing of what the desk did or heard."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aduan_cli.complaint.anonymity import CALLER, anonymising, is_anonymous, without_caller
from aduan_cli.complaint.complaint import Complaint, copy_of
from aduan_cli.complaint.events import ANONYMISED, parted
from aduan_cli.complaint.fields import FIELDS
from any_complaint import JSON, TEXTS, complaints

AT = 1_795_000_000
PHONE = "0812-0000-0101"
CALLERS: dict[str, Any] = {
    "caller_name": "Budi", "caller_phone": "+628120000101", "phone_original": PHONE, "caller_address": "Jl. Kenari 5",
    "agreed": {"whatsapp": ""}, "fields": {"KET": "x"},
}  # fmt: skip


def made(one: Complaint, reason: str | None = None) -> tuple[Complaint, dict[str, Any]]:
    """Return a complaint made anonymous, and what the event says."""
    step = anonymising(one, {3: "abc"}, reason, "sari", AT)
    assert step is not None
    ((type_, data),) = step.events
    assert type_ == ANONYMISED
    return copy_of(one, **step.changes), dict(data)


@settings(max_examples=40)
@given(complaints())
def test_what_is_the_callers_goes_and_all_else_stays(one: Complaint) -> None:
    if is_anonymous(one):
        assert anonymising(one, {}, None, None, AT) is None
        return
    after, _data = made(one)
    changed = {field.name for field in FIELDS if getattr(after, field.name) != getattr(one, field.name)}
    assert changed <= {*CALLER, "key", "content_hash", "version"}
    assert is_anonymous(after)
    assert anonymising(after, {}, None, None, AT) is None


@pytest.mark.parametrize("name", CALLERS)
def test_each_field_alone_makes_a_call_somebodys(name: str) -> None:
    one = Complaint({"text": "sampah", name: CALLERS[name]})
    assert not is_anonymous(one)
    assert not getattr(made(one)[0], name)


@pytest.mark.parametrize(("key", "goes"), [(PHONE, True), (f"wa-{PHONE}-7", True), ("ext-77", False), (None, False)])
def test_a_key_goes_where_a_phone_stands_in_it(key: str | None, goes: bool) -> None:
    """Programs log calls under what they know of them."""
    one = Complaint({"text": "sampah", "key": key})
    assert is_anonymous(one) is not goes
    if goes:
        assert made(one)[0].key is None
    assert made(copy_of(one, caller_name="Budi"))[0].key == (None if goes else key)


def test_the_event_keeps_for_ever_what_was_kept_and_why() -> None:
    """All of it is plain, so that verifying still works when what is private is erased."""
    one = Complaint({"text": "sampah", "caller_name": "Budi"})
    assert made(one, "retensi")[1] == {"kept": {"3": "abc"}, "why": "retensi"}
    assert made(one)[1] == {"kept": {"3": "abc"}}
    assert parted(ANONYMISED, made(one, "retensi")[1])[1] == {}


@given(st.dictionaries(st.sampled_from(["note", "text", "before", "answers", *CALLERS, "key"]), JSON | TEXTS))
def test_of_what_stands_beside_an_event_nothing_of_the_caller_is_left(private: dict[str, Any]) -> None:
    left = without_caller(private)
    assert not set(left) & set(CALLER)
    kept = {name: value for name, value in private.items() if name in ("note", "text", "answers")}
    assert {name: value for name, value in left.items() if name in kept} == kept
    assert without_caller(left) == left


def test_what_was_there_before_goes_the_same_way() -> None:
    """An event that corrects says it."""
    before = {"caller_name": "Budi", "text": "smpah", "key": PHONE}
    private = {"caller_name": "Budi S.", "text": "sampah", "before": before, "key": "ext-77"}
    assert without_caller(private) == {"text": "sampah", "before": {"text": "smpah"}, "key": "ext-77"}
    assert without_caller({"caller_name": "Budi", "before": {"caller_name": "Bdi"}}) == {}
    assert private["before"] is before
    assert before["caller_name"] == "Budi"
