"""Targets held against what is stored, and those that another system must have had: from due times back to targets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.deadlines import calendar_of
from aduan_cli.complaint.events import LOGGED, RESOLVED
from aduan_cli.complaint.history import Event
from aduan_cli.complaint.kept import CLOSED_AT
from aduan_cli.flow.deadlines import (
    EACH,
    GROUPS,
    TARGETS,
    Backtest,
    Times,
    as_toml,
    fitting,
    learned,
    targets_in_force,
)
from aduan_cli.rules.learning.targets import TargetProposal
from aduan_cli.stored import Query
from aduan_cli.working_time import Target, due
from promising import EIGHT, HOUR, UTC, promising, waiting
from told import event

RULES = promising()
DAY = 24 * HOUR


class Stored:
    """A store of some complaints, each with its history."""

    def __init__(self, complaints: Sequence[Complaint], events: Sequence[Event] = ()) -> None:
        self._complaints, self._events = complaints, events

    def find(self, _query: object) -> Sequence[Complaint]:
        """Return all."""
        return self._complaints

    def count(self, _query: object) -> int:
        """Return how many there are."""
        return len(self._complaints)

    def events(self, _complaint: object) -> list[Event]:
        """Return the same history for each."""
        return list(self._events)


def iso(moment: int) -> str:
    """Return a moment as a file writes it."""
    return UTC.iso(moment)


def record(days: float, **more: Any) -> Complaint:
    """Return a record of a file that was closed after so many days."""
    fields = {CLOSED_AT: iso(EIGHT + int(days * DAY)), **more.pop("fields", {})}
    return waiting(status="closed", fields=fields, source_row=1, **more)


def backtest(complaints: Sequence[Complaint], against: str | None = None, events: Sequence[Event] = ()) -> Backtest:
    """Return the targets of the city held against complaints, ten days later."""
    store = cast(Any, Stored(complaints, events))
    return Backtest(store, RULES, UTC, EIGHT + 10 * DAY, Times((), UTC), against)


# -- reading times


@pytest.mark.parametrize(
    ("value", "moment", "unread"),
    [
        (None, None, 0),
        ("2026-11-23T08:00:00+00:00", EIGHT, 0),
        ("2026-11-23T15:00:00+07:00", EIGHT, 0),
        ("23/11/2026 08:00", EIGHT, 0),
        ("besok", None, 1),
        ("2026-11-23T08:00:00", None, 1),
        ("", None, 1),
        (20261123, None, 1),
    ],
)
def test_a_moment_is_read_as_iso_or_as_the_maps_write_it(value: object, moment: int | None, unread: int) -> None:
    """What can't be read is counted, and stops nothing."""
    times = Times(["%d/%m/%Y %H:%M"], UTC)
    assert (times.read(value), times.unread) == (moment, unread)


# -- what they would have meant


def test_each_complaint_has_its_row() -> None:
    (row,) = backtest([record(2)]).each(Query())
    assert tuple(row) == EACH
    assert (row["due_at"], row["closed_at"], row["kept"], row["source_row"]) == (
        iso(EIGHT + 72 * HOUR), iso(EIGHT + 2 * DAY), True, 1,
    )  # fmt: skip


def test_units_and_categories_are_grouped_and_the_last_row_is_all() -> None:
    found = backtest([record(2), record(5), record(1, unit="bpbd"), record(9, unit="bpbd", category=None)])
    rows = found.groups(Query())
    assert [tuple(row) for row in rows] == [GROUPS] * 4
    assert [(row["unit"], row["category"], row["complaints"], row["kept"], row["late"]) for row in rows] == [
        ("dlh", "sampah", 2, 1, 1), ("bpbd", None, 1, 0, 1), ("bpbd", "sampah", 1, 0, 1), (None, None, 4, 1, 3),
    ]  # fmt: skip
    assert (rows[-1]["median"], rows[-1]["p90"]) == (2 * DAY, 9 * DAY)
    assert backtest([]).groups(Query()) == []


def test_another_systems_due_times_are_compared_to_five_minutes() -> None:
    kept = [record(1, fields={"DUE": iso(EIGHT + 72 * HOUR + apart)}) for apart in (0, 300, 301)]
    rows = backtest([*kept, record(1)], against="DUE").groups(Query())
    assert (rows[0]["compared"], rows[0]["within"]) == (3, 2)


def test_what_nobody_knows_the_end_of_is_counted_and_questions_are_not() -> None:
    found = backtest([waiting(status="closed"), waiting(kind="information", status="answered")])
    assert (list(found.each(Query())), found.untold) == ([], 1)


def test_what_moved_here_is_judged_by_its_history() -> None:
    said = {"kind": "complaint", "status": "routed", "unit": "dlh", "priority": "normal", "reported_at": EIGHT}
    told = [event(LOGGED, at=EIGHT, **said), event(RESOLVED, at=EIGHT + 4 * DAY, became={"status": "resolved"})]
    (row,) = backtest([waiting(status="resolved", version=2)], events=told).each(Query())
    assert (row["kept"], row["closed_at"]) == (False, iso(EIGHT + 4 * DAY))


# -- from due times to targets


@given(
    st.sampled_from(["kantor", "siaga", None]), st.integers(1, 9), st.sampled_from(["h", "d", "wd"]),
    st.integers(0, 6 * 24),
)  # fmt: skip
def test_a_due_time_that_came_of_a_target_speaks_for_it(name: str | None, amount: int, unit: str, since: int) -> None:
    """Among the targets of which it may have come is the one of which it came, or one that means the same."""
    if name is None and unit == "wd":
        return
    calendar = None if name is None else calendar_of(RULES, name)
    start = EIGHT + since * HOUR
    at = due(calendar, UTC, start, Target(amount, unit)).at
    assert at is not None
    found = list(fitting(calendar, UTC, start, at))
    assert unit in {target.unit for target in found}
    for target in found:
        again = due(calendar, UTC, start, target).at
        assert again is not None
        assert abs(again - at) <= 300


def test_a_due_time_that_no_target_makes_speaks_for_none() -> None:
    """Half past of an hour is no whole hour, nor a day."""
    assert list(fitting(None, UTC, EIGHT, EIGHT + 90 * 60)) == []


def test_the_last_of_them_are_held_out_and_only_those_with_a_category_and_a_time_count() -> None:
    kept = [
        waiting(number=number, reported_at=EIGHT + number * DAY, fields={"DUE": iso(EIGHT + number * DAY + 48 * HOUR)})
        for number in range(10)
    ]
    more = [waiting(category=None, fields={"DUE": iso(EIGHT)}), waiting(fields={"DUE": "entah"}), waiting()]
    times = Times((), UTC)
    votes = learned(cast(Any, Stored([*kept, *more])), Query(), RULES, UTC, times, "DUE")
    (proposal,) = votes.proposals()
    # On a calendar that opens every day two working days are two days: the first that explains it is told.
    assert (proposal.category, proposal.target, proposal.calendar) == ("sampah", Target(2, "wd"), "siaga")
    assert ("always", Target(2, "d")) in dict(proposal.others)
    assert times.unread == 1


def test_proposals_are_written_as_the_files_have_them() -> None:
    """Each below the file of its category, with how often it is right; what explains the rest where that is much."""
    sure = TargetProposal("sampah", "kantor", Target(3, "wd"), 95, 100, ())
    unsure = TargetProposal("banjir", "always", Target(8, "h"), 60, 100, ((("kantor", Target(1, "wd")), 30),))
    text = as_toml(["satu", "dua"], [sure, unsure], RULES)
    assert tomli.loads(text)["categories"] == {
        "sampah": {"deadlines": {"calendar": "kantor", "resolve": "3wd"}},
        "banjir": {"deadlines": {"calendar": "always", "resolve": "8h"}},
    }
    assert text.startswith("# satu\n# dua\n")
    assert "# 95/100 95.0 %\n" in text
    assert "# 60/100 60.0 % · 1wd kantor 30\n" in text


# -- the targets in force


def test_targets_are_told_as_they_are_written() -> None:
    rows = list(targets_in_force(RULES))
    assert all(tuple(row) == TARGETS for row in rows)
    assert [(row["whose"], row["clock"], row["priority"], row["target"]) for row in rows] == [
        ("desk", "acknowledge", None, "4h"), ("desk", "resolve", None, "3wd"), ("desk", "resolve", "high", "1wd"),
        ("unit bpbd", "resolve", None, "8h"), ("unit bpbd", "handoff", "emergency", "5m"),
        ("unit bpbd", "resolve", "emergency", "2h"), ("category banjir", "resolve", "low", "2d"),
    ]  # fmt: skip
    calendars = {(row["whose"], row["priority"]): row["calendar"] for row in rows}
    assert calendars["desk", None] == "kantor"
    assert calendars["unit bpbd", "emergency"] == "always"
    assert calendars["unit bpbd", None] == calendars["category banjir", "low"] == "siaga"


@pytest.mark.parametrize(
    ("of", "rows"),
    [
        (
            ("banjir", None),
            [("low", "acknowledge", "4h"), ("low", "resolve", "2d"), ("normal", "acknowledge", "4h"),
             ("normal", "resolve", "8h"), ("high", "acknowledge", "4h"), ("high", "resolve", "8h"),
             ("emergency", "handoff", "5m"), ("emergency", "acknowledge", "4h"), ("emergency", "resolve", "2h")],
        ),
        (
            (None, "dlh"),
            [("low", "acknowledge", "4h"), ("low", "resolve", "3wd"), ("normal", "acknowledge", "4h"),
             ("normal", "resolve", "3wd"), ("high", "acknowledge", "4h"), ("high", "resolve", "1wd"),
             ("emergency", "acknowledge", "4h"), ("emergency", "resolve", "3wd")],
        ),
    ],
)  # fmt: skip
def test_what_holds_for_a_category_or_a_unit_is_told_for_each_priority(
    of: Any, rows: list[tuple[str, str, str]]
) -> None:
    """A hand-over is of emergencies alone; where nothing is said there is no row."""
    found = [(row["priority"], row["clock"], row["target"]) for row in targets_in_force(RULES, of)]
    assert found == rows
