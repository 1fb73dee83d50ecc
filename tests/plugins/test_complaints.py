"""What a plugin's code may know of a complaint: never who called."""

from __future__ import annotations

from json import dumps

from hypothesis import given

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.fields import PRIVATE
from aduan_cli.hookspecs import Complaint as Given
from aduan_cli.plugins.complaints import complaint_data
from any_complaint import complaints
from invented import call

SECRET = "rahasia-penelepon"


def iso(at: int) -> str:
    """Write a time so that a test knows it again."""
    return f"pukul {at}"


@given(complaint=complaints())
def test_it_is_what_the_contract_names_and_nothing_else(complaint: Complaint) -> None:
    data = complaint_data(complaint, iso, ())
    assert data.keys() == set(Given._fields)
    assert data["reported_at"] == iso(complaint.reported_at)
    assert data["fields"] == {}
    for name in ("text", "unit", "support", "answers", "kelurahan"):
        assert data[name] == getattr(complaint, name)


def test_who_called_is_in_none_of_it() -> None:
    """Whichever field says it; words, address and answers are what the code decides by."""
    seen = {"text", "address", "answers", "answer", "fields"}
    for name in PRIVATE:
        if name not in seen:
            data = complaint_data(call(**{name: SECRET}), iso, ("NAMA",))
            assert SECRET not in dumps(data), name


def test_of_an_imports_columns_only_those_of_the_manifest_are_told() -> None:
    complaint = call(fields={"KET": "tiang 7", "NAMA": SECRET, "NO": 3})
    assert complaint_data(complaint, iso, ("KET", "NO", "TIDAK ADA"))["fields"] == {"KET": "tiang 7", "NO": 3}
    assert SECRET not in dumps(complaint_data(complaint, iso, ("KET",)))


def test_a_ticket_is_told_once_there_is_one() -> None:
    """Before, the field has the desk's prefix, which code must not take for a ticket."""
    assert complaint_data(call(), iso, ())["ticket"] is None
    assert complaint_data(call(number=3, ticket="UJI-251124-0003-3"), iso, ())["ticket"] == "UJI-251124-0003-3"
