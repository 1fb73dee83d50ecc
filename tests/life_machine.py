"""A naive model of moves, and what drives it and a store side by side: states, events and refusals are the same."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from naive_store import NaiveStore

from aduan_cli.compiled import Rules
from aduan_cli.complaint.moving import AskedMove
from aduan_cli.complaint.step import Step, taking
from aduan_cli.errors import NotAllowedError
from aduan_cli.flow.callers import ring
from aduan_cli.flow.lifecycle import Moving
from aduan_cli.flow.merging import Merging
from aduan_cli.stored import Query
from aduan_cli.tickets import parse_ticket
from invented import MORNING, call

CITY = ("dlh", "bpbd", "bmsda")
RULES = cast(
    Rules,
    {
        "units": {unit: {"parent": None, "name": unit} for unit in CITY},
        "outside": {"pln": {"name": "PLN"}},
        "desk": {"triage": "triage"},
        "proof": {},
        "notifiers": {},
    },
)
TABLE = {
    "ack": "routed > acknowledged",
    "start": "routed acknowledged on_hold > in_progress",
    "hold": "routed acknowledged in_progress > on_hold",
    "return": "routed acknowledged in_progress on_hold > returned",
    "assign": "new routed acknowledged in_progress on_hold returned > routed",
    "refer": "new routed acknowledged in_progress returned > referred",
    "resolve": "routed acknowledged in_progress on_hold > resolved",
    "close": "resolved > closed",
    "reject": "new routed acknowledged in_progress on_hold returned > rejected",
    "reopen": "resolved closed referred rejected answered > routed",
    "answer": "new routed answered > answered",
}
EVENTS = {
    "ack": "acknowledged", "start": "started", "hold": "held", "return": "returned", "assign": "assigned",
    "refer": "referred", "resolve": "resolved", "close": "closed", "reject": "rejected", "reopen": "reopened",
    "answer": "answered",
}  # fmt: skip
OF_UNITS = ("ack", "start", "hold", "return", "resolve")
OWING = ("resolved", "referred", "closed", "rejected")
DONE = ("closed", "referred", "rejected", "answered")
CHANGED, SAME, REFUSED = "changed", "same", "refused"


class Naive:
    """One complaint: who leads and where it is, how far each helping unit is, and the last move of each."""

    def __init__(self) -> None:
        self.unit, self.status, self.version = "dlh", "routed", 1
        self.support: list[str] = []
        self.helping: dict[str, str] = {}
        self.last: dict[str | None, Any] = {}
        self.told: list[tuple[str, str]] = []
        self.owed = False
        self.into: Naive | None = None
        self.before: tuple[str, dict[str, str]] = ("", {})
        self.merged: list[Naive] = []

    def merge(self, actor: str, into: Naive) -> str:
        """Merge it into another one; return what becomes of it."""
        if self.into is into:
            return SAME
        free = self is not into and into.into is None and self.into is None and not self.merged
        if not free or self.status not in TABLE["reject"].split(" > ")[0].split() or into.status in DONE:
            return REFUSED
        self.before, self.into, self.status, self.helping = (self.status, self.helping), into, "rejected", {}
        self.owed = into.status in OWING
        into.merged.append(self)
        for one, told in ((self, "merged"), (into, "duplicate_added")):
            one.version += 1
            one.told += [(told, actor), ("linked", actor)]
        return CHANGED

    def unmerge(self, actor: str) -> str:
        """Take it out again."""
        if self.into is None:
            told = [event for event, _actor in self.told if event in ("merged", "unmerged")]
            return SAME if told[-1:] == ["unmerged"] else REFUSED
        self.into.merged.remove(self)
        for one, event in ((self, "unmerged"), (self.into, "duplicate_removed")):
            one.version += 1
            one.told += [(event, actor), ("unlinked", actor)]
        (self.status, self.helping), self.into, self.owed = self.before, None, False
        return CHANGED

    def ring(self, actor: str) -> str:
        """Ring its caller."""
        if not self.owed:
            ends = [event for event, _actor in self.told if event in ("called_back", "merged", "followed", "reopened")]
            return SAME if ends[-1:] == ["called_back"] else REFUSED
        self.owed, self.version = False, self.version + 1
        self.told.append(("called_back", actor))
        return CHANGED

    def move(self, actor: str, wish: AskedMove, version: int | None = None) -> str:
        """Make a move; return what becomes of it."""
        verb, of_unit = wish.verb, wish.verb in OF_UNITS and self.status not in DONE
        if of_unit and wish.unit not in (None, self.unit, *self.helping):
            return REFUSED
        part = wish.unit if of_unit and wish.unit in self.helping else None
        before, after = (words.split() for words in TABLE[verb].split(">"))
        this = (verb, wish.to, wish.answer, dict(wish.says))
        if self.into or (self.helping[part] if part else self.status) not in before:
            return SAME if self.last.get(part) == this else REFUSED
        helps = wish.role == "support"
        if self._is_so(wish, helps):
            return SAME
        if version not in (None, self.version) or (helps and (wish.to == self.unit or self.status == "new")):
            return REFUSED
        self.told.append((EVENTS[verb], actor))
        self.version += 1
        self.last[wish.to if helps else part] = this
        if helps or part:
            self.helping[str(wish.to if helps else part)] = after[0]
            self.support += [wish.to] if helps and wish.to not in self.support else []
        else:
            was = self.status
            self._go(wish, after[0])
            self._owe(actor, wish, was)
        return CHANGED

    def _owe(self, actor: str, wish: AskedMove, was: str) -> None:
        """Who is owed a call back changes where it begins to be over, or is opened again."""
        if wish.says.get("by") == "caller":
            self.owed = False
        if (was in OWING) == (self.status in OWING):
            return
        for one in (self, *self.merged):
            one.owed = self.status in OWING
        for one in self.merged:
            one.version += 1
            one.told.append(("followed", actor))

    def _is_so(self, wish: AskedMove, helps: bool) -> bool:
        if helps:
            return self.helping.get(str(wish.to), "returned") != "returned" and self.status != "new"
        here = wish.verb == "assign" and wish.to == self.unit and self.status not in ("new", "returned")
        return here or (wish.verb == self.status[:-2] == "answer" and self.last[None][2] == wish.answer)

    def _go(self, wish: AskedMove, status: str) -> None:
        was, self.status = self.status, status
        if wish.verb in ("assign", "refer"):
            self.unit = str(wish.to)
            self.support = [unit for unit in self.support if unit != self.unit]
            self.helping.pop(self.unit, None)
        elif wish.verb == "reopen" and self.unit not in CITY:
            self.unit, self.status = "triage", "new"
        if self.status in (*DONE, "new"):
            self.helping = {}
        elif was in (*DONE, "new"):
            self.helping = dict.fromkeys(self.support, "routed")


class Busy:
    """A store that others use: `meanwhile` is done between somebody's look and write, once."""

    meanwhile: Any = None
    attend: Any

    def __init__(self, *where: Any) -> None:
        super().__init__(*where)
        self.attend = self.interrupted

    def interrupted(self, steps: Sequence[Step]) -> Sequence[Step]:
        """Let the others come; what they do is written first."""
        work, self.meanwhile = self.meanwhile, None
        if work is not None:
            work()
        return steps


UNIT = st.sampled_from(CITY)
WORDS = st.sampled_from(["a", "b"])
WISHES = st.one_of(
    st.builds(AskedMove, st.sampled_from(["ack", "start"]), st.none() | UNIT),
    st.builds(
        lambda unit, code, stops: AskedMove("hold", unit, says={"code": code, "stops_clock": stops}),
        st.none() | UNIT,
        WORDS,
        st.booleans(),
    ),
    st.builds(lambda unit, why, to: AskedMove("return", unit, to, says={"reason": why}), st.none() | UNIT, WORDS, UNIT),
    st.builds(lambda unit, done: AskedMove("resolve", unit, says={"result": done}), st.none() | UNIT, WORDS),
    st.builds(lambda to, role: AskedMove("assign", None, to, role), UNIT, st.sampled_from(["lead", "support"])),
    st.builds(lambda: AskedMove("refer", None, "pln")),
    st.builds(lambda by: AskedMove("close", says={"by": by}), st.sampled_from(["desk", "caller"])),
    st.builds(lambda code: AskedMove("reject", says={"code": code}), WORDS),
    st.builds(lambda why: AskedMove("reopen", says={"reason": why}), WORDS),
    st.builds(lambda text: AskedMove("answer", answer=text), WORDS),
)
ACTOR = st.sampled_from(["sari", "joko", "rina"])
CASE = st.integers(0, 1)


class LifeMachine(RuleBasedStateMachine):
    """Drives moves of several actors on a real store and the model side by side."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.store = self.opened(Path(self.folder.name))
        self.clock = MORNING
        self.models = [Naive(), Naive()]
        self.tickets: list[str] = []

    def opened(self, folder: Path) -> Any:
        """Return the store that is driven."""
        raise NotImplementedError

    @initialize()
    def take(self) -> None:
        """Take two calls."""
        for _model in self.models:
            complaint = call(MORNING, unit="dlh", status="routed", kind="complaint", support=(), logged_at=MORNING)
            self.tickets += [outcome.ticket for outcome in self.store.commit([taking(complaint)])]

    def _move(self, case: int, actor: str, wish: AskedMove, version: int | None = None) -> str:
        self.clock += 1
        moving = Moving(self.store, RULES, "r1", actor, self.clock, dry_run=False)
        try:
            return CHANGED if moving.move(self.tickets[case], wish, version).changed else SAME
        except NotAllowedError:
            return REFUSED

    @rule(case=CASE, actor=ACTOR, wish=WISHES)
    def move(self, case: int, actor: str, wish: AskedMove) -> None:
        """Somebody moves something."""
        assert self._move(case, actor, wish) == self.models[case].move(actor, wish)

    def _done(self, work: Any) -> str:
        """Do something; return what becomes of it."""
        self.clock += 1
        try:
            return CHANGED if work().changed else SAME
        except NotAllowedError:
            return REFUSED

    def _merging(self, actor: str) -> Merging:
        return Merging(self.store, RULES, "r1", actor, self.clock + 1, dry_run=False)

    @rule(case=CASE, other=CASE, actor=ACTOR)
    def merge(self, case: int, other: int, actor: str) -> None:
        """Somebody merges one into the other, or into itself."""
        became = self._done(lambda: self._merging(actor).merge([self.tickets[case]], self.tickets[other])[0])
        assert became == self.models[case].merge(actor, self.models[other])

    @rule(case=CASE, actor=ACTOR)
    def unmerge(self, case: int, actor: str) -> None:
        """Somebody takes one out again."""
        became = self._done(lambda: self._merging(actor).unmerge([self.tickets[case]])[0])
        assert became == self.models[case].unmerge(actor)

    @rule(case=CASE, actor=ACTOR)
    def ring(self, case: int, actor: str) -> None:
        """Somebody rings a caller back."""
        became = self._done(lambda: ring(self.store, self.tickets[case], None, actor, self.clock))
        assert became == self.models[case].ring(actor)

    @rule(case=CASE, actor=ACTOR, wish=WISHES, behind=st.integers(0, 1))
    def move_what_was_seen(self, case: int, actor: str, wish: AskedMove, behind: int) -> None:
        """Somebody moves what they saw, maybe a version ago."""
        version = self.models[case].version - behind
        assert self._move(case, actor, wish, version) == self.models[case].move(actor, wish, version)

    @rule(case=CASE, mine=WISHES, theirs=WISHES)
    def move_at_once(self, case: int, mine: AskedMove, theirs: AskedMove) -> None:
        """Between somebody's look and write another one moves the same: the first is computed anew."""
        became: list[str] = []
        self.store.meanwhile = lambda: became.append(self._move(case, "joko", theirs))
        mine_became = self._move(case, "sari", mine)
        self.store.meanwhile = None
        if became:
            assert became == [self.models[case].move("joko", theirs)]
        assert mine_became == self.models[case].move("sari", mine)

    @invariant()
    def same(self) -> None:
        """States, parts and events are the model's."""
        for ticket, model in zip(self.tickets, self.models, strict=False):
            complaint = self.store.resolve(parse_ticket(ticket))
            assert complaint is not None
            found = (complaint.unit, complaint.status, complaint.version, sorted(complaint.support))
            assert found == (model.unit, model.status, model.version, sorted(model.support))
            acting = {(one.unit, one.role): one.status for one in self.store.assignments(complaint)}
            lead = {} if model.status in (*DONE, "new") else {(model.unit, "lead"): model.status}
            assert acting == lead | {(unit, "support"): state for unit, state in model.helping.items()}
            assert (complaint.owed_since is not None, complaint.duplicates or 0) == (model.owed, len(model.merged))
            assert bool(complaint.linked) == bool(model.into or model.merged)
            events = [(event.type, event.actor) for event in self.store.events(complaint)][1:]
            assert sorted(events) == sorted(model.told)

    @invariant()
    def found(self) -> None:
        """A unit finds what it leads and what it helps with, each once, in any state of the complaint."""
        for unit in CITY if self.tickets else ():
            for states in ((), ("routed",), ("resolved", "in_progress")):
                mine = [
                    ticket
                    for ticket, model in zip(self.tickets, self.models, strict=True)
                    if unit in (model.unit, *model.helping) and model.status in (states or (model.status,))
                ]
                query = Query((("acting", (unit,)), *([("status", states)] if states else [])))
                assert [complaint.ticket for complaint in self.store.find(query)] == mine[::-1]
                assert self.store.count(query) == len(mine)

    def teardown(self) -> None:
        """The chain verifies, and the tables are what the events say."""
        if not isinstance(self.store, NaiveStore):
            if self.tickets:
                assert self.store.breaks() == []
                assert list(self.store.differences()) == []
            self.store.close()
        self.folder.cleanup()
