"""A call of which somebody is still to be asked: stored before that, decided by what was answered, whatever happens."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from asking_unit import AT, ROUTER, Code

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.events import ANSWERS_ADDED, CODE_ANSWERED, NOTED
from aduan_cli.complaint.report import Report
from aduan_cli.complaint.step import changing
from aduan_cli.errors import PartialError
from aduan_cli.flow.intake.call import Call, Intake
from aduan_cli.flow.intake.storing import store_calls
from aduan_cli.store.sqlite import SqliteStore
from aduan_cli.stored import Query
from aduan_cli.testing import NoCode


class Officer:
    """Answers what it knows; remembers what it was asked and told, and what was stored by then."""

    def __init__(self, store: SqliteStore, answers: dict[str, Any] | None = None, place: str | None = None) -> None:
        self._store, self._answers, self._place = store, answers, place
        self.log: list[Any] = []
        self.before: Callable[[], None] = lambda: None

    @property
    def ask(self) -> Callable[[Sequence[Any]], dict[str, Any]] | None:
        """Ask the caller; None where nobody can be asked."""
        return None if self._answers is None else self._asked

    def _asked(self, questions: Sequence[Any]) -> dict[str, Any]:
        self.before()
        names = [question[0] for question in questions]
        self.log.append(("ask", *names))
        return {name: (self._answers or {})[name] for name in names if name in (self._answers or {})}

    def ask_place(self, ticket: str, exactly: bool) -> str | None:
        self.log.append(("place", exactly))
        return self._place

    def stored(self, call: Call) -> None:
        (now,) = self._store.find(Query())
        self.log.append(("stored", now.status, call.complaint.status))

    def turn_to(self, call: Call) -> None:
        """Be told."""

    def urge(self, call: Call) -> None:
        self.log.append(("urge", call.complaint.unit, call.complaint.priority))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    one = SqliteStore(str(tmp_path / "aduan.db"))
    yield one
    assert one.breaks() == []
    assert list(one.differences()) == []
    one.close()


def take(store: SqliteStore, officer: Officer, text: str = "pju mati", code: Any = None, **given: Any) -> Call:
    """Take a call."""
    report = Report(text=text, reported_at=AT, logged_at=AT, **given)
    (call,) = store_calls([Intake(report, ROUTER, code or NoCode())], store, lambda: AT, officer)
    return call


def now(store: SqliteStore) -> Complaint:
    """Return the call as it is stored."""
    (one,) = store.find(Query())
    return one


def types(store: SqliteStore) -> list[str]:
    """Return what happened to it."""
    return [event.type for event in store.events(now(store))]


# -- stored before anybody is asked


def test_where_nobody_can_be_asked_and_no_code_is_there_it_is_decided_at_once(store: SqliteStore) -> None:
    officer = Officer(store)
    call = take(store, officer)
    assert (call.complaint.status, call.complaint.unit) == ("routed", "bmsda")
    assert officer.log == [("stored", "routed", "routed")]
    assert types(store) == ["logged"]


def test_while_the_caller_is_asked_the_call_is_there_as_new_in_the_desks_queue(store: SqliteStore) -> None:
    officer = Officer(store, {"tinggi": 2})
    call = take(store, officer)
    assert officer.log[0] == ("stored", "new", "new")
    assert officer.log[1] == ("ask", "tinggi", "warna")
    assert (now(store).status, now(store).unit, now(store).answers) == ("routed", "bmsda", {"tinggi": 2})
    assert call.complaint.version == now(store).version


def test_a_question_that_ends_in_a_fault_leaves_the_call_stored(store: SqliteStore) -> None:
    """Ctrl-C, a terminal that is gone: `route --pending` goes on with it."""
    officer = Officer(store, {})

    def gone() -> None:
        raise KeyboardInterrupt

    officer.before = gone
    with pytest.raises(KeyboardInterrupt):
        take(store, officer)
    assert (now(store).status, now(store).unit, now(store).text) == ("new", "triage", "pju mati")


def test_what_is_answered_already_or_said_in_the_text_is_not_asked(store: SqliteStore) -> None:
    officer = Officer(store, {"warna": "biru"})
    take(store, officer, answers={"tinggi": 1})
    assert officer.log[1] == ("ask", "warna")
    assert now(store).answers == {"tinggi": 1, "warna": "biru"}


def test_what_the_text_makes_needless_is_not_asked(store: SqliteStore) -> None:
    officer = Officer(store, {})
    take(store, officer, "pju gelap")
    assert officer.log[1] == ("ask", "tinggi")


@pytest.mark.parametrize(("given", "kept", "told"), [("7", 7, False), ("banyak", "banyak", True)])
def test_an_answer_to_the_codes_question_is_brought_into_its_form_or_kept_and_told(
    store: SqliteStore, given: str, kept: object, told: bool
) -> None:
    """What nobody can be asked about again stays as it was said."""
    call = take(store, Officer(store), code=Code(asks=("jumlah", "Berapa?", "number", ())), answers={"jumlah": given})
    assert any(note.startswith("jumlah: ") for note in call.notes) is told
    assert now(store).answers["jumlah"] == kept


def test_a_question_that_was_left_out_is_not_asked_again_by_the_code(store: SqliteStore) -> None:
    officer = Officer(store, {"tiang": "A7"})
    take(store, officer, code=Code())
    assert [line for line in officer.log if line[0] == "ask"] == [("ask", "tinggi", "warna"), ("ask", "tiang")]
    assert now(store).answers == {"tiang": "A7"}


# -- emergencies


def test_an_answer_that_makes_an_emergency_is_told_at_once_and_stored_before_the_next_question(
    store: SqliteStore,
) -> None:
    officer, seen = Officer(store, {"tinggi": 5, "tiang": "A7"}), list[Any]()
    officer.before = lambda: seen.append((now(store).unit, now(store).priority))
    take(store, officer, code=Code())
    assert seen == [("triage", "normal"), ("bpbd", "emergency")]
    kinds = [line[0] for line in officer.log]
    assert kinds[:5] == ["stored", "ask", "urge", "place", "ask"]
    assert kinds.count("place") == 1
    assert ("urge", "bpbd", "emergency") in officer.log
    assert (now(store).unit, now(store).priority, now(store).rule) == ("bpbd", "emergency", "tinggi")
    assert now(store).answers == {"tinggi": 5, "tiang": "A7"}


def test_where_an_emergency_is_is_asked_once_and_stored(store: SqliteStore) -> None:
    officer = Officer(store, {}, place="Jl. Mawar 3, Margahayu")
    take(store, officer, "pju gawat")
    assert [line for line in officer.log if line[0] == "place"] == [("place", False)]
    one = now(store)
    assert (one.kelurahan, one.kecamatan, one.unit) == ("Margahayu", "Bekasi Timur", "bpbd")
    assert one.address == "Jl. Mawar 3"


@pytest.mark.parametrize(("text", "exactly"), [("pju gawat di Margahayu", True), ("pju gawat", False)])
def test_it_is_asked_exactly_where_the_ward_is_known(store: SqliteStore, text: str, exactly: bool) -> None:
    officer = Officer(store, {})
    take(store, officer, text)
    assert ("place", exactly) in officer.log


@pytest.mark.parametrize("said", [None, "", "  \n"])
def test_where_nobody_knows_the_place_nothing_of_it_is_stored(store: SqliteStore, said: str | None) -> None:
    officer = Officer(store, {}, place=said)
    take(store, officer, "pju gawat")
    assert (now(store).address, now(store).kelurahan) == (None, None)


def test_a_hand_off_waits_for_no_question(store: SqliteStore) -> None:
    """It is decided when it is stored, and the officer is told then what to do; questions come afterwards."""
    officer = Officer(store, {"tinggi": 1})
    call = take(store, officer, "pju terbakar")
    assert officer.log[0] == ("stored", "routed", "routed")
    assert call.decision.step == "handoff"
    assert (now(store).unit, now(store).step) == ("bpbd", "handoff")
    assert now(store).answers == {"tinggi": 1}
    assert types(store)[-1] == ANSWERS_ADDED


# -- code


def test_the_units_code_chooses_where_data_left_it_to_it(store: SqliteStore) -> None:
    code = Code("bmsda-pju", ("periksa tiang",), asks=None)
    call = take(store, Officer(store), code=code)
    assert code.asked[0][0] == "route"
    assert (now(store).unit, now(store).step) == ("bmsda-pju", "code")
    assert call.notes == ("periksa tiang",)
    assert types(store)[:2] == ["logged", "routed"]
    assert {CODE_ANSWERED, NOTED} <= set(types(store))


def test_code_that_says_nothing_leaves_it_to_the_categorys_unit(store: SqliteStore) -> None:
    take(store, Officer(store), code=Code(asks=None))
    assert (now(store).unit, now(store).step) == ("bmsda", "category")


def test_an_answer_that_only_the_code_has_a_question_for_is_fitted_without_asking_anybody(store: SqliteStore) -> None:
    code = Code()
    take(store, Officer(store), code=code, answers={"tiang": " A7 "})
    assert code.asked[0] == ("questions",)
    assert now(store).answers["tiang"].strip() == "A7"


# -- others


def test_a_call_that_others_keep_changing_is_stored_and_said_to_be_so(store: SqliteStore) -> None:
    """After some tries it is told, with the ticket; nothing is lost."""
    officer = Officer(store, {"tinggi": 2})
    commit = store.commit

    def contended(steps: Any, *more: Any) -> Any:
        if steps and not steps[0].is_new:
            one = now(store)
            commit([changing(one, {"priority": "low" if one.priority != "low" else "high"}, NOTED, {}, "rina", AT)])
        return commit(steps, *more)

    store.commit = contended  # type: ignore[method-assign]
    with pytest.raises(PartialError, match="is stored, but others keep changing it"):
        take(store, officer)
    store.commit = commit  # type: ignore[method-assign]
    assert now(store).text == "pju mati"


def test_of_a_call_that_was_erased_meanwhile_no_word_comes_back(store: SqliteStore) -> None:
    officer = Officer(store, {"tinggi": 2, "warna": "biru"})
    officer.before = lambda: store.erase(now(store).ticket, "rina") and None
    call = take(store, officer, "pju mati di rumah Budi", caller_name="Budi")
    one = now(store)
    assert (one.text, one.caller_name, one.answers) == ("", None, {})
    assert call.overtaken
    assert ANSWERS_ADDED not in types(store)
