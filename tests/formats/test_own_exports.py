"""Our own exports taken back: for any complaint, what was printed is what is read."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.fields import COLUMNS, FIELDS
from aduan_cli.desk_time import Zone, transitions_of
from aduan_cli.formats.moments import RejectedError
from aduan_cli.formats.own_exports import OwnRecords
from aduan_cli.render.formats import write_records
from any_complaint import complaints

ZONES = st.sampled_from([Zone(transitions_of(name)) for name in ("Asia/Jakarta", "America/New_York", "Asia/Kathmandu")])
KEPT = [field.name for field in FIELDS if field.json is not None and field.name != "incident"]
"""Not the number of an incident: it is another one at another desk."""


def values(complaint: Complaint) -> dict[str, Any]:
    return {name: getattr(complaint, name) for name in KEPT}


def printed(made: list[Complaint], format_: str, zone: Zone, reveal: bool = True) -> str:
    stream = io.StringIO(newline="")
    write_records(made, format_, zone, reveal=reveal, stream=stream)
    return stream.getvalue()


def from_csv(text: str, zone: Zone) -> list[Complaint]:
    header, *rows = csv.reader(io.StringIO(text, newline=""))
    reader = OwnRecords(header, zone)
    assert reader.has_tickets
    return [found for found in map(reader.of_cells, rows) if found is not None]


@given(st.lists(complaints(), min_size=1, max_size=2), ZONES)
def test_any_complaint_comes_back_from_json_and_csv(made: list[Complaint], zone: Zone) -> None:
    """Every field that a record has; a desk in another zone reads the same moments."""
    lines = printed(made, "jsonl", zone).split("\n")[:-1]
    by_json = [OwnRecords((), zone).of_json(json.loads(line)) for line in lines]
    assert [values(one) for one in by_json if one] == [values(one) for one in made]
    assert [values(one) for one in from_csv(printed(made, "csv", zone), zone)] == [values(one) for one in made]
    assert all(one is not None and one.phone_original == one.caller_phone for one in by_json)


@given(complaints(), st.permutations(COLUMNS), ZONES)
def test_the_order_and_case_of_columns_do_not_matter(made: Complaint, order: list[str], zone: Zone) -> None:
    stream = io.StringIO(newline="")
    write_records([made], "csv", zone, reveal=True, stream=stream, columns=tuple(order))
    header, _newline, rows = stream.getvalue().partition("\n")
    (one,) = from_csv(header.upper() + "\n" + rows, zone)
    assert values(one) == values(made)


@given(complaints())
def test_what_was_masked_is_never_taken_for_what_was_said(made: Complaint) -> None:
    """An export without --reveal is refused where anything in it was hidden."""
    zone = Zone(transitions_of("Asia/Jakarta"))
    masked = printed([made], "jsonl", zone, reveal=False)
    if masked != printed([made], "jsonl", zone):
        with pytest.raises(RejectedError, match="the export with --reveal would be right"):
            OwnRecords((), zone).of_json(json.loads(masked))


WRONG = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | st.lists(st.integers(), max_size=2)
)


@given(complaints(), st.sampled_from(COLUMNS), WRONG | st.dictionaries(st.text(max_size=3), st.text(max_size=3)))
def test_no_value_does_more_than_a_sentence(made: Complaint, column: str, wrong: Any) -> None:
    """Whatever somebody put into a field: a complaint that a store can keep, or it goes to the quarantine."""
    zone = Zone(transitions_of("Asia/Jakarta"))
    record = json.loads(printed([made], "json", zone))[0]
    inside = record["caller"] if column.startswith("caller.") else record
    inside[column.removeprefix("caller.")] = wrong
    try:
        one = OwnRecords((), zone).of_json(json.loads(json.dumps(record)))
    except RejectedError:
        return
    if one is not None:
        assert one.text or one.version > 1
        held = {name: type(getattr(made, name)) | str | None for name in KEPT}
        held["source_row"] = int | None
        assert all(isinstance(getattr(one, name), kind) for name, kind in held.items())


def test_a_record_without_a_ticket_is_a_new_one() -> None:
    """None of ours: it is understood and decided as any call."""
    zone = Zone(transitions_of("Asia/Jakarta"))
    assert OwnRecords((), zone).of_json({"text": "sampah"}) is None
    assert OwnRecords(("Text", "TICKET"), zone).of_cells(["sampah", " - "]) is None
    assert not OwnRecords(("text",), zone).has_tickets


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"ticket": "42"}, "ticket '42' is not whole"),
        ({"ticket": "UJI-261123-0042-1"}, "check digit"),
        ({"text": ""}, "no text"),
        ({"unit": None}, "no unit, though the status is routed"),
        ({"reported_at": "kemarin"}, "reported_at: the time 'kemarin' can't be read"),
        ({"version": -1}, "version: not as aduan writes it"),
        ({"answers": "{"}, "answers: not as aduan writes it"),
        ({"support": [1]}, "support: not as aduan writes it"),
    ],
)
def test_what_is_not_as_aduan_writes_it_is_told(changes: dict[str, Any], sentence: str) -> None:
    record = {
        "ticket": "UJI-261123-0042-4", "text": "sampah", "status": "routed", "unit": "dlh",
        "reported_at": "2026-11-23T10:00:00+07:00", **changes,
    }  # fmt: skip
    with pytest.raises(RejectedError) as caught:
        OwnRecords((), Zone(transitions_of("Asia/Jakarta"))).of_json(record)
    assert sentence in str(caught.value)


def test_another_word_for_a_state_is_kept_beside_it() -> None:
    """A desk of a later version may know more of them; nothing of it is lost."""
    record = {
        "ticket": "UJI-261123-0042-4", "text": "x", "status": "ditunda lama", "fields": {"a": 1},
        "reported_at": "2026-11-23 10:00",
    }  # fmt: skip
    one = OwnRecords((), Zone(transitions_of("Asia/Jakarta"))).of_json(record)
    assert one is not None
    assert (one.status, one.fields) == ("new", {"a": 1, "status": "ditunda lama"})
