"""Ringing back: noted once, refused where nobody waits, and what was said stays apart from what is kept for ever."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.complaint.callbacks import called_back
from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.events import (
    ANSWERS_ADDED,
    CALLED_BACK,
    CLOSED,
    FOLLOWED,
    LOGGED,
    MERGED,
    REOPENED,
    RESOLVED,
    parted,
)
from aduan_cli.errors import NotAllowedError
from told import AT, event

TICKET = "UJI-261123-0001-2"
OWED = Complaint(ticket=TICKET, status="resolved", owed_since=AT)
ENDS = (CALLED_BACK, MERGED, FOLLOWED, REOPENED)


@pytest.mark.parametrize(("words", "said"), [(None, {}), ("sudah paham", {"note": "sudah paham"})])
def test_a_caller_who_waits_is_rung_and_waits_no_more(words: str | None, said: dict[str, str]) -> None:
    """Who rang and when stands in the event; what was talked about may have to be erased."""
    step = called_back(OWED, [], words, "rina", AT + 60)
    assert step is not None
    assert (step.changes, step.events) == ({"owed_since": None}, ((CALLED_BACK, said),))
    assert (step.actor, step.at) == ("rina", AT + 60)
    assert parted(*step.events[0]) == ({}, said)


def test_what_was_said_before_does_not_keep_a_caller_from_being_rung_again() -> None:
    """It is owed: whatever the history says, the call back is noted."""
    assert called_back(OWED, [event(CALLED_BACK)], None, "rina", AT) is not None


@given(st.lists(st.sampled_from([*ENDS, LOGGED, RESOLVED, ANSWERS_ADDED]), max_size=6))
def test_who_was_rung_already_is_not_rung_twice_and_who_waits_for_nothing_is_refused(types: list[str]) -> None:
    """Nothing is owed: it was said last of all that ends a debt, or there never was one."""
    calm = Complaint(ticket=TICKET, status="closed")
    history = [event(type_) for type_ in types]
    ended = [type_ for type_ in types if type_ in ENDS]
    if ended and ended[-1] == CALLED_BACK:
        assert called_back(calm, history, None, None, AT) is None
    else:
        with pytest.raises(NotAllowedError) as refused:
            called_back(calm, history, None, None, AT)
        assert str(refused.value) == f"{TICKET} is closed: its caller waits for no call back"


def test_closing_says_nothing_of_the_caller() -> None:
    """A close behind the call back leaves it the last thing that was said to the caller."""
    assert called_back(Complaint(status="closed"), [event(CALLED_BACK), event(CLOSED)], None, None, AT) is None
