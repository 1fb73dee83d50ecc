"""What reports ask of a store, in SQLite on any few calls: each figure is what a plain look at the rows counts."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from json import dumps, loads
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aduan_cli.complaint.fields import STATUSES
from aduan_cli.complaint.kept import Course
from aduan_cli.figures import FACTS, IN_TIME, OVER, QUARTER, RUNNING, TOLD_APART, TOO_LATE, CallerCounts, coarse
from aduan_cli.model import CLOCKS, KINDS
from aduan_cli.store.common import report_selects as selects
from aduan_cli.working_time import Pause
from thorough import examples

NOW, DAY = 1_000_000, 86_400
CALL = ("id", "ticket", "day", "number", "kind", "status", "priority", "bounces", "merged_into", "unit", "reported_at")
CLOCK = ("complaint_id", "clock", "since", "pauses", "stopped_at", "due_at")
TIMES = st.integers(NOW - 3 * DAY, NOW + DAY)
PAUSES = st.lists(st.tuples(TIMES, st.none() | TIMES), max_size=2)

FEW = settings(max_examples=examples(40))

Call = dict[str, Any]


@st.composite
def calls(draw: st.DrawFn) -> tuple[list[Call], list[Call]]:
    """Generate calls, and clocks of some of them, of which some run, are never due, or stood still."""
    found, clocks = [], []
    for number in range(1, draw(st.integers(0, 8)) + 1):
        one = {
            "id": number, "ticket": f"T{number}", "day": draw(st.integers(1, 2)), "number": number,
            "kind": draw(st.sampled_from([*KINDS, "lain"])), "status": draw(st.sampled_from(STATUSES)),
            "priority": draw(st.sampled_from(["normal", "emergency"])), "bounces": draw(st.sampled_from([None, 0, 2])),
            "merged_into": draw(st.sampled_from([None, "T1", "T9"])),
            "unit": draw(st.sampled_from([None, "dlh", "bpbd"])), "reported_at": draw(TIMES),
        }  # fmt: skip
        found.append(one)
        for clock in draw(st.sets(st.sampled_from(CLOCKS))):
            stopped = draw(st.none() | TIMES)
            pauses = draw(PAUSES) if stopped is not None else []
            clocks.append(
                {
                    "complaint_id": number,
                    "clock": clock,
                    "since": draw(TIMES),
                    "stopped_at": stopped,
                    "pauses": dumps(pauses) if pauses else None,
                    "due_at": draw(st.none() | TIMES),
                }
            )  # fmt: skip
    return found, clocks


@contextmanager
def stored(rows: tuple[list[Call], list[Call]], erased: Sequence[int] = ()) -> Iterator[sqlite3.Connection]:
    """Open a file in memory with these calls and clocks."""
    with closing(sqlite3.connect(":memory:")) as connection:
        for table, columns, of in (("complaint", CALL, rows[0]), ("clock", CLOCK, rows[1])):
            connection.execute(f"CREATE TABLE {table} ({', '.join(columns)})")
            marks = ", ".join("?" * len(columns))
            connection.executemany(f"INSERT INTO {table} VALUES ({marks})", [[one[n] for n in columns] for one in of])
        connection.execute("CREATE TABLE erased (complaint_id)")
        connection.executemany("INSERT INTO erased VALUES (?)", [(number,) for number in erased])
        yield connection


def promise(clock: Call | None, now: int) -> str | None:
    """Return how a promise stands."""
    if clock is None or clock["due_at"] is None:
        return None
    if clock["stopped_at"] is None:
        return OVER if clock["due_at"] < now else RUNNING
    return IN_TIME if clock["stopped_at"] <= clock["due_at"] else TOO_LATE


def facts_of(one: Call, clock: Call | None, now: int) -> dict[str, Any]:
    """Return what may be said of a call; a kind that there is none of is none."""
    return {
        "kind": one["kind"] if one["kind"] in KINDS else None,
        "status": one["status"],
        "is_emergency": one["priority"] == "emergency",
        "came_back": bool(one["bounces"]),
        "is_merged": one["merged_into"] is not None,
        "promise": promise(clock, now),
    }


@FEW
@given(
    rows=calls(),
    facts=st.lists(st.sampled_from(FACTS), unique=True),
    by=st.sampled_from([(), ("unit",)]),
    span=st.tuples(TIMES, TIMES),
)
def test_calls_are_counted_by_all_that_is_asked_and_nothing_else(
    rows: tuple[list[Call], list[Call]], facts: list[str], by: tuple[str, ...], span: tuple[int, int]
) -> None:
    """Whichever facts, in whichever order they are named; counted by the database, or here."""
    asked = selects.Counting(by, facts, "?")
    clocks = {one["complaint_id"]: one for one in rows[1] if one["clock"] == "resolve"}
    expected: Counter[tuple[Any, ...]] = Counter()
    for one in rows[0]:
        if span[0] <= one["reported_at"] < span[1]:
            told = facts_of(one, clocks.get(one["id"]), NOW)
            of = tuple(one[name] for name in by)
            expected[(of, *(told[fact] if fact in facts else None for fact in FACTS))] += 1
    with stored(rows) as connection:
        values = asked.values(*span, NOW)
        here = asked.counted(Counter(connection.execute(asked.select, values)).items())
        there = asked.counted((row[:-1], row[-1]) for row in connection.execute(asked.grouped, values))
    for found in (here, there):
        assert Counter({tuple(one)[:-1]: one.calls for one in found}) == expected


@FEW
@given(rows=calls(), span=st.tuples(TIMES, TIMES), without=st.sets(st.sampled_from(STATUSES), max_size=2))
def test_clocks_are_counted_by_how_they_stand_and_how_long_they_ran(
    rows: tuple[list[Call], list[Call]], span: tuple[int, int], without: set[str]
) -> None:
    """Those that stood still are looked at one by one; whichever table is walked first."""
    known = {one["id"]: one for one in rows[0]}
    expected: Counter[tuple[Any, ...]] = Counter()
    for clock in rows[1]:
        one = known[clock["complaint_id"]]
        if not span[0] <= one["reported_at"] < span[1] or one["status"] in without:
            continue
        pauses = tuple(Pause(*pause) for pause in loads(clock["pauses"])) if clock["pauses"] else ()
        lasted = Course(clock["since"], pauses, clock["stopped_at"]).lasted
        stands = promise(clock, NOW)
        expected[one["unit"], clock["clock"], stands, None if lasted is None else coarse(lasted)] += 1
    given_values = (NOW, *span, *sorted(without))
    with stored(rows) as connection:
        for source in (selects.CALLS_FIRST, selects.CLOCKS_FIRST):
            both = (make("?", len(without), source) for make in (selects.clocking, selects.paused))
            found = selects.clocked_of(*(connection.execute(one, given_values).fetchall() for one in both))
            assert Counter({tuple(one)[:-1]: one.calls for one in found}) == expected


@FEW
@given(rows=calls(), span=st.tuples(TIMES, TIMES), erased=st.sets(st.integers(1, 8)))
def test_tickets_are_told_with_their_state_and_of_what_was_merged_that_of_the_other(
    rows: tuple[list[Call], list[Call]], span: tuple[int, int], erased: set[int]
) -> None:
    """Who was erased is in none of it; what was merged into another day's, or an erased one, has its own."""
    there = [one for one in rows[0] if span[0] <= one["reported_at"] < span[1] and one["id"] not in erased]
    state = {one["ticket"]: one["status"] for one in there}
    newest = sorted(there, key=lambda one: (one["day"], one["number"]), reverse=True)
    expected = [(one["ticket"], state.get(one["merged_into"] or "", one["status"])) for one in newest]
    with stored(rows, sorted(erased)) as connection:
        assert selects.states_of(connection.execute(selects.states("?"), span)) == expected


@FEW
@given(times=st.lists(st.integers(NOW, NOW + 2 * QUARTER)), span=st.tuples(TIMES, TIMES))
def test_calls_are_counted_by_the_quarter_of_an_hour(times: list[int], span: tuple[int, int]) -> None:
    expected = Counter(at // QUARTER for at in times if span[0] <= at < span[1])
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE complaint (reported_at)")
        connection.executemany("INSERT INTO complaint VALUES (?)", [(at,) for at in times])
        assert dict(connection.execute(selects.by_quarter("?"), span).fetchall()) == expected


@given(
    st.lists(st.tuples(st.sampled_from(["+62811", "+62812", "+62813"]), st.integers(1, 9)), unique=True),
    st.integers(0, 9),
)
def test_numbers_that_called_again_are_counted_and_named_the_most_first(
    phones: list[tuple[str, int]], until: int
) -> None:
    """Of those that called as often the one that called last, then by the number itself."""
    until, times = 8, dict[str, list[int]]()
    for phone, at in phones:
        if at < until:
            times.setdefault(phone, []).append(at)
    again = {phone: at for phone, at in times.items() if len(at) > 1}
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE phone (phone, reported_at)")
        connection.executemany("INSERT INTO phone VALUES (?, ?)", phones)
        row = connection.execute(selects.numbers("?"), (0, until)).fetchone()
        named = [phone for (phone,) in connection.execute(selects.repeated("?"), (0, until, 2))]
    assert CallerCounts(*(count or 0 for count in row)) == (len(times), len(again), sum(map(len, again.values())))
    assert named == sorted(again, key=lambda phone: (-len(again[phone]), -max(again[phone]), phone))[:2]


def test_only_fields_that_may_be_told_apart_stand_in_a_statement() -> None:
    """A name that came from elsewhere would be SQL."""
    for name in TOLD_APART:
        assert f"c.{name}" in selects.Counting((name,), (), "?").select
    with pytest.raises(AssertionError):
        selects.Counting(("text; DROP TABLE complaint",), (), "?")
