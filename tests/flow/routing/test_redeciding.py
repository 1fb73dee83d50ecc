"""Deciding again: what rules may not move says so, units that go by other ids go along, and nobody's work is ended."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.complaint.complaint import Complaint, copy_of
from aduan_cli.complaint.deciding import decide
from aduan_cli.complaint.events import CODE_ANSWERED, ROUTED
from aduan_cli.complaint.fields import STATUSES
from aduan_cli.complaint.moves import BY_HAND, BY_RULES
from aduan_cli.complaint.reading import read
from aduan_cli.complaint.redecided import KEPT, RENAMED, step_of
from aduan_cli.complaint.report import Report
from aduan_cli.complaint.router import Router
from aduan_cli.complaint.step import changing, taking
from aduan_cli.errors import NotAllowedError, UsageError
from aduan_cli.flow.routing.redeciding import (
    again,
    by_hand,
    check_moved_by_hand,
    check_moved_by_rules,
    check_reason,
    each_again,
    is_false_alarm,
    movable,
    of_units,
    pages_waiting,
    store_decision,
)
from aduan_cli.model import Consulted, UnitAnswer
from aduan_cli.store.sqlite import SqliteStore
from aduan_cli.stored import Query
from aduan_cli.testing import NoCode
from compiling import router_of

TICKET = "UJI-261123-0001-2"
CITY: dict[str, Any] = {
    "desk": {"name": "Meja", "prefix": "UJI", "timezone": "UTC", "channels": ["phone"]},
    "units": {"dlh": {"name": "DLH"}, "bpbd": {"name": "BPBD"}, "dinkes": {"name": "Dinkes"}},
    "outside": {"pln": {"name": "PLN", "referral": "Hubungi PLN."}},
    "categories": {
        "sampah": {"unit": "dlh", "text": ["sampah"]},
        "banjir": {"unit": "bpbd", "text": ["banjir"]},
        "listrik": {"unit": "pln", "text": ["listrik"]},
    },
    "rule": [{"id": "bau", "text": ["bau"], "support": "dinkes", "continue": True}],
}
ROUTER = router_of(CITY, "baru")
MOVED = router_of({**CITY, "categories": {"sampah": {"unit": "bpbd", "text": ["sampah"]}}}, "pindah")
RENAMING = router_of(
    {
        **CITY,
        "units": {"lh": {"name": "DLH", "aliases": ["dlh"]}, "bpbd": {"name": "BPBD"}},
        "categories": {"sampah": {"unit": "lh", "text": ["sampah"]}},
        "rule": [],
    },
    "nama",
)


def stored(text: str = "sampah menumpuk", router: Router = ROUTER, **more: Any) -> Complaint:
    """Return a call as it was logged, and what became of it since."""
    at = 1_795_000_000
    decided = decide(read(Report(text=text, reported_at=at, logged_at=at), router), router).complaint
    return copy_of(decided, **{"ticket": TICKET, "version": 1, **more})


class Saying(NoCode):
    """Code of a plugin that says one thing."""

    def __init__(self, said: Consulted) -> None:
        super().__init__()
        self.said, self.asked = said, []  # type: ignore[var-annotated]

    def exists(self, _plugin: str) -> bool:
        return True

    def ready(self, _plugin: str | None, _hook: str | None = None) -> bool:
        return True

    def ask(self, _plugin: str, _complaint: Complaint, hooks: Any, _event: Any = None) -> Consulted:
        self.asked.append(tuple(hooks))
        return self.said


# -- what may be decided at all


@pytest.mark.parametrize("status", STATUSES)
def test_what_is_at_work_or_done_is_not_moved_by_rules(status: str) -> None:
    complaint = stored(status=status)
    if status in BY_RULES:
        check_moved_by_rules(complaint, ROUTER)
        return
    with pytest.raises(NotAllowedError) as caught:
        check_moved_by_rules(complaint, ROUTER)
    way = "aduan reopen" if status not in BY_HAND else f"aduan route {TICKET} --to UNIT --reason TEXT"
    assert way in str(caught.value)


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"text": ""}, f"{TICKET} was erased and stays where it is"),
        ({"step": "manual"}, f"{TICKET} was decided by hand and stays so"),
        ({"step": "manual", "unit": "hilang"}, f"{TICKET} was decided by hand for 'hilang', which is gone"),
        ({"merged_into": "UJI-2", "status": "rejected"}, f"{TICKET} was merged into UJI-2: nothing is decided of it"),
        ({"status": "closed"}, f"{TICKET} is closed: nothing is routed there; first aduan reopen {TICKET}"),
    ],
)
def test_why_it_stays_is_one_sentence(more: dict[str, Any], sentence: str) -> None:
    with pytest.raises(NotAllowedError) as caught:
        check_moved_by_rules(stored(**more), ROUTER)
    assert str(caught.value).startswith(sentence)


# -- by the rules


def test_the_same_again_is_no_change() -> None:
    for text in ("sampah menumpuk", "sampah bau", "entah apa"):
        found = again(stored(text), ROUTER, NoCode())
        assert not found.changed, text


def test_newer_rules_move_it_with_what_they_say() -> None:
    found = again(stored(), MOVED, NoCode())
    assert (found.before.unit, found.after.unit, found.after.revision, found.decision.step) == (
        "dlh", "bpbd", "pindah", "category",
    )  # fmt: skip


@given(st.sampled_from(["acknowledged", "in_progress", "on_hold", "returned", "resolved"]))
def test_what_a_unit_works_on_only_follows_it_to_its_new_id(status: str) -> None:
    """Nothing else of it is decided: it is at work there."""
    found = again(stored(status=status), RENAMING, NoCode())
    assert (found.after.unit, found.after.status, found.decision.step, found.ids) == (
        "lh", status, RENAMED, (("dlh", "lh"),),
    )  # fmt: skip


def test_what_is_done_keeps_the_id_that_it_had() -> None:
    with pytest.raises(NotAllowedError):
        again(stored(status="closed"), RENAMING, NoCode())


def test_a_helper_that_is_gone_ends_and_one_with_another_id_goes_along() -> None:
    """Whoever leads goes on."""
    gone = again(stored(status="in_progress", unit="bpbd", support=("dinkes",), step="manual"), RENAMING, NoCode())
    assert (gone.after.support, gone.after.unit, gone.ids) == ((), "bpbd", ())
    named = again(stored(status="in_progress", unit="bpbd", support=("dlh",), step="manual"), RENAMING, NoCode())
    assert (named.after.support, named.ids) == (("lh",), (("dlh", "lh"),))


def test_who_helps_and_has_begun_stays_whatever_rules_decide() -> None:
    """And where nobody of the city would lead, it stays where it is, with where rules would send it."""
    helped = stored(support=("dinkes",))
    found = again(helped, MOVED, NoCode(), stays=("dinkes",))
    assert (found.after.unit, found.after.support) == ("bpbd", ("dinkes",))
    referring = router_of({**CITY, "categories": {"sampah": {"unit": "pln", "text": ["sampah"]}}}, "pln")
    found = again(helped, referring, NoCode(), stays=("dinkes",))
    assert (found.after.unit, found.left, found.changed) == ("dlh", "pln", False)
    assert again(helped, referring, NoCode()).after.unit == "pln"


def test_a_word_that_made_it_none_counts_no_more_for_new_words() -> None:
    urgent = router_of({**CITY, "handoff": [{"id": "api", "text": ["api"], "to": "bpbd", "say": "x"}]}, "u")
    calm = stored("sampah", urgent, sources={"priority": "given"}, priority="low")
    later = copy_of(calm, text="sampah, ada api")
    assert again(later, urgent, NoCode(), was=calm).after.step == "handoff"
    assert again(later, urgent, NoCode()).after.step == "category"


# -- code

PLUGIN: dict[str, Any] = {
    "plugin": {"name": "bmsda", "api": 1},
    "unit": {"id": "bmsda", "name": "BMSDA"},
    "crews": {"pju": {"name": "PJU"}},
    "categories": {"pju": {"unit": "bmsda", "text": ["pju"]}},
}
CODED = router_of({**CITY, "plugins": {"enable": ["bmsda"]}}, "kode", bmsda=PLUGIN)
ANSWER = Consulted("bmsda", "ab" * 32, ("route",), UnitAnswer("bmsda-pju", (), "high", "dekat gardu"))


def test_code_is_asked_again_and_looked_at_by_its_validator_only_where_it_never_was() -> None:
    """A call that was cut off waits as new; one that was decided was looked at then."""
    for status, hooks in (("routed", ("route",)), ("new", ("route", "validate"))):
        code = Saying(ANSWER)
        found = again(stored("pju padam", CODED, status=status), CODED, code)
        assert (found.after.unit, found.after.step, code.asked) == ("bmsda-pju", "code", [hooks])


class Unready(Saying):
    """Code that was set aside, for it failed too often."""

    def ready(self, _plugin: str | None, _hook: str | None = None) -> bool:
        return False

    def left_out(self, _plugin: str) -> str | None:
        return "set_aside"


def test_what_code_decided_stays_where_it_can_not_be_asked() -> None:
    by_code = stored("pju padam", CODED, unit="bmsda-pju", step="code", rule="bmsda", priority="high")
    found = again(by_code, CODED, Unready(ANSWER))
    assert (found.after.unit, found.changed) == ("bmsda-pju", False)
    gone = again(by_code, CODED, NoCode())
    assert (gone.after.unit, gone.after.step) == ("bmsda", "category"), "a plugin without code decides nothing"


def test_an_emergency_is_one_at_once_though_code_can_not_be_asked() -> None:
    """New words or newer rules make it one: it stays with its unit, and its urgency and what is to be said are told."""
    urgent = {"id": "api", "text": ["terbakar"], "priority": "emergency", "continue": True, "say": "Telepon 113."}
    router = router_of({**CITY, "rule": [urgent], "plugins": {"enable": ["bmsda"]}}, "darurat", bmsda=PLUGIN)
    by_code = stored("pju terbakar", CODED, unit="bmsda-pju", step="code", rule="bmsda", priority="normal")
    found = again(by_code, router, Unready(ANSWER))
    assert (found.after.unit, found.after.step, found.after.priority) == ("bmsda-pju", "code", "emergency")
    assert (found.changes["priority"], "unit" in found.changes) == ("emergency", False)
    assert found.decision.say == "Telepon 113."
    step = step_of(found, "sari", 1_795_000_100)
    assert step is not None
    assert (step.events[0][0], step.events[0][1]["priority"]) == ("routed", "emergency")


# -- by hand


@pytest.mark.parametrize(
    ("was", "unit", "to", "after"),
    [
        ("routed", "dlh", "bpbd", ("bpbd", "routed", True)),
        ("routed", "dlh", "dlh", ("dlh", "routed", False)),
        ("in_progress", "dlh", "dlh", ("dlh", "in_progress", False)),
        ("returned", "dlh", "dlh", ("dlh", "routed", True)),
        ("answered", "dlh", "dlh", ("dlh", "routed", True)),
        ("new", "triage", "triage", ("triage", "new", False)),
        ("routed", "dlh", "triage", ("triage", "new", True)),
        ("routed", "dlh", "pln", ("pln", "referred", True)),
        ("referred", "pln", "pln", ("pln", "referred", False)),
        ("routed", "pln", "pln", ("pln", "referred", True)),
        ("new", "triage", "dlh", ("dlh", "routed", True)),
    ],
)
def test_a_hand_sends_it_where_it_says_and_what_is_there_already_stays(
    was: str, unit: str, to: str, after: tuple[str, str, bool]
) -> None:
    found = by_hand(stored(status=was, unit=unit), ROUTER, to)
    assert (found.after.unit, found.after.status, found.changed) == after
    if found.changed:
        assert (found.after.step, found.after.rule) == ("manual", None)


def test_who_is_to_lead_helps_no_more_and_a_question_becomes_a_complaint() -> None:
    found = by_hand(stored(support=("bpbd", "dinkes"), kind="information"), ROUTER, "bpbd")
    assert (found.after.support, found.after.kind, found.after.sources["kind"]) == (("dinkes",), "complaint", "given")


@pytest.mark.parametrize("status", STATUSES)
def test_a_hand_may_not_touch_what_is_closed_or_merged(status: str) -> None:
    complaint = stored(status=status)
    if status in BY_HAND:
        check_moved_by_hand(complaint)
    else:
        with pytest.raises(NotAllowedError, match="aduan reopen"):
            check_moved_by_hand(complaint)


# -- reasons


def test_a_hand_says_why_and_who_changes_nothing_need_not() -> None:
    moved = by_hand(stored(), ROUTER, "bpbd")
    with pytest.raises(UsageError, match="--to without --reason"):
        check_reason(moved, None)
    check_reason(moved, "salah alamat")
    check_reason(by_hand(stored(), ROUTER, "dlh"), None)
    check_reason(by_hand(stored(text=""), ROUTER, "bpbd"), None)  # erased: no words are stored on it


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ({"status": "in_progress"}, {}, "is in_progress: say why by --reason"),
        ({"status": "routed"}, {}, None),
        ({"status": "routed"}, {"status": "answered", "kind": "information"}, "would be closed as information"),
        ({"status": "referred", "step": "handoff", "priority": "emergency"}, {"priority": "low"}, None),
        ({"status": "referred", "step": "category"}, {"priority": "low"}, "is referred: say why by --reason"),
    ],
)
def test_what_is_mended_of_work_or_closed_by_it_has_a_reason(
    before: dict[str, Any], after: dict[str, Any], sentence: str | None
) -> None:
    """A false alarm alone is reason enough."""
    was = stored(**before)
    found = again(stored(), MOVED, NoCode())._replace(
        before=was, after=copy_of(was, **after), corrected={"category": ("a", "b")},
        decision=again(stored(), MOVED, NoCode()).decision._replace(step=KEPT),
    )  # fmt: skip
    if sentence is None:
        check_reason(found, None)
        return
    with pytest.raises(UsageError) as caught:
        check_reason(found, None)
    assert sentence in str(caught.value)


def test_a_false_alarm_is_what_was_referred_by_a_hand_off_and_is_none_now() -> None:
    alarm = stored(status="referred", step="handoff", priority="emergency")
    assert is_false_alarm(alarm, copy_of(alarm, priority="low"))
    assert not is_false_alarm(alarm, alarm)
    assert not is_false_alarm(copy_of(alarm, status="routed"), copy_of(alarm, priority="low"))


# -- stored


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    """Return a store of five calls: two rubbish, a flood, one in triage, one that was moved by hand."""
    store = SqliteStore(str(tmp_path / "aduan.db"))
    texts = ("sampah satu", "sampah dua", "banjir", "entah apa", "sampah tiga")
    store.commit([taking(copy_of(stored(text), ticket="UJI", number=0, day=20261118)) for text in texts])
    last = found(store)[4]
    data = {"from": "dlh", "to": "bpbd", "step": "manual", "rule": None, "revision": "baru", "status": "routed"}
    store.commit([changing(last, {"unit": "bpbd", "step": "manual"}, ROUTED, data, "rina", last.logged_at)])
    yield store
    store.close()


def found(store: SqliteStore) -> list[Complaint]:
    """Return all that is stored, the first first."""
    return list(store.find(Query(ascending=True)))


def test_a_decision_is_stored_with_its_version_and_what_code_said(store: SqliteStore) -> None:
    code = Saying(ANSWER)
    before = found(store)[0]
    decided = store_decision(store, NoCode(), by_hand(before, ROUTER, "bpbd"), "rina", before.logged_at + 5, "salah")
    assert (decided.after.version, found(store)[0].unit) == (2, "bpbd")
    told = again(found(store)[1], CODED, code)._replace(consulted=ANSWER)
    moved = told._replace(after=copy_of(told.before, unit="bpbd"), changes={"unit": "bpbd"})
    store_decision(store, code, moved, None, before.logged_at)
    assert [event.type for event in store.events(found(store)[1])][-2:] == [ROUTED, CODE_ANSWERED]


def test_somebody_who_was_faster_keeps_what_they_did(store: SqliteStore) -> None:
    before = found(store)[0]
    mine = by_hand(before, ROUTER, "bpbd")
    store_decision(store, NoCode(), by_hand(before, ROUTER, "dinkes"), "joko", before.logged_at, "dulu")
    with pytest.raises(NotAllowedError):
        store_decision(store, NoCode(), mine, "rina", before.logged_at, "kemudian")
    assert found(store)[0].unit == "dinkes"


def test_a_unit_s_calls_are_those_it_leads_and_those_it_helps_on_under_an_id_that_is_gone(store: SqliteStore) -> None:
    first = found(store)[2]
    data = {"from": "bpbd", "to": "bpbd", "support": ["dlh"], "support_was": []}
    store.commit([changing(first, {"support": ("dlh",)}, ROUTED, data, None, first.logged_at)])
    mine, held = of_units(store, ["dlh"], ROUTER)
    assert ([one.text for one in mine], held) == (["sampah satu", "sampah dua"], 0)
    mine, held = of_units(store, ["dlh"], RENAMING)
    assert ([one.text for one in mine], held) == (["sampah satu", "sampah dua", "banjir"], 0)


def test_what_a_hand_decided_is_held_and_counted() -> None:
    free, held = movable([stored(), stored(step="manual", unit="dlh"), stored(text="")], ROUTER)
    assert ([one.text for one in free], held) == (["sampah menumpuk"], 2)


def test_all_that_waits_comes_in_pages_each_once(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    import aduan_cli.flow.routing.redeciding as module

    monkeypatch.setattr(module, "BATCH", 1)
    more = [copy_of(stored(f"entah {number}"), ticket="UJI", number=0, day=20261118) for number in range(3)]
    store.commit([taking(one) for one in more])
    pages = [[one.text for one in page] for page in pages_waiting(store)]
    assert pages == [["entah apa"], ["entah 0"], ["entah 1"], ["entah 2"]]


@pytest.mark.parametrize("dry_run", [False, True])
def test_all_are_decided_again_and_one_that_somebody_else_moved_is_told(store: SqliteStore, dry_run: bool) -> None:
    """The others are stored all the same; with `dry_run` nothing is."""
    waiting, failed = found(store)[:3], []  # type: ignore[var-annotated]
    other = changing(waiting[0], {"priority": "low"}, "edited", {"fields": ["priority"]}, "joko", waiting[0].logged_at)
    store.commit([other])
    seen = list(
        each_again(
            store, iter(waiting), MOVED, NoCode(), None, waiting[0].logged_at,
            lambda complaint, _error: failed.append(complaint.text), dry_run,
        )
    )  # fmt: skip
    units = [one.unit for one in found(store)[:3]]
    if dry_run:
        assert (len(seen), failed, units) == (3, [], ["dlh", "dlh", "bpbd"])
        return
    assert failed == ["sampah satu"]
    assert units == ["dlh", "bpbd", "triage"], "of a flood these rules know nothing"
    assert [(one.before.text, one.changed) for one in seen] == [("sampah dua", True), ("banjir", True)]
