"""What a child writes is believed by nobody: whatever it is, it is checked, and never raises anything else."""

from __future__ import annotations

from json import dumps, loads
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.hookspecs import DELIVERIES, LONGEST, MOST, QUESTION_TYPES, Decision, Delivery, Note, Question
from aduan_cli.model import PRIORITIES, UnitAnswer
from aduan_cli.plugins.hook_results import AnswerError, argument, checked, plain
from aduan_cli.rules.language.values import SLUG
from aduan_cli.testing import complaint

SCOPE = ("nakal", "nakal-regu", "pln")
OUTSIDE = {"pln": {"name": "PLN"}}
HOOKS = ("route", "validate", "questions", "observe", "notify", "commands")
SURROGATES = st.characters(categories=["Cs"])
WORDS = st.text(max_size=20) | st.text(SURROGATES, max_size=3)
KNOWN = st.sampled_from(["nakal", "nakal-regu", "pln", "dlh", "high", "urgent", "choice", "text", "sent", ""])
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | WORDS | KNOWN,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)
"""Any data that JSON can bring, and such that is nearly right."""
NEARLY = (
    st.lists(PLAIN, min_size=4, max_size=4)
    | st.tuples(KNOWN, st.lists(KNOWN, max_size=3), KNOWN | st.none(), WORDS | st.none()).map(list)
    | st.lists(st.lists(PLAIN, min_size=4, max_size=4), max_size=3)
    | st.tuples(KNOWN, PLAIN).map(list)
)


def through(hook: str, answer: Any) -> Any:
    """Return what the parent makes of an answer."""
    return checked(hook, loads(dumps(plain(hook, answer))), SCOPE, OUTSIDE)


def storable(value: Any) -> bool:
    """Say whether texts can be kept by any store."""
    if isinstance(value, str):
        value.encode()
        return True
    return all(map(storable, value)) if isinstance(value, (list, tuple)) else True


@given(st.sampled_from([*HOOKS, "unknown"]), PLAIN | NEARLY)
def test_whatever_a_child_writes_is_refused_or_allowed(hook: str, data: Any) -> None:
    try:
        answer = checked(hook, data, SCOPE, OUTSIDE)
    except AnswerError:
        return
    if isinstance(answer, UnitAnswer):
        assert {answer.unit, *answer.support} <= set(SCOPE)
        assert not set(answer.support) & set(OUTSIDE)
        assert answer.priority in (None, *PRIORITIES)
        assert storable((answer.unit, answer.support, answer.reason))
    elif isinstance(answer, list):
        assert storable(answer)
        assert len(answer) <= MOST or hook == "commands"


@given(
    st.sampled_from(SCOPE),
    st.lists(st.sampled_from(SCOPE[:2]), max_size=MOST),
    st.sampled_from((None, *PRIORITIES)),
    st.none() | st.text(max_size=LONGEST),
)
def test_a_good_decision_arrives_as_it_was_made(unit: str, support: list[str], priority: Any, reason: Any) -> None:
    answer = through("route", Decision(unit, support, priority, reason))
    assert answer == UnitAnswer(unit, tuple(support), priority, reason)


SAID = st.text(min_size=1, max_size=LONGEST).filter(str.strip)


@given(st.lists(SAID, max_size=MOST))
def test_good_notes_arrive_on_one_line_each(texts: list[str]) -> None:
    assert through("validate", tuple(map(Note, texts))) == [" ".join(text.split()) for text in texts]


SLUGS = st.from_regex(SLUG, fullmatch=True)


@given(
    st.lists(st.tuples(SLUGS, SAID, st.sampled_from(["text", "number"])), max_size=MOST, unique_by=lambda one: one[0])
)
def test_good_questions_arrive_as_they_were_made(questions: list[tuple[str, str, str]]) -> None:
    choice = Question("bisa", "Bisa dilewati?", "choice", ("ya", "tidak"))
    asked = [*[Question(*question) for question in questions[1:]], choice]
    assert [Question(*one[:3], tuple(one[3])) for one in through("questions", asked)] == asked


@given(st.sampled_from(DELIVERIES), st.none() | st.text(max_size=LONGEST))
def test_a_good_delivery_arrives_as_it_was_made(state: str, detail: Any) -> None:
    assert through("notify", Delivery(state, detail)) == Delivery(state, detail)


def test_nothing_is_an_answer() -> None:
    """None for "as the manifest says", no notes, no questions; an observer has nothing to say."""
    assert through("route", None) is None
    assert through("validate", None) == through("questions", None) == []
    assert through("observe", None) is None


def test_words_that_no_store_can_keep_are_made_storable() -> None:
    """A lone surrogate is written out, wherever it stands."""
    assert through("route", Decision("nakal", reason="a\ud800b")).reason == "a\\ud800b"
    assert through("validate", [Note("\udcff")]) == ["\\udcff"]
    asked = Question("q", "\ud801", "choice", ["\ud802", "ya"])
    assert through("questions", [asked]) == [["q", "\\ud801", "choice", ["\\ud802", "ya"]]]
    assert through("notify", Delivery("failed", "\ud800")).detail == "\\ud800"


TOO_MUCH = {
    "a reason": ("route", Decision("nakal", reason="x" * (LONGEST + 1))),
    "helpers": ("route", Decision("nakal", support=["nakal"] * (MOST + 1))),
    "a note": ("validate", [Note("x" * (LONGEST + 1))]),
    "notes": ("validate", [Note("x")] * (MOST + 1)),
    "a question": ("questions", [Question("q", "x" * (LONGEST + 1))]),
    "questions": ("questions", [Question("q", "?")] * (MOST + 1)),
    "choices": ("questions", [Question("q", "?", "choice", ["ya"] * (MOST + 1))]),
    "a detail": ("notify", Delivery("sent", "x" * (LONGEST + 1))),
}
WRONG = {
    "a bare note": ("validate", Note("x")),
    "a dict of notes": ("validate", {"text": "x"}),
    "a text as support": ("route", Decision("nakal", support="nakal")),
    "a set as support": ("route", Decision("nakal", support={"nakal"})),  # type: ignore[arg-type]
    "choices without a choice": ("questions", [Question("q", "?", "text", ["ya"])]),
    "a choice without choices": ("questions", [Question("q", "?", "choice")]),
    "a type that isn't there": ("questions", [Question("q", "?", "date")]),
    "a state that isn't there": ("notify", Delivery("lost")),
    "a text as delivery": ("notify", "sent"),
    "nothing as delivery": ("notify", None),
    "an observer's answer": ("observe", [True]),
    "an outside body as helper": ("route", Decision("nakal", support=["pln"])),
    "an empty note": ("validate", [Note("")]),
    "a blank note": ("validate", [Note(" \n\u2003")]),
    "an empty question": ("questions", [Question("q", "")]),
    "a blank choice": ("questions", [Question("q", "?", "choice", ["ya", " "])]),
    "a choice twice": ("questions", [Question("q", "?", "choice", ["ya", "tidak", "ya"])]),
    "a question twice": ("questions", [Question("q", "?"), Question("q", "!")]),
    "a class of questions": ("questions", Question),
}
REFUSED = {**{f"too much: {name}": case for name, case in TOO_MUCH.items()}, **WRONG}


@pytest.mark.parametrize("name", REFUSED)
def test_what_the_contract_does_not_allow_is_refused_in_words(name: str) -> None:
    """The sentence says what came and what would have been right; it is short, whatever came."""
    hook, answer = REFUSED[name]
    with pytest.raises(AnswerError) as told:
        through(hook, answer)
    assert 10 < len(str(told.value)) < 400


def test_an_answer_of_another_hook_is_refused() -> None:
    for hook, answer in (("route", [Note("x")]), ("validate", [Decision("nakal")]), ("questions", [Note("x")])):
        with pytest.raises(AnswerError, match="was expected"):
            through(hook, answer)


def test_a_unit_that_is_not_in_scope_is_named_with_those_that_are() -> None:
    with pytest.raises(AnswerError, match=r"'dlh' is no unit that the plugin may name; one of nakal, nakal-regu, pln"):
        through("route", Decision("dlh"))


@given(st.dictionaries(st.text(max_size=5), PLAIN, max_size=3))
def test_a_complaint_arrives_in_the_child_as_it_was_sent(answers: dict[str, Any]) -> None:
    """The mapping can't be changed; the time bears the desk's offset."""
    sent = complaint(answers=answers, support=["bpbd"])
    data = {**sent._asdict(), "answers": answers, "fields": {}, "reported_at": sent.reported_at.isoformat()}
    given = argument("route", loads(dumps(data)))["complaint"]
    assert given.reported_at == sent.reported_at
    assert given.support == ("bpbd",)
    with pytest.raises(TypeError):
        given.answers["x"] = 1
    with pytest.raises(AttributeError):
        given.unit = "dlh"


def test_question_types_are_those_of_the_contract() -> None:
    for kind in QUESTION_TYPES:
        choices = ["ya"] if kind == "choice" else []
        assert through("questions", [Question("q", "?", kind, choices)])[0][2] == kind


@pytest.mark.parametrize("name", ["", "A", "a b", "a--b", "-a", "a\n", "ä", "a_b"])
def test_a_questions_id_is_a_slug(name: str) -> None:
    """It stands in the history for ever: no place for a caller's words."""
    with pytest.raises(AnswerError, match="hyphens were expected"):
        checked("questions", [[name, "?", "text", []]], (), ())
    assert checked("questions", [["nomor-tiang-2", "?", "text", []]], (), ())[0][0] == "nomor-tiang-2"
