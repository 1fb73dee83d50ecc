"""What an incident takes in, and the steps of what belongs to it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.complaint.complaint import Complaint, copy_of
from aduan_cli.complaint.incidents import Incident, ending, join_incident, joining, leaving, skipped_for
from aduan_cli.complaint.moves import FINAL, OWING
from aduan_cli.complaint.step import changing, taking

BEGAN = 1_000
FLOOD = Incident("banjir", ("banjir",), ("Jatiasih",), (), None, 60, BEGAN, None, 3)
CALL = Complaint(
    kind="complaint", category="banjir", kecamatan="Jatiasih", step="category", unit="bpbd", status="routed",
    logged_at=BEGAN, reported_at=BEGAN, caller_phone="+6281200000001",
)  # fmt: skip
OUTSIDE: list[dict[str, object]] = [
    {"kind": "information"},
    {"category": "sampah"},
    {"category": None},
    {"kecamatan": "Rawalumbu"},
    {"kecamatan": None},
    {"step": None},
    {"logged_at": BEGAN - 1},
    {"source_file": "log.csv", "reported_at": BEGAN - 1},
    {"incident": 2},
    *({"status": status} for status in sorted(FINAL)),
]


def test_a_new_call_of_its_kind_and_place_is_taken_in() -> None:
    """The call has its number from the start, and an event says so, by which units are told."""
    step = join_incident(taking(CALL, (("noted", {}),)), [FLOOD])
    assert step.complaint.incident == 3
    assert step.events == (("noted", {}), ("joined", {"incident": 3}))


@pytest.mark.parametrize("more", OUTSIDE, ids=str)
def test_what_is_not_of_its_kind_place_or_time_stays_as_it_is(more: dict[str, object]) -> None:
    step = taking(copy_of(CALL, **more))
    assert join_incident(step, [FLOOD]) is step


def test_the_first_incident_that_takes_a_call_has_it() -> None:
    city = FLOOD._replace(kecamatan=(), id=2)
    assert join_incident(taking(CALL), [city, FLOOD]).complaint.incident == 2
    assert join_incident(taking(CALL), [FLOOD._replace(kelurahan=("Jatirasa",)), city]).complaint.incident == 2


def test_what_a_correction_or_a_decision_brings_to_it_is_taken_in_and_no_other_move() -> None:
    undecided = copy_of(CALL, step=None, status="new")
    decided = changing(undecided, {"step": "code", "status": "routed"}, "routed", {}, "rina", BEGAN)
    step = join_incident(decided, [FLOOD])
    assert step.changes == {"step": "code", "status": "routed", "incident": 3}
    assert [type_ for type_, _data in step.events] == ["routed", "joined"]
    moved = changing(CALL, {"status": "in_progress"}, "started", {}, "rina", BEGAN)
    assert join_incident(moved, [FLOOD]) is moved


def test_taken_in_and_out_once() -> None:
    step = joining(CALL, FLOOD, "rina", BEGAN)
    assert step is not None
    inside = copy_of(CALL, **step.changes)
    assert inside.incident == 3
    assert joining(inside, FLOOD, "rina", BEGAN) is None
    out = leaving(inside, FLOOD, "rina", BEGAN)
    assert out is not None
    assert copy_of(inside, **out.changes).incident is None
    assert leaving(CALL, FLOOD, "rina", BEGAN) is None


@given(st.sampled_from(("new", "routed", "on_hold", *OWING)), st.none() | st.integers(1, 9), st.booleans())
def test_at_its_end_a_caller_waits_who_can_be_rung_and_has_heard_nothing(
    status: str, owed: int | None, has_phone: bool
) -> None:
    """Never twice, and who waits already keeps their place."""
    one = copy_of(CALL, status=status, owed_since=owed, caller_phone=CALL.caller_phone if has_phone else None)
    step = ending(one, FLOOD, "rina", BEGAN + 9)
    assert (step is not None) == (status not in OWING and owed is None and has_phone)
    if step is not None:
        assert step.changes == {"owed_since": BEGAN + 9}
        assert ending(copy_of(one, **step.changes), FLOOD, "rina", BEGAN + 9) is None


# -- which ones may be about the same

NAMES = st.lists(st.sampled_from("abc"), max_size=2, unique=True).map(tuple)
INCIDENTS = st.builds(
    lambda categories, kecamatan, kelurahan: Incident("x", categories, kecamatan, kelurahan),
    st.lists(st.sampled_from(["banjir", "pju"]), min_size=1, max_size=2, unique=True).map(tuple),
    NAMES,
    NAMES,
)


@given(INCIDENTS, INCIDENTS)
def test_two_incidents_overlap_where_some_complaint_is_of_both(one: Incident, other: Incident) -> None:
    """As tried on all complaints there can be; it is the same both ways."""
    calls = [
        Complaint(kind="complaint", category=category, kecamatan=kecamatan, kelurahan=kelurahan)
        for category in ("banjir", "pju", None)
        for kecamatan in (None, *"abcd")
        for kelurahan in (None, *"abcd")
    ]
    assert one.overlaps(other) == any(one.covers(call) and other.covers(call) for call in calls)
    assert one.overlaps(other) == other.overlaps(one)
    assert one.overlaps(one)


def test_a_message_that_does_not_go_says_for_which_incident() -> None:
    assert skipped_for(FLOOD) == "incident 3, banjir: its units are told the count"
