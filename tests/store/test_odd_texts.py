"""Texts that other machines and people bring, with a NUL, a lone surrogate or the last sign there is in them: each verb
that keeps one takes it, on a file and on a server alike."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.incidents import Incident
from aduan_cli.complaint.messages import DEAD, Message
from aduan_cli.complaint.step import noting, taking
from aduan_cli.outbox import SendResult
from aduan_cli.ports import Query, Shared
from aduan_cli.privacy import CALLERS, Ended
from aduan_cli.store.sqlite import SqliteStore
from aduan_cli.testing.store_contract.given import failed
from invented import MORNING, call
from steps import change, changed, take

ODD = "kata\0 \U0010ffff é 'kutip' \\ %s {x}\n\ttab"
NAMED = ODD.replace("\0", "")
"""What people, the system and files of rules give names: they have no NUL."""
INCIDENT = Incident(NAMED, (NAMED,), (), (NAMED,), NAMED, 5, MORNING)
OFFICE = "kantor"


def told(store: Any) -> Complaint:
    """Take a call that tells a unit, and have its message leased."""
    (outcome,) = store.commit([taking(call())._replace(messages=(Message("routed", OFFICE, "dlh"),))])
    assert outcome.complaint is not None
    assert len(store.outbox.lease(OFFICE, MORNING, MORNING + 60, 1)) == 1
    return outcome.complaint  # type: ignore[no-any-return]


def test_what_a_server_said_of_a_message_is_kept_as_it_said_it(each_store: Any) -> None:
    told(each_store)
    each_store.outbox.lease(OFFICE, MORNING, MORNING + 60, 0, [SendResult(1, 1, DEAD, None, ODD)])
    message = each_store.outbox.message(1)
    assert (message.state, message.error) == (DEAD, ODD)
    assert [one.error for one in each_store.outbox.posted((DEAD,))] == [ODD]


def test_why_a_message_goes_no_more_and_what_came_back_is_kept(each_store: Any) -> None:
    one = told(each_store)
    each_store.outbox.lease(OFFICE, MORNING, MORNING + 60, 0, [SendResult(1, 1, "sent")])
    each_store.outbox.bounced(1, ODD, ODD, True, ODD, MORNING)
    assert each_store.outbox.message(1).error == ODD
    assert each_store.outbox.set_message(1, "queued", ODD, MORNING, ODD)
    assert [event.actor for event in each_store.events(one)][-2:] == [ODD, ODD]
    assert each_store.breaks() == []


FIELDS = (
    "text",
    "answer",
    "address",
    "caller_name",
    "caller_phone",
    "category",
    "rule",
    "actor",
    "key",
    "point",
    "shift",
)


@pytest.mark.parametrize("field", FIELDS)
def test_whatever_is_said_of_a_call_comes_back_and_is_found(each_store: Any, field: str) -> None:
    one = call(**{field: ODD})
    take(each_store, [one])
    assert getattr(next(each_store.find(Query())), field) == ODD
    change(each_store, [changed(one, {field: "lain"}, "edited", ODD, MORNING, {"fields": [field]})])
    again = next(each_store.find(Query()))
    change(each_store, [changed(again, {field: ODD}, "edited", None, MORNING, {"before": {field: ODD}})])
    assert getattr(next(each_store.find(Query())), field) == ODD
    if field in ("category", "actor", "shift"):
        query = Query(((field, (ODD,)),))
        assert (each_store.count(query), len(list(each_store.find(query)))) == (1, 1)
        assert each_store.count(Query(without=((field, (ODD,)),))) == 0
        assert len(each_store.nearby(MORNING, [Shared(field, ODD, 60, 5)])) == 1
    if field == "key":
        assert each_store.by_key(ODD).ticket == one.ticket
    assert (each_store.breaks(), list(each_store.differences())) == ([], [])


def erase(store: Any) -> None:
    """Take a call, and erase its person."""
    take(store, [call(key=ODD, text=ODD)])
    store.erase("1", NAMED, MORNING, ODD)


def note(store: Any) -> None:
    """Take a call, and note something of it."""
    one = call()
    take(store, [one])
    change(store, [noting(one, (("noted", {"notes": [ODD]}),), ODD, MORNING)])


VERBS: dict[str, Callable[[Any], object]] = {
    "accept": lambda store: store.accept("r1", {"rules.toml": ODD, "aturan é.toml": "x"}, NAMED, MORNING),
    "tell": lambda store: store.note_event("desk_shared", ODD, MORNING, {"group": ODD}),
    "skip": lambda store: store.skip_numbers(20251124, 5, ODD, MORNING),
    "incident": lambda store: store.incidents.start(INCIDENT, ODD),
    "plugin": lambda store: change(store, [], [failed("bmsda", failure=NAMED, over=NAMED)], MORNING),
    "erase": erase,
    "note": note,
}


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_takes_it_and_the_store_is_sound(each_store: Any, verb: str) -> None:
    VERBS[verb](each_store)
    assert (each_store.breaks(), list(each_store.differences())) == ([], [])
    assert len(list(each_store.transfer.rows())) > 1


def test_what_was_accepted_and_begun_comes_back_as_it_was(each_store: Any) -> None:
    for verb in ("accept", "incident", "plugin"):
        VERBS[verb](each_store)
    assert each_store.accepted() == {"rules.toml": ODD, "aturan é.toml": "x"}
    assert each_store.acceptances()[0].actor == NAMED
    assert each_store.incidents.open() == [INCIDENT._replace(id=1)]
    state = each_store.plugin_states()["bmsda"]
    assert (state.failure, state.set_aside_why) == (NAMED, NAMED)


def test_a_message_that_goes_to_nobody_says_why(each_store: Any) -> None:
    message = Message("routed", OFFICE, "dlh", 0, 0, None, ODD)
    each_store.commit([taking(call())._replace(messages=(message,))])
    assert each_store.outbox.message(1).error == ODD


def test_it_goes_along_to_another_store(each_store: Any, tmp_path: Path) -> None:
    """And back: what a server said of a message too."""
    told(each_store)
    each_store.outbox.lease(OFFICE, MORNING, MORNING + 60, 0, [SendResult(1, 1, DEAD, None, ODD)])
    with closing(SqliteStore(str(tmp_path / "lain.db"))) as other:
        other.transfer.fill(each_store.transfer.rows())
        message = other.outbox.message(1)
        assert message is not None
        assert message.error == ODD
        assert list(other.transfer.rows()) == list(each_store.transfer.rows())


@pytest.mark.parametrize("words", [ODD, "\0", "kata\0kata", '"\0"', "\ud800", "é\0*"])
def test_searching_for_it_finds_or_finds_nothing(each_store: Any, words: str) -> None:
    take(each_store, [call(text=ODD)])
    assert len(list(each_store.search(words, None))) == each_store.search_count(words)


def test_what_would_become_of_a_record_is_foreseen_whatever_it_says(each_store: Any) -> None:
    record = call(text=ODD, key=ODD, import_key="m:1:1", content_hash="isi", fields={"KET": ODD, ODD: "x"})
    assert [one.state for one in each_store.foresee([record, record])] == ["taken", "known"]
    take(each_store, [record])
    same = call(text=ODD, key=ODD, import_key="m:1:1", content_hash="isi", fields={"KET": ODD, ODD: "x"})
    other = call(text=ODD, key=ODD, import_key="m:1:1", content_hash="lain")
    assert [one.state for one in each_store.foresee([same, other])] == ["known", "changed"]
    found = next(each_store.find(Query()))
    assert found.fields == {"KET": ODD, ODD: "x"}


def test_a_callers_oddest_name_becomes_anonymous_and_is_erased(each_store: Any) -> None:
    one = call(status="closed", caller_name=ODD, text=ODD, caller_phone="+6281200000001", agreed={ODD: ODD})
    take(each_store, [one])
    ended = each_store.privacy.ended(Ended(CALLERS, MORNING + 1), 9)
    assert [found.ticket for found in ended] == [one.ticket]
    assert len(each_store.privacy.forget(ended, CALLERS, ODD, None, MORNING + 60)) == 1
    now = next(each_store.find(Query()))
    assert (now.caller_name, now.agreed, now.text) == (None, {}, ODD)
    each_store.erase(one.ticket, ODD, MORNING + 120, ODD)
    assert next(each_store.find(Query())).text == ""
    assert (each_store.breaks(), list(each_store.differences())) == ([], [])
