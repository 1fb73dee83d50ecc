"""What adds up in an account, and what of a hand-over is still open."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.complaint.fields import STATUSES
from aduan_cli.figures import Account, AccountLine, Handover, Section, Signed
from aduan_cli.stored import Difference

STATES = st.dictionaries(st.sampled_from([*STATUSES, "unknown"]), st.integers(0, 9), max_size=5)


@given(st.integers(0, 20), STATES)
def test_a_line_adds_up_where_each_call_is_in_a_state_that_there_is(received: int, states: dict[str, int]) -> None:
    """One in a state that nobody knows is missing."""
    line = AccountLine(False, "dlh", None, received, states)
    assert line.counted == sum(count for status, count in states.items() if status in STATUSES)
    assert line.adds_up == (received == line.counted)


@given(st.lists(st.tuples(st.integers(0, 2), STATES), max_size=4), st.booleans())
def test_an_account_adds_up_where_all_lines_do_and_nothing_differs(
    lines: list[tuple[int, dict[str, int]]], differs: bool
) -> None:
    """Which lines are off is told."""
    made = tuple(AccountLine(False, "dlh", None, received, states) for received, states in lines)
    account = Account(made, {}, (Difference(None, "x", 1, 2),) if differs else ())
    assert account.lines_off == tuple(line for line in made if not line.adds_up)
    assert account.adds_up == (not differs and all(line.adds_up for line in made))


@given(st.sets(st.sampled_from("abcdef")), st.sets(st.sampled_from("abcdef")))
def test_of_what_was_handed_over_that_is_still_open_which_is_open_now(now: set[str], then: set[str]) -> None:
    """What came since is not of it; nobody having signed, nothing is."""
    signed = Signed(1, 0, None, "rina", None, {}, tuple(then))
    told = Handover(0, None, None, 1, (Section("late", 3, ()),), tuple(now), signed, {})
    assert told.still_open == len(now & then)
    assert told._replace(signed=None).still_open == 0
    assert told.counts == {"late": 3, "open": len(now)}
