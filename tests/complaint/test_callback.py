"""Who waits to hear what became of a complaint: from any state to any other, against a naive table."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.complaint.callback import callback_of
from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.events import CLOSED, FOLLOWED, REOPENED, REPLACED, RESOLVED
from aduan_cli.complaint.fields import STATUSES
from told import AT

HEARS = {"resolved", "closed", "referred", "rejected"}
"""States of which a caller has to hear; what was answered was told on the phone."""
STATES = st.sampled_from(STATUSES)
SINCE = st.none() | st.integers(1, AT - 1)


@given(STATES, STATES, st.sampled_from([CLOSED, RESOLVED, REOPENED]), SINCE, st.none() | st.integers(1, 3))
def test_who_waits_since_when(was: str, status: str, type_: str, since: int | None, others: int | None) -> None:
    """Entering what must be heard of begins the wait, leaving it ends it, and within it nothing begins anew."""
    complaint = Complaint(ticket="UJI-1", status=was, owed_since=since, duplicates=others)
    changes, along = callback_of(complaint, {"status": status}, type_, AT)
    if (was in HEARS) == (status in HEARS):
        assert (dict(changes), along) == ({"status": status}, None)
        return
    wanted = AT if status in HEARS else None
    assert changes.get("owed_since", since) == wanted
    assert ("owed_since" in changes) == (since != wanted)
    assert (along is not None) == bool(others)


@given(STATES, STATES, SINCE)
def test_what_was_done_elsewhere_was_told_there(was: str, status: str, since: int | None) -> None:
    """Another version of a record owes nobody anything."""
    complaint = Complaint(status=was, owed_since=since, duplicates=2)
    assert callback_of(complaint, {"status": status}, REPLACED, AT) == ({"status": status}, None)


def test_those_merged_into_it_share_it() -> None:
    """Each of them is told of in its own history, with the state of the incident and nothing of its words."""
    incident = Complaint(ticket="UJI-1", status="in_progress", duplicates=2)
    _changes, along = callback_of(incident, {"status": "resolved"}, RESOLVED, AT)
    assert along is not None
    assert along.event == (FOLLOWED, {"into": "UJI-1", "state": "resolved"})
    assert along.changes == {"owed_since": AT}
    _changes, along = callback_of(
        Complaint(ticket="UJI-1", status="closed", duplicates=1), {"status": "routed"}, REOPENED, AT
    )
    assert along is not None
    assert (along.event[1]["state"], along.changes) == ("routed", {"owed_since": None})


def test_what_a_move_says_of_the_wait_itself_counts() -> None:
    """The caller checked it: who closes it so has said that nobody waits."""
    calm = {"status": "closed", "owed_since": None}
    assert callback_of(Complaint(status="routed"), calm, CLOSED, AT) == (calm, None)
