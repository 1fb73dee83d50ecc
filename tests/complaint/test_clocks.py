"""Which clocks a complaint has, when they begin, stand still, stop and begin anew; and which target is theirs."""

from __future__ import annotations

from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.compiled import Rules
from aduan_cli.complaint.clocks import ACKNOWLEDGE, CLOCKS, HANDOFF, RESOLVE, Run, Runs, advanced
from aduan_cli.complaint.complaint import Complaint, copy_of
from aduan_cli.complaint.deadlines import aim_of, calendar_of, dated, day_number
from aduan_cli.complaint.fields import STATUSES
from aduan_cli.complaint.moves import FINAL
from aduan_cli.desk_time import Zone, transitions_of
from aduan_cli.model import PRIORITIES
from aduan_cli.working_time import Pause

REPORTED, LOGGED = 1000, 1060
ZONE = Zone(transitions_of("Asia/Jakarta"))


def complaint(status: str = "routed", **more: Any) -> Complaint:
    """Return an invented complaint."""
    return Complaint(status=status, unit="dlh", reported_at=REPORTED, logged_at=LOGGED, **more)


def lived(*states: tuple[int, dict[str, Any]] | tuple[int, dict[str, Any], str]) -> Runs:
    """Return the clocks of a complaint that was in these states, one after the other."""
    runs: Runs = {}
    before: Complaint | None = None
    for at, changes, *paused in states:
        after = copy_of(before or complaint(), **changes)
        runs = advanced(runs, before, after, at, *paused)
        before = after
    return runs


def test_the_promise_begins_with_the_report_and_the_units_time_when_it_has_it() -> None:
    assert lived((LOGGED, {})) == {
        ACKNOWLEDGE: Run(ACKNOWLEDGE, "dlh", LOGGED),
        RESOLVE: Run(RESOLVE, "dlh", REPORTED),
    }


def test_the_promise_goes_by_the_report_as_corrected_and_no_other_clock() -> None:
    runs = lived((LOGGED, {}), (2000, {"reported_at": 500}), (3000, {"status": "acknowledged"}))
    assert (runs[RESOLVE].since, runs[ACKNOWLEDGE].since) == (500, LOGGED)
    opened = lived(
        (LOGGED, {}), (2000, {"status": "resolved"}), (3000, {"status": "routed"}), (4000, {"reported_at": 9})
    )
    assert opened[RESOLVE].since == 3000


def test_in_triage_only_the_promise_runs() -> None:
    assert lived((LOGGED, {"status": "new", "unit": "triage"})) == {RESOLVE: Run(RESOLVE, "triage", REPORTED)}


@pytest.mark.parametrize("status", sorted({*FINAL, "resolved"}))
def test_what_comes_with_a_final_state_has_no_clock(status: str) -> None:
    assert lived((LOGGED, {"status": status})) == {}
    assert lived((LOGGED, {"kind": "information"})) == {}


def test_a_unit_that_has_it_stops_its_own_clock_and_done_stops_the_promise() -> None:
    runs = lived((LOGGED, {}), (2000, {"status": "acknowledged"}), (3000, {"status": "resolved"}))
    assert runs[ACKNOWLEDGE].stopped == 2000
    assert runs[RESOLVE].stopped == 3000


def test_handing_over_begins_the_units_clock_anew_and_lets_the_promise_run_on() -> None:
    runs = lived((LOGGED, {}), (2000, {"unit": "bmsda"}))
    assert runs == {ACKNOWLEDGE: Run(ACKNOWLEDGE, "bmsda", 2000), RESOLVE: Run(RESOLVE, "bmsda", REPORTED)}
    back = lived((LOGGED, {}), (2000, {"status": "returned"}), (2500, {"status": "routed"}))
    assert back == {ACKNOWLEDGE: Run(ACKNOWLEDGE, "dlh", 2500), RESOLVE: Run(RESOLVE, "dlh", REPORTED)}


def test_a_hold_whose_reason_says_so_stops_the_promise_meanwhile() -> None:
    states = ((LOGGED, {}), (2000, {"status": "on_hold"}, "cuaca"))
    assert lived(*states)[RESOLVE].is_paused
    assert lived(*states, (2600, {"status": "in_progress"}))[RESOLVE].pauses == (Pause(2000, 2600, "cuaca"),)
    assert lived(*states, (2600, {"status": "resolved"}))[RESOLVE].pauses == (Pause(2000, 2600, "cuaca"),)
    assert lived((LOGGED, {}), (2000, {"status": "on_hold"}))[RESOLVE].pauses == ()


def test_reopening_begins_both_anew() -> None:
    closed = ((LOGGED, {}), (2000, {"status": "resolved"}), (2100, {"status": "closed"}))
    assert lived(*closed, (9000, {"status": "routed"})) == {
        ACKNOWLEDGE: Run(ACKNOWLEDGE, "dlh", 9000),
        RESOLVE: Run(RESOLVE, "dlh", 9000),
    }
    answered = lived(
        (LOGGED, {"status": "answered", "kind": "information"}), (9000, {"status": "routed", "kind": "complaint"})
    )
    assert answered[RESOLVE].since == 9000  # fmt: skip


def test_an_emergency_is_handed_over_from_when_it_is_one_until_somebody_has_it() -> None:
    assert lived((LOGGED, {"priority": "emergency"}))[HANDOFF] == Run(HANDOFF, "dlh", LOGGED)
    assert lived((LOGGED, {}), (2000, {"priority": "emergency"}))[HANDOFF].since == 2000
    taken = lived((LOGGED, {"priority": "emergency"}), (1100, {"status": "acknowledged"}))
    assert taken[HANDOFF].stopped == 1100
    assert lived((LOGGED, {"priority": "emergency"}), (1100, {"priority": "high"}))[HANDOFF].stopped == 1100
    assert HANDOFF not in lived((LOGGED, {}), (1100, {"status": "in_progress"}), (1200, {"priority": "emergency"}))


CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "status": st.sampled_from(STATUSES),
        "unit": st.sampled_from(["dlh", "bmsda"]),
        "priority": st.sampled_from(PRIORITIES),
        "kind": st.sampled_from(["complaint", "information", "feedback"]),
    },
)


@given(st.lists(st.tuples(st.integers(1, 500), CHANGES, st.booleans()), min_size=1, max_size=12))
def test_whatever_happens_a_clock_runs_where_something_is_owed_and_nowhere_else(
    steps: list[tuple[int, dict[str, Any], bool]],
) -> None:
    """It never stops before it begins, its pauses ascend, and nothing of the state is forgotten."""
    runs: Runs = {}
    before, at = None, LOGGED
    for passed, changes, holds in steps:
        at += passed
        after = copy_of(before or complaint(), **changes)
        code = "cuaca" if holds and after.status == "on_hold" else None
        runs = advanced(runs, before, after, at, code)
        owed = after.status not in (*FINAL, "resolved") and after.kind != "information"
        assert (RESOLVE in runs and runs[RESOLVE].stopped is None) == owed
        assert runs.keys() <= set(CLOCKS)
        for run in runs.values():
            edges = [edge for pause in run.pauses for edge in (pause.begin, pause.until)]
            last = [run.since if run.clock != RESOLVE else REPORTED, *edges, run.stopped]
            known = [edge for edge in last if edge is not None]
            assert known == sorted(known)
            assert edges[:-1].count(None) == 0
            assert run.is_paused == (run.clock == RESOLVE and owed and code is not None)
        assert advanced(runs, after, after, at + 1, code) == runs
        before = after


# -- targets


def rules(**clocks: Any) -> Rules:
    """Return compiled rules with these deadlines."""
    empty: dict[str, Any] = {
        "desk": {"calendar": None, "targets": {}}, "units": {}, "categories": {}, "calendars": {},
        "holiday_names": {}, "joint_leave": [], "escalations": [],
    }  # fmt: skip
    units = {"bmsda": {"parent": None}, "bmsda-pju": {"parent": "bmsda"}, "dlh": {"parent": None}}
    return cast(Rules, {"units": units, "holidays": [], "clocks": {**empty, **clocks}})


def deadlines(calendar: str | None = None, **targets: Any) -> dict[str, Any]:
    """Return a table of deadlines: plain targets, and those of priorities as dictionaries."""
    plain = {name: value for name, value in targets.items() if isinstance(value, str)}
    return {"calendar": calendar, "targets": {"": plain, **{k: v for k, v in targets.items() if isinstance(v, dict)}}}


CITY = rules(
    desk=deadlines("kantor", acknowledge="2h", resolve="3d", handoff="5m", emergency={"resolve": "4h"}),
    units={"bmsda": deadlines(resolve="5wd"), "dlh": deadlines("pagi", high={"resolve": "1wd"})},
    categories={"pju-mati": deadlines(resolve="2wd", emergency={"acknowledge": "10m"})},
)


@pytest.mark.parametrize(
    ("clock", "about", "text", "calendar", "whose"),
    [
        (RESOLVE, {"unit": "dinkes"}, "3d", "kantor", "desk"),
        (RESOLVE, {"unit": "bmsda-pju"}, "5wd", "kantor", "unit bmsda"),
        (RESOLVE, {"unit": "bmsda-pju", "category": "pju-mati"}, "2wd", "kantor", "category pju-mati"),
        (RESOLVE, {"unit": "dlh", "priority": "high"}, "1wd", "pagi", "unit dlh, high"),
        (RESOLVE, {"unit": "dlh"}, "3d", "pagi", "desk"),
        (RESOLVE, {"unit": "dinkes", "priority": "emergency"}, "4h", "always", "desk, emergency"),
        (RESOLVE, {"unit": "bmsda", "priority": "emergency"}, "5wd", "always", "unit bmsda"),
        (ACKNOWLEDGE, {"unit": "bmsda", "category": "pju-mati", "priority": "emergency"}, "10m", "always",
         "category pju-mati, emergency"),
        (HANDOFF, {"unit": "dlh"}, "5m", "always", "desk"),
    ],
)  # fmt: skip
def test_the_most_special_target_wins(clock: str, about: dict[str, Any], text: str, calendar: str, whose: str) -> None:
    aim = aim_of(CITY, clock, copy_of(complaint(), **about))
    assert aim is not None
    assert (aim.text, aim.calendar, aim.whose) == (text, calendar, whose)


def test_without_a_target_there_is_no_clock() -> None:
    assert aim_of(rules(), RESOLVE, complaint()) is None


def test_a_calendar_is_made_once_for_each_rules() -> None:
    """Other rules have their own, even where the calendar is called the same."""
    hours: dict[str, Any] = {"week": [[[480, 960]]] * 7, "changed": {}, "holidays": False, "joint_leave": False}
    city, other = rules(calendars={"kantor": hours}), rules(calendars={"kantor": {**hours, "week": [[]] * 7}})
    assert calendar_of(city, "kantor") is calendar_of(city, "kantor")
    assert calendar_of(other, "kantor") != calendar_of(city, "kantor")
    assert calendar_of(other, "sore") is None


def test_a_calendar_is_closed_on_holidays_but_maybe_not_on_joint_leave() -> None:
    office = {"week": [[[480, 960]]] * 5 + [[], []], "changed": {"2026-12-26": [[540, 600]]}, "holidays": True}
    city = rules(
        calendars={"kantor": {**office, "joint_leave": True}, "pagi": {**office, "joint_leave": False}},
        holiday_names={"2026-12-25": "Hari Raya Natal"}, joint_leave=["2026-12-24"],
    )  # fmt: skip
    city["holidays"] = ["2026-12-24", "2026-12-25"]
    leave, natal, changed = map(day_number, ("2026-12-24", "2026-12-25", "2026-12-26"))
    kantor, pagi = calendar_of(city, "kantor"), calendar_of(city, "pagi")
    assert kantor is not None
    assert pagi is not None
    assert kantor.closed == {leave: "", natal: "Hari Raya Natal"}
    assert pagi.closed == {natal: "Hari Raya Natal"}
    assert (pagi.hours(leave), kantor.hours(leave), kantor.hours(changed)) == (((480, 960),), (), ((540, 600),))
    assert calendar_of(city, "always") is None
    city["clocks"]["desk"] = cast(Any, deadlines("kantor", resolve="4h"))
    aim = aim_of(city, RESOLVE, complaint())
    assert aim is not None
    since = int(day_number("2026-12-23") * 86400 + 8 * 3600)  # 15:00 in Jakarta
    monday = day_number("2026-12-28")  # an hour on the 23rd, one on the Saturday that is open, two on Monday
    assert dated(city, ZONE, Run(RESOLVE, "dlh", since), complaint()).due_at == monday * 86400 + (10 - 7) * 3600
