"""Targets by the due times of another system: what explains most is proposed, and judged by the times held out."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.rules.learning.targets import Votes
from aduan_cli.working_time import DAYS, HOURS, MINUTES, WORKING_DAYS, Target

CHOICES = [
    (calendar, Target(amount, unit))
    for calendar in ("", "kantor")
    for amount, unit in ((3, WORKING_DAYS), (3, DAYS), (72, HOURS), (4320, MINUTES), (1, DAYS))
]
ADDED = st.lists(
    st.tuples(
        st.sampled_from(["pju", "sampah"]), st.lists(st.sampled_from(CHOICES), unique=True, max_size=4), st.booleans()
    ),
    max_size=25,
)


@given(ADDED)
def test_what_is_proposed_explains_as_many_due_times_as_anything_does(added: list[tuple[str, list, bool]]) -> None:
    """Counted by hand: of each category by itself, of those held out and of the others together."""
    votes = Votes()
    for category, choices, is_held_out in added:
        votes.add(category, iter(choices), is_held_out)
    assert votes.cases == len(added)
    assert votes.held_out == sum(is_held_out for _category, _choices, is_held_out in added)
    proposals = {one.category: one for one in votes.proposals()}
    assert list(proposals) == sorted(proposals)
    for category in {name for name, _choices, _held in added}:
        own = [choices for name, choices, _held in added if name == category]
        explained = Counter(choice for choices in own for choice in choices)
        if not explained:
            assert category not in proposals
            continue
        one = proposals[category]
        assert (one.right, one.cases) == (max(explained.values()), len(own))
        assert explained[one.calendar, one.target] == one.right
        assert all(explained[other] == count and other[1] != one.target for other, count in one.others)
        assert [count for _other, count in one.others] == sorted((count for _o, count in one.others), reverse=True)


@given(ADDED)
def test_times_held_out_are_right_by_what_the_others_said(added: list[tuple[str, list, bool]]) -> None:
    """What they would have said themselves is no forecast."""
    votes, early = Votes(), Votes()
    for category, choices, is_held_out in added:
        votes.add(category, choices, is_held_out)
        if not is_held_out:
            early.add(category, choices, False)
    best = {one.category: (one.calendar, one.target) for one in early.proposals()}
    right = sum(best.get(category) in choices for category, choices, is_held_out in added if is_held_out)
    assert votes.right_of_held_out() == right


def test_of_two_that_explain_as_much_the_plainer_one_is_proposed() -> None:
    """Working days before days, days before hours, hours before minutes; a calendar by name before the whole week."""
    for worse, better in (
        (("", Target(3, DAYS)), ("", Target(3, WORKING_DAYS))),
        (("kantor", Target(72, HOURS)), ("", Target(3, DAYS))),
        (("", Target(4320, MINUTES)), ("", Target(72, HOURS))),
        (("", Target(3, WORKING_DAYS)), ("kantor", Target(3, WORKING_DAYS))),
    ):
        for order in ((worse, better), (better, worse)):
            votes = Votes()
            votes.add("pju", order, False)
            (one,) = votes.proposals()
            assert (one.calendar, one.target) == better


def test_one_due_time_more_counts_more_than_what_is_plainer() -> None:
    votes = Votes()
    votes.add("pju", [("", Target(3, WORKING_DAYS)), ("", Target(72, HOURS))], False)
    votes.add("pju", [("", Target(72, HOURS))], True)
    (one,) = votes.proposals()
    assert (one.target, one.right, one.cases) == (Target(72, HOURS), 2, 2)
    assert one.others == ((("", Target(3, WORKING_DAYS)), 1),)


def test_at_most_eight_others_are_told() -> None:
    votes = Votes()
    votes.add("pju", [("", Target(amount, HOURS)) for amount in range(1, 30)], False)
    votes.add("pju", [("", Target(1, HOURS))], False)
    (one,) = votes.proposals()
    assert one.target == Target(1, HOURS)
    assert [target.amount for (_calendar, target), _count in one.others] == list(range(2, 9))


def test_without_due_times_nothing_is_proposed() -> None:
    votes = Votes()
    assert (list(votes.proposals()), votes.cases, votes.held_out, votes.right_of_held_out()) == ([], 0, 0, 0)
    votes.add("pju", [], True)
    assert (list(votes.proposals()), votes.cases, votes.held_out, votes.right_of_held_out()) == ([], 1, 1, 0)
