"""What each figure counts: every call falls into one line of the account, and a figure sees its own facts."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.complaint.fields import STATUSES
from aduan_cli.complaint.moves import FINAL
from aduan_cli.figures import IN_TIME, OVER, RUNNING, TOO_LATE, Counted
from aduan_cli.flow.reports.measures import ACCOUNT, MEASURES, all_of, facts_of, sums
from aduan_cli.model import KINDS

PROMISES = (None, IN_TIME, OVER, TOO_LATE, RUNNING)
COUNTED = st.builds(
    Counted,
    of=st.sampled_from([("dlh",), ("bpbd",), (None,)]),
    kind=st.sampled_from(KINDS),
    status=st.sampled_from(STATUSES),
    is_emergency=st.booleans(),
    came_back=st.booleans(),
    is_merged=st.booleans(),
    promise=st.sampled_from(PROMISES),
    calls=st.integers(0, 50),
)


def of(**given_: object) -> Counted:
    """Return one call."""
    usual: dict[str, object] = {
        "of": ("dlh",), "kind": "complaint", "status": "routed", "is_emergency": False, "came_back": False,
        "is_merged": False, "promise": None, "calls": 1,
    }  # fmt: skip
    return Counted(**{**usual, **given_})  # type: ignore[arg-type]


def counts(name: str, one: Counted) -> bool:
    """Say whether a figure counts a call."""
    return MEASURES[name].counts(one)


@pytest.mark.parametrize("status", STATUSES)
def test_each_call_falls_into_one_line_of_the_account(status: str) -> None:
    assert [counts(name, of(status=status)) for name in ACCOUNT].count(True) == 1
    assert counts("open", of(status=status)) is (status not in FINAL)


@pytest.mark.parametrize("kind", KINDS)
def test_each_call_is_of_one_kind(kind: str) -> None:
    names = ("complaints", "information", "feedback")
    assert [counts(name, of(kind=kind)) for name in names].count(True) == 1


@pytest.mark.parametrize(("status", "promise"), list(product(STATUSES, PROMISES)))
def test_a_promise_is_kept_late_or_running_and_none_of_what_is_over_otherwise(status: str, promise: str | None) -> None:
    found = [name for name in ("kept", "late", "running") if counts(name, of(status=status, promise=promise))]
    if promise is None or (status in FINAL and status != "closed"):
        assert found == []
    else:
        assert found == [{IN_TIME: "kept", RUNNING: "running"}.get(promise, "late")]


@given(COUNTED, st.sampled_from(sorted(MEASURES)), COUNTED)
def test_a_figure_sees_nothing_but_its_facts(one: Counted, name: str, other: Counted) -> None:
    """A store is asked for these alone; the others are None then."""
    measure = MEASURES[name]
    kept = {fact: getattr(one, fact) for fact in measure.facts}
    assert measure.counts(other._replace(**kept)) == measure.counts(one)
    nothing = dict.fromkeys(("kind", "status", "is_emergency", "came_back", "is_merged", "promise"))
    assert measure.counts(one._replace(**{**nothing, **kept})) == measure.counts(one)


@given(st.lists(COUNTED, max_size=8), st.lists(st.sampled_from(sorted(MEASURES)), max_size=4, unique=True))
def test_figures_of_groups_are_what_counting_one_by_one_gives(counted: list[Counted], names: list[str]) -> None:
    found = sums(counted, names, lambda values: values[0])
    assert found.keys() == {one.of[0] for one in counted}
    for key, group in found.items():
        mine = [one for one in counted if one.of[0] == key]
        for name in names:
            assert group[name] == sum(one.calls for one in mine if MEASURES[name].counts(one))
    whole = all_of(found.values())
    assert all(whole[name] == sum(group[name] for group in found.values()) for name in names)


@given(st.lists(st.sampled_from(sorted(MEASURES)), unique=True))
def test_the_facts_of_figures_are_those_of_each_once_in_one_order(names: list[str]) -> None:
    facts = facts_of(names)
    assert list(facts) == sorted(set(facts))
    assert set(facts) == {fact for name in names for fact in MEASURES[name].facts}
    assert facts_of(reversed(names)) == facts
