"""The account of a day, over random lives: it adds up for every day and unit, and says what a walk over all says."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path
from typing import Any, cast

from hypothesis import given, settings
from hypothesis import strategies as st

from aduan_cli.compiled import Rules
from aduan_cli.complaint.fields import STATUSES
from aduan_cli.complaint.moving import AskedMove
from aduan_cli.desk_time import Zone, midnights
from aduan_cli.errors import NotAllowedError
from aduan_cli.flow.lifecycle import Moving
from aduan_cli.flow.merging import Merging
from aduan_cli.flow.reports.accounts import account
from aduan_cli.store.sqlite import SqliteStore
from aduan_cli.stored import Query
from aduan_cli.tickets import parse_ticket
from invented import DAY, MORNING, call
from steps import take
from thorough import examples

UNITS = ("bpbd", "dlh")
RULES = cast(
    Rules,
    {
        "units": {unit: {"parent": None, "name": unit} for unit in UNITS},
        "outside": {"pln": {"name": "PLN"}},
        "desk": {"triage": "triage"},
        "proof": {},
    },
)
ZONE = Zone([[-(2**62), 7 * 3600]])
UNIT = st.sampled_from(UNITS)
ASKED = st.one_of(
    st.builds(lambda verb, unit: AskedMove(verb, unit), st.sampled_from(["ack", "start"]), st.none() | UNIT),
    st.just(AskedMove("hold", says={"code": "a", "stops_clock": False})),
    st.builds(lambda to: AskedMove("return", None, to, says={"reason": "a"}), UNIT),
    st.just(AskedMove("resolve", says={"result": "a"})),
    st.builds(lambda to, role: AskedMove("assign", None, to, role), UNIT, st.sampled_from(["lead", "support"])),
    st.just(AskedMove("refer", None, "pln")),
    st.just(AskedMove("close", says={"by": "desk"})),
    st.just(AskedMove("reject", says={"code": "hoax"})),
    st.just(AskedMove("reopen", says={"reason": "a"})),
    st.just(AskedMove("answer", answer="a")),
)
CALLS = st.lists(
    st.tuples(st.integers(0, 3 * DAY), st.sampled_from(["complaint", "information"]), UNIT), min_size=1, max_size=6
)
WHICH = st.integers(0, 5)
DONE = st.lists(st.tuples(WHICH, st.one_of(ASKED, WHICH), st.integers(0, DAY)), max_size=25)


def lived(store: SqliteStore, calls: Any, done: Any) -> None:
    """Take calls, and do to them what is allowed: moves, and merging where another one is named."""
    taken = take(
        store,
        [
            call(MORNING + at, kind=kind, unit=unit, support=(), status="routed" if kind == "complaint" else "answered")
            for at, kind, unit in sorted(calls)
        ],
    )
    tickets = [one.ticket for one in taken]
    at = MORNING + max(at for at, _kind, _unit in calls)
    for which, asked, later in done:
        at, ticket = at + later, tickets[which % len(tickets)]
        try:
            if isinstance(asked, AskedMove):
                Moving(store, RULES, "r1", "sari", at, dry_run=False).move(ticket, asked, None)
            else:
                Merging(store, RULES, "r1", "sari", at, dry_run=False).merge([ticket], tickets[asked % len(tickets)])
        except NotAllowedError:
            pass


@settings(max_examples=examples(100), deadline=None)
@given(calls=CALLS, done=DONE)
def test_the_account_adds_up_for_every_day_and_unit(calls: Any, done: Any) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = SqliteStore(str(Path(folder) / "aduan.db"))
        lived(store, calls, done)
        everything = list(store.find(Query()))
        told = [event for one in everything for event in store.events(one) if event.data.get("role") != "support"]
        last = max(event.at for event in told)
        received, moved = 0, Counter[str]()
        for number in range((last - MORNING) // DAY + 2):
            at = MORNING + number * DAY
            since, until = midnights(at, ZONE)
            assert until - since == DAY
            found = account(store.figures, ZONE.day(at), since, until)
            assert found.differences == ()
            assert found.adds_up
            that_day = [one for one in everything if since <= one.reported_at < until]
            for line in found.lines:
                mine = [
                    one.status
                    for one in that_day
                    if (line.is_whole or one.unit == line.unit) and line.kind in (None, one.kind)
                ]
                assert line.received == sum(line.states.values()) == len(mine)
                assert dict(line.states) == Counter(mine)
                assert set(line.states) <= set(STATUSES)
            units = [line for line in found.lines if not line.is_whole and line.kind is None]
            assert [line.unit for line in units] == sorted({str(one.unit) for one in that_day})
            assert found.lines[-1].is_whole
            assert sum(line.received for line in units) == found.lines[-1].received
            assert dict(found.moved) == Counter(event.type for event in told if since <= event.at < until)
            received += found.lines[-1].received
            moved.update(found.moved)
        assert received >= len([one for one in everything if one.reported_at <= last])
        assert moved == Counter(event.type for event in told)
        assert store.figures.moved_after(0) == moved
        store.close()


def test_a_row_that_was_changed_behind_the_events_is_found(tmp_path: Path) -> None:
    """State, unit and kind of it; and a call that is gone leaves a number without one."""
    import sqlite3

    store = SqliteStore(str(tmp_path / "aduan.db"))
    first, second, third = take(store, [call(), call(MORNING + 60), call(MORNING + 120)])
    store.close()
    connection = sqlite3.connect(tmp_path / "aduan.db")
    connection.execute("UPDATE complaint SET status = 'closed', open = 0 WHERE ticket = ?", (first.ticket,))
    connection.execute("UPDATE complaint SET unit = 'bpbd', kind = 'feedback' WHERE ticket = ?", (second.ticket,))
    connection.execute("DELETE FROM complaint WHERE ticket = ?", (third.ticket,))
    connection.commit()
    connection.close()
    since, until = midnights(MORNING, ZONE)
    found = account(store.figures, ZONE.day(MORNING), since, until)
    assert [(one.ticket, one.field, one.said, one.stands) for one in found.differences] == [
        (first.ticket, "status", "routed", "closed"),
        (second.ticket, "unit", "dlh", "bpbd"),
        (second.ticket, "kind", "complaint", "feedback"),
        (None, "ticket_day", "20251124: 2", "20251124: 3"),
    ]
    assert not found.adds_up


def test_a_state_that_there_is_not_adds_up_to_less(tmp_path: Path) -> None:
    store = SqliteStore(str(tmp_path / "aduan.db"))
    take(store, [call(), call(status="lenyap")])
    found = account(store.figures, ZONE.day(MORNING), *midnights(MORNING, ZONE))
    assert found.differences == ()
    assert [(line.received, line.counted) for line in found.lines if line.kind is None] == [(2, 1), (2, 1)]
    assert not found.adds_up
    store.close()


def test_a_call_is_found_again_by_its_ticket_in_the_day_that_it_names(tmp_path: Path) -> None:
    """Reported a minute before midnight and one after: each is in the account of its own day."""
    store = SqliteStore(str(tmp_path / "aduan.db"))
    midnight = midnights(MORNING, ZONE)[1]
    taken = take(store, [call(midnight - 60), call(midnight)])
    for one, at in zip(taken, (midnight - 1, midnight), strict=True):
        found = account(store.figures, ZONE.day(at), *midnights(at, ZONE))
        assert found.lines[-1].received == 1
        assert found.adds_up
        assert parse_ticket(one.ticket).day == ZONE.day(at)
    store.close()
