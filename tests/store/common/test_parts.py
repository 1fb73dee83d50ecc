"""Who was to act on a complaint, and since when, as its events tell it: held against the rows that stand there."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.complaint.moves import FINAL
from aduan_cli.store.common.parts import ASSIGNMENT, Parts

UNITS = st.sampled_from(["dlh", "bpbd", "bmsda"])
STATES = st.fixed_dictionaries(
    {
        "status": st.sampled_from(["new", "routed", "in_progress", "closed"]),
        "unit": st.none() | UNITS,
        "support": st.lists(UNITS, max_size=2, unique=True),
    }
)
HISTORY = st.lists(STATES, min_size=1, max_size=6)
_STATUS, _ENDED = ASSIGNMENT.index("status"), ASSIGNMENT.index("ended_at")


def told(states: list[dict[str, Any]]) -> Parts:
    """Return the assignments of a complaint that was in these states, one after the other, a second each."""
    parts = Parts()
    for at, state in enumerate(states):
        parts.go_on(state, at)
    return parts


def acting(parts: Parts) -> set[tuple[str, str]]:
    return {(row[1], row[0]) for row in parts.rows if row[_ENDED] is None}


@given(HISTORY)
def test_who_acts_is_who_leads_and_who_helps_where_somebody_must(states: list[dict[str, Any]]) -> None:
    """Nobody on what is new, final or nobody's; the lead is where its complaint is, and ends when it is another's."""
    parts = told(states)
    now = states[-1]
    if now["status"] in (*FINAL, "new") or now["unit"] is None:
        assert acting(parts) == set()
    else:
        assert acting(parts) == {("lead", now["unit"]), *(("support", unit) for unit in now["support"])}
        (lead,) = (row for row in parts.rows if row[1] == "lead" and row[_ENDED] is None)
        assert lead[_STATUS] == now["status"]
    for row in parts.rows:
        assert row[_ENDED] is None or row[3] <= row[_ENDED] < len(states)


@given(HISTORY)
def test_rows_that_are_what_the_events_say_do_not_differ(states: list[dict[str, Any]]) -> None:
    """In the order in which they began."""
    parts = told(states)
    assert list(parts.differences("T", [tuple(row) for row in parts.rows])) == []
    parts.exact = False
    assert list(parts.differences("T", [tuple(row) for row in parts.rows])) == []


@given(HISTORY, st.data())
def test_any_row_that_was_changed_removed_or_put_in_is_found(states: list[dict[str, Any]], data: st.DataObject) -> None:
    """Whatever column of whichever assignment; each difference names its place."""
    parts = told(states)
    stored = [list(row) for row in parts.rows]
    how = data.draw(st.sampled_from(["add", *(["remove", "change"] if stored else [])]))
    if how == "add":
        stored.append(["pompa", "support", "routed", 0, None, None, None])
    else:
        at = data.draw(st.integers(0, len(stored) - 1))
        if how == "remove":
            del stored[at]
        else:
            column = data.draw(st.integers(0, len(ASSIGNMENT) - 1))
            stored[at][column] = "lain"
    found = list(parts.differences("T", stored))
    assert found
    assert all(one.ticket == "T" and one.field.startswith("assignment") for one in found)


def test_rows_that_changed_places_are_found() -> None:
    """Who began first was to act first."""
    parts = told([{"status": "routed", "unit": "dlh", "support": ["bpbd"]}])
    first, second = parts.rows
    assert [one.field for one in parts.differences("T", [second, first])] == ["assignment"]


@pytest.mark.parametrize("state", ["in_progress", "resolved"])
def test_how_far_a_helper_is_changes_its_row_alone(state: str) -> None:
    """What ended before stays as it was."""
    parts = told([{"status": "routed", "unit": "dlh", "support": ["bpbd", "bmsda"]}])
    parts.helps("bpbd", state)
    parts.helps("dlh", state)
    assert [row[_STATUS] for row in parts.rows] == ["routed", state, "routed"]
    parts.go_on({"status": "routed", "unit": "dlh", "support": []}, 5)
    parts.helps("bpbd", "routed")
    assert [row[_STATUS] for row in parts.rows] == ["routed", state, "routed"]


def test_a_unit_with_another_id_goes_on_with_what_it_noted() -> None:
    """It neither ends nor begins anew."""
    parts = told([{"status": "routed", "unit": "dlh", "support": ["bpbd"]}])
    parts.helps("bpbd", "in_progress")
    parts.go_on({"status": "routed", "unit": "lh", "support": ["bpbd-kota"]}, 9, [("dlh", "lh"), ("bpbd", "bpbd-kota")])
    assert [(row[0], row[_STATUS], row[3], row[_ENDED]) for row in parts.rows] == [
        ("lh", "routed", 0, None), ("bpbd-kota", "in_progress", 0, None),
    ]  # fmt: skip


def test_events_of_an_older_version_only_say_who_acts_now() -> None:
    """When they began, and how far a helper is, isn't held against them; where the lead is, is."""
    parts = told([{"status": "routed", "unit": "dlh", "support": ["bpbd"]}])
    parts.exact = False
    rows = [["dlh", "lead", "routed", 99, 1, None, "x"], ["bpbd", "support", "resolved", 98, None, None, None]]
    assert list(parts.differences("T", rows)) == []
    rows[0][_STATUS] = "closed"
    assert len(list(parts.differences("T", rows))) == 1
    assert len(list(parts.differences("T", rows[1:]))) == 1
