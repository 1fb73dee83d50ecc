"""Whether a promise was kept: a function of when it is due, of when its clock stopped, and of now."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.fields import STATUSES
from aduan_cli.complaint.moves import FINAL
from aduan_cli.complaint.promised import is_late

DONE = sorted({"resolved", *FINAL})
OPEN = sorted(set(STATUSES) - set(DONE))
TIMES = st.integers(0, 100)


@given(st.sampled_from(STATUSES), st.none() | TIMES, TIMES)
def test_where_nothing_is_promised_nothing_is_late(status: str, ended: int | None, now: int) -> None:
    assert is_late(Complaint(status=status, ended_at=ended), now) is None


@given(st.sampled_from(OPEN), TIMES, TIMES)
def test_what_is_open_is_late_once_its_time_is_over(status: str, due: int, now: int) -> None:
    assert is_late(Complaint(status=status, due_at=due), now) is (now > due)


@given(st.sampled_from(DONE), TIMES, TIMES, TIMES)
def test_what_is_done_stays_as_late_as_it_was_then(status: str, due: int, ended: int, now: int) -> None:
    assert is_late(Complaint(status=status, due_at=due, ended_at=ended), now) is (ended > due)


@pytest.mark.parametrize("status", DONE)
def test_of_what_came_in_done_nobody_knows(status: str) -> None:
    assert is_late(Complaint(status=status, due_at=5), 9) is None
