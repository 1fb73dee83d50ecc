"""The reports on promises, callers and rules say what a walk over all calls and their events says."""

from __future__ import annotations

from collections import Counter
from typing import Any

from hypothesis import example, given, settings
from small_desk import CALLS, DONE, SmallDesk, lived

from aduan_cli.complaint.events import ASSIGNED, REFERRED, REJECTED, RETURNED
from aduan_cli.complaint.moving import AskedMove
from aduan_cli.figures import coarse
from aduan_cli.flow.reports.clocks import by_clock
from aduan_cli.flow.reports.deciding import by_rule
from aduan_cli.flow.reports.repeats import by_number
from aduan_cli.phones import phone_keys
from aduan_cli.report_tables import ReportTime
from invented import DAY, MORNING
from thorough import examples

TIME = ReportTime(MORNING + DAY // 2, MORNING + 4 * DAY)
TOPS = {"bpbd-pompa": "bpbd", "lh": "dlh"}


def _there(desk: SmallDesk) -> list[Any]:
    return [one for one in desk.calls if TIME.since <= one.reported_at < TIME.until]


@settings(max_examples=examples(60), deadline=None)
@given(calls=CALLS, done=DONE)
def test_promises_are_what_each_clock_of_each_call_says(calls: Any, done: Any) -> None:
    with lived(calls, done) as desk:
        table = by_clock(desk.ground, TIME)
        found: dict[Any, Counter[str]] = {}
        lasted: dict[Any, list[int]] = {}
        for one in _there(desk):
            for run in desk.store.clocks(one) if one.status not in ("rejected", "referred", "answered") else ():
                if run.due_at is None:
                    continue
                if run.stopped is not None:
                    stands = "in_time" if run.stopped <= run.due_at else "too_late"
                    paused = sum((pause.until or run.stopped) - pause.begin for pause in run.pauses)
                else:
                    stands = "over" if run.due_at < desk.now else "running"
                for key in ((TOPS.get(one.unit, one.unit), run.clock), ("", run.clock)):
                    found.setdefault(key, Counter())[stands] += 1
                    if run.stopped is not None:
                        lasted.setdefault(key, []).append(coarse(run.stopped - run.since - paused))
        assert {row.key for row in table.rows} == {key for key in found if key[0] != ""}
        for row, key in [*((row, row.key) for row in table.rows), (table.total, ("", "resolve"))]:
            naive, ran = found.get(key, Counter()), sorted(lasted.get(key, ()))
            assert row.values["promised"] == naive.total()
            assert {name: row.values[name] for name in naive} == naive
            over = naive.total() - naive["running"]
            assert row.values["in_time_share"] == (naive["in_time"] * 1000 // over / 10 if over else None)
            assert row.values["median"] == (ran[(len(ran) + 1) // 2 - 1] if ran else None)
            assert row.values["p90"] == (ran[(len(ran) * 9 + 9) // 10 - 1] if ran else None)


@settings(max_examples=examples(60), deadline=None)
@given(calls=CALLS, done=DONE)
def test_who_called_again_is_who_stands_on_several_calls(calls: Any, done: Any) -> None:
    with lived(calls, done) as desk:
        there, of = _there(desk), dict[str, list[Any]]()
        for one in there:
            for phone in phone_keys(one.caller_phone):
                of.setdefault(phone, []).append(one)

        def is_hoax(one: Any) -> bool:
            codes = [event.data["code"] for event in desk.store.events(one) if event.type == REJECTED]
            return one.status == "rejected" and codes[-1:] == ["hoax"]

        again = {phone: mine for phone, mine in of.items() if len(mine) > 1}
        for reveal in (True, False):
            table = by_number(desk.ground, TIME, 9, reveal)
            assert {row.key[0] for row in table.rows} == again.keys()
            assert table.notes["numbers"] == len(of)
            assert table.notes["again"] == len(again)
            assert table.notes["hoaxes"] == sum(map(is_hoax, there))
            assert table.total.values["calls"] == sum(map(len, again.values()))
            for row in table.rows:
                mine = again[str(row.key[0])]
                assert (row.values["phone"] == row.key[0]) is reveal
                assert row.values["calls"] == len(mine)
                assert row.values["complaints"] == sum(one.kind == "complaint" for one in mine)
                assert row.values["hoaxes"] == sum(map(is_hoax, mine))
                assert row.values["first"] == min(one.reported_at for one in mine)
                assert row.values["last"] == max(one.reported_at for one in mine)


REOPENED: Any = {
    "calls": [
        {
            "at": DAY // 2,
            "kind": "information",
            "unit": "gone",
            "category": None,
            "priority": "normal",
            "shift": "pagi",
            "place": (None, None),
            "lives": (None, None),
            "caller_phone": None,
            "step": "category",
        }
    ],
    "done": [(0, AskedMove("reopen", says={"reason": "belum"}), 60)],
}
"""A question whose unit is gone: it waits in triage for a hand, and nobody corrected it."""


@settings(max_examples=examples(60), deadline=None)
@example(**REOPENED)
@given(calls=CALLS, done=DONE)
def test_each_call_counts_for_the_rule_that_decided_it_first(calls: Any, done: Any) -> None:
    with lived(calls, done) as desk:
        table = by_rule(desk.ground, TIME)
        naive: dict[Any, Counter[str]] = {}
        for one in _there(desk):
            first, *others = desk.store.events(one)
            said = first.data
            moves = [event for event in others if event.type in (ASSIGNED, REFERRED, RETURNED)]
            told = [event.data.get("to") for event in moves if event.data.get("role") != "support"]
            key = (said["step"], None, said.get("category") if said["step"] == "category" else None)
            group = naive.setdefault(key, Counter())
            group["decided"] += 1
            group["came_back"] += bool(one.bounces)
            group["corrected"] += bool(told) and told[-1] != said.get("unit")
        assert {row.key for row in table.rows} == naive.keys()
        for row in table.rows:
            assert {name: row.values[name] for name in naive[row.key]} == naive[row.key]
        assert table.total.values["decided"] == len(_there(desk))
        assert table.notes["triage"] == naive.get(("triage", None, None), Counter())["decided"]
