"""What the desk asks all day costs the same with any backlog: every question has its index, nothing is sorted."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from aduan_cli.flow.similar import similar
from aduan_cli.model import CLOCKS
from aduan_cli.ports import Query, Shared
from aduan_cli.store.sqlite import SqliteStore, cases, figures, incidents, outbox, posts
from aduan_cli.store.sqlite.history import FEED, feed
from aduan_cli.store.sqlite.query import SELECT, near, select
from aduan_cli.testing.store_contract.walk import FILTERS, OF_COMPLAINT
from aduan_cli.tickets import parse_ticket
from invented import MORNING, call, varied
from steps import change, changed, take

FEW, MANY = 500, 20_000
PHONE = "+6281200000001"


def filled(path: Path, count: int) -> SqliteStore:
    """Return a store with so many calls, logged in batches."""
    store = SqliteStore(str(path))
    for start in range(0, count, 5_000):
        take(store, [varied(number) for number in range(start, min(start + 5_000, count))])
    return store


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqliteStore]:
    store = filled(tmp_path_factory.mktemp("small") / "aduan.db", FEW)
    yield store
    store.close()


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqliteStore]:
    store = filled(tmp_path_factory.mktemp("large") / "aduan.db", MANY)
    yield store
    store.close()


def connection_of(store: SqliteStore) -> sqlite3.Connection:
    return store._file.open(write=False)


def plan(store: SqliteStore, sql: str, values: list[Any]) -> list[str]:
    """Return SQLite's plan of a statement, one step a line."""
    return [row[3] for row in connection_of(store).execute("EXPLAIN QUERY PLAN " + sql, values)]


def assert_indexed(steps: list[str]) -> None:
    """Assert that nothing is sorted, and that no table is walked from end to end."""
    assert steps
    assert not [step for step in steps if "TEMP B-TREE" in step]
    assert not [step for step in steps if step.startswith("SCAN")]
    assert [step for step in steps if "INDEX" in step or "PRIMARY KEY" in step]


ALONE = [(name, values[:1]) for name, values in FILTERS.items()]
SEVERAL = [(name, values[:3]) for name, values in FILTERS.items()]


@pytest.mark.parametrize("ascending", [False, True])
@pytest.mark.parametrize(("name", "values"), ALONE + SEVERAL)
def test_each_filter_has_its_index_in_the_default_order(
    small: SqliteStore, name: str, values: tuple[str, ...], ascending: bool
) -> None:
    query = Query(((name, values),), ascending=ascending, limit=20)
    assert_indexed(plan(small, *select(query)))


def test_the_open_ones_have_their_index(small: SqliteStore) -> None:
    steps = plan(small, *select(Query(open_only=True, limit=20)))
    assert steps == ["SCAN c USING INDEX complaint_open"]  # the index holds nothing but them, in order


def test_the_unanswered_ones_have_their_index(small: SqliteStore) -> None:
    steps = plan(small, *select(Query(unanswered=True, limit=20)))
    assert steps == ["SCAN c USING INDEX complaint_unanswered"]  # the index holds nothing but them, in order


def test_what_came_back_has_its_index(small: SqliteStore) -> None:
    """Each index holds nothing but them, in order: what a lead gave back, and what one that helps did."""
    steps = plan(small, *select(Query(bounced=True, limit=20)))
    assert [step for step in steps if step.startswith("SCAN")] == [
        "SCAN c USING INDEX complaint_bounced", "SCAN a USING INDEX assignment_given_back"
    ]  # fmt: skip
    helped = plan(small, *select(Query(given_back=True, limit=20)))
    assert [step for step in helped if step.startswith("SCAN")] == ["SCAN a USING INDEX assignment_given_back"]
    assert not [step for step in (*steps, *helped) if "TEMP B-TREE" in step]


def test_the_list_of_what_is_late_has_its_index(small: SqliteStore) -> None:
    steps = plan(small, *select(Query(escalated=True, limit=20)))
    assert steps == ["SCAN c USING INDEX complaint_escalated"]  # the index holds nothing but them, in order


def test_what_the_job_of_cron_looks_for_has_its_indexes(small: SqliteStore) -> None:
    """Each holds nothing but what waits, so that a run that has nothing to do costs the same whatever is stored."""
    due = small.due
    looks = {
        "complaint_waking": lambda: (due.waking(MORNING, 20), due.waking_count(MORNING)),
        "clock_escalate": lambda: (due.escalating(MORNING, 20), due.escalating_count(MORNING)),
        "complaint_open": lambda: (due.open_after((MORNING, 1), 20), due.open_count((MORNING, 1))),
    }
    for index, look in looks.items():
        for sql in traced(small, look):
            for step in plan(small, sql, []):
                assert index in step or "PRIMARY KEY" in step, (sql, step)


@pytest.mark.parametrize("where", [(), (("unit", ("dlh", "bpbd")),), (("acting", ("dlh",)), ("status", ("routed",)))])
@pytest.mark.parametrize("sort", ["reported_at", "priority"])
def test_what_is_late_is_found_by_its_clocks(small: SqliteStore, where: Any, sort: str) -> None:
    """Its cost is by what is late: only that is fetched, and sorted."""
    query = Query(where, since=1, due=CLOCKS, due_before=MORNING, sort=sort, limit=20)
    steps = plan(small, *select(query))
    assert [step for step in steps if "INDEX clock_due (clock=? AND due_at" in step]
    assert {step for step in steps if " c " in step + " "} == {"SEARCH c USING INTEGER PRIMARY KEY (rowid=?)"}


def test_without_a_filter_the_newest_are_read_in_order(small: SqliteStore) -> None:
    assert plan(small, *select(Query(limit=20))) == ["SCAN c USING INDEX complaint_reported"]


@pytest.mark.parametrize("units", [("dlh",), ("dlh", "bpbd")])
@pytest.mark.parametrize("statuses", [("routed",), ("routed", "new", "closed")])
def test_unit_with_status_has_its_index(small: SqliteStore, units: tuple[str, ...], statuses: tuple[str, ...]) -> None:
    steps = plan(small, *select(Query((("unit", units), ("status", statuses)), limit=20)))
    assert_indexed(steps)
    used = [step for step in steps if "complaint_unit_status (unit=? AND status=?)" in step]
    assert len(used) == len(units) * len(statuses)


@pytest.mark.parametrize("statuses", [(), ("routed",), ("routed", "new", "closed")])
@pytest.mark.parametrize("units", [("pompa",), ("bpbd", "bmsda-pju")])
def test_what_a_unit_helps_with_has_its_index(
    small: SqliteStore, units: tuple[str, ...], statuses: tuple[str, ...]
) -> None:
    """Beside what it leads: both are merged in order."""
    where = (("acting", units), *([("status", statuses)] if statuses else []))
    steps = plan(small, *select(Query(where, limit=20)))
    assert_indexed(steps)
    leading = [step for step in steps if step.startswith("SEARCH c USING INDEX complaint_unit")]
    helping = [step for step in steps if "assignment_support" in step and "(unit=?" in step]
    assert len(leading) == len(helping) == len(units) * max(1, len(statuses))
    assert all(("status=?" in step) == bool(statuses) for step in leading + helping)


@pytest.mark.parametrize("pair", list(combinations(FILTERS, 2)), ids="+".join)
def test_no_two_filters_are_answered_by_sorting(small: SqliteStore, pair: tuple[str, str]) -> None:
    for open_only in (False, True):
        for count in (1, 2):
            where = tuple((name, FILTERS[name][:count]) for name in pair)
            query = Query(where, open_only, unanswered=open_only, since=MORNING, limit=20)
            assert_indexed(plan(small, *select(query)))


@pytest.mark.parametrize("ascending", [False, True])
@pytest.mark.parametrize("name", FILTERS)
def test_what_must_not_fit_is_left_out_of_a_walk_in_order(small: SqliteStore, name: str, ascending: bool) -> None:
    """Alone of all, of those that another filter finds, and of what is open."""
    without = ((name, FILTERS[name][:2]),)
    steps = plan(small, *select(Query(without=without, ascending=ascending, limit=20)))
    assert steps[0] == "SCAN c USING INDEX complaint_reported"
    assert not [step for step in steps if "TEMP B-TREE" in step or (step.startswith("SCAN") and step != steps[0])]
    steps = plan(small, *select(Query(without=without, open_only=True, ascending=ascending, limit=20)))
    assert steps[0] == "SCAN c USING INDEX complaint_open"
    assert not [step for step in steps if "TEMP B-TREE" in step]
    for other in FILTERS:
        for count in (1, 2):
            where = ((other, FILTERS[other][:count]),)
            assert_indexed(plan(small, *select(Query(where, without=without, ascending=ascending, limit=20))))


def test_a_span_of_time_is_an_index_range(small: SqliteStore) -> None:
    steps = plan(small, *select(Query(since=MORNING, until=MORNING + 9, limit=20)))
    assert steps == ["SEARCH c USING INDEX complaint_reported (reported_at>? AND reported_at<?)"]


@pytest.mark.parametrize("name", OF_COMPLAINT)
def test_what_is_nearest_to_a_moment_is_two_walks_of_an_index(small: SqliteStore, name: str) -> None:
    steps = plan(small, *near(MORNING, [Shared(name, FILTERS[name][0], 9_000, 40)]))
    assert not [step for step in steps if "TEMP B-TREE" in step]
    walks = [step for step in steps if f"{name}=? AND reported_at>? AND reported_at<?" in step]
    assert len(walks) == 2
    assert all("INDEX" in step or "PRIMARY KEY" in step for step in walks)
    assert "SEARCH c USING INTEGER PRIMARY KEY (rowid=?)" in steps


def test_states_of_a_unit_are_counted_in_its_index_alone(small: SqliteStore) -> None:
    steps = plan(small, cases.STATES, ["dlh"])
    assert steps == ["SEARCH complaint USING COVERING INDEX complaint_unit_status (unit=?)"]


def test_whom_to_ring_are_walked_in_order_and_nobody_else(small: SqliteStore) -> None:
    """The index holds nothing but them, so that it costs what is shown, whatever is stored."""
    for sql in traced(small, lambda: (list(small.awaiting_callback(20)), small.count_awaiting_callback())):
        if "complaint c" in sql:
            (step,) = plan(small, sql, [])
            assert "INDEX complaint_owed" in step


IN_ORDER = ("SCAN c USING INDEX complaint_reported", "SCAN c USING INDEX complaint_open")
"""Walks that a limit ends."""


def traced(store: SqliteStore, work: Callable[[], Any]) -> list[str]:
    """Return the SELECT statements that some work sends to SQLite."""
    said: list[str] = []
    connection = connection_of(store)
    connection.set_trace_callback(said.append)
    try:
        work()
    finally:
        connection.set_trace_callback(None)
    return [sql for sql in said if sql.startswith("SELECT")]


@pytest.mark.parametrize(
    "work",
    [
        pytest.param(lambda store: store.events(varied_of(store)), id="events of a complaint"),
        pytest.param(lambda store: list(store.find(Query(limit=2, open_only=True))), id="links of what is listed"),
        pytest.param(lambda store: store.resolve(parse_ticket("251124-0001")), id="a ticket"),
        pytest.param(lambda store: store.resolve(parse_ticket("7")), id="a number alone"),
        pytest.param(lambda store: store.by_key("k"), id="a key"),
        pytest.param(lambda store: store.pending(9), id="what is pending"),
        pytest.param(lambda store: store.merged(varied_of(store)), id="what is merged into a complaint"),
        pytest.param(lambda store: store.pending(9, (1, 1)), id="a later page of what is pending"),
        pytest.param(lambda store: take(store, [call(key="k", import_key="i")]), id="taking a call"),
        pytest.param(lambda store: change_unit(store), id="assignments and phones of a change"),
    ],
)
def test_tickets_keys_and_child_rows_are_looked_up(tmp_path: Path, work: Callable[[SqliteStore], Any]) -> None:
    store = filled(tmp_path / "aduan.db", 30)
    statements = traced(store, lambda: work(store))
    assert statements
    for sql in statements:
        steps = plan(store, sql, [None] * sql.count("?"))
        assert not [step for step in steps if "TEMP B-TREE" in step], sql
        if not sql.endswith("LIMIT 1") or "WHERE" in sql:  # the last of a table is the end of a walk at once
            assert not [step for step in steps if step.startswith("SCAN") and step not in IN_ORDER], sql
    store.close()


def varied_of(store: SqliteStore) -> Any:
    """Return the newest complaint."""
    return next(store.find(Query(limit=1)))


def change_unit(store: SqliteStore) -> None:
    complaint = varied_of(store)
    columns = {"unit": "bpbd", "caller_phone": "+6281200000007"}
    change(store, [changed(complaint, columns, "routed", None, MORNING, {})])


def cost(store: SqliteStore, work: Callable[[SqliteStore], Any]) -> int:
    """Return how many steps of SQLite's machine some work takes; the same on every computer."""
    steps = 0

    def step() -> int:
        nonlocal steps
        steps += 1
        return 0

    connection = connection_of(store)
    connection.set_progress_handler(step, 1)
    try:
        work(store)
    finally:
        connection.set_progress_handler(None, 0)
    return steps


QUESTIONS = {
    "newest": Query(limit=20),
    "open": Query(open_only=True, limit=20),
    "unanswered": Query(unanswered=True, limit=20),
    "bounced": Query(bounced=True, limit=20),
    "given back": Query(given_back=True, limit=20),
    "escalated": Query(escalated=True, limit=20),
    **{f"not of {name}": Query(without=((name, values[:1]),), limit=20) for name, values in ALONE},
    "unit and status": Query((("unit", ("dlh",)), ("status", ("closed",))), limit=20),
    "who leads or helps": Query((("acting", ("bpbd",)),), limit=20),
    "who helps alone": Query((("acting", ("pompa",)),), limit=20),
    "several who lead or help, with status": Query(
        (("acting", ("bpbd", "bmsda-pju")), ("status", ("routed",))), limit=20
    ),
    **{f"{name} alone": Query(((name, values),), limit=20) for name, values in ALONE if name != "priority"},
    **{f"several of {name}": Query(((name, values),), limit=20) for name, values in SEVERAL},
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_list_of_20_costs_the_same_with_forty_times_the_backlog(
    small: SqliteStore, large: SqliteStore, question: str
) -> None:
    few, many = (cost(store, lambda s: list(s.find(QUESTIONS[question]))) for store in (small, large))
    assert 0 < many <= few * 1.3


@pytest.mark.parametrize(
    "work",
    [
        pytest.param(lambda store: store.resolve(parse_ticket("251124-0003")), id="resolve"),
        pytest.param(lambda store: store.events(varied_of(store)), id="events"),
        pytest.param(lambda store: store.by_key("no-such-key"), id="by_key"),
        pytest.param(lambda store: store.units(), id="units"),
        pytest.param(lambda store: similar(store, call(caller_phone=PHONE)), id="similar"),
        pytest.param(lambda store: similar(store, call(caller_phone=PHONE), reach=60), id="similar, asked for"),
        pytest.param(lambda store: take(store, [call()]), id="take"),
    ],
)
def test_a_ticket_and_a_new_call_cost_the_same_with_forty_times_the_backlog(
    small: SqliteStore, large: SqliteStore, work: Callable[[SqliteStore], Any]
) -> None:
    # The cheapest of several: now and then the index of words merges its parts.
    few, many = (min(cost(store, work) for _each in range(5)) for store in (small, large))
    assert 0 < many <= few * 1.3


def owe(store: SqliteStore, share: int) -> None:
    """Let each of so many calls wait to be rung."""
    calls = [one for one in store.find(Query()) if one.id % share == 0 and one.caller_phone]
    change(store, [changed(one, {"owed_since": MORNING + one.id}, "resolved", None, MORNING, {}) for one in calls])


def test_whom_to_ring_costs_the_same_with_forty_times_the_backlog(small: SqliteStore, large: SqliteStore) -> None:
    """Also where forty times as many wait."""
    for store in (small, large):
        owe(store, 3)
    few, many = (cost(store, lambda s: list(s.awaiting_callback(20))) for store in (small, large))
    assert len(list(large.awaiting_callback(20))) == 20
    assert 0 < many <= few * 1.3


@pytest.mark.parametrize("words", ["sampah", "lampu*", '"tidak ada"'])
@pytest.mark.parametrize("limit", [None, 7])
def test_a_word_that_many_have_is_found_in_the_same_order(
    small: SqliteStore, monkeypatch: pytest.MonkeyPatch, words: str, limit: int | None
) -> None:
    """Going through all in their order finds what fetching and sorting finds."""
    sorted_ = [complaint.id for complaint in small.search(words, limit)]
    monkeypatch.setattr(cases, "_MANY", 1)
    assert [complaint.id for complaint in small.search(words, limit)] == sorted_


def test_a_word_that_many_have_is_searched_without_sorting(small: SqliteStore) -> None:
    """What is fetched of each complaint is fetched only of those that are shown."""
    sql = SELECT + cases._MANY_FOUND + " ORDER BY c.reported_at DESC, c.id DESC LIMIT ?"
    steps = plan(small, sql, ["sampah", 50])
    assert not [step for step in steps if "TEMP B-TREE" in step]
    assert steps[0] == "SCAN c USING INDEX complaint_reported"


@pytest.mark.parametrize("ask", [lambda c: cases.find(c, Query()), lambda c: cases.search(c, "sampah OR a*", None)])
def test_links_are_looked_up_once_for_a_page(small: SqliteStore, ask: Callable[[Any], Iterator[Any]]) -> None:
    """Not once for each row: an export of a year's calls is nothing but rows."""
    statements: list[str] = []
    connection = connection_of(small)
    connection.set_trace_callback(statements.append)
    try:
        found = sum(1 for _each in ask(connection))
    finally:
        connection.set_trace_callback(None)
    pages = 2 + found // cases.PAGE
    assert sum("FROM link" in statement for statement in statements) <= pages


def test_the_feed_is_read_from_a_number_on(small: SqliteStore) -> None:
    steps = plan(small, FEED, [5])
    assert_indexed(steps)
    assert steps == ["SEARCH event USING INTEGER PRIMARY KEY (rowid>?)"]


def test_a_time_is_found_among_events_by_halves(large: SqliteStore) -> None:
    """Of twenty thousand events fifteen are looked at."""
    connection = connection_of(large)
    asked: list[str] = []
    connection.set_trace_callback(asked.append)
    try:
        assert list(feed(connection, 0, 2**40)) == []
    finally:
        connection.set_trace_callback(None)
    assert 10 < len(asked) < 20


@pytest.mark.parametrize(
    ("sql", "values"),
    [(figures.STANDING, [MORNING, MORNING + 86_400]), (figures.RECEIVED, [MORNING, MORNING + 86_400])],
)
def test_the_account_of_a_day_looks_at_the_day_alone(small: SqliteStore, sql: str, values: list[int]) -> None:
    steps = plan(small, sql, values)
    assert "INDEX complaint_reported (reported_at>? AND reported_at<?)" in steps[0]


def test_what_was_moved_is_read_between_two_numbers(small: SqliteStore) -> None:
    assert plan(small, figures.MOVED, [5, 9]) == ["SEARCH event USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)"]


@pytest.mark.parametrize(("sql", "more"), [(figures.DUE, [5]), (figures.DUE_COUNT, [])])
def test_what_is_due_is_a_range_of_its_clock(small: SqliteStore, sql: str, more: list[int]) -> None:
    steps = plan(small, sql, ["resolve", 0, MORNING, *more])
    assert_indexed(steps)
    assert "INDEX clock_due (clock=? AND due_at>? AND due_at<?)" in steps[0]


def test_what_belongs_to_an_incident_is_a_range_of_its_index(small: SqliteStore) -> None:
    steps = plan(small, *select(Query((("incident", ("3",)),), limit=50)))
    assert_indexed(steps)
    assert "INDEX complaint_incident (incident=?)" in steps[0]


def test_which_incidents_are_open_is_looked_up_where_there_is_none(small: SqliteStore) -> None:
    assert "USING INDEX incident_open" in plan(small, incidents.OPEN, [])[0]


def test_what_is_open_is_walked_in_order(small: SqliteStore) -> None:
    steps = plan(small, figures.OPEN, [])
    assert not [step for step in steps if "TEMP B-TREE" in step]
    assert "INDEX complaint_open" in steps[0]


def test_what_is_due_over_a_channel_is_walked_in_order_whatever_was_sent(small: SqliteStore) -> None:
    """The index holds nothing but what still has to go."""
    steps = plan(small, posts.DUE, ["kantor", MORNING])
    assert_indexed(steps)
    assert "SEARCH o USING INDEX outbox_due (notifier=? AND next_at<?)" in steps
    counted = plan(small, outbox.COUNTS, [MORNING])
    assert "INDEX outbox_due" in counted[0]


@pytest.mark.parametrize(
    ("sql", "values", "index"),
    [
        (posts.BATCH, ["kantor", "dlh", "unit", 9], "outbox_batch (notifier=? AND unit=? AND batch=?)"),
        (posts.LETTER, ["a"], "outbox_letter (letter=?)"),
        (posts.TRIED, ["kantor", MORNING, MORNING], "outbox_tried (notifier=? AND tried_at>? AND tried_at<?)"),
        (posts.HELD, ["kantor", MORNING], "outbox_due (notifier=? AND next_at>?)"),
    ],
)
def test_what_goes_together_and_what_was_tried_is_found_by_an_index(
    small: SqliteStore, sql: str, values: list[object], index: str
) -> None:
    steps = plan(small, sql, values)
    assert f"SEARCH o USING INDEX {index}" in steps
    assert sql == posts.TRIED or sql == posts.HELD or not [step for step in steps if "TEMP B-TREE" in step]


@pytest.mark.parametrize("state", [("dead",), ()])
def test_messages_are_listed_from_the_newest_on_without_sorting(small: SqliteStore, state: tuple[str, ...]) -> None:
    for sql in traced(small, lambda: list(small.outbox.posted(state))):
        steps = plan(small, sql, [])
        assert not [step for step in steps if "TEMP B-TREE" in step]
        assert not state or "SEARCH o USING INDEX outbox_state (state=?)" in steps


def test_the_last_signature_is_looked_for_among_the_desks_own_events_from_the_newest_on(small: SqliteStore) -> None:
    steps = plan(small, figures.SIGNED, ["", 1])
    assert steps == ["SEARCH event USING INDEX event_complaint (complaint_id=?)"]


LOOKS: dict[str, Any] = {
    "standing": lambda figures, time: figures.standing(*time),
    "counted": lambda figures, time: figures.counted(("unit",), *time, MORNING),
    "by_quarter": lambda figures, time: figures.by_quarter(*time),
    "clocked": lambda figures, time: figures.clocked(*time, MORNING, ("rejected",)),
    "hoaxes": lambda figures, time: figures.hoaxes(*time),
    "handled": lambda figures, time: list(figures.handled(*time)),
}


@pytest.mark.parametrize("name", LOOKS)
def test_the_figures_of_a_short_time_look_at_its_calls_alone(small: SqliteStore, name: str) -> None:
    """Neither all calls nor all clocks are walked through, in the table or in an index that has all that is asked."""
    time = MORNING, MORNING + 60
    for sql in traced(small, lambda: LOOKS[name](small.figures, time)):
        steps = plan(small, sql, [])
        assert not [step for step in steps if step.startswith("SCAN") and step != "SCAN CONSTANT ROW"], (sql, steps)


def test_the_clocks_of_all_calls_are_walked_in_their_order(small: SqliteStore) -> None:
    sqls = traced(small, lambda: LOOKS["clocked"](small.figures, (MORNING - 86_400 * 99, MORNING + 86_400 * 99)))
    assert [plan(small, sql, [])[0] for sql in sqls if "clock d" in sql] == ["SCAN d", "SCAN d"]
