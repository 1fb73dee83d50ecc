"""Whatever happens to a complaint and to the machine's clock, each level of each clock is told once, and in time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aduan_cli.compiled import Rules
from aduan_cli.complaint.clocks import runs_of
from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.deadlines import dated, levels_of
from aduan_cli.complaint.events import ESCALATED
from aduan_cli.complaint.moving import AskedMove
from aduan_cli.desk_time import Zone
from aduan_cli.due import Bounds
from aduan_cli.errors import NotAllowedError
from aduan_cli.flow.escalating import escalate, planned
from aduan_cli.flow.lifecycle import Moving
from aduan_cli.flow.timing import StepTiming
from aduan_cli.flow.waking import wake
from aduan_cli.ports import Store
from aduan_cli.store.sqlite import SqliteStore
from aduan_cli.tickets import parse_ticket
from compiling import rules_of
from invented import MORNING, call
from steps import take
from thorough import examples

JAKARTA = Zone([[-(2**62), 7 * 3600]])
HOUR = 3_600
CITY = """
[desk]
name = "Meja Uji"
prefix = "UJI"
timezone = "Asia/Jakarta"
[units.dlh]
name = "Dinas Lingkungan Hidup"
[units.disdamkar]
name = "Pemadam Kebakaran"
[categories.sampah]
unit = "dlh"
text = "sampah"
[calendars.kantor]
hours = { mon-fri = "08:00-16:00" }
[deadlines]
calendar = "kantor"
acknowledge = "2h"
resolve = "2wd"
[deadlines.high]
resolve = "4h"
[reasons.hold]
cuaca = { say = "menunggu cuaca", stops_clock = true }
"""
LEVELS = "".join(
    f'[[escalation]]\nid = "{id_}"\nclock = "{clock}"\nat = "{at}"\n{does}\n'
    for id_, clock, at, does in (
        ("diam", "acknowledge", "due", 'tell = "unit"'),
        ("seperempat", "resolve", "25%", "list = true"),
        ("batas", "resolve", "due", 'tell = "unit.head"\npriority = "high"'),
        ("lewat", "resolve", "+4h", 'tell = "asisten"'),
        ("lama", "resolve", "+1wd", "list = true"),
        ("terus", "resolve", "+4h", 'tell = "unit"\nrepeat = "1d"'),
    )
)
MOVES = (
    AskedMove("ack"), AskedMove("start"), AskedMove("resolve", says={"result": "beres"}),
    AskedMove("reopen", says={"reason": "belum"}), AskedMove("hold", says={"code": "cuaca", "stops_clock": True}),
    AskedMove("reject", says={"code": "hoax"}), AskedMove("assign", to="disdamkar"),
)  # fmt: skip
"""All that may happen to it besides, the legal ones of them."""


@pytest.fixture(scope="module")
def rules() -> Rules:
    """Return the rules of a desk that escalates."""
    return cast(Rules, rules_of(CITY + LEVELS))


@contextmanager
def desk_of(rules: Rules) -> Iterator[tuple[Store, Complaint]]:
    """Give a store whose steps bring the clocks along, and a complaint in it."""
    with TemporaryDirectory() as folder:
        store = SqliteStore(str(Path(folder) / "aduan.db"))
        store.attend = StepTiming(store, lambda: rules, lambda: JAKARTA)
        complaint = call(MORNING, unit="dlh", status="routed", kind="complaint", support=(), logged_at=MORNING)
        take(store, [complaint])
        yield store, complaint
        store.close()


happening = st.sampled_from((*MOVES, *("tick",) * 10))


@settings(max_examples=examples(200))
@given(life=st.lists(st.tuples(st.integers(-10, 40), happening), min_size=5, max_size=16))
def test_each_level_is_told_once_and_nothing_that_was_reached_is_left(
    rules: Rules, life: list[tuple[int, AskedMove | str]]
) -> None:
    with desk_of(rules) as (store, complaint):
        at, latest = MORNING, MORNING
        for hours, what in life:
            at = max(at + hours * HOUR, MORNING)
            latest = max(at, latest)
            if isinstance(what, AskedMove):
                try:
                    Moving(store, rules, None, "rina", latest, dry_run=False).move(complaint.ticket, what)
                except NotAllowedError:
                    continue
                continue
            wake(store, None, at, Bounds())
            escalate(store, lambda: (rules, JAKARTA), None, at, Bounds())
            hold_to(store, rules, complaint, at)
        assert list(store.differences()) == []


def hold_to(store: Store, rules: Rules, complaint: Complaint, at: int) -> None:
    """After a run nothing that a clock has reached is untold, and nothing was told twice."""
    now = store.resolve(parse_ticket(complaint.ticket))
    assert now is not None
    events = store.events(now)
    told = Counter()
    spoke: dict[tuple[str, int, str], list[int]] = {}
    for one in events:
        if one.type == ESCALATED:
            told.update(
                (one.data["clock"], one.data["since"], level) for level in (*one.data["passed"], one.data["level"])
            )
            spoke.setdefault((one.data["clock"], one.data["since"], one.data["level"]), []).append(one.at)
    again = [times for (_clock, _since, level), times in spoke.items() if level == "terus"]
    for times in again:
        assert all(times[place + 1] - at >= 24 * HOUR for place, at in enumerate(times[:-1]))
    told = Counter({key: count for key, count in told.items() if key[2] != "terus"})
    assert set(told.values()) <= {1}
    assert list(planned(store, rules, JAKARTA, None, at)) == []
    for run in runs_of(events).values():
        run = dated(rules, JAKARTA, run, now)
        assert [level for level in levels_of(rules, JAKARTA, run, now) if level.at <= at] == []
