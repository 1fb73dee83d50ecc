"""Small desks for reports: random calls, and what random people did to them, with promises that run."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from hypothesis import strategies as st

from aduan_cli.compiled import Rules
from aduan_cli.complaint.complaint import Complaint, copy_of
from aduan_cli.complaint.moving import AskedMove
from aduan_cli.desk_time import Zone
from aduan_cli.errors import NotAllowedError
from aduan_cli.flow.lifecycle import Moving
from aduan_cli.flow.merging import Merging
from aduan_cli.flow.reports.ground import Ground
from aduan_cli.flow.timing import StepTiming
from aduan_cli.store.sqlite import SqliteStore
from aduan_cli.stored import Query
from compiling import rules_of
from invented import DAY, MORNING, call
from steps import take

CITY = """
[desk]
name = "Desk"
prefix = "UJI"
timezone = "Asia/Jakarta"
[shifts]
pagi = "07:00-14:00"
siang = "14:00-21:00"
[kecamatan]
"Bekasi Timur" = ["Margahayu", "Duren Jaya"]
"Bekasi Utara" = ["Teluk Pucung"]
[kelurahan]
"Duren Jaya" = { inhabitants = 40000 }
"Teluk Pucung" = { inhabitants = 3000 }
[units.dlh]
name = "Lingkungan"
aliases = ["lh"]
[units.bpbd]
name = "Bencana"
[units.bpbd-pompa]
name = "Regu pompa"
parent = "bpbd"
[outside.pln]
name = "PLN"
referral = "Hubungi PLN."
[deadlines]
acknowledge = "2h"
resolve = "1d"
"""
RULES = cast(Rules, rules_of(CITY))
ZONE = Zone([[-(2**62), 7 * 3600]])
PLACES = (
    (None, None),
    ("Bekasi Timur", "Margahayu"),
    ("Bekasi Utara", None),
    (None, "Teluk Pucung"),
    ("Bekasi Timur", "Duren Jaya"),
)
UNITS = ("bpbd", "dlh", "bpbd-pompa", "lh", "gone")
PHONES = (None, "+6281200000001", "+6281200000002", "+6281200000001;+6281200000002")

CALL = st.fixed_dictionaries(
    {
        "at": st.integers(0, 5 * DAY),
        "kind": st.sampled_from(["complaint", "complaint", "information", "feedback"]),
        "unit": st.sampled_from(UNITS),
        "category": st.sampled_from([None, "banjir", "sampah"]),
        "priority": st.sampled_from(["normal", "emergency"]),
        "shift": st.sampled_from(["pagi", "siang", None, "lama"]),
        "place": st.sampled_from(PLACES),
        "lives": st.sampled_from(PLACES),
        "caller_phone": st.sampled_from(PHONES),
        "step": st.sampled_from(["category", "city", "triage"]),
    }
)
CALLS = st.lists(CALL, min_size=1, max_size=7)
_UNIT = st.sampled_from(["bpbd", "dlh", "bpbd-pompa"])
ASKED = st.one_of(
    st.builds(AskedMove, st.sampled_from(["ack", "start"])),
    st.just(AskedMove("hold", says={"code": "a", "stops_clock": True})),
    st.builds(lambda to: AskedMove("return", None, to, says={"reason": "a"}), _UNIT),
    st.just(AskedMove("resolve", says={"result": "a"})),
    st.builds(lambda to, role: AskedMove("assign", None, to, role), _UNIT, st.sampled_from(["lead", "support"])),
    st.just(AskedMove("refer", None, "pln")),
    st.just(AskedMove("close", says={"by": "desk"})),
    st.builds(lambda code: AskedMove("reject", says={"code": code}), st.sampled_from(["hoax", "withdrawn"])),
    st.just(AskedMove("reopen", says={"reason": "a"})),
)
DONE = st.lists(
    st.tuples(st.integers(0, 6), st.one_of(ASKED, st.integers(0, 6)), st.sampled_from([60, 3 * 3600, DAY])), max_size=20
)
"""What is done, one after another: to which call, a move or the merging into another one, and how much later."""


class SmallDesk:
    """A store in which calls were lived, and what reports are made from."""

    def __init__(self, store: SqliteStore, now: int) -> None:
        self.store, self.now = store, now
        self.ground = Ground(store.figures, RULES, ZONE, now)

    @property
    def calls(self) -> list[Complaint]:
        """All that is stored, as it stands."""
        return list(self.store.find(Query()))


@contextmanager
def opened() -> Iterator[SqliteStore]:
    """Give a store of a desk where nothing happened yet, whose steps bring their clocks along."""
    with tempfile.TemporaryDirectory() as folder:
        store = SqliteStore(str(Path(folder) / "aduan.db"))
        store.attend = StepTiming(store, lambda: RULES, lambda: ZONE)
        yield store
        store.close()


def taken(store: SqliteStore, calls: list[dict[str, Any]]) -> list[str]:
    """Take calls; return their tickets."""
    return [one.ticket for one in take(store, [_call(one) for one in sorted(calls, key=lambda one: one["at"])])]


def happen(store: SqliteStore, tickets: list[str], which: int, asked: AskedMove | int, at: int) -> None:
    """Do something to a call, a move or the merging into another one, if it is allowed."""
    ticket = tickets[which % len(tickets)]
    try:
        if isinstance(asked, AskedMove):
            Moving(store, RULES, "r1", "sari", at, dry_run=False).move(ticket, asked, None)
        else:
            other = tickets[asked % len(tickets)]
            Merging(store, RULES, "r1", "sari", at, dry_run=False).merge([ticket], other)
    except NotAllowedError:
        pass


@contextmanager
def lived(calls: list[dict[str, Any]], done: list[Any]) -> Iterator[SmallDesk]:
    """Take calls, and do to them what is allowed."""
    with opened() as store:
        tickets = taken(store, calls)
        at = MORNING + max(one["at"] for one in calls)
        for which, asked, later in done:
            at += later
            happen(store, tickets, which, asked, at)
        yield SmallDesk(store, at + 60)


def _call(one: dict[str, Any]) -> Complaint:
    given = {name: value for name, value in one.items() if name not in ("at", "place", "lives")}
    (kecamatan, kelurahan), (caller_kecamatan, caller_kelurahan) = one["place"], one["lives"]
    return copy_of(
        call(MORNING + one["at"]),
        **given,
        kecamatan=kecamatan,
        kelurahan=kelurahan,
        caller_kecamatan=caller_kecamatan,
        caller_kelurahan=caller_kelurahan,
        status="answered" if one["kind"] != "complaint" else "new" if one["step"] == "triage" else "routed",
    )
