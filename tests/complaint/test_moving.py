"""The life of a complaint, move by move, in any order: what the desk, the lead and who helps see of it agrees."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.complaint.assignments import LEAD, SUPPORT, Assignment, Reassigned, assignments_of
from aduan_cli.complaint.complaint import Complaint, copy_of
from aduan_cli.complaint.events import PLAIN, parted
from aduan_cli.complaint.fields import STATUSES
from aduan_cli.complaint.history import Event
from aduan_cli.complaint.moves import FINAL, LIFE, MOVES, legal_from, way_to
from aduan_cli.complaint.moving import (
    AskedMove,
    Case,
    check_legal,
    check_proof,
    crew_of,
    is_done,
    is_legal,
    part_of,
    received_as,
    received_late,
    step_of_move,
    woken,
)
from aduan_cli.complaint.step import Step
from aduan_cli.errors import NotAllowedError, ProofError, UsageError
from compiling import rules_of

RULES = rules_of(
    {
        "desk": {"name": "Meja", "prefix": "UJI", "timezone": "UTC"},
        "units": {
            "dlh": {"name": "DLH"},
            "bpbd": {"name": "BPBD"},
            "bmsda": {"name": "BMSDA"},
            "bmsda-pju": {"name": "Regu PJU", "parent": "bmsda"},
        },
        "outside": {"pln": {"name": "PLN", "referral": "123"}},
    }
)
UNITS = ("dlh", "bpbd", "bmsda-pju")
NAMED = st.sampled_from([*UNITS, "bmsda", "pln", "triage"])
AT = 1_795_000_000
SAYS: dict[str, dict[str, Any]] = {
    "ack": {"by": "Sari"}, "hold": {"code": "material", "until": None, "stops_clock": True}, "return": {"reason": "x"},
    "resolve": {"result": "diganti"}, "close": {"by": "desk"}, "reject": {"code": "hoax"}, "reopen": {"reason": "lagi"},
}  # fmt: skip
ASKED = st.builds(
    lambda verb, unit, to, role: AskedMove(
        verb=verb,
        unit=unit if LIFE[verb].of_unit else None,
        to=to if verb in ("assign", "refer") or (verb == "return" and to != "triage") else None,
        role=role if verb == "assign" else LEAD,
        answer="buka jam delapan" if verb == "answer" else None,
        says=SAYS.get(verb, {}),
    ),
    st.sampled_from(sorted(LIFE)),
    st.none() | NAMED,
    NAMED,
    st.sampled_from([LEAD, SUPPORT]),
)


class Desk:
    """One complaint and all that a store keeps of it: who acts, and what was told."""

    def __init__(self, unit: str | None = "dlh", status: str = "routed", kind: str = "complaint") -> None:
        logged = {"ticket": "UJI-261123-0001-2", "text": "sampah", "kind": kind, "step": "category"}
        self.complaint = Complaint(logged, unit=unit, status=status)
        self.acting = list(assignments_of(self.complaint))
        self.events: list[Event] = []

    @property
    def case(self) -> Case:
        return Case(complaint=self.complaint, acting=self.acting, rules=RULES, revision="rev")

    def do(self, asked: AskedMove) -> Step | None:
        """Do a move as the flow does. Raises what it raises; nothing is kept then."""
        part = part_of(self.case, asked)
        check_legal(self.case, asked, part)
        step = step_of_move(self.case, asked, part, "sari", AT)
        if step is not None:
            self.keep(step)
        return step

    def keep(self, step: Step) -> None:
        """Keep a step, as any store must."""
        self.complaint = copy_of(self.complaint, **step.changes)
        self.acting = acting_after(self.acting, step.assignments)
        for type_, data in step.events:
            told = json.loads(json.dumps(data))
            plain, private = parted(type_, told)
            self.events.append(Event(len(self.events), AT, step.actor, type_, plain, private))


def acting_after(acting: list[Assignment], change: Reassigned) -> list[Assignment]:
    """Return who acts after a change of it."""
    moved = {one[:2]: one for one in change.moved}
    assert moved.keys() <= {one[:2] for one in acting}, "what goes on was there"
    assert set(change.ended) <= {one[:2] for one in acting}, "what ends was there"
    left = [moved.get(one[:2], one) for one in acting if one[:2] not in change.ended]
    assert not {one[:2] for one in change.begun} & {one[:2] for one in left}, "what begins was not there"
    return sorted([*left, *change.begun], key=lambda one: one.role != LEAD)


def assert_sound(desk: Desk) -> None:
    """Assert what holds of every complaint at all times."""
    complaint, leads = desk.complaint, [one for one in desk.acting if one.role == LEAD]
    assert complaint.status in STATUSES
    if complaint.status in FINAL or complaint.status == "new":
        assert desk.acting == []
    else:
        assert leads == [Assignment(str(complaint.unit), LEAD, complaint.status)]
        assert complaint.unit in RULES["units"]
    assert complaint.unit not in complaint.support
    assert len(set(complaint.support)) == len(complaint.support)
    assert {one.unit for one in desk.acting if one.role == SUPPORT} <= set(complaint.support)


def changed(before: Desk | Complaint, after: Complaint) -> bool:
    old = before.complaint if isinstance(before, Desk) else before
    return old.__dict__ != after.__dict__


@given(st.lists(ASKED, max_size=14), st.sampled_from(["new", "routed", "answered"]))
def test_whatever_is_asked_in_any_order_who_acts_agrees_with_the_state(moves: list[AskedMove], status: str) -> None:
    """A move is made whole, or refused with a sentence and nothing is changed; what changes nothing is no step."""
    desk = Desk("triage" if status == "new" else "dlh", status, "information" if status == "answered" else "complaint")
    for asked in moves:
        before, acting = copy_of(desk.complaint), list(desk.acting)
        try:
            part = part_of(desk.case, asked)
            step = desk.do(asked)
        except (NotAllowedError, UsageError):
            assert (desk.acting, changed(desk, before)) == (acting, False)
            continue
        assert is_legal(asked.verb, part.status)
        if step is None:
            assert asked.verb in ("assign", "answer")
            continue
        ((type_, data),) = step.events
        assert type_ == LIFE[asked.verb].event
        assert not LIFE[asked.verb].of_unit or (data["unit"], data["was"]) == (part.unit, part.status)
        if part.role == LEAD and asked.role == LEAD:
            assert desk.complaint.status in LIFE[asked.verb].after
        else:
            assert desk.complaint.status == before.status
        assert_sound(desk)


@given(st.lists(ASKED, max_size=8), ASKED)
def test_the_same_again_is_known_as_done(moves: list[AskedMove], last: AskedMove) -> None:
    """Whoever repeats the last move with the same arguments is told nothing new; with others it is another move."""
    desk = Desk()
    for asked in [*moves, last]:
        try:
            part = part_of(desk.case, asked)
            step = desk.do(asked)
        except (NotAllowedError, UsageError):
            continue
        if step is None or asked.role == SUPPORT:
            continue
        again = next((one for one in desk.acting if one[:2] == part[:2]), part)
        assert is_done(asked, again, desk.events)
        other = asked._replace(says={**asked.says, "reason": "lain"})
        assert not is_done(other, again, desk.events)


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("verb", sorted(LIFE))
def test_a_move_that_is_not_legal_names_those_that_are(verb: str, status: str) -> None:
    """All of them, and no other: what the sentence offers can be done next."""
    desk = Desk("pln" if status == "referred" else "dlh", status)
    asked = AskedMove(verb=verb)
    if is_legal(verb, status):
        check_legal(desk.case, asked, desk.case.lead)
        return
    with pytest.raises(NotAllowedError) as caught:
        check_legal(desk.case, asked, desk.case.lead)
    _before, _is, sentence = str(caught.value).partition(" is not possible, ")
    legal, _to, way = sentence.removeprefix("but ").partition(f"; to {verb} it, first aduan ")
    assert legal.split(", ") == list(legal_from(status))
    assert bool(way) is (way_to(verb, status) is not None)
    assert not way or status in MOVES["route --to" if way.startswith("route") else way.split()[0]].before


@pytest.mark.parametrize(
    ("verb", "status", "way"),
    [
        ("reject", "answered", "aduan route {ticket} --to {triage} --reason TEXT"),
        ("reject", "closed", "aduan reopen {ticket} --reason TEXT"),
        ("ack", "answered", "aduan reopen {ticket} --reason TEXT"),
        ("ack", "new", "aduan assign {ticket} UNIT"),
        ("close", "in_progress", "aduan resolve {ticket} --result TEXT"),
        ("refer", "on_hold", "aduan start {ticket}"),
        ("hold", "on_hold", "aduan start {ticket}"),
        ("ack", "in_progress", None),
        ("reopen", "routed", None),
    ],
)
def test_what_has_to_be_done_first_is_told_as_it_is_typed(verb: str, status: str, way: str | None) -> None:
    assert way_to(verb, status) == way


def test_a_unit_moves_its_own_part_and_the_complaint_follows_its_lead() -> None:
    desk = Desk()
    desk.do(AskedMove(verb="assign", to="bpbd", role=SUPPORT))
    desk.do(AskedMove(verb="ack", unit="bpbd"))
    assert (desk.complaint.status, desk.complaint.support) == ("routed", ("bpbd",))
    assert desk.acting == [Assignment("dlh", LEAD, "routed"), Assignment("bpbd", SUPPORT, "acknowledged")]
    desk.do(AskedMove(verb="start"))
    assert desk.acting == [Assignment("dlh", LEAD, "in_progress"), Assignment("bpbd", SUPPORT, "acknowledged")]
    desk.do(AskedMove(verb="return", unit="bpbd", says={"reason": "bukan kami"}))
    assert desk.complaint.status == "in_progress"
    with pytest.raises(NotAllowedError, match="UJI-261123-0001-2, bpbd is returned"):
        desk.do(AskedMove(verb="start", unit="bpbd"))
    desk.do(AskedMove(verb="assign", to="bpbd", role=SUPPORT))
    assert desk.acting[1] == Assignment("bpbd", SUPPORT, "routed")


def test_a_unit_is_found_by_its_crew_and_none_acts_for_another() -> None:
    desk = Desk("bmsda-pju")
    assert part_of(desk.case, AskedMove(verb="ack", unit="bmsda")).unit == "bmsda-pju"
    with pytest.raises(NotAllowedError, match="is not at dlh; it is at bmsda-pju"):
        part_of(desk.case, AskedMove(verb="ack", unit="dlh"))


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (AskedMove(verb="assign", to="pln"), "pln is an outside body: aduan refer"),
        (AskedMove(verb="assign", to="triage"), "triage is the desk's own queue and no unit: aduan route"),
        (AskedMove(verb="assign"), "to whom?"),
        (AskedMove(verb="refer", to="dlh"), "dlh is no outside body, so nothing is referred there: aduan assign"),
    ],
)
def test_where_it_can_not_go_the_way_that_works_is_told(asked: AskedMove, sentence: str) -> None:
    with pytest.raises(UsageError) as caught:
        Desk().do(asked)
    assert sentence in str(caught.value)


@pytest.mark.parametrize(
    ("unit", "goes"), [("dlh", ("dlh", "routed")), ("pln", ("triage", "new")), (None, ("triage", "new"))]
)
def test_what_is_opened_again_goes_to_who_had_it(unit: str | None, goes: tuple[str, str]) -> None:
    """Where that is none of the city's, into triage, where rules leave it."""
    desk = Desk(unit, "referred" if unit == "pln" else "rejected")
    desk.do(AskedMove(verb="reopen", says={"reason": "lagi"}))
    assert (desk.complaint.unit, desk.complaint.status) == goes
    assert desk.complaint.step == ("manual" if goes[1] == "new" else "category")


def test_a_complaint_that_was_a_question_is_one_from_then_on_and_back() -> None:
    desk = Desk()
    desk.do(AskedMove(verb="answer", answer="besok"))
    assert (desk.complaint.kind, desk.complaint.status, desk.complaint.sources["kind"]) == (
        "information", "answered", "given",
    )  # fmt: skip
    assert desk.do(AskedMove(verb="answer", answer="besok")) is None
    desk.do(AskedMove(verb="reopen", says={"reason": "belum"}))
    assert (desk.complaint.kind, desk.complaint.status, desk.complaint.unit) == ("complaint", "routed", "dlh")


@pytest.mark.parametrize("verb", sorted(LIFE))
def test_officers_words_are_never_kept_for_ever(verb: str) -> None:
    """A reason, a result, who took the call: the chain has a digest of it, and it can be erased."""
    assert not {"reason", "result", "answer"} & set(PLAIN[LIFE[verb].event])


# -- crews, and proof


@pytest.mark.parametrize("given_", ["pju", "bmsda-pju", " PJU ", "Bmsda-Pju"])
@pytest.mark.parametrize("unit", ["bmsda", "bmsda-pju"])
def test_a_crew_is_meant_by_its_id_or_the_word_behind_its_units(unit: str, given_: str) -> None:
    """Also where a crew of the unit has it already."""
    assert crew_of(Desk(unit).case, given_) == "bmsda-pju"


@pytest.mark.parametrize(
    ("unit", "crew", "sentence"),
    [
        ("bmsda", "jalan", "jalan is no crew of bmsda; it has bmsda-pju"),
        ("bmsda-pju", "dlh", "dlh is no crew of bmsda; it has bmsda-pju"),
        ("dlh", "pju", "pju is no crew of dlh; it has none"),
        ("pln", "pju", "no unit has it yet; first aduan assign UJI-261123-0001-2 UNIT"),
        (None, "pju", "no unit has it yet; first aduan assign UJI-261123-0001-2 UNIT"),
    ],
)
def test_a_crew_of_another_unit_or_of_none_is_refused_with_those_that_there_are(
    unit: str | None, crew: str, sentence: str
) -> None:
    with pytest.raises(UsageError) as caught:
        crew_of(Desk(unit).case, crew)
    assert sentence in str(caught.value)


PROOF = {**RULES, "proof": {"lampu": ["result", "file"], "janji": ["file"], "bebas": []}}


@pytest.mark.parametrize(
    ("category", "role", "says", "has_file", "missing"),
    [
        (None, LEAD, {}, False, "--result"),
        (None, LEAD, {"result": "diganti"}, False, None),
        ("bebas", LEAD, {}, False, None),
        ("lampu", LEAD, {}, False, "--result and --file"),
        ("lampu", LEAD, {"result": "diganti"}, False, "--file"),
        ("lampu", LEAD, {"result": "diganti"}, True, None),
        ("lampu", LEAD, {"result": "diganti", "files": [{}]}, False, None),
        ("janji", LEAD, {"files": [{}]}, False, None),
        ("janji", SUPPORT, {}, True, "--result"),
        ("lampu", SUPPORT, {"result": "dibantu"}, False, None),
    ],
)
def test_what_was_done_has_to_be_shown_as_the_category_says(
    category: str | None, role: str, says: dict[str, Any], has_file: bool, missing: str | None
) -> None:
    """Who leads by what the category asks for, who helps in a few words; a file that is there counts."""
    desk = Desk()
    complaint = copy_of(desk.complaint, category=category)
    case = Case(complaint=complaint, acting=desk.acting, rules=PROOF, revision="rev")
    part = Assignment("dlh", role, "in_progress")
    asked = AskedMove("resolve", says=says)
    if missing is None:
        check_proof(case, asked, part, lambda: has_file)
        return
    with pytest.raises(ProofError) as caught:
        check_proof(case, asked, part, lambda: has_file)
    is_ = "are" if "and" in missing else "is"
    assert str(caught.value).endswith(f"{missing} {is_} missing")
    assert ("asks for proof" in str(caught.value)) == (category is not None)


def test_of_what_was_erased_and_of_other_moves_no_proof_is_asked() -> None:
    """Nothing can be said of an erased one any more."""
    erased = copy_of(Desk().complaint, text="")
    part = Assignment("dlh", LEAD, "routed")
    check_proof(Case(erased, (), PROOF, "rev"), AskedMove("resolve"), part, lambda: False)
    check_proof(Desk().case, AskedMove("start"), part, lambda: False)


# -- holds


def test_a_hold_of_the_lead_ends_when_it_says_and_a_helpers_does_not_move_the_complaint() -> None:
    desk = Desk()
    desk.do(AskedMove("assign", to="bpbd", role=SUPPORT))
    desk.do(AskedMove("hold", unit="bpbd", says={"code": "cuaca", "until": AT + 60}))
    assert (desk.complaint.status, desk.complaint.held_until) == ("routed", None)
    desk.do(AskedMove("hold", says={"code": "cuaca", "until": AT + 90}))
    assert (desk.complaint.status, desk.complaint.held_until) == ("on_hold", AT + 90)
    desk.do(AskedMove("start"))
    assert (desk.complaint.status, desk.complaint.held_until) == ("in_progress", None)


def test_a_hold_whose_time_has_come_goes_on_by_itself() -> None:
    """The event says until when it was held, so that its clocks go on from there."""
    desk = Desk()
    desk.do(AskedMove("hold", says={"code": "cuaca", "until": AT + 90}))
    step = woken(desk.complaint, "tick", AT + 500)
    desk.keep(step)
    assert (desk.complaint.status, desk.complaint.held_until) == ("in_progress", None)
    assert desk.acting == [Assignment("dlh", LEAD, "in_progress")]
    assert desk.events[-1].data == {
        "unit": "dlh", "role": LEAD, "was": "on_hold", "status": "in_progress", "until": AT + 90,
    }  # fmt: skip


def test_each_return_of_the_lead_is_counted_and_a_helpers_is_not() -> None:
    desk = Desk()
    desk.do(AskedMove("assign", to="bpbd", role=SUPPORT))
    desk.do(AskedMove("return", unit="bpbd", says={"reason": "x"}))
    assert desk.complaint.bounces is None
    for count in (1, 2):
        desk.do(AskedMove("return", says={"reason": "x"}))
        assert desk.complaint.bounces == count
        desk.do(AskedMove("assign", to="dlh"))


def test_who_closes_because_the_caller_checked_owes_nobody_a_call() -> None:
    for by, owed in (("desk", True), ("caller", False)):
        desk = Desk()
        desk.do(AskedMove("resolve", says={"result": "x"}))
        assert desk.complaint.owed_since == AT
        desk.do(AskedMove("close", says={"by": by}))
        assert (desk.complaint.owed_since is not None) is owed


@pytest.mark.parametrize(
    ("status", "unit", "sentence"),
    [
        ("routed", "dlh", "dlh leads already"),
        ("new", "triage", "nobody leads yet; first aduan assign UJI-261123-0001-2 UNIT"),
    ],
)
def test_where_nobody_can_help_it_is_said(status: str, unit: str, sentence: str) -> None:
    with pytest.raises(NotAllowedError) as caught:
        Desk(unit, status).do(AskedMove("assign", to="dlh", role=SUPPORT))
    assert sentence in str(caught.value)


def test_the_lead_that_helped_before_helps_no_more() -> None:
    """Who is to lead is in nobody's list of helpers, and both parts are told apart."""
    desk = Desk()
    desk.do(AskedMove("assign", to="bpbd", role=SUPPORT))
    step = desk.do(AskedMove("assign", to="bpbd"))
    assert step is not None
    assert (desk.complaint.unit, desk.complaint.support) == ("bpbd", ())
    assert desk.acting == [Assignment("bpbd", LEAD, "routed")]
    assert (desk.complaint.step, desk.complaint.rule, desk.complaint.revision) == ("manual", None, "rev")


def received(key: str, event: str = "acknowledged") -> Event:
    """Return an event that a record or mail of a unit brought."""
    return Event(1, 0, "dlh", event, {"unit": "dlh", "received": key}, None)


def test_what_came_from_a_unit_is_known_by_who_said_it() -> None:
    events = [Event(1, 0, None, "logged", {}, None), received("a.1"), received("b")]
    assert [received_as(events, key) for key in ("a.1", "a.2", "a", "b", "c")] == ["a.1", "a.1", "a.1", "b", None]
    assert received_as([], "a") is None


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("verb", ["ack", "start", "hold", "return", "resolve"])
def test_only_a_word_that_contradicts_nothing_comes_too_late(verb: str, status: str) -> None:
    """It changes no field; where the move is possible, or the state says otherwise, it is none."""
    complaint = Complaint(ticket="UJI-261123-0001-6", status=status, unit="dlh")
    case = Case(complaint, (), RULES, None)
    part = Assignment("dlh", LEAD, status)
    late = received_late(case, AskedMove(verb, "dlh", says={"received": "a", "note": "x"}), part, "dlh", 5)
    further = {"ack": "acknowledged in_progress on_hold resolved closed", "start": "in_progress resolved closed"}
    further |= {"resolve": "resolved closed", "return": "returned"}
    assert (late is not None) == (status in further.get(verb, "").split())
    if late is not None:
        assert (late.changes, late.events[0][0]) == ({}, "received")
        assert late.events[0][1] == {"unit": "dlh", "move": verb, "received": "a", "note": "x"}
        assert not (status in LIFE[verb].before and verb != "ack")
