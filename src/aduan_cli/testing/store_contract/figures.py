"""The role `Figures`: what is counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from aduan_cli.complaint.clocks import Run, runs_of
from aduan_cli.complaint.complaint import Complaint, copy_of
from aduan_cli.complaint.events import ACKNOWLEDGED, DESK_SHARED, HANDED_OVER, HELD, REJECTED, RESOLVED, ROUTED, STARTED
from aduan_cli.complaint.kept import Course
from aduan_cli.complaint.moves import is_legal
from aduan_cli.figures import (
    FACTS,
    IN_TIME,
    OVER,
    QUARTER,
    RUNNING,
    TOO_LATE,
    CallerCounts,
    CallerNumber,
    Signed,
    Standing,
    UnitLoad,
    coarse,
)
from aduan_cli.ports import Store
from aduan_cli.stored import Query
from aduan_cli.testing.store_contract.base import Contract
from aduan_cli.testing.store_contract.calls import DAY, MORNING, PLACES, call, local_day, varied
from aduan_cli.testing.store_contract.given import change, changed, take
from aduan_cli.tickets import parse_ticket

HOUR = 3600


def _again(store: Store, ticket: str) -> Complaint:
    found = store.resolve(parse_ticket(ticket))
    assert found is not None
    return found


def _varied(number: int) -> Complaint:
    """Return a call like those of `varied`, of which some came back and some are merged."""
    more = {"bounces": (None, 0, 2)[number // 4 % 3], "merged_into": "UJI-251124-0001-1" if number % 11 == 5 else None}
    return copy_of(varied(number, 50_021), caller_kelurahan=PLACES[number // 3 % 4][1], **more)


def _timed(store: Store, number: int, one: Complaint) -> Run | None:
    """Do what of a call is to be done, and keep its clocks; return the one of its promise, which is due or never is."""
    if number % 5 == 0:
        return None
    if number % 2 and is_legal("resolve", one.status):
        change(store, [changed(one, {"status": "resolved"}, RESOLVED, "rina", one.reported_at + number * HOUR, {})])
    one = _again(store, one.ticket)
    due = _due_of(number, one)
    runs = [run._replace(due_at=due) for run in runs_of(store.events(one)).values()]
    change(store, [changed(one, {}, ACKNOWLEDGED, "rina", one.reported_at, {})._replace(clocks=tuple(runs))])
    return next((run for run in runs if run.clock == "resolve"), None)


def _due_of(number: int, one: Complaint) -> int | None:
    return one.reported_at + (1, 9)[number // 4 % 2] * DAY if number % 7 else None


def _promise(run: Run | None, now: int) -> str | None:
    if run is None or run.due_at is None:
        return None
    if run.stopped is None:
        return OVER if run.due_at < now else RUNNING
    return IN_TIME if run.stopped <= run.due_at else TOO_LATE


def _facts(one: Complaint, run: Run | None, now: int, asked: Sequence[str]) -> list[object]:
    told = (
        one.kind, one.status, one.priority == "emergency", bool(one.bounces), one.merged_into is not None,
        _promise(run, now),
    )  # fmt: skip
    return [value if fact in asked else None for fact, value in zip(FACTS, told, strict=True)]


class FiguresContract(Contract):
    """Figures are of what was written, so the store must bring `Steps`, `Cases` and `History` too."""

    def test_calls_are_counted_where_they_are_now_by_when_they_were_reported(self, store: Store) -> None:
        first = call()
        take(store, [first, call(unit=None), call(kind="feedback"), call(MORNING + DAY), call(MORNING + 9)])
        change(store, [changed(first, {"status": "closed"}, "closed", "rina", MORNING + 2 * DAY, {})])
        assert store.figures.standing(MORNING, MORNING + 10) == [
            Standing(None, "complaint", "routed", 1),
            Standing("dlh", "complaint", "closed", 1),
            Standing("dlh", "complaint", "routed", 1),
            Standing("dlh", "feedback", "routed", 1),
        ]
        assert store.figures.received(MORNING, MORNING + 9) == 3
        assert store.figures.received(MORNING + 10, MORNING + DAY) == 0
        assert list(store.figures.unaccounted(local_day(MORNING), MORNING, MORNING + DAY)) == []

    def test_each_ticket_of_a_time_is_told_with_its_state_but_those_that_were_erased(self, store: Store) -> None:
        first, lead, gone = call(), call(MORNING + 1), call(MORNING + 2)
        take(store, [first, lead, gone, call(MORNING + DAY)])
        into = {"merged_into": lead.ticket, "status": "closed"}
        change(store, [changed(first, into, "merged", "rina", MORNING + 3, {"into": lead.ticket})])
        change(store, [changed(lead, {"status": "in_progress"}, "started", "rina", MORNING + 4, {})])
        store.erase(gone.ticket, "rina", MORNING + 5)
        assert store.figures.states(MORNING, MORNING + DAY) == [
            (lead.ticket, "in_progress"),
            (first.ticket, "in_progress"),
        ]
        assert store.figures.states(MORNING + 1, MORNING + 2) == [(lead.ticket, "in_progress")]
        assert store.figures.states(MORNING, MORNING + 1) == [(first.ticket, "closed")]

    def test_calls_that_came_by_an_import_are_counted(self, store: Store) -> None:
        row = {"source_file": "a.csv", "source_row": 1}
        take(store, [call(), call(MORNING + 5, **row), call(MORNING + DAY, **row)])
        assert store.figures.imported(MORNING, MORNING + DAY) == 1
        assert store.figures.imported(MORNING, MORNING + 5) == 0

    def test_calls_are_counted_by_the_quarter_of_an_hour_in_which_they_were_reported(self, store: Store) -> None:
        assert store.figures.by_quarter(MORNING, MORNING + DAY) == {}
        times = [MORNING, MORNING + 1, MORNING + QUARTER - 1, MORNING + QUARTER, MORNING + DAY - 1, MORNING + DAY]
        take(store, [call(at) for at in times])
        naive = Counter(at // QUARTER for at in times[1:-1])
        assert store.figures.by_quarter(MORNING + 1, MORNING + DAY) == naive

    def test_calls_are_counted_by_any_fields_as_a_walk_over_them_counts(self, store: Store) -> None:
        """Whether they came back, were merged, and how the promise stands is told apart, too."""
        take(store, [_varied(number) for number in range(60)])
        taken = list(store.find(Query(ascending=True)))
        runs = {one.ticket: _timed(store, number, one) for number, one in enumerate(taken)}
        since, until, now = MORNING + DAY, MORNING + 30 * DAY, MORNING + 9 * DAY
        there = [one for one in store.find(Query()) if since <= one.reported_at < until]
        for by in ((), ("unit",), ("kecamatan", "kelurahan"), ("caller_kelurahan", "shift", "step", "category")):
            for facts in ((), ("status", "promise"), ("is_merged", "kind"), ("is_emergency", "came_back"), FACTS):
                naive = Counter(
                    (tuple(getattr(one, name) for name in by), *_facts(one, runs.get(one.ticket), now, facts))
                    for one in there
                )
                found = store.figures.counted(by, since, until, now, facts)
                assert Counter({tuple(one)[:-1]: one.calls for one in found}) == naive
                assert len(found) == len(naive)
            assert sorted(store.figures.counted(by, since, until, now), key=repr) == sorted(found, key=repr)
        assert {one.promise for one in found} == {None, OVER, RUNNING, IN_TIME, TOO_LATE}
        assert all(len({one[at] for one in found}) > 1 for at in range(1, 6))

    def test_clocks_are_counted_as_a_walk_over_events_counts_them(self, store: Store) -> None:
        """How long one ran is told without its pauses, and coarsely; of a unit each of its calls' clocks counts."""
        take(store, [_varied(number) for number in range(40)])
        told: list[tuple[str, tuple[object, ...]]] = []
        since, until, now = MORNING + DAY, MORNING + 30 * DAY, MORNING + 9 * DAY
        for number, one in enumerate(store.find(Query(ascending=True))):
            if number % 3 == 0 and is_legal("hold", one.status):
                held = {"code": "a", "stops_clock": True, "was": one.status, "status": "on_hold"}
                change(store, [changed(one, {"status": "on_hold"}, HELD, "rina", one.reported_at + 600, held)])
                one = _again(store, one.ticket)
                back = {"was": "on_hold", "status": "in_progress"}
                later = one.reported_at + number * HOUR + 905
                change(store, [changed(one, {"status": "in_progress"}, STARTED, "rina", later, back)])
                one = _again(store, one.ticket)
            _timed(store, number * 2 + 1, one)
            one = _again(store, one.ticket)
            for run in runs_of(store.events(one)).values() if number * 2 % 5 != 4 else ():
                if since <= one.reported_at < until:
                    due = _due_of(number * 2 + 1, one)
                    lasted = Course(run.since, run.pauses, run.stopped).lasted
                    stands = _promise(run._replace(due_at=due), now)
                    values = (one.unit, run.clock, stands, None if lasted is None else coarse(lasted))
                    told.append((one.status, values))
        for without in ((), ("rejected", "resolved")):
            naive = Counter(values for status, values in told if status not in without)
            found = store.figures.clocked(since, until, now, without)
            assert Counter({tuple(one)[:-1]: one.calls for one in found}) == naive
            assert len(found) == len(naive)
        assert {values[1] for _status, values in told} == {"acknowledge", "resolve", "handoff"}
        assert {"resolved"} < {status for status, _values in told}

    def test_numbers_are_counted_by_what_came_from_them(self, store: Store) -> None:
        """What was made up is what was rejected as that the last time; a call with two numbers counts for each."""
        one, other, third = "+6281200000001", "+6281200000002", "+6281200000003"
        calls = [
            call(MORNING, caller_phone=one), call(MORNING + 5, caller_phone=f"{one};{other}", kind="information"),
            call(MORNING + 9, caller_phone=one), call(MORNING + 9, caller_phone=other), call(caller_phone=third),
            call(MORNING + DAY, caller_phone=one), call(),
        ]  # fmt: skip
        take(store, calls)
        figures, span = store.figures, (MORNING, MORNING + DAY)
        for at, code in ((MORNING + 1, "hoax"), (MORNING + 3, "withdrawn")):
            for which in (0, 2) if code == "hoax" else (2,):
                data = {"was": "routed", "status": "rejected", "code": code}
                status = {"status": "rejected"} if code == "hoax" else {}
                change(store, [changed(_again(store, calls[which].ticket), status, REJECTED, "rina", at, data)])
        assert figures.hoaxes(*span) == 1
        assert figures.numbers(*span) == CallerCounts(3, 2, 5)
        assert figures.repeated(*span, 9) == [one, other]
        assert figures.repeated(*span, 1) == [one]
        assert figures.called([other, third, one, "+620"], *span) == [
            CallerNumber(other, 2, 1, 2, 0, MORNING + 5, MORNING + 9),
            CallerNumber(third, 1, 1, 1, 0, MORNING, MORNING),
            CallerNumber(one, 3, 2, 1, 1, MORNING, MORNING + 9),
        ]
        assert figures.numbers(MORNING + 2 * DAY, MORNING + 3 * DAY) == CallerCounts(0, 0, 0)

    def test_what_people_may_have_corrected_comes_with_all_its_events(self, store: Store) -> None:
        sent, noted, earlier = calls = [call(MORNING + 9), call(MORNING + 5), call(MORNING - DAY)]
        take(store, calls)
        for one in (sent, earlier):
            data = {"from": "dlh", "to": "bpbd", "step": "manual"}
            change(store, [changed(one, {"unit": "bpbd", "step": "manual"}, ROUTED, "rina", MORNING + 20, data)])
        change(store, [changed(noted, {"unit": "bpbd"}, ROUTED, None, MORNING + 20, {"from": "dlh", "to": "bpbd"})])
        (found,) = store.figures.handled(MORNING, MORNING + DAY)
        assert (found.step, found.rule, found.category, found.came_back) == ("manual", None, "sampah", False)
        assert [event.type for event in found.events] == ["logged", ROUTED]
        assert found.events == store.events(sent)

    def test_what_was_done_is_counted_by_when_it_was_told(self, store: Store) -> None:
        """What a helping unit did is not counted, nor what is the desk's; a clock that was set back loses nothing."""
        one = call()
        take(store, [one])
        for at, role in ((MORNING + 5, "lead"), (MORNING + 9, "lead"), (MORNING + 7, "lead"), (MORNING + 8, "support")):
            change(store, [changed(one, {}, ACKNOWLEDGED, "rina", at, {"unit": "dlh", "role": role})])
        store.note_event(DESK_SHARED, "rina", MORNING + 6, {"group": "desk"})
        assert store.figures.moved(MORNING, MORNING + 7) == {"logged": 1, ACKNOWLEDGED: 1}
        assert store.figures.moved(MORNING + 7, MORNING + 10) == {ACKNOWLEDGED: 2}
        first = store.events(one)[0].id
        assert store.figures.moved_after(first) == {ACKNOWLEDGED: 3}
        assert store.figures.moved_after(first + 9) == {}

    def test_clocks_that_run_come_in_the_order_in_which_they_are_due(self, store: Store) -> None:
        one, other = call(), call()
        take(store, [one, other])
        runs = [
            (one, Run("resolve", "dlh", MORNING, due_at=MORNING + 30)),
            (one, Run("acknowledge", "dlh", MORNING, due_at=MORNING + 10)),
            (other, Run("resolve", "dlh", MORNING, due_at=MORNING + 20)),
        ]
        for complaint, run in runs:
            change(store, [changed(complaint, {}, ACKNOWLEDGED, "rina", MORNING, {})._replace(clocks=(run,))])
        stopped = Run("acknowledge", "dlh", MORNING, stopped=MORNING, due_at=MORNING + 5)
        step = changed(other, {"status": "acknowledged"}, ACKNOWLEDGED, "rina", MORNING, {})
        change(store, [step._replace(clocks=(stopped,))])
        found = [(due.complaint.id, due.clock, due.due_at) for due in store.figures.due(None, MORNING + 30, 9)]
        assert found == [(one.id, "acknowledge", MORNING + 10), (other.id, "resolve", MORNING + 20)]
        assert [due.due_at for due in store.figures.due(MORNING + 11, MORNING + 99, 1)] == [MORNING + 20]
        assert store.figures.due_count(MORNING + 11, MORNING + 31) == 2

    def test_a_complaint_says_when_the_clock_of_its_promise_stopped(self, store: Store) -> None:
        """However it is looked for; one to which nothing was promised, or whose clock runs, has no such time."""
        done, runs, free = calls = [call(due_at=MORNING + 30), call(due_at=MORNING + 30), call()]
        take(store, calls)
        for one, stopped in ((done, MORNING + 9), (runs, None), (free, MORNING + 9)):
            clocks = [Run(name, "dlh", MORNING, stopped=stopped) for name in ("acknowledge", "resolve")]
            status = "routed" if stopped is None else "resolved"
            step = changed(one, {"status": status}, "resolved", "rina", MORNING + 9, {})
            change(store, [step._replace(clocks=tuple(clocks))])
        ended = {done.ticket: MORNING + 9, runs.ticket: None, free.ticket: None}
        assert {one.ticket: one.ended_at for one in store.find(Query())} == ended
        assert [_again(store, ticket).ended_at for ticket in ended] == list(ended.values())

    def test_a_screen_shows_what_each_unit_has_open_and_the_newest_calls(self, store: Store) -> None:
        """Late is what runs over the time of its promise: as many as `late_count` says. What is done counts nowhere."""
        calls = [
            *(call(MORNING + number) for number in range(3)),
            call(MORNING + 4, unit="damkar", priority="emergency"),
            call(MORNING + 5, unit=None),
            call(MORNING + 6, status="closed", priority="emergency"),
        ]
        take(store, calls)
        for one in calls[:3]:
            runs = [run._replace(due_at=MORNING + 30) for run in runs_of(store.events(one)).values()]
            change(store, [changed(one, {}, ACKNOWLEDGED, "rina", MORNING + 7, {})._replace(clocks=tuple(runs))])
        board = store.figures.board(MORNING + 30, 2, 9)
        assert board.units == (UnitLoad("dlh", 3, 3, 0), UnitLoad(None, 1, 0, 0), UnitLoad("damkar", 1, 0, 1))
        assert sum(one.late for one in board.units) == store.due.late_count("resolve", MORNING + 30)
        assert [one.ticket for one in board.last] == [calls[5].ticket, calls[4].ticket]
        assert [(one.ticket, one.unit, one.reported_at) for one in board.urgent] == [
            (calls[3].ticket, "damkar", MORNING + 4)
        ]
        assert [one.late for one in store.figures.board(MORNING + 29, 0, 0).units] == [0, 0, 0]

    def test_what_is_open_is_told_oldest_first(self, store: Store) -> None:
        late, early, _done = take(store, [call(MORNING + 5), call(), call(status="closed")])
        assert store.figures.open_tickets() == (early.ticket, late.ticket)

    def test_hand_overs_that_were_signed_come_newest_first(self, store: Store) -> None:
        (one,) = take(store, [call()])
        assert store.figures.signed(5) == []
        for at, to in ((MORNING, "joko"), (MORNING + 9, "sari")):
            data = {"to": to, "shift": "pagi", "counts": {"open": 1}, "tickets": [one.ticket]}
            store.note_event(HANDED_OVER, "rina", at, data)
            store.note_event(DESK_SHARED, "rina", at, {"group": f'"type":"{HANDED_OVER}"'})
        newest, oldest = store.figures.signed(5)
        assert newest == Signed(newest.event, MORNING + 9, "rina", "sari", "pagi", {"open": 1}, (one.ticket,))
        assert (oldest.to, oldest.event < newest.event) == ("joko", True)
        assert store.figures.signed(1) == [newest]
        assert store.figures.moved_after(newest.event) == {}
