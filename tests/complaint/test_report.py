"""What an officer typed, as a report."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.report import Report, report_of_call
from aduan_cli.errors import UsageError


def test_what_was_not_given_is_none_and_nothing_can_be_changed() -> None:
    """Only what was given is among it; whoever wants another report makes another one."""
    report = Report(text="sampah", kind="complaint")
    assert (report.category, report.address, report.reported_at, dict(report.answers)) == (None, None, 0, {})
    assert dict(report.given) == {"text": "sampah", "kind": "complaint"}
    with pytest.raises(AttributeError):
        report.kind = "information"  # type: ignore[misc]
    assert report.kind == "complaint"


def test_every_field_of_a_report_is_one_of_a_complaint() -> None:
    """A complaint takes over what was reported by its name, so that no name may be another."""
    complaint = Complaint()
    assert [
        name for name in Report.__annotations__ if name not in ("source", "sources") and not hasattr(complaint, name)
    ] == []


def test_words_are_kept_as_they_were_said_and_the_phone_in_one_form() -> None:
    """Spaces around are nothing; what was typed of a phone is kept beside its form."""
    report = report_of_call(text="  sampah \n", address=" Jl. Mawar ", caller_phone=" 0812-3456-789", key="  ")
    assert (report.text, report.address, report.key) == ("sampah", "Jl. Mawar", None)
    assert (report.caller_phone, report.phone_original) == ("+628123456789", "0812-3456-789")


@pytest.mark.parametrize("text", ["", "  \n\t", None])
def test_without_words_there_is_no_call(text: str | None) -> None:
    with pytest.raises(UsageError):
        report_of_call(text=text)


@given(st.text(st.characters(codec=None), min_size=1).filter(str.strip))
def test_any_words_can_be_stored(text: str) -> None:
    """Whatever bytes a terminal hands over: the report's text is UTF-8."""
    report_of_call(text=text, caller_name=text).text.encode()
