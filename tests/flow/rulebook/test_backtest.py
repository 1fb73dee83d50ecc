"""The backtest against `route`: what the one foretells, the other does."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.complaint.assignments import SUPPORT, Assignment, assignments_of
from aduan_cli.complaint.complaint import Complaint, copy_of
from aduan_cli.complaint.deciding import decide
from aduan_cli.complaint.events import ASSIGNED
from aduan_cli.complaint.fields import STATUSES
from aduan_cli.complaint.history import Event
from aduan_cli.complaint.moves import is_held
from aduan_cli.complaint.prediction import predict
from aduan_cli.complaint.reading import read
from aduan_cli.complaint.redecided import RENAMED
from aduan_cli.complaint.replaying import Comparison
from aduan_cli.complaint.report import Report
from aduan_cli.complaint.router import Router
from aduan_cli.errors import NotAllowedError
from aduan_cli.flow.routing.redeciding import again, helping
from aduan_cli.flow.rulebook.backtest import replay
from aduan_cli.model import KINDS
from aduan_cli.ports import Query
from aduan_cli.rules.review.agreement import Agreement
from aduan_cli.testing import NoCode
from compiling import router_of

WORDS = ("sampah", "ktp", "pju", "menanyakan", "melaporkan", "di Margahayu", "di Kayuringin", "terima kasih")
UNITS = ("dlh", "pju", "kantor", "pln")
GONE = "regu-lama"
"""A unit that only calls have: no rules know it any more."""
CONDITIONS = st.fixed_dictionaries(
    {},
    optional={
        "text": st.sampled_from(["sampah", "pju", "margahayu"]),
        "kind": st.sampled_from(KINDS),
        "kecamatan": st.sampled_from(["Bekasi Timur", "Bekasi Utara"]),
        "priority": st.sampled_from(["normal", "high"]),
        "category": st.sampled_from(["satu", "dua"]),
    },
).filter(bool)
RULE = st.builds(lambda when, to: {**when, "to": to}, CONDITIONS, st.sampled_from(UNITS))


def _city(
    cues: tuple[str, str], wards: tuple[str, str], words: tuple[str, str], rules: list[dict[str, object]]
) -> dict[str, object]:
    units = {unit: {"name": unit.upper()} for unit in UNITS[:-1]}
    return {
        "desk": {"name": "Meja", "prefix": "UJI", "timezone": "UTC", "channels": ["phone"]},
        "cues": {"complaint": [cues[0]], "information": [cues[1]], "feedback": ["terima kasih"]},
        "kecamatan": {"Bekasi Timur": [wards[0]], "Bekasi Utara": [wards[1]]},
        "units": units,
        "outside": {"pln": {"name": "PLN", "referral": "Hubungi PLN."}},
        "categories": {"satu": {"unit": "dlh", "text": [words[0]]}, "dua": {"unit": "kantor", "text": [words[1]]}},
        "rule": rules,
    }


CITY = st.builds(
    _city,
    st.permutations(["melaporkan", "menanyakan"]).map(tuple),
    st.permutations(["Margahayu", "Kayuringin"]).map(tuple),
    st.permutations(["sampah", "ktp", "pju"]).map(lambda words: tuple(words[:2])),
    st.lists(RULE, max_size=3),
)
CALL = st.fixed_dictionaries(
    {
        "text": st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join),
        "status": st.sampled_from(["", "", *STATUSES]),
        "by_hand": st.sampled_from([None, None, None, *UNITS, GONE]),
        "helping": st.dictionaries(
            st.sampled_from([*UNITS[:-1], GONE]),
            st.tuples(st.sampled_from(["routed", "in_progress", "returned"]), st.booleans()),
            max_size=2,
        ),
        "given": st.fixed_dictionaries(
            {},
            optional={
                "kind": st.sampled_from(KINDS),
                "category": st.sampled_from(["satu", "dua"]),
                "priority": st.just("high"),
                "kecamatan": st.just("Bekasi Timur"),
            },
        ),
    }
)


def router(city: dict[str, object], revision: str) -> Router:
    return router_of(city, revision)


def stored(number: int, call: dict[str, object], by: Router) -> Complaint:
    """Return a call as the rules of then took it, and as its life went on."""
    report = Report(text=str(call["text"]), **dict(call["given"]))  # type: ignore[call-overload]
    complaint = copy_of(decide(read(report, by), by).complaint, ticket=f"UJI-{number}")
    if call["by_hand"]:
        complaint = copy_of(complaint, unit=str(call["by_hand"]), step="manual", rule=None, status="routed")
    helping = tuple(unit for unit in dict(call.get("helping", {})) if unit != complaint.unit)  # type: ignore[call-overload]
    return copy_of(complaint, status=str(call["status"]) or complaint.status, support=helping)


class Stored:
    """A store that only has what is looked at."""

    def __init__(self, complaints: list[Complaint], calls: list[dict[str, object]] | None = None) -> None:
        self._complaints = complaints
        self._helping = {
            complaint.ticket: dict(call.get("helping", {}))  # type: ignore[call-overload]
            for complaint, call in zip(complaints, calls or [], strict=False)
        }

    def find(self, _query: Query) -> list[Complaint]:
        return [copy_of(complaint) for complaint in self._complaints]

    def assignments(self, complaint: Complaint) -> list[Assignment]:
        parts = self._helping[complaint.ticket]
        return [
            one._replace(status=parts[one.unit][0]) if one.unit in parts else one for one in assignments_of(complaint)
        ]

    def events(self, complaint: Complaint) -> list[Event]:
        by_hand = [unit for unit, (_status, is_by_hand) in self._helping[complaint.ticket].items() if is_by_hand]
        return [Event(1, 0, "sari", ASSIGNED, {"to": unit, "role": SUPPORT}, None) for unit in by_hand]


@given(CITY, CITY, st.lists(CALL, min_size=1, max_size=8))
def test_the_moves_are_those_that_route_makes(
    then: dict[str, object], now: dict[str, object], calls: list[dict[str, object]]
) -> None:
    """Whatever rules and states: `route` makes each move that isn't held, and no other but those told as due."""
    old, new = router(then, "then"), router(now, "now")
    complaints = [stored(number, call, old) for number, call in enumerate(calls)]
    tally = Comparison(Agreement(new.compiled, old.compiled), "current", 100)
    store: Any = Stored(complaints, calls)
    replay(store, Query(), old, new, tally)
    foretold = {
        (sample["ticket"], move["from"], move["to"])
        for move in tally.moves()
        for sample in move["samples"]
        if not sample["held"]
    }
    done = set()
    for complaint in complaints:
        try:
            stays = helping(store, complaint, new)
            routed = again(complaint, new, NoCode(), stays)
        except NotAllowedError:
            continue
        told = predict(complaint, new, stays=stays)
        if routed.decision.step == RENAMED:  # nothing but a helper that is gone ends
            assert routed.after.unit == complaint.unit
            assert told.stays or is_held(complaint)
            assert set(routed.after.support) == set(complaint.support) - {GONE}
            continue
        assert (told.unit, set(told.support)) == (routed.after.unit, set(routed.after.support))
        if routed.after.unit != complaint.unit:
            done.add((complaint.ticket, complaint.unit, routed.after.unit))
    assert foretold <= done
    assert len(done) == len(foretold) + tally.due == tally.moved - tally.held + tally.due


def test_what_was_decided_by_hand_moves_from_where_the_hand_put_it() -> None:
    """Held, and told from the unit that has it: not from where the rules in force would have it."""
    city = _city(("melaporkan", "menanyakan"), ("Margahayu", "Kayuringin"), ("sampah", "ktp"), [])
    old = router(city, "old")
    new = router({**city, "rule": [{"text": "sampah", "to": "kantor"}]}, "new")
    calls = [{"text": "sampah", "by_hand": unit, "given": {}, "status": ""} for unit in ("pju", GONE, "kantor")]
    tally = Comparison(Agreement(new.compiled, old.compiled), "current", 3)
    complaints = [stored(number, call, old) for number, call in enumerate(calls)]
    replay(Stored(complaints), Query(), old, new, tally)  # type: ignore[arg-type]
    moves = [(move["from"], move["to"], move["count"], move["held"]) for move in tally.moves()]
    assert moves == [("pju", "kantor", 1, 1), (GONE, "kantor", 1, 1)]
    assert (tally.moved, tally.held, tally.due) == (2, 2, 0)
