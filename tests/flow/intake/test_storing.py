"""Taking a call: stored at once or before anybody is asked, its matters linked, and each asked only what it lacks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.events import ANSWERS_ADDED, CODE_ANSWERED, CODE_LEFT_OUT, CORRECTED, LOGGED, NOTED, ROUTED
from aduan_cli.complaint.report import Report
from aduan_cli.flow.intake.call import Call, Intake
from aduan_cli.flow.intake.storing import store_calls
from aduan_cli.model import Consulted, UnitAnswer
from aduan_cli.store.sqlite import SqliteStore
from aduan_cli.stored import Query
from aduan_cli.testing import NoCode
from compiling import router_of
from desk_here import Nobody

CITY: dict[str, Any] = {
    "desk": {"name": "Meja", "prefix": "UJI", "timezone": "UTC", "channels": ["phone"]},
    "kecamatan": {"Bekasi Timur": ["Margahayu"]},
    "units": {"dlh": {"name": "DLH"}, "bpbd": {"name": "BPBD"}},
    "categories": {
        "sampah": {"unit": "dlh", "text": ["sampah"]}, "banjir": {"unit": "bpbd", "text": ["banjir"]},
    },
    "question": [
        {"id": "tinggi", "category": "banjir", "text": "Setinggi apa?", "type": "number", "text_not": ["selutut"]},
        {"id": "arus", "category": "banjir", "text": "Arus?", "type": "choice", "choices": ["deras", "tenang"]},
    ],
    "handoff": [{"id": "api", "text": ["kebakaran"], "to": "bpbd", "say": "Sambungkan."}],
    "rule": [
        {"id": "dalam", "answers": {"tinggi": ">= 100"}, "to": "bpbd", "priority": "emergency", "say": "Segera."},
        {"id": "deras", "answers": {"arus": "deras"}, "priority": "high", "continue": True},
    ],
    "plugins": {"enable": ["bmsda"]},
}  # fmt: skip
PLUGIN: dict[str, Any] = {
    "plugin": {"name": "bmsda", "api": 1},
    "unit": {"id": "bmsda", "name": "BMSDA"},
    "crews": {"pju": {"name": "PJU"}},
    "categories": {"pju": {"unit": "bmsda", "text": ["pju"]}},
}
ROUTER = router_of(CITY, "rev", bmsda=PLUGIN)
AT = 1_795_000_000


class Code(NoCode):
    """A plugin's code: what it says, and what it was asked."""

    def __init__(self, answer: UnitAnswer | None = None, notes: tuple[str, ...] = (), questions: Any = ()) -> None:
        super().__init__()
        self.answer, self.notes, self.questions = answer, notes, questions
        self.asked: list[tuple[str, ...]] = []

    def exists(self, plugin: str) -> bool:
        return plugin == "bmsda"

    def ready(self, plugin: str | None, hook: str | None = None) -> bool:
        return plugin == "bmsda"

    def ask(self, plugin: str, complaint: Complaint, hooks: Sequence[str], event: Any = None) -> Consulted:
        self.asked.append(tuple(hooks))
        answer = self.answer if "route" in hooks else None
        notes = self.notes if "validate" in hooks else ()
        return Consulted(plugin, "ab" * 32, tuple(hooks), answer, notes, self.questions if "questions" in hooks else ())


class Officer(Nobody):
    """An officer who knows some answers, and remembers in which order things happened."""

    def __init__(self, place: str | None = None, **answers: Any) -> None:
        self.place, self.answers, self.log = place, answers, []  # type: ignore[var-annotated]

    def ask(self, questions: Sequence[Any]) -> dict[str, Any]:  # type: ignore[override]
        names = [question[0] for question in questions]
        self.log.append(("asked", *names))
        return {name: self.answers[name] for name in names if name in self.answers}

    def ask_place(self, _ticket: str, exactly: bool) -> str | None:
        self.log.append(("place", exactly))
        return self.place

    def stored(self, call: Call) -> None:
        self.log.append(("stored", call.complaint.status))

    def turn_to(self, call: Call) -> None:
        self.log.append(("turned to", call.complaint.text))

    def urge(self, _call: Call) -> None:
        self.log.append(("urged",))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    """Return an empty store."""
    store = SqliteStore(str(tmp_path / "aduan.db"))
    yield store
    store.close()


def take(store: SqliteStore, *texts: str, officer: Any = None, code: Any = None, **given_: Any) -> list[Call]:
    """Take a call of some matters."""
    intakes = [
        Intake(Report(text=text, reported_at=AT, logged_at=AT, **given_), ROUTER, code or NoCode()) for text in texts
    ]
    return store_calls(intakes, store, lambda: AT + 60, officer or Nobody())


def told(store: SqliteStore) -> list[list[str]]:
    """Return the types of events of each complaint, the first first."""
    return [[event.type for event in store.events(one)] for one in store.find(Query(ascending=True))]


def of(store: SqliteStore) -> Complaint:
    """Return the only complaint."""
    (one,) = store.find(Query())
    return one


# -- nobody to ask


def test_what_data_decide_is_one_transaction_and_one_event(store: SqliteStore) -> None:
    (call,) = take(store, "sampah di Margahayu")
    assert (call.complaint.unit, call.complaint.status, call.decision.step) == ("dlh", "routed", "category")
    assert (call.complaint.version, call.repeated, call.notes, told(store)) == (1, False, (), [[LOGGED]])


def test_the_same_key_again_is_the_first_call(store: SqliteStore) -> None:
    first, again = (take(store, "sampah", key="wa:1")[0] for _time in range(2))
    assert (again.repeated, again.complaint.ticket) == (True, first.complaint.ticket)
    assert told(store) == [[LOGGED]]


def test_code_that_is_not_asked_is_told_with_why(store: SqliteStore) -> None:
    class SetAside(NoCode):
        def exists(self, _plugin: str) -> bool:
            return True

        def left_out(self, _plugin: str) -> str | None:
            return "set_aside"

    take(store, "pju padam", code=SetAside())
    assert told(store) == [[LOGGED, CODE_LEFT_OUT]]


@pytest.mark.parametrize(("text", "times"), [("pju padam", 1), ("banjir di Margahayu", 2)])
def test_data_decide_once_of_the_same_facts(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch, text: str, times: int
) -> None:
    """Code that is asked changes none of them; an answer of the caller does."""
    decided: list[object] = []
    whole = ROUTER.engine.decide

    def counted(*arguments: Any) -> Any:
        decided.append(arguments)
        return whole(*arguments)

    monkeypatch.setattr(ROUTER.engine, "decide", counted)
    (call,) = take(store, text, code=Code(UnitAnswer("bmsda-pju")), officer=Officer(arus="deras"))
    assert call.decision.step == {"pju padam": "code"}.get(text, "category")
    assert len(decided) == times


# -- several matters


def test_matters_of_a_call_are_linked_with_the_first(store: SqliteStore) -> None:
    """Each says so at once, as the store has it."""
    first, second, third = (call.complaint for call in take(store, "sampah", "banjir", "pju"))
    assert first.linked == (second.ticket, third.ticket)
    assert second.linked == third.linked == (first.ticket,)
    for one in store.find(Query()):
        assert one.linked == {first.ticket: first, second.ticket: second, third.ticket: third}[one.ticket].linked


def test_each_matter_is_asked_about_once_the_officer_has_turned_to_it(store: SqliteStore) -> None:
    """All are durable before the first question."""
    officer = Officer(tinggi=30, arus="tenang")
    take(store, "sampah", "banjir", officer=officer)
    assert officer.log == [
        ("stored", "routed"), ("stored", "new"), ("turned to", "banjir"), ("asked", "tinggi", "arus"),
    ]  # fmt: skip


# -- questions


def test_a_call_is_stored_before_its_questions_and_decided_by_the_answers(store: SqliteStore) -> None:
    officer = Officer(tinggi=30, arus="deras")
    (call,) = take(store, "banjir di Margahayu", officer=officer)
    assert officer.log[0] == ("stored", "new")
    assert (call.complaint.unit, call.complaint.priority, call.complaint.answers) == (
        "bpbd", "high", {"tinggi": 30, "arus": "deras"},
    )  # fmt: skip
    assert told(store) == [[LOGGED, ROUTED]]
    assert of(store).version == call.complaint.version == 2


def test_what_the_call_says_or_was_given_is_not_asked(store: SqliteStore) -> None:
    officer = Officer()
    take(store, "banjir selutut", officer=officer, answers={"arus": "tenang"})
    assert officer.log == [("stored", "routed")]


def test_an_answer_that_makes_an_emergency_urges_at_once_and_asks_where(store: SqliteStore) -> None:
    """The rest of the questions waits for nobody: what to do now comes first."""
    officer = Officer(place="Jl. Mawar 3, Margahayu", tinggi=150)
    (call,) = take(store, "banjir", officer=officer)
    assert officer.log == [("stored", "new"), ("asked", "tinggi", "arus"), ("urged",), ("place", False)]
    assert (call.complaint.priority, call.complaint.rule) == ("emergency", "dalam")
    assert (of(store).address, of(store).kelurahan) == ("Jl. Mawar 3", "Margahayu")


@pytest.mark.parametrize(
    ("text", "place", "asked", "address"),
    [
        ("kebakaran", "Jl. Mawar 3", ("place", False), "Jl. Mawar 3"),
        ("kebakaran di Margahayu", "dekat pasar", ("place", True), "dekat pasar"),
        ("kebakaran", "  ", ("place", False), None),
        ("kebakaran", None, ("place", False), None),
    ],
)
def test_where_an_emergency_is_is_asked_once_it_is_stored(
    store: SqliteStore, text: str, place: str | None, asked: Any, address: str | None
) -> None:
    """By voice it goes at once: it is stored as decided, and nothing else is asked before."""
    officer = Officer(place=place)
    take(store, text, officer=officer)
    assert officer.log[:2] == [("stored", "routed"), asked]
    assert of(store).address == address


def test_of_an_emergency_whose_street_is_known_nothing_is_asked(store: SqliteStore) -> None:
    officer = Officer()
    take(store, "kebakaran di Jl. Mawar 3, Margahayu", officer=officer)
    assert officer.log == [("stored", "routed")]


# -- code


def test_code_decides_what_data_left_to_it_and_its_notes_are_told(store: SqliteStore) -> None:
    code = Code(UnitAnswer("bmsda-pju", (), "high", "dekat gardu"), ("tiang miring",))
    (call,) = take(store, "pju padam", code=code)
    assert (call.complaint.unit, call.complaint.step, call.complaint.rule, call.notes) == (
        "bmsda-pju", "code", "bmsda", ("tiang miring",),
    )  # fmt: skip
    assert code.asked == [("route", "validate")]
    assert told(store) == [[LOGGED, ROUTED, CODE_ANSWERED, NOTED]]


def test_code_asks_what_it_wants_to_know_before_it_decides(store: SqliteStore) -> None:
    """What was given for it already is fitted to its question and not asked."""
    code = Code(questions=(("tiang", "Nomor tiang?", "number", ()), ("warna", "Warna?", "text", ())))
    officer = Officer(warna="kuning")
    (call,) = take(store, "pju padam", officer=officer, code=code, answers={"tiang": "7"})
    assert officer.log[1:] == [("asked", "warna")]
    assert call.complaint.answers == {"tiang": 7, "warna": "kuning"}
    assert code.asked == [("questions",), ("route", "validate")]


def test_an_answer_that_fits_no_question_is_kept_and_noted(store: SqliteStore) -> None:
    (call,) = take(store, "banjir", officer=Officer(arus="tenang"), answers={"tinggi": "sepinggang"})
    assert call.complaint.answers["tinggi"] == "sepinggang"
    assert call.complaint.notes == ("unfit-answer: tinggi",)


def test_answers_alone_are_an_event_of_their_own(store: SqliteStore) -> None:
    """Of what went by voice they change nothing of the decision any more; the place comes before them."""
    code, officer = Code(questions=(("warna", "Warna?", "text", ()),)), Officer(warna="putih", place="Jl. Mawar 1")
    take(store, "kebakaran pju", officer=officer, code=code)
    assert officer.log == [("stored", "routed"), ("place", False), ("asked", "warna")]
    assert told(store) == [[LOGGED, CORRECTED, ANSWERS_ADDED]]
    assert of(store).answers == {"warna": "putih"}


# -- in thought


@pytest.mark.parametrize(
    ("text", "code", "unit"),
    [
        ("sampah", NoCode(), "dlh"),
        ("pju", Code(UnitAnswer("bmsda-pju", (), None, "x")), "bmsda-pju"),
        ("x", NoCode(), "triage"),
    ],
)
def test_what_would_be_decided_is_told_and_nothing_stored(store: SqliteStore, text: str, code: Any, unit: str) -> None:
    call = Intake(Report(text=text, reported_at=AT, logged_at=AT), ROUTER, code).foresee()
    assert (call.decision.unit, store.count(Query())) == (unit, 0)


WORDS = st.lists(
    st.sampled_from(["sampah", "banjir", "pju", "kebakaran", "selutut", "di Margahayu"]), min_size=1, max_size=4
)


@given(WORDS.map(" ".join), st.none() | st.integers(0, 200), st.sampled_from([None, "deras", "tenang"]), st.booleans())
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_whatever_is_answered_the_store_has_what_the_call_says(
    tmp_path_factory: pytest.TempPathFactory, text: str, height: int | None, stream: str | None, coded: bool
) -> None:
    """And it is what the rules make of the text with those answers, asked before or after it was stored."""
    store = SqliteStore(str(tmp_path_factory.mktemp("t") / "aduan.db"))
    known = {name: value for name, value in (("tinggi", height), ("arus", stream)) if value is not None}
    code = Code(UnitAnswer("bmsda-pju", (), None, "x")) if coded else NoCode()
    (call,) = take(store, text, officer=Officer(**known), code=code)
    kept = of(store)
    for name in ("unit", "status", "priority", "step", "rule", "answers", "version", "support"):
        assert getattr(kept, name) == getattr(call.complaint, name), name
    answered = {name: value for name, value in known.items() if name in kept.answers}
    at_once = Intake(Report(text=text, reported_at=AT, logged_at=AT, answers=answered), ROUTER, code).foresee()
    if call.decision.step != "handoff":
        assert (kept.unit, kept.priority) == (at_once.complaint.unit, at_once.complaint.priority)
    assert store.breaks() == []
    assert list(store.differences()) == []
    store.close()
