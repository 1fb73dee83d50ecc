"""The one way to decide: by the data, then by the unit's code, then the state."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.complaint.complaint import Complaint, copy_of
from aduan_cli.complaint.deciding import Decided, decide, hooks_for, is_left_to_code, quoting, unasked
from aduan_cli.complaint.fields import STATUSES
from aduan_cli.complaint.moves import FINAL
from aduan_cli.complaint.reading import as_stored, read, read_again
from aduan_cli.complaint.report import Report
from aduan_cli.model import CodeFailure, Consulted, Decision, UnitAnswer
from compiling import router_of

CITY: dict[str, Any] = {
    "desk": {"name": "Meja", "prefix": "UJI", "timezone": "UTC", "channels": ["phone"]},
    "cues": {"information": ["menanyakan"], "feedback": ["terima kasih"]},
    "kecamatan": {"Bekasi Timur": ["Margahayu"]},
    "units": {"dlh": {"name": "DLH"}},
    "outside": {"pln": {"name": "PLN", "referral": "Hubungi PLN."}},
    "categories": {"sampah": {"unit": "dlh", "text": ["sampah"]}, "listrik": {"unit": "pln", "text": ["listrik"]}},
    "handoff": [{"id": "api", "text": ["kebakaran"], "to": "dlh", "say": "Sambungkan."}],
    "rule": [{"id": "cepat", "text": ["bahaya"], "priority": "high", "continue": True}],
    "plugins": {"enable": ["bmsda"]},
}
BMSDA: dict[str, Any] = {
    "plugin": {"name": "bmsda", "api": 1},
    "unit": {"id": "bmsda", "name": "BMSDA"},
    "crews": {"pju": {"name": "PJU"}},
    "categories": {
        "pju": {"unit": "bmsda", "text": ["pju"]},
        "saran": {"unit": "bmsda", "text": ["saran"], "routes_feedback": True},
    },
    "rule": [{"id": "tiang", "text": ["tiang"], "to": "bmsda-pju"}],
}
RULES = router_of(CITY, bmsda=BMSDA)
ANSWER = UnitAnswer("bmsda-pju", ("bmsda",), "high", "dekat gardu")
SAID = Consulted("bmsda", "ab" * 32, ("route",), ANSWER)
SILENT = Consulted("bmsda", "ab" * 32, ("route",))
FAILED = Consulted("bmsda", None, failure=CodeFailure("bmsda", "route", "raised", "x"))


class Code:
    """The code of a plugin, which says one thing and remembers what it was asked."""

    def __init__(self, said: Consulted | None = SAID) -> None:
        self.said = said
        self.asked: list[tuple[str, Complaint, Decision]] = []

    def __call__(self, plugin: str, complaint: Complaint, decision: Decision) -> Consulted | None:
        self.asked.append((plugin, complaint, decision))
        return self.said


def decided(text: str, code: Code | None = None, **given: Any) -> Decided:
    """Decide what a new call says."""
    return decide(read(Report(text=text, **given), RULES), RULES, code)


@pytest.mark.parametrize(
    ("text", "step", "unit", "status"),
    [
        ("kebakaran", "handoff", "dlh", "routed"),
        ("menanyakan kebakaran", "handoff", "dlh", "routed"),
        ("terima kasih, ada kebakaran", "handoff", "dlh", "routed"),
        ("pju mati", "category", "bmsda", "routed"),
        ("pju, tiang roboh", "unit", "bmsda-pju", "routed"),
        ("listrik padam", "category", "pln", "referred"),
        ("sepi saja", "triage", "triage", "new"),
        ("menanyakan sampah", "category", "dlh", "answered"),
        ("terima kasih sampah", "category", "dlh", "answered"),
        ("terima kasih, saran pju", "category", "bmsda", "answered"),
        ("terima kasih, saran", "category", "bmsda", "routed"),
    ],
)
def test_a_new_call_by_the_data(text: str, step: str, unit: str, status: str) -> None:
    """Unit and state, and all of it on the complaint, which has no number yet."""
    got = decided(text)
    complaint = got.complaint
    assert (got.decision.step, got.decision.unit, complaint.status) == (step, unit, status)
    assert (complaint.step, complaint.unit, complaint.text, complaint.revision) == (step, unit, text, "rev")
    assert (complaint.ticket, complaint.number, complaint.id) == ("UJI", 0, 0)


BURNT = {"id": "gedung", "text": ["asap"], "category": ["sampah"], "to": "dlh", "say": "Sambungkan."}
NAMING = router_of(
    {
        **CITY,
        "handoff": [
            BURNT,
            {"id": "api", "text": ["kebakaran"], "to": "dlh", "as": "sampah", "say": "Sambungkan."},
        ],
        "question": [
            {"id": "isi", "category": "sampah", "text": "Isinya?", "type": "choice", "choices": ["plastik", "kain"]},
            {"id": "isi", "category": "listrik", "text": "Isinya?", "type": "number"},
        ],
    },
    bmsda=BMSDA,
)


@pytest.mark.parametrize(
    ("given_", "category"),
    [
        ({"text": "kebakaran, listrik padam"}, "sampah"),
        ({"text": "kebakaran"}, "sampah"),
        ({"text": "kebakaran", "category": "listrik"}, "listrik"),
        ({"text": "listrik padam"}, "listrik"),
        ({"text": "kebakaran padam", "answer": "Sudah padam."}, "sampah"),
    ],
)
def test_a_hand_off_says_which_category_the_call_gets_unless_a_person_gave_one(
    given_: dict[str, Any], category: str
) -> None:
    """Whatever the other words say; it is read from the text then, so that another reading may find another."""
    report = Report(**given_)
    complaint = decide(read(report, NAMING), NAMING).complaint
    assert complaint.category == category
    assert complaint.sources["category"] == ("given" if "category" in given_ else "text")


def test_what_a_hand_off_calls_it_is_read_again_and_replayed_alike() -> None:
    """Hand-offs look at the category that the text has, not at the one that the call got by another of them."""
    call = decide(read(Report(text="kebakaran, listrik padam, asap"), NAMING), NAMING).complaint
    assert (call.rule, call.category) == ("api", "sampah")
    for understood in (as_stored(call, NAMING), read_again(call, NAMING)):
        assert understood.facts.category == "listrik"
        again = decide(understood, NAMING, before=call)
        assert (again.decision.rule, again.complaint.category) == ("api", "sampah")


@pytest.mark.parametrize(("answer", "kept", "notes"), [("pla", "plastik", ()), ("7", 7, ("unfit-answer: isi",))])
def test_answers_are_fitted_to_the_questions_of_what_a_hand_off_calls_it(
    answer: str, kept: object, notes: tuple[str, ...]
) -> None:
    report = Report(text="kebakaran, listrik padam", answers={"isi": answer})
    complaint = decide(read(report, NAMING), NAMING).complaint
    assert (complaint.answers, complaint.notes) == ({"isi": kept}, notes)


def test_a_question_word_alone_waits_in_triage() -> None:
    """Unless somebody says that it is a question, or noted the answer."""
    assert decided("menanyakan apa saja").complaint.status == "new"
    assert decided("menanyakan apa saja", kind="information").complaint.status == "answered"
    assert decided("menanyakan apa saja", answer="Buka jam 8.").complaint.status == "answered"


def test_an_emergency_is_answered_by_a_person_alone() -> None:
    assert decided("menanyakan kebakaran", kind="information").complaint.status == "answered"
    assert decided("menanyakan kebakaran", answer="Pemadam di jalan.").complaint.status == "answered"


def test_code_answers_where_the_data_leave_it_to_code() -> None:
    """What rules added stays; the draft that the code sees is decided by the data."""
    code = Code()
    got = decided("pju mati, bahaya", code)
    assert got.decision == Decision("bmsda-pju", "code", "bmsda", ("bmsda",), "high", reason="dekat gardu")
    assert (got.complaint.unit, got.complaint.step, got.complaint.rule) == ("bmsda-pju", "code", "bmsda")
    ((plugin, draft, by_data),) = code.asked
    assert (plugin, draft.unit, draft.status, by_data.step) == ("bmsda", "bmsda", "routed", "category")


@pytest.mark.parametrize("said", [SILENT, FAILED, None, Consulted("bmsda", None, left_out="no_plugins")])
def test_what_code_does_not_decide_the_category_does(said: Consulted | None) -> None:
    got = decided("pju mati", Code(said))
    assert (got.decision.step, got.decision.unit, got.consulted, got.stands) == ("category", "bmsda", said, False)


@pytest.mark.parametrize(
    ("text", "times"),
    [("pju, tiang roboh", 1), ("kebakaran pju", 1), ("menanyakan pju", 0), ("sampah", 0), ("sepi saja", 0)],
)
def test_code_changes_nothing_that_was_not_left_to_it(text: str, times: int) -> None:
    """Asked is only the owner of the category, and only where somebody must act; what data decided holds."""
    code = Code()
    assert decided(text, code).decision == decided(text).decision
    assert len(code.asked) == times


def test_a_priority_that_was_given_is_nobodys_to_change() -> None:
    assert decided("pju bahaya").complaint.priority == "high"
    assert decided("pju bahaya", priority="low").complaint.priority == "low"
    assert decided("pju", Code(), priority="low").complaint.priority == "low"
    assert decided("pju", Code()).complaint.priority == "high"


@given(st.sampled_from(STATUSES), st.sampled_from(["pju", "sepi saja", "listrik", "menanyakan pju"]))
def test_the_state_of_a_file_counts_where_somebody_can_be_at_work(status: str, text: str) -> None:
    """What is answered on the phone owes nothing; what nobody has yet can't be at work; what is done is done."""
    by_rules, got = decided(text).complaint.status, decided(text, source="import", status=status).complaint.status
    if by_rules == "answered":
        assert got == "answered"
    elif by_rules == "routed":
        assert got == status
    else:
        assert got == (status if status in FINAL else by_rules)


def test_what_others_decided_is_no_business_of_the_code() -> None:
    """It sees the state by the rules; of what a file says to be answered it isn't asked."""
    code = Code()
    got = decide(read(Report("import", text="pju", status="closed"), RULES), RULES, code)
    assert (got.complaint.status, got.complaint.unit, code.asked[0][1].status) == ("closed", "bmsda-pju", "routed")
    decide(read(Report("import", text="pju", status="answered"), RULES), RULES, code)
    assert len(code.asked) == 1


# -- what is stored


def stored(text: str, said: Consulted | None = None, **changes: Any) -> Complaint:
    """Return a call as it was stored, and as its life went on."""
    return copy_of(decided(text, Code(said)).complaint, id=7, number=3, ticket="UJI-1", version=2, **changes)


@given(st.sampled_from(STATUSES), st.sampled_from(["pju", "sampah", "sepi saja", "listrik", "menanyakan pju"]))
def test_the_state_of_what_is_stored_begins_anew_only_where_it_moves(status: str, text: str) -> None:
    """Where nothing moves it stays; what is new gets the state of its decision; and it stays the same complaint.

    At an outside body nothing waits.
    """
    before = stored(text, status=status)
    here = decide(read_again(before, RULES), RULES, None, before)
    there = decide(read_again(before, RULES), RULES, None, copy_of(before, unit="regu-lama"))
    by_rules = decided(text).complaint.status
    has_left = status == "routed" and by_rules == "referred"
    assert here.complaint.status == (by_rules if status == "new" or has_left else status)
    assert there.complaint.status == by_rules
    assert (here.complaint.id, here.complaint.number, here.complaint.version) == (7, 3, 2)


@pytest.mark.parametrize("said", [FAILED, Consulted("bmsda", None, left_out="set_aside")])
def test_what_code_decided_stands_while_it_cannot_be_asked(said: Consulted) -> None:
    """A unit at work is not moved by a mistake; where it says something else, or nothing at all, that counts."""
    before = stored("pju", SAID)
    understood = read_again(before, RULES)
    stands = decide(understood, RULES, Code(said), before)
    assert (stands.stands, stands.decision.unit, stands.decision.step) == (True, "bmsda-pju", "code")
    assert stands.complaint.support == before.support
    for other, unit in ((SILENT, "bmsda"), (None, "bmsda"), (SAID, "bmsda-pju")):
        again = decide(understood, RULES, Code(other), before)
        assert (again.stands, again.decision.unit) == (False, unit)


@pytest.mark.parametrize(
    ("said_before", "rule", "priority"),
    [("normal", "emergency", "emergency"), ("high", "emergency", "emergency"), ("high", "normal", "high"),
     ("emergency", "high", "emergency"), ("normal", None, "normal")],
)  # fmt: skip
def test_what_stands_is_as_urgent_as_the_data_say_now_and_never_less(
    said_before: str, rule: str | None, priority: str
) -> None:
    """An emergency is one whether or not the unit's code can be asked, with the words of the rule that makes it one."""
    rules = [{"text": ["pju"], "priority": rule, "continue": True, "say": "Awas."}] if rule else []
    router = router_of({**CITY, "rule": rules}, bmsda=BMSDA)
    before = copy_of(stored("pju", SAID), priority=said_before)
    found = decide(read_again(before, router), router, Code(FAILED), before)
    assert (found.stands, found.decision.unit, found.complaint.priority) == (True, "bmsda-pju", priority)
    assert found.decision.say == ("Awas." if rules else None)
    told = copy_of(before, priority="low", sources={**before.sources, "priority": "given"})
    assert decide(read_again(told, router), router, Code(FAILED), told).complaint.priority == "low"


def test_it_does_not_stand_where_data_decide_now_or_it_is_about_something_else() -> None:
    before = stored("pju", SAID)
    ruled = router_of({**CITY, "rule": [{"text": ["pju"], "to": "dlh"}]}, bmsda=BMSDA)
    assert decide(read_again(before, ruled), ruled, unasked(lambda _plugin: True), before).decision.unit == "dlh"
    known = copy_of(before, category="saran", sources={**before.sources, "category": "given"})
    assert not decide(read_again(known, RULES), RULES, Code(FAILED), before).stands
    assert not decide(read_again(before, RULES), RULES, unasked(lambda _plugin: False), before).stands


def test_code_is_quoted_only_where_it_is_that_plugins() -> None:
    """`why` doesn't ask code: it quotes what the history says."""
    event = {"plugin": "bmsda", "sha256": "ab", "answer": {"unit": "bmsda-pju", "support": [], "priority": None}}
    understood = read(Report(text="pju"), RULES)
    quote = lambda code: decide(understood, RULES, quoting(code)).decision.unit  # noqa: E731
    assert quote({**event, "reason": None}) == "bmsda-pju"
    assert [quote(code) for code in (None, {**event, "answer": None}, {**event, "plugin": "dlh"})] == ["bmsda"] * 3


def test_the_hooks_that_are_asked() -> None:
    """Who acts only where it is left to code; notes on nothing that is urgent, nor where nobody wants any."""
    left, ruled = Decision("x", "category"), Decision("x", "unit")
    assert (is_left_to_code(left), is_left_to_code(ruled)) == (True, False)
    assert (hooks_for(left), hooks_for(ruled)) == (["route", "validate"], ["validate"])
    assert hooks_for(left._replace(priority="emergency")) == ["route"]
    assert hooks_for(left, notes=False) == ["route"]
    assert hooks_for(ruled, notes=False) == []
