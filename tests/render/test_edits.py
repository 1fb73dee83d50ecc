"""What was corrected, told: old and new, of the caller never more than a mask; after an erasure only which fields."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aduan_cli import i18n
from aduan_cli.complaint.fields import PRIVATE
from aduan_cli.complaint.history import Event
from aduan_cli.desk_time import Zone
from aduan_cli.render.edits import corrected, gist_of_answers, gist_of_edit

JAKARTA = Zone([[-(2**62), 7 * 3600]])
AT = 1_795_410_300
"""2026-11-23 12:05 there."""


@pytest.fixture(autouse=True)
def _in_english() -> None:
    i18n.choose("en")


def edit(before: dict[str, Any], after: dict[str, Any], *, erased: bool = False) -> Event:
    """Return an event of a correction, as the history gives it."""
    fields = sorted({*before, *after})
    private: dict[str, Any] | None = {"before": before, **{k: v for k, v in after.items() if k in PRIVATE}}
    became = {name: value for name, value in after.items() if name not in PRIVATE}
    return Event(7, AT, "sari", "edited", {"fields": fields}, None if erased else private, 2, tuple(fields), became)


@given(
    st.from_regex(r"[A-Z][a-z]{5,9} [A-Z][a-z]{5,9}", fullmatch=True),
    st.from_regex(r"\+628[1-9][0-9]{8}", fullmatch=True),
)
@settings(max_examples=12)
def test_nothing_of_a_caller_is_told_whole(name: str, phone: str) -> None:
    before = {"caller_name": None, "caller_phone": None, "caller_address": None, "agreed": None}
    after = {
        "caller_name": name,
        "caller_phone": phone,
        "caller_address": name,
        "agreed": {"email": name, "whatsapp": None},
    }
    for event in (edit(before, after), edit(after, before)):
        told = gist_of_edit(event, JAKARTA)
        assert name not in told
        assert name.split()[1] not in told
        assert phone not in told
        assert corrected(event, JAKARTA) == {}


def test_a_caller_s_fields_are_named_as_the_options_that_set_them() -> None:
    told = gist_of_edit(edit({"caller_name": "Budi"}, {"caller_name": "Sari"}), JAKARTA)
    assert told.endswith("B*** → S***")
    assert "caller_name" not in told


def test_a_moment_is_told_on_the_desk_s_clock_and_an_emptied_field_as_a_dash() -> None:
    event = edit({"reported_at": AT, "street": "Jl. Uji"}, {"reported_at": AT + 60, "street": None})
    told = gist_of_edit(event, JAKARTA)
    assert "2026-11-23 12:05 → 2026-11-23 12:06" in told
    assert told.endswith("Jl. Uji → -")
    assert corrected(event, JAKARTA)["reported_at"] == ["2026-11-23T12:05:00+07:00", "2026-11-23T12:06:00+07:00"]


def test_after_an_erasure_private_fields_are_only_named() -> None:
    told = gist_of_edit(
        edit({"caller_name": "Budi", "text": "x"}, {"caller_name": "Sari", "text": "y"}, erased=True), JAKARTA
    )
    assert "→" not in told
    assert len(told.split("; ")) == 2


def answered(before: dict[str, Any], after: dict[str, Any], *, erased: bool = False) -> Event:
    private = None if erased else {"before": before, "answers": after}
    return Event(7, AT, "sari", "answered", {"questions": sorted(after)}, private, 2)


def test_answers_are_told_old_and_new_with_phones_masked_and_erased_ones_only_named() -> None:
    before, after = {"berapa": 2}, {"berapa": 0, "hubungi": "081200000012", "padam": False}
    told = gist_of_answers(answered(before, after))
    assert told.startswith("berapa = 2 → 0, hubungi = ")
    assert "081200000012" not in told
    assert told.endswith("padam = false")
    assert gist_of_answers(answered(before, after, erased=True)) == "berapa, hubungi, padam"
