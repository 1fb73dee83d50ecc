"""Reports say what a walk over all calls says, whatever was done to them; and each account adds up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from hypothesis import given, settings
from small_desk import CALLS, DONE, ZONE, SmallDesk, lived

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.promised import is_late
from aduan_cli.flow.reports import grouped, stretches
from aduan_cli.flow.reports.measures import ACCOUNT
from aduan_cli.report_tables import COUNT, ReportTable, ReportTime
from aduan_cli.stored import Query
from invented import DAY, MORNING
from thorough import examples

SINCE, UNTIL = MORNING + DAY // 2, MORNING + 4 * DAY
STRETCH = ReportTime(SINCE, UNTIL)
OUT = ("rejected", "referred", "answered")


def _naive(calls: list[Complaint], now: int) -> dict[str, int]:
    """Count by hand, from the complaints alone."""
    promised = [one for one in calls if one.status not in OUT]
    return {
        "received": len(calls),
        "complaints": sum(one.kind == "complaint" for one in calls),
        "information": sum(one.kind == "information" for one in calls),
        "feedback": sum(one.kind == "feedback" for one in calls),
        "emergencies": sum(one.priority == "emergency" for one in calls),
        "open": sum(one.status not in ("closed", *OUT) for one in calls),
        "closed": sum(one.status == "closed" for one in calls),
        "referred": sum(one.status == "referred" for one in calls),
        "rejected": sum(one.status == "rejected" for one in calls),
        "answered": sum(one.status == "answered" for one in calls),
        "returned": sum(bool(one.bounces) for one in calls),
        "kept": sum(is_late(one, now) is False and one.ended_at is not None for one in promised),
        "late": sum(is_late(one, now) is True for one in promised),
    }


def _check(table: ReportTable, desk: SmallDesk, key: Callable[[Complaint], Any], residents: bool = False) -> None:
    """Hold each line and all of them together against a count by hand."""
    there = [one for one in desk.calls if table.stretch.since <= one.reported_at < table.stretch.until]
    names = [column.name for column in table.columns if column.type == COUNT]
    counted = [name for name in names if name not in ("residents", "inhabitants")]
    assert len({row.key for row in table.rows}) == len(table.rows)
    for row in (*table.rows, table.total):
        mine = there if row is table.total else [one for one in there if key(one) == row.key]
        naive = _naive(mine, desk.now)
        assert {name: row.values[name] for name in counted} == {name: naive[name] for name in counted}
    assert {key(one) for one in there} <= {row.key for row in table.rows}


def _top(unit: str | None) -> str | None:
    return {"bpbd-pompa": "bpbd", "lh": "dlh"}.get(unit or "", unit)


@settings(max_examples=examples(100), deadline=None)
@given(calls=CALLS, done=DONE)
def test_every_report_says_what_a_walk_over_all_calls_says(calls: Any, done: Any) -> None:
    with lived(calls, done) as desk:
        _check(grouped.by_unit(desk.ground, STRETCH), desk, lambda one: (_top(one.unit),))
        _check(grouped.by_category(desk.ground, STRETCH), desk, lambda one: (one.category,))
        _check(grouped.by_shift(desk.ground, STRETCH), desk, lambda one: (one.shift,))
        week = stretches.around("week", SINCE, ZONE)
        table = grouped.by_time(desk.ground, week, "week")
        _check(table, desk, lambda one: ((one.reported_at - week.since) // DAY,))
        for row in (*table.rows, table.total):
            assert row.values["received"] == sum(row.values[name] for name in ACCOUNT)
        assert len(table.rows) == 7
        told = [event for one in desk.calls for event in desk.store.events(one) if event.data.get("role") != "support"]
        moved = Counter(event.type for event in told if week.since <= event.at < week.until)
        assert dict(table.notes["moved"]) == moved


@settings(max_examples=examples(50), deadline=None)
@given(calls=CALLS, done=DONE)
def test_where_calls_come_from_is_what_a_walk_over_them_says(calls: Any, done: Any) -> None:
    """A kelurahan is in one kecamatan, so it goes with that where nobody said it; who never calls is named."""

    def where(district: str | None, ward: str | None) -> tuple[str | None, str | None]:
        return (district or {"Teluk Pucung": "Bekasi Utara"}.get(ward or ""), ward)

    with lived(calls, done) as desk:
        table = grouped.by_place(desk.ground, STRETCH)
        _check(table, desk, lambda one: where(one.kecamatan, one.kelurahan))
        there = [one for one in desk.calls if SINCE <= one.reported_at < UNTIL]
        homes = Counter(where(one.caller_kecamatan, one.caller_kelurahan) for one in there)
        assert {row.key: row.values["residents"] for row in table.rows if row.values["residents"]} == dict(homes)
        heard = {ward for one in there for ward in (one.kelurahan, one.caller_kelurahan)}
        silent = [ward for wards in table.notes["never_call"].values() for ward in wards]
        assert sorted(silent) == sorted({"Margahayu", "Duren Jaya", "Teluk Pucung"} - heard)
        rows = {row.key[1]: row.values for row in table.rows}
        assert (rows["Duren Jaya"]["inhabitants"], rows["Margahayu"]["inhabitants"]) == (40_000, None)
        assert rows["Teluk Pucung"]["per_1000"] == round(rows["Teluk Pucung"]["received"] / 3, 1)
        assert table.total.values["inhabitants"] == 43_000


@settings(max_examples=examples(50), deadline=None)
@given(calls=CALLS, done=DONE)
def test_of_one_unit_each_crew_has_a_line_and_nothing_else_counts(calls: Any, done: Any) -> None:
    with lived(calls, done) as desk:
        table = grouped.by_unit(desk.ground, STRETCH, "bpbd")
        there = [one for one in desk.calls if SINCE <= one.reported_at < UNTIL]
        naive = Counter(one.unit for one in there if one.unit in ("bpbd", "bpbd-pompa"))
        assert {row.key[0]: row.values["received"] for row in table.rows} == {
            unit: naive[unit] for unit in ("bpbd", "bpbd-pompa")
        }
        assert table.total.values["received"] == naive.total()


@settings(max_examples=examples(50), deadline=None)
@given(calls=CALLS, done=DONE)
def test_beside_the_period_before_stands_what_its_own_report_says(calls: Any, done: Any) -> None:
    with lived(calls, done) as desk:
        earlier = stretches.before(STRETCH, ZONE)
        assert earlier.until - earlier.since == UNTIL - SINCE
        now, then = (grouped.by_category(desk.ground, one) for one in (STRETCH, earlier))
        both = now.beside(then)
        before, after = ({row.key: row.values for row in one.rows} for one in (then, now))
        assert {row.key for row in both.rows} == before.keys() | after.keys()
        for row in both.rows:
            assert row.before is not None
            assert row.before["received"] == before.get(row.key, Counter())["received"]
            assert row.values["received"] == after.get(row.key, Counter())["received"]
        assert both.total.before == then.total.values
        assert desk.store.count(Query(since=earlier.since, until=earlier.until)) == then.total.values["received"]
