"""Deadlines that were changed: what is open is dated anew, a page at a time, and what stands as it should is left."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.compiled import Rules
from aduan_cli.complaint.clocks import ACKNOWLEDGE, RESOLVE
from aduan_cli.complaint.complaint import Complaint, copy_of
from aduan_cli.complaint.events import REDATED, RESOLVED
from aduan_cli.complaint.step import changing, taking
from aduan_cli.due import Bounds, Ticked
from aduan_cli.flow.dating import DATE, Timing, begun, date_anew, planned, redated
from aduan_cli.flow.timing import StepTiming
from aduan_cli.store.sqlite import SqliteStore
from aduan_cli.tickets import parse_ticket
from promising import CITY, EIGHT, HOUR, UTC, promising, waiting

OLD = promising()
NEW = promising().copy()
NEW["clocks"] = {
    **OLD["clocks"],
    "desk": {"calendar": "kantor", "targets": {"": {"acknowledge": "2h", "resolve": "1wd"}}},
}
AT = EIGHT + HOUR


def timing(rules: Rules = NEW, revision: str | None = "baru") -> Timing:
    """Return the rules in force."""
    return Timing(rules, UTC, revision)


# -- whether there is anything to do


@pytest.mark.parametrize(
    ("change", "same"),
    [
        (lambda rules: {**rules, "clocks": {**rules["clocks"], "desk": {"calendar": None, "targets": {}}}}, False),
        (lambda rules: {**rules, "holidays": ["2026-12-25"]}, False),
        (lambda rules: {**rules, "desk": {**rules["desk"], "timezone": "Asia/Jakarta"}}, False),
        (
            lambda rules: {**rules, "units": {**rules["units"], "dlh": {**rules["units"]["dlh"], "parent": "bpbd"}}},
            False,
        ),
        (lambda rules: {**rules, "units": {**rules["units"], "dlh": {**rules["units"]["dlh"], "name": "Lain"}}}, True),
        (lambda rules: {**rules, "desk": {**rules["desk"], "name": "Lain"}}, True),
        (lambda rules: {**rules, "categories": []}, True),
    ],
)
def test_only_what_says_when_something_is_due_changes_the_digest(change: Any, same: bool) -> None:
    """Another word for a category lets no complaint be read again."""
    assert (timing(change(OLD)).digest() == timing(OLD).digest()) is same


def test_a_desk_that_begins_to_promise_dates_all_that_is_open() -> None:
    """The very first run as well, but not where nothing is promised."""
    bare = cast(Rules, {**OLD, "clocks": {**OLD["clocks"], "desk": {"calendar": None, "targets": {}}, "units": {}}})
    bare["clocks"]["categories"] = {}
    first = begun(None, timing(OLD, "lama"), AT)
    assert (first.at, first.revision, first.after is None) == (AT, "lama", False)
    assert begun(None, timing(bare), AT).after is None


def test_a_run_that_was_cut_off_goes_on_where_it_was_and_one_that_was_done_has_nothing_to_do() -> None:
    digest = timing().digest()
    for after in (None, (EIGHT, 7)):
        found = begun(Ticked(1, "lama", digest, after), timing(), AT)
        assert found == Ticked(AT, "baru", digest, after)
    changed = begun(Ticked(1, "lama", "andere", None), timing(), AT)
    assert changed.after is not None
    assert changed.after < (0, 0)


# -- what it makes


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    """Return a store of five complaints that were promised under the old rules: one is done, one a question."""
    store = SqliteStore(str(tmp_path / "aduan.db"))
    store.attend = StepTiming(store, lambda: OLD, lambda: UTC)
    for number in range(5):
        asked = {"kind": "information", "status": "answered"} if number == 4 else {}
        at = EIGHT + number * 60
        one = waiting(ticket="UJI", reported_at=at, logged_at=at, day=20261123, revision="lama", **asked)
        store.commit([taking(one)])
    done = all_of(store)[3]
    store.commit([changing(done, {"status": "resolved"}, RESOLVED, {"result": "x"}, "dlh", EIGHT + 500)])
    store.attend = None
    yield store
    store.close()


def all_of(store: SqliteStore) -> list[Complaint]:
    """Return all that is stored, the first reported first."""
    from aduan_cli.stored import Query

    return list(store.find(Query(sort="reported_at", ascending=True)))


def test_a_clock_is_dated_by_the_rules_in_force_and_told_of(store: SqliteStore) -> None:
    """With the revision, and each clock that is due at another time."""
    one = all_of(store)[0]
    step = redated(store, timing(), one, "tick", AT)
    assert step is not None
    assert step.events == (
        (REDATED, {"due": {ACKNOWLEDGE: EIGHT + 2 * HOUR, RESOLVE: EIGHT + 24 * HOUR}, "revision": "baru"}),
    )
    assert step.changes == {"due_at": EIGHT + 24 * HOUR}
    assert {run.clock for run in step.clocks} == {ACKNOWLEDGE, RESOLVE}


def test_what_stands_as_it_should_is_left(store: SqliteStore) -> None:
    """Under the same rules nothing is written, and a question has no clock to date."""
    for one in all_of(store):
        assert redated(store, timing(OLD), one, None, AT) is None
    assert redated(store, timing(), all_of(store)[4], None, AT) is None


def test_a_clock_that_stopped_keeps_the_date_that_it_had(store: SqliteStore) -> None:
    """Whether it was in time is not decided anew."""
    done = all_of(store)[3]
    assert redated(store, timing(), done, None, AT) is None


@pytest.mark.parametrize("room", [1, 2, 3, 100])
def test_page_by_page_all_that_is_open_is_dated_once(store: SqliteStore, room: int) -> None:
    """However small the pages are; a run that was bounded remembers how far it came, and what is left is counted."""
    ticked: Ticked | None = begun(Ticked(1, "lama", timing(OLD).digest(), None), timing(), AT)
    runs = done = 0
    while ticked is not None and ticked.after is not None:
        found = date_anew(store, timing(), ticked, "tick", Bounds(limit=room))
        done, runs, ticked = done + found.done, runs + 1, store.due.ticked()
        assert (found.stage, found.failed) == (DATE, ())
        assert ticked is not None
        assert found.left == 0 or ticked.after is not None
        assert runs < 10
    assert done == 3
    told = [event for one in all_of(store) for event in store.events(one) if event.type == REDATED]
    assert len(told) == 3
    assert [one.due_at for one in all_of(store)[:3]] == [EIGHT + number * 60 + 24 * HOUR for number in range(3)]


def test_what_it_would_do_is_what_it_does(store: SqliteStore) -> None:
    ticked = begun(Ticked(1, "lama", timing(OLD).digest(), None), timing(), AT)
    would = [step.complaint.ticket for step in planned(store, timing(), ticked, None)]
    assert store.due.ticked() is None
    date_anew(store, timing(), ticked, None, Bounds())
    did = [one.ticket for one in all_of(store) if any(event.type == REDATED for event in store.events(one))]
    assert would == did == [one.ticket for one in all_of(store)[:3]]


def test_what_somebody_changes_meanwhile_is_dated_as_it_is_then(store: SqliteStore) -> None:
    """The unit that it goes to at that moment has its own target."""
    first = all_of(store)[0]

    def interrupt(steps: Any) -> Any:
        store.attend = None
        other = copy_of(first, unit="bpbd")
        store.commit([changing(first, {"unit": other.unit}, "routed", {"to": "bpbd"}, "rina", AT)])
        return steps

    store.attend = interrupt
    ticked = begun(Ticked(1, "lama", timing(OLD).digest(), None), timing(), AT)
    assert date_anew(store, timing(), ticked, None, Bounds()).done == 3
    now = store.resolve(parse_ticket(first.ticket))
    assert now is not None
    assert (now.unit, now.due_at) == ("bpbd", EIGHT + 8 * HOUR)


def test_what_is_done_meanwhile_is_left_alone(store: SqliteStore) -> None:
    first = all_of(store)[0]

    def interrupt(steps: Any) -> Any:
        store.attend = None
        store.commit([changing(first, {"status": "resolved"}, RESOLVED, {}, "dlh", AT)])
        return steps

    store.attend = interrupt
    ticked = begun(Ticked(1, "lama", timing(OLD).digest(), None), timing(), AT)
    found = date_anew(store, timing(), ticked, None, Bounds())
    assert (found.done, found.left, found.failed) == (2, 0, ())


@given(st.integers(1, 9), st.integers(1, 9))
def test_the_digest_hangs_on_the_targets_alone(old: int, new: int) -> None:
    """The same targets under another revision are the same; others are others."""
    from compiling import rules_of

    first, second = (
        cast(Rules, rules_of(CITY.replace('resolve = "3wd"', f'resolve = "{days}wd"'))) for days in (old, new)
    )
    assert (timing(first, "a").digest() == timing(second, "b").digest()) is (old == new)
